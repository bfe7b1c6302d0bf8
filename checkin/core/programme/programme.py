# SPDX-License-Identifier: GPL-3.0-or-later
"""The event and its programme: sessions, speakers, and the control points where people are checked in.

It arrives as a file (`file`) or from the editor, and is kept as entries (`entries`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from checkin.core.text_folding import fold_text as folded


class PointMode(StrEnum):
    """What a scan at a control point means."""

    ENTRY = "entry"
    EXIT = "exit"


class Reentry(StrEnum):
    """Whether somebody comes in a second time: once their exit was recorded, as often as they like, or not at all."""

    AFTER_EXIT = "after_exit"
    ALWAYS = "always"
    NEVER = "never"


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
    """Someone on the programme, matched with the list by name. Not `is_confirmed`: "sous réserve de confirmation".

    `replaces` is the name of the speaker in whose place they came, "" for those planned from the start.
    """

    id: str
    name: str
    role: str
    organisation: str
    session: str
    is_confirmed: bool = True
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A part of the programme. `is_booked`: only those registered for it are expected; `capacity` 0 is no limit.

    `waiting` is how many may wait for a seat once it is full. `also_called` are titles that it had, or that lists give
    it: by these it is found as well, and they make no session another one.
    """

    id: str
    title: str
    starts: datetime | None = None
    ends: datetime | None = None
    room: str = ""
    capacity: int = 0
    is_booked: bool = False
    is_streamed: bool = False
    waiting: int = 0
    also_called: tuple[str, ...] = field(default=(), compare=False)

    def seats_left(self, inside: int, awaited: int, ahead: int) -> int | None:
        """For one who is not registered; None where there is no limit. A seat that is booked is kept for its person,
        one that is free for those who wait and are `ahead`.
        """
        if not self.capacity:
            return None
        return max(0, self.capacity - inside - ahead - (awaited if self.is_booked else 0))


@dataclass(frozen=True, slots=True)
class Requirement:
    """What somebody must have to come in: one of `values` in `field` ("custom:Repas"), in any capitals and accents."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """Where one scans. `session` "" is the arrival at the event; `categories` () lets every category in.

    `asks_for` names fields of a person that must be filled before they go in ("email", "custom:Diet"); `requires`, all
    of it, what must stand in them. `note` is for whoever stands here.
    """

    id: str
    name: str
    session: str = ""
    opens: datetime | None = None
    closes: datetime | None = None
    categories: tuple[str, ...] = ()
    mode: PointMode = PointMode.ENTRY
    asks_for: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    reentry: Reentry = Reentry.AFTER_EXIT
    note: str = ""


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

    def sort_categories(self, found: Iterable[str]) -> list[str]:
        """Categories as lists write them, in the order that the programme has; those it does not know after them, by
        name, and none at all last.
        """
        places = {category.id: place for place, category in enumerate(self.categories)}

        def order(text: str) -> tuple[int, bool, str, str]:
            known = self.category_named(text) if text else None
            return places[known.id] if known else len(places), not text, folded(text), text

        return sorted(found, key=order)

    def category_name(self, text: str) -> str:
        known = self.category_named(text)
        return known.name if known else text
