# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin join`: create an event file from an invitation or a USB drive, with everything the desks have sent."""

import argparse
import sys
from pathlib import Path

from checkin.command_line.exit_codes import DONE
from checkin.core.errors import SyncError, UserError
from checkin.core.message import Message
from checkin.core.sync.carried_event import CarriedEvent
from checkin.core.sync.invitation import FIRST_DESK, invitation_in
from checkin.core.sync.usb_drives import Volume
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import join, join_from_usb_drive, open_hub, read_desk_name
from checkin.services.sync.usb_event import read_usb_drives
from checkin.sync.pretix_device_code import looks_like_device_code
from checkin.translation import translate

LONGEST_TEXT = 100_000
"""Letters of a text that is piped in: an invitation, in the middle of a whole e-mail."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "text",
        metavar="TEXT|FOLDER",
        help="the invitation, or what pretix shows as a device's code; - reads it, to keep it out of the command; or a "
        "drive that holds the event",
    )
    parser.add_argument("file", metavar="FILE", help="the event file to create")
    parser.add_argument(
        "--desk", metavar="NAME", default="", help="what this desk is called, or the next name that is free"
    )
    parser.add_argument("--event", metavar="TITLE", help="which one, if a drive holds several")
    parser.add_argument(
        "--pretix-event",
        metavar="SLUG",
        default="",
        help="which one, if a device of pretix has several: its short name",
    )


def run(chosen: argparse.Namespace) -> int:
    folder = Path(chosen.text)
    event = _from_key(chosen, folder) if chosen.text != "-" and _is_folder(folder) else _joined(chosen)
    title, people, desk = event.programme().event.title, event.attendees.count(), read_desk_name(event)
    event.close()
    print(translate(_JOINED, desk=desk, title=title, people=people))
    return DONE


def _joined(chosen: argparse.Namespace) -> EventFile:
    text = sys.stdin.read(LONGEST_TEXT) if chosen.text == "-" else chosen.text
    if looks_like_device_code(text):
        return _from_pretix(chosen, text)
    invitation = invitation_in(text)
    desk = chosen.desk or invitation.desk or FIRST_DESK
    return join(invitation, Path(chosen.file), desk, open_hub)


def _from_pretix(chosen: argparse.Namespace, text: str) -> EventFile:
    """Return the new event file of a device of pretix, with the list. Where that cannot be fetched now, the file stays:
    the code is used up, and `checkin sync` goes on.
    """
    from checkin.services.ticketing.ticketing_joining import join_ticketing
    from checkin.services.ticketing.ticketing_sync import open_ticketing
    from checkin.sync.pretix_device_code import DeviceCode

    code, path = DeviceCode.read(text), Path(chosen.file)
    event = join_ticketing(code, path, chosen.desk or FIRST_DESK, lambda _: chosen.pretix_event)
    ticketing = open_ticketing(event, event.clock())
    assert ticketing
    try:
        ticketing.run_round()
    except SyncError as error:
        print(translate(_GO_ON, file=path.name), file=sys.stderr)
        event.close()
        raise error
    finally:
        ticketing.leave()
    return event


def _from_key(chosen: argparse.Namespace, folder: Path) -> EventFile:
    drive = Volume(folder.absolute().as_posix())
    carried = _chosen_of(drive, chosen.event)
    return join_from_usb_drive(carried, drive, Path(chosen.file), chosen.desk or carried.proposed_desk)


def _chosen_of(drive: Volume, title: str | None) -> CarriedEvent:
    """Return the chosen event on the drive. Raises `UserError` if there is none, or the choice is ambiguous."""
    (found,) = read_usb_drives((drive,))
    wanted = [carried for carried in found.events if title in (None, carried.invitation.title)]
    if len(wanted) == 1:
        return wanted[0]
    titles = ", ".join(f"“{carried.invitation.title}”" for carried in found.events)
    raise UserError(_WHICH, titles=titles) if titles else UserError(_NONE, folder=drive.name)


def _is_folder(path: Path) -> bool:
    """Whether this is a folder. The text of an invitation is longer than any path, which raises `OSError`."""
    try:
        return path.is_dir()
    except OSError:
        return False


_JOINED = Message("command", "“{desk}” has joined “{title}”: {people} {people:registration|registrations}.")
_NONE = Message(
    "command",
    "There is no event to join in “{folder}”. Put one there at a desk that has it: checkin invite EVENT --key FOLDER.",
)
_GO_ON = Message(
    "command", "{file} was created, and this desk is a device of pretix. The list is still to come: checkin sync {file}"
)
_WHICH = Message("command", "These events are there: {titles}. Choose one with --event TITLE; nothing was created.")
