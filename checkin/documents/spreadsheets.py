# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list from a file, recognised by its content: text (CSV…), workbooks, web pages, vCards.

Whatever the file contains, the result is a `Book` or one `UserError`; the file is never changed.
"""

import re
import stat
import tomllib
from collections.abc import Iterable, Iterator
from email import message_from_bytes, policy
from functools import cache, lru_cache
from pathlib import Path

from checkin.core.lists.cell_text import FirstNames
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.platforms import UNREADABLE, ListKnowledge, Platform, read_platform
from checkin.core.message import Message, ReportProgress, UserError, ignore_progress
from checkin.documents import file_kinds
from checkin.documents.csv_reader import AS_GUESSED, TextForm, read_delimited
from checkin.documents.html_tables import page_tables, page_text, read_web_tables
from checkin.documents.input_table import EMPTY, MOST_BYTES, NOT_A_LIST, Book, Sheet, check_lines
from checkin.documents.subprocess_reader import Reader, read_in_subprocess
from checkin.documents.vcard_reader import read_vcards
from checkin.documents.workbook_reader import read_workbook
from checkin.documents.xml_workbooks import read_excel_xml, read_flat_opendocument
from checkin.resource_folder import resources

# Reading web archives (MHT, MHTML): the pages that Excel or a browser saved as one file. Runs only in a child process
# (`subprocess_reader`).


def read_web_archive(path: Path) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the tables of all pages in the archive, in its order: one page is a sheet of Excel's."""
    archive = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    pages = (part for part in archive.walk() if part.get_content_type() == "text/html")
    contents = (part.get_payload(decode=True) for part in pages)
    yield from page_tables(page_text(content) for content in contents if isinstance(content, bytes))


__all__ = ["Book", "Sheet", "TextForm", "read_book"]

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel up to 2003, and any workbook with a password
_TABLE = re.compile(rb"<table[\s>]")


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
        file_kinds.check_old_office(data)
        return read_workbook
    file_kinds.check_start(data)
    check_lines(data)
    head = file_kinds.file_head(data).lower()
    if head.startswith("begin:vcard"):
        return read_vcards
    if file_kinds.is_web_archive(head):
        return read_web_archive
    return _markup_reader(data) if file_kinds.is_markup(head) else None


def _check_file(path: Path) -> None:
    try:
        found = path.stat()
    except FileNotFoundError as exc:
        raise UserError(_MISSING) from exc
    except (OSError, ValueError) as exc:
        raise UserError(_UNREADABLE) from exc
    if stat.S_ISDIR(found.st_mode):
        raise UserError(Message("list", "This is a folder, not a list. Nothing was imported; choose a file in it."))
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device might never end
        raise UserError(NOT_A_LIST)
    if found.st_size > MOST_BYTES:
        raise UserError(_TOO_BIG, megabytes=MOST_BYTES >> 20)
    if not found.st_size:
        raise UserError(EMPTY)


def _markup_reader(data: bytes) -> Reader:
    """Return the reader for a web page or XML, whatever it is called."""
    text = data.replace(b"\0", b"").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and b"<workbook" in text.replace(b"ss:", b""):
        return read_excel_xml
    if b"<office:spreadsheet" in text:
        return read_flat_opendocument
    if not _TABLE.search(text):
        file_kinds.refuse_markup(text.decode("latin-1"))
    return read_web_tables


_MISSING = Message("list", "This file is no longer there. Nothing was imported; find it and choose it again.")
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


# Reads the platforms whose exports are recognised: a TOML file each, from a folder. `core.lists` understands them.


@lru_cache(maxsize=4)  # read when a list is first opened
def read_platforms(folder: Path) -> tuple[Platform, ...]:
    """Return the platforms of `folder`, in the order of their file names; none if there is no folder.

    Raises `UserError` for a file with a mistake.
    """
    return tuple(map(_read, sorted(folder.glob("*.toml"))))


def _read(path: Path) -> Platform:
    try:
        return read_platform(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise UserError(UNREADABLE, file=path.name, why=exc) from exc


# Reads what is known of lists from resources/lists: the platforms, and the first names with their sources.


@cache
def list_knowledge() -> ListKnowledge:
    """Return it, read once, when a list is first opened. Raises `UserError` for a platform's file with a mistake."""
    folder = resources() / "lists"
    return ListKnowledge(read_platforms(folder / "platforms"), _first_names(folder / "first_names.txt"))


def _first_names(path: Path) -> FirstNames:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
