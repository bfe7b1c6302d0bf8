# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes compared: their difference, their merge, and mistakes for which one cannot be saved. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from itertools import count
from typing import Any, NamedTuple, TypeVar

from checkin.core.local_time import read_measure
from checkin.core.message import Message
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ColumnRule,
    ControlPoint,
    Event,
    Programme,
    Requirement,
    Session,
    Speaker,
)
from checkin.core.programme.programme_edits import MOST_DAYS, list_items, readable_id, unique_id
from checkin.core.programme.programme_schema import FILE_NAMES
from checkin.core.text_folding import fold_text

PlannedItem = Session | Speaker | ControlPoint | Category | Column

_NOT_SHOWN = frozenset(("id", "also_called", "is_demo"))


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A changed item: `item` as it will be, and (before, after) by field name of `core/programme/programme`."""

    item: PlannedItem | Event
    changed: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ProgrammeDifference:
    """The difference: sessions first, then speakers, control points, categories and columns. `unchanged` counts the
    items that stay.
    """

    added: tuple[PlannedItem, ...]
    changed: tuple[ItemChange, ...]
    gone: tuple[PlannedItem, ...]
    unchanged: int

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.gone)


def compare_programmes(old: Programme, new: Programme) -> ProgrammeDifference:
    """Return the difference. The order of items does not count, nor does the default control point."""
    added: list[PlannedItem] = []
    changed: list[ItemChange] = []
    gone: list[PlannedItem] = []
    unchanged = 0
    if change := _change(old.event, new.event):
        changed.append(change)
    for before, after in _pairs(old, new):
        if before is None and after is not None:
            added.append(after)
        elif after is None and before is not None:
            gone.append(before)
        elif before and after and (change := _change(before, after)):
            changed.append(change)
        else:
            unchanged += 1
    return ProgrammeDifference(tuple(added), tuple(changed), tuple(gone), unchanged)


def item_name(item: PlannedItem | Event) -> str:
    return item.title if isinstance(item, Session | Event) else item.name


def _pairs(old: Programme, new: Programme) -> Iterator[tuple[PlannedItem | None, PlannedItem | None]]:
    sides = (
        (old.sessions, new.sessions),
        (old.speakers, new.speakers),
        (old.control_points, new.control_points),
        (old.categories, new.categories),
        (old.columns, new.columns),
    )
    for olds, news in sides:
        before, after = _keyed(olds), _keyed(news)
        yield from ((before.get(key), item) for key, item in after.items())
        yield from ((item, None) for key, item in before.items() if key not in after and item is not ARRIVAL)


def _keyed(items: Sequence[PlannedItem]) -> dict[Any, PlannedItem]:
    """Return items by id; speakers by name, as their number changes with those before them."""
    return {(i.session, fold_text(i.name)) if isinstance(i, Speaker) else i.id: i for i in items}


def _change(before: PlannedItem | Event, after: PlannedItem | Event) -> ItemChange | None:
    values = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(after))
    news = {name: (old, new) for name, old, new in values if old != new and name not in _NOT_SHOWN}
    return ItemChange(after, news) if news else None


# A programme difference as plain values for scripts (docs/command-line.md); its keys are a stable interface.
# Kinds and fields are named as in the programme file.

_KINDS: dict[type, str] = {
    Event: "event",
    Session: "session",
    Speaker: "speaker",
    ControlPoint: "control_point",
    Category: "category",
    Column: "column",
}


def programme_difference_as_json(difference: ProgrammeDifference) -> dict[str, Any]:
    return {
        "added": [_whole(item) for item in difference.added],
        "changed": [_change_as_json(change) for change in difference.changed],
        "gone": [_named(item) for item in difference.gone],
        "unchanged": difference.unchanged,
    }


def _named(item: PlannedItem | Event) -> dict[str, Any]:
    title = {"title": item.title} if isinstance(item, Session | Event) else {"name": item.name}
    of = {"session": item.session} if isinstance(item, Speaker) else {}
    own = {} if isinstance(item, Event) else {"id": item.id}
    return {"kind": _KINDS[type(item)], **own, **title, **of}


def _whole(item: PlannedItem) -> dict[str, Any]:
    """Return a new item with the fields a reader asks for: when, where, for which session."""
    asked = ("starts", "ends", "room", "capacity", "is_booked", "is_confirmed", "session", "opens", "closes", "field")
    values = {name: getattr(item, name, None) for name in asked}
    return _named(item) | {FILE_NAMES.get(n, n): _plain(v) for n, v in values.items() if v not in (None, "", 0)}


def _change_as_json(change: ItemChange) -> dict[str, Any]:
    values = {FILE_NAMES.get(n, n): [_plain(old), _plain(new)] for n, (old, new) in change.changed.items()}
    return _named(change.item) | {"fields": values}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Requirement):
        return {value.field: list(value.values)}
    if isinstance(value, ColumnRule):
        return asdict(value)
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


# Merge of a programme that two users changed at one time.
# Field by field against the programme that was opened: a field changed by one of them is as that one has it; one
# changed by both is as the editor has it. An item that one removed and the other changed stays.

_T = TypeVar("_T")


def merge_programmes(opened: Programme, edited: Programme, now: Programme) -> Programme:
    """Return the merge of `edited`, which was made from `opened`, and `now`, which `opened` became meanwhile."""
    if now == opened or edited == now:
        return edited
    new = Programme(
        _fields(opened.event, edited.event, now.event),
        _items(opened.categories, edited.categories, now.categories),
        _items(opened.sessions, edited.sessions, now.sessions),
        _items(opened.speakers, _apart(opened, edited, now), now.speakers),
        _items(opened.control_points, edited.control_points, now.control_points) or edited.control_points,
        _items(opened.columns, edited.columns, now.columns),
    )
    return _merged(new, (edited, now))


def _apart(opened: Programme, edited: Programme, now: Programme) -> tuple[Speaker, ...]:
    """Return the speakers of `edited`, with other numbers for new ones where the other user has used theirs."""
    old, theirs = {s.id for s in opened.speakers}, {s.id for s in now.speakers}
    taken = old | theirs | {s.id for s in edited.speakers}
    found: list[Speaker] = []
    for speaker in edited.speakers:
        is_taken = speaker.id in theirs and speaker.id not in old
        free = next(n for n in count(1) if f"{speaker.session}/{n}" not in taken)
        found.append(replace(speaker, id=f"{speaker.session}/{free}") if is_taken else speaker)
        taken.add(found[-1].id)
    return tuple(found)


def _items(opened: Sequence[Any], edited: Sequence[Any], now: Sequence[Any]) -> tuple[Any, ...]:
    old, mine, theirs = ({item.id: item for item in items} for items in (opened, edited, now))
    found = []
    for item_id in _order(list(old), list(mine), list(theirs)):
        before, own, other = old.get(item_id), mine.get(item_id), theirs.get(item_id)
        if before is None or own is None or other is None:
            found.append(_kept(before, own, other))
        else:
            found.append(_fields(before, own, other))
    return tuple(item for item in found if item is not None)


def _kept(before: Any, own: Any, other: Any) -> Any:
    """Return an item that is not on all sides: added by one, or removed by one and changed by the other; else None."""
    there = own if own is not None else other
    return there if before is None or (there is not None and there != before) else None


def _order(old: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """Return the editor's order if items were moved there, else the present one. New items come last."""
    are_moved = [i for i in old if i in mine] + [i for i in mine if i not in old] != mine
    first, second = (mine, theirs) if are_moved or old == theirs else (theirs, mine)
    return list(dict.fromkeys((*first, *second)))


