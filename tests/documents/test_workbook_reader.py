# SPDX-License-Identifier: GPL-3.0-or-later
import os
import time
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

import openpyxl
import pytest

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.core.progress import Cancelled, ignore_progress
from checkin.documents import workbook_reader
from checkin.documents.file_kinds import check_workbook
from checkin.documents.spreadsheets import read_book
from checkin.documents.subprocess_reader import read_in_subprocess
from tests import bad_files
from tests.patience import PATIENCE_S


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_book(path)
    return str(refused.value)


def guarded(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        check_workbook(path)
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


def test_an_xlsx_called_csv_is_still_a_workbook(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.csv", [bad_files.HEAD, bad_files.ONE_CELL, bad_files.TAIL])
    assert read_book(path).sheets[0].rows == (ListRow(1, ("Nom",)),)


def test_colours_down_to_the_last_row_do_not_make_a_list_too_large(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", bad_files.formatted_to_the_end())
    assert read_book(path).sheets[0].rows == (ListRow(1, ("Nom",)),)


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
    ],
    ids=["ratio", "100 MB in a cell", "200 kB in a cell", "entities in entities", "rows"],
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


def test_xml_that_hides_in_another_encoding_is_refused(tmp_path):
    hidden = b"".join(bad_files.far_corner()).decode().encode("utf-16")
    assert "damaged" in guarded(bad_files.workbook(tmp_path / "liste.xlsx", [hidden]))


def test_a_workbook_cut_short_is_refused(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", [bad_files.HEAD, bad_files.ONE_CELL, bad_files.TAIL])
    path.write_bytes(path.read_bytes()[:-40])
    assert "damaged" in refusal(path)


def test_a_part_that_holds_other_bytes_than_it_says_is_refused(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", bad_files.long_cell(100))
    content = path.read_bytes()
    size = (100 * 1024 + len(b"".join(bad_files.long_cell(0)))).to_bytes(4, "little")
    assert size in content
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    assert "damaged" in guarded(path)


def test_a_workbook_whose_xml_is_broken_is_refused(tmp_path):
    path = bad_files.workbook(tmp_path / "liste.xlsx", [bad_files.HEAD, b'<row r="1"><c r="A1"></row>'])
    assert "damaged" in refusal(path)


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
    "reader",
    [die, pytest.param(swallow_memory, marks=pytest.mark.needs("a limit of memory")), send_half_and_die],
)
def test_a_reader_that_dies_is_a_sentence_and_the_desk_goes_on(tmp_path, reader):
    with pytest.raises(UserError, match="could not be read"):
        read_in_subprocess(reader, tmp_path, ignore_progress, seconds=30)


def test_a_reader_that_hangs_is_ended_in_time(tmp_path):
    began = time.monotonic()
    with pytest.raises(UserError, match="took too long"):
        read_in_subprocess(hang, tmp_path, ignore_progress, seconds=0.2)
    assert time.monotonic() - began < PATIENCE_S


def test_a_reader_is_ended_when_nobody_wants_the_list_any_more(tmp_path):
    def tell(done, total):
        raise Cancelled

    began = time.monotonic()
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
