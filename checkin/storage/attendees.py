# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of people and visits, read from the journal and rebuilt from it at any time."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from checkin.core.attendee import Attendee, companion_host
from checkin.core.entries import parse_stored_moment
from checkin.core.history import Correction, History
from checkin.core.message import ReportProgress, StorageError, ignore_progress, report_while
from checkin.core.people.registration_form import BESIDE, WalkIn
from checkin.core.search_terms import RankedAttendee, SearchTerms
from checkin.core.tokens import Token
from checkin.storage.count_tables import CountedRows, CountTables, PersonRows, Row, milliseconds
from checkin.storage.people_search import PeopleSearch
from checkin.storage.search_index import SearchIndex
from checkin.storage.sqlite_library import (
    COMPANION,
    EXPECTED,
    FIELD,
    MANY,
    ORDER,
    WALK_IN,
    Database,
    fetch_rows,
    field_path,
    marks,
    stored_attendee,
    stored_body,
    translated_decoding_errors,
)

# The table of open conflicts between desks, and the registered walk-ins, read from the journal.


class ConflictRow(NamedTuple):
    """An open conflict; `first` and `second` are the ids of its two entries."""

    key: str
    attendee: str
    kind: str
    first: bytes
    second: bytes
    field: str


class ConflictTable:
    """The table `conflicts`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[ConflictRow]:
        """Return all open conflicts, in the order of their second entries: the order in which they arose."""
        columns = ", ".join(ConflictRow._fields)
        return [
            ConflictRow(*row) for row in fetch_rows(self._db, f"SELECT {columns} FROM conflicts ORDER BY second, key")
        ]

    def count(self) -> int:
        return int(fetch_rows(self._db, "SELECT count(*) FROM conflicts")[0][0])

    def replace(self, people: Mapping[str, PersonRows]) -> None:
        """Replace these people's conflicts; called by the journal only."""
        sql = f"SELECT {', '.join(ConflictRow._fields)} FROM conflicts WHERE attendee IN ({marks(people)})"
        before = set(fetch_rows(self._db, sql, [*people]))
        now = {row for rows in people.values() for row in rows.conflicts}
        self._db.conn.executemany("DELETE FROM conflicts WHERE key = ?", [row[:1] for row in before - now])
        new = [row for rows in people.values() for row in rows.conflicts if row not in before]
        self._db.conn.executemany("INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?, ?)", new)

    def count_overridden_inside(self, control_point: str, reason: str) -> int:
        """Return the number of people inside who were let in over `reason`: those desks knew of the overbooking."""
        sql = "SELECT total(people) FROM visits WHERE control_point = ? AND is_inside = 1 AND over = ?"
        return int(fetch_rows(self._db, sql, [control_point, reason])[0][0])

    def touched_at_desks(self) -> list[str]:
        """Return the ids of the people with corrections, and of walk-ins: nobody else was given a seat by a desk."""
        sql = f"SELECT id FROM attendees WHERE corrections <> '[]' UNION SELECT subject FROM journal WHERE {WALK_IN}"
        return [row[0] for row in fetch_rows(self._db, sql)]

    def booked(self, session: str, touched: Collection[str]) -> int:
        """Return the number of people whose seat no desk counted. Walk-ins and people moved to the session at a desk
        are left out: that desk saw a free seat, and another desk may have given away the same one. They are among those
        `touched_at_desks`.
        """
        has_booked = "EXISTS (SELECT 1 FROM json_each(attendees.body, '$.sessions') WHERE value = ?)"
        given = (
            "SELECT 1 FROM journal WHERE subject = attendees.id AND (journal.body ->> '$.moved_to' = ? "
            "OR kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in' "
            "AND journal.body ->> '$.replaces' IS NULL)"
        )
        seated = (
            "SELECT total(places) FROM attendees WHERE id IN (SELECT value FROM json_each(?)) "
            f"AND {EXPECTED} AND {has_booked} AND EXISTS ({given})"
        )
        sql = f"SELECT total(places) - ({seated}) FROM expected_counts WHERE session = ?"
        return int(fetch_rows(self._db, sql, [json.dumps([*touched]), session, session, session])[0][0])

    def walk_ins(self) -> list[WalkIn]:
        """Return the people registered as walk-ins who still have a record of their own."""
        sql = (
            "SELECT attendees.id, attendees.body, desk, journal.body FROM journal "
            "JOIN attendees ON attendees.id = subject "
            "WHERE kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in'"
        )
        found = fetch_rows(self._db, sql)
        return [
            WalkIn(stored_attendee(who, body), desk, _beside(certificate)) for who, body, desk, certificate in found
        ]


