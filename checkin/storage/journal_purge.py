# SPDX-License-Identifier: GPL-3.0-or-later
"""People taken out of the event file: the one place that may change entries, and it only empties them (docs/adr/0031).

Two steps. In the transaction that brings the purge to the journal, all entries up to it are made anonymous and the
tables read from them anew. After the commit the old bytes are taken from the file and what lies beside it; a computer
that stops in between does it when the file is opened again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where there is one

from checkin.core.entries import EntryKind
from checkin.core.privacy.anonymisation import (
    IMPERSONAL_KINDS,
    PREFIX,
    anonymise_before_purge,
    anonymise_entry,
    anonymous_field_names,
    anonymous_person_of,
    anonymous_subject,
    is_anonymous,
)
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import EventDatabase, fetch_rows, translated_decoding_errors, translated_sqlite_errors
from checkin.storage.stored import stored_body

EVERYTHING = b"\xff" * 16
"""No entry has an id as large."""

_GUARD = "journal_is_append_only"
_ABOUT_PEOPLE = "id < ? AND kind NOT IN ({})".format(",".join(f"'{kind}'" for kind in sorted(IMPERSONAL_KINDS)))
_TOLD = "purge_told:"
_NO_END = b"\xff" * 16
_ANYBODY = PREFIX.__add__
_AFTER_PREFIX = PREFIX[:-1] + chr(ord(PREFIX[-1]) + 1)
"""Sorts after every subject that is anonymous, and before those that sort after them."""
_UNFINISHED = "purge_is_unfinished"
"""In the table of settings, which no other desk sees; with the name of a peer, the newest purge it has heard of."""


def newest_purge(db: Database) -> bytes:
    """The id of the newest purge in the journal, b"" if there was none: nothing before it is about anybody."""
    return fetch_rows(db, f"SELECT max(id) FROM journal WHERE kind = '{EntryKind.EVENT_PURGED}'")[0][0] or b""


def filter_after_purge(db: Database, entries: Sequence[SealedEntry]) -> list[SealedEntry]:
    """`entries` that come from elsewhere as they may be kept: somebody who was purged does not come back. An older
    entry of a desk that has not heard of the purge keeps its id alone, so that it counts as known.
    """
    purge = newest_purge(db)
    return [anonymise_before_purge(entry, purge) for entry in entries]


def anonymise_entries(db: Database, before: bytes) -> None:
    """Make all entries before this id anonymous, and forget what else this computer knows of people. Inside
    `connection.write`; the tables of people are for the journal to rebuild.
    """
    guard = fetch_rows(db, "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [_GUARD])[0][0]
    db.conn.execute(f"DROP TRIGGER {_GUARD}")
    db.conn.executemany("UPDATE journal SET subject = ?, body = ? WHERE id = ?", _emptied(db, before))
    db.conn.execute(guard)
    for table in ("print_jobs", "refused"):
        db.conn.execute(f"DELETE FROM {table}")
    db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, 'true')", [_UNFINISHED])
    if isinstance(db, EventDatabase):
        db.held.forget()


def is_unfinished(db: Database) -> bool:
    """Whether old bytes may still be in the files."""
    return bool(fetch_rows(db, "SELECT 1 FROM settings WHERE name = ?", [_UNFINISHED]))


def remove_old_bytes(db: Database) -> bool:
    """Take the old bytes out of the file, its log and the backups beside it. False if another window holds them:
    then it is tried again when the file is next opened. In no transaction.
    """
    if isinstance(db, EventDatabase):
        for backup in backups(db.path):
            backup.unlink(missing_ok=True)
    with translated_sqlite_errors():
        try:
            is_clean = _rewritten(db)
        except sqlite3.OperationalError as exc:
            if not re.search("locked|busy", str(exc)):
                raise
            return False
        if is_clean:
            db.conn.execute("DELETE FROM settings WHERE name = ?", [_UNFINISHED])
    if isinstance(db, EventDatabase) and db.is_held:
        db.hold()  # the file was written anew, and by us
    return is_clean


def backups(path: Path) -> list[Path]:
    """The copies that Checkin made of this event beside it, what is left of one that was not finished, and files that
    lay in its place (`storage.rescue`)."""
    stem, suffix = re.escape(path.stem), re.escape(path.suffix)
    migrated, rescued = rf"schema-\d+\.backup{suffix}(\.part)?", rf"(rescued|replaced)[-\d]*({suffix}(-\w+)?|\.part)"
    ours = re.compile(rf"{stem}\.({migrated}|{rescued})")
    return sorted(each for each in path.parent.iterdir() if ours.fullmatch(each.name))


def says_more(db: Database) -> bool:
    """Whether an entry since the newest purge says something that another one would take away."""
    since = entries_about_people(db, _NO_END, newest_purge(db))
    return any(_says(entry) != _says(anonymise_entry(entry, _ANYBODY)) for entry in since)


def entries_about_people(db: Database, before: bytes, last: bytes = b"") -> Iterator[SealedEntry]:
    """The entries of people between these ids, in their order, a few hundred at a time: other windows may write."""
    columns = "id, kind, subject, desk, at, body"
    while some := fetch_rows(
        db, f"SELECT {columns} FROM journal WHERE {_ABOUT_PEOPLE} AND id > ? ORDER BY id LIMIT 500", [before, last]
    ):
        yield from (SealedEntry(*row) for row in some)
        last = some[-1][0]


def delivered_purge(db: Database, peer: str) -> bytes:
    """The newest purge that this peer has heard of."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [_TOLD + peer])
    with translated_decoding_errors():
        return bytes.fromhex(json.loads(found[0][0])) if found else b""


