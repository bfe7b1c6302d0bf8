# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal of an event: append and read. Entries are never updated or deleted, except emptied by a purge."""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from types import MappingProxyType

from checkin.core.entries import (
    FIRST_REFUSED_ID,
    Entry,
    EntryKind,
    body_text,
    next_id,
    parse_stored_moment,
    stored_entry,
)
from checkin.core.history import History
from checkin.core.id_collisions import collision_copies
from checkin.core.lists.progress import BATCH, WHOLE, CombinedProgress, ReportProgress, ignore_progress, report_while
from checkin.core.merged_records import fold_records, persons_by_record
from checkin.core.sync.conflict_resolution import undone_ids
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase
from checkin.storage.journal_purge import anonymise_entries, newest_purge
from checkin.storage.merged_table import PERSON, MergedTable
from checkin.storage.projection_rows import PersonRows
from checkin.storage.row_decoding import batches, fetch_rows, marks, stream_batches
from checkin.storage.sql_terms import (
    FREQUENT_KINDS,
    IS_LENT,
    IS_PHOTOGRAPH,
    OF_RARE_KIND,
    PICTURE,
    THING,
    TIE,
    WALK_IN,
)
from checkin.storage.sqlite_errors import translated_decoding_errors
from checkin.storage.sqlite_library import Database

NO_NEWS: Mapping[str, Sequence[SealedEntry]] = MappingProxyType({})
_COLUMNS = "id, kind, subject, desk, at, body"
_CHANGE_NO_TABLE = (EntryKind.REFUSED, EntryKind.PHOTOGRAPH_SET)
_SAY_WHO_IS_WHO = (EntryKind.ATTENDEE_MERGED, EntryKind.UNDONE, EntryKind.CONFLICT_SETTLED)

Fact = tuple[str, str, Mapping[str, object]]
"""Kind, subject and body of an entry to write."""

SeeHistory = Callable[[str, History], object]
"""Is told the id of a person and their history."""

ENTRIES, TABLES = WHOLE * 2 // 10, WHOLE * 6 // 10
"""Where the progress bar of storing stands when the entries are stored, and when the tables of people are; the rest is
the full-text index.
"""
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
class KnownEntries:
    """The entries of all records of one person, and how many rows the connection had changed when they were read: while
    that stays, they are all. They hold for one transaction.
    """

    entries: Sequence[Entry]
    changes: int


