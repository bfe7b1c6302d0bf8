# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin certificates`: a certificate of attendance for each person present."""

import argparse
import sys
from pathlib import Path

from checkin.badges.badge_problems import undrawable_letters
from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.message import Message
from checkin.pdf_reports.certificate_wording import certificate_count, without_certificate
from checkin.services.attendance import sign_in_sheets
from checkin.services.attendance.certificate_issuing import issue_round, write_certificates
from checkin.translation import Translator, current_language, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf|DIR", help="one PDF for all, or a folder with one each")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), sign_in_sheets.read_logo(Path(chosen.logo)) if chosen.logo else None
    with open_event_file(chosen.event) as file, file.snapshot() as event:
        setting = sign_in_sheets.make_report_context(event, Translator(current_language()), event.clock()(), picture)
        found = issue_round(event, setting.made)
        issued = found.issued
        write_certificates(out, issued, setting)
    print(translate(_CERTIFICATES, count=len(issued), name=out.name))
    sentence = certificate_count(len(issued), found.without, setting.voice)
    for line in filter(None, (sentence, *without_certificate(found.without, setting.voice, found.backwards))):
        print(line)
    if unknown := undrawable_letters(
        text for each in issued for text in (each.certificate.name, each.certificate.organisation)
    ):
        print(translate(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_CERTIFICATES = Message("certificate", "Certificates: {count}; written to {name}.")
