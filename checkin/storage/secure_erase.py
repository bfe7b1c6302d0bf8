# SPDX-License-Identifier: GPL-3.0-or-later
"""Files taken away for good: their bytes are overwritten before their names go. What a disk keeps of what was
overwritten is beyond any program: copies, snapshots, and the spare blocks of a solid-state disk.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.storage.journal_purge import backups

CHUNK = 1 << 20
PARTS = ("", "-wal", "-shm", "-journal", ".lock")


def event_file_parts(path: Path) -> list[Path]:
    """The event file, what SQLite and Checkin keep beside it, the backups that Checkin made of it."""
    beside = backups(path) if path.parent.is_dir() else []
    wanted = [*(path.with_name(path.name + end) for end in PARTS), *beside]
    return [part for part in wanted if part.is_file()]


def erase_files(paths: Iterable[Path]) -> int:
    """Returns how many were there. Raises `UserError` at the first that cannot be taken; those before are gone."""
    count = 0
    for path in paths:
        try:
            count += _erased(path)
        except OSError as exc:
            raise UserError(_IN_USE, name=path.name) from exc
    return count


def erase_folder(folder: Path) -> int:
    """With everything below it. A link is taken away, what it leads to is not."""
    count = erase_files(path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    for below in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return count


def _erased(path: Path) -> bool:
    if not path.is_symlink():
        try:
            overwrite(path)
        except FileNotFoundError:
            return False
    path.unlink()
    return True


def overwrite(path: Path) -> None:
    """Its bytes become zeros, on the disk when this returns. Raises `OSError`."""
    with path.open("r+b", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(CHUNK, left)))
        os.fsync(file.fileno())


_IN_USE = Message(
    "removal", "“{name}” cannot be removed: it may be open in another window, or not be yours. Close it and try again."
)
