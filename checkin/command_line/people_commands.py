# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about people and their data: `person`, `photographs`, `remote`, `codes`, `purge`, `remove-data`."""

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from checkin.command_line.command import DONE, FOUND_PROBLEMS, add_event, desk_at, open_event_file
from checkin.core.attendance.connection_log import Watcher
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.message import Message, UserError, ignore_progress
from checkin.core.purge import BEYOND, GOES, STAYS, PurgePreview
from checkin.core.supervisor import Authority
from checkin.devices.computer import list_usb_drives
from checkin.paths import app_folder
from checkin.services.computer import app_data
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import codes_sentence, export_codes
from checkin.services.lists.connection_log_importing import (
    ConnectionLogOptions,
    ConnectionLogPreview,
    apply_connection_log,
    connection_log_summary,
    preview_connection_log,
    read_rows,
)
from checkin.services.photograph_importing import (
    PhotographFolder,
    PhotographPreview,
    PhotographWriting,
    photograph_problems,
    shown_file,
    written_sentence,
)
from checkin.services.privacy import event_purge
from checkin.services.privacy.person_data import export_person, find_person
from checkin.services.supervision import Supervision
from checkin.services.sync.usb_exchange import desks_in_folder, purge_usb_drives
from checkin.translation import error_text, translate


def person_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("who", metavar="CODE|ID")
    parser.add_argument("out", metavar="OUT.json|OUT.txt")


def run_person(chosen: argparse.Namespace) -> int:
    out = Path(chosen.out)
    with open_event_file(chosen.event) as event:
        readable = export_person(event, find_person(event, chosen.who), out, translate)
    print(translate(_GIVEN, name=readable.with_suffix(".json").name, text=readable.name))
    return DONE


_GIVEN = Message("privacy", "Everything about this person is in {name}, and as readable text in {text}.")


# `checkin photographs`: bring in a folder of photographs; whose each file is follows from its name.


def photographs_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument("--column", metavar="TITLE", default="", help="of the list, with the names of the files")
    parser.add_argument("--dry-run", action="store_true", help="print whose each file is as JSON, and write nothing")


