# SPDX-License-Identifier: GPL-3.0-or-later
"""Other files of an event beside its file: the backups that Checkin made, and copies that a user made.

An event may have been renamed since a backup was made, so the id inside decides, not the name. A file that cannot be
read as an event is ours only by this event's name.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from checkin.core.errors import CheckinError
from checkin.core.privacy.anonymisation import PREFIX
from checkin.storage.connection import read_only
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sql_terms import APPLICATION_ID
from checkin.storage.sqlite_library import Database, sqlite3

MOST_NAMES = 100_000
"""Names of a folder that are looked at; a folder of events has a few."""

SUFFIX = ".checkin"

_BACKUP = re.compile(
    r"(?P<whole>(?P<stem>.+)\.(?:schema-\d+\.backup|(?:rescued|replaced)[-\d]*)(?P<suffix>\.\w+?)?)(?:-\w+|\.part)?"
)


@dataclass(frozen=True, slots=True)
class FilesBeside:
    """The files beside an event: `backups` are those of this event, `unknown` might be, `copies` are event files of
    the same event that still name people. Not `is_whole`: the folder has more names than are looked at.
    """

    backups: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()
    is_whole: bool = True


def files_beside(path: Path, event: str) -> FilesBeside:
    """Return what lies beside the file of the event with this id. Raises `OSError` if its folder cannot be read."""
    backups, unknown, copies = list[Path](), list[Path](), list[Path]()
    names = _names(path.parent)
    for each in islice(names, MOST_NAMES):
        if found := _backup_of(each):
            inside = event_inside(each.with_name(found["whole"]))
            if inside == event or (inside is None and found["stem"] == path.stem):
                backups.append(each)
            elif inside is None:
                unknown.append(each)
        elif each.name != path.name and each.suffix.lower() == SUFFIX and event_inside(each, with_people=True) == event:
            copies.append(each)
    return FilesBeside(tuple(sorted(backups)), tuple(sorted(unknown)), tuple(sorted(copies)), next(names, None) is None)


def backups(path: Path) -> list[Path]:
    """Return the backups that Checkin made beside this event file under its present name, unfinished ones too, and
    files that lay in its place (`storage.rescue`).
    """
    found = ((each, _backup_of(each)) for each in _names(path.parent))
    return sorted(each for each, backup in found if backup and backup["stem"] == path.stem)


def _names(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder. A link is none: Checkin makes no links."""
    with os.scandir(folder) as names:
        for each in names:
            if each.is_file(follow_symlinks=False):
                yield Path(each.path)


def _backup_of(path: Path) -> re.Match[str] | None:
    found = _BACKUP.fullmatch(path.name)
    is_ours = found and (found["suffix"] is not None or path.name.endswith(".part"))
    return found if is_ours else None


def event_inside(path: Path, *, with_people: bool = False) -> str | None:
    """Return the id of the event in a file, None for anything else; `with_people`: only if it still names people."""
    try:
        if not path.is_file():
            return None
        with read_only(path) as db:
            tables = {name for (name,) in fetch_rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'")}
            is_ours = fetch_rows(db, "PRAGMA application_id") == [(APPLICATION_ID,)] and "event" in tables
            if not is_ours or (with_people and "attendees" in tables and not _has_people(db)):
                return None
            ((event,),) = fetch_rows(db, "SELECT id FROM event")
            return str(event)
    except (CheckinError, sqlite3.Error, ValueError, OSError):
        return None


def _has_people(db: Database) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM attendees WHERE substr(id, 1, ?) <> ?)"
    return bool(fetch_rows(db, sql, [len(PREFIX), PREFIX])[0][0])
