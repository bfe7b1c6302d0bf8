# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sync` and `checkin conflicts`: entries exchanged with the other desks, and what these did apart, as JSON."""

import json
import time
from dataclasses import replace
from pathlib import Path

from checkin.core.settings import Settings
from checkin.core.settlement import OpenConflict, Side
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.joining import open_hub, places_of, with_identity
from checkin.desk.meeting_place import MeetingPlace
from checkin.storage import settings as kept
from checkin.sync.exchange import Exchanged

PAUSE_S = 1.0


def sync(event: EventFile, address: str, *, desk: str, watches: bool) -> None:
    """One round, told in one line; with `watches` one line for every round that exchanged something, until it is
    interrupted. Raises `SyncError` if the one round failed.
    """
    settings = with_identity(_meeting_at(address))
    places = places_of(event, settings, event.clock(), open_hub)
    try:
        while True:
            for place in places:
                _round(place, desk, watches=watches)
            if not watches:
                return
            for place in places:
                place.wait(PAUSE_S)
    except KeyboardInterrupt:
        return
    finally:
        for place in places:
            place.close()


def _meeting_at(address: str) -> Settings:
    """A URL is a hub, anything else a folder."""
    is_hub = address.startswith(("postgresql:", "postgres:"))
    return replace(Settings(), hub=address) if is_hub else replace(Settings(), folder=str(Path(address).absolute()))


def _round(place: MeetingPlace, desk: str, *, watches: bool) -> None:
    done = place.step(time.monotonic(), desk)
    if place.meeting.error and not watches:
        raise place.meeting.error
    if not watches or done != Exchanged():
        print(json.dumps(_told(place, done), ensure_ascii=False), flush=True)


def _told(place: MeetingPlace, done: Exchanged) -> dict[str, object]:
    meeting = place.meeting
    return {
        "received": done.received,
        "sent": done.sent,
        "waiting": meeting.waiting,
        "desks": [{"name": d.name, "seconds_ago": round(d.age), "waiting": d.waiting} for d in meeting.desks],
        "clock_ahead": meeting.offset,
    }


def conflicts(event: EventFile) -> bool:
    """A line of JSON each; returns whether there are any."""
    found = Desk(event, event.clock(), kept.load(event.db).desk).conflicts.open()
    for conflict in found:
        print(json.dumps(as_json(conflict), ensure_ascii=False))
    return bool(found)


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
        "ways": list(conflict.ways),
    }


def _side(side: Side | None) -> dict[str, object] | None:
    if side is None:
        return None
    return {"at": side.at.isoformat(), "desk": side.desk, "entry": side.entry.hex(), "value": side.value or None}
