# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin hub-desk`: one desk let in at a hub, or shut out."""

import argparse

from checkin.command_line.exit_codes import DONE
from checkin.command_line.hub import add_hub, admit, hub_at, public_id
from checkin.core.words import Words
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_hub(parser)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--revoke", action="store_true", help="shut it out, at once")


def run(chosen: argparse.Namespace) -> int:
    event, name = public_id(chosen.event), chosen.name.strip()
    with hub_at(chosen.url) as hub:
        if not chosen.revoke:
            admit(hub, event, [name], chosen.address)
            return DONE
        hub.revoke(event or hub.only_event(), name)
    print(say(Words("command", "“{name}” was taken off the shared server. What it told stays."), name=name))
    return DONE
