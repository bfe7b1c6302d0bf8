# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables as files, and how any file is written: never over an event, and nothing half written stays."""

import csv
import errno
import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.cell_text import printable
from checkin.core.message import StorageError, UserError
from checkin.documents import atomic_write
from checkin.documents.atomic_write import LEFT_OVER_S, draft_of_files, new_draft, write_file_atomically
from checkin.documents.spreadsheets import read_book
from checkin.documents.table_writer import (
    OutputColumn,
    OutputTable,
    PrintMarks,
    escape_formula,
    write_table,
    write_xlsx,
)
from checkin.services.event_file import EventFile
from checkin.storage import regular_files
from tests.builders import KEY

COLUMNS = [
    OutputColumn("Nom", width=30),
    OutputColumn("Arrivée", "datetime"),
    OutputColumn("Né le", "date"),
    OutputColumn("Passages", "number"),
    OutputColumn("Venu", "yes_no"),
]
PARIS = timezone(timedelta(hours=2))
ROW = ["Zoé Gœury", datetime(2023, 7, 4, 8, 41, 12, 999, tzinfo=PARIS), date(1990, 1, 2), 3, True]
PAYLOADS = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\n=cmd|' /C calc'!A0",
    "＝1+1",
    '=HYPERLINK("http://x.test","clic")',
    "=1;=2",
]


def csv_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def sheet(path):
    return openpyxl.load_workbook(path).active


def test_a_csv_opens_in_a_french_excel_with_local_times(tmp_path):
    write_table(tmp_path / "présents.csv", COLUMNS, [ROW, ["N’Guyen", None, None, 2.5, False]], "Présents")
    content = (tmp_path / "présents.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfNom;Arriv\xc3\xa9e;")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert csv_rows(tmp_path / "présents.csv")[1:] == [
        ["Zoé Gœury", "2023-07-04 08:41:12", "1990-01-02", "3", "oui"],
        ["N’Guyen", "", "", "2.5", "non"],
    ]


def test_an_xlsx_holds_real_dates_numbers_and_a_usable_header(tmp_path):
    write_table(tmp_path / "présents.xlsx", COLUMNS, [ROW], "Présents : 4/7 [matin]")
    read = sheet(tmp_path / "présents.xlsx")
    assert [cell.value for cell in read[2]] == [
        "Zoé Gœury",
        datetime(2023, 7, 4, 8, 41, 12),
        datetime(1990, 1, 2),
        3,
        "oui",
    ]
    assert (read.freeze_panes, read.auto_filter.ref) == ("A2", "A1:E2")
    assert read["A1"].font.bold
    assert read.column_dimensions["A"].width == pytest.approx(len("Zoé Gœury") + 1, abs=2)
    assert read.title == "Présents   4 7  matin"


def test_a_sheet_is_ready_to_print(tmp_path):
    few, many = [OutputColumn("Nom"), OutputColumn("Note")], [OutputColumn(f"Colonne {n}", width=30) for n in range(20)]
    marks = PrintMarks("Eau & territoires – 04/07/2023", "Région", "Établi le 04/07/2023 à 13:15", "{page} sur {pages}")
    tables = [OutputTable("Présents", few, [["Zoé", "x" * 300]]), OutputTable("Tout", many, [["y" * 29] * 20])]
    assert write_xlsx(tmp_path / "out.xlsx", tables, marks) == [1, 1]
    narrow, wide = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets
    for each in (narrow, wide):
        assert (each.page_setup.orientation, each.page_setup.paperSize) == ("landscape", 9)
        assert (each.print_title_rows, each.page_setup.fitToHeight) == ("$1:$1", 0)
        assert each.sheet_properties.pageSetUpPr.fitToPage
        assert (each.oddHeader.left.text, each.oddHeader.right.text) == ("Eau && territoires – 04/07/2023", "&A")
        assert (each.oddFooter.left.text, each.oddFooter.right.text) == ("Région", "&P sur &N")
        assert each.oddFooter.center.text == "Établi le 04/07/2023 à 13:15"
    assert (narrow.page_setup.fitToWidth, narrow.print_title_cols) in ((None, None), (1, None))
    assert (wide.page_setup.fitToWidth, wide.print_title_cols) == (3, "$A:$B")
    assert narrow.column_dimensions["B"].width < 70, "no column fills the page"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_or_a_link(tmp_path, payload):
    columns = [
        OutputColumn(payload),
        OutputColumn("Nombre", "number"),
        OutputColumn("Jour", "date"),
        OutputColumn("Heure", "datetime"),
    ]
    for name in ("export.csv", "export.xlsx"):
        write_table(tmp_path / name, columns, [[payload] * 4], "Export")
    for cell in csv_rows(tmp_path / "export.csv")[1]:
        assert cell == "'" + payload
    read = sheet(tmp_path / "export.xlsx")
    for row in read.iter_rows():
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in row)
    assert read["A2"].value.replace("_x000D_", "\r") == payload


