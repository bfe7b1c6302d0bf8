# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of very many people, whose order is read beside the window: what is shown until it has come."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from checkin.core.people_list import AttendanceFilter
from checkin.services import people_queries
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.people_queries import PeopleQueries
from checkin.ui.people.people_screen import PeopleContext, PeopleScreen
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from tests.builders import an_attendee

FOURNIERE, GOFF, NGUYEN = (an_attendee(n).id for n in (2, 1, 3))  # in the order of the list


@pytest.fixture
def screen(qapp, qtbot, event, desk, monkeypatch):
    """A screen that takes these few people for many."""
    monkeypatch.setattr(people_queries, "FEW_PEOPLE", 0)
    supervised = SupervisionFlow(event, desk, None)
    choices = FormChoices(desk, DeskQueries(event))
    made = PeopleScreen(PeopleContext(desk, PeopleQueries(event, desk), choices, supervised))
    qtbot.addWidget(supervised)
    qtbot.addWidget(made)
    made.resize(1270, 728)
    made.refresh()
    made.show()
    qtbot.waitUntil(lambda: made.list.table.isVisible())
    return made


def listed(screen):
    return [screen.list.model.id_at(row) for row in range(screen.list.model.rowCount())]


def choose(screen, attendance):
    screen.list.bar.attendance.setCurrentIndex(screen.list.bar.attendance.findData(attendance))


def test_a_list_of_another_filter_is_hidden_until_the_right_one_has_come(screen, desk, qtbot, may_read):
    desk.check_in(GOFF)
    choose(screen, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: screen.list.waiting.isVisible())
    assert not screen.list.table.isVisible()
    assert not screen.list.counts.isVisible()
    QTest.keyClick(screen.list.bar.box, Qt.Key.Key_Down)
    assert screen.list.person is None, "nobody is chosen in a list that is hidden"
    may_read.set()
    qtbot.waitUntil(lambda: screen.list.table.isVisible())
    assert listed(screen) == [GOFF]
    assert screen.list.counts.accessibleName().startswith("1 ")


def test_the_list_stays_and_can_be_searched_while_the_same_one_is_read_again(screen, desk, qtbot, may_read):
    desk.check_in(GOFF)
    screen.refresh()
    assert screen.list.table.isVisible()
    screen.list.bar.box.setText("nguyen")
    qtbot.waitUntil(lambda: listed(screen) == [NGUYEN])
    may_read.set()
    qtbot.waitUntil(lambda: not screen.list._beside.is_reading)
    assert listed(screen) == [NGUYEN]


def test_a_person_outside_the_filters_is_chosen_once_everybody_is_listed(screen, qtbot, may_read):
    may_read.set()
    choose(screen, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: listed(screen) == [])
    may_read.clear()
    screen.show_person(FOURNIERE)
    assert screen.list.waiting.isVisible()
    may_read.set()
    qtbot.waitUntil(lambda: screen.list.person is not None)
    assert screen.list.person.attendee.id == FOURNIERE
    assert screen.list.table.selected_ids() == [FOURNIERE]


def test_enter_chooses_the_first_who_matches_once_they_are_listed(screen, desk, qtbot, may_read):
    desk.check_in(GOFF)
    choose(screen, AttendanceFilter.TO_COME)
    screen.list.bar.box.setText("ng")
    screen.list.bar.box.setFocus()
    QTest.keyClick(screen.list.bar.box, Qt.Key.Key_Return)
    assert screen.list.person is None
    may_read.set()
    qtbot.waitUntil(lambda: screen.list.person is not None)
    assert screen.list.person.attendee.id == NGUYEN


def test_what_was_written_while_the_order_was_read_is_listed_too(screen, desk, qtbot, may_read):
    choose(screen, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: screen.list.waiting.isVisible())
    desk.check_in(GOFF)
    screen.refresh()
    may_read.set()
    qtbot.waitUntil(lambda: listed(screen) == [GOFF])
