# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the programme file (docs/programme.md), already parsed as TOML. Never opens a file.

Reading stops at the first mistake, with one sentence that names the table, the item and the field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from checkin.core.attendee_body import COLUMN_FIELDS, CUSTOM
from checkin.core.local_time import attach_zone, find_zone
from checkin.core.message import Message
from checkin.core.programme import programme_schema as programme_schema
from checkin.core.programme.measured_values import read_measure
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    RuleTest,
    Session,
    Speaker,
)

_NOT_PLANNED = Message(
    "programme_file",
    "Programme file, {where}: “{field}” refers to “{value}”, which is not in the file. Nothing was changed; "
    "correct one of the two.",
)
_NO_ZONE = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is not a time zone: “{value}”. Write it like {example}. Nothing was changed.",
)
_NO_DAY = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is a time of day, but the event has no day."
    " Nothing was changed; write “day” under [event].",
)
_BACKWARDS = Message(
    "programme_file",
    "Programme file, {where}: “{field}” comes before “{earlier}”. Nothing was changed; correct one of the two.",
)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Turns the file's local times into moments."""

    day: date | None
    zone: ZoneInfo

    def span(self, item: programme_schema.FileTable, first: str, last: str) -> tuple[datetime | None, datetime | None]:
        """Return the moments of two fields. A last time of day that is not after the first is one of the next day."""
        start = self._local(item, first, self.day)
        end = self._local(item, last, start.date() if start else self.day)
        if start and end and end <= start:
            if isinstance(item.values[last], datetime):
                raise item.error(_BACKWARDS, last, earlier=first)
            end += timedelta(days=1)
        return start and attach_zone(start, self.zone), end and attach_zone(end, self.zone)

    def _local(self, item: programme_schema.FileTable, field: str, day: date | None) -> datetime | None:
        value = item.values.get(field)
        if value is None or isinstance(value, datetime):
            return value
        if day is None:
            raise item.error(_NO_DAY, field)
        return datetime.combine(day, value)


def read_programme(document: Mapping[str, Any]) -> Programme:
    """Return the programme that `document` (from `tomllib`) describes. Raises `UserError` for the first mistake.

    Speakers are numbered within their session ("plenary/1"). A file without control points has `ARRIVAL`.
    """
    programme_schema.checked("*.toml", document, programme_schema.DOCUMENT)
    described = programme_schema.checked("[event]", document["event"], programme_schema.EVENT)
    calendar = _Calendar(described.values.get("day"), _zone(described))
    categories = programme_schema.items(document, "category", programme_schema.CATEGORY)
    sessions = programme_schema.items(document, "session", programme_schema.SESSION)
    programme_schema.check_count("speaker", sum(len(s.values.get("speaker", ())) for s in sessions))
    points = programme_schema.items(document, "control_point", programme_schema.CONTROL_POINT)
    columns = programme_schema.items(document, "column", programme_schema.COLUMN)
    known = _Known(programme_schema.ids(categories), programme_schema.ids(sessions))
    return Programme(
        _event(described, calendar.zone),
        tuple(Category(**i.plain()) for i in categories),
        tuple(_session(i, calendar) for i in sessions),
        tuple(speaker for i in sessions for speaker in _speakers(i)),
        tuple(_control_point(i, calendar, known) for i in points) or (ARRIVAL,),
        tuple(_column(i, known) for i in columns),
    )


class _Known(NamedTuple):
    """The ids that a control point or a column may name."""

    categories: frozenset[str]
    sessions: frozenset[str]


def _event(item: programme_schema.FileTable, zone: ZoneInfo) -> Event:
    first, last = item.values.get("day"), item.values.get("last_day")
    if last and not first:
        raise item.error(programme_schema.MISSING, "day")
    if last and last < first:
        raise item.error(_BACKWARDS, "last_day", earlier="day")
    return Event(**item.plain() | {"day": first, "last_day": last, "timezone": zone.key})


