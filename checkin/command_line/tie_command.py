# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin tie`: make a code a person's, beside their other codes or in their place."""

import argparse

from checkin.command_line.event_argument import add_event, desk_at, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import Message
from checkin.services.privacy.person_data import find_person
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("who", metavar="PERSON", help="one of their codes, or their id")
    parser.add_argument("code", metavar="CODE", help="what the new code says")
    parser.add_argument("--replace", action="store_true", help="their other codes are no longer valid")
    parser.add_argument("--desk", metavar="NAME", help="the desk's name in the journal")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        desk = desk_at(event, chosen.desk or COMMAND_LINE_DESK, None)
        answer = desk.tying.tie(find_person(event, chosen.who), chosen.code, keeps=not chosen.replace)
    name = answer.attendee.name if answer.attendee else ""
    print(translate(_REPLACED if chosen.replace else _KEPT, code=answer.ticket, name=name))
    return DONE


_KEPT = Message("tie", "“{code}” is now {name}’s, beside their other codes.")
_REPLACED = Message("tie", "“{code}” is now {name}’s only valid code.")
