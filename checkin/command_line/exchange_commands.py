# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands about other desks: `invite`, `join`, `sync`, `conflicts`."""

import argparse
import json
import sys
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from checkin.command_line.command import DONE, FOUND_PROBLEMS, add_event, open_event_file
from checkin.core.desk_settings import Settings
from checkin.core.message import Message, SyncError, UserError, ignore_progress
from checkin.core.sync.conflicts import ConflictSide, OpenConflict
from checkin.core.sync.invitation import FIRST_DESK, CarriedEvent, Volume, invitation_in
from checkin.core.sync.sync_status import OtherDesk, SyncPlace
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.rehearsal import refuse_in_rehearsal
from checkin.services.sync.joining import (
    invite,
    join,
    join_from_usb_drive,
    load_own_settings,
    make_peer_syncs,
    open_hub,
    open_ticketing,
    propose_desk_name,
    read_desk_name,
)
from checkin.services.sync.peer_sync import SyncedPlace
from checkin.services.sync.usb_exchange import put_on_usb_drive, read_usb_drives
from checkin.services.ticketing.ticketing_joining import read_ticketing_status
from checkin.storage import settings_store as kept
from checkin.sync.exchange import ExchangeResult
from checkin.sync.peer import wait_for_news
from checkin.sync.pretix_device_code import looks_like_device_code
from checkin.translation import error_text, translate

PAUSE_S = 1.0


