# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance export as JSON: stable keys and words in no language, times in ISO 8601 (docs/export.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from json.encoder import JSONEncoder, encode_basestring
from pathlib import Path
from typing import Any

from checkin.core.attendance.anonymous_statistics import MIN_CELL_COUNT, Statistics
from checkin.core.attendance.day_report import DayReport, DayReportLine
from checkin.core.attendance.half_days import HalfDay
from checkin.core.exports.export_columns import ExportColumn, ExportOptions
from checkin.services.exports.about_event import days
from checkin.services.exports.cell_values import ExportRow, keys, reader, values_reader
from checkin.services.exports.export_contents import ExportContents
from checkin.services.exports.export_source import ExportSource

FORMAT = "checkin-attendance"
VERSION = 1


def head(export: ExportContents) -> dict[str, object]:
    """Return the document's head: which event, made from what, and when."""
    event, (control, made) = export.source.programme.event, export.lines
    described: dict[str, object] = {"title": event.title, "day": event.day, "place": event.place}
    described |= {"organiser": event.organiser}
    found = {"format": FORMAT, "version": VERSION, "event": described, "control": control, "made": made}
    if export.making.is_first:
        return found
    described["days"] = days(export.source)
    return found | {"made_at": export.making.now, "is_provisional": export.source.is_provisional}


def rows(source: ExportSource, options: ExportOptions) -> Iterator[dict[str, object]]:
    """Yield the rows that the table with the same options has."""
    readers = {column.key: _repeated(column, source) if column.each else reader(column) for column in options.columns}
    for person in source.people:
        for point in source.points_of(person) if options.is_by_point else [source.arrival]:
            row = ExportRow(source, person, point)
            yield {key: read(row) for key, read in readers.items()}


def _repeated(column: ExportColumn, source: ExportSource) -> Callable[[ExportRow], object]:
    """Return the function from a row to the values of a repeated column by their keys."""
    names, read = keys(column, source), values_reader(column)
    return lambda row: dict(zip(names, read(row), strict=True))


def half_days(source: ExportSource, *, has_exits: bool) -> list[dict[str, object]]:
    return [
        {
            "id": half.id,
            "begins": source.hall_time(half.time.begins),
            "ends": source.hall_time(half.time.ends),
            "part": half.part,
        }
        | (_exit(source, half) if has_exits else {})
        for half in source.half_days
    ]


def _exit(source: ExportSource, half: HalfDay) -> dict[str, object]:
    """Return whether the half-day is over, and its confirmed exit hour; null if no hour was confirmed. A supervisor who
    confirmed it is named.
    """
    confirmed = source.occasions.exits.get(half.id)
    return {
        "is_over": source.occasions.is_over(half.time),
        "exit_confirmed": source.hall_time(confirmed.hour) if confirmed else None,
    } | ({"exit_confirmed_by": confirmed.by} if confirmed and confirmed.by else {})


def day_report_json(source: ExportSource, report: DayReport) -> dict[str, object]:
    """Return the day report; `absent` is null for a session that has not ended or where no one was seen."""
    found: dict[str, object] = {
        "total": _line(report.total),
        "categories": {category: _line(line) for category, line in report.categories.items()},
        "sessions": {
            session: _line(line) | ({} if source.knows_absences(session) else {"absent": None})
            for session, line in report.sessions.items()
        },
        **({"days": {day.isoformat(): _line(line) for day, line in report.days.items()}} if report.days else {}),
        "walk_ins": report.walk_ins,
        "corrections": report.corrections,
        "switches": report.switches,
        "undone": report.undone,
        "merges": report.merges,
        "conflicts": report.conflicts,
        "came_cancelled": report.came_cancelled,
        "is_balanced": report.is_balanced,
    }
    if report.columns:
        found["columns"] = {
            column: {value: _line(line) for value, line in values.items()} for column, values in report.columns.items()
        }
    return found | ({"is_final": source.has_ended} if source.awaits_end else {})


def _line(line: DayReportLine) -> dict[str, object]:
    return {
        "registered": line.registered,
        "present": line.present,
        "absent": line.absent,
        "cancelled": line.cancelled,
        "others": line.others,
        "places": line.places,
        "people": line.people,
        "remote": line.remote,
    }


def statistics_json(found: Statistics) -> dict[str, object]:
    """Return the statistics; a null `count` means more than 0 but fewer than `least`."""
    return {"least": MIN_CELL_COUNT} | asdict(found)


def write(path: Path, document: Mapping[str, object]) -> None:
    """Write the document to a new file; what its iterators yield, at any depth, is not held. The text is that of
    `json.dumps` with an indent of 1, which has no fast way for it.
    """
    with path.open("x", encoding="utf-8", newline="") as file:
        file.writelines(_pieces(document, "\n"))


def _pieces(found: object, margin: str) -> Iterator[str]:
    """Yield the text of a value; `margin` begins each further line of it."""
    inner = f"{margin} "
    if isinstance(found, Iterator):
        between = f"[{inner}"
        for each in found:
            yield between
            yield from _pieces(each, inner)
            between = f",{inner}"
        yield f"{margin}]" if between.startswith(",") else "[]"
    elif isinstance(found, Mapping) and any(isinstance(each, Iterator) for each in found.values()):
        between = f"{{{inner}"
        for name, each in found.items():
            yield f"{between}{encode_basestring(name)}: "
            yield from _pieces(each, inner)
            between = f",{inner}"
        yield f"{margin}}}"
    else:
        yield _text(found, margin)


def _text(found: object, margin: str) -> str:
    if shown := _PLAIN.get(type(found)):  # most often
        return shown(found)
    match found:
        case str():
            return encode_basestring(found)
        case int() | float():
            return _ENCODER.encode(found)
        case list() | tuple():
            inner = f"{margin} "
            return _enclosed("[]", [_text(each, inner) for each in found], margin)
        case Mapping():
            inner = f"{margin} "
            return _enclosed("{}", [f"{encode_basestring(k)}: {_text(v, inner)}" for k, v in found.items()], margin)
    return _text(asdict(found), margin)  # type: ignore[call-overload]


def _enclosed(signs: str, lines: Sequence[str], margin: str) -> str:
    inner = f",{margin} "
    return f"{signs[0]}{margin} {inner.join(lines)}{margin}{signs[1]}" if lines else signs


_ENCODER = JSONEncoder()
_PLAIN: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    bool: lambda found: "true" if found else "false",
    int: repr,
    datetime: lambda at: f'"{at.isoformat(timespec="seconds")}"',
    date: lambda day: f'"{day.isoformat()}"',
}
"""The texts of values that hold no others, by their type."""
