# SPDX-License-Identifier: GPL-3.0-or-later
"""A workbook whose packed parts were damaged on the way: said plainly, whichever method packed them."""

import zipfile

import pytest

from checkin.core.message import UserError
from checkin.documents.cell_extraction import extract_text, is_unchanged
from checkin.documents.spreadsheets import read_book
from checkin.documents.workbook_looks import shown_otherwise

PARTS = ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml")


@pytest.fixture
def written(tmp_path):
    return packed(tmp_path / "written.xlsx", zipfile.ZIP_DEFLATED)


@pytest.fixture(params=[zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2], ids=["lzma", "deflated", "bzip2"])
def damaged(tmp_path, request):
    path = packed(tmp_path / "found.xlsx", request.param)
    with zipfile.ZipFile(path) as archive:
        begins = [part.header_offset + 30 + len(part.filename) for part in archive.infolist()]
    data = bytearray(path.read_bytes())
    for begin in begins:
        data[begin + 4 : begin + 24] = b"\xff" * 20
    path.write_bytes(data)
    return path


def packed(path, method):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in PARTS:
            archive.writestr(name, "<worksheet>" + "<row/>" * 200 + "</worksheet>")
    return path


def test_a_damaged_part_is_no_list_and_no_export(damaged):
    for read in (read_book, extract_text):
        with pytest.raises(UserError):
            read(damaged)


def test_a_damaged_part_is_not_what_was_written(damaged, written):
    assert shown_otherwise(damaged, written)
    again = damaged.rename(damaged.with_name("again.xlsx"))
    assert not is_unchanged(again, written)