def test_negative_numbers_stay_numbers(tmp_path):
    write_table(tmp_path / "export.csv", [OutputColumn("Écart", "number")], [[-5]], "Export")
    assert csv_rows(tmp_path / "export.csv")[1] == ["-5"]


@given(st.text(max_size=20))
def test_the_mark_before_a_dangerous_text_is_taken_off_again_by_our_own_import(text):
    marked = escape_formula(text)
    assert not marked.lstrip().startswith(("=", "+", "-", "@"))
    if not text.startswith("'"):
        assert printable(marked) == printable(text)


def test_an_export_read_back_says_the_same(tmp_path):
    rows = [["Le Goff; Anne", 'dit "le grand"'], ["Dupré", "un\ndeux"]]
    for name in ("export.csv", "export.xlsx"):
        write_table(tmp_path / name, [OutputColumn("Nom"), OutputColumn("Note")], rows, "Liste")
        read = read_book(tmp_path / name).sheets[0]
        assert [row.cells for row in read.rows] == [("Nom", "Note"), *map(tuple, rows)]


def test_a_text_longer_than_an_excel_cell_is_refused_with_its_place_and_fits_a_csv(tmp_path):
    rows = [["x" * 32_767], ["x" * 32_768]]
    with pytest.raises(UserError, match=r"Row 3, “Note”.*export as CSV"):
        write_table(tmp_path / "export.xlsx", [OutputColumn("Note")], rows, "Export")
    write_table(tmp_path / "export.xlsx", [OutputColumn("Note")], rows[:1], "Export")
    write_table(tmp_path / "export.csv", [OutputColumn("Note")], rows, "Export")
    assert sheet(tmp_path / "export.xlsx")["A2"].value == "x" * 32_767


def test_dates_before_excels_calendar_are_written_as_text(tmp_path):
    write_table(tmp_path / "export.xlsx", [OutputColumn("Né le", "date")], [[date(1850, 1, 2)]], "Export")
    assert sheet(tmp_path / "export.xlsx")["A2"].value == "1850-01-02"


def test_a_file_of_another_kind_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(UserError, match=r"\.xlsx or \.csv"):
        write_table(tmp_path / "export.ods", [OutputColumn("Nom")], [], "Export")
    assert list(tmp_path.iterdir()) == []


def broken_rows():
    yield ["premier"]
    raise RuntimeError("the reading of the journal broke off")


