# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of a file that somebody chose or dropped, up to a limit."""

import stat
from pathlib import Path


class NoFileError(OSError):
    """A folder, a pipe or a device, whose reading might never end."""


class LargeFileError(OSError):
    """The file has more bytes than are read of its kind."""


def read_chosen_file(path: Path, most: int) -> bytes:
    """Return the bytes of a file. Raises `OSError`, also for what is no file and for more than `most` bytes."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise NoFileError
        if found.st_size > most:
            raise LargeFileError
        with path.open("rb") as file:
            return file.read(most)
    except ValueError as exc:  # a name that no file has, with a zero byte
        raise OSError("no name of a file") from exc
