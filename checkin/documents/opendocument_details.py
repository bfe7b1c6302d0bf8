# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the formulas without a result of a LibreOffice workbook (ODS, FODS), which other programs write.

LibreOffice itself computes every formula: of its own files an empty result is one.
"""

import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from checkin.documents.cell_details import CellDetails

_CHUNK = 1 << 20
_CONTENT, _META = "content.xml", "meta.xml"
_FORMULA = b":formula="
_COMPUTES = re.compile(
    rb"generator>\s*(?:LibreOffice|OpenOffice|Apache_OpenOffice|Collabora|NeoOffice|MicrosoftOffice)"
)
"""Programs that compute what they save."""


def opendocument_details(archive: zipfile.ZipFile) -> dict[str, CellDetails]:
    """Return the details of each sheet with a formula, by the sheet's name."""
    if _META in archive.namelist() and _COMPUTES.search(archive.read(_META)):
        return {}
    with archive.open(_CONTENT) as file:
        before, has_formula = b"", False
        while not has_formula and (chunk := file.read(_CHUNK)):
            has_formula = _FORMULA in before + chunk
            before = chunk[-len(_FORMULA) :]
    if not has_formula:
        return {}
    found = _Formulas()
    with archive.open(_CONTENT) as file:
        while chunk := file.read(_CHUNK):
            found.parser.Parse(chunk, False)
    found.parser.Parse(b"", True)
    return found.sheets


class _Formulas:
    """A parser that notes the places of formulas without a result."""

    def __init__(self) -> None:
        self.sheets: dict[str, CellDetails] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._details = CellDetails()
        self._row = self._column = 0
        self._rows = 1
        self._columns = 1
        self._is_open = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        match _local(tag):
            case "table":
                self._details, self._row = CellDetails(), 0
                self.sheets[_value(attributes, "name")] = self._details
            case "table-row":
                self._row += 1
                self._rows, self._column = _times(attributes, "number-rows-repeated"), 0
            case "table-cell" | "covered-table-cell":
                self._columns = _times(attributes, "number-columns-repeated")
                self._is_open = bool(_value(attributes, "formula")) and not _value(attributes, "value-type")
            case "p":
                self._is_open = False  # a text is a result

    def _end(self, tag: str) -> None:
        match _local(tag):
            case "table-cell" | "covered-table-cell":
                if self._is_open:
                    self._details.without_value.setdefault(self._column, []).append(self._row)
                self._column += self._columns
                self._is_open = False
            case "table-row":
                self._row += self._rows - 1


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _value(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _times(attributes: Mapping[str, str], name: str) -> int:
    text = _value(attributes, name)
    return int(text[:9]) if text.isascii() and text.isdigit() else 1
