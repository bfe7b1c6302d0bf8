# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks: what their cells say, what a spreadsheet shows and its cells do not hold as such (leading zeros, results,
errors, merged cells, hidden rows), and what is stopped before any parser sees it.
"""

import io
import os
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import Cancelled, UserError, ignore_progress
from checkin.documents import workbook_reader
from checkin.documents.file_kinds import check_workbook
from checkin.documents.input_table import ERROR_VALUE, NO_VALUE, NO_VALUE_HERE, SHORTENED
from checkin.documents.spreadsheets import read_book
from checkin.documents.subprocess_reader import read_in_subprocess
from checkin.documents.workbook_reader import cell_details
from tests import bad_files
from tests.bad_files import ods_cell, ods_row, opendocument
from tests.patience import PATIENCE_S


def guarded(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        check_workbook(path)
    return str(refused.value)


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_book(path)
    return str(refused.value)


def test_cells_become_the_text_a_person_would_type(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Inscrits"
    sheet.append(["Nom", 33612345678, 12.5, date(2023, 7, 4), datetime(2023, 7, 4, 8, 41, 12), True, clock_time(9, 5)])
    sheet["B4"] = "001"
    sheet["C4"] = 0.1 + 0.2
    book.save(tmp_path / "liste.xlsx")
    read = read_book(tmp_path / "liste.xlsx").sheets[0]
    assert read.name == "Inscrits"
    assert read.rows == (
        ListRow(1, ("Nom", "33612345678", "12.5", "2023-07-04", "2023-07-04 08:41:12", "TRUE", "09:05")),
        ListRow(4, ("", "001", "0.3", "", "", "", "")),
    )


def test_the_first_visible_sheet_with_anything_in_it_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Vide"
    hidden = book.create_sheet("Choix")
    hidden.append(["Oui"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Liste")["C5"] = "Nom"
    book.save(tmp_path / "liste.xlsx")
    read = read_book(tmp_path / "liste.xlsx").sheets[0]
    assert (read.name, [row.number for row in read.rows]) == ("Liste", [5])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.csv", [bad_files.HEAD, bad_files.ONE_CELL, bad_files.TAIL]),
        ("liste.xlsx", bad_files.formatted_to_the_end()),
    ],
    ids=["called a text", "coloured to the last row"],
)
def test_a_workbook_is_read_whatever_it_is_called_and_however_it_is_coloured(tmp_path, name, content):
    assert read_book(bad_files.workbook(tmp_path / name, content)).sheets[0].rows == (ListRow(1, ("Nom",)),)


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        ([bad_files.HEAD, bad_files.ONE_CELL, bad_files.TAIL], -40),
        ([bad_files.HEAD, b'<row r="1"><c r="A1"></row>'], None),
    ],
    ids=["cut short", "broken within"],
)
def test_a_damaged_workbook_is_refused(tmp_path, content, kept):
    path = bad_files.workbook(tmp_path / "liste.xlsx", content)
    path.write_bytes(path.read_bytes()[:kept])
    assert "damaged" in refusal(path)


def test_a_small_file_with_a_cell_at_the_far_corner_is_refused(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", bad_files.far_corner())
    assert path.stat().st_size < 2048
    assert "too large for a list of people" in refusal(path)


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (bad_files.white_space(30), "far larger than a list"),
        (bad_files.long_cell(100 << 10), "far larger than a list"),
        (bad_files.long_cell(200), "far larger than a list"),
        (bad_files.billion_laughs(), "far larger than a list"),
        (bad_files.many_rows(200_001), "too large for a list"),
        ([b"".join(bad_files.far_corner()).decode().encode("utf-16")], "damaged"),
    ],
    ids=["ratio", "100 MB in a cell", "200 kB in a cell", "entities in entities", "rows", "another encoding"],
)
def test_what_unpacks_to_too_much_is_stopped_before_any_parser_sees_it(tmp_path, sheet, says):
    assert says in guarded(bad_files.workbook(tmp_path / "liste.xlsx", sheet))


def test_a_cell_reference_cut_by_the_edge_of_a_piece_is_seen(tmp_path):
    """The guard reads 1 MB at a time: the far cell's tag lies across that edge at every offset tried."""
    for offset in range(0, len(bad_files.FAR_CELL), 7):
        before = bad_files.HEAD + bad_files.ONE_CELL
        filler = (b"<a></a>" * 150_000)[: (1 << 20) - len(before) - offset - 4] + b"<b/>"
        sheet = [before, filler, bad_files.FAR_CELL, bad_files.TAIL]
        assert "too large for a list" in guarded(bad_files.workbook(tmp_path / f"{offset}.xlsx", sheet))