def _fields(before: _T, own: _T, other: _T) -> _T:
    touched = {
        f.name: getattr(own, f.name)
        for f in fields(before)  # type: ignore[arg-type]
        if getattr(own, f.name) != getattr(before, f.name)
    }
    return replace(other, **touched)  # type: ignore[type-var]


def _merged(programme: Programme, sources: Iterable[Programme]) -> Programme:
    """Return the programme with every session and category that a control point, a speaker or a column still names."""
    for source in sources:
        sessions = {p.session for p in programme.control_points} | {s.session for s in programme.speakers}
        categories = {c for p in programme.control_points for c in p.categories}
        categories |= {category for column in programme.columns for category in column.only_for}
        programme = replace(
            programme,
            sessions=_with(programme.sessions, source.sessions, sessions.__contains__),
            categories=_with(programme.categories, source.categories, categories.__contains__),
        )
    points = tuple(_sound(p, programme) for p in programme.control_points)
    columns = tuple(replace(c, only_for=tuple(filter(programme.category, c.only_for))) for c in programme.columns)
    return replace(programme, control_points=points, columns=columns)


def _with(there: tuple[Any, ...], source: Sequence[Any], is_named: Callable[[str], bool]) -> tuple[Any, ...]:
    known = {item.id for item in there}
    return (*there, *(item for item in source if is_named(item.id) and item.id not in known))


