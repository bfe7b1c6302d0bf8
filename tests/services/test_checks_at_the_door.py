# SPDX-License-Identifier: GPL-3.0-or-later
"""A control point that has something checked first: asked once, confirmed with one key, and said in the entry."""

from dataclasses import replace

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.desk import Desk
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

ONE, GROUP, UNPAID, FAR, OFF = (
    an_attendee(1),
    an_attendee(41, last_name="Classe", places=4),
    an_attendee(42, last_name="Impayé", status=Status.UNPAID),
    an_attendee(43, last_name="Loin", presence=Presence.REMOTE),
    an_attendee(44, last_name="Parti", status=Status.CANCELLED),
)


@pytest.fixture
def desk(event, clock):
    programme = a_programme()
    door, *others = programme.control_points
    event.plan(
        replace(programme, control_points=(replace(door, checks="Pièce d’identité vue"), *others)), at=MORNING, desk="d"
    )
    add_people(event, MORNING, GROUP, UNPAID, FAR, OFF)
    return Desk(event, clock, "Accueil 1")


def arrivals(event):
    return [entry.body for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_nobody_counts_before_the_check_is_confirmed(event, desk):
    asked = desk.scan(ONE.ticket_code)
    assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.TO_CHECK)
    assert event.attendees.arrived("accueil") == 0
    let_in = desk.admit(asked)
    assert (let_in.verdict, let_in.reason, let_in.is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    assert [body["checked"] for body in arrivals(event)] == [True]
    assert "over" not in arrivals(event)[0]


def test_who_comes_back_is_not_asked_again_and_who_was_undone_is(desk, clock):
    arrived = desk.admit(desk.scan(ONE.ticket_code))
    clock.pass_by(minutes=5)
    assert desk.scan(ONE.ticket_code).reason is Reason.ALREADY_ARRIVED
    desk.move_to("sortie")
    assert desk.scan(ONE.ticket_code).reason is Reason.EXIT
    desk.move_to("accueil")
    clock.pass_by(minutes=5)
    assert desk.scan(ONE.ticket_code).reason is Reason.REENTRY
    for entry in (desk.check_in(ONE.id).passage.id, arrived.entry):
        desk.undo(entry)
    clock.pass_by(minutes=5)
    assert desk.scan(ONE.ticket_code).reason is Reason.TO_CHECK


@pytest.mark.parametrize(
    ("person", "then"), [(UNPAID, Reason.UNPAID), (FAR, Reason.REMOTE), (GROUP, Reason.GROUP)], ids=lambda x: str(x)[:9]
)
def test_another_question_comes_after_the_check_and_keeps_it(event, desk, person, then):
    asked = desk.scan(person.ticket_code)
    assert asked.reason is Reason.TO_CHECK
    next_one = desk.admit(asked)
    assert (next_one.verdict, next_one.reason) == (Verdict.ASK, then)
    assert event.attendees.arrived("accueil") == 0
    assert desk.admit(next_one).verdict is Verdict.ADMIT
    assert arrivals(event)[0]["checked"] is True


def test_who_is_refused_is_not_checked(desk):
    assert desk.scan(OFF.ticket_code).reason is Reason.CANCELLED


def test_who_was_cancelled_meanwhile_is_not_let_in_by_the_key(event, desk):
    asked = desk.scan(ONE.ticket_code)
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    assert desk.admit(asked).reason is Reason.CANCELLED
    assert arrivals(event) == []


def test_a_person_registered_here_is_checked_too(event, desk):
    asked = desk.registration.walk_in(RegistrationForm("Ada", "Byron"))
    assert asked.reason is Reason.TO_CHECK
    assert desk.admit(asked).verdict is Verdict.ADMIT
    assert arrivals(event)[0]["checked"] is True


def test_another_control_point_asks_nothing(desk):
    desk.move_to("dejeuner")
    assert desk.scan(ONE.ticket_code).reason is Reason.WELCOME
