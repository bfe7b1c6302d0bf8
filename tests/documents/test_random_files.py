# SPDX-License-Identifier: GPL-3.0-or-later
"""One table of people in a file of any form, chosen at random, comes back as it was put in: what a program may write,
not what it should. `CHECKIN_FILES=3000` tries more of them."""

import csv
import html
import io
import os
import random
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from checkin.core.lists.list_fields import ListRow
from checkin.services.lists.list_preview import read_list
from tests.bad_files import ods_cell, ods_row, opendocument

TITLES = ["Nom", "Prénom", "Société", "Mél", "Code", "Remarques", "Téléphone", "Fonction"]
LAST = ["Lefèvre", "LE GOFF", "Gœury", "Dupont", "d’Ormesson", "Müller", "Noël", "Ben Saïd", "O'Neil", "Çelik"]
FIRST = ["Éléonore", "Zoé", "Jean-Luc", "Hélène", "Anaïs", "François", "Maëlys", "Chloé", "Ève"]
OTHERS = {
    "Société": [
        "Côté Jardin",
        "Hôpital d’Angers",
        "A; B & fils",
        "Dupont, Durand et Cie",
        "SARL «\u00a0Été\u00a0»",
        "",
    ],
    "Mél": ["zoe@x.example", "jean-luc.dupre@mairie-y.example", ""],
    "Code": ["00123", "0031072865527", "A-17", "7", ""],
    "Remarques": [
        'il dit "oui"',
        "végane; sans lait, ni œuf",
        "deux\nlignes",
        "5 | 6",
        "100 % à payer",
        "",
        "",
        "=A1",
        "#1",
    ],
    "Téléphone": ["06 12 34 56 78", "+33612345678", "0612345678", ""],
    "Fonction": ["Directrice", "chargé d’études", "Élu·e", ""],
}
FORMS: dict[str, Callable[["RandomFile", Path], None]] = {}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman", "iso8859-15", "cp850"]


