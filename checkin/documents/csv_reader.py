# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading lists from text files: CSV, TSV and TXT, with their encodings and separators detected.

Never guesses inside a cell: an unclosed quotation mark is refused, not mended.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.message import Message
from checkin.documents.input_table import (
    CELL_TOO_LONG,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_A_LIST,
    TOO_LARGE,
    Book,
    ListSizeCheck,
    Sheet,
)

SEPARATORS = ";,\t|"

LONGEST_LINE = 1 << 20
"""Characters of a line. A longer one is refused before it becomes a million cells."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# Single-byte encodings of Excel and LibreOffice in Western Europe, old Macs, and DOS. With all alphabets to choose
# from, the detector takes a list of two or three French rows for Slovak or Finnish.
_BYTE_ENCODINGS = ("cp1252", "iso8859-15", "mac-roman", "cp850")
_DETECTOR_BYTES = 200_000

# Characters that Western European text does not contain: a capital accent inside a word, foreign signs. With two or
# three accents in the whole file this tells more than the detector's statistics.
_ODD = re.compile(
    r"(?<=[a-zà-ÿ])[À-ÞŒŸŠŽ]"
    r"|[^\x00-\x7fÀ-ÖÙ-öù-ÿœŒŸšŠžŽ’‘“”«»‹›€£§°º²³–—…·•\u00a0]"
)

_SAMPLE_ROWS = 200
_SEPARATOR_LINE = re.compile(r'\A"?sep=(?P<separator>.)"?\r?(?:\n|\r|\Z)', re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")

_OTHER_ENCODING = Message(
    "list", "This file is not written in “{encoding}”. Nothing was imported; choose another encoding."
)
_QUOTES = Message(
    "list",
    "Row {row} has a quotation mark that is out of place or never closed. "
    "Nothing was imported; correct the row and save the file again.",
)


@dataclass(frozen=True, slots=True)
class TextForm:
    """The chosen encoding and separator of a text file; "" is detected."""

    encoding: str = ""
    separator: str = ""


AS_GUESSED = TextForm()

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso8859-15", "mac-roman", "cp850")
"""Encodings that a user can choose if the detected one is wrong."""


def read_delimited(
    data: bytes, name: str, form: TextForm = AS_GUESSED, report: ReportProgress = ignore_progress
) -> Book:
    """Return the table in `data`, a whole file. Raises `UserError` if it is no text or its quotes do not match."""
    text, encoding = decode(data, form.encoding)
    text = _plain(text)
    separator = ""
    if stated := _SEPARATOR_LINE.match(text):  # Excel's own line; spreadsheets neither show nor count it
        separator, text = stated["separator"], text[stated.end() :]
    separator = form.separator or separator or guess_separator(text)
    total = text.count("\n") + 1
    rows = _rows(report_while(_records(text, separator or ";"), report, total))
    return Book((Sheet(name, tuple(rows)),), encoding, separator)


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text and its encoding: the given one, or by byte order mark, UTF-8 if valid, else the likeliest.

    Raises `UserError` if the text cannot be in the given encoding.
    """
    if encoding:
        return _decode_as(data, encoding), encoding
    for candidate in _candidates(data):
        try:
            return data.decode(candidate), candidate
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace"), "cp1252"


def _decode_as(data: bytes, encoding: str) -> str:
    has_mark = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    exact = {"utf-8": "utf-8-sig", "utf-16": "utf-16" if has_mark else _wide(data) or "utf-16-le"}
    try:
        return data.decode(exact.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError) as exc:
        raise UserError(_OTHER_ENCODING, encoding=encoding) from exc


def _candidates(data: bytes) -> Iterator[str]:
    yield from (encoding for bom, encoding in _BOMS if data.startswith(bom))
    if wide := _wide(data):
        yield wide
    yield "utf-8"
    yield _likeliest(data)


def _wide(data: bytes) -> str:
    """Return the encoding of UTF-16 without a byte order mark: every other byte of Latin text is zero. "" if it is
    not.
    """
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros and zeros.count(0) > 0.4 * len(zeros) and sample.count(0) == zeros.count(0):
            return encoding
    return ""


def _likeliest(data: bytes) -> str:
    """Return the encoding with the fewest odd characters; among equals the one that the detector finds."""
    import chardet

    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_DETECTOR_BYTES]
    found = chardet.detect(telling, include_encodings=_BYTE_ENCODINGS)["encoding"] or "cp1252"
    candidates = (codecs.lookup(found).name, *_BYTE_ENCODINGS)
    return min(candidates, key=lambda encoding: len(_ODD.findall(telling.decode(encoding, errors="replace"))))


def _plain(text: str) -> str:
    """Return `text` without stray NULs; raise `UserError` if it has too many control characters."""
    strange = text.count("\0") + len(_CONTROL.findall(text))
    if strange > 8 and strange > len(text) // 100:
        raise UserError(NOT_A_LIST)
    return text.replace("\0", "")


def guess_separator(text: str) -> str:
    """Return the separator that splits the first rows most evenly, "" if none splits them at all."""
    best, separator = 0.0, ""
    for candidate in SEPARATORS:
        score = _evenness(text, candidate)
        if score > best:
            best, separator = score, candidate
    return separator


def _evenness(text: str, separator: str) -> float:
    """Return the share of rows with the commonest width, with a small preference for more columns."""
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    widths: Counter[int] = Counter()
    penalty = 0.0
    try:
        for cells in islice(reader, _SAMPLE_ROWS):
            widths[len(cells)] += bool(cells)
    except csv.Error:
        penalty = 0.5
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(0, 0))
    return 0.0 if width < 2 else count / widths.total() + min(width, 12) / 100 - penalty


def _rows(records: Iterable[list[str]]) -> Iterator[ListRow]:
    measure = ListSizeCheck()
    for number, cells in enumerate(records, start=1):
        row = ListRow(number, tuple(cells))
        if any(map(str.strip, cells)):
            measure.add(row)
            yield row


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    done = 0
    try:
        for cells in reader:
            done += 1
            yield cells
    except csv.Error as exc:
        too_long = str(LONGEST_CELL) in str(exc)  # e.g. "field larger than field limit (131072)"
        raise UserError(CELL_TOO_LONG if too_long else _QUOTES, row=done + 1) from exc


def _lines(text: str) -> Iterable[str]:
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
        yield line