def _zone(item: programme_schema.FileTable) -> ZoneInfo:
    name = item.values.get("timezone", "Europe/Paris")
    if (zone := find_zone(name)) is None:
        raise item.error(_NO_ZONE, "timezone", value=name, example='"Europe/Paris"')
    return zone


def _session(item: programme_schema.FileTable, calendar: _Calendar) -> Session:
    starts, ends = calendar.span(item, "starts", "ends")
    return Session(**item.plain(), starts=starts, ends=ends)


def _speakers(session: programme_schema.FileTable) -> list[Speaker]:
    found = []
    for number, values in enumerate(session.values.get("speaker", ()), start=1):
        speaker_id = f"{session.text('id')}/{number}"
        item = programme_schema.checked(f"[[session.speaker]] {speaker_id}", values, programme_schema.SPEAKER)
        found.append(Speaker(**item.plain(), id=speaker_id, session=session.text("id")))
    return found


def _control_point(item: programme_schema.FileTable, calendar: _Calendar, known: _Known) -> ControlPoint:
    for category in item.values.get("categories", ()):
        _check_planned(item, "categories", category, known.categories)
    if item.text("session"):
        _check_planned(item, "session", item.text("session"), known.sessions)
    opens, closes = calendar.span(item, "opens", "closes")
    words = {"mode": PointMode(_word(item, "mode", PointMode)), "reentry": Reentry(_word(item, "reentry", Reentry))}
    return ControlPoint(**item.plain() | words, opens=opens, closes=closes, requires=_requirements(item))


def _column(item: programme_schema.FileTable, known: _Known) -> Column:
    for category in item.values.get("only_for", ()):
        _check_planned(item, "only_for", category, known.categories)
    if item.text("field") not in COLUMN_FIELDS and not item.text("field").removeprefix(CUSTOM).strip():
        raise item.error(programme_schema.WRONG, "field", example=programme_schema.COLUMN["field"].example)
    shown = {"shown_as": ColumnDisplay(_word(item, "shown_as", ColumnDisplay))}
    return Column(**item.plain() | shown, rules=tuple(_rules(item)))


def _rules(column: programme_schema.FileTable) -> Iterator[ColumnRule]:
    for values in column.values.get("rule", ()):
        item = programme_schema.checked(f"[[column.rule]] {column.text('id')}", values, programme_schema.COLUMN_RULE)
        test = RuleTest(_word(item, "test", RuleTest))
        if test.has_values and not item.values.get("values"):
            raise item.error(programme_schema.MISSING, "values")
        if test.is_measured and [*map(read_measure, item.values["values"])].count(None):
            raise item.error(programme_schema.WRONG, "values", example='["17"], ["31/12/2008"]')
        yield ColumnRule(**item.plain() | {"test": test})


def _word(item: programme_schema.FileTable, field: str, words: type[StrEnum]) -> str:
    """Return one of `words`, the first if the field is missing."""
    stated = item.text(field) or next(iter(words))
    if stated not in set(words):
        raise item.error(programme_schema.WRONG, field, example=item.fields[field].example)
    return stated


def _requirements(item: programme_schema.FileTable) -> tuple[Requirement, ...]:
    """Return the requirements: each field with one value or several, `{ "custom:Repas" = ["oui", "végétarien"] }`."""
    found = []
    for name, stated in item.values.get("requires", {}).items():
        values = [stated] if isinstance(stated, str) else stated
        if not (isinstance(values, list) and values and all(isinstance(v, str) for v in values)):
            raise item.error(
                programme_schema.WRONG, "requires", example=programme_schema.CONTROL_POINT["requires"].example
            )
        found.append(Requirement(name, tuple(values)))
    return tuple(found)


def _check_planned(item: programme_schema.FileTable, field: str, value: object, planned: frozenset[str]) -> None:
    if value not in planned:
        raise item.error(_NOT_PLANNED, field, value=str(value))
