# SPDX-License-Identifier: GPL-3.0-or-later
"""What desks rescued of an event whose file others changed, and did not put right before they ended: it lies beside the
file (`storage.rescue`), and is taken in when somebody says so (docs/adr/0051).
"""

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import EventDatabase, fetch_rows, read_only
from checkin.storage.rehearsal_file import is_rehearsal_copy
from checkin.storage.rescue import RESCUED, add, passing_over_damage, present_ids, put_back, readable_entries
from checkin.storage.schema import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class RescuedEntries:
    """`entries` are missing in the event file, `arrivals` among them; `name` is of the first copy that has them."""

    entries: int
    arrivals: int
    name: str


def find_rescued(db: EventDatabase) -> RescuedEntries | None:
    """Reads only; None where nothing is missing."""
    found = _found(db)
    entries = {entry.id: entry.kind for missing in found.values() for entry in missing}
    if not entries:
        return None
    arrivals = sum(kind == EntryKind.CHECKED_IN for kind in entries.values())
    return RescuedEntries(len(entries), arrivals, min(path.name for path in found))


def merge_rescued(db: EventDatabase) -> None:
    """All of it, in one write; then the copies go that have nothing more to give. Raises `StorageError`."""
    found = _found(db)
    add(db, [entry for missing in found.values() for entry in missing])
    for path in found:
        if _is_sound(path) and not _missing(db, path):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def stranded(path: Path) -> Path | None:
    """Return the copy to go on with where the event file at `path` is gone or cannot be read: of those that are whole
    the one with most entries, the first made of several. Reads only.
    """
    counted = [(count, copy) for copy in _copies(path) if (count := _entries_of_whole(copy))]
    return max(counted, key=lambda found: found[0])[1] if counted else None


def go_on_with(path: Path) -> None:
    """Make such a copy the event file, what lies there is kept aside; a file that can be read by now stays. Raises
    `StorageError`.
    """
    if not _entries_of_whole(path) and (copy := stranded(path)):
        put_back(copy, path)


def _entries_of_whole(path: Path) -> int:
    """Return how many entries a whole event file has; 0 for everything else."""
    with passing_over_damage():
        if path.is_file() and _is_sound(path):
            with read_only(path) as db:
                is_ours = fetch_rows(db, "PRAGMA application_id") == [(APPLICATION_ID,)]
                return int(fetch_rows(db, "SELECT count(*) FROM journal")[0][0]) if is_ours else 0
    return 0


def _found(db: EventDatabase) -> dict[Path, list[SealedEntry]]:
    """By copy, what it has and the event file has not."""
    found = {path: _missing(db, path) for path in _copies(db.path)}
    return {path: missing for path, missing in found.items() if missing}


def _copies(path: Path) -> list[Path]:
    ours = re.compile(rf"{re.escape(path.stem)}\.{RESCUED}-[-\d]+{re.escape(path.suffix)}")
    with contextlib.suppress(OSError):
        return sorted(each for each in path.parent.iterdir() if ours.fullmatch(each.name))
    return []


def _missing(db: EventDatabase, copy: Path) -> list[SealedEntry]:
    """A copy that nobody can read has nothing; nor has that of a rehearsal anything for the event."""
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
    "This event file lacks {entries} {entries:entry|entries}, {arrivals} {arrivals:arrival|arrivals} among them: "
    "{entries:it is|they are} in “{name}”, beside it. Before the next guest, press “Put the file right” "
    "at the top of the desk.",
)
PUT_RIGHT = Message("occasion", "Put the file right")
IS_RIGHT = Message(
    "storage", "The event file is put right: {people} {people:person|people}, {entries} {entries:entry|entries}."
)
