# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read from the journal of an event: entries by person, kind and place, and histories folded from them."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import starmap
from types import MappingProxyType

from checkin.core.entries import (
    FIRST_REFUSED_ID,
    Entry,
    EntryKind,
    body_text,
    parse_stored_moment,
    readable_body,
    stored_entry,
)
from checkin.core.history import History
from checkin.core.merged_records import fold_records, persons_by_record
from checkin.core.purge import IMPERSONAL_KINDS, anonymise_entry, is_anonymous
from checkin.core.sync.conflicts import INSTEAD, colliding_ids, undone_ids
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.attendees import PERSON
from checkin.storage.sqlite_library import (
    FREQUENT_KINDS,
    IS_LENT,
    IS_PHOTOGRAPH,
    OF_RARE_KIND,
    PICTURE,
    THING,
    TIE,
    WALK_IN,
    Database,
    batches,
    fetch_rows,
    marks,
    stream_batches,
    stream_rows,
    translated_decoding_errors,
)

# Two different entries under one id, which no Checkin desk writes: how every desk ends with both (docs/adr/0052).
# Pure.
# Neither counts under the shared id. Each gets a copy under an id derived from its content, so that every desk which
# sees the two makes the same copies, and an undo of the shared id that names the copy.

_FREE_BITS = (1 << 80) - 1 & ~(0xF << 76) & ~(0b11 << 62)
_VERSION_AND_VARIANT = 0x7 << 76 | 0b10 << 62
_FIRST_COUNTS = (EntryKind.UNDONE, EntryKind.CONFLICT_SETTLED)
"""Kinds that cannot be undone, or of which the first counts: their copies come before the shared id."""


def separate_collision(one: SealedEntry, other: SealedEntry) -> list[SealedEntry]:
    """Return the entries that separate `one` and `other` of one id; empty where they are the same entry, perhaps
    emptied by a purge at one desk and not yet at the other.
    """
    if one == other or _may_be_emptied(one, other) or _may_be_emptied(other, one):
        return []
    return [new for entry in (one, other) for new in copied(entry)]


def is_emptied(there: SealedEntry, entry: SealedEntry) -> bool:
    """Whether `there` is `entry` without its person, as a purge leaves it."""
    return _may_be_emptied(entry, there) and not _may_be_emptied(there, entry)


def shared_ids(entry: SealedEntry) -> list[bytes]:
    """Return the ids which this entry says two desks gave to different entries; empty for most."""
    return [*map(bytes.fromhex, colliding_ids([entry.opened()]))] if entry.kind == EntryKind.UNDONE else []


def copied(entry: SealedEntry) -> list[SealedEntry]:
    """Return what stands for an entry whose id is shared: an undo of the shared id, and the copy. That of a purge is
    obeyed where something else stands in its place.
    """
    copy = replace(entry, id=_beside(entry, b"copy"))
    body = body_text({"targets": [entry.id.hex()], INSTEAD: copy.id.hex()})
    undo = replace(entry, id=_beside(entry, b"undo"), kind=EntryKind.UNDONE, body=body)
    return [undo, copy]


def collision_copies(undone: Iterable[Entry]) -> Mapping[str, tuple[bytes, ...]]:
    """Return the ids of the copies by shared id (hex), from these undos in id order."""
    return {shared: tuple(sorted(map(bytes.fromhex, copies))) for shared, copies in colliding_ids(undone).items()}


def _beside(entry: SealedEntry, role: bytes) -> bytes:
    """Return the UUIDv7 of the next millisecond, or of the one before, derived from the content of `entry`."""
    letters = json.dumps(entry.fields(), ensure_ascii=False, separators=(",", ":")).encode()
    chance = int.from_bytes(hashlib.sha256(b"checkin " + role + letters).digest()[:10], "big")
    moment = (int.from_bytes(entry.id, "big") >> 80) + (-1 if entry.kind in _FIRST_COUNTS else 1)
    return (max(0, moment) << 80 | chance & _FREE_BITS | _VERSION_AND_VARIANT).to_bytes(16, "big")


def _may_be_emptied(one: SealedEntry, other: SealedEntry) -> bool:
    """Whether `other` may be `one` after a purge, which leaves some kinds whole."""
    if (one.kind, one.desk, one.at) != (other.kind, other.desk, other.at) or one.kind in IMPERSONAL_KINDS:
        return False
    return is_anonymous(other.subject) or (not other.subject and anonymise_entry(one, lambda _: "") == other)


NO_NEWS: Mapping[str, Sequence[SealedEntry]] = MappingProxyType({})
COLUMNS = "id, kind, subject, desk, at, body"
"""The columns of `journal`, as `stored_entry` and `SealedEntry` take them."""
SAY_WHO_IS_WHO = (EntryKind.ATTENDEE_MERGED, EntryKind.UNDONE, EntryKind.CONFLICT_SETTLED)
"""The kinds of entries that merge records, or separate them again."""


