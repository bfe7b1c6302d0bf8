# SPDX-License-Identifier: GPL-3.0-or-later
"""The attendance export as JSON: stable keys and words in no language, times in ISO 8601 (docs/export.md)."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime

from checkin.core.attendance.anonymous_statistics import MIN_CELL_COUNT, Statistics
from checkin.core.attendance.day_report import DayReport, DayReportLine
from checkin.core.attendance.half_days import HalfDay
from checkin.core.exports.export_columns import ExportOptions
from checkin.services.exports.about_event import days
from checkin.services.exports.cell_values import ExportRow, value, values
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


def rows(source: ExportSource, options: ExportOptions) -> list[dict[str, object]]:
    """Return the rows that the table with the same options has."""
    found = []
    for person in source.people:
        for point in source.points_of(person) if options.is_by_point else [source.arrival]:
            row = ExportRow(source, person, point)
            found.append({c.key: values(c, row) if c.each else value(c, row) for c in options.columns})
    return found


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
    """Return whether the half-day is over, and its confirmed exit hour; null if no hour was confirmed."""
    confirmed = source.occasions.exits.get(half.id)
    return {
        "is_over": source.occasions.is_over(half.time),
        "exit_confirmed": source.hall_time(confirmed.hour) if confirmed else None,
    }


def day_report_json(source: ExportSource, report: DayReport) -> dict[str, object]:
    """Return the day report; `absent` is null for a session that has not ended or where no one was seen."""
    found: dict[str, object] = {
        "total": _line(report.total),
        "categories": {category: _line(line) for category, line in report.categories.items()},
        "sessions": {
            session: _line(line) | ({} if source.knows_absences(session) else {"absent": None})
            for session, line in report.sessions.items()
        },
        "walk_ins": report.walk_ins,
        "corrections": report.corrections,
        "switches": report.switches,
        "undone": report.undone,
        "merges": report.merges,
        "conflicts": report.conflicts,
        "came_cancelled": report.came_cancelled,
        "is_balanced": report.is_balanced,
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


def encode(document: dict[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, default=_plain).encode("utf-8")


def _plain(found: object) -> object:
    match found:
        case datetime():
            return found.isoformat(timespec="seconds")
        case date():
            return found.isoformat()
    if is_dataclass(found) and not isinstance(found, type):
        return asdict(found)
    raise TypeError(type(found).__name__)
