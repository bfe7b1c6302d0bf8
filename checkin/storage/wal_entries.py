# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading entries from the pages of an SQLite WAL whose event file is missing.

The format is SQLite's, and fixed (https://www.sqlite.org/fileformat2.html, sections 1.6, 2.1 and 4.1). A row of the
journal lies whole in one cell of its tree. A cell that continues on other pages (a picture, a signature) is skipped;
that of an arrival never does.
"""

from collections.abc import Iterator
from pathlib import Path

from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.storage.regular_files import open_regular_file

_LOG_HEADER, _FRAME_HEADER = 32, 24
_PAGE_SIZES = frozenset(1 << power for power in range(9, 17))
_CELLS_FROM = {0x0A: (8, 0), 0x02: (12, 4)}
"""For a leaf or inner page of an index tree: offset of its list of cells, and the number of bytes in each cell before
its length.
"""
_BLOB, _TEXT = 12, 13
_COLUMNS = 7
"""Columns of the journal: those of an entry, and its position in a hub's shared journal."""


def entries_in_wal(wal: Path) -> Iterator[SealedEntry]:
    """Yield every entry in the WAL, of any moment, some more than once. Raises `OSError`."""
    with open(open_regular_file(wal), "rb") as file:
        size = int.from_bytes(file.read(_LOG_HEADER)[8:12])
        if size not in _PAGE_SIZES:
            return
        while len(frame := file.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            yield from _entries_on(frame[_FRAME_HEADER:])


def _entries_on(page: bytes) -> Iterator[SealedEntry]:
    if page[0] not in _CELLS_FROM:
        return
    begin, before = _CELLS_FROM[page[0]]
    for number in range(int.from_bytes(page[3:5])):
        at = begin + 2 * number
        cell = int.from_bytes(page[at : at + 2]) + before
        if entry := _entry(page, cell):
            yield entry


def _entry(page: bytes, cell: int) -> SealedEntry | None:
    """Return the entry that begins at `cell`; None if there is none, or it continues on another page."""
    try:
        length, begin = _number(page, cell)
        row = page[begin : begin + length]
        if len(row) < length or length > _longest(len(page)):
            return None
        values = _values(row)
        return read_sealed((values[0].hex(), *(value.decode() for value in values[1:]))) if values else None
    except (IndexError, UnicodeDecodeError):
        return None


def _longest(page: int) -> int:
    """Return the greatest length in bytes of a cell that does not continue on another page."""
    return (page - 12) * 64 // 255 - 23


def _values(row: bytes) -> list[bytes]:
    """Return id, kind, subject, desk, time and body of a row of the journal; empty for a row of another table."""
    end, at = _number(row, 0)
    kinds = []
    while at < end:
        kind, at = _number(row, at)
        kinds.append(kind)
    if len(kinds) != _COLUMNS or kinds[0] != _BLOB + 32 or any(k < _TEXT or k % 2 == 0 for k in kinds[1:6]):
        return []
    values = []
    for kind in kinds[:6]:
        length = (kind - _BLOB) // 2
        values.append(row[at : at + length])
        at += length
    return values


def _number(source: bytes, at: int) -> tuple[int, int]:
    """Return an SQLite varint and the offset after it. Raises `IndexError`."""
    value = 0
    for place in range(8):
        byte = source[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | source[at + 8], at + 9
