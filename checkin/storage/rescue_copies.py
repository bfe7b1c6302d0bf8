# SPDX-License-Identifier: GPL-3.0-or-later
"""Rescue copies beside an event file: finding them and merging their entries after a restart (docs/adr/0051).

A desk that ended before its file was put right leaves such a copy (`storage.rescue`); it is merged when a user says so.
"""

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import EventDatabase, read_only
from checkin.storage.held_files import remove_path
from checkin.storage.rehearsal_file import is_rehearsal_copy
from checkin.storage.rescue import RESCUED, add, passing_over_damage, present_ids, put_back, readable_entries
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sql_terms import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class RescuedEntries:
    """Rescued entries that the event file lacks, `arrivals` among them; `name`: the first copy that has them."""

    entries: int
    arrivals: int
    name: str


def find_rescued(db: EventDatabase) -> RescuedEntries | None:
    """Return the rescued entries, None if the file lacks none. Reads only."""
    found = _found(db)
    entries = {entry.id: entry.kind for missing in found.values() for entry in missing}
    if not entries:
        return None
    arrivals = sum(kind == EntryKind.CHECKED_IN for kind in entries.values())
    return RescuedEntries(len(entries), arrivals, min(path.name for path in found))


def merge_rescued(db: EventDatabase) -> None:
    """Add all rescued entries in one transaction, then delete the copies that have nothing more. Raises
    `StorageError`.
    """
    found = _found(db)
    add(db, [entry for missing in found.values() for entry in missing])
    for path in found:
        if _is_sound(path) and not _missing(db, path):
            with contextlib.suppress(OSError):
                remove_path(path)


def stranded(path: Path) -> Path | None:
    """Return the rescue copy to use if the event file at `path` is gone or unreadable: the whole copy with most
    entries, of several the first. None if there is none. Reads only.
    """
    counted = [(count, copy) for copy in _copies(path) if (count := _entries_of_whole(copy))]
    return max(counted, key=lambda found: found[0])[1] if counted else None


def go_on_with(path: Path) -> None:
    """Make the copy from `stranded` the event file and set the present file aside; a readable file stays. Raises
    `StorageError`.
    """
    if not _entries_of_whole(path) and (copy := stranded(path)):
        put_back(copy, path)


def _entries_of_whole(path: Path) -> int:
    """Return the number of entries in a whole event file; 0 for anything else."""
    with passing_over_damage():
        if path.is_file() and _is_sound(path):
            with read_only(path) as db:
                is_ours = fetch_rows(db, "PRAGMA application_id") == [(APPLICATION_ID,)]
                return int(fetch_rows(db, "SELECT count(*) FROM journal")[0][0]) if is_ours else 0
    return 0


def _found(db: EventDatabase) -> dict[Path, list[SealedEntry]]:
    """Return, by copy, the entries that the event file lacks."""
    found = {path: _missing(db, path) for path in _copies(db.path)}
    return {path: missing for path, missing in found.items() if missing}


def _copies(path: Path) -> list[Path]:
    ours = re.compile(rf"{re.escape(_same(path.stem))}\.{RESCUED}-[-\d]+{re.escape(_same(path.suffix))}")
    with contextlib.suppress(OSError):
        return sorted(each for each in path.parent.iterdir() if ours.fullmatch(_same(each.name)))
    return []


def _same(name: str) -> str:
    """Return a name without what a file system may change in it: how accents are written, and capitals."""
    return unicodedata.normalize("NFC", name).casefold()


def _missing(db: EventDatabase, copy: Path) -> list[SealedEntry]:
    """Return the entries that the file lacks; none if the copy is unreadable, or only one of the two is a rehearsal."""
    with passing_over_damage(), read_only(copy) as there:
        event = "SELECT id FROM event"
        if fetch_rows(there, event) == fetch_rows(db, event) and is_rehearsal_copy(there) == is_rehearsal_copy(db):
            entries = {entry.id: entry for entry in readable_entries(there)}
            known = present_ids(db, entries)
            return [entry for entry in entries.values() if entry.id not in known]
    return []


def _is_sound(copy: Path) -> bool:
    problems: list[tuple[object, ...]] = []
    with passing_over_damage(), read_only(copy) as there:
        problems = fetch_rows(there, "PRAGMA quick_check(1)")
    return problems == [("ok",)]


LACKING = Message(
    "storage",
    "This event file lacks {entries} {entries:entry|entries}, including {arrivals} "
    "{arrivals:arrival|arrivals}: {entries:it is|they are} in “{name}”, next to it. Before the next person, "
    "press “Restore the file” at the top of the desk.",
)
PUT_RIGHT = Message("occasion", "Restore the file")
IS_RIGHT = Message(
    "storage",
    "The event file is restored: {people} {people:registration|registrations}, {entries} {entries:entry|entries}.",
)
