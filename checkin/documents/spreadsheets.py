# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a list that somebody brings: CSV, TSV, TXT or XLSX, told apart by content, not by name.

Whatever the file is, the answer is a `Sheet` or one `UserError` sentence; it never changes the file.
"""

import stat
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.documents.delimited import read_delimited
from checkin.documents.sheet import EMPTY, MOST_BYTES, NOT_A_LIST, SAVE_AS, Sheet
from checkin.documents.workbook import read_workbook

__all__ = ["Sheet", "read_rows"]

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
"""Also how a text may begin ("BMW;..."): believed only if zero bytes follow."""


def read_rows(path: Path) -> Sheet:
    """The first sheet with anything in it. A workbook is read in another process (at most 60 s)."""
    _check_file(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise UserError(_UNREADABLE) from exc
    if data.startswith(_ZIP):
        sheet = read_workbook(path)
    else:
        _refuse_other_formats(data)
        sheet = read_delimited(data, path.stem)
    if not sheet.rows:
        raise UserError(EMPTY)
    return sheet


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


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith(_OLE):
        raise UserError(_old_office(data))
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<", b"mime-version:")):  # a web page or XML, saved with the name of a spreadsheet
        raise UserError(SAVE_AS if b"<table" in data.lower() or b"<workbook" in data.lower() else NOT_A_LIST)
    if data.startswith(_OTHER_FORMATS) and (not data.startswith(_TEXT_PREFIXES) or b"\0" in data[:64]):
        raise UserError(NOT_A_LIST)


def _old_office(data: bytes) -> Words:
    """Streams of an OLE file are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _ENCRYPTED
    is_workbook = "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data
    return SAVE_AS if is_workbook else NOT_A_LIST


_MISSING = Words(
    "list",
    "This file is not there any more. Nothing was imported; look where it has gone and choose it again.",
)
_FOLDER = Words("list", "This is a folder, not a list. Nothing was imported; choose a file in it.")
_UNREADABLE = Words(
    "list",
    "This file cannot be opened for reading. Nothing was imported; close it elsewhere, or copy it to your "
    "documents and choose the copy.",
)
_TOO_BIG = Words(
    "list",
    "This file is larger than {megabytes} MB, too large for a list of people. "
    "Nothing was imported; keep only the list and save it again.",
)
_ENCRYPTED = Words(
    "list",
    "This workbook is protected by a password. Nothing was imported; open it in your spreadsheet program, "
    "remove the password, save it and import it again.",
)
