# SPDX-License-Identifier: GPL-3.0-or-later
"""What the menu of an open desk, or a hand that lets a file fall, brings in and takes away."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from checkin.services.event_file import EventFile
from checkin.ui.import_export.export_flow import ExportDialog
from checkin.ui.import_export.file_choosing import FileDrop
from checkin.ui.import_export.programme_difference_dialog import ProgrammeDifferenceDialog
from checkin.ui.programme_editor.programme_editor import ProgrammeEditor
from checkin.ui.widgets.screen_page import CLOSING
from tests.ui.answering import Answering, Watching

AGENDA = Path(__file__).parents[1] / "data" / "programmes" / "agenda.ics"


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("list_wanted", "Import a list"),
        ("programme_wanted", "Load a programme"),
        ("connection_log_wanted", "Import online attendance (Zoom, Teams)"),
        ("save_programme_wanted", "Save the programme as"),
        ("paper_list_wanted", "List to print"),
        ("save_copy_wanted", "Save a copy of the event"),
        ("codes_wanted", "Folder for the images of the codes"),
    ],
)
def test_each_file_is_asked_for_by_name(program, file_dialogs, wanted, title):
    hands = Answering()
    for _ in range(2):
        getattr(program.built.menu, wanted).emit()
    assert (file_dialogs, hands.asked) == ([title, title], [])


def export_from_closing(program, monkeypatch, folder):
    """Export with Enter into `folder`; return what the dialog of the writing said, if it stood there."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / "out.xlsx"), ""))
    hands, eyes = Answering(lambda dialog: dialog.save.click()), Watching(leave_once_it_ended)
    program.shell.enter_by_name(CLOSING).export.button.click()
    hands.stop()
    eyes.end()
    assert [type(window) for window in hands.asked] == [ExportDialog]
    return [text for _, text in eyes.told]


def leave_once_it_ended(dialog):
    if dialog._is_reported:
        dialog.reject()


def test_an_export_from_the_closing_screen_ends_above_it_with_a_way_to_its_folder(program, monkeypatch, tmp_path):
    opened = []
    program.shell.open_folder = opened.append
    export_from_closing(program, monkeypatch, tmp_path)
    notice = program.shell.notice
    assert notice.isVisible()
    assert "rows written to out.xlsx" in notice.text
    notice.more.click()
    assert opened == [tmp_path]


def test_an_export_from_the_closing_screen_says_why_it_was_not_written(program, event, monkeypatch):
    """Here the folder is a file."""
    told = export_from_closing(program, monkeypatch, event.path)
    assert "The folder is no longer there" in told[-1]
    assert not program.shell.notice.isVisible()


def test_an_export_is_asked_what_then_where(program, file_dialogs):
    hands = Answering(lambda dialog: dialog.accept())
    program.built.menu.export_wanted.emit()
    assert ([type(window) for window in hands.asked], file_dialogs) == (
        [ExportDialog],
        ["Export the attendance"],
    )


def test_the_programme_is_edited_by_hand(program):
    hands = Answering(lambda dialog: dialog.reject())
    program.built.menu.edit_programme_wanted.emit()
    assert [type(window) for window in hands.asked] == [ProgrammeEditor]


def test_a_programme_that_is_let_fall_is_shown_then_the_desk_has_it(program):
    hands = Answering(lambda dialog: dialog.accept())
    program.shell.findChild(FileDrop).dropped.emit(AGENDA)
    assert [type(window) for window in hands.asked] == [ProgrammeDifferenceDialog]
    assert "Programme of" in program.window.footer.accessibleDescription()


def test_in_another_language_the_new_window_asks(program, file_dialogs):
    program.built.menu.list_wanted.emit()
    program.choices.choose(language="fr")
    program.built.menu.list_wanted.emit()
    assert file_dialogs == ["Import a list", "Importer une liste"]


def test_a_copy_of_the_open_event_is_whole_and_said_to_be_there(program, tmp_path, monkeypatch):
    proposed = []

    def choose(_window, _title, start, _kinds):
        proposed.append(Path(start).name)
        return str(tmp_path / "Copie.checkin"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    program.built.menu.save_copy_wanted.emit()
    assert proposed[0].endswith(".checkin")
    with closing(EventFile.open(tmp_path / "Copie.checkin")) as copy:
        assert copy.journal.everything() == program._event.journal.everything()
