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
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import answer_look
from tests.builders import an_attendee
from tests.ui.answering import STAYS, Answering
from tests.ui.desk_scene import hit, open_desk, press

ONE, TWO = an_attendee(1), an_attendee(2)
BAND = "04:A2:fE:09:Bb"
DOWN, ENTER, ESCAPE, F7, F8 = (Qt.Key[f"Key_{name}"] for name in ("Down", "Return", "Escape", "F7", "F8"))
CTRL_L = Qt.Modifier.CTRL | Qt.Key.Key_L
TO_ONE = "Give this code to Éléonore Le Goff-1 (Ctrl+L)"


@pytest.fixture
def window(qtbot, event, desk):
    made = open_desk(qtbot, event, desk)
    made.tying = made.desk_actions.tying
    made.tying.rule = TiedCodes.KEEP
    return made


@pytest.fixture
def waiting(window):
    """The desk waits for the code of ONE, who just arrived."""
    window.operations.scan(ONE.ticket_code)
    hit(CTRL_L)
    return window


def shown(window):
    return window.answers[-1]


def offer(window):
    """Return the button that ties a code, None if there is none."""
    return next((b for b in window.stage.answer.buttons if b.step.action is AnswerAction.TIE), None)


def test_the_next_code_is_the_persons_and_no_arrival_and_f8_takes_it_back(waiting, event):
    assert "Éléonore Le Goff-1" in waiting.tying.bar.text
    waiting.take_code(BAND)
    assert (shown(waiting).reason, shown(waiting).attendee.id) == (Reason.TIED, ONE.id)
    assert waiting.tying.bar.text == ""
    assert [e.kind for e in event.journal.newest_passages("accueil", 9)] == [EntryKind.CHECKED_IN]
    press(F8)
    assert (shown(waiting).reason, event.attendees.holders(BAND)) == (Reason.UNDONE, [])


def test_a_code_typed_by_hand_is_given_too_and_leaves_the_box_empty(waiting):
    hit(BAND, ENTER)
    assert shown(waiting).reason is Reason.TIED
    assert waiting.stage.search.text() == ""


def test_somebody_elses_code_is_refused_by_name_and_the_next_one_is_awaited(waiting, event):
    waiting.take_code(TWO.ticket_code)
    assert shown(waiting).reason is Reason.NOT_TIED
    for words in ("Code not given", "Jean-Baptiste de La Fournière"):
        assert words in waiting.stage.answer.spoken
    assert waiting.tying.is_waiting
    press(F8)
    assert event.attendees.visit(ONE.id, "accueil")
    waiting.take_code(BAND)
    assert event.attendees.holders(BAND) == [ONE.id]
    assert not event.attendees.visit(TWO.id, "accueil")


def test_the_answer_says_which_code_was_given_and_keeps_the_table(window, desk):
    desk.registration.correct(ONE.id, {"custom:Table": "7"})
    desk.admission.position.programme = replace(desk.programme, columns=(Column("t", "Table", "custom:Table"),))
    window.operations.scan(ONE.ticket_code)
    hit(CTRL_L)
    window.take_code(BAND)
    for words in (BAND, "Table 7"):
        assert words in window.stage.answer.spoken


@pytest.mark.parametrize("typed", ["BRACELET", "2", BAND, "carte 17"])
def test_what_is_typed_is_the_code_whatever_it_looks_like(waiting, event, typed):
    QTest.keyClicks(waiting.stage.search, typed, delay=60)
    press(ENTER)
    assert event.attendees.holders(typed) == [ONE.id]


def test_escape_or_somebody_else_ends_the_wait_and_the_next_code_is_a_scan_again(waiting):
    hit(ESCAPE)
    assert not waiting.tying.is_waiting
    waiting.operations.scan(TWO.ticket_code)
    assert shown(waiting).attendee.id == TWO.id
    hit(CTRL_L)
    assert waiting.tying.is_waiting
    waiting.operations.check_in(ONE.id)
    assert not waiting.tying.is_waiting


def test_a_wait_without_a_code_ends_by_itself_and_without_a_person_it_says_what_to_do(window, qtbot):
    hit(CTRL_L)
    assert not window.tying.is_waiting
    assert "Nobody is shown" in window.stage.replied
    window.tying._wait.setInterval(50)
    window.operations.scan(ONE.ticket_code)
    hit(CTRL_L)
    qtbot.waitUntil(lambda: not window.tying.is_waiting)
    assert "nothing was given to Éléonore Le Goff-1" in window.stage.replied


def test_nothing_is_asked_before_a_guest_and_the_strip_names_them_and_offers_the_other_way(window, event):
    window.tying.rule = TiedCodes.ASK
    hands = Answering()
    window.operations.scan(ONE.ticket_code)
    hit(CTRL_L)
    assert "stays valid" in window.tying.bar.text
    window.tying.bar.other_way.click()
    for words in ("Éléonore Le Goff-1", "replaces"):
        assert words in window.tying.bar.text
    window.take_code(BAND)
    assert event.attendees.holders(ONE.ticket_code) == [ONE.id]
    assert event.attendees.get(ONE.id).ticket_code == BAND
    window.operations.check_in(TWO.id)
    window.desk_actions.tie_code()
    assert "replaces" in window.tying.bar.text, "as for the last code given"
    assert hands.asked == []
    hands.stop()


