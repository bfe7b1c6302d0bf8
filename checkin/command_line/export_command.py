# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin export`: the attendance as a file, complete or in part; as a PDF the day report."""

import argparse
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.exports.export_columns import export_options
from checkin.services.attendance.sign_in_sheets import make_report_context
from checkin.services.exports.exporting import export
from checkin.translation import Translator, current_language, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument(
        "out", metavar="OUT.xlsx|OUT.csv|OUT.json|OUT.pdf", help="the attendance; as PDF the day report"
    )
    parser.add_argument("--preset", metavar="NAME", default="everything", help="funder, hr, pretix, mailing")
    parser.add_argument("--columns", metavar="A,B", default="", help="these, instead of those of a preset")
    parser.add_argument(
        "--anonymous", action="store_true", help="figures without names, none of fewer than five people"
    )


def run(chosen: argparse.Namespace) -> int:
    columns = [key.strip() for key in chosen.columns.split(",") if key.strip()]
    what, out = export_options(chosen.preset, columns, is_anonymous=chosen.anonymous), Path(chosen.out)
    with open_event_file(chosen.event) as event:
        made = export(event, out, make_report_context(event, Translator(current_language()), event.clock()()), what)
    print(made.sentence(translate))
    return DONE
