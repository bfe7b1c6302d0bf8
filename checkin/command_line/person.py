# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin person`: everything that is known of one person, for them."""

import argparse
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.command_line.opened import add_event, opened
from checkin.core.words import Words
from checkin.desk.privacy.person_data import export_person, known_as
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("who", metavar="CODE|ID")
    parser.add_argument("out", metavar="OUT.json|OUT.txt")


def run(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with opened(chosen.event) as event:
        readable = export_person(event, known_as(event, chosen.who), out, say)
    print(say(_GIVEN, name=readable.with_suffix(".json").name, text=readable.name))
    return DONE


_GIVEN = Words("privacy", "Everything about this person is in {name}, and to be read in {text}.")
