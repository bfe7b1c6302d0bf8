# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance export as JSON: stable keys and words in no language, times in ISO 8601 (docs/export.md)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from json import JSONEncoder
from pathlib import Path
from types import GeneratorType

from checkin.core.attendance.anonymous_statistics import MIN_CELL_COUNT, Statistics
from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportFigures, DayReportLine
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
    described |= {"organiser": event.organiser, "days": days(export.source)}
    found = {"format": FORMAT, "version": VERSION, "event": described, "control": control, "made": made}
    return found | {"made_at": export.making.now, "is_provisional": export.source.is_provisional}


def rows(source: ExportSource, options: ExportOptions) -> Iterator[dict[str, object]]:
    """Yield the rows that the table with the same options has."""
    readers = {
        column.key: _repeated(column, source) if column.each else reader(column)
        for column in source.shown(options.columns)
    }
    for person in source.people:
        for point in source.points_of(person) if options.is_by_point else [source.arrival]:
            row = ExportRow(source, person, point)
            yield {key: read(row) for key, read in readers.items()}


def _repeated(column: ExportColumn, source: ExportSource) -> Callable[[ExportRow], object]:
    """Return the function from a row to the values of a repeated column by their keys."""
    names, read = keys(column, source), values_reader(column)
    return lambda row: dict(zip(names, read(row), strict=True))


def half_days(source: ExportSource) -> list[dict[str, object]]:
    return [
        {
            "id": half.id,
            "begins": source.hall_time(half.time.begins),
            "ends": source.hall_time(half.time.ends),
            "part": half.part,
        }
        | ({"is_begin_assumed": True} if source.tells_assumed and half.is_begin_assumed else {})
        | ({"is_end_assumed": True} if source.tells_assumed and half.is_end_assumed else {})
        | _exit(source, half)
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
    """Return the day report; `absent` is null for a session or a day that has not ended or where no one was seen."""
    found: dict[str, object] = {
        "total": _line(report.total),
        "categories": {category: _line(line) for category, line in report.categories.items()},
        "sessions": {
            session: _line(line, knows_absences=source.knows_absences(session))
            for session, line in report.sessions.items()
        },
        **({"days": _days(source, report)} if report.days else {}),
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
        found["columns"] = _columns(report.columns)
    if report.doors:
        found["control_points"] = {door: _door(source, door, each) for door, each in report.doors.items()}
    if report.days and report.columns:
        found["columns_by_day"] = {
            day.isoformat(): _columns(each.columns, knows_absences=source.knows_absences_on(day))
            for day, each in report.on_days.items()
        }
    return found | {"is_final": source.has_ended}


def _days(source: ExportSource, report: DayReport) -> dict[str, object]:
    return {
        day.isoformat(): _line(line, knows_absences=source.knows_absences_on(day)) for day, line in report.days.items()
    }


def _door(source: ExportSource, door: str, figures: DayReportFigures) -> dict[str, object]:
    point = source.programme.control_point(door)
    knows = point is not None and not source.is_to_come_at(point)
    line = _line(figures.total, knows_absences=knows) | {"missing": figures.total.missing}
    return line | ({"columns": _columns(figures.columns, knows_absences=knows)} if figures.columns else {})


def _columns(columns: Mapping[str, Mapping[str, DayReportLine]], *, knows_absences: bool = True) -> dict[str, object]:
    return {
        column: {value: _line(line, knows_absences=knows_absences) for value, line in values.items()}
        for column, values in columns.items()
    }


def _line(line: DayReportLine, *, knows_absences: bool = True) -> dict[str, object]:
    return {
        "registered": line.registered,
        "present": line.present,
        "absent": line.absent if knows_absences else None,
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
    """Write the document to a new file: a line for each of its parts, and for each value that a generator yields. Those
    are not held.
    """
    with path.open("x", _BUFFER, encoding="utf-8", newline="") as file:
        _write(document, file.write)


def _write(found: object, write: Callable[[str], object]) -> None:
    if isinstance(found, GeneratorType):
        _write_parts((("", each) for each in found), "[]", write)
    elif isinstance(found, dict) and GeneratorType in map(type, found.values()):
        _write_parts(((f"{_ENCODER.encode(name)}: ", each) for name, each in found.items()), "{}", write)
    else:
        write(_ENCODER.encode(found))


def _write_parts(parts: Iterable[tuple[str, object]], brackets: str, write: Callable[[str], object]) -> None:
    """Write each part, after its name, on a line of its own between the brackets."""
    between = f"{brackets[0]}\n"
    for name, part in parts:
        write(between + name)
        _write(part, write)
        between = ",\n"
    write(f"\n{brackets[1]}" if between.startswith(",") else brackets)


def _plain(found: object) -> object:
    """Return a value that JSON lacks as one that it has."""
    match found:
        case datetime():
            return found.isoformat(timespec="seconds")
        case date():
            return found.isoformat()
        case Mapping():
            return dict(found)
    return asdict(found)  # type: ignore[call-overload]


_BUFFER = 1_000_000
"""Bytes that are gathered before a write: each lets go of the interpreter and takes it back at once, and with many
small ones the window's thread never has its turn.
"""
_ENCODER = JSONEncoder(ensure_ascii=False, default=_plain)
