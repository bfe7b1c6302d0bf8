# SPDX-License-Identifier: GPL-3.0-or-later
"""Rehearsal copies of an event: creating, recognising and erasing them."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.database import back_up
from checkin.storage.secure_erase import overwrite
from checkin.storage.settings_table import Setting, settings_with_prefix
from checkin.storage.sqlite_errors import translated_sqlite_errors
from checkin.storage.sqlite_library import Database

PREFIX = "checkin-rehearsal-"
"""Prefix of a rehearsal's folder, before random letters."""

_PRACTICE = Setting("practice")
"""Set in a rehearsal copy."""

_COPY_IN = "practice_in:"
"""The name of a setting, with the folder of a copy: in the original event until the copy is erased."""


def make_private_folder(prefix: str) -> Path:
    """Create a temporary folder that only this account can read. Raises `StorageError`."""
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as exc:
        raise StorageError(_NO_FOLDER) from exc


def make_rehearsal_copy(db: EventDatabase, target: Path) -> Path:
    """Whole, or `StorageError` and no file. The journal is the same letter by letter; what waits for a printer or for
    sending, and how far other desks' journals were read, stay behind; so does which USB drives were here, and the
    access to a ticketing's server.
    """
    back_up(db, target, {_PRACTICE.name: True})
    copy = EventDatabase(target)
    with translated_sqlite_errors():
        for table in ("print_jobs", "mail_jobs", "peers", "refused", "ticketing_orders", "ticketing_refused"):
            copy.conn.execute(f"DELETE FROM {table}")
        for prefix in (_COPY_IN, "key_visits", "ticketing_"):
            for setting in settings_with_prefix(copy, prefix):
                setting.remove(copy)
    copy.close()
    return target


def is_rehearsal_copy(db: Database) -> bool:
    """Whether this file is a rehearsal copy, by its mark. An entry that says so does not count: it may have come from
    another desk.
    """
    return _PRACTICE.is_set(db)


def note_rehearsal_folder(db: Database, folder: Path) -> None:
    """Note that a copy of this event is about to be made in `folder`."""
    with transaction(db):
        Setting(f"{_COPY_IN}{folder}").write(db, True)


def forget_rehearsal_folder(db: Database, folder: Path) -> None:
    """Forget the folder of a copy that is gone."""
    with transaction(db):
        Setting(f"{_COPY_IN}{folder}").remove(db)


def rehearsal_folders(db: Database) -> list[Path]:
    """Return the noted folders; only those with our prefix, whatever the file says, because they will be erased."""
    folders = (Path(noted.name.removeprefix(_COPY_IN)) for noted in settings_with_prefix(db, _COPY_IN))
    return [folder for folder in folders if folder.name.startswith(PREFIX)]


def erase_rehearsal_folder(folder: Path) -> None:
    """Overwrite and delete everything in the folder; missing files are no error.

    A disk that keeps old blocks (SSD, snapshots) may still have some: docs/ready.md says so.
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
    "The copy for the rehearsal cannot be made on this computer’s disk. Nothing was changed; free some space.",
)
