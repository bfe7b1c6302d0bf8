# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading workbooks (XLSX, ODS, XLS) with python-calamine; untrusted ones only in a child process
(`subprocess_reader`).

A workbook of 1 kB with one cell at the far corner aborts python-calamine 0.9.1, with no exception to catch.
"""

import posixpath
import re
import struct
import zipfile
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat
from xml.parsers.expat import ExpatError

from checkin.core.lists.list_fields import ListRow, RowProblem
from checkin.core.message import UserError
from checkin.documents import input_table
from checkin.documents.file_kinds import check_workbook

# Details of the cells of a workbook besides their values, and what they change in its rows. Reads no file.


@dataclass(slots=True)
class CellDetails:
    """Details of a sheet: digits shown, by row and column (from 0); errors by cell; rows without a result by column."""

    digits: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    without_value: dict[int, list[int]] = field(default_factory=dict)

    def applied(self, rows: Iterable[ListRow]) -> Iterator[ListRow | RowProblem]:
        """Yield the rows with their leading zeros, and the problems of their cells."""
        yield from self._problems()
        padded = {row for row, _ in self.digits}
        empty: dict[int, set[int]] = {}
        for column, numbers in self.without_value.items():
            for number in numbers:
                empty.setdefault(number, set()).add(column)
        for row in rows:
            bare = _emptied(row, empty[row.number]) if row.number in empty else row
            yield self._padded(bare) if row.number in padded else bare

    def _problems(self) -> Iterator[RowProblem]:
        for row, column, word in self.errors:
            yield RowProblem(
                row, input_table.ERROR_VALUE, {"cell": f"{input_table.column_letters(column)}{row}", "word": word}
            )
        for column, rows in self.without_value.items():
            letters = input_table.column_letters(column)
            if len(rows) == 1:
                yield RowProblem(rows[0], input_table.NO_VALUE_HERE, {"cell": f"{letters}{rows[0]}"})
            else:
                yield RowProblem(min(rows), input_table.NO_VALUE, {"column": letters, "count": len(rows)})

    def _padded(self, row: ListRow) -> ListRow:
        cells = (
            cell.zfill(self.digits.get((row.number, column), 0)) if cell.isdigit() else cell
            for column, cell in enumerate(row.cells)
        )
        return ListRow(row.number, tuple(cells))


def _emptied(row: ListRow, columns: Container[int]) -> ListRow:
    """Return the row with nothing in these columns: for a formula without a result some programs write a zero."""
    return row._replace(cells=tuple("" if at in columns else cell for at, cell in enumerate(row.cells)))


# Finds the formulas without a result of a workbook from before 2007 (XLS), as other programs than Excel write them.
# OLE file ──▶ its directory ──▶ the stream "Workbook" ──▶ records ──▶ sheets ──▶ formulas
# A program that cannot compute writes an empty text as the result, or a zero that Excel is to compute when it opens
# the file. Excel's own files have a summary; in them an empty text is a result.

_SECTOR_ENDS = 0xFFFFFFF0
"""Numbers of sectors from here on mark the end of a stream."""
_ENTRY = 128
_SUMMARY = "\x05SummaryInformation"
_SHEET, _FORMULA_RECORD, _BEGINNING, _ENCRYPTED, _END = 0x85, 0x06, 0x809, 0x2F, 0x0A
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
        return {name: _details_of_records(book, start, is_computed=is_computed) for name, start in places.items()}
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


def _details_of_records(book: bytes, start: int, *, is_computed: bool) -> CellDetails:
    details = CellDetails()
    for kind, content in _records(book, start):
        if kind != _FORMULA_RECORD:
            continue
        row, column, _, result, options = struct.unpack_from("<HHH8sH", content)
        is_empty = result == _EMPTY_TEXT and not is_computed
        if is_empty or (result == _ZERO and options & _ON_LOAD):
            details.without_value.setdefault(column, []).append(row + 1)
    return details


# Finds the formulas without a result of a LibreOffice workbook (ODS, FODS), which other programs write.
# LibreOffice itself computes every formula: of its own files an empty result is one.

_CHUNK = 1 << 20
_CONTENT, _META = "content.xml", "meta.xml"
_FORMULA_ATTRIBUTE = b":formula="
_COMPUTES = re.compile(
    rb"generator>\s*(?:LibreOffice|OpenOffice|Apache_OpenOffice|Collabora|NeoOffice|MicrosoftOffice)"
)
"""Programs that compute what they save."""


def opendocument_details(archive: zipfile.ZipFile) -> dict[str, CellDetails]:
    """Return the details of each sheet with a formula, by the sheet's name."""
    if _META in archive.namelist() and _COMPUTES.search(archive.read(_META)):
        return {}
    with archive.open(_CONTENT) as file:
        before, has_formula = b"", False
        while not has_formula and (chunk := file.read(_CHUNK)):
            has_formula = _FORMULA_ATTRIBUTE in before + chunk
            before = chunk[-len(_FORMULA_ATTRIBUTE) :]
    if not has_formula:
        return {}
    found = _Formulas()
    with archive.open(_CONTENT) as file:
        while chunk := file.read(_CHUNK):
            found.parser.Parse(chunk, False)
    found.parser.Parse(b"", True)
    return found.sheets