def _sound(point: ControlPoint, programme: Programme) -> ControlPoint:
    """Return the point without references to missing items."""
    session = point.session if programme.session(point.session) else ""
    return replace(point, session=session, categories=tuple(c for c in point.categories if programme.category(c)))


# Mistakes for which a programme cannot be saved, each with the field beside which it is shown.


class ProgrammeMistake(NamedTuple):
    """A mistake. `field` is that of the item of this kind and id ("" for the event) in `core/programme/programme`."""

    kind: type
    id: str
    field: str
    words: Message
    fields: Mapping[str, object]


def mistakes(programme: Programme) -> tuple[ProgrammeMistake, ...]:
    """Return the mistakes, in the order of the programme."""
    return (
        *_nameless(Event, "title", (programme.event,)),
        *_of_days(programme.event),
        *_nameless(Session, "title", programme.sessions),
        *_of_sessions(programme),
        *_nameless(Speaker, "name", programme.speakers),
        *_twice(Speaker, programme.speakers),
        *_nameless(ControlPoint, "name", programme.control_points),
        *_twice(ControlPoint, programme.control_points),
        *_of_points(programme),
        *_nameless(Category, "name", programme.categories),
        *_twice(Category, programme.categories),
        *_nameless(Column, "name", programme.columns),
        *_twice(Column, programme.columns),
        *_of_columns(programme),
    )


def _of_days(event: Event) -> Iterator[ProgrammeMistake]:
    if event.last_day is None:
        return
    if event.day is None:
        yield ProgrammeMistake(Event, "", "day", _NO_FIRST_DAY, {})
    elif event.last_day < event.day:
        yield ProgrammeMistake(Event, "", "last_day", Message("programme editor", "This is before the first day."), {})
    elif event.last_day - event.day >= timedelta(days=MOST_DAYS):
        yield ProgrammeMistake(Event, "", "last_day", _TOO_MANY_DAYS, {"most": MOST_DAYS})


def _of_sessions(programme: Programme) -> Iterator[ProgrammeMistake]:
    for session in programme.sessions:
        if session.starts and session.ends and session.ends <= session.starts:
            yield ProgrammeMistake(Session, session.id, "ends", _BACKWARDS, {})
        if session.ends and not session.starts:
            yield ProgrammeMistake(Session, session.id, "starts", _NO_START, {})
        if session.waiting and not session.capacity:
            yield ProgrammeMistake(Session, session.id, "waiting", _NO_SEATS, {})


def _of_points(programme: Programme) -> Iterator[ProgrammeMistake]:
    for point in programme.control_points:
        if point.opens and point.closes and point.closes <= point.opens:
            yield ProgrammeMistake(ControlPoint, point.id, "closes", _SHUT, {})
        if point.is_daily and point.gives:
            yield ProgrammeMistake(ControlPoint, point.id, "gives", _LENT_DAILY, {})
        asked = Counter(fold_text(r.field) for r in point.requires)
        if any(not r.field or not r.values for r in point.requires):
            yield ProgrammeMistake(ControlPoint, point.id, "requires", _HALF_REQUIRED, {})
        elif any(times > 1 for times in asked.values()):
            yield ProgrammeMistake(ControlPoint, point.id, "requires", _REQUIRED_TWICE, {})


def _of_columns(programme: Programme) -> Iterator[ProgrammeMistake]:
    for column in programme.columns:
        if not column.field:
            yield ProgrammeMistake(Column, column.id, "field", _NO_COLUMN, {})
        if any(rule.test.has_values and not rule.values for rule in column.rules):
            yield ProgrammeMistake(Column, column.id, "rules", _HALF_RULE, {})
        elif None in (read_measure(text) for rule in column.rules if rule.test.is_measured for text in rule.values):
            yield ProgrammeMistake(Column, column.id, "rules", _NO_MEASURE, {})


def _nameless(kind: type, field: str, items: Iterable[Any]) -> Iterator[ProgrammeMistake]:
    for item in items:
        if not item_name(item).strip():
            yield ProgrammeMistake(kind, getattr(item, "id", ""), field, _NAMELESS, {})


