# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sheets`: sign-in sheets as a PDF."""

import argparse
import sys
from pathlib import Path

from checkin.badges.badge_problems import undrawable_letters
from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.attendance.sign_in_sheet import SheetForm, SheetOrder
from checkin.core.message import Message
from checkin.services.attendance import sign_in_sheets
from checkin.services.attendance.sign_in_sheets import SheetOptions
from checkin.translation import Translator, current_language, translate


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
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--blank",
        dest="form",
        action="store_const",
        const=SheetForm.BLANK,
        default=SheetForm.FILLED,
        help="to be signed by hand; else with the times of the scans",
    )
    form.add_argument(
        "--control",
        dest="form",
        action="store_const",
        const=SheetForm.CONTROL,
        help="for a controller: the figures, how exits are known, and every line that is not a plain scan",
    )
    parser.add_argument("--order", choices=("name", "organisation"), default="name")
    parser.add_argument("--logo", metavar="FILE", help="PNG, JPEG or SVG")


def run(chosen: argparse.Namespace) -> int:
    out, picture = Path(chosen.out), sign_in_sheets.read_logo(Path(chosen.logo)) if chosen.logo else None
    with open_event_file(chosen.event) as file, file.snapshot() as event:
        ids = tuple(sign_in_sheets.find_occasion(event, name) for name in chosen.session)
        setting = sign_in_sheets.make_report_context(event, Translator(current_language()), event.clock()(), picture)
        made = sign_in_sheets.make_sign_in_sheets(
            event, SheetOptions(ids, chosen.form, SheetOrder(chosen.order)), setting.made
        )
        pages = sign_in_sheets.write_sheets(out, made, setting)
    print(
        translate(
            _CONTROL_SHEETS if chosen.form is SheetForm.CONTROL else _SHEETS,
            sheets=len(made),
            pages=pages,
            name=out.name,
        )
    )
    if unknown := undrawable_letters(
        text for sheet in made for row in sheet.rows for text in (row.name, row.organisation)
    ):
        print(translate(unknown[0], **unknown[1]), file=sys.stderr)
    return DONE


_SHEETS = Message("sheet", "Sign-in sheets: {sheets}, pages: {pages}; written to {name}.")
_CONTROL_SHEETS = Message("sheet", "Control sheets: {sheets}, pages: {pages}; written to {name}.")