def test_a_long_text_across_the_edge_of_a_piece_is_seen(tmp_path):
    filler = (b"<a></a>" * 150_000)[: (1 << 20) - 100_000]
    sheet = [bad_files.HEAD, filler, *bad_files.long_cell(150)[1:]]
    assert "far larger than a list" in guarded(bad_files.workbook(tmp_path / "liste.xlsx", sheet))


def test_a_part_that_holds_other_bytes_than_it_says_is_refused(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", bad_files.long_cell(100))
    content = path.read_bytes()
    size = (100 * 1024 + len(b"".join(bad_files.long_cell(0)))).to_bytes(4, "little")
    assert size in content
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    assert "damaged" in guarded(path)


def die(path):
    """A reader that ends like calamine does when it cannot have the memory it wants."""
    os.abort()


def hang(path):
    time.sleep(10 * PATIENCE_S)


def swallow_memory(path):
    bytearray(4 << 30)
    yield "it had them", []


def send_half_and_die(path):
    yield "S", [ListRow(1, ("Nom",))]
    os.abort()


@pytest.mark.parametrize(
    "reader", [die, pytest.param(swallow_memory, marks=pytest.mark.needs("a limit of memory")), send_half_and_die]
)
def test_a_reader_that_dies_is_a_sentence_and_the_desk_goes_on(tmp_path, reader):
    with pytest.raises(UserError, match="could not be read"):
        read_in_subprocess(reader, tmp_path, ignore_progress, seconds=30)


def test_a_reader_that_hangs_or_that_nobody_wants_any_more_is_ended_in_time(tmp_path):
    def tell(done, total):
        raise Cancelled

    began = time.monotonic()
    with pytest.raises(UserError, match="took too long"):
        read_in_subprocess(hang, tmp_path, ignore_progress, seconds=0.2)
    with pytest.raises(Cancelled):
        read_in_subprocess(hang, tmp_path, tell)
    assert time.monotonic() - began < PATIENCE_S


def test_the_real_reader_dies_of_the_far_corner_when_nothing_guards_it(tmp_path):
    """If this fails, calamine was mended; the guard and the child then are belt and braces."""
    path = bad_files.workbook(tmp_path / "liste.xlsx", bad_files.far_corner())
    with pytest.raises(UserError, match="could not be read"):
        read_in_subprocess(read_unguarded, path, ignore_progress, seconds=30)


def read_unguarded(path):
    with path.open("rb") as file:
        return [list(rows) for _, rows in workbook_reader.sheets_in(file)]


def saved(tmp_path, rows, change=lambda sheet: None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(tmp_path / "liste.xlsx")
    return tmp_path / "liste.xlsx"


def first_sheet(path):
    return read_book(path).sheets[0]


def told(path):
    return [(problem.row, problem.words, problem.fields) for problem in first_sheet(path).problems]


def test_numbers_shown_with_leading_zeros_are_read_with_them(tmp_path):
    def change(found):
        found["B2"].number_format = found["B3"].number_format = found["B5"].number_format = "00000"
        found["C2"].number_format = "0.00"

    rows = [["Nom", "Code", "Note"], ["A", 123, 7], ["B", 1234567, None], ["C", 45, None], ["D", "x", None]]
    cells = [row.cells for row in first_sheet(saved(tmp_path, rows, change)).rows]
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
    assert first_sheet(path).rows[2].cells == ("", "y")
    assert (3, ERROR_VALUE, {"cell": "A3", "word": "#N/A"}) in told(path)


def test_what_is_hidden_filtered_or_merged_is_read_once(tmp_path):
    def change(found):
        found.row_dimensions[3].hidden = True
        found.column_dimensions["B"].hidden = True
        found.auto_filter.ref = "A1:B4"
        found.merge_cells("B3:B4")

    rows = [["Nom", "Note"], ["A", "x"], ["B", "y"], ["C", None]]
    cells = [row.cells for row in first_sheet(saved(tmp_path, rows, change)).rows]
    assert cells == [("Nom", "Note"), ("A", "x"), ("B", "y"), ("C", "")]


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


def test_empty_columns_at_the_left_keep_their_place(tmp_path):
    rows = [[], [None, None, "Nom", "Note"], [None, None, "A", "x"]]
    assert first_sheet(saved(tmp_path, rows)).rows == (
        ListRow(2, ("", "", "Nom", "Note")),
        ListRow(3, ("", "", "A", "x")),
    )


def test_numbers_texts_and_lengths_of_time_are_what_a_person_would_type(tmp_path):
    rows = [["Nom", 612345678.0, "0612345678", "1.23E+11", 1.23e11, -5, False, timedelta(hours=30), "00123"]]
    path = saved(tmp_path, rows)
    wanted = ("Nom", "612345678", "0612345678", "1.23E+11", "123000000000", "-5", "FALSE", "30:00", "00123")
    assert first_sheet(path).rows == (ListRow(1, wanted),)
    assert told(path) == [(1, SHORTENED, {"word": "1.23E+11"})]


def test_a_million_formatted_rows_without_content_are_no_rows(tmp_path):
    empty = (
        b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(2, 1_048_577, 5)
    )
    path = bad_files.workbook(tmp_path / "liste.xlsx", [bad_files.HEAD, bad_files.ONE_CELL, *empty, bad_files.TAIL])
    began = time.monotonic()
    assert first_sheet(path).rows == (ListRow(1, ("Nom",)),)
    assert time.monotonic() - began < PATIENCE_S


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
    assert [row.cells for row in first_sheet(path).rows][1:3] == [("Durand0", "", ""), ("Durand1", "", "3")]
    assert told(ods(tmp_path, "LibreOffice/25.2.3.2$Linux_X86_64", (bare, bare))) == [], "it computes: they are empty"


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


OLD = Path(__file__).parents[1] / "data" / "formules_sans_resultat.xls"
"""Written by xlwt 1.3: three formulas, each with an empty text as its result."""


EMPTY = bytes.fromhex("0300000000 00ffff 0000")
LACKING = [(2, NO_VALUE, {"column": "C", "count": 3})]


@pytest.mark.parametrize(
    ("value", "wanted", "cell"),
    [
        (EMPTY, LACKING, ""),
        # As Apache POI writes what is to be computed when the file is opened.
        (bytes.fromhex("0000000000000000 0200"), LACKING, ""),
        (bytes.fromhex("0000000000000840 0200"), [], "3"),
    ],
    ids=["without a result", "a zero that is none", "a result"],
)
def test_formulas_without_a_result_are_told_in_an_xls_too(tmp_path, value, wanted, cell):
    assert OLD.read_bytes().count(EMPTY) == 3
    path = tmp_path / "liste.xls"
    path.write_bytes(OLD.read_bytes().replace(EMPTY, value))
    assert told(path) == wanted
    assert [row.cells[2] for row in first_sheet(path).rows] == ["Tout", cell, cell, cell]


@given(st.integers(0, 5631), st.binary(min_size=1, max_size=8))
def test_whatever_is_damaged_in_an_xls_its_formulas_stop_nothing(place, noise):
    data = bytearray(OLD.read_bytes())
    data[place : place + len(noise)] = noise
    assert isinstance(cell_details(io.BytesIO(bytes(data))), dict)
