# SPDX-License-Identifier: GPL-3.0-or-later
import zipfile

import pytest

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.file_kinds import RepeatedCells, check_workbook
from checkin.documents.spreadsheets import read_book
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
        ListRow(1, ("Nom", "Présent", "", "")),
        ListRow(5, ("Dupré", "X", "X", "2026-10-14")),
        ListRow(6, ("Roux", "", "", "")),
        ListRow(7, ("Roux", "", "", "")),
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


def look_at(content: bytes, cut: int) -> None:
    """As the guard does: a piece, then the next one behind the last tag of the piece before."""
    counted = RepeatedCells()
    tail = content[:cut][content[:cut].rfind(b"<") :]
    counted.look(content[:cut], 0)
    counted.look(tail + content[cut:], len(tail))


def test_repetitions_are_counted_once_wherever_the_file_is_cut():
    """4,000,000 cells fit; counted twice they would not."""
    fits = ods_row(ods_cell("x", times=40), times=100_000).encode() + b"</table>"
    wide = ods_row(ods_cell("x", times=301)).encode() + b"</table>"
    for cut in range(1, len(wide)):
        look_at(fits, cut)
        with pytest.raises(UserError, match="too large for a list"):
            look_at(wide, cut)


def test_a_workbook_with_a_password_has_its_own_sentence(tmp_path):
    path = tmp_path / "liste.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", bytes(range(256)))
    assert "protected by a password" in guarded(path)
