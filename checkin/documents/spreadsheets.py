# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list from a file: CSV, TSV, TXT, XLSX, ODS, XLS or a web page's table, recognised by content.

Whatever the file contains, the result is a `Book` or one `UserError`; the file is never changed.
"""

import stat
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.documents.csv_reader import AS_GUESSED, TextForm, read_delimited
from checkin.documents.html_tables import read_web_tables
from checkin.documents.input_table import EMPTY, ENCRYPTED, MOST_BYTES, NOT_A_LIST, SAVE_AS, Book, Sheet
from checkin.documents.subprocess_reader import Reader, read_in_subprocess
from checkin.documents.workbook_reader import read_workbook

__all__ = ["Book", "Sheet", "TextForm", "read_book"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel up to 2003, and any workbook with a password
_OTHER_FORMATS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"{\\rtf",
    b"SQLite format 3\0",
    b"\x7fELF",
    b"MZ",
)
_TEXT_PREFIXES = (b"BM", b"MZ", b"RIFF")
"""Signatures that are also a possible beginning of text ("BMW;..."): they count only if zero bytes follow."""


def read_book(path: Path, form: TextForm = AS_GUESSED, report: ReportProgress = ignore_progress) -> Book:
    """Return the content of the file at `path`. `form` says how to read a text; workbooks ignore it.

    Anything but text is read in another process (at most 60 s). Raises `UserError`.
    """
    _check_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise UserError(_UNREADABLE) from exc
    if reader := _reader(data):
        return Book(read_in_subprocess(reader, path, report))
    book = read_delimited(data, path.stem, form, report)
    if not book.sheets[0].rows:
        raise UserError(EMPTY)
    return book


def _reader(data: bytes) -> Reader | None:
    """Return the reader for a file that begins so, None for text. Raises `UserError` if it is no list at all."""
    if data.startswith(_ZIP):
        return read_workbook
    if data.startswith(_OLE):
        _check_old_office(data)
        return read_workbook
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<", b"mime-version:")):  # a web page or XML, saved with the name of a spreadsheet
        return _web_reader(start, data.lower())
    if data.startswith(_OTHER_FORMATS) and (not data.startswith(_TEXT_PREFIXES) or b"\0" in data[:64]):
        raise UserError(NOT_A_LIST)
    return None


def _check_file(path: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError as exc:
        raise UserError(_MISSING) from exc
    except (OSError, ValueError) as exc:
        raise UserError(_UNREADABLE) from exc
    if stat.S_ISDIR(found.st_mode):
        raise UserError(_FOLDER)
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
        raise UserError(NOT_A_LIST)
    if found.st_size > MOST_BYTES:
        raise UserError(_TOO_BIG, megabytes=MOST_BYTES >> 20)
    if not found.st_size:
        raise UserError(EMPTY)


def _web_reader(start: bytes, data: bytes) -> Reader:
    if b"<table" not in data and b"<workbook" not in data:
        raise UserError(NOT_A_LIST)
    if start.startswith(b"mime-version:") or b"<workbook" in data:  # an archive of pages; Excel's XML of 2003
        raise UserError(SAVE_AS)
    return read_web_tables


def _check_old_office(data: bytes) -> None:
    """Raise `UserError` unless the OLE file contains a workbook, by its stream names, which are in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError(ENCRYPTED)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise UserError(NOT_A_LIST)


_MISSING = Message(
    "list",
    "This file is no longer there. Nothing was imported; find it and choose it again.",
)
_FOLDER = Message("list", "This is a folder, not a list. Nothing was imported; choose a file in it.")
_UNREADABLE = Message(
    "list",
    "This file cannot be opened. Nothing was imported; close it in other programs, or copy it to your "
    "documents and choose the copy.",
)
_TOO_BIG = Message(
    "list",
    "This file is larger than {megabytes} MB, too large for a list of people. "
    "Nothing was imported; keep only the list and save it again.",
)
