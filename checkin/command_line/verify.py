# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin verify`: whether the code on a certificate is genuine, and still right."""

import argparse

from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.command_line.opened import add_event, opened
from checkin.core.evening.certificates import Standing
from checkin.desk.evening.certificates import verify
from checkin.language import Voice, spoken
from checkin.papers.certificate_words import verdict


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("code", metavar="CODE")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen.event) as event:
        found = verify(event, chosen.code)
    print(verdict(found.standing, found.now, Voice(spoken())))
    return DONE if found.standing is Standing.GENUINE else FOUND_PROBLEMS
