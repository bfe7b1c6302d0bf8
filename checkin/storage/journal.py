# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal of an event: appending, and the tables that follow. Entries never change; a purge alone empties them."""

import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from sys import intern
from typing import Any

from checkin.core.entries import Entry, EntryKind, body_text, first_id_after, next_id
from checkin.core.history import History
from checkin.core.merged_records import fold_records
from checkin.core.message import (
    BATCH,
    WHOLE,
    CombinedProgress,
    ReportProgress,
    StorageError,
    ignore_progress,
    report_while,
)
from checkin.core.search_terms import fuzzy_words
from checkin.core.sync.sealed_entry import SealedEntry, latest_ms
from checkin.storage.attendees import ATTENDEE_COLUMNS, Attendees, MergedTable
from checkin.storage.connection import EventDatabase
from checkin.storage.count_tables import COUNT_TABLES, CountedRows, PersonRows, Row, Sums, add_counts
from checkin.storage.journal_purge import anonymise_entries, newest_purge
from checkin.storage.journal_queries import COLUMNS, SAY_WHO_IS_WHO, JournalQueries
from checkin.storage.search_index import KEPT_TEXTS
from checkin.storage.sqlite_library import MANY, Database, Setting, fetch_rows, marks

# The tables of an event file, compared row by row with what its journal makes of them. Writes nothing.

_OF_PEOPLE = {
    "visits": ("attendee", "*"),
    "tickets": ("attendee", "*"),
    "attendees": ("id", ATTENDEE_COLUMNS),
    "waiting": ("attendee", "*"),
    "conflicts": ("attendee", "*"),
    "spellings": ("attendee", f"attendee, {KEPT_TEXTS}"),
}
"""The tables with rows of one person each: the column that says whose they are, and those that follow from the journal
alone.
"""


class TableComparison:
    """Counts the rows that the tables lack, and those that they should not have.

    Every person of the journal must be added once (`Journal.differences`).
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: list[PersonRows] = []
        self._differ, self._seen = Counter[str](), Counter[str]()
        self._sums: Sums = {}
        self._words = set[str]()

    def add(self, person: PersonRows) -> None:
        """Compare the rows of one more person with these, which were made with the terms of the search."""
        self._waiting.append(person)
        if len(self._waiting) == MANY:
            self._compare_waiting()

    def differences(self, who_is_who: Mapping[str, str]) -> dict[str, int]:
        """Return by table the number of rows that differ; `who_is_who`: the person of every merged record."""
        self._compare_waiting()
        self._differ["merged"] = self._distance("merged", {*who_is_who.items()})
        for table in COUNT_TABLES:
            self._differ[table] = self._distance(table, {*self._counts(table)})
        self._differ["vocabulary"] = self._distance("vocabulary", {(word,) for word in self._words})
        for table in _OF_PEOPLE:  # a row that was not seen yet belongs to nobody in the journal
            self._differ[table] += self._count(table) - self._seen[table]
        return {**self._differ}

    def _compare_waiting(self) -> None:
        some, self._waiting = self._waiting, []
        wanted = dict[str, set[Row]]((table, set()) for table in _OF_PEOPLE)
        for person in some:
            for table, rows in _rows(person).items():
                wanted[table].update(rows)
            add_counts(self._sums, CountedRows(person.attendee, {*person.visits}))
            self._words.update(fuzzy_words(person.terms) if person.terms else ())
        subjects = [person.subject for person in some]
        for table, (owner, columns) in _OF_PEOPLE.items():
            sql = f"SELECT {columns} FROM {table} WHERE {owner} IN ({marks(subjects)})"
            found = self._read(sql, subjects)
            self._seen[table] += len(found)
            self._differ[table] += len(wanted[table].symmetric_difference(found))

    def _distance(self, table: str, wanted: set[Row]) -> int:
        return len(wanted.symmetric_difference(self._read(f"SELECT * FROM {table}")))

    def _read(self, sql: str, arguments: Sequence[str] = ()) -> list[Row]:
        """Return rows; a text in them that is none is unlike any that the journal makes, and so is what cannot be
        read.
        """
        try:
            return fetch_rows(self._db, sql, arguments)
        except StorageError:
            self._db.conn.text_factory = _unlike_any_text
            try:
                return fetch_rows(self._db, sql, arguments)
            except StorageError:
                return []
            finally:
                self._db.conn.text_factory = str

    def _count(self, table: str) -> int:
        """Return how many rows the table has, as far as they can be read."""
        try:
            return int(fetch_rows(self._db, f"SELECT count(*) FROM {table}")[0][0])
        except StorageError:
            return self._seen[table]

    def _counts(self, table: str) -> Iterator[Row]:
        return ((*key[1:], *sums) for key, sums in self._sums.items() if key[0] == table and any(sums))


def _unlike_any_text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _rows(person: PersonRows) -> dict[str, Sequence[tuple[Any, ...]]]:
    """Return the rows of a person by table."""
    return {
        "visits": person.visits,
        "tickets": [(code, person.subject) for code in person.codes],
        "attendees": [person.attendee] if person.attendee else (),
        "waiting": person.waits,
        "conflicts": person.conflicts,
        "spellings": [(person.subject, *person.terms)] if person.terms else (),
    }


_CHANGE_NO_TABLE = (EntryKind.REFUSED, EntryKind.PHOTOGRAPH_SET)

Fact = tuple[str, str, Mapping[str, object]]
"""Kind, subject and body of an entry to write."""

SeeHistory = Callable[[str, History], object]
"""Is told the id of a person and their history."""

ENTRIES, TABLES = WHOLE * 2 // 10, WHOLE * 6 // 10
"""Where the progress bar of storing stands when the entries are stored, and when the tables of people are; the rest is
the full-text index.
"""
TAKEN_UNTIL = Setting("entries_taken_until")
CHANCE = 8
"""Random bytes of an entry's id."""
EMPTIED = WHOLE * 4 // 10
"""Where the progress bar of a purge stands when the entries are anonymous; the rest is the tables."""


