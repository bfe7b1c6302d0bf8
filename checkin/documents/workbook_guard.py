# SPDX-License-Identifier: GPL-3.0-or-later
"""A check of a workbook's unpacked size before a parser opens it, in small pieces and without parsing.

Never unpacks anything to disk and never holds more than a few megabytes.
"""

import io
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.file_kinds import refuse_archive
from checkin.documents.input_table import (
    DAMAGED,
    ENCRYPTED,
    LONGEST_CELL,
    check_rectangle,
)

MOST_UNPACKED = 200 << 20
MOST_RATIO = 200
RATIO_COUNTS_FROM = 20 << 20
"""Unpacked bytes below which the ratio is not checked: small workbooks of many equal rows compress to any ratio."""

MOST_PARTS = 10_000
_CHUNK = 1 << 20
_LONGEST_TAG = 4096

# A cell with content and its place. Not "<c .../>": cells formatted down to the last row are common and harmless.
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["\']([A-Za-z]{1,3})(\d{1,9})["\'][^<>]*(?<!/)>')
_MARKUP = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

SUSPICIOUS = Message(
    "list",
    "Unpacked, this workbook is far larger than a list of people, like files made to do harm. Nothing was "
    "imported; copy the list into a new workbook.",
)


def check_workbook(path: Path) -> None:
    """Raise `UserError` for a file that is no workbook, is damaged, or is too large.

    A workbook from before 2007 (XLS) is not packed and cannot hold more than 65,536 rows of 256 cells.
    """
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            check_archive_parts(file)


def check_archive_parts(file: IO[bytes]) -> None:
    """Raise `UserError` for an archive that is no workbook (XLSX, ODS), is damaged, or is too large."""
    packed = file.seek(0, io.SEEK_END)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check_kind(archive, {part.filename for part in parts})
            _check_sizes(parts, packed)
            for part in parts:
                with archive.open(part) as content:
                    _check_part(content, RepeatedCells() if part.filename == "content.xml" else _Grid())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as exc:
        raise UserError(DAMAGED) from exc


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" in {name.lower() for name in names}:
        return
    mimetype = _begin(archive, names, "mimetype")
    if "content.xml" not in names or b"spreadsheet" not in mimetype:
        refuse_archive(names, mimetype)
    if b"encryption-data" in _begin(archive, names, "META-INF/manifest.xml"):
        raise UserError(ENCRYPTED)


def _begin(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as file:
        return file.read(_CHUNK)


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    ratio_is_high = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed
    if unpacked > MOST_UNPACKED or ratio_is_high or len(parts) > MOST_PARTS:
        raise UserError(SUSPICIOUS)


def _check_part(part: IO[bytes], grid: "_Grid | RepeatedCells") -> None:
    """Check one part. A part that holds more than it declares ends in `BadZipFile`."""
    chunk = part.read(_CHUNK)
    if chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:2]:
        _refuse_wide_xml(chunk)
    if not chunk[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return  # a picture, printer settings
    tail, run = b"", 0
    while chunk:
        run = _check_text(chunk, run)
        window = tail + chunk
        if _MARKUP.search(window):
            raise UserError(SUSPICIOUS)
        grid.look(window, len(tail))
        tail = window[window.rfind(b"<") :][:_LONGEST_TAG] if b"<" in window else b""
        chunk = part.read(_CHUNK)


def _refuse_wide_xml(first: bytes) -> None:
    """Raise `UserError` for XML in UTF-16: the patterns here would miss it, and no spreadsheet program writes it."""
    if "<".encode("utf-16-le") in first[:64] or "<".encode("utf-16-be") in first[:64]:
        raise UserError(DAMAGED)


def _check_text(chunk: bytes, run: int) -> int:
    """Refuse a text between two tags longer than a cell may be; return the length of the last one so far."""
    pieces = chunk.split(b"<")
    lengths = [len(piece) for piece in pieces]
    lengths[0] += run
    if max(lengths) > LONGEST_CELL:
        raise UserError(SUSPICIOUS)
    return lengths[-1]


class _Grid:
    """The rectangle that a part's cells span: the reader will hold all of it, filled or not."""

    def __init__(self) -> None:
        self._rows = self._columns = 0

    def look(self, window: bytes, _seen: int) -> None:
        for letters, digits in _CELL.findall(window):
            self._rows = max(self._rows, int(digits))
            self._columns = max(self._columns, _column(letters))
        check_rectangle(self._rows, self._columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


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
    repeated = _REPEATED.search(rest)
    if not repeated:
        return 1
    if not repeated[1].isdigit():
        raise UserError(DAMAGED)
    return int(repeated[1]) if len(repeated[1]) <= _MOST_DIGITS else 10**_MOST_DIGITS
