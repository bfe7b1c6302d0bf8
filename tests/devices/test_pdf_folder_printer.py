# SPDX-License-Identifier: GPL-3.0-or-later
import os
import shutil

import pytest

from checkin.core.print_jobs import Medium, PrinterTrouble
from checkin.devices import printers
from checkin.devices.printer import PrintDocument, PrinterError, PrintFormat
from checkin.devices.printers import PdfFolderPrinter
from tests.full_disk import full_disk


def a_badge(title="badge-7", content=b"%PDF-1.4 of a badge"):
    return PrintDocument(title, PrintFormat.PDF, content, Medium(105, 148))


def test_each_badge_is_a_file_called_as_its_job_and_none_is_replaced(tmp_path):
    printer = PdfFolderPrinter(tmp_path)
    assert printer.state().is_ready
    assert not printer.state().reports_paper, "written is not printed"
    for badge in (a_badge(), a_badge(content=b"%PDF again"), a_badge("../a:b")):
        assert printer.send(badge) == ""
    assert {path.name: path.read_bytes()[:9] for path in tmp_path.iterdir()} == {
        "badge-7.pdf": b"%PDF-1.4 ",
        "badge-7-2.pdf": b"%PDF agai",
        "a-b.pdf": b"%PDF-1.4 ",
    }


def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path):
    with pytest.raises(PrinterError, match="disk is full"), full_disk(most=10):
        PdfFolderPrinter(tmp_path).send(a_badge())
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_nearly_full_keeps_badges_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(printers, "LEAST_FREE", shutil.disk_usage(tmp_path).total + 1)
    state = PdfFolderPrinter(tmp_path).state()
    assert (state.trouble, "disk is full" in state.detail) == (PrinterTrouble.OTHER, True)


def test_a_folder_that_went_keeps_badges_waiting(tmp_path):
    printer = PdfFolderPrinter(tmp_path / "stick")
    assert printer.state().trouble is PrinterTrouble.GONE
    with pytest.raises(PrinterError, match="another folder"):
        printer.send(a_badge())


@pytest.mark.needs("POSIX rights")
def test_a_folder_where_one_may_not_write_is_told(tmp_path):
    tmp_path.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may write anywhere
    try:
        with pytest.raises(PrinterError, match="cannot be written"):
            PdfFolderPrinter(tmp_path).send(a_badge())
    finally:
        os.seteuid(user)
