# SPDX-License-Identifier: GPL-3.0-or-later
"""The people and their visits as tables: a reading of the journal that can be thrown away and made again."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from checkin.core.entries import Entry
from checkin.core.history import Correction, History, Visit, attendee_body, attendee_of
from checkin.core.model import Attendee
from checkin.core.search import fold, words_of
from checkin.storage.connection import rows, translated_errors
from checkin.storage.schema import EXPECTED

CODE_LETTERS = 4
"""Fewer would find people by chance letters of their codes."""

TABLES = ("visits", "tickets", "attendees")

Histories = Callable[[list[str]], Iterable[tuple[str, History]]]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person's time at one control point, as counted and exported. `over` is the reason they were let in over."""

    control_point: str
    attendee: str
    arrived_at: datetime
    desk: str
    how: str
    over: str
    is_inside: bool
    left_at: datetime | None


class Attendees:
    """Finding, counting and reading; `refresh` is called by the journal alone."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # Reading

    def by_code(self, code: str) -> str | None:
        """The id of the person who has or had this code. One of ours is stored in capitals."""
        found = rows(self._db, "SELECT attendee FROM tickets WHERE code = ?", [code])
        return found[0][0] if found else None

    def get(self, attendee_id: str) -> Attendee | None:
        found = rows(self._db, "SELECT body FROM attendees WHERE id = ?", [attendee_id])
        return attendee_of(attendee_id, json.loads(found[0][0])) if found else None

    def all(self) -> Iterator[tuple[Attendee, tuple[Correction, ...]]]:
        """Everyone by name, with what was corrected."""
        for row in rows(self._db, "SELECT id, body, corrections FROM attendees ORDER BY sort_key, id"):
            yield attendee_of(row[0], json.loads(row[1])), _corrections(row[2])

    def search(self, query: str, limit: int = 30) -> list[Attendee]:
        """People whose name, organisation or e-mail holds every word of `query`, best first.

        Names that begin with the first word come before others. `CODE_LETTERS` or more in one word also find
        the people whose code begins or ends so.
        """
        words = words_of(query)
        if not words:
            return []
        clause = " AND ".join(["folded LIKE ? ESCAPE '\\'"] * len(words))
        arguments = [f"%{_escaped(w)}%" for w in words]
        if len(words) == 1 and len(query.strip()) >= CODE_LETTERS:
            code = _escaped(query.strip())
            like = "code LIKE ? ESCAPE '\\'"
            clause = f"({clause} OR id IN (SELECT attendee FROM tickets WHERE {like} OR {like}))"
            arguments += [f"{code}%", f"%{code}"]
        found = rows(
            self._db,
            f"SELECT id, body FROM attendees WHERE {clause} "
            "ORDER BY ' ' || sort_key NOT LIKE ? ESCAPE '\\', sort_key, id LIMIT ?",
            [*arguments, f"% {_escaped(words[0])}%", limit],
        )
        return [attendee_of(row[0], json.loads(row[1])) for row in found]

    def visits(self, attendee_id: str | None = None) -> Iterator[VisitRow]:
        """Visits of one person, or of all; by person and time."""
        clause, arguments = ("WHERE attendee = ?", [attendee_id]) if attendee_id else ("", [])
        found = rows(
            self._db,
            "SELECT control_point, attendee, arrived_at, desk, how, over, is_inside, left_at FROM visits "
            f"{clause} ORDER BY attendee, arrived_ms",
            arguments,
        )
        for point, attendee, at, desk, how, over, inside, left in found:
            left_at = datetime.fromisoformat(left) if left else None
            yield VisitRow(point, attendee, datetime.fromisoformat(at), desk, how, over, bool(inside), left_at)

    def visit(self, attendee_id: str, control_point: str) -> VisitRow | None:
        return next((v for v in self.visits(attendee_id) if v.control_point == control_point), None)

    # Counting

    def count(self) -> int:
        return self._number("SELECT count(*) FROM attendees")

    def arrived(self, control_point: str) -> int:
        return self._number("SELECT count(*) FROM visits WHERE control_point = ?", control_point)

    def inside(self, control_point: str) -> int:
        return self._number("SELECT count(*) FROM visits WHERE control_point = ? AND is_inside = 1", control_point)

    def awaited(self, session: str, control_point: str) -> int:
        """People registered for a session who were not yet at its control point."""
        clause = f"{EXPECTED} AND EXISTS (SELECT 1 FROM json_each(body, '$.sessions') WHERE value = ?)"
        absent = "id NOT IN (SELECT attendee FROM visits WHERE control_point = ?)"
        return self._number(f"SELECT count(*) FROM attendees WHERE {clause} AND {absent}", session, control_point)

    def expected(self, session: str = "", categories: Collection[str] = ()) -> int:
        """People the list leads one to expect: on site, not cancelled; of a session and categories if given."""
        clause, arguments = EXPECTED, []
        if session:
            clause += " AND EXISTS (SELECT 1 FROM json_each(body, '$.sessions') WHERE value = ?)"
            arguments.append(session)
        if categories:
            clause += f" AND category IN ({','.join('?' * len(categories))})"
            arguments += categories
        return self._number(f"SELECT count(*) FROM attendees WHERE {clause}", *arguments)

    def arrivals_since(self, control_point: str, since: datetime) -> list[int]:
        """Milliseconds since 1970 of each arrival after `since`."""
        sql = "SELECT arrived_ms FROM visits WHERE control_point = ? AND arrived_ms >= ?"
        return [row[0] for row in rows(self._db, sql, [control_point, _milliseconds(since)])]

    def _number(self, sql: str, *arguments: str) -> int:
        return int(rows(self._db, sql, arguments)[0][0])

    # Writing: from the journal only

    def refresh(self, subjects: Collection[str], histories: Histories) -> None:
        """Make the rows of `subjects` what their histories say."""
        for subject, history in histories(list(subjects)):
            self._replace(subject, history)

    def rebuild(self, subjects: list[str], histories: Histories) -> None:
        """Throw the tables away and read the journal again."""
        for table in TABLES:
            self._db.conn.execute(f"DELETE FROM {table}")
        self.refresh(subjects, histories)

    def differences(self, subjects: list[str], histories: Histories) -> dict[str, int]:
        """Rows a table has too many or too few, by table. Done in a transaction that is taken back."""
        connection = self._db.conn
        with translated_errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                for table in TABLES:
                    connection.execute(f"CREATE TEMP TABLE before_{table} AS SELECT * FROM {table}")
                self.rebuild(subjects, histories)
                return {table: self._count_differences(table) for table in TABLES}
            finally:
                connection.execute("ROLLBACK")

    def _count_differences(self, table: str) -> int:
        now, before = f"SELECT * FROM {table}", f"SELECT * FROM before_{table}"
        both_ways = f"SELECT * FROM ({now} EXCEPT {before}) UNION ALL SELECT * FROM ({before} EXCEPT {now})"
        return self._number(f"SELECT count(*) FROM ({both_ways})")

    def _replace(self, subject: str, history: History) -> None:
        if history.attendee:
            self._put_attendee(history)
        else:  # never added here, or the import that added them was undone
            self._db.execute("DELETE FROM attendees WHERE id = ?", [subject])
        self._put_codes(subject, history)
        self._db.execute("DELETE FROM visits WHERE attendee = ?", [subject])
        self._db.conn.executemany(
            "INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_visit_row(point, subject, v) for point, v in history.visits.items() if v.arrived],
        )

    def _put_attendee(self, history: History) -> None:
        attendee = history.attendee
        assert attendee
        self._db.conn.execute(
            "INSERT OR REPLACE INTO attendees VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                attendee.id,
                fold(f"{attendee.last_name} {attendee.first_name}"),
                _folded(attendee),
                attendee.category,
                attendee.status,
                attendee.presence,
                json.dumps(attendee_body(attendee), ensure_ascii=False),
                json.dumps([(c.field, c.old, c.new, c.at.isoformat(), c.desk) for c in history.corrections]),
            ],
        )

    def _put_codes(self, subject: str, history: History) -> None:
        attendee = history.attendee
        codes = [attendee.ticket_code, *history.revoked_codes, *history.other_codes] if attendee else []
        marks = ",".join("?" * len(codes))
        self._db.conn.execute(f"DELETE FROM tickets WHERE attendee = ? AND code NOT IN ({marks})", [subject, *codes])
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO tickets VALUES (?, ?)", [(code, subject) for code in codes if code]
        )


def _visit_row(point: str, subject: str, visit: Visit) -> tuple[object, ...]:
    arrived = visit.arrived
    assert arrived
    left = _exit_time(visit.last_exit)
    how, over = str(arrived.body.get("how", "")), str(arrived.body.get("over", ""))
    at = arrived.at
    return (point, subject, at.isoformat(), _milliseconds(at), arrived.desk, how, over, visit.is_inside, left)


def _exit_time(entry: Entry | None) -> str | None:
    return entry.at.isoformat() if entry else None


def _folded(attendee: Attendee) -> str:
    """What the search looks in. It begins with a space so that every word of it begins after one."""
    return " " + fold(" ".join((attendee.first_name, attendee.last_name, attendee.organisation, attendee.email)))


def _corrections(text: str) -> tuple[Correction, ...]:
    return tuple(
        Correction(name, old, new, datetime.fromisoformat(at), desk) for name, old, new, at, desk in json.loads(text)
    )


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
