# SPDX-License-Identifier: GPL-3.0-or-later
"""F8 at the desk: whoever is highlighted or answered is the one undone, and nobody else, whoever passes meanwhile."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.ui.desk.answer_steps import AnswerAction, answer_steps
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.look.undo_wording import undo_line
from tests.builders import an_attendee
from tests.ui.desk_scene import add_person, open_desk, press

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))
F7, F8 = Qt.Key.Key_F7, Qt.Key.Key_F8


@pytest.fixture
def window(qapp, qtbot, event, desk):
    Appearance(qapp).use(Theme.LIGHT)
    return open_desk(qtbot, event, desk)


@pytest.fixture
def arrived(window, clock, qtbot):
    """ONE came, then TWO: TWO's line is the first. The desk is idle again."""
    for person in (ONE, TWO):
        window.take_code(person.ticket_code)
        clock.pass_by(minutes=1)
        qtbot.waitUntil(lambda: not window.codes.is_resting)
    qtbot.waitUntil(lambda: len(window.stage.recent_scans.lines) == 2)
    window.rest()
    return window


@pytest.fixture
def elsewhere(event, clock):
    """Another desk that works on the same event."""
    other = EventFile.open(event.path)
    yield Desk(other, clock, "Accueil 2")
    other.close()


def lines(window):
    return window.stage.recent_scans.list


def line_of(window, person):
    return next(n for n, line in enumerate(lines(window).scan_model.rows) if line.attendee == person.id)


def place_of(window, person):
    return lines(window).visualRect(lines(window).scan_model.index(line_of(window, person)))


def click_at(window, at):
    QTest.mouseClick(lines(window).viewport(), Qt.MouseButton.LeftButton, pos=at)


def click(window, person):
    click_at(window, place_of(window, person).center())


def click_beside_an_answer(window):
    window.take_code(THREE.ticket_code)
    QApplication.processEvents()  # the line of THREE is in the list
    click(window, ONE)


def arrow(window, person):
    line = place_of(window, person)
    return QPoint(line.right() - 26, line.center().y())


def highlighted(window):
    line = window.stage.recent_scans.selected()
    return line.attendee if line else None


def undone(event):
    """Whose arrivals were undone, in order."""
    return [
        event.journal.entry(bytes.fromhex(e.body["targets"][0])).subject
        for e in event.journal.entries_of_kinds([EntryKind.UNDONE])
    ]


def loud(window):
    """What is read in the loud place."""
    return f"{window.stage.replied} {window.stage.answer.accessibleDescription()}"


def undo_button(window):
    return next(b for b in window.stage.answer.buttons if b.step.action is AnswerAction.UNDO)


@pytest.fixture
def on_the_button(arrived):
    """THREE was answered, and somebody went to the undo button with Tab."""
    arrived.take_code(THREE.ticket_code)
    undo_button(arrived).setFocus(Qt.FocusReason.TabFocusReason)
    assert undo_button(arrived).hasFocus()
    return arrived


@pytest.mark.parametrize("follows", ["another answer", "the idle desk", "its undo"])
def test_a_button_that_goes_leaves_the_keyboard_to_the_search_box_and_highlights_no_line(on_the_button, qtbot, follows):
    window = on_the_button
    match follows:
        case "another answer":
            window.take_code(ONE.ticket_code)
            qtbot.waitUntil(lambda: window.answers[-1].attendee.id == ONE.id)
        case "the idle desk":
            window.rest()
        case "its undo":
            press(F8)
    assert QApplication.focusWidget() is window.stage.search
    assert (highlighted(window), window.stage.replied) == (None, "")


def test_a_button_keeps_the_keyboard_when_the_window_changes_its_size(on_the_button):
    on_the_button.resize(1920, 1080)
    QCoreApplication.processEvents()
    assert QApplication.focusWidget() is undo_button(on_the_button)
    assert highlighted(on_the_button) is None


@pytest.mark.parametrize("where", ["idle", "behind an answer", "the keyboard elsewhere", "the answer made way"])
def test_the_line_that_was_clicked_is_the_one_undone(arrived, event, where):
    click_beside_an_answer(arrived) if "answer" in where else click(arrived, ONE)
    if where == "the keyboard elsewhere":
        arrived.stage.search.setFocus()
    if where == "the answer made way":  # for the camera
        arrived.shown_answer.linger.timeout.emit()
        assert arrived.stage.is_idle
        assert arrived.stage.replied.startswith("Selected")
    assert highlighted(arrived) == ONE.id
    press(F8)
    assert undone(event) == [ONE.id]
    assert arrived.answers[-1].reason is Reason.UNDONE


