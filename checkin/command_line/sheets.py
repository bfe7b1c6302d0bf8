# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sheets`: sign-in sheets as a PDF."""

import argparse
import sys
from pathlib import Path

from checkin.badges.report import unknown_letters
from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.evening.sign_in import SheetOrder
from checkin.core.words import Words
from checkin.desk.evening import papers
from checkin.desk.evening.papers import SheetsWish
from checkin.language import Voice, say, spoken


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument(
        "--session",
        metavar="ID|TITLE",
        action="append",
        default=[],
        help="of a session or half-day (2023-07-04/morning); every half-day if left out",
    )
    parser.add_argument("--blank", action="store_true", help="to be signed by hand; else with the times of the scans")
    parser.add_argument("--order", choices=("name", "organisation"), default="name")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), papers.read_logo(Path(chosen.logo)) if chosen.logo else None
    with opened(chosen.event) as file, file.as_it_is() as event:
        ids = tuple(papers.occasion_named(event, name) for name in chosen.session)
        setting = papers.setting_for(event, Voice(spoken()), event.clock()(), picture)
        made = papers.sign_in_sheets(event, SheetsWish(ids, chosen.blank, SheetOrder(chosen.order)), setting.made)
        pages = papers.write_sheets(out, made, setting)
    print(say(_SHEETS, sheets=len(made), pages=pages, name=out.name))
    if unknown := unknown_letters(
        text for sheet in made for row in sheet.rows for text in (row.name, row.organisation)
    ):
        print(say(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_SHEETS = Words("sheet", "Sign-in sheets: {sheets}, pages: {pages}; written to {name}.")
