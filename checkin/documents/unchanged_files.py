# SPDX-License-Identifier: GPL-3.0-or-later
"""The comparison of a file with what Checkin would write again: byte for byte, of a workbook part for part.

The parts of a workbook are compared unpacked, as libraries pack differently, and without the two dates of its making.
The archive itself must be as plain as ours: nothing before, between or after its parts, each named once and alike in
both places, so that no program can find other parts in it.
"""

import re
import zipfile
import zlib
from pathlib import Path

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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
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