def run_photographs(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = PhotographFolder(Path(chosen.folder)).preview(event, chosen.column)
        if chosen.dry_run:
            print(json.dumps(_photographs_as_json(found), ensure_ascii=False, indent=1))
        else:
            _write(event, found)
    return FOUND_PROBLEMS if photograph_problems(found, translate) else DONE


def _write(event: EventFile, found: PhotographPreview) -> None:
    writing = PhotographWriting(event.path, found.ready, event.clock()(), COMMAND_LINE_DESK)
    writing.run()
    print(written_sentence(writing, translate))
    for file, why in photograph_problems(found, translate):
        print(f"{file}: {why}", file=sys.stderr)


def _photographs_as_json(found: PhotographPreview) -> dict[str, object]:
    matches = found.matches
    return {
        "column": matches.column,
        "matched": [
            {"file": shown_file(m.file), "attendee": m.person.id, "by": m.by, "bytes": len(found.ready[m.person.id])}
            for m in found.new
        ],
        "unreadable": [{"file": shown_file(file), "why": error_text(error)} for file, error in found.unreadable],
        "several_files": [{"file": shown_file(m.file), "attendee": m.person.id} for m in matches.doubled],
        "several_people": [shown_file(file) for file in matches.of_several],
        "nobody": [shown_file(file) for file in matches.of_nobody],
        "without": [person.id for person in found.without],
    }


# `checkin remote`: import the connection log of a video platform; doubtful matches are printed, never guessed.


def remote_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("log", metavar="LOG.csv")
    parser.add_argument("--dry-run", action="store_true", help="print who is who as JSON, and write nothing")
    parser.add_argument("--zone", metavar="ZONE", default="", help="of its times, if not the event's: UTC ...")
    parser.add_argument("--encoding", metavar="NAME", default="", help="if the guess is wrong: cp1252 ...")
    parser.add_argument("--least", metavar="MINUTES", type=int, default=5, help="leave out anyone who watched for less")
    parser.add_argument("--same", metavar="NAME=ID", action="append", default=[], help="who a person in the log is")


def run_remote(chosen: argparse.Namespace) -> int:
    options = _options(chosen.zone, chosen.encoding, chosen.least, tuple(chosen.same))
    with open_event_file(chosen.event) as event:
        found = (_preview if chosen.dry_run else _bring)(event, Path(chosen.log), options)
    return FOUND_PROBLEMS if _is_doubtful(found) else DONE


def _options(zone: str, encoding: str, enough: int, same: tuple[str, ...]) -> ConnectionLogOptions:
    """Return the options. `same` are texts WATCHER=ID; raises `UserError` for malformed ones."""
    pairs = [text.rpartition("=") for text in same]
    if any(not key for key, _, _ in pairs):
        raise UserError(_NO_PAIR)
    return ConnectionLogOptions(zone, encoding, enough, {key: person for key, _, person in pairs})


def _preview(event: EventFile, connection_log: Path, options: ConnectionLogOptions) -> ConnectionLogPreview:
    """Print what would be written as one JSON object."""
    found = preview_connection_log(event, read_rows(connection_log, options.encoding), options)
    print(json.dumps(_connection_log_as_json(found), ensure_ascii=False, indent=1))
    return found


def _bring(event: EventFile, connection_log: Path, options: ConnectionLogOptions) -> ConnectionLogPreview:
    found = apply_connection_log(
        event, read_rows(connection_log, options.encoding), options, at=event.clock()(), desk=COMMAND_LINE_DESK
    )
    print(connection_log_summary(found, translate))
    for proposal in found.matching.proposed:
        names = ", ".join(f"{person.name} ({person.id})" for person in proposal.candidates)
        print(translate(_DOUBTFUL, key=proposal.watcher.key, names=names), file=sys.stderr)
    for watcher in found.matching.unmatched:
        print(translate(_UNMATCHED, name=watcher.name or watcher.email), file=sys.stderr)
    return found


def _is_doubtful(found: ConnectionLogPreview) -> bool:
    """Whether the user has to decide or check something."""
    is_off = found.fit is not None and found.fit.is_doubtful
    return bool(is_off or found.matching.proposed or found.matching.unmatched or found.unread)


def _connection_log_as_json(found: ConnectionLogPreview) -> dict[str, object]:
    matching = found.matching
    return {
        "source": found.source,
        "zone": found.zone,
        "share_within_programme": round(found.fit.share, 3) if found.fit else None,
        "new": [{"attendee": who, "start": body["start"], "end": body["end"]} for _, who, body in found.new],
        "matched": [{**_watcher_json(watcher), "attendee": person.id} for watcher, person in matching.matched],
        "proposed": [
            {**_watcher_json(p.watcher), "candidates": [a.id for a in p.candidates]} for p in matching.proposed
        ],
        "unmatched": [_watcher_json(watcher) for watcher in matching.unmatched],
        "too_short": [_watcher_json(watcher) for watcher in found.brief],
        "unread_rows": found.unread,
    }


def _watcher_json(watcher: Watcher) -> dict[str, object]:
    return {"as": watcher.key, "name": watcher.name, "email": watcher.email, "minutes": watcher.minutes}


_DOUBTFUL = Message("remote", "“{key}” may be: {names}. Say which with --same NAME=ID; nothing was recorded for them.")
_UNMATCHED = Message("remote", "“{name}” is not in this event; nothing was recorded for them.")
_NO_PAIR = Message(
    "remote", "After --same comes NAME=ID, the name in the log and the id of a person. Nothing was imported."
)


# `checkin codes`: each attendee's code as an image.


def codes_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("folder", metavar="DIR")


def run_codes(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        done = export_codes(event, Path(chosen.folder), translate)
    print(codes_sentence(done, chosen.folder, translate))
    return DONE


# `checkin purge`: purge the personal data of an event, or print what that would remove.


def purge_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without it only what would be done is printed")
    parser.add_argument("--certificate", metavar="FILE", help="where the dated record goes; printed if left out")


def run_purge(chosen: argparse.Namespace) -> int:
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
        print(translate(_PURGED, people=done.preview.people, name=record.name))
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
        return getpass.getpass(translate(Message("command", "PIN of a supervisor: ")), stream=sys.stderr).strip()
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


_WHY = "checkin purge --yes"
_PURGED = Message(
    "privacy", "The personal data of {people} {people:registration|registrations} was erased. The record is in {name}."
)


# `checkin remove-data`: list the program's data on this computer as JSON; with --yes remove it.


def remove_data_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--event", metavar="EVENT", action="append", default=[], help="this event too, with its backups"
    )
    parser.add_argument("--yes", action="store_true", help="do it; without it only what would be done is printed")


def run_remove_data(chosen: argparse.Namespace) -> int:
    events = [Path(name) for name in chosen.event]
    for event in events:
        if not event.is_file():
            raise UserError(_NOT_THERE, name=event.name)
    if chosen.yes:
        print(translate(_DATA_REMOVED, count=app_data.remove_app_data(app_folder(), events)))
    else:
        print(json.dumps(_data_as_json(events), ensure_ascii=False))
    return DONE


def _data_as_json(events: Sequence[Path]) -> dict[str, object]:
    """Return what would be removed, which other events are known, and what stays."""
    folder = app_folder()
    kept = app_data.list_app_data(folder)
    return {
        "folder": str(folder),
        "kept": [{"what": translate(each.what), "files": len(each.files), "bytes": each.size} for each in kept],
        "events": [str(path) for path in events],
        "known_events": [str(path) for path in app_data.known_events(folder)],
        "stays": [translate(words) for words in app_data.NOT_REMOVED],
    }


_DATA_REMOVED = Message("command", "{count} {count:file was|files were} removed from this computer.")
_NOT_THERE = Message("command", "“{name}” cannot be found. Nothing was removed; check the name.")
