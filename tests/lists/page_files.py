# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as web pages that are called .xls, as extranets deliver them, and as LibreOffice sheets."""

import zipfile
from datetime import date
from html import escape
from pathlib import Path

from tests.lists.decoys import as_text

WIDEST = 1024
"""The columns to which LibreOffice repeats an empty cell."""


def write_page(path: Path, rows: list[list[object]]) -> None:
    cells = ("".join(f"<td>{escape(as_text(cell)).replace(chr(10), '<br>')}</td>" for cell in row) for row in rows)
    table = "\n".join(f"<tr>{row}</tr>" for row in cells)
    head = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    path.write_text(f"<html><head>{head}</head><body><table border=1>\n{table}\n</table></body></html>", "utf-8")


def write_ods(path: Path, rows: list[list[object]]) -> None:
    """A sheet whose last row is repeated blank to its end, as LibreOffice writes it."""
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    blank = f'<table:table-cell table:number-columns-repeated="{WIDEST}"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    sheet = f'<table:table table:name="Feuille1">{body}{rest}</table:table>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f"{entry.format('/', kind)}{entry.format('content.xml', 'text/xml')}</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)


def _ods_cell(value: object) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value:%Y-%m-%d}"'
    elif isinstance(value, int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in as_text(value).split("\n"))
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"
