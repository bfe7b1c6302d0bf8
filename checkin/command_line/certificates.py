# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin certificates`: one for everybody who was there."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.words import Words
from checkin.desk import papers
from checkin.desk.certificates import issue, write_certificates
from checkin.language import Voice, say, spoken


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf|DIR", help="one PDF for all, or a folder with one each")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), papers.read_logo(Path(chosen.logo)) if chosen.logo else None
    with opened(chosen.event) as event:
        issued = issue(event)
        write_certificates(out, issued, papers.setting_for(event, Voice(spoken()), event.clock()(), picture))
    print(say(_CERTIFICATES, count=len(issued), name=out.name))
    return DONE


_CERTIFICATES = Words("certificate", "Certificates: {count}; written to {name}.")
