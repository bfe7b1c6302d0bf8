# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin verify`: whether the code of a certificate is genuine and still valid."""

import argparse

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.attendance.certificate_code import CodeValidity
from checkin.pdf_reports.certificate_wording import verification_sentence
from checkin.services.attendance.certificate_issuing import verify
from checkin.translation import Translator, current_language


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("code", metavar="CODE")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = verify(event, chosen.code)
    print(verification_sentence(found.standing, found.now, Translator(current_language())))
    return DONE if found.standing is CodeValidity.GENUINE else FOUND_PROBLEMS
