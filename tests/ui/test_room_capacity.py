# SPDX-License-Identifier: GPL-3.0-or-later
"""A room at its last seat and beyond: what the desk at its door says of registered people, and its header."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from checkin import translation
from checkin.core.counts import Tally
from checkin.core.decision import Reason
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.widgets.arrival_meter import ArrivalMeter
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

BOOKED = [an_attendee(n, sessions=("atelier-b",)) for n in range(21, 25)]


@pytest.fixture
def open_room(qapp, qtbot, event, clock):
    """Open the door of a workshop with two seats, booked by four people."""

    def at_the_door(**fields):
        programme = a_programme()
        (workshop,) = programme.sessions
        event.plan(replace(programme, sessions=(replace(workshop, **fields),)), at=MORNING, desk="d")
        add_people(event, clock(), *BOOKED)
        translation.install(qapp, "fr")
        window = DeskWindow(Desk(event, clock, "Salle 2", "atelier-b"), DeskQueries(event), "fr")
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        return window

    yield at_the_door
    translation.install(qapp, "en")


def spoken(window):
    panel = window.stage.answer
    return f"{panel.accessibleName()}. {panel.accessibleDescription()}".replace("\N{NO-BREAK SPACE}", " ")


def test_registered_people_are_let_in_beyond_the_last_seat_and_each_answer_says_so(open_room, event):
    window = open_room()
    said = []
    for person in BOOKED:
        window.operations.scan(person.ticket_code)
        said.append(spoken(window))
    assert "/ 2" not in said[0]
    assert "Dernière place prise : 2 / 2" in said[1]
    assert "Salle pleine : 3 / 2" in said[2]
    assert "Salle pleine : 4 / 2" in said[3]
    assert event.attendees.inside("atelier-b") == 4


def test_where_the_organiser_wants_to_be_asked_a_full_room_is_a_question(open_room, event, qtbot):
    window = open_room(asks_when_full=True)
    for person in BOOKED[:3]:
        window.operations.scan(person.ticket_code)
    assert window.operations.asked.reason is Reason.ROOM_FULL
    assert spoken(window).startswith("Salle pleine : 2 / 2")
    assert event.attendees.inside("atelier-b") == 2
    qtbot.keyClick(window.stage.search, Qt.Key.Key_F7)
    assert event.attendees.inside("atelier-b") == 3
    assert "Salle pleine : 3 / 2" in spoken(window)


def test_the_header_of_a_room_counts_its_seats(open_room):
    window = open_room()
    for person in BOOKED[:2]:
        window.operations.scan(person.ticket_code)
    window.updates.count()
    meter = window.findChild(ArrivalMeter)
    assert "2 places prises sur 2" in meter.accessibleName()
    assert meter.is_nearly_full


@pytest.mark.parametrize(("inside", "is_amber"), [(35, False), (36, True), (41, True)])
def test_the_count_of_seats_is_amber_from_nine_tenths(qtbot, inside, is_amber):
    meter = ArrivalMeter()
    qtbot.addWidget(meter)
    meter.set_tally(Tally(inside, 48, inside, capacity=40))
    assert meter.is_nearly_full is is_amber
    meter.set_tally(Tally(inside, 48, inside))
    assert not meter.is_nearly_full


def test_who_comes_back_where_no_exit_is_recorded_is_to_pass(open_room, clock):
    window = open_room()
    window.operations.scan(BOOKED[0].ticket_code)
    clock.pass_by(minutes=20)
    window.operations.scan(BOOKED[0].ticket_code)
    assert window.operations.shown.reason is Reason.ALREADY_ARRIVED
    assert "Laissez passer" in spoken(window)
