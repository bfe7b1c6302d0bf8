# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin person`: all data about one person, for a subject access request."""

import argparse
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.message import Message
from checkin.services.privacy.person_data import export_person, find_person
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("who", metavar="CODE|ID")
    parser.add_argument("out", metavar="OUT.json|OUT.txt")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        readable = export_person(event, find_person(event, chosen.who), out, translate)
    print(translate(_GIVEN, name=readable.with_suffix(".json").name, text=readable.name))
    return DONE


_GIVEN = Message("privacy", "Everything about this person is in {name}, and as readable text in {text}.")
