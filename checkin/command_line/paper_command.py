# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin paper`: the attendee list of this minute as a PDF, to go on without a computer."""

import argparse
from pathlib import Path

from checkin.command_line.event_argument import add_event, desk_at, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.services.attendance.tick_list_writing import TickListHeader, tick_list_sentence, write_tick_list
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--at", metavar="CONTROL_POINT", help="whose arrivals; the first if left out")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        desk = desk_at(event, COMMAND_LINE_DESK, chosen.at)
        done = write_tick_list(event, out, TickListHeader(desk.now(), desk.name, desk.control_point), translate)
    print(tick_list_sentence(done, out, translate))
    return DONE
