# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of one control point: who is expected there and arrived, and of each value of the counted columns.

The header of a desk, the programme, and `checkin live` show the same ones (docs/figures.md). Reads only.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.attendee_body import CUSTOM
from checkin.core.chosen_columns import group_values
from checkin.core.counts import ArrivalShare, ColumnShares, CountedPoint, counted_point, people_missing
from checkin.core.programme.programme import Column, ColumnDisplay, ControlPoint, Programme
from checkin.core.text_folding import fold_text
from checkin.services.event_file import EventFile
from checkin.storage.counted_people import ValueCount, count_by_category, count_by_value


@dataclass(frozen=True, slots=True)
class DoorFigures:
    """The people at one control point; `unexpected` of those who arrived are not among the expected."""

    arrived: int
    expected: int
    unexpected: int

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected, self.unexpected)


def door_figures(event: EventFile, programme: Programme, point: ControlPoint) -> DoorFigures:
    """Return the figures of a control point, without reading all people."""
    counts = count_by_category(event.db, _counted(event, programme, point)).values()
    arrived, expected = sum(each.arrived for each in counts), sum(each.expected for each in counts)
    return DoorFigures(arrived, expected, sum(each.unexpected for each in counts))


def columns_at(event: EventFile, programme: Programme, point: ControlPoint) -> tuple[ColumnShares, ...]:
    """Return the counted columns of those expected or arrived at a control point. Reads everyone."""
    return column_shares(event, programme, _counted(event, programme, point))


def column_shares(event: EventFile, programme: Programme, counted: CountedPoint) -> tuple[ColumnShares, ...]:
    """Return the counted columns of those who are counted. Reads everyone."""
    columns = [column for column in programme.columns if column.is_counted]
    found = count_by_value(event.db, counted) if columns else []
    return tuple(_shares_of(column, programme, found) for column in columns)


def _counted(event: EventFile, programme: Programme, point: ControlPoint) -> CountedPoint:
    return counted_point(programme, point, event.attendees.texts)


def _shares_of(column: Column, programme: Programme, found: Iterable[ValueCount]) -> ColumnShares:
    """Return the shares of a column's values, in every spelling of its title and of themselves."""
    title, own = fold_text(column.field.removeprefix(CUSTOM)), list[ValueCount]()
    for each in found:
        known = programme.category_named(each.category) if column.only_for else None
        is_for = not column.only_for or (known.id if known else each.category) in column.only_for
        if is_for and fold_text(each.title) == title and each.value.strip():
            own.append(each)
    sizes = Counter[str]()
    for each in own:
        sizes[each.value] += each.registrations
    groups = group_values(sizes).items()
    return ColumnShares(
        column.name,
        tuple(_share(name, [e for e in own if e.value in texts]) for name, texts in groups),
        needs_name=column.shown_as is not ColumnDisplay.VALUE,
    )


def _share(name: str, counts: Sequence[ValueCount]) -> ArrivalShare:
    return ArrivalShare(
        " ".join(name.split()),
        sum(each.arrived for each in counts),
        sum(each.expected for each in counts),
        sum(each.unexpected for each in counts),
    )
