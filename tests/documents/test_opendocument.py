# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.errors import UserError
from checkin.core.lists.columns import Row
from checkin.documents.spreadsheets import read_book
from checkin.documents.workbook_guard import check_workbook
from tests.bad_files import ods_cell, ods_row, opendocument

ROWS, COLUMNS = 1_048_576, 16_384
"""Of a LibreOffice sheet."""

HEADER = ods_row(ods_cell("Nom"), ods_cell("Présent"))


def guarded(path) -> str:
    with pytest.raises(UserError) as refused:
        check_workbook(path)
    return str(refused.value)


def test_cells_and_their_repetitions_read_as_libreoffice_shows_them(tmp_path):
    day = (
        '<table:table-cell office:value-type="date" office:date-value="2026-10-14"><text:p>14/10/26</text:p>'
        "</table:table-cell>"
    )
    rows = [
        HEADER,
        ods_row(ods_cell(), times=3),
        ods_row(ods_cell("Dupré"), ods_cell("X", times=2), day),
        ods_row(ods_cell("Roux"), times=2),
        ods_row(ods_cell(times=COLUMNS), times=ROWS - 7),
    ]
    (sheet,) = read_book(opendocument(tmp_path / "liste.ods", "".join(rows))).sheets
    assert sheet.name == "Feuille1"
    assert sheet.rows == (
        Row(1, ("Nom", "Présent", "", "")),
        Row(5, ("Dupré", "X", "X", "2026-10-14")),
        Row(6, ("Roux", "", "", "")),
        Row(7, ("Roux", "", "", "")),
    )


@pytest.mark.parametrize(
    "rows",
    [
        HEADER + ods_row(ods_cell("x", times=COLUMNS), times=ROWS),
        HEADER + ods_row(ods_cell(times=COLUMNS), times=ROWS - 2) + ods_row(ods_cell("x")),
        HEADER + ods_row(ods_cell(times=COLUMNS - 1), ods_cell("x")),
        HEADER + ods_row(ods_cell("x"), times=10**30),
        HEADER + ods_row(ods_cell("x", times=300), times=100_000),
        HEADER + ods_row(ods_cell("", times=301, attributes='office:value="1"')),
        HEADER + ods_row(ods_cell("x", times=301, attributes='office:formula="of:=A1>B1"')),
    ],
    ids=["whole sheet", "far row", "far column", "endless", "rectangle", "value without text", "a > in a formula"],
)
def test_a_cell_that_says_it_stands_a_million_times_is_stopped_before_the_reader(tmp_path, rows):
    path = opendocument(tmp_path / "liste.ods", rows)
    assert path.stat().st_size < 2048
    assert "too large for a list" in guarded(path)


def test_many_tables_are_counted_together(tmp_path):
    one = ods_row(ods_cell("x", times=10), times=100_000)
    check_workbook(opendocument(tmp_path / "few.ods", one, tables=4))
    assert "too large for a list" in guarded(opendocument(tmp_path / "many.ods", one, tables=6))


def test_a_repetition_that_hides_its_number_is_damage(tmp_path):
    path = opendocument(tmp_path / "liste.ods", HEADER + ods_row(ods_cell("x"), times="&#57;99999"))
    assert "damaged" in guarded(path)


def test_repetitions_are_counted_once_wherever_the_guard_cuts_the_file(tmp_path):
    """It reads 1 MB at a time. 100,000 rows of 40 cells fit, counted twice they would not."""
    rows = ods_row(ods_cell("x", times=40), times=100_000)
    for offset in range(0, len(rows), 9):
        filler = "<a></a>" * ((1 << 20) // 7 - 60) + "<b/>" * (offset // 4)
        check_workbook(opendocument(tmp_path / "liste.ods", filler + rows))
        far = opendocument(tmp_path / "far.ods", filler + ods_row(ods_cell("x", times=301)))
        assert "too large for a list" in guarded(far)
