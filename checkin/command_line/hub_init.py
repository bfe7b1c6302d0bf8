# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin hub-init`: a PostgreSQL made the hub of an event. Safe to repeat: an older hub is brought up to date."""

import argparse
import sys

from checkin.command_line.exit_codes import DONE
from checkin.command_line.hub import add_hub, admit, hub_at, public_id
from checkin.core.words import Words
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_hub(parser)
    parser.add_argument(
        "--desks", metavar="N", type=int, default=0, help="let so many desks in; prints name TAB address of each"
    )
    parser.add_argument("--notify", choices=("on", "off"), help="tell desks at once (on), or let them ask every second")


def run(chosen: argparse.Namespace) -> int:
    event = public_id(chosen.event)
    with hub_at(chosen.url) as hub:
        hub.prepare()
        if event:
            hub.hold(event, notifies=None if chosen.notify is None else chosen.notify == "on")
        if chosen.desks:
            names = [say(_NUMBERED, number=number + 1) for number in range(chosen.desks)]
            admit(hub, event, names, chosen.address)
    print(say(Words("command", "The shared server is prepared.")), file=sys.stderr)
    return DONE


_NUMBERED = Words("command", "Desk {number}")
