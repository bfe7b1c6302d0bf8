# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme file (docs/programme.md), read and written as TOML. Never opens a file.

Reading stops at the first mistake, with one sentence that names the table, the item and the field.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from checkin.core.attendee import COLUMN_FIELDS, CUSTOM
from checkin.core.local_time import attach_zone, find_zone, read_measure, wall_time
from checkin.core.message import Message
from checkin.core.programme import programme_schema
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
from checkin.core.programme.programme_schema import FILE_NAMES, SPEAKER

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


# TOML as Checkin writes it, for files that people go on writing by hand: strings on one line, conditions inline.
# No library does (docs/adr/0061). The caller decides the order of tables and fields.

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def toml_pairs(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield `key = value` for each field of a table; a table in it stands in braces."""
    return (f"{_key(name)} = {_value(value)}" for name, value in table.items())


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _quoted(name)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(str(value))
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(toml_pairs(value))} }}"
    return repr(value)


def _quoted(text: str) -> str:
    return '"' + _UNPRINTABLE.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


# Writes a programme as the text of its file (docs/programme.md), which `programme_file` reads back as the same.
# Tables stand in the order in which one reads them, moments of the event's day are times of day. Comments of a file
# that was read are lost: the event keeps the programme, not the file.

_UNSAID: dict[str, object] = {"mode": PointMode.ENTRY, "reentry": Reentry.AFTER_EXIT, "shown_as": ColumnDisplay.CHIP}
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
        yield from _column_as_toml(column)


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


def _column_as_toml(column: Column) -> Iterator[str]:
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