class Journal:
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
        self._db = db
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
        entries, moment, greatest = list[SealedEntry](), at.isoformat(), self._greatest_id()
        for kind, subject, body in facts:
            greatest = next_id(greatest, self._nanoseconds(), self._randomness(8))
            entries.append(SealedEntry(greatest, str(kind), subject, desk, moment, body_text(body)))
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
        newer = f"SELECT {_COLUMNS} FROM journal WHERE id IN (SELECT id FROM journal_order WHERE place > ?)"
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
            f"INSERT INTO journal ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
            [(e.id, e.kind, e.subject, e.desk, e.at, e.body) for e in entries],
        )
        if isinstance(self._db, EventDatabase):
            self._db.note(entries)

    def update_tables(self, entries: Iterable[Entry | SealedEntry]) -> None:
        """Update the tables read from the journal after these entries were inserted. People whose record was merged, or
        separated again, leave the tables first. A refusal and a photograph change none of them.
        """
        subjects = {e.subject for e in entries if e.subject and e.kind not in _CHANGE_NO_TABLE}
        if any(e.kind in _SAY_WHO_IS_WHO for e in entries) and (moved := self._merged.put(self._who_is_who())):
            self._attendees.refresh(moved, lambda gone: ((subject, History()) for subject in gone))
            subjects |= moved
        if subjects:
            self._attendees.refresh(subjects, self.histories)

    def rebuild(self, report: ReportProgress = ignore_progress, see: SeeHistory | None = None) -> None:
        """Rebuild every table read from the journal, and hand the history of each person to `see`. Call inside
        `connection.transaction`.
        """
        self._merged.put(self._who_is_who())

        def histories(subjects: Sequence[str]) -> Iterator[tuple[str, History]]:
            for person, history in self.histories(subjects):
                if see:
                    see(person, history)
                yield person, history

        self._attendees.rebuild(self.people(), histories, report)

    def empty(self, before: bytes = b"", report: ReportProgress = ignore_progress) -> None:
        """Make all entries before this id (default: the newest purge) anonymous. Call inside
        `connection.transaction`.
        """
        bar = CombinedProgress(report)
        anonymise_entries(self._db, before or newest_purge(self._db), bar.part(EMPTIED))
        self.rebuild(bar.part(WHOLE))

    def person(self, subject: str) -> str:
        """Return the id of the person this record was merged into, or `subject` itself."""
        return str(fetch_rows(self._db, f"SELECT {PERSON}", [subject, subject])[0][0])

    def history(self, subject: str) -> History:
        """Return the history of the owner of this record; empty for an unknown subject."""
        return fold_records(subject, self.about(subject))[1]

    def histories(self, subjects: Sequence[str]) -> Iterator[tuple[str, History]]:
        """Yield (person, history) for the owners of these records, each person once."""
        if len(subjects) == 1:  # as with every entry of a desk
            return iter([fold_records(subjects[0], self.about(subjects[0]))])
        return self._histories(subjects, NO_NEWS)

    def _histories(
        self, subjects: Sequence[str], new: Mapping[str, Sequence[SealedEntry]]
    ) -> Iterator[tuple[str, History]]:
        """Yield them as they are once these `new` entries, by subject, are in the journal."""
        return (fold_records(person, entries) for person, entries in self.entries_by_person(subjects, new))

    def entries_by_person(
        self, subjects: Sequence[str], new: Mapping[str, Sequence[SealedEntry]] = NO_NEWS
    ) -> Iterator[tuple[str, list[Entry]]]:
        """Yield the owners of these records, each person once, with the entries of all their records, in order; the
        `new` ones, by subject, are about to come into the journal.
        """
        reported = set[str]()
        for some in batches(subjects):
            owner_of = self._owner_of(some)
            owners = dict.fromkeys(owner_of.get(subject, subject) for subject in some)
            people = [person for person in owners if person not in reported]
            reported.update(people)
            yield from self._by_person(people, new).items()

    def _owner_of(self, records: Sequence[str]) -> dict[str, str]:
        """Return the person of those of these records that were merged."""
        sql = f"SELECT record, person FROM merged WHERE record IN ({marks(records)})"
        return dict(fetch_rows(self._db, sql, records))

    def _by_person(self, people: Sequence[str], new: Mapping[str, Sequence[SealedEntry]]) -> dict[str, list[Entry]]:
        """Return the entries of all records of each of these people, in order, with their `new` ones."""
        sql = f"SELECT record, person FROM merged WHERE person IN ({marks(people)})"
        owner_of = {person: person for person in people} | dict(fetch_rows(self._db, sql, people))
        found: dict[str, list[Entry]] = {person: [] for person in people}
        for some in batches([*owner_of]):
            for entry in self._read(f"WHERE subject IN ({marks(some)})", some):
                found[owner_of[entry.subject]].append(entry)
            for record in some:
                found[owner_of[record]] += map(SealedEntry.opened, new.get(record, ()))
        for entries in found.values():
            entries.sort(key=lambda entry: entry.id)
        return found

    def _who_is_who(self) -> dict[str, str]:
        merges = list(self._read("WHERE kind = 'attendee_merged' ORDER BY id", []))
        return persons_by_record(merges, self.undone({e.subject for e in merges}))

    def each(self) -> Iterator[Entry]:
        """Yield all entries in order, without holding them."""
        for rows in stream_batches(self._db, f"SELECT {_COLUMNS} FROM journal ORDER BY id"):
            with translated_decoding_errors():
                entries = [*starmap(stored_entry, rows)]
            yield from entries

    def everything(self) -> list[Entry]:
        """Return all entries, in order."""
        return list(self._read("ORDER BY id", []))

    def entries_of_kinds(self, kinds: Iterable[EntryKind]) -> list[Entry]:
        """Return all entries of these kinds, in order. Reads the whole journal for one of `FREQUENT_KINDS`."""
        wanted = [str(k) for k in kinds]
        rare = "" if {*wanted} & {*FREQUENT_KINDS} else f"{OF_RARE_KIND} AND "
        return list(self._read(f"WHERE {rare}kind IN ({marks(wanted)}) ORDER BY id", wanted))

    def walk_ins(self) -> set[str]:
        """Return the ids of the people who were registered at a desk; for a merged record that of the person."""
        person = "coalesce((SELECT person FROM merged WHERE record = subject), subject)"
        sql = f"SELECT DISTINCT {person} FROM journal WHERE {WALK_IN}"
        return {row[0] for row in fetch_rows(self._db, sql)}

    def settlements(self) -> list[Entry]:
        """Return all `conflict_settled` entries, in order. Called after every scan.

        The kind is written into the SQL: SQLite can use the partial index of this kind only then, not for a parameter.
        """
        return list(self._read("WHERE kind = 'conflict_settled' ORDER BY id", []))

    def photograph_parts(self, pictures: Collection[str]) -> Iterator[Entry]:
        """Yield the parts of the photographs with these digests."""
        for some in batches([*pictures]):
            yield from self._read(f"WHERE {IS_PHOTOGRAPH} AND {PICTURE} IN ({marks(some)})", some)

    def lent(self, thing: str) -> list[Entry]:
        """Return the entries that lent the thing of this number, the newest first."""
        return list(self._read(f"WHERE {IS_LENT} AND {THING} = ? ORDER BY id DESC", [thing]))

    def twins(self) -> Mapping[str, tuple[bytes, ...]]:
        """Return, by each id that two different entries share, the ids of their copies. Reads all undos."""
        clause = f"WHERE {OF_RARE_KIND} AND kind = 'undone' AND body ->> '$.instead' IS NOT NULL ORDER BY id"
        return collision_copies(self._read(clause, []))

    def newest_place(self) -> int:
        """Return the place of the entry that was inserted last, from this desk or another; for `has_entry_since`."""
        found = fetch_rows(self._db, "SELECT place FROM journal_order ORDER BY place DESC LIMIT 1")
        return int(found[0][0]) if found else 0

    def has_entry_since(self, kinds: Iterable[EntryKind], since: int) -> bool:
        """Whether an entry of these kinds was inserted after a place. Cheap check that avoids reading entries."""
        wanted = [str(k) for k in kinds]
        sql = (
            "SELECT 1 FROM journal_order JOIN journal USING (id) "
            f"WHERE place > ? AND kind IN ({','.join('?' * len(wanted))}) LIMIT 1"
        )
        return bool(fetch_rows(self._db, sql, [since, *wanted]))

    def count_since(self, kind: EntryKind, since: int) -> int:
        """Return the number of entries of a kind inserted after a place, without those undone since."""
        sql = (
            "WITH since AS (SELECT journal.* FROM journal_order JOIN journal USING (id) WHERE place > ?) "
            "SELECT count(*) FROM since WHERE kind = ? AND lower(hex(id)) NOT IN "
            "(SELECT value FROM since, json_each(body, '$.targets') WHERE kind = 'undone' AND value IS NOT NULL)"
        )
        return int(fetch_rows(self._db, sql, [since, str(kind)])[0][0])

    def entries_of_import(self, import_id: str) -> list[Entry]:
        """Return all entries that one import of a list wrote. Reads the whole journal."""
        return list(
            self._read("WHERE json_extract(body, '$.import') = ? AND kind <> 'undone' ORDER BY id", [import_id])
        )

    def about(self, subject: str) -> list[Entry]:
        """Return the entries of all records of the owner of this record, in order."""
        entries = self._of_person(subject)
        if any(e.kind == EntryKind.ATTENDEE_MERGED and e.subject == subject for e in entries):
            entries = self._of_person(self.person(subject))
        return sorted(entries, key=lambda e: e.id)

    def _of_person(self, person: str) -> list[Entry]:
        """Return them unsorted and without a subquery: every scan asks three times, and SQLite would build tables for
        both.
        """
        others = f"SELECT {_COLUMNS} FROM merged JOIN journal ON subject = record WHERE person = ?"
        return list(self._read(f"WHERE subject = ? UNION ALL {others}", [person, person]))

    def of_record(self, subject: str) -> list[Entry]:
        """Return the entries of this record alone, in order."""
        return list(self._read("WHERE subject = ? ORDER BY id", [subject]))

    def newest_passages(self, control_point: str, limit: int) -> list[Entry]:
        """Return the newest check-ins, check-outs and refusals at a control point, newest first."""
        clause = "WHERE kind IN ('checked_in', 'checked_out', 'refused') AND body ->> 'control_point' = ?"
        return list(self._read(f"{clause} ORDER BY id DESC LIMIT ?", [control_point, limit]))

    def overridden_passages(self) -> list[Entry]:
        """Return arrivals and exits for which a reason was given, in order, undone or not. Reads the whole journal."""
        clause = "WHERE kind IN ('checked_in', 'checked_out') AND json_extract(body, '$.why') IS NOT NULL ORDER BY id"
        return list(self._read(clause, []))

    def ties(self) -> list[Entry]:
        """Return the entries that tied codes, in order, undone or not."""
        return list(self._read(f"WHERE {TIE} ORDER BY id", []))

    def walk_in_entries(self) -> list[Entry]:
        """Return the entries that registered people at a desk, in order."""
        return list(self._read(f"WHERE {WALK_IN} ORDER BY id", []))

    def all_undone(self) -> set[str]:
        """Return the hex ids of all entries that were undone. Reads the whole journal."""
        told = "kind IN ('undone', 'conflict_settled') OR body ->> '$.conflict' IS NOT NULL"
        return undone_ids(self._read(f"WHERE {told} ORDER BY id", []))

    def undone(self, subjects: Iterable[str]) -> set[str]:
        """Return the hex ids of the entries of `subjects` that were undone."""
        wanted = list(subjects)
        marks = ",".join("?" * len(wanted))
        kinds = ",".join(f"'{kind}'" for kind in _SAY_WHO_IS_WHO)
        return undone_ids(self._read(f"WHERE kind IN ({kinds}) AND subject IN ({marks})", wanted))

    def people(self) -> list[str]:
        """Return the ids of all people with entries, also of those not yet added; for merged records the person's
        id.
        """
        others = r"kind NOT LIKE '%\_planned' ESCAPE '\' AND kind NOT LIKE 'supervisor\_%' ESCAPE '\'"
        sql = f"SELECT DISTINCT subject FROM journal WHERE subject <> '' AND {others}"
        merged = "SELECT record FROM merged"
        whole = f"{sql} AND subject NOT IN ({merged}) UNION SELECT person FROM merged"
        return [row[0] for row in fetch_rows(self._db, whole)]

    def count(self) -> int:
        return int(fetch_rows(self._db, "SELECT count(*) FROM journal")[0][0])

    def newest(self) -> Entry | None:
        """Return the entry with the greatest id that a clock can give."""
        return next(self._read("WHERE id < ? ORDER BY id DESC LIMIT 1", [FIRST_REFUSED_ID]), None)

    def count_until(self, entry_id: bytes) -> int:
        """Return the number of entries up to this id, whether or not it is in the journal."""
        # mostly few come after it, and SQLite counts a whole table without looking at its rows
        sql = "SELECT count(*) - (SELECT count(*) FROM journal WHERE id > ?) FROM journal"
        return int(fetch_rows(self._db, sql, [entry_id])[0][0])

    def newest_by_desk(self) -> dict[str, datetime]:
        """Return when each desk wrote its last entry, by the order of entries."""
        sql = "SELECT desk, at, max(id) FROM journal WHERE desk <> '' GROUP BY desk ORDER BY desk"
        return {desk: parse_stored_moment(at) for desk, at, _ in fetch_rows(self._db, sql)}

    def entry(self, entry_id: bytes) -> Entry | None:
        return next(self._read("WHERE id = ?", [entry_id]), None)

    def _read(self, clause: str, arguments: Sequence[object]) -> Iterator[Entry]:
        rows = fetch_rows(self._db, f"SELECT {_COLUMNS} FROM journal {clause}", arguments)
        with translated_decoding_errors():
            yield from starmap(stored_entry, rows)

    def _greatest_id(self) -> bytes | None:
        found = fetch_rows(self._db, "SELECT id FROM journal WHERE id < ? ORDER BY id DESC LIMIT 1", [FIRST_REFUSED_ID])
        return found[0][0] if found else None


def _merging(entries: Iterable[SealedEntry]) -> set[str]:
    """Return the records that these entries merge, and the people they are merged into."""
    merges = [entry.opened() for entry in entries if entry.kind == EntryKind.ATTENDEE_MERGED]
    return {record for merge in merges for record in (merge.subject, str(merge.body.get("into")))}