def _beside(body: str) -> list[str] | None:
    beside = stored_body(body).get(BESIDE)
    return [str(each) for each in beside] if isinstance(beside, list) else None


# The table of merged records: which record belongs to which person (docs/adr/0018). Few rows, read at every scan.

PERSON = "coalesce((SELECT person FROM merged WHERE record = ?), ?)"
"""SQL for the id of a record's owner, its own id if never merged. Takes the id twice."""

RECORDS = f"(SELECT {PERSON} UNION ALL SELECT record FROM merged WHERE person = {PERSON})"
"""SQL for the ids of all records of that person. Takes the id four times."""


class MergedTable:
    """The table `merged`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def read_as(self, people: Mapping[str, str]) -> Iterator[None]:
        """Let the queries of this connection find these people (record → person) instead of the table's, which may be
        damaged: a temporary table hides it, and nothing is written to the file.
        """
        if people == self._stored():
            yield
            return
        self._db.conn.execute("PRAGMA query_only = OFF")
        self._db.conn.execute("CREATE TEMP TABLE merged (record TEXT PRIMARY KEY, person TEXT NOT NULL)")
        self._db.conn.executemany("INSERT INTO temp.merged VALUES (?, ?)", people.items())
        try:
            yield
        finally:
            self._db.conn.execute("DROP TABLE temp.merged")

    def replace(self, people: Mapping[str, str]) -> None:
        """Make the table equal to `people`, whatever is in it."""
        self._db.conn.execute("DELETE FROM merged")
        self._db.conn.executemany("INSERT INTO merged VALUES (?, ?)", people.items())

    def _stored(self) -> dict[str, str] | None:
        """Return the rows of the table, None if they cannot be read."""
        try:
            return dict(fetch_rows(self._db, "SELECT record, person FROM merged"))
        except StorageError:
            return None

    def put(self, people: Mapping[str, str]) -> set[str]:
        """Make the table equal to `people` (record → person). Return the ids of the affected people: records that
        changed hands, and the people they belonged and belong to.
        """
        before = dict(fetch_rows(self._db, "SELECT record, person FROM merged"))
        moved = [record for record in {**before, **people} if before.get(record) != people.get(record)]
        self._db.conn.executemany("DELETE FROM merged WHERE record = ?", [(record,) for record in moved])
        put = [(record, people[record]) for record in moved if record in people]
        self._db.conn.executemany("INSERT INTO merged VALUES (?, ?)", put)
        return {other for record in moved for other in (record, before.get(record), people.get(record)) if other}


_COLUMNS = ("id", "sort_key", "category", "status", "presence", "body", "corrections", "places", "organisation_key")
ATTENDEE_COLUMNS = ", ".join(_COLUMNS)
_CAME = "FROM visit_counts WHERE control_point = ? AND session = ?"

Histories = Callable[[list[str]], Iterable[tuple[str, History]]]


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person's time at one control point, as counted and exported. `over`: the reason overruled to let them in."""

    control_point: str
    attendee: str
    arrived_at: datetime
    desk: str
    how: str
    over: str
    is_inside: bool
    left_at: datetime | None
    people: int = 1