def test_escape_and_typing_take_the_highlight_away_and_nobody_is_undone_unseen(arrived, event):
    click(arrived, ONE)
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Escape)
    assert highlighted(arrived) is None
    press(F8)
    assert undone(event) == []
    click(arrived, ONE)
    QTest.keyClicks(arrived.stage.search, "le")
    assert highlighted(arrived) is None


def test_a_line_that_is_undone_already_leaves_everybody_as_they_are(arrived, event):
    for _ in range(2):
        click(arrived, TWO)
        press(F8)
        arrived.refresh()
    assert undone(event) == [TWO.id]
    assert "Nothing to undo here" in loud(arrived)


def test_a_line_chosen_beside_an_answer_is_told_and_takes_the_key_off_the_button(arrived):
    arrived.take_code(THREE.ticket_code)
    QApplication.processEvents()
    assert undo_button(arrived).step.key == "F8"
    click(arrived, ONE)
    assert f"Selected: {ONE.name}, " in loud(arrived)
    assert undo_button(arrived).step.key == ""
    assert "F8)" not in undo_button(arrived).accessibleName()
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Down)  # typing goes on elsewhere: it is still chosen
    assert "Selected" in loud(arrived)
    QTest.keyClicks(arrived.stage.search, "le")
    assert ("Selected" in loud(arrived), undo_button(arrived).step.key) == (False, "F8")


def test_a_line_chosen_on_the_idle_desk_is_told_until_esc_also_with_the_keyboard(arrived, event):
    for person in (ONE, TWO):
        click(arrived, person)
        assert arrived.stage.replied.startswith(f"Selected: {event.attendees.get(person.id).name}, ")
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Escape)
    assert arrived.stage.replied == ""
    lines(arrived).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(lines(arrived), Qt.Key.Key_Down)
    assert f"Selected: {ONE.name}" in loud(arrived)


@pytest.mark.parametrize("by", ["F8", "the arrow"])
def test_a_line_that_was_undone_is_not_chosen_any_more(arrived, event, by):
    if by == "F8":
        click(arrived, ONE)
        press(F8)
    else:
        QTest.mouseMove(lines(arrived).viewport(), arrow(arrived, ONE))
        click_at(arrived, arrow(arrived, ONE))
    arrived.operations.scan(THREE.ticket_code)
    press(F8)
    assert undone(event) == [ONE.id, THREE.id]


def test_with_nothing_highlighted_the_first_press_shows_whom_of_this_desk_the_second_undoes(arrived, elsewhere, event):
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    press(F8)
    assert (undone(event), highlighted(arrived)) == ([], TWO.id)
    assert f"Press F8 again to undo: {event.attendees.get(TWO.id).name}" in loud(arrived)
    press(F8)
    assert undone(event) == [TWO.id]


# Somebody passes meanwhile


def test_somebody_at_another_desk_takes_the_highlight_away_and_f8_undoes_nobody_else(arrived, elsewhere, event):
    click(arrived, ONE)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    assert (highlighted(arrived), "Selected" in loud(arrived), line_of(arrived, THREE)) == (None, False, 0)
    press(F8)
    assert undone(event) == []


def test_behind_an_answer_too(arrived, elsewhere, event):
    click_beside_an_answer(arrived)
    elsewhere.scan(TWO.ticket_code)  # refused: is here already, and a line of its own
    arrived.updates.keep_time()
    press(F8)
    assert undone(event) == []
    assert f"F8 again undoes {event.attendees.get(THREE.id).name}" in loud(arrived)
    press(F8)
    assert undone(event) == [THREE.id]


@pytest.mark.parametrize("how", ["scanned", "typed by a scanner"])
def test_a_guest_at_this_desk_too(arrived, event, how):
    click(arrived, ONE)
    if how == "scanned":
        arrived.take_code(THREE.ticket_code)
    else:
        QTest.keyClicks(arrived.stage.search, THREE.ticket_code)
        QTest.keyClick(arrived.stage.search, Qt.Key.Key_Return)
    press(F8)
    assert undone(event) == []
    press(F8)
    assert undone(event) == [THREE.id]


@pytest.mark.parametrize("before", ["nothing", "an answer that made way"])
def test_without_a_line_the_answer_is_undone_at_once(arrived, event, before):
    if before != "nothing":
        click(arrived, ONE)
        arrived.take_code("3760123450017")
        arrived.shown_answer.linger.timeout.emit()
    arrived.operations.scan(THREE.ticket_code)
    press(F8)
    assert undone(event) == [THREE.id]


def test_a_click_never_holds_the_list_where_it_is(arrived, desk):
    for number in range(100, 112):
        desk.scan(f"37601234{number}")
    arrived.refresh()
    lines(arrived).verticalScrollBar().setValue(lines(arrived).verticalScrollBar().maximum())
    click(arrived, ONE)
    arrived.take_code(THREE.ticket_code)
    arrived.refresh()
    assert lines(arrived).indexAt(QPoint(80, 5)).row() == line_of(arrived, THREE) == 0


