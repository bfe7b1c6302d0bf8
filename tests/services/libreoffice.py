# SPDX-License-Identifier: GPL-3.0-or-later
"""What LibreOffice made of a file: its sheets, and of every cell the type and the value (ODF 1.3, part 3, 9.1)."""

import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from datetime import datetime

from tests.needs import need
from tests.patience import PATIENCE_S

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_EMPTY = 1000
"""Empty cells and rows fill the sheet to its last corner; they are not listed."""


def opened(folder, *paths):
    """Of each path {name of the sheet: rows of cells}, after LibreOffice opened it and saved it as its own kind.

    It starts once for all of them, which takes seconds. `folder` gets its profile, so that neither a running
    LibreOffice nor the settings of a person matter.
    """
    converted(folder, "ods", *paths)
    return [_sheets(folder / f"{path.stem}.ods") for path in paths]


def printed(folder, path):
    """The PDF that it would print of a workbook."""
    converted(folder, "pdf", path)
    return folder / f"{path.stem}.pdf"


def converted(folder, kind, *paths):
    profile = (folder / "profile").as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", kind]
    need("LibreOffice")
    command = ["soffice", *options, "--outdir", folder, *paths]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)


def _sheets(path):
    with zipfile.ZipFile(path) as book:
        content = ElementTree.fromstring(book.read("content.xml"))
    return {sheet.get(TABLE + "name"): _rows(sheet) for sheet in content.iter(TABLE + "table")}


def _rows(sheet):
    """Empty ones at the end are left out: LibreOffice 7.4 writes one where a sheet ends."""
    rows = []
    for row in sheet.iter(TABLE + "table-row"):
        times = int(row.get(TABLE + "number-rows-repeated", "1"))
        rows += [_cells(row)] * (times if times < MOST_EMPTY else 0)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row):
    cells = []
    for cell in row:
        times = int(cell.get(TABLE + "number-columns-repeated", "1"))
        cells += [_value(cell)] * (times if times < MOST_EMPTY else 0)
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell):
    """As openpyxl gives it; a formula is told as one."""
    if cell.get(TABLE + "formula"):
        return ("formula", cell.get(TABLE + "formula"))
    match cell.get(OFFICE + "value-type"):
        case None:
            return None
        case "string":
            return "\n".join("".join(_letters(paragraph)) for paragraph in cell.iter(TEXT + "p")) or None
        case "float":
            return float(cell.get(OFFICE + "value"))
        case "date":
            return datetime.fromisoformat(cell.get(OFFICE + "date-value"))
        case kind:
            return (kind, cell.get(OFFICE + "value"))


def _letters(element):
    """Spaces that stand together, and tabs, are elements."""
    if element.tag == TEXT + "s":
        yield " " * int(element.get(TEXT + "c", "1"))
    if element.tag == TEXT + "tab":
        yield "\t"
    yield element.text or ""
    for child in element:
        yield from _letters(child)
        yield child.tail or ""
