# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening files that the program looks for by itself: a pipe, a device or a folder in the place of one is refused.

Opening a pipe waits for its other end, and a device may never end.
"""

import errno
import os
import stat
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.message import Message

PARTS = ("-wal", "-shm", "-journal")
"""What SQLite opens beside an event file, by itself."""
_LOCK = ".lock"

_QUIET = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY"))
"""Flags, as far as the system has them: opening does not wait, and bytes stay as they are."""
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def open_regular_file(file: Path, flags: int = os.O_RDONLY, *, follows_link: bool = False) -> int:
    """Return a file descriptor. Raises `OSError` for anything but a regular file, and for a link unless
    `follows_link`.
    """
    descriptor = os.open(file, flags | _QUIET | (0 if follows_link else _NO_LINK), 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file", str(file))
    return descriptor


def read_regular_file(file: Path, most: int) -> bytes:
    """Return the first `most` bytes of a file or of what a link leads to. Raises `OSError`, for anything but a regular
    file too.
    """
    with open(open_regular_file(file, follows_link=True), "rb", buffering=0) as opened:
        return opened.read(most)


def refuse_odd_parts(path: Path) -> None:
    """Raise `StorageError` if the event file is there and no regular file, or one of its parts or its lock is a link, a
    pipe or a folder: SQLite or Qt would wait for it, or write into what a link leads to. Call before SQLite opens the
    file.
    """
    real = os.path.realpath(path)
    if os.path.exists(real) and not os.path.isfile(real):
        raise StorageError(_ODD, name=path.name)
    for part in (*(f"{real}{end}" for end in PARTS), f"{path}{_LOCK}"):
        if is_odd(Path(part)):
            raise StorageError(_ODD, name=os.path.basename(part))


def is_odd(path: Path) -> bool:
    """Whether something lies there that is no regular file."""
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


_ODD = Message(
    "storage",
    "“{name}” is no ordinary file, but a link, a pipe or a folder in its place: the event was not opened, and nothing "
    "was changed. Remove it, then open the event again.",
)
