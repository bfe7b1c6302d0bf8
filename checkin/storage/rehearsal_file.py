# SPDX-License-Identifier: GPL-3.0-or-later
"""A copy of the event to practise on, how it is known as one, and taking it away so that its people cannot be read from
the disk.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path

from sqlite_utils import Database

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.storage.connection import EventDatabase, fetch_rows, transaction, translated_sqlite_errors
from checkin.storage.database import back_up
from checkin.storage.secure_erase import overwrite

PREFIX = "checkin-rehearsal-"
"""How the folder of a copy to practise on is called, before some letters of its own."""

_PRACTICE = "practice"
"""In the table of settings of such a copy, which no other desk sees or writes."""

_COPY_IN = "practice_in:"
"""With the folder of a copy, in the settings of the event that it was made of, until it was taken away."""


def make_private_folder(prefix: str) -> Path:
    """A new one among the system's temporary files that this account alone can read."""
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as exc:
        raise StorageError(_NO_FOLDER) from exc


def make_rehearsal_copy(db: EventDatabase, target: Path) -> Path:
    """Whole, or `StorageError` and no file. The journal is the same letter by letter; what waits for a printer, and how
    far other desks' logs were read, stay behind; so does which keys were here.
    """
    back_up(db, target)
    copy = EventDatabase(target)
    with translated_sqlite_errors():
        for table in ("print_jobs", "peers", "refused"):
            copy.conn.execute(f"DELETE FROM {table}")
        for name in (f"{_COPY_IN}*", "key_visit*"):
            copy.conn.execute("DELETE FROM settings WHERE name GLOB ?", [name])
        copy.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, 'true')", [_PRACTICE])
    copy.close()
    return target


def is_rehearsal_copy(db: Database) -> bool:
    """Whether this file was made as a copy to practise on, told by how and where it was made: an entry that says so may
    have come from anywhere.
    """
    if fetch_rows(db, "SELECT 1 FROM settings WHERE name = ?", [_PRACTICE]):
        return True
    return isinstance(db, EventDatabase) and db.path.parent.name.startswith(PREFIX)  # of a version that left no mark


def note_rehearsal_folder(db: Database, folder: Path) -> None:
    """Of this event a copy is about to be made there."""
    with transaction(db):
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, 'true')", [f"{_COPY_IN}{folder}"])


def forget_rehearsal_folder(db: Database, folder: Path) -> None:
    """It is gone."""
    with transaction(db):
        db.conn.execute("DELETE FROM settings WHERE name = ?", [f"{_COPY_IN}{folder}"])


def rehearsal_folders(db: Database) -> list[Path]:
    """The folders that were noted. Whatever the file says, only one that is called like ours is ever erased."""
    noted = fetch_rows(db, "SELECT name FROM settings WHERE name GLOB ?", [f"{_COPY_IN}*"])
    folders = (Path(name.removeprefix(_COPY_IN)) for (name,) in noted)
    return [folder for folder in folders if folder.name.startswith(PREFIX)]


def erase_rehearsal_folder(folder: Path) -> None:
    """Everything in it, written over before it is deleted, as `purge` does in a file that stays. A disk that keeps old
    blocks (SSD, snapshots) may have some still: docs/ready.md says so. What is gone already is no error.
    """
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            _overwrite(file)
    shutil.rmtree(folder, ignore_errors=True)


def _overwrite(file: Path) -> None:
    with contextlib.suppress(OSError):  # read-only, or gone: it is deleted all the same
        overwrite(file)


_NO_FOLDER = Message(
    "rehearsal",
    "The copy for a rehearsal cannot be made on this computer’s disk. Nothing was changed; free some space.",
)