class _Formulas:
    """A parser that notes the places of formulas without a result."""

    def __init__(self) -> None:
        self.sheets: dict[str, CellDetails] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._details = CellDetails()
        self._row = self._column = 0
        self._rows = 1
        self._columns = 1
        self._is_open = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match _local(tag):
            case "table":
                self._details, self._row = CellDetails(), 0
                self.sheets[_value(attributes, "name")] = self._details
            case "table-row":
                self._row += 1
                self._rows, self._column = _times(attributes, "number-rows-repeated"), 0
            case "table-cell" | "covered-table-cell":
                self._columns = _times(attributes, "number-columns-repeated")
                self._is_open = bool(_value(attributes, "formula")) and not _value(attributes, "value-type")
            case "p":
                self._is_open = False  # a text is a result

    def _end(self, tag: str) -> None:
        match _local(tag):
            case "table-cell" | "covered-table-cell":
                if self._is_open:
                    self._details.without_value.setdefault(self._column, []).append(self._row)
                self._column += self._columns
                self._is_open = False
            case "table-row":
                self._row += self._rows - 1


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _value(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _times(attributes: Mapping[str, str], name: str) -> int:
    text = _value(attributes, name)
    return int(text[:9]) if text.isascii() and text.isdigit() else 1


# What calamine does not tell of a workbook. Of an XLSX: numbers shown with leading zeros, formulas without a result,
# and errors; of others (`opendocument_details`, `old_workbook_details`) only formulas without a result.
# Reads each sheet once more, in small pieces and without parsing, after `file_kinds` has passed the file.

_LONGEST_REST = 200_000
"""Bytes behind the last cell of a piece, which may be the beginning of another one."""

_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_WITHOUT_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*" + _FORMULA + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c\s([^<>]*\bt\s*=\s*"e"[^<>]*)>\s*(?:' + _FORMULA + rb")?\s*<(?:\w+:)?v>([^<]{1,20})<")
_STYLED = rb'<(?:\w+:)?c\s([^<>]*\bs="%b"[^<>]*)(?<!/)>'
"""A cell of a style that is not empty."""

_PLACE = re.compile(rb'\br\s*=\s*"([A-Z]{1,3})(\d{1,9})"')
_TYPE = re.compile(rb'\bt\s*=\s*"(\w+)"')
_ZEROS = re.compile(r"0{2,20}")
"""A number format that shows "00123" for 123: postcodes, numbers of tickets and members."""


