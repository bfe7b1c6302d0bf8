# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the event: to keep, and to practise on; that one is taken away so that nobody can be read from the disk."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.words import Words
from checkin.storage.connection import EventDatabase, translated_errors
from checkin.storage.database import back_up
from checkin.storage.erase import overwrite


def own_folder(prefix: str) -> Path:
    """A new one among the system's temporary files that this account alone can read."""
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as exc:
        raise StorageError(_NO_FOLDER) from exc


def copy_to_practise(db: EventDatabase, target: Path) -> Path:
    """Whole, or `StorageError` and no file. The journal is the same letter by letter; what waits for a printer, and how
    far other desks' logs were read, stay behind.
    """
    back_up(db, target)
    copy = EventDatabase(target)
    with translated_errors():
        for table in ("print_jobs", "peers", "refused"):
            copy.conn.execute(f"DELETE FROM {table}")
    copy.close()
    return target


def copy_to_keep(db: EventDatabase, target: Path) -> None:
    """All of it at `target`, or `StorageError` and no file. Where desks meet, the copy is a desk of its own."""
    back_up(db, target)
    copy = EventDatabase(target)
    with translated_errors():
        copy.conn.execute("DELETE FROM settings WHERE name = 'identity'")
    copy.close()


def erase(folder: Path) -> None:
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


_NO_FOLDER = Words(
    "rehearsal",
    "The copy for a rehearsal cannot be made on this computer’s disk. Nothing was changed; free some space.",
)
