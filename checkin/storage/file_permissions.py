# SPDX-License-Identifier: GPL-3.0-or-later
"""Event files are the account's own: names, the event's secret and the hashes of PINs are in them. SQLite gives its
log and index the rights of the event file.

Windows keeps rights otherwise: a file has those of its folder, and the folders of an account are that account's.
"""

import contextlib
import os
import stat
import sys
from pathlib import Path

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PARTS = ("", "-wal", "-shm", "-journal")


def create_private_file(path: Path) -> None:
    """A new, empty file that nobody else may open. Where none can be made, SQLite says so itself."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def restrict_to_owner(path: Path) -> None:
    """An event file that was made when others could read it, if it is ours. A disk without rights has none to take."""
    if sys.platform == "win32":
        return
    for end in _PARTS:
        part = path.with_name(path.name + end)
        with contextlib.suppress(OSError):
            found = part.stat()
            if found.st_uid == os.geteuid() and found.st_mode & _OF_OTHERS:
                part.chmod(stat.S_IMODE(found.st_mode) & ~_OF_OTHERS)
