# SPDX-License-Identifier: GPL-3.0-or-later
"""What calamine does not tell of a workbook. Of an XLSX: numbers shown with leading zeros, formulas without a result,
and errors; of others (`opendocument_details`, `old_workbook_details`) only formulas without a result.

Reads each sheet once more, in small pieces and without parsing, after `workbook_guard` has passed the file.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from checkin.documents.cell_details import CellDetails
from checkin.documents.old_workbook_details import old_workbook_details
from checkin.documents.opendocument_details import opendocument_details

_CHUNK = 1 << 20
_LONGEST_REST = 200_000
"""Bytes behind the last cell of a piece, which may be the beginning of another one."""

_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_WITHOUT_VALUE = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*" + _FORMULA + rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb'<(?:\w+:)?c\s([^<>]*\bt\s*=\s*"e"[^<>]*)>\s*(?:' + _FORMULA + rb")?\s*<(?:\w+:)?v>([^<]{1,20})<")
_STYLED = rb'<(?:\w+:)?c\s([^<>]*\bs="%b"[^<>]*)(?<!/)>'
"""A cell of a style that is not empty."""

_PLACE = re.compile(rb'\br\s*=\s*"([A-Z]{1,3})(\d{1,9})"')
_TYPE = re.compile(rb'\bt\s*=\s*"(\w+)"')
_ZEROS = re.compile(r"0{2,20}")
"""A number format that shows "00123" for 123: postcodes, numbers of tickets and members."""


def cell_details(file: IO[bytes]) -> dict[str, CellDetails]:
    """Return the details of each sheet of a workbook by the sheet's name; nothing of what cannot be told."""
    file.seek(0)
    if file.read(2) != b"PK":
        file.seek(0)
        return old_workbook_details(file.read())
    with zipfile.ZipFile(file) as archive:
        try:
            if "xl/workbook.xml" not in archive.namelist():
                return opendocument_details(archive)
            sheets = _sheet_parts(archive)
            zeros = _zero_formats(archive)
            return {name: _details(archive, part, zeros) for name, part in sheets.items()}
        except (KeyError, ValueError, ElementTree.ParseError, ExpatError):  # parts that calamine will judge
            return {}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    links = {link.get("Id"): link.get("Target", "") for link in _root(archive, "xl/_rels/workbook.xml.rels")}
    parts = {}
    for element in _root(archive, "xl/workbook.xml").iter():
        link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
        if element.tag.endswith("}sheet") and link in links:
            parts[element.get("name", "")] = posixpath.normpath(posixpath.join("/xl", links[link])).lstrip("/")
    return parts


def _zero_formats(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Return the digits that each style of cells shows at least, for those that show leading zeros."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = _root(archive, "xl/styles.xml")
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter() if one.tag.endswith("}numFmt")}
    styles = next((element for element in root if element.tag.endswith("}cellXfs")), ())
    shown = (formats.get(style.get("numFmtId"), "") for style in styles)
    return {b"%d" % number: len(code) for number, code in enumerate(shown) if _ZEROS.fullmatch(code)}


def _root(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def _details(archive: zipfile.ZipFile, part: str, zeros: dict[bytes, int]) -> CellDetails:
    details = CellDetails()
    with archive.open(part) as file:
        for piece in _pieces(file):
            _look(piece, zeros, details)
    return details


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield a part piece by piece; no cell is cut."""
    rest = b""
    while chunk := file.read(_CHUNK):
        window = rest + chunk
        end = max(window.rfind(b"c>"), 0)
        yield window[:end] + b"c>"
        rest = window[end:].removeprefix(b"c>")[-_LONGEST_REST:]


def _look(piece: bytes, zeros: dict[bytes, int], details: CellDetails) -> None:
    for attributes, word in _ERROR.findall(piece) if b'"e"' in piece else ():
        if place := _place(attributes):
            details.errors.append((*place, word.decode("utf-8", errors="replace")))
    for attributes in _WITHOUT_VALUE.findall(piece) if b"f>" in piece or b"<f" in piece else ():
        kind = _TYPE.search(attributes)
        place = _place(attributes)
        if place and (not kind or kind[1] not in (b"str", b"e")):  # a result may be an empty text
            details.without_value.setdefault(place[1], []).append(place[0])
    for style, digits in zeros.items():
        if b's="%b"' % style in piece:
            places = map(_place, re.findall(_STYLED % style, piece))
            details.digits |= {place: digits for place in places if place}


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Return the row (from 1) and the column (from 0) of a cell; None if it does not say."""
    found = _PLACE.search(attributes)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column - 1