def test_with_the_keyboard_in_the_list_it_stays_on_its_line(arrived, elsewhere, event):
    lines(arrived).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(lines(arrived), Qt.Key.Key_Down)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    assert highlighted(arrived) == ONE.id
    press(F8)
    assert undone(event) == [ONE.id]


def test_the_arrow_says_whom_it_undoes_and_lines_that_move_under_the_hand_undo_nobody(arrived, elsewhere, event):
    viewport, at = lines(arrived).viewport(), arrow(arrived, TWO)
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert QToolTip.text() == f"Undo this entry: {event.attendees.get(TWO.id).name}"
    QTest.mouseMove(viewport, at)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()  # THREE's line is under the hand now
    click_at(arrived, at)
    assert (undone(event), highlighted(arrived)) == ([], THREE.id)
    click_at(arrived, at)
    assert undone(event) == [THREE.id]


# A question that was left


@pytest.fixture
def left(arrived, event, clock):
    """Somebody who is not approved was asked about, then the next guest came."""
    person = add_person(event, clock, 60, status=Status.PENDING)
    arrived.operations.scan(person.ticket_code)
    arrived.operations.scan(THREE.ticket_code)
    arrived.refresh()
    return person


def test_a_question_that_was_left_is_shown_again_with_f7_settled_with_the_next_and_not_opened_again(
    arrived, left, event
):
    click(arrived, left)
    assert "F7 shows the answer again" in loud(arrived)
    assert "nothing to undo" not in loud(arrived)
    press(F7)
    assert (arrived.answers[-1].attendee, arrived.answers[-1].reason) == (left, Reason.PENDING)
    assert event.attendees.visit(left.id, "accueil") is None
    press(F7)
    assert arrived.answers[-1].verdict is Verdict.ADMIT
    assert event.attendees.visit(left.id, "accueil")
    arrived.rest()
    arrived.refresh()
    count, rows = len(arrived.answers), lines(arrived).scan_model
    settled = next(n for n, line in enumerate(rows.rows) if line.attendee == left.id and not line.can_undo)
    click_at(arrived, lines(arrived).visualRect(rows.index(settled)).center())
    assert "F7" not in loud(arrived)
    press(F7)
    assert len(arrived.answers) == count


def test_beside_another_question_the_line_says_that_it_comes_after(arrived, left, event, clock):
    other = add_person(event, clock, 61, status=Status.PENDING)
    arrived.operations.scan(other.ticket_code)
    click(arrived, left)
    assert "Answer the question shown first" in loud(arrived)
    press(F7)
    assert event.attendees.visit(other.id, "accueil")
    assert event.attendees.visit(left.id, "accueil") is None


# A group: how many before, and how many still count after


@pytest.fixture
def enter(window, event, clock):
    group = add_person(event, clock, 31, first_name="Famille", last_name="Kerno", places=4)

    def entered(*numbers):
        for number in numbers:
            window.operations.scan(group.ticket_code)
            window.operations.choose(number)

    entered.code = group.ticket_code
    return entered


def undo_labels(window):
    return [step.label for step in answer_steps(window.operations.shown) if step.key == "F8"]


def test_the_button_of_the_answer_says_how_many_it_takes_back_and_then_how_many_still_count(window, enter):
    enter(3, 1)
    assert undo_labels(window) == ["Undo this arrival (1 of 4 people)"]
    window.operations.scan(enter.code)
    assert undo_labels(window) == ["Undo the arrival at 08:40 (1 of 4 people)"]
    press(F8)
    assert "3 of 4 still count" in loud(window)
    assert "3 of 4 still count." in undo_line(window.operations.shown)


def test_three_who_came_together_are_taken_back_together_and_one_still_counts(window, enter):
    enter(3, 1)
    window.rest()
    window.chrome.count()
    window.stage.recent_scans.highlight(next(each for each in window.stage.recent_scans.lines if each.people == 3))
    assert "Famille Kerno (3 of 4 people)" in window.stage.replied
    press(F8)
    assert "1 of 4 still counts" in loud(window)


def test_on_the_idle_desk_the_first_press_says_how_many_the_second_takes_back(window, enter):
    enter(3)
    window.rest()
    press(F8)
    assert "Press F8 again to undo: Famille Kerno (3 of 4 people)" in window.stage.replied
    press(F8)
    assert "No longer counted as here" in loud(window)


def test_somebody_alone_is_told_without_a_number(window):
    window.operations.scan(ONE.ticket_code)
    assert undo_labels(window) == ["Undo this arrival"]
    press(F8)
    assert "still count" not in loud(window)
