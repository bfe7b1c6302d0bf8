# SPDX-License-Identifier: GPL-3.0-or-later
"""What a file system may not be able to do, done all the same: a key is FAT, a share is anything. Raises `OSError`."""

import contextlib
import os
from pathlib import Path


def put_in_place(part: Path, file: Path) -> None:
    """`part` becomes `file`. Some drivers of FAT rename over nothing that is there: for a moment there is neither, and
    whoever needs the file has what was in it.
    """
    try:
        os.replace(part, file)
    except FileExistsError:
        file.unlink()
        part.rename(file)


def settle(folder: Path) -> None:
    """The name of a new file is there too when a key is pulled out. Some systems, and Windows, have no way to ask."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