class Attendees:
    """The tables of people, codes and visits: search, counts and rows. Only the journal calls `refresh`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._search, self._index = PeopleSearch(db), SearchIndex(db)
        self.waiting, self.conflicts, self._counts = WaitingList(db), ConflictTable(db), CountTables(db)

    # Reading

    def holders(self, code: str) -> list[str]:
        """Return the ids of the people who have or had this code, which must be in capitals if it is a Checkin code.
        Mostly one; whose it is of several: `services/person_lookup`.
        """
        return [row[0] for row in fetch_rows(self._db, "SELECT attendee FROM tickets WHERE code = ?", [code])]

    def codes_of_several(self, codes: Collection[str]) -> list[str]:
        """Return those of these codes that several people have or had."""
        some = "SELECT DISTINCT value FROM json_each(?)"
        sql = f"SELECT code FROM tickets WHERE code IN ({some}) GROUP BY code HAVING count(*) > 1 ORDER BY code"
        return [row[0] for row in fetch_rows(self._db, sql, [json.dumps([*codes])])]

    def unused(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """Yield those of these codes that nobody has or had, and whose ids are nobody's."""
        still_to_come = iter(tokens)
        while some := {token.id: token for token in islice(still_to_come, MANY)}:
            codes, ids = [token.code for token in some.values()], [*some]
            had = fetch_rows(self._db, f"SELECT code FROM tickets WHERE code IN ({marks(codes)})", codes)
            people = (
                f"SELECT id FROM attendees WHERE id IN ({marks(ids)}) "
                f"UNION ALL SELECT record FROM merged WHERE record IN ({marks(ids)})"
            )
            taken = {value for (value,) in (*had, *fetch_rows(self._db, people, [*ids, *ids]))}
            yield from (token for token in some.values() if taken.isdisjoint((token.code, token.id)))

    def get(self, attendee_id: str) -> Attendee | None:
        """Return the person, also by the id of a record that was merged into theirs."""
        found = fetch_rows(self._db, f"SELECT id, body FROM attendees WHERE id = {PERSON}", [attendee_id, attendee_id])
        return stored_attendee(*found[0]) if found else None

    def known(self, records: Collection[str]) -> dict[str, Attendee]:
        """Return the people to whom these records belong, by record; nothing for a record of nobody."""
        person = "coalesce((SELECT person FROM merged WHERE record = value), value)"
        sql = f"SELECT value, attendees.id, body FROM json_each(?) JOIN attendees ON attendees.id = {person}"
        return {record: stored_attendee(*row) for record, *row in fetch_rows(self._db, sql, [json.dumps([*records])])}

    def all(self) -> Iterator[tuple[Attendee, tuple[Correction, ...]]]:
        """Yield all people by name, each with the corrections made to their record."""
        for row in fetch_rows(self._db, "SELECT id, body, corrections FROM attendees ORDER BY sort_key, id"):
            yield stored_attendee(row[0], row[1]), _corrections(row[2])

    def ids_by_name(self) -> list[str]:
        """Return the ids of all people in the order of their names."""
        return [row[0] for row in fetch_rows(self._db, "SELECT id FROM attendees ORDER BY sort_key, id")]

    def of_order(self, person: Attendee) -> list[Attendee]:
        """Return the others of a person's order, by name: those booked under the same number, those whom the person
        brings along, and whom they accompany with everyone beside them. Nobody whose record was merged.
        """
        host = self.get(companion_host(person.companion)) if person.companion else person
        key = host.id if host else companion_host(person.companion)
        sql = (
            f"SELECT id, body FROM attendees WHERE (({ORDER} = ? AND ? <> '') OR id = ? "
            f"OR ({COMPANION} > ? AND {COMPANION} < ?)) AND id <> ? AND id NOT IN (SELECT record FROM merged) "
            "ORDER BY sort_key, id"
        )
        found = fetch_rows(self._db, sql, [person.order, person.order, key, f"{key}/", f"{key}0", person.id])
        return [stored_attendee(*row) for row in found]

    def of_orders(self, orders: Collection[str]) -> list[Attendee]:
        """Return the people booked under these numbers, nobody whose record was merged."""
        sql = (
            f"SELECT id, body FROM attendees WHERE {ORDER} IN (SELECT value FROM json_each(?)) "
            "AND id NOT IN (SELECT record FROM merged) ORDER BY id"
        )
        return [stored_attendee(*row) for row in fetch_rows(self._db, sql, [json.dumps([*orders])])]

    def owners(self, codes: Collection[str]) -> dict[str, str]:
        """Return the id of the person who has or had each of these codes; of several, any one."""
        sql = "SELECT value, attendee FROM json_each(?) JOIN tickets ON code = value"
        return dict(fetch_rows(self._db, sql, [json.dumps([*codes])]))

    def search(self, query: str, limit: int = 30) -> list[Attendee]:
        """Return people by any words of their name, organisation or e-mail, or either end of their code; best match
        first.
        """
        return [found.attendee for found in self.find(query, limit)]

    def find(self, query: str, limit: int) -> list[RankedAttendee]:
        """Return the same people as `search`, each with the rank of the match."""
        return self._search.find(query, limit)

    def may_lead(self, text: str) -> bool:
        """Return whether `text`, which matches nobody, may be the beginning of a name."""
        return self._search.may_lead(text)

    def has_column_word(self, text: str) -> bool:
        """Return whether a word of `text` is a value of the list's other columns."""
        return self._search.has_column_word(text)

    def visit_count(self, until: datetime) -> int:
        """Return the number of arrivals up to this moment, at all control points."""
        return self._number("SELECT count(*) FROM visits WHERE arrived_ms <= ?", milliseconds(until))

    def visits(self, attendee_id: str | None = None) -> Iterator[VisitRow]:
        """Yield the visits of one person or of all, by person and time."""
        return self._visits("WHERE attendee = ?", [attendee_id]) if attendee_id else self._visits("", [])

    def visits_at(self, control_point: str, attendee_ids: Collection[str]) -> dict[str, VisitRow]:
        """Return these people's visits at one control point, by attendee id."""
        clause = "WHERE control_point = ? AND attendee IN (SELECT value FROM json_each(?))"
        ids = json.dumps([*attendee_ids])
        return {visit.attendee: visit for visit in self._visits(clause, [control_point, ids])}

    def ids_inside(self, control_point: str) -> list[str]:
        """Return who is inside now; where things are lent, who has one."""
        sql = "SELECT attendee FROM visits WHERE control_point = ? AND is_inside = 1"
        return [row[0] for row in fetch_rows(self._db, sql, [control_point])]

    def visits_inside(self, control_point: str) -> Iterator[VisitRow]:
        """Yield the visits of all people who are inside now, by person."""
        return self._visits("WHERE control_point = ? AND is_inside = 1", [control_point])

    def visits_of(self, attendee_ids: Collection[str]) -> Iterator[VisitRow]:
        """Yield all visits of these people, by person and time."""
        return self._visits(f"WHERE attendee IN ({marks(attendee_ids)})", [*attendee_ids])

    def have_come(self, attendee_ids: Collection[str]) -> set[str]:
        """Return those of these people who came to any control point."""
        sql = "SELECT DISTINCT attendee FROM visits WHERE attendee IN (SELECT value FROM json_each(?))"
        return {row[0] for row in fetch_rows(self._db, sql, [json.dumps([*attendee_ids])])}

    def visit(self, attendee_id: str, control_point: str) -> VisitRow | None:
        return self.visits_at(control_point, [attendee_id]).get(attendee_id)

    def _visits(self, clause: str, arguments: list[str]) -> Iterator[VisitRow]:
        found = fetch_rows(
            self._db,
            "SELECT control_point, attendee, arrived_at, desk, how, over, is_inside, left_at, people FROM visits "
            f"{clause} ORDER BY attendee, arrived_ms",
            arguments,
        )
        for point, attendee, at, desk, how, over, inside, left, people in found:
            with translated_decoding_errors():
                arrived_at, left_at = parse_stored_moment(at), parse_stored_moment(left) if left else None
            yield VisitRow(point, attendee, arrived_at, desk, how, over, bool(inside), left_at, people)

    def _codes(self, attendee_ids: Collection[str]) -> dict[str, list[str]]:
        """Return all codes that each of these people ever had."""
        found: dict[str, list[str]] = {attendee_id: [] for attendee_id in attendee_ids}
        sql = f"SELECT attendee, code FROM tickets WHERE attendee IN ({marks(attendee_ids)})"
        for attendee_id, code in fetch_rows(self._db, sql, [*attendee_ids]):
            found[attendee_id].append(code)
        return found

    # Counting

    def categories(self) -> list[str]:
        """Return the categories that people have, sorted; by steps in the index, each past all people of a category."""
        following = "SELECT min(category) FROM attendees WHERE category > one"
        sql = (
            "WITH RECURSIVE known(one) AS (SELECT min(category) FROM attendees UNION ALL "
            f"SELECT ({following}) FROM known WHERE one IS NOT NULL) SELECT one FROM known WHERE one IS NOT NULL"
        )
        return [row[0] for row in fetch_rows(self._db, sql)]

    def texts(self, field: str) -> list[str]:
        """Return the texts that people have in a field, also "" for none. Reads everyone, but for categories."""
        if field == "category":
            return self.categories()
        return [
            str(row[0]) for row in fetch_rows(self._db, f"SELECT DISTINCT {FIELD} FROM attendees", [field_path(field)])
        ]

    def count(self) -> int:
        return self._number("SELECT count(*) FROM attendees")

    def arrived(self, control_point: str) -> int:
        """Return how many people ever came in at a control point; `storage/count_tables` has the counts shown."""
        return self._number(f"SELECT total(people) {_CAME}", control_point, "")

    def arrivals(self) -> int:
        """Return how many people came in, counted at each control point."""
        return self._number("SELECT total(people) FROM visits")

    def inside(self, control_point: str) -> int:
        return self._number(f"SELECT total(inside) {_CAME}", control_point, "")

    def awaited(self, session: str, control_point: str) -> int:
        """Return the number of people registered for a session who have not yet arrived at its control point."""
        registered = "(SELECT total(places) FROM expected_counts WHERE session = ?)"
        return self._number(f"SELECT {registered} - total(places) {_CAME}", session, control_point, session)

    def _number(self, sql: str, *arguments: object) -> int:
        return int(fetch_rows(self._db, sql, arguments)[0][0])

    # Writing: called by the journal only

    def refresh(self, subjects: Collection[str], histories: Histories) -> None:
        """Bring the rows of `subjects` up to date with their histories."""
        self.put(PersonRows.of(*each) for each in histories(list(subjects)))

    def rows(self, histories: Iterable[tuple[str, History]]) -> dict[str, PersonRows]:
        """Return the rows of people with these histories, for `put`. Writes nothing."""
        return {person: PersonRows.of(person, history) for person, history in histories}

    def refresh_passages(self, person: str, history: History) -> None:
        """Bring the rows of a person up to date with their history after a passage, which changes visits and conflicts
        alone. A damaged row is mended with all others of the person.
        """
        before, rows = self._counted([person])[person], PersonRows.of(person, history)
        if rows.attendee != before.attendee:
            self.put([rows])
            return
        now = CountedRows(rows.attendee, {*rows.visits})
        self._put_visits({person: before}, {person: now})
        self.conflicts.replace({person: rows})
        self._counts.move([before], [now])

    def sounds_of_new_words(self, people: Iterable[PersonRows]) -> dict[str, frozenset[str]]:
        """Return how the words sound that these people bring to the search, for `put`."""
        return self._index.sounds_of_new_words(rows.terms for rows in people if rows.terms)

    def put(
        self,
        people: Iterable[PersonRows],
        report: ReportProgress = ignore_progress,
        sounds: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """Replace the rows of these people; `report` says how many the full-text index has. It may raise."""
        self._index.put(self._replaced(iter(people)), report, sounds)

    def _replaced(self, people: Iterator[PersonRows]) -> Iterator[tuple[str, SearchTerms | None]]:
        """Write the tables, and yield the people whose search terms changed. Most changes are arrivals, which change
        none.
        """
        while some := {rows.subject: rows for rows in islice(people, MANY)}:
            before = self._counted(some)
            now = {subject: CountedRows(rows.attendee, {*rows.visits}) for subject, rows in some.items()}
            self._put_visits(before, now)
            self.waiting.replace(some)
            self.conflicts.replace(some)
            changed = [*(self._put_attendees(before, now) | self._put_codes(some))]
            moved = [subject for subject in some if before[subject] != now[subject]]
            self._counts.move(map(before.__getitem__, moved), map(now.__getitem__, moved))
            yield from ((subject, some[subject].search_terms()) for subject in changed)

    def rebuild(self, subjects: list[str], histories: Histories, report: ReportProgress = ignore_progress) -> None:
        """Empty the tables and fill them from the journal again."""
        for table in ("visits", "tickets", "attendees", "waiting", "conflicts"):
            self._db.conn.execute(f"DELETE FROM {table}")
        self._counts.clear()
        self._index.clear()
        people = report_while(histories(subjects), report, len(subjects))
        self.put(PersonRows.of(*each) for each in people)

    def _counted(self, people: Collection[str]) -> dict[str, CountedRows]:
        """Return the rows that these people have in the tables of people and visits."""
        sql = f"SELECT {ATTENDEE_COLUMNS} FROM attendees WHERE id IN ({marks(people)})"
        known = {row[0]: row for row in fetch_rows(self._db, sql, [*people])}
        found = {subject: CountedRows(known.get(subject), set[Row]()) for subject in people}
        sql = f"SELECT * FROM visits WHERE attendee IN ({marks(people)})"
        for row in fetch_rows(self._db, sql, [*people]):
            found[row[1]].visits.add(row)
        return found

    def _put_visits(self, before: Mapping[str, CountedRows], now: Mapping[str, CountedRows]) -> None:
        gone = [row[:2] for subject, rows in before.items() for row in rows.visits - now[subject].visits]
        new = [row for subject, rows in now.items() for row in rows.visits - before[subject].visits]
        self._db.conn.executemany("DELETE FROM visits WHERE control_point = ? AND attendee = ?", gone)
        self._db.conn.executemany("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", new)

    def _put_attendees(self, before: Mapping[str, CountedRows], now: Mapping[str, CountedRows]) -> set[str]:
        """Write or delete the rows of these people; return the ids of those that changed."""
        changed = {subject for subject, rows in now.items() if rows.attendee != before[subject].attendee}
        gone = [(subject,) for subject in changed if not now[subject].attendee]
        new = [row for subject in changed if (row := now[subject].attendee)]
        self._db.conn.executemany("DELETE FROM attendees WHERE id = ?", gone)
        self._db.conn.executemany(
            f"INSERT OR REPLACE INTO attendees ({ATTENDEE_COLUMNS}) VALUES ({marks(_COLUMNS)})", new
        )
        return changed

    def _put_codes(self, people: Mapping[str, PersonRows]) -> set[str]:
        """Write the codes of these people; return the ids of those whose codes changed."""
        before = self._codes(people)
        changed = [subject for subject, rows in people.items() if {*rows.codes} != {*before[subject]}]
        gone = [(code, subject) for subject in changed for code in before[subject] if code not in people[subject].codes]
        new = [(code, subject) for subject in changed for code in people[subject].codes]
        self._db.conn.executemany("DELETE FROM tickets WHERE code = ? AND attendee = ?", gone)
        self._db.conn.executemany("INSERT OR IGNORE INTO tickets VALUES (?, ?)", new)
        return {*changed}


def _corrections(text: str) -> tuple[Correction, ...]:
    with translated_decoding_errors():
        stored = json.loads(text)
        return tuple(Correction(name, old, new, parse_stored_moment(at), desk) for name, old, new, at, desk in stored)


_WAITING_LINE = f"SELECT attendee FROM waiting JOIN attendees ON id = attendee WHERE session = ? AND {EXPECTED}"


class WaitingList:
    """The table `waiting`: the waiting list of each session, in order of arrival. Cancelled people are skipped, and
    regain their place if the cancellation is undone.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, session: str) -> list[str]:
        """Return the attendees who wait for a session, first come first."""
        return [row[0] for row in fetch_rows(self._db, f"{_WAITING_LINE} ORDER BY since", [session])]

    def replace(self, people: Mapping[str, PersonRows]) -> None:
        """Replace these people's places in the waiting lists; called by the journal, inside its transaction."""
        sql = f"SELECT session, attendee, since FROM waiting WHERE attendee IN ({marks(people)})"
        before = set(fetch_rows(self._db, sql, [*people]))
        now = {row for rows in people.values() for row in rows.waits}
        gone = [row[:2] for row in before - now]
        self._db.conn.executemany("DELETE FROM waiting WHERE session = ? AND attendee = ?", gone)
        self._db.conn.executemany("INSERT INTO waiting VALUES (?, ?, ?)", now - before)
