# SPDX-License-Identifier: GPL-3.0-or-later
"""What a spreadsheet shows and its cells do not hold as such: leading zeros, results of formulas, errors, merged cells,
hidden rows.
"""

import io
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.input_table import ERROR_VALUE, NO_VALUE, NO_VALUE_HERE, SHORTENED
from checkin.documents.spreadsheets import read_book
from checkin.documents.workbook_reader import cell_details
from tests import bad_files
from tests.bad_files import ods_cell, ods_row, opendocument
from tests.patience import PATIENCE_S

DATA = Path(__file__).parents[1] / "data"


def saved(tmp_path, rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(tmp_path / "liste.xlsx")
    return tmp_path / "liste.xlsx"


def sheet(path):
    return read_book(path).sheets[0]


def told(path):
    return [(problem.row, problem.words, problem.fields) for problem in sheet(path).problems]


def test_numbers_shown_with_leading_zeros_are_read_with_them(tmp_path):
    def change(found):
        found["B2"].number_format = found["B3"].number_format = found["B5"].number_format = "00000"
        found["C2"].number_format = "0.00"

    rows = [["Nom", "Code", "Note"], ["A", 123, 7], ["B", 1234567, None], ["C", 45, None], ["D", "x", None]]
    cells = [row.cells for row in sheet(saved(tmp_path, rows, change)).rows]
    assert [row[1] for row in cells] == ["Code", "00123", "1234567", "45", "x"]
    assert cells[1][2] == "7"


def test_formulas_without_a_result_are_told_once_a_column(tmp_path):
    rows = [["Nom", "Prénom", "Tout", "Un"], ["A", "B", "=A2&B2", None], ["C", "D", "=A3&B3", "=A3"]]
    assert told(saved(tmp_path, rows)) == [
        (2, NO_VALUE, {"column": "C", "count": 2}),
        (3, NO_VALUE_HERE, {"cell": "D3"}),
    ]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (b'<c r="B2" t="str"><f>A2</f><v></v></c>', []),  # its result is an empty text
        (b'<c r="B2" t="str"><f>A2</f><v>Dupont</v></c>', []),
        (b'<c r="B2"><f>A2</f><v>5</v></c>', []),
        (b'<c r="B2" s="1"/>', []),
        (b'<c r="B2"><f t="shared" si="0"/><v/></c>', [(2, NO_VALUE_HERE, {"cell": "B2"})]),
        (b'<c r="B2"><f>A2</f></c>', [(2, NO_VALUE_HERE, {"cell": "B2"})]),
        (b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', [(2, ERROR_VALUE, {"cell": "B2", "word": "#DIV/0!"})]),
        (b'<c r="AB2" t="e"><v>#REF!</v></c>', [(2, ERROR_VALUE, {"cell": "AB2", "word": "#REF!"})]),
    ],
)
def test_what_a_formula_left_in_its_cell_is_told(tmp_path, cell, wanted):
    rows = [bad_files.HEAD, bad_files.ONE_CELL, b'<row r="2">', cell, b"</row>", bad_files.TAIL]
    assert told(bad_files.workbook(tmp_path / "liste.xlsx", rows)) == wanted


def test_a_cell_cut_by_the_edge_of_a_piece_is_seen_once(tmp_path):
    """The file is read 1 MB at a time: the cell lies across that edge at every offset tried."""
    cell = b'<c r="B2"><f>A2</f><v></v></c>'
    for offset in range(0, len(cell), 5):
        before = bad_files.HEAD + bad_files.ONE_CELL
        filler = (b"<a></a>" * 150_000)[: (1 << 20) - len(before) - offset]
        path = bad_files.workbook(tmp_path / f"{offset}.xlsx", [before, filler, cell, bad_files.TAIL])
        with path.open("rb") as file:
            assert cell_details(file)["S"].without_value == {1: [2]}


def test_an_error_is_an_empty_cell_that_is_told(tmp_path):
    def change(found):
        found["A3"].data_type = "e"

    path = saved(tmp_path, [["Nom", "Note"], ["A", "#REF!"], ["#N/A", "y"]], change)
    assert sheet(path).rows[2].cells == ("", "y")
    assert (3, ERROR_VALUE, {"cell": "A3", "word": "#N/A"}) in told(path)


def test_hidden_and_filtered_rows_and_hidden_columns_are_read(tmp_path):
    def change(found):
        found.row_dimensions[3].hidden = True
        found.column_dimensions["B"].hidden = True
        found.auto_filter.ref = "A1:B4"

    rows = [["Nom", "Note"], ["A", "x"], ["B", "y"], ["C", "z"]]
    assert [row.cells for row in sheet(saved(tmp_path, rows, change)).rows] == [tuple(row) for row in rows]


