# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file system may not be able to do, done all the same: a key is FAT, a share is anything; and nothing but plain
files is opened where anybody may put others. Raises `OSError`.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_QUIET = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"))
"""A link is not followed, a pipe or a device not waited for; as far as the system knows such things."""


def open_regular_file(file: Path, flags: int = os.O_RDONLY) -> int:
    """Return a descriptor. Raises `OSError` for whatever is no plain file."""
    descriptor = os.open(file, flags | _QUIET, 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file", str(file))
    return descriptor


def read_lines(file: Path, offset: int, piece: int, longest: int) -> Iterator[tuple[list[bytes], int]]:
    """Yield the lines behind `offset`, without their ends, some at a time, and how many bytes these were. What is
    longer than any line comes in parts; an end without a line break comes last, of no bytes: its writer may go on.
    """
    with open(open_regular_file(file), "rb") as opened:
        opened.seek(offset)
        rest = b""
        while read := opened.read(piece):
            before = len(rest) + len(read)
            *lines, rest = (rest + read).split(b"\n")
            if len(rest) > longest:
                lines, rest = [*lines, rest], b""
            if lines:
                yield lines, before - len(rest)
        if rest:
            yield [rest], 0


def replace_file(part: Path, file: Path) -> None:
    """`part` becomes `file`. Some drivers of FAT rename over nothing that is there: for a moment there is neither, and
    whoever needs the file has what was in it.
    """
    try:
        os.replace(part, file)
    except FileExistsError:
        file.unlink()
        part.rename(file)


def sync_folder(folder: Path) -> None:
    """The name of a new file is there too when a key is pulled out. Some systems, and Windows, have no way to ask."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
