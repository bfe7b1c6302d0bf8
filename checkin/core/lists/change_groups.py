# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a list by kind: cancellations first, the organiser's own columns last, noise named as such. Pure.

Groups only decide what is shown; muted columns and noise are imported like all others.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from checkin.core.attendee import OFF_STATUSES
from checkin.core.attendee_body import CUSTOM
from checkin.core.lists.list_difference import FieldChange, ListDifference, PersonChange

NOISE_SHARE, NOISE_ROWS = 0.9, 5
"""A column is noise only if it changes in this share of the known rows, and in no fewer than this number."""

ON_LIST = "on_list"
"""Stands for a field where somebody is on the list again whom an earlier one had left out."""


class ChangeKind(StrEnum):
    """What a change is about, the most important kind first; part of the JSON of `checkin import --dry-run`."""

    CANCELLATION = "cancellation"
    STATE = "state"
    CODE = "code"
    SESSIONS = "sessions"
    PERSON = "person"
    OWN_COLUMN = "own_column"


class ShownChange(NamedTuple):
    """One field of one person. `name` is the field, or `ON_LIST`."""

    person: PersonChange
    name: str
    change: FieldChange


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """The changes of one kind, or of one own column, whose title is `column`. People who have arrived come first.

    `is_noise`: the column changes with every export; `is_muted`: the user does not want to see its changes.
    """

    kind: ChangeKind
    column: str
    changes: tuple[ShownChange, ...]
    is_noise: bool = False
    is_muted: bool = False

    @property
    def is_shown(self) -> bool:
        return not (self.is_noise or self.is_muted)


def group_changes(
    difference: ListDifference, here: Collection[str] = (), muted: Collection[str] = ()
) -> tuple[ChangeGroup, ...]:
    """Return the changes in groups, arranged (`find_groups`, `arrange_groups`)."""
    return arrange_groups(find_groups(difference), here, muted)


def find_groups(difference: ListDifference) -> tuple[ChangeGroup, ...]:
    """Return the changes in groups, each by row: what takes long of many, and is the same whatever is shown."""
    found: dict[tuple[ChangeKind, str], list[ShownChange]] = defaultdict(list)
    for person in difference.changed:
        if person.is_back:
            found[ChangeKind.STATE, ""].append(ShownChange(person, ON_LIST, FieldChange("", "")))
        for name, change in person.fields.items():
            found[_group_of(name, change)].append(ShownChange(person, name, change))
    known = len(difference.changed) + difference.unchanged
    by_row = {key: tuple(sorted(changes, key=lambda c: c.person.row)) for key, changes in found.items()}
    return tuple(
        ChangeGroup(kind, column, changes, bool(column) and _is_noise(changes, known))
        for (kind, column), changes in by_row.items()
    )


def arrange_groups(
    groups: Iterable[ChangeGroup], here: Collection[str] = (), muted: Collection[str] = ()
) -> tuple[ChangeGroup, ...]:
    """Return the groups as they are shown: those that are only named last, with every muted column. `here` are the ids
    of people who have arrived, `muted` the titles of columns.
    """
    own = {group.column for group in groups if group.column}
    every = [*groups, *(ChangeGroup(ChangeKind.OWN_COLUMN, column, ()) for column in muted if column not in own)]
    shown = [replace(each, changes=_first(each.changes, here), is_muted=each.column in muted) for each in every]
    order = list(ChangeKind)
    return tuple(sorted(shown, key=lambda group: (not group.is_shown, order.index(group.kind), group.column)))


def _first(changes: tuple[ShownChange, ...], here: Collection[str]) -> tuple[ShownChange, ...]:
    """Return the changes with those of people who are here first."""
    return tuple(sorted(changes, key=lambda c: c.person.person.id not in here)) if here else changes


def shown_people(groups: Sequence[ChangeGroup]) -> int:
    """Return the number of people with a change that is shown."""
    return len({change.person.person.id for group in groups if group.is_shown for change in group.changes})


def _group_of(name: str, change: FieldChange) -> tuple[ChangeKind, str]:
    if name.startswith(CUSTOM):
        return ChangeKind.OWN_COLUMN, name.removeprefix(CUSTOM)
    if name == "status" and change.new in OFF_STATUSES:
        return ChangeKind.CANCELLATION, ""
    return _KINDS.get(name, ChangeKind.PERSON), ""


_KINDS = {
    "status": ChangeKind.STATE,
    "presence": ChangeKind.STATE,
    "ticket_code": ChangeKind.CODE,
    "sessions": ChangeKind.SESSIONS,
    "category": ChangeKind.SESSIONS,
    "places": ChangeKind.SESSIONS,
}


def _is_noise(changes: Sequence[ShownChange], known: int) -> bool:
    """Whether a column changes in nearly every row, and holds dates or numbers that only rise from row to row. The
    changes are by row.
    """
    if len(changes) < max(NOISE_ROWS, NOISE_SHARE * known):
        return False
    values = [str(c.change.new) for c in changes]
    return all(map(_DATE.fullmatch, values)) or _rises(values)


def _rises(values: Sequence[str]) -> bool:
    numbers = [int(value) for value in values if value.isascii() and value.isdecimal()]
    return len(numbers) == len(values) and all(one < other for one, other in pairwise(numbers))


_TIME = r"([ T,]+(à |at )?\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?"
_DATE = re.compile(rf"(\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}}){_TIME}")
