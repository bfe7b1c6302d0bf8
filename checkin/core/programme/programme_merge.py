# SPDX-License-Identifier: GPL-3.0-or-later
"""Merge of a programme that two users changed at one time. Pure.

Field by field against the programme that was opened: a field changed by one of them is as that one has it; one changed
by both is as the editor has it. An item that one removed and the other changed stays.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from itertools import count
from typing import Any, TypeVar

from checkin.core.programme.programme import ControlPoint, Programme, Speaker

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
    return _whole(new, (edited, now))


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


def _whole(programme: Programme, sources: Iterable[Programme]) -> Programme:
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
