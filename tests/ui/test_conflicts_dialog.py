# SPDX-License-Identifier: GPL-3.0-or-later
"""The conflict inbox with two desks that were truly apart."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from checkin.core.sync.conflicts import Resolution
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.sync.conflicts_dialog import ConflictsDialog
from tests.builders import an_attendee
from tests.services.test_desk_conflicts import ONE, both_let_in, desks, filled_twice, meet

__all__ = ["desks"]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def opened(desks, qtbot):
    """The inbox of the first desk, with the keyboard: its keys are the window's."""

    def made():
        dialog = ConflictsDialog(desks[0].desk.conflicts)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
        return dialog

    return made


@pytest.fixture
def dialog(desks, opened, qapp):
    """As in the program, where a wedge claims what a scanner might type."""
    wedge = KeyboardWedge(desks[0].desk.resolve)
    wedge.install(qapp)
    both_let_in(desks)
    for one, town in zip(desks, ("Mairie de Brest", "Ville de Brest"), strict=True):
        one.desk.registration.correct(ONE.id, {"organisation": town})
    meet(desks)
    yield opened()
    wedge.remove(qapp)


def test_both_stories_stand_there_and_a_number_settles(dialog, desks, qtbot):
    assert dialog.list.count() == 2
    assert "Nord" in dialog._stories[0].text()
    assert "Sud" in dialog._stories[1].text()
    with qtbot.waitSignal(dialog.resolved):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Ampersand, ALT)  # a French keyboard needs no Shift
    assert (dialog.list.count(), dialog.shown.field) == (1, "organisation")
    assert "Ville de Brest" in dialog._stories[1].text()
    qtbot.keyClick(dialog.list, Qt.Key.Key_1, ALT)
    assert (dialog.shown, dialog.list.isVisible()) == (None, False)
    assert desks[0].event.attendees.get(ONE.id).organisation == "Mairie de Brest"


def test_with_nothing_to_settle_the_dialog_closes_with_enter(opened, qtbot):
    made = opened()
    assert not made.list.isVisible()
    with qtbot.waitSignal(made.finished):
        qtbot.keyClick(made, Qt.Key.Key_Return)


def test_what_a_scanner_types_or_is_no_way_settles_nothing_and_the_dialog_can_be_left(dialog, qtbot):
    qtbot.keyClick(dialog.list, Qt.Key.Key_9, ALT)
    qtbot.keyClicks(dialog.list, "1234")
    with qtbot.waitSignal(dialog.finished):
        dialog.leave.click()
    assert dialog.list.count() == 2


def test_what_another_desk_settled_is_told(dialog, desks, qtbot):
    shown = dialog.shown
    desks[1].desk.conflicts.resolve(shown, Resolution.SAME_PERSON)
    meet(desks)
    qtbot.keyClick(dialog.list, Qt.Key.Key_2, ALT)
    assert "has already settled this" in dialog.notice.text()
    assert dialog.list.count() == 1


def test_the_desk_shows_a_count_and_its_key_asks_for_the_inbox(desks, qtbot):
    window = DeskWindow(desks[0].desk, DeskQueries(desks[0].event), "en")
    qtbot.addWidget(window)
    window.show()
    assert not window.stage.conflicts.isVisible()
    both_let_in(desks, an_attendee(2).id)
    window.updates.keep_time()
    assert window.stage.conflicts.isVisible()
    assert "1 conflict" in window.stage.conflicts.text()
    with qtbot.waitSignal(window.stage.conflicts.clicked):
        window.stage.conflicts.click()


def test_what_two_desks_settled_differently_tells_who_decided_what(desks, qtbot):
    both_let_in(desks)
    for one, way in zip(desks, (Resolution.SECOND_WRONG, Resolution.FIRST_WRONG), strict=True):
        one.desk.conflicts.resolve(one.open[0], way)
    meet(desks)
    made = ConflictsDialog(desks[1].desk.conflicts)
    qtbot.addWidget(made)
    assert made.list.item(0).text() == f"Let in twice: {an_attendee(1).name} · settled differently at two desks"
    assert [line.split(": ")[1] for line in made._more.text().splitlines()] == [
        "The second arrival is a mistake",
        "The first arrival is a mistake",
    ]
    assert [line.split(":")[1].split(" at ")[1] for line in made._more.text().splitlines()] == ["Nord", "Sud"]
    ways = [b for b in made.findChildren(QPushButton) if b.text().startswith("Alt+") and not b.isHidden()]
    qtbot.mouseClick(ways[1], Qt.MouseButton.LeftButton)
    meet(desks)
    assert desks[0].keys() == []


def test_too_many_in_a_session_tells_who_came_last(desks, qtbot):
    filled_twice(desks)
    made = ConflictsDialog(desks[0].desk.conflicts)
    qtbot.addWidget(made)
    first, second = made._more.text().splitlines()
    assert "Sud: Jean-Baptiste" in first
    assert "Nord: Éléonore" in second
