# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the rows of a strange list to a file: text in several encodings, or a workbook."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.lists.decoys import as_text
from tests.lists.difficulties import PAGE_FORMS, SHEET_FORMS, TEXT_FORMS
from tests.lists.layout import BAND, PERSON, Line
from tests.lists.page_files import write_ods, write_page


@dataclass(frozen=True, slots=True)
class FileForm:
    """How a list is stored: a `page` of another kind, else a workbook if `encoding` is empty."""

    encoding: str = ""
    separator: str = ";"
    line_end: str = "\r\n"
    quote_all: bool = False
    first_line: str = ""
    page: str = ""

    @property
    def suffix(self) -> str:
        if self.page:
            return {"web_page": ".xls", "ods_file": ".ods"}[self.page]
        return ".csv" if self.encoding else ".xlsx"


def draw_form(rng: Random, chosen: frozenset[str]) -> FileForm:
    pages = sorted(chosen & PAGE_FORMS)
    if pages:
        return FileForm(page=pages[0])
    is_text = bool(chosen & TEXT_FORMS) or (rng.random() < 0.5 and not chosen & {*SHEET_FORMS, "two_level_header"})
    if not is_text:
        return FileForm()
    separator = rng.choice((";", ";", ",", "\t", "|")) if not chosen & TEXT_FORMS else ";"
    first_line = "sep=;" if "sep_line" in chosen else ""
    if "utf16_tabs" in chosen:
        return FileForm("utf-16", separator if first_line else "\t", first_line=first_line)
    if "old_mac_text" in chosen:
        return FileForm("mac_roman", separator, rng.choice(("\r", "\n")), first_line=first_line)
    encoding = "cp1252" if "windows_text" in chosen else rng.choice(("utf-8", "utf-8-sig"))
    return FileForm(encoding, separator, rng.choice(("\r\n", "\n")), rng.random() < 0.2, first_line)


def write_list(path: Path, form: FileForm, lines: list[Line], rng: Random, chosen: frozenset[str]) -> None:
    width = max(len(line.cells) for line in lines)
    if "empty_columns" in chosen:
        width += 50
    rows = [[*line.cells, *[""] * (width - len(line.cells))] for line in lines]
    if form.page:
        {"web_page": write_page, "ods_file": write_ods}[form.page](path, rows)
    elif form.encoding:
        people = [number for number, line in enumerate(lines) if line.kind == PERSON]
        middle = people[len(people) // 3] if "joined_files" in chosen else 0
        _write_text(path, form, [cut(row) for row in rows] if "ragged_rows" in chosen else rows, middle)
    else:
        _write_workbook(path, lines, rows, rng, chosen)


def cut(row: list[object]) -> list[object]:
    """The row without the empty cells at its end."""
    filled = [place for place, cell in enumerate(row, 1) if cell != ""]
    return row[: filled[-1]] if filled else []


def _write_text(path: Path, form: FileForm, rows: list[list[object]], middle: int = 0) -> None:
    """From row `middle` on as if another file had been joined: with a byte order mark and other line ends."""
    out = io.StringIO(newline="")
    if form.first_line:
        out.write(form.first_line + form.line_end)
    quoting = csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=form.separator, lineterminator=form.line_end, quoting=quoting)
    for number, row in enumerate(rows):
        if middle and number == middle:
            out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
            other_end = "\n" if form.line_end == "\r\n" else "\r\n"
            writer = csv.writer(out, delimiter=form.separator, lineterminator=other_end, quoting=quoting)
        writer.writerow([as_text(cell) for cell in row])
    path.write_bytes(out.getvalue().encode(form.encoding))


def _write_workbook(
    path: Path, lines: list[Line], rows: list[list[object]], rng: Random, chosen: frozenset[str]
) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = rng.choice(("Feuil1", "Inscrits", "Liste", "Export", "Sheet1"))
    if "several_sheets" in chosen:
        _add_sheets(book)
    _fill(sheet, rows)
    for number, line in enumerate(lines, 1):
        if line.kind == BAND:
            _merge(sheet, number, line.cells, lines[number].cells)
    if "hidden_parts" in chosen:
        _hide(sheet, rng, [number for number, line in enumerate(lines, 1) if line.kind == PERSON])
    book.save(path)


def _fill(sheet: Worksheet, rows: list[list[object]]) -> None:
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            if value != "":
                sheet.cell(number, place, value).number_format = "DD/MM/YYYY" if isinstance(value, date) else "General"


def _hide(sheet: Worksheet, rng: Random, people: list[int]) -> None:
    for number in rng.sample(people, k=len(people) // 4):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = rng.random() < 0.5


def _add_sheets(book: Workbook) -> None:
    """A short list of something else before the list, and choices on a hidden sheet."""
    hotels = book.create_sheet("Hôtels", 0)
    for row in (("Hôtel", "Contact", "Chambres"), ("Hôtel du Parc", "reservation@parc.example", 12)):
        hotels.append(row)
    choices = book.create_sheet("Param")
    for word in ("Oui", "Non", "Peut-être"):
        choices.append([word])
    choices.sheet_state = "hidden"


def _merge(sheet: Worksheet, number: int, cells: tuple[object, ...], below: tuple[object, ...]) -> None:
    """Bands over several columns, and titles over both rows."""
    place = 1
    for _, group in groupby(_spread(cells)):
        width = len(list(group))
        if width > 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=place, end_column=place + width - 1)
        elif below[place - 1] == "":
            sheet.merge_cells(start_row=number, end_row=number + 1, start_column=place, end_column=place)
        place += width


def _spread(cells: tuple[object, ...]) -> list[int]:
    """Cell → number of the band it belongs to."""
    found, band = [], 0
    for cell in cells:
        band += bool(cell)
        found.append(band)
    return found
