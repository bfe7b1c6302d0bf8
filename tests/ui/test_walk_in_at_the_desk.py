# SPDX-License-Identifier: GPL-3.0-or-later
"""F2 and F6 at the desk: the form in the loud place, its answer, and the codes that are read meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, UserError
from checkin.devices.decoder import decode_image
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.answer_panel import AnswerStepButton
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.desk.desk_operations import PHOTO_LINGER_MS
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.widgets.keyboard import BREATH_MS
from tests.builders import an_attendee

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code


@pytest.fixture
def window(qapp, qtbot, event, desk):
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is made.windowHandle())
    made.answers = []
    made.answered.connect(made.answers.append)
    return made


def form(window):
    found = window.findChild(WalkInForm)
    return found if found and found.isVisible() else None


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_f2_two_names_and_enter_let_somebody_in_and_show_their_code(window, event, desk, tmp_path):
    type_in("dupont marie")
    press(Qt.Key.Key_F2)
    assert window.stage.search.text() == ""
    assert (form(window).names.first.text(), form(window).names.last.text()) == ("Dupont", "Marie")
    press(Qt.Key.Key_Return)
    answer = window.answers[-1]
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    assert event.attendees.arrived("accueil") == 1
    assert form(window) is None
    assert window.stage.search.hasFocus()
    window.grab().save(str(tmp_path / "desk.png"))
    assert [seen.text for seen in decode_image(tmp_path / "desk.png")] == [answer.ticket]
    assert desk.scan(answer.ticket).attendee.name == "Dupont Marie"


def test_the_form_is_empty_for_the_next_guest(window):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F2)
    assert not form(window).has_text


def test_one_key_checks_in_whom_the_list_has_already(window, event):
    press(Qt.Key.Key_F2)
    type_in("jean")
    press(Qt.Key.Key_Tab)
    type_in("fourn")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.answers[-1].attendee.id == an_attendee(2).id
    assert event.attendees.count() == 3
    press(Qt.Key.Key_F2)
    assert not form(window).has_text


def test_f6_registers_who_came_instead_of_the_person_of_the_answer(window, event):
    window.take_code(ONE)
    press(Qt.Key.Key_F6)
    assert form(window).instead_of.id == an_attendee(1).id
    type_in("Luc")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    press(Qt.Key.Key_Return)
    assert window.answers[-1].reason is Reason.WALK_IN
    assert window.answers[-1].attendee.category == "participant"
    assert event.attendees.get(an_attendee(1).id).status is Status.CANCELLED
    assert event.attendees.arrived("accueil") == 1


def test_who_cannot_replace_somebody_cancelled_is_registered_with_f2_and_not_typed_again(window, event, desk):
    desk.registration.set_status({an_attendee(1).id: Status.CANCELLED})
    window.take_code(ONE)
    press(Qt.Key.Key_F6)
    type_in("Luc")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    with pytest.raises(UserError):
        window.desk_actions.forms._register(form(window).form())
    press(Qt.Key.Key_F2)
    assert form(window).instead_of is None
    press(Qt.Key.Key_Return)
    assert window.answers[-1].attendee.name == "Luc Roy"


def test_f6_without_a_person_opens_nothing(window):
    press(Qt.Key.Key_F6)
    assert form(window) is None
    window.take_code("3760123450017")
    press(Qt.Key.Key_F6)
    assert form(window) is None


def test_an_unknown_code_offers_to_register_here(window):
    window.take_code("3760123450017")
    step = next(b for b in window.findChildren(AnswerStepButton) if b.step.action is AnswerAction.WALK_IN)
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    assert form(window) is not None
    assert QApplication.focusWidget() is form(window).names.first


def test_a_code_is_answered_at_once_while_the_form_is_empty(window):
    press(Qt.Key.Key_F2)
    window.take_code(ONE)
    assert window.answers[-1].attendee.id == an_attendee(1).id
    assert form(window) is None


def test_a_code_waits_while_a_name_is_in_the_form_and_is_answered_when_it_is_left(window, qtbot):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    window.take_code(ONE)
    window.codes.step()  # its turn, as after any other answer
    assert window.answers == []
    assert [strip.text() for strip in shown_strips(window)] == [
        "A code was scanned: you will see the answer when the form is closed."
    ]
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(window.answers))
    assert window.answers[-1].attendee.id == an_attendee(1).id
    press(Qt.Key.Key_F2)
    assert form(window).names.first.text() == "Zoe"


def test_a_code_that_waited_leaves_the_new_one_time_to_be_photographed(window):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    window.take_code(ONE)
    press(Qt.Key.Key_Return)
    assert [a.reason for a in window.answers] == [Reason.WALK_IN]
    assert window.codes.is_waiting
    assert window.codes._rest.remainingTime() > 5 * BREATH_MS
    assert window.shown_answer.linger.interval() == PHOTO_LINGER_MS


def test_f8_takes_nobody_back_while_the_form_is_open(window, event):
    window.take_code(ONE)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 1
    assert form(window) is not None


def test_f8_after_a_walk_in_takes_all_of_it_back(window, event):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F8)
    assert window.answers[-1].reason is Reason.UNDONE
    assert event.attendees.count() == 3


def test_the_list_names_whose_registration_was_undone_with_the_arrival(window):
    type_in("dupont marie")
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F8)
    window.desk_actions._chrome.count()
    newest = window.stage.recent_scans.lines[0]
    assert (newest.name, newest.is_undone, newest.is_open) == ("Dupont Marie", True, False)


def test_an_error_of_the_person_is_told_in_the_form_and_loses_nothing(window):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    window.fail(UserError(Message("test", "This was cancelled already.")))
    assert [label.text() for label in shown_strips(window)] == ["This was cancelled already."]
    assert form(window).names.first.text() == "Zoe"


def test_a_disk_that_fails_tells_whom_to_write_on_paper_and_the_form_is_kept(window, event):
    press(Qt.Key.Key_F2)
    type_in("Zoe")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    event.db.conn.execute("PRAGMA query_only = ON")
    raised = []
    try:
        window.desk_actions.forms._register(form(window).form())
    except StorageError as error:
        raised.append(error)
        window.fail(error)
    event.db.conn.execute("PRAGMA query_only = OFF")
    assert raised
    assert window.answers[-1].reason is Reason.NOT_SAVED
    assert window.answers[-1].attendee.name == "Zoe Roy"
    press(Qt.Key.Key_F2)
    assert form(window).names.last.text() == "Roy"
    assert not event.journal.entries_of_kinds([EntryKind.CHECKED_IN])


def shown_strips(window):
    """What the form tells, beside whom it may be."""
    found = (window.findChild(WalkInForm)._waiting, window.findChild(WalkInForm)._message)
    return [strip for strip in found if strip.isVisible()]
