# SPDX-License-Identifier: GPL-3.0-or-later
"""Files made to do harm, as small as they can be, and plain workbooks to compare them with."""

import zipfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
HEAD = b'<?xml version="1.0"?><worksheet xmlns="%s"><sheetData>' % _MAIN.encode()
TAIL = b"</sheetData></worksheet>"
ONE_CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c></row>'


def workbook(path: Path, sheet: Iterable[bytes]) -> Path:
    """An XLSX whose only sheet is the XML that `sheet` yields."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, '<?xml version="1.0"?>' + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in sheet:
                part.write(piece)
    return path


def far_corner() -> Iterable[bytes]:
    """Two cells, 17,179,869,184 between them: 1 kB that aborts the reader."""
    return [HEAD, b'<row r="1"><c r="A1"><v>1</v></c></row>', FAR_CELL, TAIL]


FAR_CELL = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def formatted_to_the_end() -> Iterable[bytes]:
    """What spreadsheet programs write for a column coloured to its last row: an empty cell there."""
    return [HEAD, ONE_CELL, b'<row r="1048576"><c r="XFD1048576" s="0"/></row>', TAIL]


def white_space(megabytes: int) -> Iterable[bytes]:
    """Nothing, much of it: a ratio of about 1,000."""
    return [HEAD, *([b"\n<!-- -->" + b" " * (1 << 16)] * (megabytes * 16)), ONE_CELL, TAIL]


def long_cell(kilobytes: int) -> list[bytes]:
    start = b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    return [HEAD, start, *([b"A" * 1024] * kilobytes), b"</t></is></c></row>", TAIL]


def billion_laughs() -> Iterable[bytes]:
    names = "abcdefgh"
    nested = "".join(f'<!ENTITY {name} "{f"&{below};" * 10}">' for below, name in pairwise(names))
    doctype = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"A" * 1000}">{nested}]>'
    body = f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&h;</t></is></c></row>'
    return [doctype.encode(), body.encode(), TAIL]


def many_rows(count: int) -> Iterable[bytes]:
    return [HEAD, *(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, count + 1)), TAIL]


def sparse(path: Path, size: int) -> Path:
    """A file of `size` bytes that takes no room."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_HEAD = (
    f'<?xml version="1.0"?><office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:text="{_OPEN}:text:1.0" '
    f'xmlns:table="{_OPEN}:table:1.0"><office:body><office:spreadsheet>'
)
_ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def opendocument(path: Path, rows: str, tables: int = 1) -> Path:
    """An ODS whose tables all have these rows (`ods_row`)."""
    names = (f'<table:table table:name="Feuille{n}">{rows}</table:table>' for n in range(1, tables + 1))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"/>')
        archive.writestr("content.xml", _ODS_HEAD + "".join(names) + _ODS_TAIL)
    return path


def ods_row(*cells: str, times: object = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def ods_cell(text: str = "", times: object = 1, attributes: str = "") -> str:
    repeated = f'<table:table-cell {attributes} table:number-columns-repeated="{times}"'
    return (
        f'{repeated} office:value-type="string"><text:p>{text}</text:p></table:table-cell>' if text else repeated + "/>"
    )