def test_a_code_given_to_somebody_who_is_not_in_yet_says_so_and_f7_lets_them_in(window, event):
    window.tying.begin(ONE)
    window.take_code(BAND)
    assert "Not in yet: F7" in window.stage.answer.accessibleDescription()
    assert answer_look(shown(window)).colours is theme.AMBER
    press(F7)
    assert event.attendees.inside("accueil") == 1
    window.tying.begin(ONE)
    window.take_code("another")
    assert shown(window).reason is Reason.TIED
    assert "Not in yet" not in window.stage.answer.accessibleDescription()
    assert answer_look(shown(window)).colours is theme.GREEN


# A code that nobody has is offered to the person answered before


def answer_ctrl_l(window, key, before=lambda question: None):
    """Press Ctrl+L, and a key in the question it asks once it is active; return what was asked."""
    said = []

    def answer(question):
        said.append(question.text())
        before(question)
        again = QTimer(question, interval=10)
        again.timeout.connect(lambda: question.isActiveWindow() and QTest.keyClick(question.focusWidget(), key))
        again.start()
        return STAYS

    hands = Answering(answer)
    hit(CTRL_L)
    hands.stop()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    (question,) = said
    return question


@pytest.fixture
def stray(window):
    """An unknown code after ONE."""
    window.operations.scan(ONE.ticket_code)
    window.rest()
    window.operations.scan(BAND)
    assert (shown(window).reason, offer(window).step.spoken) == (Reason.UNKNOWN, TO_ONE)
    return window


@pytest.mark.parametrize(("key", "reason"), [(ENTER, Reason.TIED), (ESCAPE, Reason.UNKNOWN)])
def test_an_unknown_code_is_offered_to_the_person_answered_just_before_and_one_enter_agrees(stray, event, key, reason):
    steps = [button.step for button in stray.stage.answer.buttons]
    assert [(step.key, step.is_primary) for step in steps] == [("F3", True), ("F2", False), ("Ctrl+L", False)]
    assert "Éléonore Le Goff-1" in answer_ctrl_l(stray, key)
    assert shown(stray).reason is reason
    assert event.attendees.holders(BAND) == ([ONE.id] if reason is Reason.TIED else [])
    press(F8)
    assert event.attendees.holders(BAND) == []


def test_a_scan_while_it_is_asked_answers_nothing_and_changes_neither_person_nor_code(stray, event):
    def scan(question):
        stray.take_code(TWO.ticket_code)
        stray.take_code("of yet another event")
        stray.codes.finish()
        assert question.isVisible()
        assert event.attendees.holders(BAND) == []

    answer_ctrl_l(stray, ENTER, before=scan)
    assert event.attendees.holders(BAND) == [ONE.id]
    assert event.attendees.holders("of yet another event") == []


def test_only_the_first_unknown_code_after_a_person_is_offered_to_them_read_twice_or_not(window):
    window.operations.scan(ONE.ticket_code)
    for code, given_to in ((BAND, ONE.id), (BAND, ONE.id), ("9780201379624", None)):
        window.operations.scan(code)
        assert (shown(window).giving.to and shown(window).giving.to.id) == given_to


def test_an_unknown_code_is_offered_to_nobody_after_a_while_and_says_how_it_is_given(window, clock):
    window.operations.scan(ONE.ticket_code)
    clock.pass_by(seconds=15)
    window.operations.scan(BAND)
    assert (shown(window).giving.to, offer(window)) == (None, None)
    assert "Ctrl+L" in window.stage.answer.spoken


def test_an_unknown_code_is_offered_to_nobody_while_another_is_looked_for_but_to_whom_the_search_chose(window, event):
    window.operations.scan(ONE.ticket_code)
    hit("e")
    window.operations.scan(BAND)
    assert (shown(window).giving.to, offer(window)) == (None, None)
    window.operations.scan(ONE.ticket_code)
    hit("fourniere", DOWN)
    window.operations.scan(BAND)
    assert "Jean-Baptiste de La Fournière" in offer(window).step.spoken
    hit(CTRL_L)
    assert (shown(window).reason, event.attendees.holders(BAND)) == (Reason.TIED, [TWO.id])


def test_a_name_typed_before_the_last_answer_is_no_search(window):
    hit("fourniere")
    window.operations.scan(ONE.ticket_code)
    window.operations.scan(BAND)
    assert offer(window).step.spoken == TO_ONE


@pytest.mark.parametrize("where", ["a code was given", "blank badges were made", "the desk gives codes"])
def test_the_button_is_there_where_codes_are_given(window, desk, event, tmp_path, where):
    window.operations.scan(ONE.ticket_code)
    assert offer(window) is None
    match where:
        case "a code was given":
            desk.tying.tie(TWO.id, BAND, keeps=True)
            window.refresh()
        case "blank badges were made":
            write_blanks(event, tmp_path / "blanks.pdf", BlankOrder(2, 1, None))
            window.refresh()
        case "the desk gives codes":
            desk.admission.ties_codes = True
    window.operations.check_in(TWO.id)
    offer(window).click()
    assert window.tying.is_waiting
