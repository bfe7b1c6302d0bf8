# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of an event file, read from the disk without SQLite, which would create a WAL.

Reading it closes the file, and on POSIX systems that drops the locks that SQLite holds on it in this process
(docs/adr/0010): only for files that this process does not have open.
"""

from pathlib import Path

from checkin.storage.regular_files import read_regular_file

_SIZE = 100
_MARK, _MARKED = slice(18, 20), b"\x02\x02"
"""Place and value of the bytes that say that the file is in WAL mode."""


def read_header(path: Path) -> bytes:
    """Return the header; empty if the file cannot be read. It has a counter, which rises when WAL mode begins or ends:
    between two equal headers neither happened.
    """
    try:
        return read_regular_file(path, _SIZE)
    except OSError:
        return b""


def says_wal_mode(header: bytes) -> bool:
    return header[_MARK] == _MARKED
