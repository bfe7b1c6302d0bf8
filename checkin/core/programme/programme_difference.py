# SPDX-License-Identifier: GPL-3.0-or-later
"""Difference between two programmes, item by item and field by field, to be shown. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ControlPoint,
    Event,
    Programme,
    Session,
    Speaker,
)
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
