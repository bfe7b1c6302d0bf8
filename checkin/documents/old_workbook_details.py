# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the formulas without a result of a workbook from before 2007 (XLS), as other programs than Excel write them.

    OLE file ──▶ its directory ──▶ the stream "Workbook" ──▶ records ──▶ sheets ──▶ formulas

A program that cannot compute writes an empty text as the result, or a zero that Excel is to compute when it opens the
file. Excel's own files have a summary; in them an empty text is a result.
"""

import struct
from collections.abc import Iterator

from checkin.documents.cell_details import CellDetails

_SECTOR_ENDS = 0xFFFFFFF0
"""Numbers of sectors from here on mark the end of a stream."""
_ENTRY = 128
_SUMMARY = "\x05SummaryInformation"
_SHEET, _FORMULA, _BEGINNING, _ENCRYPTED, _END = 0x85, 0x06, 0x809, 0x2F, 0x0A
_BIFF8 = 0x0600
_EMPTY_TEXT = b"\x03\x00\x00\x00\x00\x00\xff\xff"
_ZERO = bytes(8)
_ON_LOAD = 2
"""The mark of a formula that is to be computed when the file is opened."""


def old_workbook_details(data: bytes) -> dict[str, CellDetails]:
    """Return the details of each sheet by its name; nothing of a file that is damaged, encrypted or older."""
    try:
        streams = _streams(data)
        book = streams.get("Workbook", b"")
        is_computed = _SUMMARY in streams
        places = dict(_sheets(book))
        return {name: _details(book, start, is_computed=is_computed) for name, start in places.items()}
    except (struct.error, ValueError, IndexError):
        return {}


def _streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of an OLE file by name; those kept among the small ones are empty here."""
    size = 1 << data[30]
    if size not in (512, 4096):
        raise ValueError
    count, directory, least = (struct.unpack_from("<I", data, place)[0] for place in (44, 48, 56))
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76)[: min(count, 109)]:
        table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    found = {}
    entries = _chain(data, directory, table, size)
    for place in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", entries, place + 64)[0]
        start, whole = struct.unpack_from("<II", entries, place + 116)
        name = entries[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
        found[name] = _chain(data, start, table, size)[:whole] if whole >= least else b""
    return found


def _chain(data: bytes, sector: int, table: list[int], size: int) -> bytes:
    """Return the sectors that follow one another from `sector` on; no more than the file has."""
    parts: list[bytes] = []
    while sector < _SECTOR_ENDS and len(parts) <= len(data) // size:
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)


def _records(book: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and content of each record from `place` to the end of its part."""
    while place + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, place)
        if kind == _END:
            return
        yield kind, book[place + 4 : place + 4 + length]
        place += 4 + length


def _sheets(book: bytes) -> Iterator[tuple[str, int]]:
    """Yield the name and the place of each sheet."""
    for kind, content in _records(book, 0):
        if kind == _ENCRYPTED or (kind == _BEGINNING and struct.unpack_from("<H", content)[0] != _BIFF8):
            return
        if kind == _SHEET:
            start, length, is_wide = struct.unpack_from("<I", content)[0], content[6], content[7] & 1
            name = content[8 : 8 + length * (2 if is_wide else 1)]
            yield name.decode("utf-16-le" if is_wide else "latin-1", errors="replace"), start


def _details(book: bytes, start: int, *, is_computed: bool) -> CellDetails:
    details = CellDetails()
    for kind, content in _records(book, start):
        if kind != _FORMULA:
            continue
        row, column, _, result, options = struct.unpack_from("<HHH8sH", content)
        is_empty = result == _EMPTY_TEXT and not is_computed
        if is_empty or (result == _ZERO and options & _ON_LOAD):
            details.without_value.setdefault(column, []).append(row + 1)
    return details
