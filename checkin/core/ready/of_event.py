# SPDX-License-Identifier: GPL-3.0-or-later
"""Is the event ready: its list, its programme at this hour, and what was left open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.finding import Finding, Grade, Topic
from checkin.core.words import Words

STALE = timedelta(hours=48)
"""Registrations go on until the evening before; a list older than that was made before the last of them."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ListState:
    """`brought_at` is when the newest list was taken in; None where people came otherwise. `erased_at` is when all
    of them were forgotten; None where somebody is known.
    """

    people: int
    brought_at: datetime | None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """`conflicts` between desks, badges whose end nobody knows (`uncertain`), and those that `waiting`."""

    conflicts: int = 0
    uncertain: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class LeftBeside:
    """What the event file lacks and a copy beside it has; `name` is the copy's."""

    entries: int
    arrivals: int
    name: str


@dataclass(frozen=True, slots=True)
class Overbooked:
    """A session for which more people are `booked` than it has seats."""

    session: Session
    booked: int


def of_file(left: LeftBeside | None) -> Finding | None:
    """Whoever came already would be let in again; None for a file that has everything."""
    if left is None:
        return None
    fields = {"entries": left.entries, "arrivals": left.arrivals, "name": left.name}
    return Finding(Topic.FILE, Grade.STOP, _LACKS, _PUT_RIGHT, fields)


def of_list(state: ListState, now: datetime) -> Finding:
    """How many, and how old."""
    fields = {"people": state.people, "at": state.brought_at, "now": now}
    if state.erased_at:
        return Finding(Topic.LIST, Grade.STOP, _ERASED, _IMPORT, {"at": state.erased_at, "now": now})
    if not state.people:
        return Finding(Topic.LIST, Grade.STOP, _EMPTY, _IMPORT)
    if state.brought_at is None:
        return Finding(Topic.LIST, Grade.WELL, _PEOPLE, None, fields)
    if now - state.brought_at > STALE:
        days = (now - state.brought_at).days
        return Finding(Topic.LIST, Grade.LOOK, _OLD, _IMPORT_AGAIN, fields | {"days": days})
    return Finding(Topic.LIST, Grade.WELL, _FRESH, None, fields)


def of_programme(point: ControlPoint, now: datetime) -> Finding:
    """Would somebody who came to this control point now be let in by its hours."""
    fields = {"point": point.name, "opens": point.opens, "closes": point.closes, "now": now}
    if point.opens and point.closes and point.closes <= point.opens:
        return Finding(Topic.PROGRAMME, Grade.STOP, _BACKWARDS, _MEND, fields)
    if point.closes and now > point.closes:
        return Finding(Topic.PROGRAMME, Grade.STOP, _OVER, _MEND, fields)
    if point.opens and now < point.opens:
        is_today = point.opens.astimezone(now.tzinfo).date() == now.date()
        grade, remedy = (Grade.WELL, None) if is_today else (Grade.LOOK, _MEND)
        return Finding(Topic.PROGRAMME, grade, _LATER, remedy, fields)
    if point.closes:
        return Finding(Topic.PROGRAMME, Grade.WELL, _OPEN, None, fields)
    return Finding(Topic.PROGRAMME, Grade.WELL, _ALWAYS, None, fields)


def of_seats(overbooked: Iterable[Overbooked], now: datetime) -> Finding | None:
    """Who would find every seat taken and be let in all the same; None where nobody would, any more."""
    ahead = [each for each in overbooked if not (each.session.ends and each.session.ends <= now)]
    ahead.sort(key=lambda each: each.session.capacity - each.booked)
    if not ahead:
        return None
    if len(ahead) == 1:
        (only,) = ahead
        fields = {"session": only.session.title, "booked": only.booked, "seats": only.session.capacity}
        return Finding(Topic.SEATS, Grade.LOOK, _OVERBOOKED, _MORE_SEATS, fields)
    named = [f"{each.session.title} {each.booked}/{each.session.capacity}" for each in ahead[:MOST_NAMED]]
    sessions = ", ".join([*named, *(["…"] if len(ahead) > MOST_NAMED else [])])
    return Finding(Topic.SEATS, Grade.LOOK, _ALL_OVERBOOKED, _MORE_SEATS, {"sessions": sessions})


def of_left_open(left: LeftOpen) -> Finding:
    """What a person has to settle before the next guest adds to it."""
    fields = {"conflicts": left.conflicts, "uncertain": left.uncertain, "waiting": left.waiting}
    if left.conflicts:
        return Finding(Topic.UNSETTLED, Grade.LOOK, _CONFLICTS, _SETTLE, fields)
    if left.uncertain:
        return Finding(Topic.UNSETTLED, Grade.LOOK, _UNCERTAIN, _LOOK_FOR, fields)
    if left.waiting:
        return Finding(Topic.UNSETTLED, Grade.ASIDE, _WAITING, None, fields)
    return Finding(Topic.UNSETTLED, Grade.WELL, _NOTHING)


_LACKS = Words(
    "ready",
    "{entries} {entries:entry is|entries are} missing, {arrivals} {arrivals:arrival|arrivals} among them: "
    "look in “{name}”.",
)
_PUT_RIGHT = Words("ready", "Open the event anew and press “Put the file right”, at the top of the desk.")
_EMPTY = Words("ready", "Nobody is on the list.")
_IMPORT = Words("ready", "Import the list (⋮, “Event”, “Import a list…”), or join the other desks.")
_ERASED = Words("ready", "Personal data was erased ({at}): nobody is known any more.")
_PEOPLE = Words("ready", "Registrations on the list: {people}.")
_FRESH = Words("ready", "Registrations on the list: {people}. The newest list came at {at}.")
_OLD = Words("ready", "Registrations on the list: {people}. The newest list is {days} {days:day|days} old ({at}).")
_IMPORT_AGAIN = Words("ready", "If people have registered since, import the list again: nothing is lost by it.")
_OPEN = Words("ready", "“{point}” is open until {closes}.")
_ALWAYS = Words("ready", "“{point}” is open at any hour.")
_LATER = Words("ready", "“{point}” opens at {opens}; until then guests are told so.")
_OVER = Words("ready", "“{point}” closed at {closes}: everybody would be refused.")
_BACKWARDS = Words("ready", "“{point}” closes before it opens: everybody would be refused.")
_MEND = Words("ready", "Check its hours (⋮, “Event”, “Event and programme…”), or choose another control point.")
_OVERBOOKED = Words("ready", "“{session}”: {booked} people have booked its {seats} {seats:seat|seats}.")
_ALL_OVERBOOKED = Words("ready", "More people have booked than there are seats (booked/seats): {sessions}.")
_MORE_SEATS = Words(
    "ready",
    "Add seats in the programme, or register people for another session: whoever has booked is let in.",
)
_NOTHING = Words("ready", "Nothing was left open.")
_CONFLICTS = Words("ready", "Things that desks did apart, to be settled: {conflicts}.")
_SETTLE = Words("ready", "Press the line “to settle” at the desk, and say which is right.")
_UNCERTAIN = Words("ready", "Badges of which nobody knows whether they came out: {uncertain}.")
_LOOK_FOR = Words("ready", "Look for them at the printer, then say so (⋮, “Badges to print…”).")
_WAITING = Words("ready", "Badges that wait for the printer: {waiting}.")
