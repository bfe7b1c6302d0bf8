# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether another process has an event open, read from the lock file that each window keeps beside it.

SQLite's own locks cannot tell: on POSIX systems a process loses them when anything in it opens and closes the file
(docs/adr/0010). On other systems they can, and are trusted.
"""

import os
from pathlib import Path

from checkin.storage.regular_files import read_regular_file

_LARGEST = 4_096
"""Bytes of a lock file that are read: a process id, and names of program and computer."""


def is_open_elsewhere(path: Path) -> bool:
    """Whether the lock file of `path`, whose first line is a process id, names another living process."""
    if os.name != "posix":
        return False
    try:
        process = int(read_regular_file(path.with_name(f"{path.name}.lock"), _LARGEST).decode().splitlines()[0])
        if process == os.getpid() or process <= 0:
            return False
        os.kill(process, 0)
    except PermissionError:
        return True  # a process of another account
    except (OSError, ValueError, IndexError, OverflowError):
        return False
    return True
