# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: companions imported as people, found by name, and let in with their order at the desk."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.lists.list_fields import CompanionHandling
from checkin.services.event_file import EventFile
from tests.builders import KEY, a_programme
from tests.services.lists import a_list, person
from tests.ui.answering import STAYS, Answering
from tests.ui.dropping import drop

HEADER = "Nom;Prénom;N° commande;Statut;Accompagnant nom;Accompagnant prénom"
ROWS = (
    "Durand;Zoé;A-1001;Confirmé;Noir;Ada",
    "Petit;Max;A-1001;Confirmé;;",
    "Roux;Luc;A-1001;Annulé;Blanc;Ève",
    "Kone;Jade;A-1002;Confirmé;;",
)


@pytest.fixture
def program(qapp, tmp_path, clock, qtbot):
    event = EventFile.create(tmp_path / "gala.checkin", KEY)
    event.plan(a_programme(sessions=(), speakers=()), at=clock(), desk="d")
    event.close()
    made = desk_program.DeskProgram(EventFile.open(tmp_path / "gala.checkin"), clock, "en")
    made.shell.show()
    made.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.shell)
    yield made
    made.shell.close()
    made.stop()


def as_people(dialog):
    """In the import dialog: companions become people, then Enter."""
    form = dialog.form

    def go_on():
        choice = form.companions.choice
        if form.companions.isVisible() and choice.currentData() != CompanionHandling.PEOPLE:
            choice.setCurrentIndex(choice.findData(CompanionHandling.PEOPLE.value))
            choice.activated.emit(choice.currentIndex())
        elif form.companions.isVisible() and form.mapping.companions is CompanionHandling.PEOPLE and dialog._seen:
            dialog.go_on.click()

    again = QTimer(dialog, interval=10)
    again.timeout.connect(go_on)
    again.start()
    return STAYS


def press(program, text, *keys):
    search = program.window.stage.search
    QTest.keyClicks(search, text)
    for key in keys:
        QTest.keyClick(search, key)
        QApplication.processEvents()


def here(program):
    return {program._event.attendees.get(visit.attendee).name for visit in program._event.attendees.visits()}


def test_an_order_with_a_companion_comes_in_together_and_nobody_else(program, tmp_path, qtbot):
    hands = Answering(as_people, lambda report: report.accept())
    assert drop(program.shell, a_list(tmp_path, *ROWS, header=HEADER))
    qtbot.waitUntil(lambda: len(hands.asked) == 2 and QApplication.activeModalWidget() is None)
    event = program._event
    assert {attendee.name for attendee, _ in event.attendees.all()} == {
        "Zoé Durand",
        "Ada Noir",
        "Max Petit",
        "Luc Roux",
        "Ève Blanc",
        "Jade Kone",
    }
    program.window.take_code(person(event, "Ada Noir").ticket_code)
    assert "2 others of this order" in program.window.stage.answer.accessibleDescription()
    press(program, "3", Qt.Key.Key_Return)
    assert here(program) == {"Ada Noir", "Zoé Durand", "Max Petit"}
    program.window.desk_actions.undo_key.press()
    assert len(here(program)) == 2
    program.window.take_code(person(event, "Jade Kone").ticket_code)
    assert "others" not in program.window.stage.answer.accessibleDescription()
