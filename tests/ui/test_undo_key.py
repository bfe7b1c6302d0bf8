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
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import Appearance, Theme
from tests.builders import an_attendee
from tests.conftest import add_people

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


@pytest.fixture
def window(qapp, qtbot, event, desk):
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.answers = []
    made.answered.connect(made.answers.append)
    return made


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


def line_of(window, person):
    rows = window.stage.recent_scans.list
    return next(n for n, line in enumerate(rows.scan_model.rows) if line.attendee == person.id)


def place_of(window, person):
    rows = window.stage.recent_scans.list
    return rows.visualRect(rows.scan_model.index(line_of(window, person)))


def click(window, person):
    QTest.mouseClick(
        window.stage.recent_scans.list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(window, person).center()
    )


def f8(window):
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F8)


def highlighted(window):
    line = window.stage.recent_scans.selected()
    return line.attendee if line else None


def undone(window, event):
    """Whose arrivals were undone, in order."""
    return [
        event.journal.entry(bytes.fromhex(e.body["targets"][0])).subject
        for e in event.journal.entries_of_kinds([EntryKind.UNDONE])
    ]


def loud(window):
    """What is read in the loud place."""
    return f"{window.stage.replied} {window.stage.answer.accessibleDescription()}"


# The keyboard on a button of the answer


@pytest.fixture
def on_the_button(arrived, qtbot):
    """THREE was answered, and somebody went to the undo button with Tab."""
    arrived.activateWindow()
    qtbot.waitUntil(arrived.isActiveWindow)
    arrived.take_code(THREE.ticket_code)
    button = next(b for b in arrived.stage.answer.buttons if b.step.action is AnswerAction.UNDO)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
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
            f8(window)
    assert QApplication.focusWidget() is window.stage.search
    assert (highlighted(window), window.stage.replied) == (None, "")


def test_a_button_keeps_the_keyboard_when_the_window_changes_its_size(on_the_button):
    window = on_the_button
    window.resize(1920, 1080)
    QCoreApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused in window.stage.answer.buttons
    assert focused.step.action is AnswerAction.UNDO
    assert highlighted(window) is None


# The highlighted line


def test_on_the_idle_desk_it_is_the_line_that_was_clicked(arrived, event):
    click(arrived, ONE)
    assert highlighted(arrived) == ONE.id
    f8(arrived)
    assert undone(arrived, event) == [ONE.id]
    assert arrived.answers[-1].reason is Reason.UNDONE


def test_behind_an_answer_it_is_the_line_that_was_clicked(window, arrived, event):
    arrived.take_code(THREE.ticket_code)
    click(arrived, ONE)
    f8(arrived)
    assert undone(arrived, event) == [ONE.id]


def test_wherever_the_keyboard_is(arrived, event):
    click(arrived, ONE)
    arrived.stage.search.setFocus()
    f8(arrived)
    assert undone(arrived, event) == [ONE.id]


def test_when_the_answer_made_way_for_the_camera_the_line_is_still_highlighted_and_the_one_undone(arrived, event):
    arrived.take_code(THREE.ticket_code)
    QApplication.processEvents()  # the line of THREE is in the list
    click(arrived, ONE)
    arrived.shown_answer.linger.timeout.emit()
    assert (arrived.stage.is_idle, highlighted(arrived)) == (True, ONE.id)
    f8(arrived)
    assert undone(arrived, event) == [ONE.id]


def test_escape_takes_the_highlight_away_and_nobody_is_undone_unseen(arrived, event, qtbot):
    click(arrived, ONE)
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Escape)
    assert highlighted(arrived) is None
    f8(arrived)
    assert undone(arrived, event) == []


def test_a_line_that_is_undone_already_leaves_everybody_as_they_are(arrived, event, qtbot):
    click(arrived, TWO)
    f8(arrived)
    arrived.refresh()
    click(arrived, TWO)
    f8(arrived)
    assert undone(arrived, event) == [TWO.id]
    assert "Nothing to undo here" in loud(arrived)


def test_what_is_typed_covers_the_list_and_takes_the_highlight_away(arrived, qtbot):
    click(arrived, ONE)
    QTest.keyClicks(arrived.stage.search, "le")
    assert highlighted(arrived) is None


# What the highlight says


def undo_button(window):
    return next(b for b in window.stage.answer.buttons if b.step.action is AnswerAction.UNDO)