class RandomFile:
    """A table and a form for it, all from one number. `rows` are what must be read."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.titles = TITLES[:2] + [title for title in TITLES[2:] if self.random.random() < 0.6]
        self.table = self._table()
        self.form = self.random.choice(list(FORMS))
        self.told = [self.form]

    def _table(self) -> list[list[str]]:
        """The header, then people; some rows between them are empty."""
        empty = [""] * len(self.titles)
        table = [list(self.titles)]
        for _ in range(self.random.randint(2, 12)):
            table += [empty] * (self.random.random() < 0.1)
            table.append([self._cell(title) for title in self.titles])
        return table

    def _cell(self, title: str) -> str:
        return self.random.choice({"Nom": LAST, "Prénom": FIRST}.get(title) or OTHERS[title])

    def chosen(self, *choices):
        """One of the choices, remembered for the report of a failure."""
        one = self.random.choice(choices)
        self.told.append(repr(one))
        return one

    def write(self, folder: Path) -> Path:
        path = folder / f"liste{self.chosen('.csv', '.xlsx', '.xls', '.txt')}"
        FORMS[self.form](self, path)
        return path

    @property
    def rows(self) -> list[ListRow]:
        found = (ListRow(number, tuple(cells)) for number, cells in enumerate(self.table, start=1))
        return [row for row in found if any(map(str.strip, row.cells))]


def form(write):
    FORMS[write.__name__] = write
    return write


def plain(row: ListRow) -> ListRow:
    """A row as it can be compared: line ends and spaces alike, without the empty cells at its end."""
    cells = [" ".join(cell.replace("\r\n", "\n").replace("\u00a0", " ").split(" ")).strip() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return ListRow(row.number, tuple(cells))


@form
def text(one: RandomFile, path: Path) -> None:
    """Text with a separator, twice as likely as one of the others."""
    encoding, separator = one.chosen(*ENCODINGS), one.chosen(*";,\t|")
    if encoding not in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"):
        one.table = [[_possible(cell, encoding) for cell in row] for row in one.table]
    end, quoting = one.chosen("\r\n", "\n", "\r"), one.chosen(csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)
    written = io.StringIO(newline="")
    if end == "\r" and quoting == csv.QUOTE_MINIMAL:
        quoting = csv.QUOTE_ALL  # before Python 3.13 a line feed is not quoted where rows end otherwise
    csv.writer(written, delimiter=separator, lineterminator=end, quoting=quoting).writerows(one.table)
    before = one.chosen("", "", f"sep={separator}{end}", f'"sep={separator}"{end}')
    after = one.chosen("", "", end, separator * (len(one.titles) - 1) + end, "\0", "\x1a")
    path.write_bytes((before + written.getvalue() + after).encode(encoding))


def _possible(cell: str, encoding: str) -> str:
    for sign, other in (("œ", "oe"), ("’", "'"), ("·", "-"), ("«", '"'), ("»", '"')):
        try:
            sign.encode(encoding)
        except UnicodeEncodeError:
            cell = cell.replace(sign, other)
    return cell


FORMS["more text"] = text


@form
def joined(one: RandomFile, path: Path) -> None:
    """Two files, one behind the other, with the heading of both."""
    cut = one.random.randint(2, len(one.table))
    first, second = one.table[:cut], one.table[cut:]
    mark = one.chosen("utf-8", "utf-8-sig")
    path.write_bytes(_csv(first, one.chosen("\r\n", "\n")).encode(mark))
    with path.open("ab") as file:
        file.write(_csv([one.titles, *second], one.chosen("\r\n", "\n", "\r")).encode("utf-8-sig"))
    one.table = [*first, [""] * len(one.titles), *second]  # the second heading has a number of its own


def _csv(rows: list[list[str]], end: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=";", lineterminator=end).writerows(rows)
    return written.getvalue()


@form
def mixed(one: RandomFile, path: Path) -> None:
    """UTF-8, but for one row that another program appended."""
    old = one.chosen("cp1252", "mac-roman")
    rows = [*one.table, *one.table[1:], ["Dupré", "Anaïs"]]
    one.table = rows
    path.write_bytes(_csv(rows[:-1], "\n").encode() + _csv(rows[-1:], "\n").encode(old))


@form
def xlsx(one: RandomFile, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for number, row in enumerate(one.table, start=1):
        for column, cell in enumerate(row, start=1):
            if cell:
                sheet.cell(number, column).value = cell
                sheet.cell(number, column).data_type = "s"
        sheet.row_dimensions[number].hidden = number > 1 and one.random.random() < 0.1
    for _ in range(one.random.randint(0, 5)):
        place = sheet.cell(one.random.randint(1, 3000), one.random.randint(1, 40))
        place.fill, place.font = PatternFill("solid", "FFFF00"), Font(bold=True)
    sheet.freeze_panes = one.chosen(None, "A2")
    sheet.auto_filter.ref = one.chosen(None, "A1:C4")
    if one.chosen(True, False):
        hidden = book.create_sheet("Choix")
        hidden.append(["Nom", "Prénom"])
        hidden.sheet_state = one.chosen("hidden", "veryHidden")
    book.save(path)


@form
def ods(one: RandomFile, path: Path) -> None:
    rows = (ods_row(*(ods_cell(_paragraphs(cell)) for cell in row)) for row in one.table)
    opendocument(path, "".join(rows) + ods_row(ods_cell(times=16384), times=1_048_000))


def _paragraphs(cell: str) -> str:
    return html.escape(cell, quote=False).replace("\n", "</text:p><text:p>")


@form
def web_page(one: RandomFile, path: Path) -> None:
    encoding, tag = one.chosen("utf-8", "utf-8-sig", "cp1252", "utf-16"), one.chosen("td", "th", "TD")
    close, meta = one.chosen(True, False), one.chosen("", f'<meta charset="{encoding}">')
    rows = "".join(_tr(one, row, tag, close=close) for row in one.table)
    around = one.chosen("<table><tr><td>menu</table>{}", "<table><tr><td>menu<td>{}</td></tr></table>", "{}")
    page = around.format(f"<table border=1>{rows}</table>")
    path.write_bytes(f"{one.chosen('', '<!DOCTYPE html>')}<html>{meta}{page}</html>".encode(encoding))


def _tr(one: RandomFile, row: list[str], tag: str, *, close: bool) -> str:
    end = f"</{tag}>" if close else ""
    escape = one.random.choice([html.escape, lambda cell: "".join(f"&#{ord(char)};" for char in cell)])
    cells = (escape(cell).replace("&#10;", "<br>").replace("\n", "<br/>") for cell in row)
    return "<tr>" + "".join(f"<{tag}>{cell}{end}" for cell in cells) + ("</tr>" if close else "\n")


@form
def excel_xml(one: RandomFile, path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(_excel_row(number, row) for number, row in enumerate(one.table, start=1) if any(row))
    path.write_text(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{space}" xmlns:ss="{space}">'
        f'<Worksheet ss:Name="Liste"><Table>{rows}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def _excel_row(number: int, row: list[str]) -> str:
    cells = (
        f'<Cell ss:Index="{column}"><Data ss:Type="String">{html.escape(cell)}</Data></Cell>'
        for column, cell in enumerate(row, start=1)
        if cell
    )
    return f'<Row ss:Index="{number}">{"".join(cells)}</Row>'


MOST_FILES = int(os.environ.get("CHECKIN_FILES", "40"))


@pytest.mark.parametrize("number", range(MOST_FILES))
def test_a_table_comes_back_from_any_form_of_file(tmp_path, number):
    one = RandomFile(number)
    path = one.write(tmp_path)
    assert [plain(row) for row in read_list(path).sheet.rows] == [plain(row) for row in one.rows], " ".join(one.told)
