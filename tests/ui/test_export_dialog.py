# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked before an export, and that what was chosen is what is written."""

import json

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from checkin.core.errors import StorageError
from checkin.core.export_columns import COLUMNS, PRESETS
from checkin.ui.export_dialog import FIGURES, KINDS, OWN, ExportDialog
from checkin.ui.files import Files
from tests.ui.answering import Answering


@pytest.fixture
def dialog(qtbot):
    made = ExportDialog()
    qtbot.addWidget(made)
    made.show()
    return made


def tick(dialog, key, state):
    dialog.columns.item([c.key for c in COLUMNS].index(key)).setCheckState(state)


def choose(dialog, key):
    dialog.preset.setCurrentIndex([p.key for p in PRESETS].index(key))


def test_everything_is_exported_by_itself(dialog):
    assert (dialog.suffix, dialog.wish.columns, dialog.wish.has_scans) == (".xlsx", COLUMNS, True)


def test_a_preset_ticks_its_columns(dialog):
    choose(dialog, "mailing")
    assert [c.key for c in dialog.wish.columns] == list(PRESETS[-1].columns)
    assert (dialog.wish.has_scans, dialog.wish.is_by_point) == (False, False)


def test_a_tick_makes_it_a_choice_of_ones_own(dialog):
    choose(dialog, "mailing")
    tick(dialog, "email", Qt.CheckState.Unchecked)
    tick(dialog, "code", Qt.CheckState.Checked)
    assert dialog.preset.currentIndex() == OWN
    keys = [c.key for c in dialog.wish.columns]
    assert ("email" in keys, "code" in keys) == (False, True)


def test_nothing_cannot_be_exported(dialog):
    for column in COLUMNS:
        tick(dialog, column.key, Qt.CheckState.Unchecked)
    assert not dialog.save.isEnabled()
    dialog.preset.setCurrentIndex(FIGURES)
    assert dialog.save.isEnabled()


def test_every_kind_of_file_has_scans_and_says_where(dialog):
    assert "on a sheet of its own" in dialog.scans.text()
    dialog.kind.setCurrentIndex(list(KINDS).index(".csv"))
    assert (dialog.scans.isVisible(), dialog.wish.has_scans) == (True, True)
    assert "in a file beside it" in dialog.scans.text()


def test_figures_ask_for_no_columns_and_no_scans(dialog):
    dialog.preset.setCurrentIndex(FIGURES)
    assert (dialog.columns.isVisible(), dialog.wish.is_anonymous) == (False, True)
    assert (dialog.scans.isVisible(), dialog.wish.has_scans) == (False, False)


@pytest.fixture
def files(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    yield Files(event, desk, window)
    window.close()  # kept until here: it is the parent


def saved_as(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_the_menu_writes_what_was_chosen_where_it_was_chosen(files, monkeypatch, tmp_path):
    def funder(dialog):
        choose(dialog, "funder")
        dialog.save.click()

    told = []
    files.told.connect(told.append)
    saved_as(monkeypatch, tmp_path / "présences")
    answering = Answering(funder)
    files.ask_export()
    book = openpyxl.load_workbook(tmp_path / "présences.xlsx")
    assert (len(answering.asked), told) == (1, ["3 rows written to présences.xlsx."])
    assert next(book.active.values)[-1] == "Minutes in all"


def test_a_name_that_says_json_is_json(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "out.json")
    answering = Answering(lambda dialog: dialog.save.click())
    files.ask_export()
    assert answering.asked
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "checkin-attendance"


def test_on_paper_there_are_no_columns_to_choose(dialog, files, monkeypatch, tmp_path):
    def on_paper(asked):
        asked.kind.setCurrentIndex(list(KINDS).index(".pdf"))
        assert not asked.columns.isVisible()
        assert not asked.scans.isVisible()
        asked.save.click()

    saved_as(monkeypatch, tmp_path / "compte")
    answering = Answering(on_paper)
    files.ask_export()
    assert answering.asked
    assert (tmp_path / "compte.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "gone" / "out.xlsx")
    answering = Answering(lambda dialog: dialog.save.click())
    with pytest.raises(StorageError, match="not there any more"):
        files.ask_export()
    answering.stop()
    assert answering.asked


def test_cancelled_nothing_is_asked_or_written(files, monkeypatch, tmp_path):
    saved_as(monkeypatch, tmp_path / "out.xlsx")
    answering = Answering(lambda dialog: dialog.reject())
    files.ask_export()
    assert answering.asked
    assert not (tmp_path / "out.xlsx").exists()
