# SPDX-License-Identifier: GPL-3.0-or-later
"""How many people's seats no desk counted: all who are booked, less those to whom a desk gave one."""

from dataclasses import replace
from datetime import timedelta

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Session
from checkin.services.desk import Desk
from checkin.storage.attendees import ConflictTable
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

A = Session("atelier-a", "A", MORNING, MORNING + timedelta(hours=1), is_booked=True, capacity=20)
B = Session("atelier-b", "B", MORNING, MORNING + timedelta(hours=1), is_booked=True, capacity=20)


def booked(event, session):
    table = ConflictTable(event.db)
    return table.booked(session, table.touched_at_desks())


def test_who_was_booked_before_counts_and_who_got_a_seat_at_a_desk_does_not(event, clock):
    event.plan(replace(a_programme(), sessions=(A, B)), at=clock(), desk="d")
    add_people(
        event,
        clock(),
        an_attendee(50, sessions=("atelier-a",)),
        an_attendee(51, sessions=("atelier-a",), places=3),
        an_attendee(52, sessions=("atelier-b",)),
        an_attendee(53, sessions=("atelier-a",), status=Status.CANCELLED),
        an_attendee(54, sessions=("atelier-a",)),
    )
    desk = Desk(event, clock, "Accueil 1")
    assert (booked(event, "atelier-a"), booked(event, "atelier-b")) == (5, 2)
    desk.registration.walk_in(RegistrationForm("Zoé", "Île", sessions=("atelier-a",)))
    assert booked(event, "atelier-a") == 5
    desk.move_to("atelier-b")
    moved = desk.admit(desk.check_in(an_attendee(54).id))
    assert moved.reason is Reason.NOT_REGISTERED
    assert (booked(event, "atelier-a"), booked(event, "atelier-b")) == (4, 2)