class JournalQueries:
    """The queries of one event's journal. Each reads the file anew and holds nothing. Where none else is named, entries
    come in the order of their ids. Raises `StorageError` if the file is damaged.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

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
            people = [person for person in dict.fromkeys(self.owners(some).values()) if person not in reported]
            reported.update(people)
            yield from self._by_person(people, new).items()

    def owners(self, records: Sequence[str]) -> dict[str, str]:
        """Return the person of each of these records: its own id if it was never merged."""
        sql = "SELECT record, person FROM merged WHERE record IN (SELECT value FROM json_each(?))"
        return {record: record for record in records} | dict(fetch_rows(self._db, sql, [json.dumps([*records])]))

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

    def who_is_who(self) -> dict[str, str]:
        """Return the person of every merged record."""
        merges = list(self._read("WHERE kind = 'attendee_merged' ORDER BY id", []))
        return persons_by_record(merges, self.undone({e.subject for e in merges}))

    def each(self) -> Iterator[Entry]:
        """Yield all entries in order, without holding them."""
        for rows in stream_batches(self._db, f"SELECT {COLUMNS} FROM journal ORDER BY id"):
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

    def own_entries_of_kinds(self, kinds: Iterable[EntryKind]) -> list[Entry]:
        """Return all entries of these rare kinds that this computer wrote, in order."""
        wanted = [str(k) for k in kinds]
        own = f"{OF_RARE_KIND} AND kind IN ({marks(wanted)}) AND id NOT IN (SELECT id FROM told)"
        return list(self._read(f"WHERE {own} ORDER BY id", wanted))

    def count_about(self, subjects: Iterable[str]) -> dict[str, int]:
        """Return the number of entries about the owner of each of these records."""
        sql = """
          WITH wanted AS (
            SELECT value AS record, coalesce((SELECT person FROM merged WHERE record = value), value) AS person
            FROM json_each(?)
          )
          SELECT record, (SELECT count(*) FROM journal WHERE subject = person)
            + (SELECT count(*) FROM merged JOIN journal ON subject = merged.record WHERE merged.person = wanted.person)
          FROM wanted
        """
        return dict(fetch_rows(self._db, sql, [json.dumps([*subjects])]))

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
        copies = collision_copies(self._read(clause, []))
        known = self._known_ids([each for some in copies.values() for each in some])
        there = {shared: tuple(each for each in some if each in known) for shared, some in copies.items()}
        return {shared: some for shared, some in there.items() if some}

    def _known_ids(self, ids: Sequence[bytes]) -> set[bytes]:
        """Return those of these ids that are in the journal."""
        sql = "SELECT id FROM journal WHERE id IN ({})"
        return {row[0] for some in batches(ids) for row in fetch_rows(self._db, sql.format(marks(some)), some)}

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
        others = f"SELECT {COLUMNS} FROM merged JOIN journal ON subject = record WHERE person = ?"
        return list(self._read(f"WHERE subject = ? UNION ALL {others}", [person, person]))

    def of_record(self, subject: str) -> list[Entry]:
        """Return the entries of this record alone, in order."""
        return list(self._read("WHERE subject = ? ORDER BY id", [subject]))

    def newest_passages(self, control_point: str, limit: int) -> list[Entry]:
        """Return the newest check-ins, check-outs and refusals at a control point, newest first."""
        clause = "WHERE kind IN ('checked_in', 'checked_out', 'refused') AND body ->> 'control_point' = ?"
        return list(self._read(f"{clause} ORDER BY id DESC LIMIT {limit}", [control_point]))

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
        kinds = ",".join(f"'{kind}'" for kind in SAY_WHO_IS_WHO)
        some = "SELECT value FROM json_each(?)"
        return undone_ids(self._read(f"WHERE kind IN ({kinds}) AND subject IN ({some})", [json.dumps([*subjects])]))

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
        rows = fetch_rows(self._db, f"SELECT {COLUMNS} FROM journal {clause}", arguments)
        with translated_decoding_errors():
            yield from starmap(stored_entry, rows)


# The whole journal exactly as stored, for its fingerprint and integrity checks. Reads only.


def entries_by_arrival(db: Database) -> list[SealedEntry]:
    """Return all entries, in the order in which they were inserted into this file."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [SealedEntry(*row) for row in fetch_rows(db, sql)]


def entries_by_id(db: Database) -> Iterator[SealedEntry]:
    """Yield all entries in the order of their ids, as they are at one moment."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id"
    return (SealedEntry(*row) for row in stream_rows(db, sql))


def unreadable_positions(db: Database) -> list[int]:
    """Return the places of unreadable entries, in order of insertion."""
    texts = ", ".join(f"CAST({column} AS BLOB)" for column in ("kind", "subject", "desk", "at", "body"))
    sql = f"SELECT place, {texts} FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [place for place, *rows in fetch_rows(db, sql) if not _can_be_read(rows)]


def _can_be_read(rows: list[bytes]) -> bool:
    try:
        *_, at, body = (text.decode() for text in rows)
        parse_stored_moment(at)
        readable_body(body)
    except ValueError:
        return False
    return True


def count_missing(db: Database) -> int:
    """Return the number of entries that were inserted and are gone, though Checkin deletes none.

    An edit by hand may have repaired the insertion order as well; then only an earlier fingerprint shows the loss.
    """
    lost = "SELECT count(*) FROM journal_order LEFT JOIN journal USING (id) WHERE journal.id IS NULL"
    gaps = "SELECT coalesce(max(place), 0) - count(*) FROM journal_order"
    return int(fetch_rows(db, f"SELECT ({lost}) + ({gaps})")[0][0])