def _twice(kind: type, items: Iterable[Any]) -> Iterator[ProgrammeMistake]:
    """Yield the second item of one name; of speakers, within one session."""
    seen: set[tuple[str, str]] = set()
    for item in items:
        key = (item.session if isinstance(item, Speaker) else "", fold_text(item.name))
        if key[1] and key in seen:
            yield ProgrammeMistake(kind, item.id, "name", _TWICE, {"name": item.name})
        seen.add(key)


_NO_FIRST_DAY = Message("programme editor", "There is a last day but no first one. Say on which day it begins.")
_TOO_MANY_DAYS = Message("programme editor", "An event has at most {most} days.")
_NAMELESS = Message("programme editor", "This needs a name.")
_TWICE = Message("programme editor", "“{name}” already exists. Give this one another name.")
_BACKWARDS = Message(
    "programme editor", "This is before the start. If it is the next day, write the date before the time."
)
_SHUT = Message(
    "programme editor", "This is before the opening. If it is the next day, write the date before the time."
)
_NO_START = Message("programme editor", "It has an end but no start. Say when it starts.")
_NO_SEATS = Message("programme editor", "Only a session with a number of seats can be full and have a waiting list.")
_LENT_DAILY = Message(
    "programme editor", "What is lent here may come back on another day. Untick that everyone comes anew on each day."
)
_HALF_REQUIRED = Message("programme editor", "Each line needs a field, and its permitted values.")
_NO_COLUMN = Message("programme editor", "Choose the column of the list.")
_HALF_RULE = Message("programme editor", "Each rule needs its values, except “is empty” and “is not empty”.")
_NO_MEASURE = Message("programme editor", "“At most” and “at least” need a number or a date: 17, or 31/12/2008.")
_REQUIRED_TWICE = Message("programme editor", "The same field is on two lines. Put all its values on one line.")


# Assigns ids to items added by an editor, made from their names once these are known.

MOST_TITLES = 24
"""The most earlier titles by which a session is known. The first stays for good: it is the one that lists have."""


def assign_ids(edited: Programme, *known: Programme) -> Programme:
    """Return the programme with each provisional id (one that none of the `known` programmes has) replaced wherever it
    stands.

    The new id is of no known item either, so that registrations for a removed session do not count for a new one.
    """
    ids = {kind: _renamed(kind, edited, known) for kind in (Category, Session, ControlPoint, Column)}
    sessions, categories = ids[Session], ids[Category]
    return replace(
        edited,
        categories=tuple(replace(c, id=categories.get(c.id, c.id)) for c in edited.categories),
        sessions=tuple(replace(s, id=sessions.get(s.id, s.id)) for s in edited.sessions),
        speakers=tuple(
            replace(s, id=f"{sessions[s.session]}/{s.id.rpartition('/')[2]}", session=sessions[s.session])
            if s.session in sessions
            else s
            for s in edited.speakers
        ),
        control_points=tuple(
            replace(
                p,
                id=ids[ControlPoint].get(p.id, p.id),
                session=sessions.get(p.session, p.session),
                categories=tuple(categories.get(c, c) for c in p.categories),
            )
            for p in edited.control_points
        ),
        columns=tuple(
            replace(
                c, id=ids[Column].get(c.id, c.id), only_for=tuple(categories.get(each, each) for each in c.only_for)
            )
            for c in edited.columns
        ),
    )


def keep_old_titles(new: Programme, old: Programme) -> Programme:
    """Return `new` with the old titles of each renamed session of `old` in `also_called`."""
    before = {session.id: session for session in old.sessions}
    return replace(new, sessions=tuple(_also_called(s, before.get(s.id)) for s in new.sessions))


def _also_called(session: Session, before: Session | None) -> Session:
    had = (*before.also_called, before.title) if before else ()
    titles = {fold_text(title): title for title in (*session.also_called, *had) if title}
    titles.pop(fold_text(session.title), None)
    first, *later = titles.values() or [""]
    return replace(session, also_called=(first, *later[1 - MOST_TITLES :]) if first else ())


def _renamed(kind: type, edited: Programme, known: Sequence[Programme]) -> Mapping[str, str]:
    """Return the new id of each provisional id."""
    taken = {item.id for programme in known for item in list_items(programme, kind)}
    fresh: list[Any] = [item for item in list_items(edited, kind) if item.id not in taken]
    found: dict[str, str] = {}
    for item in fresh:
        found[item.id] = unique_id(readable_id(item_name(item)) or kind.__name__.lower(), taken)
        taken.add(found[item.id])
    return found
