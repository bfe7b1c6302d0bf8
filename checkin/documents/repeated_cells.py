# SPDX-License-Identifier: GPL-3.0-or-later
"""The size of an OpenDocument table, in which one cell may be repeated a million times. Does not parse XML."""

import re

from checkin.core.errors import UserError
from checkin.documents.sheet import DAMAGED, check_rectangle

_TAG = re.compile(
    rb"<(?P<end>/?)(?:[\w.-]+:)?(?P<name>table-row|table-cell|covered-table-cell|table)(?=[\s/>])"
    rb"(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([^\"']*)")
_VALUE = re.compile(rb"[:\s](?:[a-z]+-)?value\s*=")
_MOST_DIGITS = 9


class RepeatedCells:
    """The rectangle of each table up to its last cell with content. Empty cells down to the last row are common."""

    def __init__(self) -> None:
        self._pending = b""
        self._others = 0
        self._row = self._column = self._repeats = 0
        self._rows = self._columns = 0

    def look(self, window: bytes, seen: int) -> None:
        """Count each complete tag once; the first `seen` bytes of `window` were passed before. Raises `UserError` if
        too large.
        """
        window = self._pending + window[seen:]
        cut = window.rfind(b"<")
        ready, self._pending = (window[:cut], window[cut:]) if cut >= 0 else (b"", window)
        for tag in _TAG.finditer(ready):
            self._take(tag["name"], tag["rest"], is_end=bool(tag["end"]))

    def _take(self, name: bytes, rest: bytes, *, is_end: bool) -> None:
        is_empty = rest.endswith(b"/")
        if name == b"table":
            self._others += self._rows * self._columns
            self._row = self._rows = self._columns = 0
        elif name == b"table-row":
            self._row += self._repeats
            self._column, self._repeats = 0, 0 if is_end else _repeated(rest)
        elif not is_end:
            self._column += _repeated(rest)
            if not is_empty or _VALUE.search(rest):
                self._rows = max(self._rows, self._row + self._repeats)
                self._columns = max(self._columns, self._column)
                check_rectangle(self._rows, self._columns, self._others)


def _repeated(rest: bytes) -> int:
    """Return the number of repetitions. Raises `UserError` for anything but a plain number."""
    said = _REPEATED.search(rest)
    if not said:
        return 1
    if not said[1].isdigit():
        raise UserError(DAMAGED)
    return int(said[1]) if len(said[1]) <= _MOST_DIGITS else 10**_MOST_DIGITS
