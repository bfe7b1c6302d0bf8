# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading workbooks that are one XML text: LibreOffice's flat ODS (FODS) and Excel's XML of 2003, which many extranets
write. Runs only in a child process (`subprocess_reader`).
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

from checkin.core.lists.list_fields import ListRow, RowProblem
from checkin.core.message import UserError
from checkin.documents.file_kinds import SUSPICIOUS, check_archive_parts
from checkin.documents.input_table import DAMAGED, ListSizeCheck, check_rectangle
from checkin.documents.workbook_reader import CellDetails, cell_details, cell_text, sheets_in

_SPACE = re.compile(rb">[ \t]*\r?\n\s*<")
"""White space between tags, which calamine takes for damage."""

_ROOT = re.compile(rb"<office:document\b([^<>]*)>")
_CHUNK = 1 << 16
_DEEPEST = 100
"""Elements within one another. A workbook has seven."""


def read_flat_opendocument(path: Path) -> Iterator[tuple[str, Iterable[ListRow | RowProblem]]]:
    """Yield the visible sheets of a flat ODS, read as the content of an ordinary one."""
    data = path.read_bytes()
    root, body = _ROOT.search(data), _part(data, b"office:body")
    if not root or not body:
        raise UserError(DAMAGED)
    content = b"<office:document-content%b>%b</office:document-content>" % (
        root[1],
        _SPACE.sub(b"><", _part(data, b"office:automatic-styles") + body),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", b'<?xml version="1.0"?>' + content)
        archive.writestr("meta.xml", _part(data, b"office:meta"))
    check_archive_parts(packed)
    details = cell_details(packed)
    for name, rows in sheets_in(packed):
        yield name, details.get(name, CellDetails()).applied(rows)


def _part(data: bytes, tag: bytes) -> bytes:
    """Return an element of the file from its first tag to its last, b"" if there is none."""
    start, end = data.find(b"<" + tag), data.rfind(b"</" + tag + b">")
    return data[start : end + len(tag) + 3] if 0 <= start < end else b""


_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def read_excel_xml(path: Path) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the visible sheets of Excel's XML of 2003."""
    parsed = _ExcelXml()
    data = path.read_bytes()
    try:
        for start in range(0, len(data), _CHUNK):
            parsed.parser.Parse(data[start : start + _CHUNK], False)
        parsed.parser.Parse(b"", True)
    except expat.ExpatError as exc:
        raise UserError(DAMAGED) from exc
    measure = ListSizeCheck()
    for name, rows in parsed.sheets:
        yield name, _rows(rows, measure)


def _rows(rows: dict[int, dict[int, str]], measure: ListSizeCheck) -> Iterator[ListRow]:
    width = max((max(cells) for cells in rows.values() if cells), default=0)
    for number, cells in rows.items():
        row = ListRow(number, tuple(cells.get(column, "") for column in range(1, width + 1)))
        if any(map(str.strip, row.cells)):
            measure.add(row)
            yield row


class _ExcelXml:
    """A parser that gathers the cells of each sheet by row and column, from 1. Names are without their namespace."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, dict[int, dict[int, str]]]] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._write
        self._row = self._column = self._across = 0
        self._others = self._depth = 0
        self._cells: dict[int, str] = {}
        self._kind = ""
        self._text: list[str] | None = None
        self._is_hidden = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UserError(DAMAGED)
        known = {_local(name): value for name, value in attributes.items()}
        match _local(tag):
            case "Worksheet":
                self._row, self._is_hidden = 0, False
                self.sheets.append((known.get("Name", ""), {}))
            case "Row":
                self._row = _number(known.get("Index"), self._row + 1)
                self._column, self._cells = 0, {}
            case "Cell":
                self._column = _number(known.get("Index"), self._column + 1)
                self._across = _number(known.get("MergeAcross"), 0)
            case "Data":
                self._text, self._kind = [], known.get("Type", "")
            case "Visible":
                self._text = []

    def _write(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        match _local(tag):
            case "Data" if self.sheets and self._text is not None:
                self._cells[self._column] = _cell_text("".join(self._text), self._kind)
                self._text = None
                self._others += 1
                check_rectangle(self._row, self._column, self._others)
            case "Cell":
                self._column += self._across
            case "Row" if self.sheets and self._cells:
                self.sheets[-1][1][self._row] = self._cells
            case "Visible":
                self._is_hidden = "".join(self._text or []).startswith("SheetHidden")
                self._text = None
            case "Worksheet" if self._is_hidden:
                self.sheets.pop()


def _refuse(*_: object) -> None:
    raise UserError(SUSPICIOUS)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _number(text: str | None, otherwise: int) -> int:
    """Return the number of a row or column; one without end is still too large."""
    return int(text[:9]) if text and text.isascii() and text.isdigit() else otherwise


def _cell_text(text: str, kind: str) -> str:
    """Return a cell as a person would type it: days without midnight, whole numbers without decimals."""
    match kind:
        case "DateTime":
            return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
        case "Boolean":
            return "TRUE" if text == "1" else "FALSE"
        case "Number":
            return cell_text(_finite(text))
        case "Error":
            return ""
    return text


def _finite(text: str) -> float | str:
    try:
        value = float(text)
    except ValueError:
        return text
    return value if math.isfinite(value) else text
