# SPDX-License-Identifier: GPL-3.0-or-later
"""The cells and texts of an export, and its comparison with what Checkin would write again.

A cell is named by its place: "Accueil!B12", in JSON "rows[3].last_name". Two files that a person would read as equal
give the same cells, whichever program saved them.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from checkin.core.message import Message, UserError
from checkin.documents.csv_reader import SEPARATORS
from checkin.documents.file_kinds import BROKEN_ZIP
from checkin.documents.input_table import column_letters, read_chosen_file
from checkin.documents.spreadsheets import read_book

# Extraction of all text of a file that Checkin once wrote, whatever program saved it again. Interprets nothing.

MOST_BYTES = 1_000_000_000
"""Bytes; more than a full workbook unpacks to. A file that claims more was not written by Checkin."""


def extract_text(path: Path) -> str:
    """Return the text of a workbook's parts (XLSX, ODS), or of any other file. Raises `UserError`."""
    try:
        if path.is_file() and zipfile.is_zipfile(path):
            return _of_parts(path)
        return read_chosen_file(path, MOST_BYTES).decode("utf-8", errors="replace")
    except (*BROKEN_ZIP, OSError) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _of_parts(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        wanted = [part for part in parts.infolist() if part.filename.endswith(".xml")]
        if sum(part.file_size for part in wanted) > MOST_BYTES:
            raise UserError(_UNREADABLE, name=path.name)
        return "\n".join(parts.read(part).decode("utf-8", errors="replace") for part in wanted)


_UNREADABLE = Message("check", "“{name}” cannot be read. Nothing was changed; is it a Checkin export?")


Cells = dict[str, str]


def extract_cells(path: Path) -> Cells:
    """Return the cells of a file on disk, whatever program saved it. Raises `UserError`.

    A text is read to the letter, with the marks, the zero characters and the comments that the import of a list skips.
    """
    match path.suffix.lower():
        case ".json":
            return _of_json(path)
        case ".csv":
            return dict(_cells(path.stem, enumerate(_records(path), start=1)))
    sheets = read_book(path).sheets
    return {place: text for sheet in sheets for place, text in _cells(sheet.name, sheet.rows)}


def _cells(sheet: str, rows: Iterable[tuple[int, Iterable[str]]]) -> Iterator[tuple[str, str]]:
    for number, cells in rows:
        for column, text in enumerate(cells):
            if text:
                yield f"{sheet}!{column_letters(column)}{number}", text


def _records(path: Path) -> list[list[str]]:
    try:
        text = read_chosen_file(path, MOST_BYTES).decode("utf-8-sig")
        separator = max(SEPARATORS, key=text.partition("\n")[0].count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except UnicodeDecodeError as exc:
        raise UserError(_ENCODING, name=path.name) from exc
    except (OSError, csv.Error) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


def _of_json(path: Path) -> Cells:
    try:
        text = read_chosen_file(path, MOST_BYTES).decode()
        found = json.loads(text, object_pairs_hook=_object, parse_int=_Number, parse_float=_Number)
        return dict(_leaves("", found))
    except _RepeatedKeyError as exc:
        raise UserError(_REPEATED, name=path.name, key=exc.args[0]) from exc
    except (OSError, ValueError, RecursionError) as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc


class _Number(str):
    """A number as it is written: 1, 1.0 and 1e0 are three."""

    __slots__ = ()


class _RepeatedKeyError(Exception):
    """A key that an object has twice: programs disagree on which value it has."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def _leaves(place: str, found: object) -> Iterator[tuple[str, str]]:
    """Yield each value with its place, an empty object or list too; no two values have one place."""
    if isinstance(found, dict) and found:
        for key, value in found.items():
            name = f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"
            yield from _leaves((place + name).removeprefix("."), value)
    elif isinstance(found, list) and found:
        for number, value in enumerate(found):
            yield from _leaves(f"{place}[{number}]", value)
    else:
        yield place, str(found) if isinstance(found, _Number) else json.dumps(found, ensure_ascii=False)


_ENCODING = Message(
    "check",
    "“{name}” was saved in another encoding than UTF-8, so its cells cannot be compared. Nothing was changed; ask for "
    "the file as it was exported.",
)
_REPEATED = Message(
    "check",
    "“{name}” has “{key}” twice in one place, so programs may read different values. Nothing was changed; ask for the "
    "file as it was exported.",
)


# The comparison of a file with what Checkin would write again: byte for byte, of a workbook part for part.
# The parts of a workbook are compared unpacked, as libraries pack differently, and without the two dates of its
# making. The archive itself must be as plain as ours: nothing before, between or after its parts, each named once and
# alike in both places, so that no program can find other parts in it.

_DATES = re.compile(rb'(<dcterms:(?:created|modified) xsi:type="dcterms:W3CDTF">)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)')
_DATED = "docProps/core.xml"
_CHUNK = 1 << 20
_ENTRY, _END = 46, 22
"""Bytes of an entry of an archive's directory without its name, and of the directory's end."""


def is_unchanged(found: Path, written: Path) -> bool:
    """Return whether a file is what Checkin wrote, if `written` is the same export made again. Raises `OSError`."""
    if not zipfile.is_zipfile(written):
        return _is_same(found, written)
    try:
        with zipfile.ZipFile(found) as ours, zipfile.ZipFile(written) as again:
            return _is_plain(found, ours) and _has_same_parts(ours, again)
    except (*BROKEN_ZIP, ValueError):
        return False


def _is_same(found: Path, written: Path) -> bool:
    if found.stat().st_size != written.stat().st_size:
        return False
    with found.open("rb") as ours, written.open("rb") as again:
        while piece := again.read(_CHUNK):
            if ours.read(_CHUNK) != piece:
                return False
    return True


def _is_plain(path: Path, archive: zipfile.ZipFile) -> bool:
    """Whether the file is its parts, one behind the other, and their directory."""
    at = directory = 0
    with path.open("rb") as file:
        for part in archive.infolist():
            header = part.FileHeader()
            file.seek(at)
            if part.header_offset != at or part.extra or part.comment or file.read(len(header)) != header:
                return False
            at += len(header) + part.compress_size
            directory += _ENTRY + len(part.filename.encode())
    return archive.start_dir == at and path.stat().st_size == at + directory + _END


def _has_same_parts(ours: zipfile.ZipFile, again: zipfile.ZipFile) -> bool:
    if [*map(_kind, ours.infolist())] != [*map(_kind, again.infolist())]:
        return False
    return all(_is_same_part(ours, again, name) for name in again.namelist())


def _kind(part: zipfile.ZipInfo) -> tuple[object, ...]:
    """Return what is known of a part besides how it was packed."""
    return part.filename, part.flag_bits, part.compress_type, part.file_size, part.external_attr, part.date_time


def _is_same_part(ours: zipfile.ZipFile, again: zipfile.ZipFile, name: str) -> bool:
    if name == _DATED:
        return _DATES.sub(rb"\1", ours.read(name)) == _DATES.sub(rb"\1", again.read(name))
    with ours.open(name) as found, again.open(name) as written:
        while piece := written.read(_CHUNK):
            if found.read(_CHUNK) != piece:
                return False
        return not found.read(1)
