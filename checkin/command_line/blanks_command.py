# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin blanks`: badges with codes that are nobody's yet, as a PDF."""

import argparse
from pathlib import Path

from checkin.command_line.badges_command import stock_named
from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.services.badges.blank_badges import BlankOrder, blanks_sentence, write_blanks
from checkin.translation import translate

COUNT = 200


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("out", metavar="OUT.pdf")
    parser.add_argument("--count", metavar="N", type=int, default=COUNT, help=f"{COUNT} if left out")
    parser.add_argument("--first", metavar="N", type=int, default=1, help="the number of the first one")
    parser.add_argument("--sheet", metavar="PAPER", help="on stationery; a page a blank if left out")


def run(chosen: argparse.Namespace) -> int:
    order, out = BlankOrder(chosen.count, chosen.first, stock_named(chosen.sheet)), Path(chosen.out)
    with open_event_file(chosen.event) as event:
        pages = write_blanks(event, out, order)
    print(blanks_sentence(order, pages, out.name, translate))
    return DONE
