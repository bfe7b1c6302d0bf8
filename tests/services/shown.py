# SPDX-License-Identifier: GPL-3.0-or-later
"""What LibreOffice shows a reader of workbooks: sheets, rows and columns that are not hidden, the text of each cell as
its format makes it, in which letters and colours, and what lies over the cells.
"""

import re
import xml.etree.ElementTree as ElementTree
import zipfile

from tests.services.libreoffice import MOST_EMPTY, TABLE, TEXT, converted

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_READABLE = re.compile(r"(Calibri|Cambria|Arial|Carlito)( Light)?\d*")
_LOOKS = {"color", "background-color", "font-name", "font-size", "text-line-through-style", "text-position", "hidden"}


def shown(folder, *paths):
    """Of each path what LibreOffice shows of it, None where it cannot open it. It starts once for all of them."""
    converted(folder, "ods", *paths)
    made = [folder / f"{path.stem}.ods" for path in paths]
    return [_shown(path) if path.exists() else None for path in made]


def _shown(path):
    with zipfile.ZipFile(path) as book:
        content = ElementTree.fromstring(book.read("content.xml"))
        styles = ElementTree.fromstring(book.read("styles.xml"))
    looks = {style.get(_STYLE + "name"): style for root in (styles, content) for style in root.iter(_STYLE + "style")}
    return [_sheet(table, looks) for table in content.iter(TABLE + "table")]


def _sheet(table, looks):
    display = [each.get(TABLE + "display", "true") for each in looks[table.get(TABLE + "style-name")]]
    columns, rows = [], []
    for column in table.iter(TABLE + "table-column"):
        columns += [column.get(TABLE + "visibility", "")] * int(column.get(TABLE + "number-columns-repeated", "1"))
    for row in table.iter(TABLE + "table-row"):
        times = int(row.get(TABLE + "number-rows-repeated", "1"))
        cells = _cells(row, looks)
        rows += [(row.get(TABLE + "visibility", ""), cells)] * (times if times < MOST_EMPTY else bool(cells))
    while rows and not rows[-1][1]:
        rows.pop()
    width = max((len(cells) for _, cells in rows), default=0)
    over = [each.tag for shapes in table.iter(TABLE + "shapes") for each in shapes.iter()]
    return table.get(TABLE + "name"), display, columns[:width], rows, over


def _cells(row, looks):
    cells = []
    for cell in row:
        times = int(cell.get(TABLE + "number-columns-repeated", "1"))
        cells += [_cell(cell, looks)] * (times if times < MOST_EMPTY else 0)
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _cell(cell, looks):
    if not len(cell):
        return None
    spans = [cell.get(TABLE + f"number-{what}-spanned", "1") for what in ("rows", "columns")]
    texts = ["".join(each.itertext()) for each in cell.iter(TEXT + "p")]
    others = [each.tag for each in cell.iter() if each.tag not in (cell.tag, TEXT + "p", TEXT + "s", TEXT + "tab")]
    return texts, others, spans, _look(cell.get(TABLE + "style-name", "Default"), looks)


def _look(name, looks):
    """The letters and colours of a style, and of those it comes from."""
    found = {}
    while name in looks:
        style = looks[name]
        for each in style.iter():
            found = {
                key.rpartition("}")[2]: value for key, value in each.attrib.items() if key.rpartition("}")[2] in _LOOKS
            } | found
        name = style.get(_STYLE + "parent-style-name")
    return sorted(
        (key, _READABLE.sub("readable", value) if key == "font-name" else value)
        for key, value in found.items()
        if value not in ("none", "transparent", "0% 100%")
    )
