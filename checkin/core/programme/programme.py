# SPDX-License-Identifier: GPL-3.0-or-later
"""The event and its programme: sessions, speakers, the control points where people are checked in, and the columns of
the list that are shown there.

It comes from a file (`programme_file`) or the editor, and is kept as journal entries (`programme_entries`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from checkin.core.local_time import measures_at_most
from checkin.core.text_folding import fold_text as folded


class PointMode(StrEnum):
    """The meaning of a scan at a control point."""

    ENTRY = "entry"
    EXIT = "exit"


class Reentry(StrEnum):
    """Whether a person may come in a second time: after a recorded exit, always, or never."""

    AFTER_EXIT = "after_exit"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Event:
    """The conference itself. `timezone` is an IANA name; every time of the programme is local to it. `last_day` is None
    for an event of one day. `is_demo` is what the event file says of itself; no programme and no entry says it.
    """

    title: str
    day: date | None = None
    place: str = ""
    organiser: str = ""
    timezone: str = "Europe/Paris"
    is_demo: bool = field(default=False, compare=False)
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of attendee. `calls_attention` makes their arrival an answer to read (speakers, officials)."""

    id: str
    name: str
    calls_attention: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker of a session, matched with the list by name. Not `is_confirmed`: "sous réserve de confirmation".
    `replaces` is the name of the speaker they stand in for, "" for one planned from the start.
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

    `waiting` is how many may wait for a seat once it is full; `asks_when_full`: of registered people too, the volunteer
    is then asked whether they come in. `also_called` are former titles, or those that lists give
    it: it is found by them too, and they do not count in comparisons.
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
    asks_when_full: bool = False
    also_called: tuple[str, ...] = field(default=(), compare=False)

    def seats_left(self, inside: int, awaited: int, ahead: int) -> int | None:
        """Return the seats for a person who is not registered; None without a limit. Booked seats are kept for those
        who booked, free ones for the `ahead` in the waiting line.
        """
        if not self.capacity:
            return None
        return max(0, self.capacity - inside - ahead - (awaited if self.is_booked else 0))


@dataclass(frozen=True, slots=True)
class Requirement:
    """A condition of entry: one of `values` in `field` ("custom:Repas"), ignoring case and accents."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A place where people are scanned. `session` "" is the arrival at the event; `categories` () admits every
    category.

    `asks_for` names fields of a person that must be filled before they go in ("email", "custom:Diet"); `requires` are
    conditions that must all hold. `checks` is what the volunteer looks at before somebody comes in the first time, and
    confirms ("Identity document seen"). `note` is shown to the volunteer here. `gives` names the numbered things that
    are lent here ("headset"); "" for none. `is_daily`: on each day of the event all come anew (`programme_edits`).
    `is_optional`: who was not scanned here was not away, as if the session had no control point: nobody held it.
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
    checks: str = ""
    gives: str = ""
    is_daily: bool = False
    is_optional: bool = False


class ColumnDisplay(StrEnum):
    """Where the answer of the desk shows the value of a column: a chip with the column's name (“Table 7”) or with the
    value alone (“végétarien”), a line of text, or nowhere.
    """

    CHIP = "chip"
    VALUE = "value"
    LINE = "line"
    HIDDEN = "hidden"


class RuleTest(StrEnum):
    """What a rule asks of a value: to be empty or not, to be one of the rule's values, to contain one, to be none of
    them, or to be a number or a day that is at most or at least the rule's.
    """

    EMPTY = "empty"
    ONE_OF = "one_of"
    CONTAINS = "contains"
    NONE_OF = "none_of"
    FILLED = "filled"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"

    @property
    def has_values(self) -> bool:
        """Whether a rule with this test needs values."""
        return self not in (RuleTest.EMPTY, RuleTest.FILLED)

    @property
    def is_measured(self) -> bool:
        """Whether the one value of a rule with this test is a number or a day."""
        return self in (RuleTest.AT_MOST, RuleTest.AT_LEAST)


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """A rule on the values of a column. Where it holds, the desk shows `text` to be read; with `needs_person`, a
    volunteer has to confirm before the person goes in. `also_empty`: to be none of the values, a cell may be empty.
    """

    test: RuleTest = RuleTest.ONE_OF
    values: tuple[str, ...] = ()
    text: str = ""
    needs_person: bool = False
    also_empty: bool = False

    def holds(self, value: str) -> bool:
        """Whether the rule holds for a value. Of a cell that lists several (“gluten, lactose”), each counts."""
        match self.test:
            case RuleTest.EMPTY | RuleTest.FILLED:
                return is_given(value) is (self.test is RuleTest.FILLED)
            case RuleTest.CONTAINS:
                return any(text in folded(value) for text in map(folded, self.values) if text)
            case RuleTest.AT_MOST:
                return any(measures_at_most(value, each) for each in self.values)
            case RuleTest.AT_LEAST:
                return any(measures_at_most(each, value) for each in self.values)
        parts = {folded(value), *map(folded, cell_parts(value))}
        is_none = parts.isdisjoint(map(folded, self.values))
        if self.test is RuleTest.NONE_OF:
            return is_none and (self.also_empty or is_given(value))
        return not is_none


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list that the organiser has chosen to be shown or counted. `name` is what the screens call it.

    `field` is the column: "custom:Table" for one of the list's own, else "email", "phone" or "order". It is `only_for`
    these categories, () for all. `in_search` puts its value into the rows of the search, `in_kiosk` on the screen of
    self-service, and `is_counted` adds up how many people of each value came.
    """

    id: str
    name: str
    field: str
    shown_as: ColumnDisplay = ColumnDisplay.CHIP
    only_for: tuple[str, ...] = ()
    in_search: bool = False
    in_kiosk: bool = False
    is_counted: bool = False
    rules: tuple[ColumnRule, ...] = ()