def note_purge_delivered(db: Database, peer: str, purge: bytes) -> None:
    """Inside `connection.write`."""
    db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [_TOLD + peer, json.dumps(purge.hex())])


def _says(entry: SealedEntry) -> tuple[str, object]:
    return entry.subject, stored_body(entry.body)


def _emptied(db: Database, purge: bytes) -> list[tuple[str, str, bytes]]:
    """Subject, body and id of the entries that are others without their people."""
    names = _anonymous_subjects(db, purge)
    found = fetch_rows(db, f"SELECT id, kind, subject, desk, at, body FROM journal WHERE {_ABOUT_PEOPLE}", [purge])
    entries = [SealedEntry(*row) for row in found]
    fields = {
        entry.id.hex(): anonymous_field_names(entry) for entry in entries if entry.kind == EntryKind.ATTENDEE_CORRECTED
    }
    emptied = ((old, anonymise_entry(old, lambda subject: names.get(subject, ""), fields)) for old in entries)
    return [(new.subject, new.body, new.id) for old, new in emptied if new != old]


def _anonymous_subjects(db: Database, purge: bytes) -> dict[str, str]:
    """By subject. Somebody may be known only because a record was merged into theirs."""
    first = f"SELECT subject, min(id) FROM journal WHERE {_ABOUT_PEOPLE} AND subject <> '' GROUP BY subject"
    merges = f"SELECT body, id FROM journal WHERE {_ABOUT_PEOPLE} AND kind = ? ORDER BY id DESC"
    found = (
        (stored_body(body).get("into"), entry)
        for body, entry in fetch_rows(db, merges, [purge, EntryKind.ATTENDEE_MERGED])
    )
    merged = {into: anonymous_person_of(entry) for into, entry in found if isinstance(into, str)}
    return merged | {subject: anonymous_subject(entry) for subject, entry in fetch_rows(db, first, [purge])}


def _rewritten(db: Database) -> bool:
    """The log goes before, so that what it holds of people is gone even where there is no room for the rest, and after:
    VACUUM writes the whole file through it.
    """
    db.conn.execute("PRAGMA secure_delete = ON")
    before = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.conn.execute("VACUUM")
    after = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not before[0] and not after[0]


def has_people(db: Database) -> bool:
    """Whether anybody has been added since everybody was forgotten, if they were. Asked at scans: so by two ranges of
    the key, which pass over those who have no name.
    """
    sides = "EXISTS (SELECT 1 FROM attendees WHERE id < ?) OR EXISTS (SELECT 1 FROM attendees WHERE id >= ?)"
    return bool(fetch_rows(db, f"SELECT {sides}", [PREFIX, _AFTER_PREFIX])[0][0])


def people(db: Database) -> int:
    """How many the file still knows."""
    known = [row[0] for row in fetch_rows(db, "SELECT id FROM attendees")]
    return sum(not is_anonymous(each) for each in known)
