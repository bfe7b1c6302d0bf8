# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a programme as the text of its file (docs/programme.md), which `programme_file` reads back as the same. Pure.

Tables stand in the order in which one reads them, moments of the event's day are times of day. Comments of a file that
was read are lost: the event keeps the programme, not the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, date, tzinfo
from typing import Any

from checkin.core.local_time import find_zone, wall_time
from checkin.core.programme.programme import (
    ARRIVAL,
    Column,
    ColumnDisplay,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    Speaker,
)
from checkin.core.programme.programme_schema import FILE_NAMES, SPEAKER
from checkin.core.toml_text import toml_pairs

_UNSAID: dict[str, object] = {
    "mode": PointMode.ENTRY,
    "reentry": Reentry.AFTER_EXIT,
    "shown_as": ColumnDisplay.CHIP,
}
"""The values that a missing field means, beside empty texts, 0, False and None."""


def programme_text(programme: Programme) -> str:
    """Return the whole file. A speaker of no session of the programme is left out."""
    return "\n".join(_lines(programme))


def _lines(programme: Programme) -> Iterator[str]:
    event = programme.event
    clock = _Clock(event.day, find_zone(event.timezone) or UTC)
    yield from _table("[event]", _stated_fields(event))
    for category in programme.categories:
        yield from _table("[[category]]", _stated_fields(category))
    for session in programme.sessions:
        yield from _table("[[session]]", clock.local(_stated_fields(session), "starts", "ends"))
        for speaker in programme.speakers:
            if speaker.session == session.id:
                yield from _table("[[session.speaker]]", _speaker(speaker))
    if programme.control_points != (ARRIVAL,):
        for point in programme.control_points:
            yield from _table("[[control_point]]", clock.local(_stated_fields(point), "opens", "closes"))
    for column in programme.columns:
        yield from _column(column)


def _stated_fields(item: Any) -> dict[str, Any]:
    """Return the fields that are not at their default, under their names in the file."""
    values = {f.name: getattr(item, f.name) for f in fields(item) if f.compare}
    return {FILE_NAMES.get(n, n): _by_field(v) for n, v in values.items() if v and v != _UNSAID.get(n)}


def _by_field(value: Any) -> Any:
    """Return requirements as a table of field and values, anything else as it is."""
    match value:
        case (Requirement(), *_):
            return {each.field: each.values for each in value}
    return value


def _column(column: Column) -> Iterator[str]:
    """Yield the lines of a column, and of each of its rules below it."""
    yield from _table("[[column]]", {n: v for n, v in _stated_fields(column).items() if n != "rules"})
    for rule in column.rules:
        yield from _table("[[column.rule]]", _stated_fields(rule))


def _speaker(speaker: Speaker) -> dict[str, Any]:
    """Return a speaker's fields; their id and session follow from their place in the file."""
    stated = {n: v for n, v in _stated_fields(speaker).items() if n in SPEAKER and n != "confirmed"}
    return stated if speaker.is_confirmed else stated | {"confirmed": False}


class _Clock:
    """Writes a moment of the event's day as a time, any other with its day.

    An end that local time does not show after its beginning (as clocks go back) cannot be written.
    """

    def __init__(self, day: date | None, zone: tzinfo) -> None:
        self._day, self._zone = day, zone

    def local(self, values: dict[str, Any], first: str, last: str) -> dict[str, Any]:
        start, end = (wall_time(values[n], self._zone) if n in values else None for n in (first, last))
        if start:
            values[first] = start.time() if start.date() == self._day else start
        if end:
            day = start.date() if start else self._day
            values[last] = end.time() if self._day is not None and end.date() == day else end
        if start and end and end <= start:
            del values[last]
        return values


def _table(head: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield from (head, *toml_pairs(values), "")
