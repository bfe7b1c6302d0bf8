# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: an event without a programme, a workshop written in the editor, its first guest."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from checkin.ui.widgets.screen_page import PROGRAMME
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering

GUEST = an_attendee(1)
DAY = f"{MORNING:%d/%m/%Y}"


@pytest.fixture
def program(qapp, tmp_path, clock):
    event = EventFile.create(tmp_path / "journée.checkin", KEY)
    add_people(event, clock(), GUEST)
    made = desk_program.DeskProgram(event, clock, "en")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()


def written(qtbot, field, text):
    field.line.setFocus()
    field.line.selectAll()
    qtbot.keyClick(field.line, Qt.Key.Key_Delete)
    qtbot.keyClicks(field.line, text)
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)


def a_workshop(qtbot):
    """As a coordinator types it, morning of the day."""

    def write(editor):
        qtbot.waitUntil(editor.isActiveWindow)
        event = editor.event_page.form.fields
        written(qtbot, event["title"], "Rencontre")
        written(qtbot, event["day"], DAY)
        editor.tabs.setCurrentIndex(1)
        editor.sessions.add.click()
        form = editor.sessions.form.fields
        written(qtbot, form["title"], "Atelier E : lire")
        written(qtbot, form["starts"], "9h")
        written(qtbot, form["ends"], "12:00")
        written(qtbot, form["capacity"], "1")
        editor.sessions.control_point.click()
        editor.save.click()

    return write


def test_from_an_event_without_a_programme_to_the_first_scan_at_a_new_door(program, clock, qtbot):
    program.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.shell)
    screen = program.shell.enter_by_name(PROGRAMME)
    hands = Answering(a_workshop(qtbot))
    qtbot.keyClick(screen, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert len(hands.asked) == 1
    assert program.desk.programme.event.title == "Rencontre"
    assert [p.name for p in program.desk.programme.control_points] == ["Accueil", "Atelier E"]
    program.shell.enter_desk()
    program.window.header.control_point_chosen.emit("atelier-e")
    clock.pass_by(hours=1)
    answers = []
    program.window.answered.connect(answers.append)
    program.window.take_code(GUEST.ticket_code)
    assert [(a.reason, a.control_point.id) for a in answers] == [(Reason.WELCOME, "atelier-e")]
    event = EventFile.open(program._event.path)
    (entry,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert (entry.subject, entry.body["control_point"]) == (GUEST.id, "atelier-e")
    event.close()