def cell_details(file: IO[bytes]) -> dict[str, CellDetails]:
    """Return the details of each sheet of a workbook by the sheet's name; nothing of what cannot be told."""
    file.seek(0)
    if file.read(2) != b"PK":
        file.seek(0)
        return old_workbook_details(file.read())
    with zipfile.ZipFile(file) as archive:
        try:
            if "xl/workbook.xml" not in archive.namelist():
                return opendocument_details(archive)
            sheets = _sheet_parts(archive)
            zeros = _zero_formats(archive)
            return {name: _details_of_part(archive, part, zeros) for name, part in sheets.items()}
        except (KeyError, ValueError, ElementTree.ParseError, ExpatError):  # parts that calamine will judge
            return {}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {link.get("Id"): link.get("Target", "") for link in _root(archive, "xl/_rels/workbook.xml.rels")}
    parts = {}
    for element in _root(archive, "xl/workbook.xml").iter():
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
        if element.tag.endswith("}sheet") and link in links:
            parts[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", links[link])).lstrip("/")
    return parts


def _zero_formats(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Return the digits that each style of cells shows at least, for those that show leading zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = _root(archive, "xl/styles.xml")
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter() if one.tag.endswith("}numFmt")}
    styles = next((element for element in root if element.tag.endswith("}cellXfs")), ())
    shown = (formats.get(style.get("numFmtId"), "") for style in styles)
    return {b"%d" % number: len(code) for number, code in enumerate(shown) if _ZEROS.fullmatch(code)}


def _root(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def _details_of_part(archive: zipfile.ZipFile, part: str, zeros: dict[bytes, int]) -> CellDetails:
    details = CellDetails()
    with archive.open(part) as file:
        for piece in _pieces(file):
            _look(piece, zeros, details)
    return details


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a part piece by piece; no cell is cut."""
    rest = b""
    while chunk := file.read(_CHUNK):
        window = rest + chunk
        end = max(window.rfind(b"c>"), 0)
        yield window[:end] + b"c>"
        rest = window[end:].removeprefix(b"c>")[-_LONGEST_REST:]


def _look(piece: bytes, zeros: dict[bytes, int], details: CellDetails) -> None:
    for attributes, word in _ERROR.findall(piece) if b'"e"' in piece else ():
        if place := _place(attributes):
            details.errors.append((*place, word.decode("utf-8", errors="replace")))
    for attributes in _WITHOUT_VALUE.findall(piece) if b"f>" in piece or b"<f" in piece else ():
        kind = _TYPE.search(attributes)
        place = _place(attributes)
        if place and (not kind or kind[1] not in (b"str", b"e")):  # a result may be an empty text
            details.without_value.setdefault(place[1], []).append(place[0])
    for style, digits in zeros.items():
        if b's="%b"' % style in piece:
            places = map(_place, re.findall(_STYLED % style, piece))
            details.digits |= {place: digits for place in places if place}


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Return the row (from 1) and the column (from 0) of a cell; None if it does not say."""
    found = _PLACE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column - 1


def read_workbook(path: Path) -> Iterator[tuple[str, Iterable[ListRow | RowProblem]]]:
    """Yield the visible sheets: hidden ones hold lists of choices, and data not meant to be seen.

    Rows and columns that are hidden or filtered are read: they are people, and what is known of them.
    """
    check_workbook(path)
    with path.open("rb") as file:
        details = cell_details(file)
        for name, rows in sheets_in(file):
            yield name, details.get(name, CellDetails()).applied(rows)


def sheets_in(file: IO[bytes]) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the sheets without checking the file: in this process only for files that it wrote itself."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    measure = input_table.ListSizeCheck()
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            shown = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
            for name in shown:
                found = workbook.get_sheet_by_name(name)
                before = ("",) * (found.start[1] if found.start else 0)
                yield name, _rows(found.iter_rows(), before, measure)
            hidden = [sheet.name for sheet in sheets if sheet.name not in shown]
            if measure.is_empty and any(workbook.get_sheet_by_name(name).height for name in hidden):
                raise UserError(input_table.HIDDEN)
    except PasswordError as exc:
        raise UserError(input_table.ENCRYPTED) from exc
    except CalamineError as exc:
        raise UserError(input_table.DAMAGED) from exc


def _rows(
    values: Iterable[list[Any]], before: tuple[str, ...], measure: input_table.ListSizeCheck
) -> Iterator[ListRow]:
    """Yield the rows that are not empty. `before` are the empty columns at the left, which calamine leaves out."""
    for number, cells in enumerate(values, start=1):
        row = ListRow(number, (*before, *map(cell_text, cells)))
        if any(map(str.strip, row.cells)):
            measure.add(row)
            yield row


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: ISO dates, whole numbers without decimals, 15 digits as in Excel."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime():
            is_day = value.time() == clock_time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case clock_time():
            return value.isoformat("minutes" if not value.second else "seconds")
    return str(value)  # a date or a whole number