SIGNS_OF_NOTHING = "-‐‑‒–—_./… "
"""What stands in a cell that has no value: a lone dash."""


def is_given(text: str) -> bool:
    """Whether a cell has a value; a lone dash stands for nothing."""
    return bool(text.strip().strip(SIGNS_OF_NOTHING))


def cell_parts(text: str) -> list[str]:
    """Return the values that a cell lists: two of “gluten, lactose”."""
    return [part.strip() for part in re.split(r"[,;/|\n]", text)]


ARRIVAL = ControlPoint("accueil", "Accueil")
"""The control point of an event without a programme."""


@dataclass(frozen=True, slots=True)
class Programme:
    """The event with its items, in the order of the file. Look-ups return None for an unknown id."""

    event: Event
    categories: tuple[Category, ...] = ()
    sessions: tuple[Session, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    control_points: tuple[ControlPoint, ...] = (ARRIVAL,)
    columns: tuple[Column, ...] = ()

    def session(self, session_id: str) -> Session | None:
        return next((s for s in self.sessions if s.id == session_id), None)

    def category(self, category_id: str) -> Category | None:
        return next((c for c in self.categories if c.id == category_id), None)

    def control_point(self, point_id: str) -> ControlPoint | None:
        return next((p for p in self.control_points if p.id == point_id), None)

    def category_named(self, text: str) -> Category | None:
        """Return the category whose id or name `text` is, ignoring case and accents: lists are often imported first."""
        wanted = folded(text)
        return next((c for c in self.categories if wanted in (folded(c.id), folded(c.name))), None)

    def sort_categories(self, found: Iterable[str]) -> list[str]:
        """Return categories as lists write them in the programme's order; unknown ones after them by name, none at all
        last.
        """
        places = {category.id: place for place, category in enumerate(self.categories)}

        def order(text: str) -> tuple[int, bool, str, str]:
            known = self.category_named(text) if text else None
            return places[known.id] if known else len(places), not text, folded(text), text

        return sorted(found, key=order)

    def category_name(self, text: str) -> str:
        known = self.category_named(text)
        return known.name if known else text


# Session times: which sessions run, and which are over. Pure; every time is aware.

DEFAULT_SESSION_LENGTH = timedelta(hours=1)
"""The assumed length of a session without an end."""


def session_end(session: Session) -> datetime | None:
    """Return the end of a session, assumed if need be; None for a session without times."""
    return session.ends or (session.starts + DEFAULT_SESSION_LENGTH if session.starts else None)


def is_session_over(session: Session, at: datetime) -> bool:
    end = session_end(session)
    return end is not None and end <= at


def is_running(session: Session, at: datetime) -> bool:
    return session.starts is not None and session.starts <= at and not is_session_over(session, at)


def sort_by_time(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions in order of time; those without a time come last, in the order of the programme."""
    return sorted(sessions, key=lambda s: (s.starts is None, s.starts.timestamp() if s.starts else 0))
