# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin join`: a new event file by another desk's invitation, with everything the desks have told."""

import argparse
import sys
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.core.together.invitation import invitation_in
from checkin.core.words import Words
from checkin.desk.together.joining import called, join, open_hub
from checkin.language import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="of the invitation; - reads it, and keeps it out of the command")
    parser.add_argument("file", metavar="FILE", help="the event file to make")
    parser.add_argument(
        "--desk", metavar="NAME", required=True, help="what this desk is called, or the next name that is free"
    )


def run(chosen: argparse.Namespace) -> int:
    invitation = invitation_in(sys.stdin.read() if chosen.text == "-" else chosen.text)
    event = join(invitation, Path(chosen.file), chosen.desk, open_hub)
    people, desk = event.attendees.count(), called(event)
    event.close()
    print(say(_JOINED, desk=desk, title=invitation.title, people=people))
    return DONE


_JOINED = Words("command", "“{desk}” has joined “{title}”: {people} {people:person|people}.")
