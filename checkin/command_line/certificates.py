# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin certificates`: one for everybody who was there."""

import argparse
import sys
from pathlib import Path

from checkin.badges.report import unknown_letters
from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.words import Words
from checkin.desk.evening import papers
from checkin.desk.evening.certificates import issue, write_certificates
from checkin.language import Voice, say, spoken


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf|DIR", help="one PDF for all, or a folder with one each")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), papers.read_logo(Path(chosen.logo)) if chosen.logo else None
    with opened(chosen.event) as file, file.as_it_is() as event:
        setting = papers.setting_for(event, Voice(spoken()), event.clock()(), picture)
        issued = issue(event, setting.made)
        write_certificates(out, issued, setting)
    print(say(_CERTIFICATES, count=len(issued), name=out.name))
    if unknown := unknown_letters(
        text for each in issued for text in (each.certificate.name, each.certificate.organisation)
    ):
        print(say(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_CERTIFICATES = Words("certificate", "Certificates: {count}; written to {name}.")
