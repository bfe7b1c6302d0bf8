# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are no list Checkin can read: what each of them is, told by its content, and what to do instead.

The name of a file tells nothing here: a PDF called "liste.xlsx" is a PDF.
"""

import io
import lzma
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, NoReturn

from checkin.core.message import Message, UserError
from checkin.documents.input_table import DAMAGED, ENCRYPTED, LONGEST_CELL, NOT_A_LIST, SAVE_AS, check_rectangle

_START = 4096
"""Bytes at the beginning of a file by which its kind is known."""

PDF = Message(
    "list", "This is a PDF. Nothing was imported; ask for the spreadsheet it was made from, and import that file."
)
PICTURE = Message("list", "This is a picture. Nothing was imported; ask for the spreadsheet it shows.")
TEXT_DOCUMENT = Message(
    "list",
    "This is a text document (Word, LibreOffice…). Nothing was imported; copy its table into a spreadsheet, save it "
    "as XLSX, and import that file.",
)
PRESENTATION = Message(
    "list",
    "This is a presentation (PowerPoint, Impress…). Nothing was imported; copy its table into a spreadsheet, save it "
    "as XLSX, and import that file.",
)
EMAIL = Message(
    "list", "This is an e-mail. Nothing was imported; save the file that is attached to it, and import that file."
)
ARCHIVE = Message("list", "This is an archive (ZIP…). Nothing was imported; unpack it, and import the list inside.")
ARCHIVE_OF = Message(
    "list", "This is a ZIP archive. Nothing was imported; unpack it, and import the list inside: {names}."
)
APPLE = Message(
    "list",
    "This is a document of Apple’s Numbers, Pages or Keynote. Nothing was imported; open it there, choose File, "
    "Export To, Excel or CSV, and import that file.",
)
GOOGLE = Message(
    "list",
    "This is only a shortcut to a Google document, without its people. Nothing was imported; open it in the browser, "
    "choose File, Download, Microsoft Excel (.xlsx), and import that file.",
)
SHORTCUT = Message(
    "list",
    "This is only a shortcut, not the file it leads to. Nothing was imported; open it, save the list on this computer, "
    "and import that file.",
)
PAGE = Message(
    "list",
    "This is a web page without a table, perhaps one that asks to sign in. Nothing was imported; sign in on the site, "
    "and download the list again.",
)
PAGE_PARTS = Message(
    "list",
    "This is only the frame of a web page saved by Excel; the list is in the folder beside it. Nothing was imported; "
    "open it in Excel, save it as XLSX, and import that file.",
)
CALENDAR = Message(
    "list",
    "This is a calendar, not a list of people. Nothing was imported; import it as a programme, or choose another file.",
)
DATABASE = Message(
    "list",
    "This is a database, perhaps an event of Checkin. Nothing was imported; open an event from the first window, or "
    "export the list from its program as XLSX or CSV.",
)
STRUCTURED = Message(
    "list",
    "This is a file for programs ({kind}), not a spreadsheet. Nothing was imported; export the list from its program "
    "as XLSX or CSV, and import that file.",
)

_SIGNATURES: tuple[tuple[Message, tuple[bytes, ...]], ...] = (
    (PICTURE, (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS")),
    (ARCHIVE, (b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")),
    (TEXT_DOCUMENT, (b"{\\rtf", b"\xffWPC", b"\\documentclass")),
    (DATABASE, (b"SQLite format 3\0", b"\0\1\0\0Standard ")),
    (SHORTCUT, (b"L\0\0\0\x01\x14\x02\0", b"bplist00", b"[InternetShortcut]", b"[Desktop Entry]")),
    (SAVE_AS, (b"ID;P", b"TABLE\n0,1", b"TABLE\r\n0,1", b"\0\0\x02\0\x06\x04", b"\0\0\x1a\0")),
    (NOT_A_LIST, (b"RIFF", b"\x7fELF", b"MZ", b"ID3", b"OggS", b"%!PS")),
)
_ALSO_TEXT = (b"BM", b"MZ", b"RIFF", b"ID3", b"BZh")
"""Signatures that are also a possible beginning of text ("BMW;..."): they count only if zero bytes follow."""

_PDF = re.compile(rb"(?:\A|[\r\n])%PDF-\d")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"jxl ")
_GOOGLE = re.compile(r'\A\{.*"(?:doc_id|url)"\s*:', re.DOTALL)
_JSON = re.compile(r"""\A(?:\[\s*(?:[\[{]|"[^"\n]*"\s*[,\]])|\{\s*(?:"[^"\n]*"\s*:|\}))""")
_LDIF = re.compile(r"\A(?:version:\s*\d+\s+)?(?:#[^\n]*\n\s*)*dn::?\s", re.IGNORECASE)
_MAIL_HEADER = re.compile(
    r"^(?:From|To|Cc|Subject|Date|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Reply-To|X-[\w-]+):[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_SENT = re.compile(r"^(?:to|received|delivered-to):", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(
    r"<(?:[!?]|(?:html|head|body|table|tr|meta|style|div|center|form|workbook)[\s/>]|[a-z][\w.-]*:|[a-z][^<>;,|\t]*>\s*<)"
)
_PAGE = re.compile(r"^[ \t]*<(?:!doctype html|html|table)[\s>]", re.MULTILINE)
_DBASE = re.compile(rb"[\x03\x30\x83\x8b\xf5].[\x01-\x0c][\x01-\x1f]", re.DOTALL)
_LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".vcf", ".xlsm")
_MOST_NAMES = 3


def check_start(data: bytes) -> None:
    """Raise `UserError` for a file that is known to be no list. Text, XML, and archives with a workbook pass."""
    start = data[:_START]
    for words, signatures in _SIGNATURES:
        if start.startswith(signatures) and (not start.startswith(_ALSO_TEXT) or b"\0" in start[:64]):
            raise UserError(PICTURE if start[8:12] == b"WEBP" else words)
    if start[4:8] == b"ftyp":
        raise UserError(PICTURE if start[8:12] in _PICTURE_BRANDS else NOT_A_LIST)
    if _PDF.search(start):
        raise UserError(PDF)
    if _DBASE.match(start) and start[10:12] and b"\0" in start[:32]:
        raise UserError(SAVE_AS)
    _check_text(file_head(start))


def file_head(data: bytes) -> str:
    """Return the beginning of a text, for a look at its ASCII characters alone."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:_START].decode("utf-16" if is_wide else "latin-1", errors="replace")
    return head.removeprefix("\xef\xbb\xbf").replace("\0", "").lstrip()


def is_markup(head: str) -> bool:
    """Whether a file that begins so, in small letters, is a web page or XML; not a text like "<nom>;<prénom>".

    Some servers write a line or two before the page.
    """
    return bool(_MARKUP.match(head) or _PAGE.search(head))


def is_web_archive(head: str) -> bool:
    """Whether a file that begins so, in small letters, is a saved web page rather than an e-mail."""
    block = _header_block(head)
    return bool(_MAIL_HEADER.match(block)) and "multipart/related" in block and not _SENT.search(block)


def _header_block(head: str) -> str:
    """Return the lines before the first empty one."""
    return re.split(r"\n\s*\n", head.replace("\r\n", "\n"), maxsplit=1)[0]


def _check_text(head: str) -> None:
    if head[:15].upper() == "BEGIN:VCALENDAR":
        raise UserError(CALENDAR)
    if _JSON.match(head):
        if _GOOGLE.match(head) and ("doc_id" in head or "google.com" in head):
            raise UserError(GOOGLE)
        raise UserError(STRUCTURED, kind="JSON")
    if _LDIF.match(head):
        raise UserError(STRUCTURED, kind="LDIF")
    block = _header_block(head)
    is_mail = re.match(r"From |[\w-]+:[ \t]", block) and len(_MAIL_HEADER.findall(block)) > 1
    if is_mail and not is_web_archive(head.lower()):
        raise UserError(EMAIL)


def refuse_markup(text: str) -> NoReturn:
    """Raise the `UserError` for a web page or XML without a table, in small letters."""
    if "<svg" in text[:_START]:
        raise UserError(PICTURE)
    if "<plist" in text[:_START]:
        raise UserError(SHORTCUT)
    if "office:text" in text or "<w:worddocument" in text:
        raise UserError(TEXT_DOCUMENT)
    if "<frameset" in text and "office:excel" in text:
        raise UserError(PAGE_PARTS)
    if "<html" in text or "<!doctype html" in text or "<body" in text:
        raise UserError(PAGE)
    raise UserError(STRUCTURED, kind="XML")


def refuse_archive(names: set[str], mimetype: bytes) -> NoReturn:
    """Raise the `UserError` for an archive that is no workbook, with these parts and what it says it is."""
    if "xl/workbook.bin" in names:
        raise UserError(SAVE_AS)
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        raise UserError(TEXT_DOCUMENT)
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in mimetype:
        raise UserError(PRESENTATION)
    if any(name.endswith(".iwa") for name in names) or names & {"index.apxl", "index.xml", "Index.zip"}:
        raise UserError(APPLE)
    if mimetype or "META-INF/MANIFEST.MF" in names:
        raise UserError(NOT_A_LIST)
    lists = sorted(name.rpartition("/")[2] for name in names if name.lower().endswith(_LISTS))
    if lists:
        more = ["…"] if len(lists) > _MOST_NAMES else []
        raise UserError(ARCHIVE_OF, names=", ".join([*lists[:_MOST_NAMES], *more]))
    raise UserError(ARCHIVE)


_CLASSES = (
    (b"\x06\x09\x02\0", TEXT_DOCUMENT),  # Word: {00020906-0000-0000-C000-000000000046}
    (b"\x10\x8d\x81\x64", PRESENTATION),
    (b"\x0b\x0d\x02\0", EMAIL),
)
_STREAMS = (("__properties_version1.0", EMAIL), ("WordDocument", TEXT_DOCUMENT), ("PowerPoint Document", PRESENTATION))


def check_old_office(data: bytes) -> None:
    """Raise `UserError` unless an OLE file is a workbook: by the class of its root, else by the names of its streams,
    which are in UTF-16. A letter may contain a workbook, and an e-mail a letter.
    """
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    root = (int.from_bytes(data[48:52], "little") + 1) * sector
    for start, words in _CLASSES:
        if data[root + 80 : root + 84] == start:
            raise UserError(words)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UserError(ENCRYPTED)
    is_workbook = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    is_excel = data[root + 80 : root + 84] in (b"\x20\x08\x02\0", b"\x10\x08\x02\0")
    for name, words in _STREAMS:
        if name.encode("utf-16-le") in data and not is_excel and (not is_workbook or words is EMAIL):
            raise UserError(words)
    if not is_workbook:
        raise UserError(NOT_A_LIST)


# A check of a workbook's unpacked size before a parser opens it, in small pieces and without parsing.
# Never unpacks anything to disk and never holds more than a few megabytes.

BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises of a damaged, encrypted or unknown archive; also `OSError` of one that bzip2 packed."""

MOST_UNPACKED = 200 << 20
MOST_RATIO = 200
RATIO_COUNTS_FROM = 20 << 20
"""Unpacked bytes below which the ratio is not checked: small workbooks of many equal rows compress to any ratio."""

MOST_PARTS = 10_000
_CHUNK = 1 << 20
_LONGEST_TAG = 4096

# A cell with content and its place. Not "<c .../>": cells formatted down to the last row are common and harmless.
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["\']([A-Za-z]{1,3})(\d{1,9})["\'][^<>]*(?<!/)>')
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)

SUSPICIOUS = Message(
    "list",
    "Unpacked, this workbook is far larger than a list of people, like files made to do harm. Nothing was "
    "imported; copy the list into a new workbook.",
)


def check_workbook(path: Path) -> None:
    """Raise `UserError` for a file that is no workbook, is damaged, or is too large.

    A workbook from before 2007 (XLS) is not packed and cannot hold more than 65,536 rows of 256 cells.
    """
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            check_archive_parts(file)


def check_archive_parts(file: IO[bytes]) -> None:
    """Raise `UserError` for an archive that is no workbook (XLSX, ODS), is damaged, or is too large."""
    packed = file.seek(0, io.SEEK_END)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            _check_kind(archive, {part.filename for part in parts})
            _check_sizes(parts, packed)
            for part in parts:
                with archive.open(part) as content:
                    _check_part(content, RepeatedCells() if part.filename == "content.xml" else _Grid())
    except (*BROKEN_ZIP, OSError) as exc:
        raise UserError(DAMAGED) from exc


def _check_kind(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.xml" in {name.lower() for name in names}:
        return
    mimetype = _begin(archive, names, "mimetype")
    if "content.xml" not in names or b"spreadsheet" not in mimetype:
        refuse_archive(names, mimetype)
    if b"encryption-data" in _begin(archive, names, "META-INF/manifest.xml"):
        raise UserError(ENCRYPTED)


def _begin(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    if name not in names:
        return b""
    with archive.open(name) as file:
        return file.read(_CHUNK)


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    ratio_is_high = unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed
    if unpacked > MOST_UNPACKED or ratio_is_high or len(parts) > MOST_PARTS:
        raise UserError(SUSPICIOUS)


def _check_part(part: IO[bytes], grid: "_Grid | RepeatedCells") -> None:
    """Check one part. A part that holds more than it declares ends in `BadZipFile`."""
    chunk = part.read(_CHUNK)
    if chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:2]:
        _refuse_wide_xml(chunk)
    if not chunk[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return  # a picture, printer settings
    tail, run = b"", 0
    while chunk:
        run = _check_markup(chunk, run)
        window = tail + chunk
        if _DECLARATION.search(window):
            raise UserError(SUSPICIOUS)
        grid.look(window, len(tail))
        tail = window[window.rfind(b"<") :][:_LONGEST_TAG] if b"<" in window else b""
        chunk = part.read(_CHUNK)


def _refuse_wide_xml(first: bytes) -> None:
    """Raise `UserError` for XML in UTF-16: the patterns here would miss it, and no spreadsheet program writes it."""
    if "<".encode("utf-16-le") in first[:64] or "<".encode("utf-16-be") in first[:64]:
        raise UserError(DAMAGED)


def _check_markup(chunk: bytes, run: int) -> int:
    """Refuse a text between two tags longer than a cell may be; return the length of the last one so far."""
    pieces = chunk.split(b"<")
    lengths = [len(piece) for piece in pieces]
    lengths[0] += run
    if max(lengths) > LONGEST_CELL:
        raise UserError(SUSPICIOUS)
    return lengths[-1]


class _Grid:
    """The rectangle that a part's cells span: the reader will hold all of it, filled or not."""

    def __init__(self) -> None:
        self._rows = self._columns = 0

    def look(self, window: bytes, _seen: int) -> None:
        for letters, digits in _CELL.findall(window):
            self._rows = max(self._rows, int(digits))
            self._columns = max(self._columns, _column(letters))
        check_rectangle(self._rows, self._columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


_TAG = re.compile(
    rb"<(?P<end>/?)(?:[\w.-]+:)?(?P<name>table-row|table-cell|covered-table-cell|table)(?=[\s/>])"
    rb"(?P<rest>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([^\"']*)")
_VALUE = re.compile(rb"[:\s](?:[a-z]+-)?value\s*=")
_MOST_DIGITS = 9


class RepeatedCells:
    """The rectangle of each table up to its last cell with content. Empty cells down to the last row are common."""

    def __init__(self) -> None:
        self._pending = b""
        self._others = 0
        self._row = self._column = self._repeats = 0
        self._rows = self._columns = 0

    def look(self, window: bytes, seen: int) -> None:
        """Count each complete tag once; the first `seen` bytes of `window` were passed before. Raises `UserError` if
        too large.
        """
        window = self._pending + window[seen:]
        cut = window.rfind(b"<")
        ready, self._pending = (window[:cut], window[cut:]) if cut >= 0 else (b"", window)
        for tag in _TAG.finditer(ready):
            self._take(tag["name"], tag["rest"], is_end=bool(tag["end"]))

    def _take(self, name: bytes, rest: bytes, *, is_end: bool) -> None:
        is_empty = rest.endswith(b"/")
        if name == b"table":
            self._others += self._rows * self._columns
            self._row = self._rows = self._columns = 0
        elif name == b"table-row":
            self._row += self._repeats
            self._column, self._repeats = 0, 0 if is_end else _repeated(rest)
        elif not is_end:
            self._column += _repeated(rest)
            if not is_empty or _VALUE.search(rest):
                self._rows = max(self._rows, self._row + self._repeats)
                self._columns = max(self._columns, self._column)
                check_rectangle(self._rows, self._columns, self._others)


def _repeated(rest: bytes) -> int:
    """Return the number of repetitions. Raises `UserError` for anything but a plain number."""
    repeated = _REPEATED.search(rest)
    if not repeated:
        return 1
    if not repeated[1].isdigit():
        raise UserError(DAMAGED)
    return int(repeated[1]) if len(repeated[1]) <= _MOST_DIGITS else 10**_MOST_DIGITS
