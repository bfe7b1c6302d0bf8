# SPDX-License-Identifier: GPL-3.0-or-later
"""Secure deletion of files: their bytes are overwritten before they are deleted.

Copies, snapshots and the spare blocks of a solid-state disk may still hold old data; no program can reach those.
"""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.storage.event_backups import backups
from checkin.storage.held_files import remove_path, retry_while_held

CHUNK = 1 << 20
PARTS = ("", "-wal", "-shm", "-journal", ".lock")


def event_file_parts(path: Path) -> list[Path]:
    """Return the existing files of an event: itself, its SQLite and lock files, and the backups that Checkin made."""
    beside = backups(path) if path.parent.is_dir() else []
    wanted = [*(path.with_name(path.name + end) for end in PARTS), *beside]
    return [part for part in wanted if part.is_file()]


def erase_files(paths: Iterable[Path]) -> int:
    """Erase files; return how many existed. Raises `UserError` at the first that cannot be erased; earlier ones are
    gone.
    """
    count = 0
    for path in paths:
        try:
            count += erase_file(path)
        except OSError as exc:
            raise UserError(_IN_USE, name=path.name) from exc
    return count


def erase_folder(folder: Path) -> int:
    """Erase a folder and everything below it; return the number of files. Links are deleted, their targets are not."""
    count = erase_files(path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    for below in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return count


def erase_file(path: Path) -> bool:
    """Overwrite and delete a file; return whether it existed. Of a link, delete only the link. Raises `OSError`."""
    if not path.is_symlink():
        try:
            retry_while_held(lambda: overwrite(path))
        except FileNotFoundError:
            return False
    remove_path(path)
    return True


def overwrite(path: Path) -> None:
    """Overwrite a file with zeros, on the disk when this returns. Raises `OSError`."""
    with path.open("r+b", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(CHUNK, left)))
        os.fsync(file.fileno())


_IN_USE = Message(
    "removal",
    "“{name}” cannot be removed: it may be open in another window, or belong to someone else. Close it and try again.",
)
