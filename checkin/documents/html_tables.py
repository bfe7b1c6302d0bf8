# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the tables of a web page, which extranets provide under the name of an Excel file (.xls).

Runs only in a child process (`subprocess_reader`). Never follows a link, runs a script or fetches anything.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.csv_reader import decode
from checkin.documents.input_table import MOST_COLUMNS, MOST_ROWS, TOO_LARGE, ListSizeCheck

_CHARSET = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_WITHIN = 4096
"""Bytes at the beginning that may name the encoding."""

_CHUNK = 1 << 16
_CELLS = frozenset({"td", "th"})
_PARTS = _CELLS | {"tr", "caption"}
_LINES = frozenset({"br", "p", "div", "li"})
_SILENT = frozenset({"script", "style"})
_TEXT_FIELDS = frozenset({"text", "email", "tel", "number", "date"})


def read_web_tables(path: Path) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield each table as a sheet, named by its caption or "Table 1"."""
    yield from page_tables([page_text(path.read_bytes())])


def page_tables(pages: Iterable[str]) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the tables of some pages, numbered through."""
    measure = ListSizeCheck()
    count = 0
    for text in pages:
        page = _Page()
        for start in range(0, len(text), _CHUNK):
            page.feed(text[start : start + _CHUNK])
        page.close()
        for number, table in enumerate(page.tables, start=count + 1):
            yield " ".join(table.caption.split()) or f"Table {number}", _rows(table, measure)
        count += len(page.tables)


def page_text(data: bytes) -> str:
    """Return the page decoded as UTF-8 if it is that, else as it declares, if that is possible."""
    charset = _CHARSET.search(data[:_WITHIN])
    named = charset[1].decode().lower() if charset else ""
    for encoding in ("utf-8-sig", "cp1252" if named == "iso-8859-1" else named):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    return decode(data).text


def _rows(table: "_Table", measure: ListSizeCheck) -> Iterator[ListRow]:
    for number, cells in enumerate(table.rows, start=1):
        row = ListRow(number, tuple(map(_cell_text, cells)))
        if any(row.cells):
            measure.add(row)
            yield row


def _cell_text(text: str) -> str:
    """Return the text of a cell: white space of the source is collapsed, only a break is a new line."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split(_BREAK))))


_BREAK = "\x1e"


class _Table:
    """Rows of cells. A cell over several columns or rows leaves empty ones, as a merged cell of a workbook does."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[list[str]] = []
        self._under: dict[int, int] = {}  # column → number of rows below that a cell above takes
        self._opened = ""
        self._text: list[str] = []
        self._span = (1, 1)

    def open(self, what: str, span: tuple[int, int] = (1, 1)) -> None:
        """Begin a row, a cell or the caption; end the open one, with or without its end tag."""
        self.close()
        if what == "tr" or (what in _CELLS and not self.rows):
            self._begin_row()
        self._opened, self._text, self._span = what, [], span

    def write(self, text: str) -> None:
        self._text.append(text)

    def close(self) -> None:
        text = "".join(self._text)
        if self._opened in _CELLS:
            self._add(text, *self._span)
        elif self._opened == "caption":
            self.caption = text
        self._opened = ""

    def _begin_row(self) -> None:
        self.rows.append([])
        self._under = {column: left - 1 for column, left in self._under.items() if left > 1}
        if len(self.rows) > MOST_ROWS:
            raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)

    def _add(self, text: str, columns: int, rows: int) -> None:
        row = self.rows[-1]
        while len(row) in self._under:
            row.append("")
        if rows > 1:
            self._under |= dict.fromkeys(range(len(row), len(row) + columns), rows)
        row += [text, *[""] * (columns - 1)]


class _Page(HTMLParser):
    """A parser that collects every table; a table inside a cell is one of its own, and its text is not the cell's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_silent = tag in _SILENT or (tag == "option" and "selected" not in dict(attrs))
        if tag == "table":
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif self._open and tag in _PARTS:
            self._open[-1].open(tag, (_span(attrs, "colspan", MOST_COLUMNS), _span(attrs, "rowspan", MOST_ROWS)))
        elif self._open and tag in _LINES:
            self._open[-1].write(_BREAK)
        elif self._open and tag == "input":
            self._open[-1].write(_input_text(dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self._is_silent = False
        if self._open and tag in _PARTS:
            self._open[-1].close()
        elif self._open and tag in _LINES:
            self._open[-1].write(_BREAK)
        elif self._open and tag == "table":
            self._open.pop().close()

    def handle_data(self, data: str) -> None:
        if self._open and not self._is_silent:
            self._open[-1].write(data)


def _input_text(attributes: dict[str, str | None]) -> str:
    """Return what a field of a form shows: its text, or an x for a box that is ticked."""
    kind = attributes.get("type") or "text"
    if kind in ("checkbox", "radio"):
        return "x" if "checked" in attributes else ""
    return (attributes.get("value") or "") if kind in _TEXT_FIELDS else ""


def _span(attrs: list[tuple[str, str | None]], name: str, most: int) -> int:
    values = dict(attrs).get(name) or ""
    return min(int(values[:9]), most) or 1 if values.isdecimal() else 1
