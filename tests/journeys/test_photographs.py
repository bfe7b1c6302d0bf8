# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of photographs is let fall on the window; the next arrival is welcomed with a face."""

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog

from checkin import translation
from checkin.application import desk_program
from checkin.services.photographs import read_photographs
from checkin.ui.import_export.photographs_dialog import PhotographsDialog
from checkin.ui.people.person_actions import PersonAction
from checkin.ui.widgets.screen_page import PARTICIPANTS
from scripts.backstage_photographs import portrait
from tests.builders import an_attendee
from tests.ui.answering import Answering
from tests.ui.dropping import drop

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def program(qapp, event, clock):
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


@pytest.fixture
def folder(tmp_path, qapp):
    made = tmp_path / "trombi"
    made.mkdir()
    (made / f"{ONE.ticket_code}.jpg").write_bytes(portrait())
    (made / "quelqu’un.jpg").write_bytes(portrait(1))
    return made


def press(dialog, role):
    box = dialog.findChild(QDialogButtonBox)
    next(button for button in box.buttons() if box.buttonRole(button) is role).click()


def accept(dialog):
    press(dialog, QDialogButtonBox.ButtonRole.AcceptRole)


def shown_face(program):
    content = program.shell.desk.stage.answer._content
    return None if content is None or content.photograph.isNull() else content.photograph.size().toTuple()


def test_a_folder_let_fall_on_the_window_gives_the_next_arrival_a_face(program, folder, event, qtbot):
    hands = Answering(accept)
    drop(program.shell, folder)
    qtbot.waitUntil(lambda: len(read_photographs(event)) == 1)
    hands.stop()
    (dialog,) = hands.asked
    assert isinstance(dialog, PhotographsDialog)
    program.shell.desk.take_code(ONE.ticket_code)
    assert shown_face(program) == (300, 400)
    program.shell.desk.take_code(TWO.ticket_code)
    qtbot.waitUntil(lambda: shown_face(program) is None)


def test_a_look_that_is_cancelled_writes_nothing(program, folder, event, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    hands = Answering(lambda dialog: press(dialog, QDialogButtonBox.ButtonRole.RejectRole))
    before = event.journal.count()
    program.built.menu.photographs_wanted.emit()
    qtbot.waitUntil(lambda: bool(hands.asked) and not QApplication.activeModalWidget())
    hands.stop()
    assert event.journal.count() == before


def test_the_photograph_of_one_person_is_chosen_and_removed_on_their_page(program, folder, event, monkeypatch, qtbot):
    screen = program.shell.enter_by_name(PARTICIPANTS)
    screen.show_person(TWO.id)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(folder / "quelqu’un.jpg"), ""))
    assert PersonAction.REMOVE_PHOTOGRAPH not in screen.list.panel.acts
    screen.list.action_wanted.emit(PersonAction.PHOTOGRAPH)
    assert read_photographs(event).keys() == {TWO.id}
    assert PersonAction.REMOVE_PHOTOGRAPH in screen.list.panel.acts
    hands = Answering(lambda box: next(b for b in box.buttons() if b.text() == "Retirer").click())
    screen.list.action_wanted.emit(PersonAction.REMOVE_PHOTOGRAPH)
    hands.stop()
    assert read_photographs(event) == {}
    assert screen.list.person.photograph == b""
