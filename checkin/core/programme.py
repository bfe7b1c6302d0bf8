# SPDX-License-Identifier: GPL-3.0-or-later
"""The event and its programme: sessions, speakers, and the control points where people are checked in.

It arrives as a programme file (`programme_file`), is kept as entries, and is folded back from them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from checkin.core.entries import Entry, Kind
from checkin.core.search import fold as folded


class Mode(StrEnum):
    """What a scan at a control point means."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Event:
    """The conference itself. `timezone` is an IANA name; every time of the programme is local to it."""

    title: str
    day: date | None = None
    place: str = ""
    organiser: str = ""
    timezone: str = "Europe/Paris"
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of attendee. `calls_attention` makes their arrival an answer to read (speakers, officials)."""

    id: str
    name: str
    calls_attention: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone on the programme, matched with the list by name. Not `is_confirmed`: "sous réserve de confirmation"."""

    id: str
    name: str
    role: str
    organisation: str
    session: str
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the programme. `is_booked`: only those registered for it are expected; `capacity` 0 is no limit."""

    id: str
    title: str
    starts: datetime | None = None
    ends: datetime | None = None
    room: str = ""
    capacity: int = 0
    is_booked: bool = False
    is_streamed: bool = False


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """Where one scans. `session` "" is the arrival at the event; `categories` () lets every category in.

    `asks_for` names fields of a person that must be filled before they go in ("email", "custom:Diet").
    """

    id: str
    name: str
    session: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    categories: tuple[str, ...] = ()
    mode: Mode = Mode.ENTRY
    asks_for: tuple[str, ...] = ()


ARRIVAL = ControlPoint("accueil", "Accueil")
"""The control point of an event that has no programme."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All of it, in the order of the file. Look-ups return None for an unknown id."""

    event: Event
    categories: tuple[Category, ...] = ()
    sessions: tuple[Session, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    control_points: tuple[ControlPoint, ...] = (ARRIVAL,)

    def session(self, session_id: str) -> Session | None:
        return next((s for s in self.sessions if s.id == session_id), None)

    def category(self, category_id: str) -> Category | None:
        return next((c for c in self.categories if c.id == category_id), None)

    def control_point(self, point_id: str) -> ControlPoint | None:
        return next((p for p in self.control_points if p.id == point_id), None)

    def category_named(self, text: str) -> Category | None:
        """The category whose id or name `text` is, in any capitals and accents: lists are often imported first."""
        wanted = folded(text)
        return next((c for c in self.categories if wanted in (folded(c.id), folded(c.name))), None)

    def category_name(self, text: str) -> str:
        known = self.category_named(text)
        return known.name if known else text


def to_entries(programme: Programme) -> list[tuple[Kind, str, dict[str, object]]]:
    """(kind, subject, body) for each item, to be appended in this order."""
    rows: list[tuple[Kind, str, dict[str, object]]] = [(Kind.EVENT_DESCRIBED, "", _body(programme.event))]
    rows += [(Kind.CATEGORY_PLANNED, c.id, _body(c)) for c in programme.categories]
    rows += [(Kind.SESSION_PLANNED, s.id, _body(s)) for s in programme.sessions]
    rows += [(Kind.SPEAKER_PLANNED, s.id, _body(s)) for s in programme.speakers]
    rows += [(Kind.CONTROL_POINT_PLANNED, p.id, _body(p)) for p in programme.control_points]
    return rows


def fold(entries: Iterable[Entry]) -> Programme:
    """The programme that `entries` (in id order) describe. Describing the event anew begins a new programme."""
    event = Event(title="")
    planned: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.kind == Kind.EVENT_DESCRIBED:
            event, planned = _revive(Event, entry.body) or event, {}
        elif (cls := _PLANNED.get(entry.kind)) and (item := _revive(cls, entry.body)):
            planned.setdefault(entry.kind, {})[entry.subject] = item
    return Programme(
        event,
        tuple(planned.get(Kind.CATEGORY_PLANNED, {}).values()),
        tuple(planned.get(Kind.SESSION_PLANNED, {}).values()),
        tuple(planned.get(Kind.SPEAKER_PLANNED, {}).values()),
        tuple(planned.get(Kind.CONTROL_POINT_PLANNED, {}).values()) or (ARRIVAL,),
    )


_PLANNED: dict[str, type[Any]] = {
    Kind.CATEGORY_PLANNED: Category,
    Kind.SESSION_PLANNED: Session,
    Kind.SPEAKER_PLANNED: Speaker,
    Kind.CONTROL_POINT_PLANNED: ControlPoint,
}

_DECODERS: dict[str, Callable[[Any], Any]] = {
    "day": date.fromisoformat,
    "starts": datetime.fromisoformat,
    "ends": datetime.fromisoformat,
    "opens": datetime.fromisoformat,
    "closes": datetime.fromisoformat,
    "categories": tuple,
    "asks_for": tuple,
    "mode": Mode,
}

_Item = TypeVar("_Item")


def _body(item: Any) -> dict[str, object]:
    body: dict[str, object] = {}
    for f in fields(item):
        value = getattr(item, f.name)
        if value is not None and value != ():
            body[f.name] = value.isoformat() if isinstance(value, date) else value
    return body


def _revive(cls: type[_Item], body: Mapping[str, object]) -> _Item | None:
    """Fields a newer version added are passed over; an item this version cannot understand is None."""
    known = {f.name for f in fields(cls)}  # type: ignore[arg-type]
    try:
        return cls(**{k: _DECODERS.get(k, _as_is)(v) for k, v in body.items() if k in known})
    except (TypeError, ValueError):
        return None


def _as_is(value: Any) -> Any:
    return value