def test_a_list_on_a_hidden_sheet_is_to_be_shown_first(tmp_path):
    book = openpyxl.Workbook()
    hidden = book.create_sheet("Inscrits")
    hidden.append(["Nom", "Note"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "liste.xlsx")
    with pytest.raises(UserError, match=r"on hidden sheets\. Nothing was imported"):
        read_book(tmp_path / "liste.xlsx")
    hidden.delete_rows(1)
    book.save(tmp_path / "liste.xlsx")
    with pytest.raises(UserError, match="This file is empty"):
        read_book(tmp_path / "liste.xlsx")


def test_a_merged_cell_has_its_text_once(tmp_path):
    def change(found):
        found.merge_cells("B2:B3")

    rows = [["Nom", "Organisme"], ["A", "Acme"], ["B", None]]
    assert [row.cells for row in sheet(saved(tmp_path, rows, change)).rows][1:] == [("A", "Acme"), ("B", "")]


def test_empty_columns_at_the_left_keep_their_place(tmp_path):
    rows = [[], [None, None, "Nom", "Note"], [None, None, "A", "x"]]
    assert sheet(saved(tmp_path, rows)).rows == (ListRow(2, ("", "", "Nom", "Note")), ListRow(3, ("", "", "A", "x")))


def test_numbers_texts_and_lengths_of_time_are_what_a_person_would_type(tmp_path):
    rows = [["Nom", 612345678.0, "0612345678", "1.23E+11", 1.23e11, -5, False, timedelta(hours=30), "00123"]]
    path = saved(tmp_path, rows)
    wanted = ("Nom", "612345678", "0612345678", "1.23E+11", "123000000000", "-5", "FALSE", "30:00", "00123")
    assert sheet(path).rows == (ListRow(1, wanted),)
    assert told(path) == [(1, SHORTENED, {"word": "1.23E+11"})]


def test_a_million_formatted_rows_without_content_are_no_rows(tmp_path):
    empty = (
        b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(2, 1_048_577, 5)
    )
    path = bad_files.workbook(tmp_path / "liste.xlsx", [bad_files.HEAD, bad_files.ONE_CELL, *empty, bad_files.TAIL])
    began = time.monotonic()
    assert sheet(path).rows == (ListRow(1, ("Nom",)),)
    assert time.monotonic() - began < PATIENCE_S


# Formulas of other workbooks


def formula(of, value=""):
    return f'<table:table-cell table:formula="of:={of}" {value}/>'


def ods(tmp_path, generator, *cells):
    head = ods_row(ods_cell("Nom"), ods_cell("Tout"), ods_cell("Un"))
    rows = head + "".join(ods_row(ods_cell(f"Durand{n}"), *own) for n, own in enumerate(cells))
    path = opendocument(tmp_path / "liste.ods", rows)
    if generator:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("meta.xml", f"<m xmlns:meta='urn:x'><meta:generator>{generator}</meta:generator></m>")
    return path


def test_formulas_without_a_result_are_told_in_an_ods_too(tmp_path):
    bare, done = formula("[.A2]"), formula("[.A2]", 'office:value-type="float" office:value="3"')
    path = ods(tmp_path, "", (bare, bare), (bare, done), (ods_cell("x", times=2),))
    assert told(path) == [(2, NO_VALUE, {"column": "B", "count": 2}), (2, NO_VALUE_HERE, {"cell": "C2"})]
    assert [row.cells for row in sheet(path).rows][1:3] == [("Durand0", "", ""), ("Durand1", "", "3")]


def test_an_ods_of_a_program_that_computes_has_empty_results(tmp_path):
    assert told(ods(tmp_path, "LibreOffice/25.2.3.2$Linux_X86_64", (formula("A"), formula("B")))) == []


def test_cells_and_rows_before_a_formula_are_counted_with_their_repetitions(tmp_path):
    rows = ods_row(ods_cell("Nom"), ods_cell("Tout")) + ods_row(ods_cell(), times=3)
    rows += ods_row(ods_cell("Durand", times=2), formula("[.A2]")) + ods_row(ods_cell("Petit"), times=2)
    rows += ods_row("<table:covered-table-cell/>", formula("[.A3]"))
    path = opendocument(tmp_path / "liste.ods", rows)
    assert [fields["cell"] for _, _, fields in told(path)] == ["C5", "B8"]


def test_a_flat_ods_tells_them_as_well(tmp_path):
    with zipfile.ZipFile(ods(tmp_path, "", (formula("A"), formula("B")))) as archive:
        content = archive.read("content.xml").replace(b"document-content", b"document")
    (tmp_path / "liste.fods").write_bytes(content)
    assert [fields["cell"] for _, _, fields in told(tmp_path / "liste.fods")] == ["B2", "C2"]


OLD = DATA / "formules_sans_resultat.xls"
"""Written by xlwt 1.3: three formulas, each with an empty text as its result."""


def test_formulas_without_a_result_are_told_in_an_xls_too():
    assert told(OLD) == [(2, NO_VALUE, {"column": "C", "count": 3})]


def test_a_zero_that_is_to_be_computed_when_the_file_is_opened_is_no_result(tmp_path):
    """As Apache POI writes it."""
    empty, zero = bytes.fromhex("0300000000 00ffff 0000"), bytes.fromhex("0000000000000000 0200")
    assert OLD.read_bytes().count(empty) == 3
    path = tmp_path / "liste.xls"
    path.write_bytes(OLD.read_bytes().replace(empty, zero))
    assert told(path) == [(2, NO_VALUE, {"column": "C", "count": 3})]
    assert [row.cells[2] for row in sheet(path).rows] == ["Tout", "", "", ""]


def test_results_in_an_xls_are_results(tmp_path):
    empty, three = bytes.fromhex("0300000000 00ffff 0000"), bytes.fromhex("0000000000000840 0200")
    path = tmp_path / "liste.xls"
    path.write_bytes(OLD.read_bytes().replace(empty, three))
    assert told(path) == []
    assert [row.cells[2] for row in sheet(path).rows] == ["Tout", "3", "3", "3"]


@given(st.integers(0, 5631), st.binary(min_size=1, max_size=8))
def test_whatever_is_damaged_in_an_xls_its_formulas_stop_nothing(place, noise):
    data = bytearray(OLD.read_bytes())
    data[place : place + len(noise)] = noise
    assert isinstance(cell_details(io.BytesIO(bytes(data))), dict)
