# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin invite`: the invitation for one more desk, as text, or the event on a USB drive."""

import argparse
from dataclasses import replace
from pathlib import Path

from checkin.command_line.event_argument import add_event, open_event_file
from checkin.command_line.exit_codes import DONE
from checkin.core.desk_settings import Settings
from checkin.core.lists.progress import ignore_progress
from checkin.core.message import Message
from checkin.core.sync.usb_drives import Volume
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.services.sync.joining import invite, load_own_settings, propose_desk_name
from checkin.services.sync.usb_event import put_on_usb_drive
from checkin.translation import translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--desk", metavar="NAME", default="", help="what the new desk is proposed to be called")
    parser.add_argument("--folder", metavar="FOLDER", help="where desks meet, if not where this one does")
    parser.add_argument("--hub", metavar="URL", default="", help="the new desk's own address at a server")
    parser.add_argument("--key", metavar="FOLDER", help="put the event there, with its invitation, and print no text")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        refuse_in_rehearsal(event)
        if chosen.key:
            _put(event, Path(chosen.key))
        else:
            _print(event, load_own_settings(event), chosen)
    return DONE


def _print(event: EventFile, settings: Settings, chosen: argparse.Namespace) -> None:
    folder = str(Path(chosen.folder).absolute()) if chosen.folder else settings.folder
    invitation = invite(event, replace(settings, folder=folder), chosen.hub)
    print(replace(invitation, desk=chosen.desk or propose_desk_name(event)).text())


def _put(event: EventFile, folder: Path) -> None:
    drive = Volume(folder.absolute().as_posix())
    carried = put_on_usb_drive(event.path, drive, (), event.clock(), ignore_progress)
    print(translate(_ON_KEY, title=carried.invitation.title, folder=folder, people=carried.people))


_ON_KEY = Message("command", "“{title}” is in “{folder}”: {people} {people:registration|registrations}.")
