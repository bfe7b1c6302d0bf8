# SPDX-License-Identifier: GPL-3.0-or-later
"""Permissions of event files: readable by the owner's account alone.

Event files hold names, the event's secret and hashes of PINs. SQLite gives its WAL and index the permissions of the
event file. On Windows a file has the permissions of its folder, and a user's folders are private already.
"""

import contextlib
import os
import stat
import sys
from pathlib import Path

from checkin.storage.regular_files import PARTS

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private_file(path: Path) -> None:
    """Create an empty file that no other account can open. Errors are ignored: SQLite reports them when it opens it."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def create_part(path: str, end: str) -> None:
    """Create an empty part of the event file at `path`, with its permissions, unless it is there. Errors are ignored:
    SQLite reports them when it writes the part.
    """
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(os.stat(path).st_mode)
        os.close(os.open(f"{path}{end}", os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))


def restrict_to_owner(path: Path) -> None:
    """Take the permissions of other accounts from an event file, if it is ours. A disk without permissions is left
    alone, and so is what a link beside the file leads to.
    """
    if sys.platform == "win32":
        return
    for part in (os.path.realpath(path), *(f"{os.path.realpath(path)}{end}" for end in PARTS)):
        with contextlib.suppress(OSError):
            found = os.lstat(part)
            if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & _OF_OTHERS:
                os.chmod(part, stat.S_IMODE(found.st_mode) & ~_OF_OTHERS)
