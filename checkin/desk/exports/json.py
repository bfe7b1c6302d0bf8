# SPDX-License-Identifier: GPL-3.0-or-later
"""An export for programs: stable keys and words, times in ISO 8601, in no language (docs/export.md)."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date, datetime

from checkin.core.evening.account import Account
from checkin.core.evening.statistics import LEAST, Statistics
from checkin.core.exports.columns import Wish
from checkin.core.exports.control_sheet import ControlSheet
from checkin.core.programme.programme import Event
from checkin.desk.exports.source import ExportSource
from checkin.desk.exports.values import Row, value, values

FORMAT = "checkin-attendance"
VERSION = 1


def head(event: Event, control: ControlSheet, made: str) -> dict[str, object]:
    described = {"title": event.title, "day": event.day, "place": event.place, "organiser": event.organiser}
    return {"format": FORMAT, "version": VERSION, "event": described, "control": str(control), "made": made}


def rows(source: ExportSource, wish: Wish) -> list[dict[str, object]]:
    """As the table of the same choice has them."""
    found = []
    for person in source.people:
        for point in source.points_of(person) if wish.is_by_point else [source.arrival]:
            row = Row(source, person, point)
            found.append({c.key: values(c, row) if c.each else value(c, row) for c in wish.columns})
    return found


def half_days(source: ExportSource) -> list[dict[str, object]]:
    return [
        {
            "id": half.id,
            "begins": source.in_hall(half.time.begins),
            "ends": source.in_hall(half.time.ends),
            "part": half.part,
        }
        for half in source.half_days
    ]


def account_json(account: Account) -> dict[str, object]:
    return asdict(account) | {"is_balanced": account.is_balanced}


def statistics_json(found: Statistics) -> dict[str, object]:
    """`count` null: fewer than `least`, but somebody."""
    return {"least": LEAST} | asdict(found)


def written(document: dict[str, object]) -> bytes:
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
