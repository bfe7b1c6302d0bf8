# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin paper`: the list of this minute, to welcome people without a computer."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import COMMAND_LINE_DESK, add_event, desk_at, opened
from checkin.desk.evening.tick_list import Moment, write_list, written_sentence
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--at", metavar="CONTROL_POINT", help="whose arrivals; the first if left out")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with opened(chosen.event) as event:
        desk = desk_at(event, COMMAND_LINE_DESK, chosen.at)
        done = write_list(event, out, Moment(desk.now(), desk.name, desk.control_point), say)
    print(written_sentence(done, out, say))
    return DONE
