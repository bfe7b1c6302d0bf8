# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin purge`: purge the personal data of an event, or print what that would remove."""

import argparse
import getpass
import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from checkin.command_line.event_argument import add_event, desk_at, open_event_file
from checkin.command_line.exit_codes import DONE, FOUND_PROBLEMS
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.lists.progress import ignore_progress
from checkin.core.message import Message
from checkin.core.privacy.purge_summary import BEYOND, GOES, STAYS, PurgePreview
from checkin.core.supervisor import Authority
from checkin.devices.disk import list_usb_drives
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.services.supervision import Supervision
from checkin.services.sync.usb_purge import desks_in_folder, purge_usb_drives
from checkin.translation import error_text, translate


def arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without it only what would be done is printed")
    parser.add_argument("--certificate", metavar="FILE", help="where the dated record goes; printed if left out")


def run(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        if not chosen.yes:
            print(json.dumps(as_json(event_purge.preview(event, "")), ensure_ascii=False))
            return DONE
        is_clean = _purge(event, Path(chosen.certificate) if chosen.certificate else None)
    return DONE if is_clean else FOUND_PROBLEMS


def _purge(event: EventFile, record: Path | None) -> bool:
    """Do it, and empty the USB drives of this event that are in the computer. The record is written if it was asked
    for, else printed. Returns whether the file is clean, and every drive that is there.
    """
    authority, heard = _authority(event), desks_in_folder(event)
    do = partial(event_purge.purge, event, authority, at=event.clock()(), desk=COMMAND_LINE_DESK, heard=heard)
    done = event_purge.purge_with_record(do, record, translate) if record else do()
    drives = purge_usb_drives(event.path, list_usb_drives, event.clock(), ignore_progress)
    if record is None:
        print(event_purge.purge_record_text(replace(done, drives=drives), translate), end="")
    else:
        event_purge.add_drives_to_record(done, drives, record, translate)
        print(translate(_DONE, people=done.preview.people, name=record.name))
    for name, error in drives.refused:
        print(f"{name}: {error_text(error)}", file=sys.stderr)
    return done.is_clean and not drives.refused


def _authority(event: EventFile) -> Authority:
    """Return the authority of a supervisor if one is named, by PIN as in the window."""
    supervision = Supervision(event, desk_at(event, COMMAND_LINE_DESK, None))
    return supervision.authority(_WHY, read_pin() if supervision.is_needed else "")


def read_pin() -> str:
    """Return the PIN typed, or without a terminal the next line of standard input, "" at its end.

    A PIN is never an argument: every account of the computer could read it in the list of processes.
    """
    if sys.stdin.isatty():
        return getpass.getpass(translate(_ASK), stream=sys.stderr).strip()
    return sys.stdin.readline().strip()


def as_json(found: PurgePreview) -> dict[str, Any]:
    """Return the figures and the sentences shown in the window."""
    return {
        "title": found.title,
        "people": found.people,
        "speakers": found.speakers,
        "supervisors": found.supervisors,
        "says_more": found.has_new_texts,
        "arrivals": found.arrivals,
        "entries": found.entries,
        "backups": list(found.backups),
        "desks": [{"name": name, "last_entry_at": at.isoformat()} for name, at in found.desks],
        "goes": [translate(line) for line in GOES],
        "stays": [translate(line) for line in STAYS],
        "not_reachable": [translate(line) for line in BEYOND],
    }


_ASK = Message("command", "PIN of a supervisor: ")
_WHY = "checkin purge --yes"
_DONE = Message(
    "privacy", "The personal data of {people} {people:registration|registrations} was erased. The record is in {name}."
)
