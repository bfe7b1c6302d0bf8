# SPDX-License-Identifier: GPL-3.0-or-later
"""Ctrl+L at the desk: the next code that is read becomes the person's, whoever reads it, and is no arrival."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from checkin.core.decision import Reason
from checkin.core.desk_settings import TiedCodes
from checkin.core.entries import EntryKind
from checkin.core.programme.programme import Column
from checkin.services.badges.badge_documents import BlankOrder, write_blanks
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import answer_look
from tests.builders import an_attendee
from tests.ui.answering import STAYS, Answering

ONE, TWO = an_attendee(1), an_attendee(2)
BAND = "04:A2:fE:09:Bb"


@pytest.fixture
def window(qapp, qtbot, event, desk):
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.answers = []
    made.answered.connect(made.answers.append)
    made.tying = made.desk_actions.tying
    made.tying.rule = TiedCodes.KEEP
    return made


def ctrl_l(window):
    QTest.keyClick(window.stage.search, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def shown(window):
    return window.answers[-1]


def test_the_next_code_is_the_persons_and_no_arrival(window, event):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    assert "Éléonore Le Goff-1" in window.tying.bar.text
    window.take_code(BAND)
    assert (shown(window).reason, shown(window).attendee.id) == (Reason.TIED, ONE.id)
    assert window.tying.bar.text == ""
    assert [e.kind for e in event.journal.newest_passages("accueil", 9)] == [EntryKind.CHECKED_IN]


def test_a_code_typed_by_hand_is_given_too_and_leaves_the_box_empty(window, event):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    QTest.keyClicks(window.stage.search, BAND)
    QTest.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert shown(window).reason is Reason.TIED
    assert window.stage.search.text() == ""


def test_f8_takes_it_back(window, event):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    window.take_code(BAND)
    QTest.keyClick(window.stage.search, Qt.Key.Key_F8)
    assert shown(window).reason is Reason.UNDONE
    assert event.attendees.holders(BAND) == []


def test_somebody_elses_code_is_refused_by_name_and_the_next_one_is_awaited(window, event):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    window.take_code(TWO.ticket_code)
    assert shown(window).reason is Reason.NOT_TIED
    assert "Code not given" in window.stage.answer.spoken
    assert "Jean-Baptiste de La Fournière" in window.stage.answer.spoken
    assert window.tying.is_waiting
    QTest.keyClick(window.stage.search, Qt.Key.Key_F8)
    assert event.attendees.visit(ONE.id, "accueil")
    window.take_code(BAND)
    assert event.attendees.holders(BAND) == [ONE.id]
    assert not event.attendees.visit(TWO.id, "accueil")


def test_the_answer_says_which_code_was_given_and_keeps_the_table(window, desk, event):
    desk.registration.correct(ONE.id, {"custom:Table": "7"})
    columns = (Column("t", "Table", "custom:Table"),)
    desk.admission.position.programme = replace(desk.programme, columns=columns)
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    window.take_code(BAND)
    spoken = window.stage.answer.spoken
    assert BAND in spoken
    assert "Table 7" in spoken


def a_stray_after_one(window):
    window.take_code(ONE.ticket_code)
    window.codes.finish()
    window.rest()
    window.take_code(BAND)
    window.codes.finish()
    assert shown(window).reason is Reason.UNKNOWN
    assert offered(window) == "Give this code to Éléonore Le Goff-1 (Ctrl+L)"


def answer_ctrl_l(window, answer):
    """Press Ctrl+L, and answer the question it asks; return what was asked."""
    said = []

    def read_and_answer(question):
        said.append(question.text())
        return answer(question)

    hands = Answering(read_and_answer)
    ctrl_l(window)
    hands.stop()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    (question,) = said
    return question


def pressing(key, before=lambda question: None):
    """Return what presses a key in a question once it is active."""

    def press(question):
        before(question)
        again = QTimer(question, interval=10)
        again.timeout.connect(lambda: question.isActiveWindow() and QTest.keyClick(question.focusWidget(), key))
        again.start()
        return STAYS

    return press


def test_an_unknown_code_is_offered_to_the_person_answered_just_before_and_one_enter_agrees(window, event):
    a_stray_after_one(window)
    assert "Éléonore Le Goff-1" in answer_ctrl_l(window, pressing(Qt.Key.Key_Return))
    assert (shown(window).reason, event.attendees.holders(BAND)) == (Reason.TIED, [ONE.id])
    QTest.keyClick(window.stage.search, Qt.Key.Key_F8)
    assert event.attendees.holders(BAND) == []


def test_a_foreign_ticket_is_not_given_to_whom_was_answered_before_it(window, event):
    a_stray_after_one(window)
    answer_ctrl_l(window, pressing(Qt.Key.Key_Escape))
    assert (shown(window).reason, event.attendees.holders(BAND)) == (Reason.UNKNOWN, [])


def test_a_scan_while_it_is_asked_answers_nothing_and_changes_neither_person_nor_code(window, event):
    a_stray_after_one(window)

    def scan(question):
        window.take_code(TWO.ticket_code)
        window.take_code("of yet another event")
        window.codes.finish()
        assert question.isVisible()
        assert event.attendees.holders(BAND) == []

    answer_ctrl_l(window, pressing(Qt.Key.Key_Return, before=scan))
    assert event.attendees.holders(BAND) == [ONE.id]
    assert event.attendees.holders("of yet another event") == []


def test_only_the_first_unknown_code_after_a_person_is_offered_to_them_read_twice_or_not(window):
    window.operations.scan(ONE.ticket_code)
    for code, offered in ((BAND, ONE.id), (BAND, ONE.id), ("9780201379624", None)):
        window.operations.scan(code)
        given_to = shown(window).gives_to
        assert (given_to and given_to.id) == offered


def test_a_code_given_to_somebody_who_is_not_in_yet_says_so_and_f7_lets_them_in(window, event):
    window.tying.begin(ONE)
    window.take_code(BAND)
    assert "Not in yet: F7 lets them in" in window.stage.answer.accessibleDescription()
    assert answer_look(shown(window)).colours is theme.AMBER
    QTest.keyClick(window.stage.search, Qt.Key.Key_F7)
    assert event.attendees.inside("accueil") == 1
    window.tying.begin(ONE)
    window.take_code("another")
    assert shown(window).reason is Reason.TIED
    assert "Not in yet" not in window.stage.answer.accessibleDescription()
    assert answer_look(shown(window)).colours is theme.GREEN


def test_an_unknown_code_is_offered_to_nobody_after_a_while_and_says_how_it_is_given(window, clock):
    window.take_code(ONE.ticket_code)
    window.codes.finish()
    clock.pass_by(seconds=15)
    window.take_code(BAND)
    window.codes.finish()
    assert shown(window).gives_to is None
    assert "Ctrl+L" in window.stage.answer.spoken
    assert AnswerAction.TIE not in {b.step.action for b in window.stage.answer.buttons}


def test_an_unknown_code_is_the_next_visitors_card_before_it_is_of_the_person_answered_before(window):
    window.operations.scan(ONE.ticket_code)
    window.operations.scan(BAND)
    steps = [button.step for button in window.stage.answer.buttons]
    assert [(step.key, step.is_primary) for step in steps] == [("F3", True), ("F2", False), ("Ctrl+L", False)]


def offered(window):
    """Return the step that ties the unknown code, "" if there is none."""
    return next((b.step.spoken for b in window.stage.answer.buttons if b.step.action is AnswerAction.TIE), "")


def test_an_unknown_code_is_offered_to_nobody_while_another_person_is_looked_for(window):
    window.operations.scan(ONE.ticket_code)
    QTest.keyClicks(window.stage.search, "e")
    window.operations.scan(BAND)
    assert shown(window).gives_to is None
    assert offered(window) == ""


def test_an_unknown_code_is_offered_to_the_person_chosen_in_the_search(window, event):
    window.operations.scan(ONE.ticket_code)
    QTest.keyClicks(window.stage.search, "fourniere")
    QTest.keyClick(window.stage.search, Qt.Key.Key_Down)
    window.operations.scan(BAND)
    assert offered(window) == "Give this code to Jean-Baptiste de La Fournière (Ctrl+L)"
    ctrl_l(window)
    assert (shown(window).reason, event.attendees.holders(BAND)) == (Reason.TIED, [TWO.id])


def test_a_name_typed_before_the_last_answer_is_no_search(window):
    QTest.keyClicks(window.stage.search, "fourniere")
    window.operations.scan(ONE.ticket_code)
    window.operations.scan(BAND)
    assert offered(window) == "Give this code to Éléonore Le Goff-1 (Ctrl+L)"


@pytest.mark.parametrize("typed", ["BRACELET", "2", BAND, "carte 17"])
def test_what_is_typed_is_the_code_whatever_it_looks_like(window, event, typed):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    QTest.keyClicks(window.stage.search, typed, delay=60)
    QTest.keyClick(window.stage.search, Qt.Key.Key_Return)
    assert event.attendees.holders(typed) == [ONE.id]


def test_escape_ends_the_wait_and_the_next_code_is_a_scan_again(window):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    QTest.keyClick(window.stage.search, Qt.Key.Key_Escape)
    assert not window.tying.is_waiting
    window.codes.finish()
    window.take_code(TWO.ticket_code)
    window.codes.finish()
    assert shown(window).attendee.id == TWO.id


def test_a_wait_without_a_code_ends_by_itself_and_says_so(window, qtbot):
    window.tying._wait.setInterval(50)
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    qtbot.waitUntil(lambda: not window.tying.is_waiting)
    assert "nothing was given to Éléonore Le Goff-1" in window.stage.replied


def test_turning_to_somebody_else_ends_the_wait(window):
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    window.operations.check_in(TWO.id)
    assert not window.tying.is_waiting


def test_without_a_person_it_says_what_to_do(window):
    ctrl_l(window)
    assert not window.tying.is_waiting
    assert "Nobody is shown" in window.stage.replied


def test_nothing_is_asked_before_a_guest_and_the_strip_names_them_and_offers_the_other_way(window, event):
    window.tying.rule = TiedCodes.ASK
    hands = Answering()
    window.take_code(ONE.ticket_code)
    ctrl_l(window)
    assert "stays valid" in window.tying.bar.text
    window.tying.bar.other_way.click()
    assert "Éléonore Le Goff-1" in window.tying.bar.text
    assert "replaces" in window.tying.bar.text
    window.take_code(BAND)
    assert event.attendees.holders(ONE.ticket_code) == [ONE.id]
    assert event.attendees.get(ONE.id).ticket_code == BAND
    window.operations.check_in(TWO.id)
    window.desk_actions.tie_code()
    assert "replaces" in window.tying.bar.text, "as for the last code given"
    assert hands.asked == []
    hands.stop()


def has_button(window):
    return AnswerAction.TIE in {b.step.action for b in window.stage.answer.buttons}


def test_the_button_is_there_once_any_desk_of_the_event_gave_a_code(window, desk):
    desk.tying.tie(TWO.id, BAND, keeps=True)
    window.operations.scan(ONE.ticket_code)
    assert not has_button(window)
    window.refresh()
    window.operations.check_in(TWO.id)
    assert has_button(window)


def test_the_button_is_there_where_blank_badges_were_made(window, event, tmp_path):
    write_blanks(event, tmp_path / "blanks.pdf", BlankOrder(2, 1, None))
    window.refresh()
    window.operations.scan(ONE.ticket_code)
    assert has_button(window)


def test_the_button_is_there_at_a_desk_that_gives_codes(window, desk):
    window.take_code(ONE.ticket_code)
    assert AnswerAction.TIE not in {b.step.action for b in window.stage.answer.buttons}
    desk.admission.ties_codes = True
    window.codes.finish()
    window.operations.check_in(TWO.id)
    button = next(b for b in window.stage.answer.buttons if b.step.action is AnswerAction.TIE)
    button.click()
    assert window.tying.is_waiting
