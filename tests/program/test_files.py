# SPDX-License-Identifier: GPL-3.0-or-later
"""What the menu of an open desk, or a hand that lets a file fall, brings in and takes away."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from checkin import language
from checkin.program import app
from checkin.ui.files.export_dialog import ExportDialog
from checkin.ui.files.programme_changes_dialog import ProgrammeChangesDialog
from checkin.ui.parts.file_drop import FileDrop
from checkin.ui.programme_editor.editor import ProgrammeEditor
from tests.ui.answering import Answering

AGENDA = Path(__file__).parents[1] / "data" / "programmes" / "agenda.ics"


@pytest.fixture
def program(qapp, event, clock, qtbot):
    made = app.DeskProgram(event, clock, "en")
    with qtbot.waitSignal(made.ready, timeout=10_000):
        made.start()
    yield made
    made.shell.close()
    made.doors.stop()
    made.devices.stop()
    language.install(qapp, "en")


@pytest.fixture
def asked(monkeypatch):
    """The titles of the file dialogs, in each of which nothing is chosen."""
    titles = []
    for kind in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, kind, lambda _, title, *where: titles.append(title) or ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda _, title, *where: titles.append(title) or "")
    return titles


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("list_wanted", "Import a list"),
        ("programme_wanted", "Load a programme"),
        ("remote_wanted", "Import a log of the stream"),
        ("save_programme_wanted", "Save the programme as"),
        ("copy_wanted", "Save a copy of the event"),
        ("paper_list_wanted", "Write the list for paper"),
        ("codes_wanted", "Folder for the images of the codes"),
    ],
)
def test_each_file_is_asked_for_by_name(program, asked, wanted, title):
    hands = Answering()
    for _ in range(2):
        getattr(program._menu, wanted).emit()
    assert (asked, hands.asked) == ([title, title], [])


def test_an_export_is_asked_what_then_where(program, asked):
    hands = Answering(lambda dialog: dialog.accept())
    program._menu.export_wanted.emit()
    assert ([type(window) for window in hands.asked], asked) == ([ExportDialog], ["Export the attendance"])


def test_the_programme_is_edited_by_hand(program):
    hands = Answering(lambda dialog: dialog.reject())
    program._menu.edit_programme_wanted.emit()
    assert [type(window) for window in hands.asked] == [ProgrammeEditor]


def test_a_programme_that_is_let_fall_is_shown_then_the_desk_has_it(program):
    hands = Answering(lambda dialog: dialog.accept())
    program.shell.findChild(FileDrop).dropped.emit(AGENDA)
    assert [type(window) for window in hands.asked] == [ProgrammeChangesDialog]
    assert "Programme of" in program.window.footer.accessibleDescription()


def test_in_another_language_the_new_window_asks(program, asked):
    program._menu.list_wanted.emit()
    program.choices.choose(language="fr")
    program._menu.list_wanted.emit()
    assert asked == ["Import a list", "Importer une liste"]
