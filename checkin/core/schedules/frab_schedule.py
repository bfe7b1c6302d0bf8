# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the schedule of pretalx and frab (`schedule.json`), already parsed.

Both write the format that c3voc described; a field that is missing or of another type is ignored.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from checkin.core.errors import UserError
from checkin.core.languages import LANGUAGES
from checkin.core.local_time import YEARS, attach_zone, convert_to_zone, find_zone
from checkin.core.message import Message
from checkin.core.schedules.event_days import select_event_days
from checkin.core.schedules.schedule import (
    CANCELLED,
    NO_TIME,
    NO_TITLE,
    CurrentProgramme,
    Schedule,
    ScheduledSession,
    ScheduledSpeaker,
    gathered,
    is_workshop,
    schedule_line,
)

NO_SCHEDULE = Message(
    "schedule",
    "There is no schedule in this file. Nothing was changed; choose the schedule.json exported by pretalx or frab.",
)

_OFF = frozenset(("canceled", "cancelled", "withdrawn", "rejected"))
_NOT_YET = frozenset(("accepted", "submitted", "pending", "unconfirmed"))
_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_MOST_SEATS = 1_000_000
"""The languages of a text, in order of preference."""


def read_frab(document: Any, basis: CurrentProgramme) -> Schedule:
    """Return the schedule in `document`, the parsed JSON. Raises `UserError` if it is no schedule."""
    conference = _conference(document)
    planned = basis.programme.event
    stated = conference.get("time_zone_name")
    name = stated if isinstance(stated, str) and find_zone(stated) and not basis.is_described else planned.timezone
    reader = _Reader(find_zone(name) or UTC, _capacities(conference))
    read = [reader.read(event, day, room) for event, day, room in _events(conference)]
    taken, others = select_event_days([item for item, _ in read if item], planned.day)
    notes = gathered(left for _, left in read if left)
    return Schedule(taken, _text(conference.get("title")), name, (*notes, *others))


def _conference(document: Any) -> Mapping[str, Any]:
    schedule = _table(document).get("schedule", document)
    conference = _table(_table(schedule).get("conference"))
    if not isinstance(conference.get("days"), list):
        raise UserError(NO_SCHEDULE)
    return conference


def _events(conference: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Yield each event with its day and the name of its room."""
    for day in map(_table, conference["days"]):
        for room, events in _table(day.get("rooms")).items():
            for event in events if isinstance(events, list) else ():
                yield _table(event), schedule_line(day.get("date")), room


def _capacities(conference: Mapping[str, Any]) -> dict[str, int]:
    rooms = conference.get("rooms")
    found = ((_text(r.get("name")), r.get("capacity")) for r in map(_table, rooms if isinstance(rooms, list) else ()))
    return {name: int(size) for name, size in found if isinstance(size, int | float) and 0 < size < _MOST_SEATS}


class _Reader:
    def __init__(self, zone: tzinfo, capacities: Mapping[str, int]) -> None:
        self._zone, self._capacities = zone, capacities

    def read(
        self, event: Mapping[str, Any], day: str, room: str
    ) -> tuple[ScheduledSession | None, tuple[Message, str] | None]:
        """Return the item, or the reason and title of one left out."""
        title, state = _text(event.get("title")), schedule_line(event.get("state", event.get("status"))).lower()
        starts = self._start(event, day)
        if reason := _reason(title, state, starts):
            return None, (reason, title)
        place = _text(event.get("room")) or schedule_line(room)
        lasts = _duration(event.get("duration"))
        item = ScheduledSession(
            uid=_uid(event),
            title=title,
            starts=starts,
            ends=convert_to_zone(starts + lasts, self._zone) if starts and lasts else None,
            room=place,
            capacity=self._capacities.get(place, 0),
            is_booked=is_workshop(title, _text(event.get("type")), _text(event.get("track"))),
            speakers=_voices(event.get("persons")),
            is_confirmed={"confirmed": True}.get(state, False if state in _NOT_YET else None),
        )
        return item, None

    def _start(self, event: Mapping[str, Any], day: str) -> datetime | None:
        for stated in (event.get("date"), f"{day}T{event.get('start')}"):
            try:
                found = datetime.fromisoformat(str(stated))
            except ValueError:
                continue
            if found.year in YEARS and len(str(stated)) > len("2023-07-04"):
                return convert_to_zone(found, self._zone) if found.tzinfo else attach_zone(found, self._zone)
        return None


def _reason(title: str, state: str, starts: datetime | None) -> Message | None:
    if not title:
        return NO_TITLE
    if state in _OFF:
        return CANCELLED
    return None if starts else NO_TIME


def _uid(event: Mapping[str, Any]) -> str:
    """Return the identity of an event: `guid` is unique in the schedule, `id` and `code` are a talk's, which may be
    given twice.
    """
    found = (event.get(name) for name in ("guid", "id", "code", "slug", "url"))
    return next((str(uid) for uid in found if uid), _text(event.get("title")))


def _voices(persons: Any) -> tuple[ScheduledSpeaker, ...] | None:
    if not isinstance(persons, list):
        return None
    tables = map(_table, persons)
    names = (
        next(filter(None, (_text(p.get(n)) for n in ("name", "public_name", "full_public_name"))), "") for p in tables
    )
    return tuple(ScheduledSpeaker(name) for name in dict.fromkeys(names) if name)


def _duration(value: Any) -> timedelta | None:
    """Return a duration: "01:30" is hours and minutes, "1:02:30" has days before them."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def _text(value: Any) -> str:
    """Return a text, or one of its languages."""
    if isinstance(value, Mapping):
        value = next((value[language] for language in (*LANGUAGES, *value) if value.get(language)), "")
    return schedule_line(value)


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