def sync_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument(
        "address",
        metavar="FOLDER|URL",
        nargs="?",
        default="",
        help="a folder, or postgresql://DESK:PASSWORD@HOST/DATABASE; without one, where this desk meets the others, "
        "and the pretix that it joined",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--once", action="store_true", help="one round (unless you say otherwise)")
    how.add_argument("--watch", action="store_true", help="until it is interrupted")
    parser.add_argument(
        "--take-until",
        metavar="TIME",
        type=datetime.fromisoformat,
        help="count also what desks recorded whose clock is more than a day ahead of this computer's: up to this time, "
        "as “ahead” gives it",
    )


def run_sync(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        if chosen.take_until:
            with event.transaction():
                event.journal.take_until(chosen.take_until)
        _exchange(event, chosen.address, watches=chosen.watch)
    return DONE


def _exchange(event: EventFile, address: str, *, watches: bool) -> None:
    """Run one round, or with `watches` rounds until interrupted.

    While watching, a line is printed for each round that exchanged something or whose error changed. Raises `SyncError`
    if a single round failed.
    """
    own = load_own_settings(event)
    settings = _settings_for(address, own.identity) if address else own
    places: list[SyncedPlace] = [*make_peer_syncs(event, settings, event.clock(), open_hub)]
    if not address and (ticketing := open_ticketing(event)):
        places.append(ticketing)
    if not places:
        raise UserError(_NOWHERE)
    try:
        while True:
            for place in places:
                _round(event, place, own.desk, watches=watches)
            if not watches:
                return
            wait_for_news(places, PAUSE_S)
    except KeyboardInterrupt:
        return
    finally:
        for place in places:
            place.close()


def _settings_for(address: str, identity: str) -> Settings:
    """Return settings with a URL as the hub, anything else as the shared folder."""
    is_hub = address.startswith(("postgresql:", "postgres:"))
    folder = "" if is_hub else str(Path(address).absolute())
    return Settings(folder=folder, hub=address if is_hub else "", identity=identity)


def _round(event: EventFile, place: SyncedPlace, desk: str, *, watches: bool) -> None:
    before = _trouble(place)
    done = place.step(time.monotonic(), desk)
    if place.status.error and not watches:
        raise place.status.error
    if not watches or done != ExchangeResult() or _trouble(place) != before:
        told = _peer_json(place, done) | (_ticketing_json(event) if place.status.place is SyncPlace.TICKETING else {})
        print(json.dumps(told, ensure_ascii=False), flush=True)


def _trouble(place: SyncedPlace) -> str | None:
    return error_text(place.status.error) if place.status.error else None


def _peer_json(place: SyncedPlace, done: ExchangeResult) -> dict[str, object]:
    status = place.status
    return {
        "place": status.place,
        "received": done.received,
        "sent": done.sent,
        "waiting": status.waiting,
        "desks": [_desk(desk) for desk in status.desks],
        "left_out": sorted(status.left_out),
        "ahead": {"desk": status.ahead[0], "at": status.ahead[1].isoformat()} if status.ahead else None,
        "clock_ahead": None if status.offset is None else round(status.offset, 1),
        "error": _trouble(place),
    }


def _ticketing_json(event: EventFile) -> dict[str, object]:
    """Return what a line about pretix has besides: its event, how new the list is, how many entries it did not take."""
    status = read_ticketing_status(event)
    assert status
    fetched = status.fetched_at.isoformat() if status.fetched_at else None
    return {"place": "pretix", "pretix_event": status.event, "fetched_at": fetched, "refused": status.refused}


def _desk(desk: OtherDesk) -> dict[str, object]:
    is_closed = desk.closed_at is not None
    return {"name": desk.name, "seconds_ago": round(desk.age), "waiting": desk.waiting, "closed": is_closed}


_NOWHERE = Message(
    "command",
    "This desk meets no others yet. Name a folder or the address of a server; to join pretix: checkin join CODE FILE.",
)


# `checkin join`: create an event file from an invitation or a USB drive, with everything the desks have sent.

LONGEST_TEXT = 100_000
"""Letters of a text that is piped in: an invitation, in the middle of a whole e-mail."""


def join_arguments(parser: argparse.ArgumentParser) -> None:
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


def run_join(chosen: argparse.Namespace) -> int:
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
    raise UserError(_WHICH_EVENT, titles=titles) if titles else UserError(_NONE, folder=drive.name)


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
_WHICH_EVENT = Message(
    "command", "These events are there: {titles}. Choose one with --event TITLE; nothing was created."
)


# `checkin invite`: the invitation for one more desk, as text, or the event on a USB drive.


def invite_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)
    parser.add_argument("--desk", metavar="NAME", default="", help="what the new desk is proposed to be called")
    parser.add_argument("--folder", metavar="FOLDER", help="where desks meet, if not where this one does")
    parser.add_argument("--hub", metavar="URL", default="", help="the new desk's own address at a server")
    parser.add_argument("--key", metavar="FOLDER", help="put the event there, with its invitation, and print no text")


def run_invite(chosen: argparse.Namespace) -> int:
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


# `checkin conflicts`: the open sync conflicts between desks, one line of JSON each.


def conflicts_arguments(parser: argparse.ArgumentParser) -> None:
    add_event(parser)


def run_conflicts(chosen: argparse.Namespace) -> int:
    with open_event_file(chosen.event) as event:
        found = Desk(event, event.clock(), kept.load(event.db).desk).conflicts.open()
        for conflict in found:
            print(json.dumps(as_json(conflict), ensure_ascii=False))
    return FOUND_PROBLEMS if found else DONE


def as_json(conflict: OpenConflict) -> dict[str, object]:
    person, other = conflict.person, conflict.other
    return {
        "key": conflict.key,
        "kind": conflict.kind,
        "attendee": person.id if person else None,
        "name": person.name if person else None,
        "other": other.id if other else None,
        "first": _side(conflict.first),
        "second": _side(conflict.second),
        "field": conflict.field or None,
        "control_point": conflict.point.id if conflict.point else None,
        "session": conflict.session.id if conflict.session else None,
        "people": conflict.people or None,
        "inside": [
            {"name": c.person, "at": c.at.isoformat(), "desk": c.desk, "people": c.people} for c in conflict.inside
        ],
        "ways": list(conflict.resolutions),
        "choices": [{"way": c.way, "at": c.at.isoformat(), "desk": c.desk, "entry": c.entry} for c in conflict.choices],
    }


def _side(side: ConflictSide | None) -> dict[str, object] | None:
    if side is None:
        return None
    return {"at": side.at.isoformat(), "desk": side.desk, "entry": side.entry.hex(), "value": side.value or None}