@pytest.mark.parametrize("name", ["export.csv", "export.xlsx"])
def test_an_export_that_breaks_off_leaves_the_earlier_file_and_no_other(tmp_path, name):
    write_table(tmp_path / name, [OutputColumn("Nom")], [["ancien"]], "Export")
    before = (tmp_path / name).read_bytes()
    with pytest.raises(RuntimeError):
        write_table(tmp_path / name, [OutputColumn("Nom")], broken_rows(), "Export")
    assert (tmp_path / name).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "open in another program"),
        (errno.EROFS, "cannot be written there"),
        (errno.EIO, "could not write"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_the_disk_fails_at_any_step_the_earlier_file_stays(tmp_path, monkeypatch, step, code, says):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    path = tmp_path / "export.csv"
    write_table(path, [OutputColumn("Nom")], [["ancien"]], "Export")
    monkeypatch.setattr(atomic_write.os, step, fail)
    with pytest.raises(StorageError, match=says):
        write_table(path, [OutputColumn("Nom")], [["nouveau"]], "Export")
    assert csv_rows(path) == [["Nom"], ["ancien"]]
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_full_disk_really_says_is_understood():
    with pytest.raises(StorageError, match="The disk is full"), atomic_write.translated_disk_errors():
        Path("/dev/full").write_bytes(b"x")


def test_a_folder_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(StorageError, match="no longer there"):
        write_table(tmp_path / "clé" / "export.csv", [OutputColumn("Nom")], [], "Export")


def test_times_are_those_of_their_own_zone(tmp_path):
    write_table(
        tmp_path / "e.csv", [OutputColumn("Arrivée", "datetime")], [[datetime(2023, 7, 4, 6, 41, tzinfo=UTC)]], "E"
    )
    assert csv_rows(tmp_path / "e.csv")[1] == ["2023-07-04 06:41:00"]


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
@pytest.mark.parametrize("name", ["e.checkin", "E.CHECKIN", "e.pdf", "e"])
@pytest.mark.parametrize("mode", ["WAL", "TRUNCATE"])
def test_nothing_is_written_over_an_event(tmp_path, monkeypatch, mode, name, end):
    monkeypatch.setattr(regular_files, "wal_is_sound", lambda _: mode == "WAL")
    event = EventFile.create(tmp_path / name, KEY)
    before = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(UserError, match="event"):
        write_file_atomically(tmp_path / (name + end), b"%PDF")
    assert {path.name for path in tmp_path.iterdir()} == before
    event.close()
    if name.endswith((".checkin", ".CHECKIN")) and not end:
        with pytest.raises(UserError, match="event"):
            write_file_atomically(tmp_path / name, b"%PDF")
    EventFile.open(tmp_path / name).close()


@pytest.mark.parametrize("name", ["list", "list.txt", "list.pdf.txt"])
def test_a_file_is_called_what_it_is(tmp_path, name):
    with pytest.raises(UserError, match=r"\.pdf"):
        write_file_atomically(tmp_path / name, b"%PDF", ".pdf")
    assert list(tmp_path.iterdir()) == []
    write_file_atomically(tmp_path / "LIST.PDF", b"%PDF", ".pdf")
    assert (tmp_path / "LIST.PDF").read_bytes() == b"%PDF"


def left(folder, age):
    """A folder of drafts and a draft of one file, so many seconds old."""
    drafts, draft = new_draft(folder), new_draft(folder)
    drafts.mkdir()
    (drafts / "out.csv").write_bytes(b"Goff")
    draft.write_bytes(b"Goff")
    for each in (drafts, draft):
        os.utime(each, (time.time() - age,) * 2)
    return {drafts, draft}


def test_the_next_file_in_the_folder_removes_it(tmp_path):
    left(tmp_path, LEFT_OVER_S + 60)
    with draft_of_files(tmp_path / "new.csv") as draft:
        draft.write_bytes(b"a")
    assert {each.name for each in tmp_path.iterdir()} == {"new.csv"}
    left(tmp_path, LEFT_OVER_S + 60)
    write_file_atomically(tmp_path / "new.csv", b"b")
    assert {each.name for each in tmp_path.iterdir()} == {"new.csv"}


def test_what_is_being_written_stays_and_so_does_what_is_not_ours(tmp_path):
    now = left(tmp_path, 60)
    foreign = tmp_path / ".0a.part"
    foreign.write_bytes(b"x")
    os.utime(foreign, (0, 0))
    write_file_atomically(tmp_path / "new.csv", b"b")
    assert {*tmp_path.iterdir()} == {*now, foreign, tmp_path / "new.csv"}