def test_a_line_chosen_beside_an_answer_is_told_and_takes_the_key_off_the_button(arrived, event):
    arrived.take_code(THREE.ticket_code)
    QApplication.processEvents()
    assert undo_button(arrived).step.key == "F8"
    click(arrived, ONE)
    assert f"Selected: {event.attendees.get(ONE.id).name}, " in loud(arrived)
    assert undo_button(arrived).step.key == ""
    assert "F8)" not in undo_button(arrived).accessibleName()
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Down)  # typing goes on elsewhere: it is still chosen
    assert "Selected" in loud(arrived)
    QTest.keyClicks(arrived.stage.search, "le")
    assert ("Selected" in loud(arrived), undo_button(arrived).step.key) == (False, "F8")


def test_a_line_chosen_on_the_idle_desk_is_told_until_esc(arrived, event):
    click(arrived, ONE)
    assert arrived.stage.replied.startswith(f"Selected: {event.attendees.get(ONE.id).name}, ")
    click(arrived, TWO)
    assert event.attendees.get(TWO.id).name in arrived.stage.replied
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Escape)
    assert arrived.stage.replied == ""


def test_a_line_chosen_with_the_keyboard_is_told_too(arrived, event):
    rows = arrived.stage.recent_scans.list
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert f"Selected: {event.attendees.get(ONE.id).name}" in loud(arrived)


def test_it_is_still_told_when_the_answer_makes_way_for_the_camera(arrived):
    arrived.take_code(THREE.ticket_code)
    QApplication.processEvents()
    click(arrived, ONE)
    arrived.shown_answer.linger.timeout.emit()
    assert arrived.stage.replied.startswith("Selected")


def test_somebody_who_passes_takes_the_sentence_away(arrived, elsewhere):
    click(arrived, ONE)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    assert "Selected" not in loud(arrived)


def test_a_line_that_f8_has_undone_is_not_chosen_any_more(arrived, event):
    click(arrived, ONE)
    f8(arrived)
    arrived.operations.scan(THREE.ticket_code)
    f8(arrived)
    assert undone(arrived, event) == [ONE.id, THREE.id]


def test_nor_one_that_its_arrow_has_undone(arrived, event):
    viewport = arrived.stage.recent_scans.list.viewport()
    QTest.mouseMove(viewport, arrow(arrived, ONE))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=arrow(arrived, ONE))
    arrived.operations.scan(THREE.ticket_code)
    f8(arrived)
    assert undone(arrived, event) == [ONE.id, THREE.id]


# Nothing highlighted, nothing shown


def test_on_the_idle_desk_the_first_press_shows_whom_the_second_undoes(arrived, event):
    f8(arrived)
    assert (undone(arrived, event), highlighted(arrived)) == ([], TWO.id)
    assert f"Press F8 again to undo: {event.attendees.get(TWO.id).name}" in loud(arrived)
    f8(arrived)
    assert undone(arrived, event) == [TWO.id]


def test_it_is_the_newest_of_this_desk(arrived, elsewhere, event):
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    f8(arrived)
    assert highlighted(arrived) == TWO.id


# Somebody passes meanwhile


def test_somebody_at_another_desk_takes_the_highlight_away_and_f8_undoes_nobody_else(arrived, elsewhere, event):
    click(arrived, ONE)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    assert highlighted(arrived) is None
    assert line_of(arrived, THREE) == 0
    f8(arrived)
    assert undone(arrived, event) == []


def test_behind_an_answer_too(arrived, elsewhere, event, clock):
    arrived.take_code(THREE.ticket_code)
    QApplication.processEvents()
    click(arrived, ONE)
    elsewhere.scan(an_attendee(2).ticket_code)  # refused: is here already, and a line of its own
    arrived.updates.keep_time()
    f8(arrived)
    assert undone(arrived, event) == []
    assert f"F8 again undoes {event.attendees.get(THREE.id).name}" in loud(arrived)
    f8(arrived)
    assert undone(arrived, event) == [THREE.id]


def test_a_guest_at_this_desk_too(arrived, event):
    click(arrived, ONE)
    arrived.take_code(THREE.ticket_code)
    f8(arrived)
    assert undone(arrived, event) == []
    f8(arrived)
    assert undone(arrived, event) == [THREE.id]


def test_without_a_line_the_answer_is_undone_at_once(arrived, event):
    arrived.take_code(THREE.ticket_code)
    f8(arrived)
    assert undone(arrived, event) == [THREE.id]


