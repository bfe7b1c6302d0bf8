# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading lists from text files: CSV, TSV and TXT, with their encoding (`text_decoding`) and separator detected.

Never guesses inside a cell: an unclosed quotation mark is refused, not mended.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.documents.csv_layout import (
    SEPARATORS,
    CsvLayout,
    check_line_lengths,
    guess_layout,
    guess_separator,
    text_lines,
    unwrap,
)
from checkin.documents.input_table import CELL_TOO_LONG, LONGEST_CELL, NOT_A_LIST, Book, ListSizeCheck, Sheet
from checkin.documents.row_remarks import FOREIGN, REREAD, remarks
from checkin.documents.text_decoding import BOM, DecodedText, decode

__all__ = ["AS_GUESSED", "ENCODINGS", "SEPARATORS", "TextForm", "read_delimited"]

_SEPARATOR_LINE = re.compile(
    r"""\A"?sep *= *(?P<separator>\\t|\t|[^\w\s"])(?P=separator)*"?\r?(?:\n|\r|\Z)""", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MARKS = re.compile(rf"(?<![^\r\n]){BOM}+")
"""Byte order marks at the beginning of lines."""

_LOST_END = 32
"""NULs at the end of a file that its computer did not write completely. One or two are a program's habit."""

_MOST_HEADING = 5
"""Rows, titles and header, that a second file may repeat."""

_QUOTES = Message(
    "list",
    "Row {row} has a quotation mark that is out of place or never closed. "
    "Nothing was imported; correct the row and save the file again.",
)
_CUT_OFF = Message(
    "list",
    "The end of this file is lost: it was not saved completely. Nothing was imported; save it again, or ask for a "
    "new copy.",
)


@dataclass(frozen=True, slots=True)
class TextForm:
    """The chosen encoding and separator of a text file; "" is detected."""

    encoding: str = ""
    separator: str = ""


AS_GUESSED = TextForm()

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso8859-15", "mac-roman", "cp850", "cp1250", "cp1251")
"""Encodings that a user can choose if the detected one is wrong."""


def read_delimited(
    data: bytes, name: str, form: TextForm = AS_GUESSED, report: ReportProgress = ignore_progress
) -> Book:
    """Return the table in `data`, a whole file. Raises `UserError` if it is no text or its quotes do not match."""
    check_line_lengths(data)
    decoded = decode(data, form.encoding)
    text = _plain(decoded.text)
    text, appended = _unmarked(text) if BOM in text else (text, frozenset())
    stated = _SEPARATOR_LINE.match(text)
    if stated:  # Excel's own line; spreadsheets neither show nor count it
        text = text[stated.end() :]
    separator = form.separator or (stated and _stated_separator(stated, text)) or guess_separator(text)
    if not separator and (inner := unwrap(text)):
        text, separator = inner, guess_separator(inner)
    records = report_while(_records(text, guess_layout(text, separator)), report, text.count("\n") + 1)
    gathering = _Gathering(decoded, appended, 1 if stated else 0)
    rows = tuple(gathering.rows(records))
    return Book((Sheet(name, rows, gathering.problems()),), decoded.encoding, separator)


def _plain(text: str) -> str:
    """Return `text` without stray NULs and the end mark of DOS; raise `UserError` if it is cut off or no text."""
    full = text.rstrip("\0")
    if full and len(text) - len(full) >= _LOST_END:
        raise UserError(_CUT_OFF)
    strange = full.count("\0") + len(_CONTROL.findall(full))
    if (text and not full) or (strange > 8 and strange > len(full) // 100):
        raise UserError(NOT_A_LIST)
    return full.replace("\0", "").removesuffix("\x1a")


def _unmarked(text: str) -> tuple[str, frozenset[int]]:
    """Return `text` without the byte order marks that begin its lines, and these lines: another file begins there."""
    lines = frozenset(number for number, line in enumerate(text_lines(text)) if line[:1] == BOM)
    return _MARKS.sub("", text), lines


def _stated_separator(line: re.Match[str], text: str) -> str:
    """Return the separator that Excel's line names, "" if the text does not have it."""
    separator = line["separator"].replace("\\t", "\t")
    return separator if separator in text else ""


def _records(text: str, layout: CsvLayout) -> Iterator[tuple[list[str], range]]:
    done = 0
    try:
        for record in layout.records(text):
            done += 1
            yield record
    except csv.Error as exc:
        too_long = str(LONGEST_CELL) in str(exc)  # e.g. "field larger than field limit (131072)"
        raise UserError(CELL_TOO_LONG if too_long else _QUOTES, row=done + 1) from exc


class _Gathering:
    """The rows of a text and what was put right in them.

    `appended` are the lines where another file was appended, `skipped` lines come before the first record.
    """

    def __init__(self, decoded: DecodedText, appended: frozenset[int], skipped: int) -> None:
        self._decoded, self._appended, self._skipped = decoded, appended, skipped
        self._beginning: list[tuple[str, ...]] = []
        self._compared: int | None = None
        self._problems: list[RowProblem] = []
        self._reread: list[int] = []

    def rows(self, records: Iterable[tuple[list[str], range]]) -> Iterator[ListRow]:
        """Yield the rows that are neither empty, nor comments, nor the heading of an appended file."""
        measure = ListSizeCheck()
        for number, (cells, lines) in enumerate(records, start=1):
            row = ListRow(number, tuple(cells))
            if lines.start + self._skipped in self._appended:
                self._compared = 0
            if not any(map(str.strip, cells)) or _is_comment(cells) or self._repeats_heading(row.cells):
                continue
            measure.add(row)
            self._look(row, lines)
            yield row

    def problems(self) -> tuple[RowProblem, ...]:
        """Return what was put right in the rows yielded so far."""
        if self._reread:
            person = self._reread[len(self._reread) // 2]  # the first may be a title
            self._problems.append(RowProblem(person, REREAD, {"count": len(self._reread)}))
        return tuple(self._problems)

    def _repeats_heading(self, cells: tuple[str, ...]) -> bool:
        """Whether the row is one of those at the beginning of an appended file that the first file begins with too."""
        if self._compared is None:  # still the first file
            self._beginning += [cells] if len(self._beginning) < _MOST_HEADING else []
            return False
        is_same = self._compared < len(self._beginning) and cells == self._beginning[self._compared]
        self._compared = self._compared + 1 if is_same else _MOST_HEADING
        return is_same

    def _look(self, row: ListRow, lines: range) -> None:
        if self._decoded.foreign or self._decoded.reread:
            here = {line + self._skipped for line in lines}
            self._problems += [RowProblem(row.number, FOREIGN, {})] if here & self._decoded.foreign else []
            self._reread += [row.number] if here & self._decoded.reread else []
        self._problems += remarks(row)


def _is_comment(cells: list[str]) -> bool:
    """Whether the row is a remark of the program that wrote the file: "# Export of 3 May", without separators."""
    return len(cells) == 1 and len(cells[0]) > 1 and cells[0].startswith("#")
