# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a connection log as people and the times they watched; several joins of one person are merged. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from checkin.core import time_spans
from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.message import Message
from checkin.core.name_similarity import name_key
from checkin.core.online_attendance.connection_log_columns import (
    ConnectionLogColumns,
    ConnectionLogField,
    ConnectionLogSource,
    read_connection_log_columns,
)
from checkin.core.online_attendance.platform_times import is_month_first, parse_platform_time, read_duration
from checkin.core.time_spans import TimeSpan

LONGEST = timedelta(hours=24)
"""The longest visit. A longer one is a wrong clock, or day and month exchanged."""

_ASIDE = re.compile(r"\s*[(\[#].*$")
_SECTION = re.compile(r"\s*\d+\.\s+\S")


@dataclass(frozen=True, slots=True)
class Watcher:
    """One person of the connection log. `key` identifies them in it: their address, else the words of their name."""

    key: str
    name: str
    email: str
    spans: tuple[TimeSpan, ...]

    @property
    def minutes(self) -> int:
        return time_spans.minutes(time_spans.length(self.spans))


@dataclass(frozen=True, slots=True)
class ConnectionLog:
    """A connection log. `unread` are the numbers of rows with a person and times that cannot be understood."""

    source: ConnectionLogSource
    watchers: tuple[Watcher, ...]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    columns: ConnectionLogColumns
    rows: tuple[ListRow, ...]


def read_connection_log(rows: Sequence[ListRow], zone: tzinfo, days: Collection[date] = ()) -> ConnectionLog:
    """Return the connection log. `zone` applies to times that name none; `days` are the event's. Raises `UserError` for
    a file that is no such log.
    """
    tables = list(_tables(rows))
    if not tables:
        raise UserError(_NO_HEADER)
    lines = [(t.columns, row) for t in tables if t.columns.is_exact for row in t.rows]
    lines = lines or [(tables[0].columns, row) for row in tables[0].rows]
    month_first = is_month_first((_begin(columns, row) for columns, row in lines), days)
    found: dict[str, list[Watcher]] = {}
    unread = []
    for columns, row in lines:
        watcher = _watcher(columns, row, UTC if columns.is_utc else zone, month_first=month_first)
        if watcher is None:
            unread.append(row.number)
        elif watcher.key:
            found.setdefault(watcher.key, []).append(watcher)
    if not found:
        raise UserError(_NOBODY)
    sources = [t.columns.source for t in tables if t.columns.source is not ConnectionLogSource.OTHER]
    return ConnectionLog(
        next(iter(sources), ConnectionLogSource.OTHER), tuple(map(_joined, found.values())), tuple(unread)
    )


def _tables(rows: Iterable[ListRow]) -> Iterable[_Table]:
    """Yield the tables: a file may hold several, each under its header, and other lines before and between them."""
    columns: ConnectionLogColumns | None = None
    own: list[ListRow] = []
    for row in rows:
        header = read_connection_log_columns(row.cells)
        if header or _is_section(row):
            if columns:
                yield _Table(columns, tuple(own))
            columns, own = header, []
        elif columns:
            own.append(row)
    if columns:
        yield _Table(columns, tuple(own))


def _is_section(row: ListRow) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and bool(_SECTION.match(filled[0]))


def _begin(columns: ConnectionLogColumns, row: ListRow) -> str:
    return columns.text(row.cells, ConnectionLogField.JOIN if columns.is_exact else ConnectionLogField.FIRST_JOIN)


def _watcher(columns: ConnectionLogColumns, row: ListRow, zone: tzinfo, *, month_first: bool) -> Watcher | None:
    """Return the watcher; None where the times cannot be understood; one without a key for a row without a person or
    visit.
    """
    name, email = _name(columns, row), columns.text(row.cells, ConnectionLogField.EMAIL).casefold()
    email = email if "@" in email else ""
    key = email or name_key(name, "")
    begin = _begin(columns, row)
    if not key or not begin:  # registered, and never came: no row of a visit
        return Watcher("", name, email, ())
    span = _span(columns, row, zone, month_first=month_first)
    return Watcher(key, name, email, (span,)) if span else None


def _span(columns: ConnectionLogColumns, row: ListRow, zone: tzinfo, *, month_first: bool) -> TimeSpan | None:
    begins = parse_platform_time(_begin(columns, row), zone, month_first=month_first)
    end = columns.text(row.cells, ConnectionLogField.LEAVE if columns.is_exact else ConnectionLogField.LAST_LEAVE)
    ends = parse_platform_time(end, zone, month_first=month_first)
    if begins and ends is None and not end:
        lasted = read_duration(columns.text(row.cells, ConnectionLogField.DURATION))
        ends = begins + lasted if lasted is not None else None
    if begins is None or ends is None or not begins <= ends <= begins + LONGEST:
        return None
    return TimeSpan(begins, ends)


def _name(columns: ConnectionLogColumns, row: ListRow) -> str:
    """Return the name without additions of Zoom and others: "Léa Morvan (Mairie)", "Léa Morvan #2"."""
    parts = (columns.text(row.cells, field) for field in (ConnectionLogField.FIRST_NAME, ConnectionLogField.LAST_NAME))
    whole = " ".join(filter(None, parts)) or columns.text(row.cells, ConnectionLogField.NAME)
    return _ASIDE.sub("", whole).strip() or whole


def _joined(same: Sequence[Watcher]) -> Watcher:
    name = next((w.name for w in same if w.name), "")
    return Watcher(same[0].key, name, same[0].email, time_spans.union(span for w in same for span in w.spans))


_NO_HEADER = Message(
    "remote",
    "This file has no title row for people and for when they joined and left. Nothing was imported; export the "
    "participants’ report of Zoom, Teams or another platform as CSV, with join and leave times.",
)
_NOBODY = Message(
    "remote",
    "No row of this file has a person and a readable time. Nothing was imported; check the times in it, and "
    "export it again.",
)