def test_a_scanner_that_types_into_the_box_is_somebody_who_passes(arrived, event):
    click(arrived, ONE)
    QTest.keyClicks(arrived.stage.search, THREE.ticket_code)
    QTest.keyClick(arrived.stage.search, Qt.Key.Key_Return)
    f8(arrived)
    assert undone(arrived, event) == []


def test_when_the_answer_has_made_way_nothing_is_remembered_of_the_line(arrived, event):
    click(arrived, ONE)
    arrived.take_code("3760123450017")
    arrived.shown_answer.linger.timeout.emit()
    arrived.operations.scan(THREE.ticket_code)
    f8(arrived)
    assert undone(arrived, event) == [THREE.id]


def test_a_click_never_holds_the_list_where_it_is(arrived, event, desk, qtbot):
    for number in range(100, 112):
        desk.scan(f"37601234{number}")
    arrived.refresh()
    rows = arrived.stage.recent_scans.list
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    click(arrived, ONE)
    arrived.take_code(THREE.ticket_code)
    arrived.refresh()
    assert rows.indexAt(QPoint(80, 5)).row() == 0
    assert line_of(arrived, THREE) == 0


def test_with_the_keyboard_in_the_list_it_stays_on_its_line(arrived, elsewhere, event):
    rows = arrived.stage.recent_scans.list
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()
    assert highlighted(arrived) == ONE.id
    f8(arrived)
    assert undone(arrived, event) == [ONE.id]


# The arrow


def arrow(window, person):
    line = place_of(window, person)
    return QPoint(line.right() - 26, line.center().y())


def test_the_arrow_says_whom_it_undoes(arrived, event):
    at, viewport = arrow(arrived, ONE), arrived.stage.recent_scans.list.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert QToolTip.text() == f"Undo this entry: {event.attendees.get(ONE.id).name}"


def test_lines_that_move_under_the_hand_undo_nobody(arrived, elsewhere, event):
    viewport, at = arrived.stage.recent_scans.list.viewport(), arrow(arrived, TWO)
    QTest.mouseMove(viewport, at)
    elsewhere.scan(THREE.ticket_code)
    arrived.updates.keep_time()  # THREE's line is under the hand now
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert (undone(arrived, event), highlighted(arrived)) == ([], THREE.id)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert undone(arrived, event) == [THREE.id]


# A question that was left


@pytest.fixture
def left(arrived, event, clock):
    """Somebody who is not approved was asked about, then the next guest came."""
    person = an_attendee(60, status=Status.PENDING)
    add_people(event, clock(), person)
    arrived.operations.scan(person.ticket_code)
    arrived.operations.scan(THREE.ticket_code)
    arrived.refresh()
    return person


def f7(window):
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F7)


def test_a_question_that_was_left_is_shown_again_with_f7_and_settled_with_the_next(arrived, left, event):
    click(arrived, left)
    assert "F7 shows the answer again" in loud(arrived)
    assert "nothing to undo" not in loud(arrived)
    f7(arrived)
    assert (arrived.answers[-1].attendee, arrived.answers[-1].reason) == (left, Reason.PENDING)
    assert event.attendees.visit(left.id, "accueil") is None
    f7(arrived)
    assert arrived.answers[-1].verdict is Verdict.ADMIT
    assert event.attendees.visit(left.id, "accueil")


def test_beside_another_question_the_line_says_that_it_comes_after(arrived, left, event, clock):
    other = an_attendee(61, status=Status.PENDING)
    add_people(event, clock(), other)
    arrived.operations.scan(other.ticket_code)
    click(arrived, left)
    assert "Answer the question shown first" in loud(arrived)
    f7(arrived)
    assert event.attendees.visit(other.id, "accueil")
    assert event.attendees.visit(left.id, "accueil") is None


def test_a_line_whose_case_is_settled_is_not_opened_again(arrived, left, event):
    click(arrived, left)
    f7(arrived)
    f7(arrived)
    arrived.rest()
    arrived.refresh()
    count = len(arrived.answers)
    rows = arrived.stage.recent_scans.list
    settled = next(n for n, line in enumerate(rows.scan_model.rows) if line.attendee == left.id and not line.can_undo)
    at = rows.visualRect(rows.scan_model.index(settled)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert "F7" not in loud(arrived)
    f7(arrived)
    assert len(arrived.answers) == count
