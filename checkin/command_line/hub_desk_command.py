# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin hub-desk`: list the desks of a hub, admit one, or revoke one."""

import argparse
import json
from dataclasses import asdict

from checkin.command_line.exit_codes import DONE
from checkin.command_line.hub_argument import add_hub, admit, hub_at, public_id
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.sync.hub_admin import HubAdmin
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_hub(parser)
    parser.add_argument("name", metavar="NAME", nargs="?", default="")
    parser.add_argument("--list", action="store_true", help="which desks there are; a line of JSON each")
    parser.add_argument("--may-purge", action="store_true", help="when it erases personal data, all desks do")
    parser.add_argument("--revoke", action="store_true", help="shut it out at once")
    parser.add_argument(
        "--forget", action="store_true", help="with --revoke: personal data is erased from its copy when it comes back"
    )


def run(chosen: argparse.Namespace) -> int:
    event, name = public_id(chosen.event), chosen.name.strip()
    with hub_at(chosen.url) as hub:
        if chosen.list:
            _list(hub, event or hub.only_event())
            return DONE
        if not name:
            raise UserError(_WHICH)
        if not chosen.revoke:
            admit(hub, event, [name], chosen.address, may_purge=chosen.may_purge)
            return DONE
        hub.revoke(event or hub.only_event(), name, erases=chosen.forget)
    print(translate(Message("command", "“{name}” was removed from the shared server. What it sent stays."), name=name))
    return DONE


def _list(hub: HubAdmin, event: str) -> None:
    for desk in hub.desks(event):
        age = None if desk.age is None else round(desk.age)
        values = {name: value for name, value in asdict(desk).items() if name != "age"} | {"seconds_ago": age}
        print(json.dumps(values, ensure_ascii=False))


_WHICH = Message("command", "Which desk? Nothing was changed; give its name, or --list to see all.")
