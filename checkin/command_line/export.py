# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin export`: the attendance as a file, everything of it or what was chosen; as a PDF the account of the day."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.exports.columns import wish
from checkin.desk.evening.papers import setting_for
from checkin.desk.exports.exporting import export
from checkin.language import Voice, say, spoken


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.xlsx|OUT.csv|OUT.json|OUT.pdf", help="the attendance; as PDF the account")
    parser.add_argument("--preset", metavar="NAME", default="everything", help="funder, hr, pretix, mailing")
    parser.add_argument("--columns", metavar="A,B", default="", help="these, instead of those of a preset")
    parser.add_argument(
        "--anonymous", action="store_true", help="figures without names, none of fewer than five people"
    )


def run(chosen: argparse.Namespace) -> int:
    columns = [key.strip() for key in chosen.columns.split(",") if key.strip()]
    what, out = wish(chosen.preset, columns, is_anonymous=chosen.anonymous), Path(chosen.out)
    with opened(chosen.event) as event:
        made = export(event, out, setting_for(event, Voice(spoken()), event.clock()()), what)
    print(made.told(say))
    return DONE