@dataclass(frozen=True, slots=True)
class PreparedEntries:
    """New entries, the finished rows of their people, and how new words sound, as of the newest place `since`
    (docs/adr/0071). To be inserted once: the rows are let go as they are stored.
    """

    entries: Sequence[SealedEntry]
    people: list[PersonRows]
    sounds: Mapping[str, frozenset[str]]
    since: int

    def taken_people(self) -> Iterator[PersonRows]:
        """Yield the rows in order, and hold none of them any longer."""
        self.people.reverse()
        while self.people:
            yield self.people.pop()


@dataclass(frozen=True, slots=True)
class PeopleAhead:
    """The rows that these new entries will make of their people, and of when they were computed: `edition` and
    `place` are as in `PreparedEntries`. `owners` has the person of each subject.
    """

    entries: Sequence[SealedEntry]
    owners: Mapping[str, str]
    rows: Mapping[str, PersonRows]
    edition: object
    since: int


@dataclass(frozen=True, slots=True)
class KnownEntries:
    """The entries of all records of one person, and how many rows the connection had changed when they were read: while
    that stays, they are all. They hold for one transaction.
    """

    entries: Sequence[Entry]
    changes: int


class Journal(JournalQueries):
    """The append-only table of entries in one event file, in the order of their ids.

    `append` and `append_all` record facts; `core.history` folds a person's entries into what is known of them. Both
    must run inside `connection.transaction`; the tables read from the journal (`Attendees`, `MergedTable`) are updated
    in the same transaction. Triggers in the file abort every UPDATE and DELETE of an entry; `empty`, after a purge, is
    the one exception.

    Promises: a new entry's id is greater than every id its journal held; what was appended survives a power cut once
    the transaction has ended. Raises `UserError` for a body that is too large or cannot be stored, `StorageError` if
    the disk or the file is at fault.

        with transaction(db):
            history = journal.history(attendee_id)
            journal.append(EntryKind.CHECKED_IN, attendee_id, {"control_point": "main"}, at=now, desk="Desk 1")
    """

    def __init__(
        self,
        db: Database,
        attendees: Attendees,
        randomness: Callable[[int], bytes] = os.urandom,
        nanoseconds: Callable[[], int] = time.time_ns,
    ) -> None:
        super().__init__(db)
        self._attendees = attendees
        self._merged = MergedTable(db)
        self._randomness, self._nanoseconds = randomness, nanoseconds

    def append(self, kind: str, subject: str, body: Mapping[str, object], *, at: datetime, desk: str) -> Entry:
        """Append one entry. Raises `UserError` for a body that the journal cannot hold."""
        return self.append_all([(kind, subject, body)], at=at, desk=desk)[0]

    def known(self, subject: str) -> KnownEntries:
        """Return what the journal has about the owner of this record; nothing about ""."""
        return KnownEntries(self.about(subject) if subject else [], self._db.conn.total_changes)

    def append_passage(self, fact: Fact, known: KnownEntries, *, at: datetime, desk: str) -> tuple[Entry, History]:
        """Append an arrival or exit of a person. Return it, and their history since, from which the tables were
        written. `known` was read of them in this transaction; it is read again if anything was written since.
        """
        kind, subject, body = fact
        is_current = known.changes == self._db.conn.total_changes
        before = known.entries if is_current else self.about(subject)
        entries = self._sealed([fact], at, desk)
        self._insert(entries)
        person, history = fold_records(subject, [*before, entries[0].opened()])
        if subject:
            self._attendees.refresh_passages(person, history)
        return Entry(entries[0].id, kind, subject, desk, at, body), history

    def append_all(self, facts: Iterable[Fact], *, at: datetime, desk: str) -> list[Entry]:
        """Append several entries of one moment, in order, each with a greater id than all before."""
        facts = list(facts)
        entries = self._sealed(facts, at, desk)
        self.insert(entries)
        return [Entry(e.id, e.kind, e.subject, desk, at, body) for e, (_, _, body) in zip(entries, facts, strict=True)]

    def _sealed(self, facts: Iterable[Fact], at: datetime, desk: str) -> list[SealedEntry]:
        """Return these facts as entries, each with a greater id than all before."""
        entries, moment, greatest, following = list[SealedEntry](), at.isoformat(), self._greatest_id(), iter(facts)
        while some := [*islice(following, BATCH)]:
            chance = self._randomness(CHANCE * len(some))  # drawn for each, the window's thread would have no turn
            for number, (kind, subject, body) in enumerate(some):
                own = chance[CHANCE * number : CHANCE * (number + 1)]
                greatest = next_id(greatest, self._nanoseconds(), own)
                entries.append(SealedEntry(greatest, intern(str(kind)), subject, desk, moment, body_text(body)))
        return entries

    def insert(self, entries: Sequence[SealedEntry]) -> None:
        """Insert entries that are new to this file, and update the tables read from the journal."""
        self._insert(entries)
        self.update_tables(entries)

    def prepare(  # noqa: PLR0913 (each is known to the caller alone)
        self,
        facts: Iterable[Fact],
        *,
        at: datetime,
        desk: str,
        since: int,
        dated: Iterable[SealedEntry] = (),
        report: ReportProgress = ignore_progress,
    ) -> PreparedEntries:
        """Return the entries of these facts and the rows they make of their people, for `insert_prepared`. Takes no
        lock and writes nothing. `since` is the newest place from before anything was read that the facts rest on.
        `dated` are further new entries, which have ids already.
        """
        entries = [*dated, *self._sealed(facts, at, desk)]
        by_subject: dict[str, list[SealedEntry]] = {}
        for entry in entries:
            by_subject.setdefault(entry.subject, []).append(entry)
        people = sorted(by_subject.keys() - {"", *_merging(entries)})
        histories = self._histories(people, by_subject)
        rows = [PersonRows.of(*each, is_searched=True) for each in report_while(histories, report, len(people))]
        return PreparedEntries(entries, rows, self._attendees.sounds_of_new_words(rows), since)

    def insert_prepared(self, prepared: PreparedEntries, report: ReportProgress = ignore_progress) -> None:
        """Insert prepared entries with their rows. People about whom anything was recorded meanwhile, and those whose
        records are merged, are folded now.
        """
        bar, entries, count = CombinedProgress(report), prepared.entries, len(prepared.people)
        done = {rows.subject for rows in prepared.people}
        newer = f"SELECT {COLUMNS} FROM journal WHERE id IN (SELECT id FROM journal_order WHERE place > ?)"
        recorded = [SealedEntry(*row) for row in fetch_rows(self._db, newer, [prepared.since])]
        inserting = bar.part(ENTRIES)
        for start in range(0, len(entries), BATCH):
            inserting(start, len(entries))
            self._insert(entries[start : start + BATCH])
        storing = report_while(prepared.taken_people(), bar.part(TABLES), count)
        self._attendees.put(storing, bar.part(WHOLE), prepared.sounds)
        self.update_tables([*recorded, *(entry for entry in entries if entry.subject not in done)])

    def _insert(self, entries: Sequence[SealedEntry]) -> None:
        self._db.conn.executemany(
            f"INSERT INTO journal ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            [(e.id, e.kind, e.subject, e.desk, e.at, e.body) for e in entries],
        )
        if isinstance(self._db, EventDatabase):
            self._db.note(entries)

    def people_ahead(self, entries: Sequence[SealedEntry]) -> PeopleAhead:
        """Return what `update_tables` will need once these entries are inserted. Takes no lock: a person with many
        entries is folded while scans go on.
        """
        edition, since = self._edition(), self.newest_place()
        by_subject: dict[str, list[SealedEntry]] = {subject: [] for subject in _concerned(entries)}
        for entry in entries:
            if entry.subject in by_subject:
                by_subject[entry.subject].append(entry)
        owners = self.owners([*by_subject])
        rows = self._attendees.rows(self._histories([*by_subject], by_subject))
        return PeopleAhead(entries, owners, rows, edition, since)

    def update_tables(self, entries: Sequence[Entry | SealedEntry], ahead: PeopleAhead | None = None) -> None:
        """Update the tables read from the journal after these entries were inserted. People whose record was merged, or
        separated again, leave the tables first. A refusal and a photograph change none of them.

        People about whom nothing else was recorded since they were computed `ahead` are not folded again; where records
        are merged or separated, whose entries are whose is known only now.
        """
        subjects, moved = _concerned(entries), set[str]()
        if any(e.kind in SAY_WHO_IS_WHO for e in entries) and (moved := self._merged.put(self.who_is_who())):
            self._attendees.refresh(moved, lambda gone: ((subject, History()) for subject in gone))
            subjects |= moved
        if ahead and not moved and ahead.entries == entries and ahead.edition == self._edition():
            others = self.recorded_since(ahead.since, {entry.id for entry in entries})
            outdated = others | {*self.owners([*others]).values()}
            ready = {person: rows for person, rows in ahead.rows.items() if person not in outdated}
            if ready:
                self._attendees.put(ready.values())
            subjects -= {subject for subject, person in ahead.owners.items() if person in ready}
        if subjects:
            self._attendees.refresh(subjects, self.histories)

    def recorded_since(self, place: int, besides: Collection[bytes] = ()) -> set[str]:
        """Return the subjects of the entries that were inserted after this place, but for those `besides`."""
        sql = "SELECT journal.id, subject FROM journal_order JOIN journal USING (id) WHERE place > ?"
        return {subject for entry_id, subject in fetch_rows(self._db, sql, [place]) if entry_id not in besides}

    def _edition(self) -> object:
        return self._db.edition() if isinstance(self._db, EventDatabase) else None

    def rebuild(self, report: ReportProgress = ignore_progress) -> None:
        """Rebuild every table read from the journal. Call inside `connection.transaction`."""
        self._merged.replace(self.who_is_who())
        self._attendees.rebuild(self.people(), self.histories, report)

    def differences(self, see: SeeHistory | None = None) -> dict[str, int]:
        """Return by table the number of rows that differ from those which the journal makes, and hand the history of
        each person to `see`. To be called in a snapshot: it writes nothing and takes no lock.
        """
        compared, who_is_who = TableComparison(self._db), self.who_is_who()
        with self._merged.read_as(who_is_who):
            for person, history in self.histories(self.people()):
                if see:
                    see(person, history)
                compared.add(PersonRows.of(person, history, is_searched=True))
        return compared.differences(who_is_who)

    def empty(self, before: bytes = b"", report: ReportProgress = ignore_progress) -> None:
        """Make all entries before this id (default: the newest purge) anonymous. Call inside
        `connection.transaction`.
        """
        bar = CombinedProgress(report)
        anonymise_entries(self._db, before or newest_purge(self._db), bar.part(EMPTIED))
        self.rebuild(bar.part(WHOLE))

    def now_ms(self) -> int:
        """Return this computer's clock, in milliseconds since 1970."""
        return self._nanoseconds() // 1_000_000

    def latest_ms(self, first: bytes = b"") -> int:
        """Return the latest time, in milliseconds since 1970, that the id of another desk's entry may have: a day ahead
        of this clock, or later where a person said so. `first` is the oldest entry that an empty journal is to get.
        """
        oldest = fetch_rows(self._db, "SELECT min(id) FROM journal")[0][0] or first
        return max(latest_ms(self.now_ms(), oldest), int(TAKEN_UNTIL.read(self._db) or 0))

    def take_until(self, at: datetime) -> None:
        """Note that a person takes entries of other desks up to this time, whatever this computer's clock shows. Call
        inside `connection.transaction`.
        """
        TAKEN_UNTIL.write(self._db, int(at.timestamp() * 1000) + 1)

    def _greatest_id(self) -> bytes | None:
        """Return the greatest id that another desk would take too: what this desk writes must not follow a later one,
        which its clock gave when it was wrong.
        """
        end = first_id_after(self.latest_ms())
        found = fetch_rows(self._db, "SELECT id FROM journal WHERE id < ? ORDER BY id DESC LIMIT 1", [end])
        return found[0][0] if found else None


def _concerned(entries: Iterable[Entry | SealedEntry]) -> set[str]:
    """Return the subjects whose rows these entries may change."""
    return {entry.subject for entry in entries if entry.subject and entry.kind not in _CHANGE_NO_TABLE}


def _merging(entries: Iterable[SealedEntry]) -> set[str]:
    """Return the records that these entries merge, and the people they are merged into."""
    merges = [entry.opened() for entry in entries if entry.kind == EntryKind.ATTENDEE_MERGED]
    return {record for merge in merges for record in (merge.subject, str(merge.body.get("into")))}
