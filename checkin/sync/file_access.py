# SPDX-License-Identifier: GPL-3.0-or-later
"""Safe file access on FAT drives and network shares: regular files only, replaced whole, synced.

Raises `OSError`; `translated_folder_errors` turns it into a message for the user.
"""

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from checkin.core.errors import SyncError
from checkin.core.message import Message
from checkin.storage.held_files import remove_path, replace_path, retry_while_held
from checkin.storage.regular_files import open_regular_file
from checkin.storage.secure_erase import erase_file

Lines = tuple[list[bytes], int]


def read_lines(file: Path, offset: int, piece: int, longest: int, end: int = sys.maxsize) -> Iterator[Lines]:
    """Yield the lines between `offset` and `end` without line breaks, some at a time, each time with their size in
    bytes.

    A line longer than `longest` comes in parts. An end without a line break comes last, with size 0: its writer may
    still complete it.
    """
    with open(retry_while_held(lambda: open_regular_file(file)), "rb") as opened:
        opened.seek(offset)
        rest = b""
        while read := opened.read(min(piece, end - opened.tell())):
            before = len(rest) + len(read)
            *lines, rest = (rest + read).split(b"\n")
            if len(rest) > longest:
                lines, rest = [*lines, rest], b""
            if lines:
                yield lines, before - len(rest)
        if rest:
            yield [rest], 0


def marked_files(folder: Path, mark: str) -> Iterator[tuple[os.DirEntry[str], os.stat_result | None]]:
    """Yield the files with this mark in their names, each with its state; None for anything but a regular file, and
    for one that a share cannot show. A file that another desk deletes at this moment is left out.
    """
    with os.scandir(folder) as files:
        for file in files:
            if mark in file.name:
                try:
                    state = file.stat(follow_symlinks=False)
                except FileNotFoundError:
                    if os.path.exists(file.path) or not os.path.isdir(folder):
                        raise  # not the file was deleted: the folder was unplugged, and may be back
                    continue
                except OSError:  # this file alone cannot be looked at, or the folder is away
                    os.stat(folder)
                    yield file, None
                    continue
                yield file, state if stat.S_ISREG(state.st_mode) else None


def replace_file(part: Path, file: Path) -> None:
    """Rename `part` to `file`. Some FAT drivers cannot replace a file; it is missing for a moment.

    On Windows this waits for other desks that are reading `file` at this moment.
    """
    try:
        replace_path(part, file)
    except FileExistsError:
        remove_path(file)
        replace_path(part, file)


def discard_file(file: Path) -> None:
    """Overwrite and delete a file; only delete it where the account may not write it. A missing file is no error."""
    try:
        erase_file(file)
    except PermissionError:
        remove_path(file)


def sync_folder(folder: Path) -> None:
    """Make the name of a new file survive unplugging; does nothing where folders cannot be synced (Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def translated_folder_errors() -> Iterator[None]:
    """Turn file system errors into a `SyncError` whose message is meant for the user."""
    try:
        yield
    except OSError as exc:
        match exc.errno:
            case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
                raise SyncError(_FULL) from exc
            case errno.EROFS | errno.EACCES | errno.EPERM:
                raise SyncError(_READ_ONLY) from exc
        raise SyncError(_GONE) from exc


_FULL = Message("sync", "The folder or drive is full. Everything is saved here; make room there, or use another one.")
_READ_ONLY = Message(
    "sync",
    "The folder or drive can be read but not written to. Everything is saved here; allow writing, or use another one.",
)
_GONE = Message(
    "sync", "The folder or drive cannot be reached. Everything is saved here and will be sent when it is back."
)
