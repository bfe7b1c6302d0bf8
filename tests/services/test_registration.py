# SPDX-License-Identifier: GPL-3.0-or-later
"""People added, corrected, cancelled and replaced at a desk."""

from dataclasses import replace

import pytest

from checkin.core.attendee import CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import ControlPoint, Requirement
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.file_check import check_file
from checkin.services.registration import Registration
from tests.builders import an_attendee
from tests.conftest import add_people

ZOE = RegistrationForm("Zoé", "Fontaine", organisation="Mairie de Brest")


@pytest.fixture
def registration(event, desk):
    return Registration(event, desk.admission)


@pytest.fixture
def another_desk(event, clock):
    return Desk(event, clock, "Accueil 2")


@pytest.fixture
def add(event, clock):
    def add(attendee):
        add_people(event, clock(), attendee)
        return attendee

    return add


@pytest.fixture
def attendees(event):
    return [attendee for attendee, _ in event.attendees.all()]


def test_a_walk_in_is_on_the_list_with_a_code_and_has_arrived(event, desk, registration):
    answer = registration.walk_in(ZOE)

    assert (answer.verdict, answer.reason, answer.how) == (Verdict.ADMIT, Reason.WALK_IN, CheckInMethod.WALK_IN)
    assert event.attendees.holders(answer.ticket) == [answer.attendee.id]
    assert event.attendees.search("fontaine zoe")[0].organisation == "Mairie de Brest"
    assert event.attendees.arrived("accueil") == 1
    assert desk.scan(answer.ticket).verdict is Verdict.DUPLICATE


def test_a_walk_in_without_a_name_is_not_added(event, registration):
    before = event.journal.count()
    with pytest.raises(UserError):
        registration.walk_in(RegistrationForm("Zoé", "  "))
    assert event.journal.count() == before


def test_a_walk_in_whom_the_door_refuses_is_registered_all_the_same(event, desk, registration):
    desk.move_to("dejeuner")  # participants only
    answer = registration.walk_in(RegistrationForm("Zoé", "Fontaine", category="presse"))

    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)
    assert event.attendees.search("fontaine")
    assert event.attendees.arrived("dejeuner") == 0


def test_undoing_a_walk_in_at_once_takes_back_the_person_too(event, desk, registration):
    answer = registration.walk_in(ZOE)
    undone = desk.undo(answer.entry)

    assert undone.reason is Reason.UNDONE
    assert undone.attendee.name == "Zoé Fontaine"
    assert event.attendees.search("fontaine") == []
    assert event.attendees.holders(answer.ticket) == []


def test_undoing_the_arrival_of_a_walk_in_who_was_corrected_since_keeps_the_person(event, desk, registration):
    answer = registration.walk_in(ZOE)
    registration.correct(answer.attendee.id, {"role": "Maire"})
    desk.undo(answer.entry)

    assert event.attendees.get(answer.attendee.id).role == "Maire"
    assert event.attendees.arrived("accueil") == 0


def test_a_correction_keeps_the_old_spelling_and_writes_only_what_changed(event, attendees, registration):
    person = attendees[0]
    corrected = registration.correct(person.id, {"last_name": " Le  Goffic ", "first_name": person.first_name})

    assert corrected.last_name == "Le Goffic"
    entry = event.journal.about(person.id)[-1]
    assert entry.body["changes"] == {"last_name": [person.last_name, "Le Goffic"]}
    assert event.attendees.search("goffic")[0].id == person.id


def test_a_correction_that_changes_nothing_writes_nothing(event, attendees, registration):
    before = event.journal.count()
    registration.correct(attendees[0].id, {"last_name": attendees[0].last_name, "places": "1"})
    assert event.journal.count() == before


@pytest.mark.parametrize("changes", [{"last_name": " "}, {"ticket_code": "X"}, {"id": "X"}])
def test_what_is_not_changed_by_hand_is_refused(event, attendees, registration, changes):
    before = event.journal.count()
    with pytest.raises(UserError):
        registration.correct(attendees[0].id, changes)
    assert event.journal.count() == before


def test_a_cancelled_person_is_refused_and_the_entry_says_why_and_who(event, desk, attendees, registration):
    person = attendees[0]
    registration.set_status({person.id: Status.CANCELLED}, Authority("Claire", "a prévenu par téléphone"))

    assert desk.scan(person.ticket_code).reason is Reason.CANCELLED
    cancelled = next(e for e in event.journal.about(person.id) if e.kind == EntryKind.ATTENDEE_CORRECTED)
    assert (cancelled.body["why"], cancelled.body["allowed_by"]) == ("a prévenu par téléphone", "Claire")


def test_several_people_are_approved_together_or_none_is(event, registration, add):
    one, two = add(an_attendee(7, status=Status.PENDING)), add(an_attendee(8, status=Status.UNPAID))
    before = event.journal.count()
    with pytest.raises(UserError):
        registration.set_status({one.id: Status.CONFIRMED, "nobody": Status.CONFIRMED})
    assert event.attendees.get(one.id).status is Status.PENDING
    approved = registration.set_status(dict.fromkeys([one.id, two.id], Status.CONFIRMED))
    registration.set_status({one.id: Status.CONFIRMED})

    assert [person.status for person in approved] == [Status.CONFIRMED] * 2
    assert event.attendees.get(two.id).status is Status.CONFIRMED
    assert event.journal.count() == before + 2  # what is as it was is no entry
    assert "why" not in event.journal.about(one.id)[-1].body


def test_who_comes_instead_of_a_colleague_is_in_and_the_colleague_is_not(event, desk, registration, add):
    absent = add(an_attendee(7, organisation="Ville de Lorient", category="participant", sessions=("atelier-b",)))
    desk.scan(absent.ticket_code)  # the colleague's code was shown: green for the wrong person

    answer = registration.substitute(absent.id, RegistrationForm("Zoé", "Fontaine"))

    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    assert (answer.attendee.organisation, answer.attendee.sessions) == ("Ville de Lorient", ("atelier-b",))
    assert event.attendees.arrived("accueil") == 1
    assert desk.scan(absent.ticket_code).reason is Reason.CANCELLED


def test_a_substitute_gets_what_belongs_to_the_place_and_nothing_of_the_absent_person(
    event, clock, desk, registration, add
):
    lunch = Requirement("custom:Déjeuner", ("oui",))
    points = (*event.programme().control_points, ControlPoint("lunch", "Déjeuner", requires=(lunch,)))
    event.plan(replace(event.programme(), control_points=points), at=clock(), desk="d")
    desk.reload()
    place = {"N° de table": "12", "Rang": "B", "Salle": "Banian", "Montant dû": "120,00 €", "DEJEUNER": "oui"}
    person = {"Régime": "végétalien", "Allergie": "crustacés", "Mineur": "oui", "Date de naissance": "3/4/2012"}
    absent = add(an_attendee(7, custom=place | person, email="a@example.org", phone="12", note="fauteuil", role="juge"))

    came = registration.substitute(absent.id, RegistrationForm("Odon", "Crevel")).attendee

    assert came.custom == place
    assert (came.email, came.phone, came.note, came.role) == ("", "", "", "")


def test_undoing_a_substitution_brings_the_colleague_back(event, desk, registration, add):
    absent = add(an_attendee(7))
    answer = registration.substitute(absent.id, RegistrationForm("Zoé", "Fontaine"))
    desk.undo(answer.entry)

    assert event.attendees.get(answer.attendee.id) is None
    assert event.attendees.get(absent.id).status is Status.CONFIRMED
    assert desk.scan(absent.ticket_code).verdict is Verdict.ADMIT


def expected_people(event, desk):
    return DeskQueries(event).tally(desk.programme, desk.control_point, desk.now()).expected


def test_of_a_group_some_come_first_and_the_rest_later(event, desk, add):
    group = add(an_attendee(7, places=5))
    expected = expected_people(event, desk)

    asked = desk.scan(group.ticket_code)
    assert (asked.verdict, asked.reason, asked.to_come) == (Verdict.ASK, Reason.GROUP, 5)
    three = desk.admit(asked, people=3)
    assert (three.verdict, three.is_override, three.came, three.to_come) == (Verdict.ADMIT, False, 3, 2)
    assert event.attendees.arrived("accueil") == 3

    rest = desk.check_in(group.id)
    assert (rest.reason, rest.to_come) == (Reason.GROUP, 2)  # at the same desk, a moment ago
    assert expected_people(event, desk) == expected


def test_with_another_question_too_it_is_said_how_many_of_a_group_come(event, desk, add):
    group = add(an_attendee(7, places=3, status=Status.PENDING))
    asked = desk.scan(group.ticket_code)
    assert (asked.reason, asked.asks_how_many, asked.highest_choice) == (Reason.PENDING, True, 3)
    two = desk.admit(asked, people=2)
    assert (two.came, two.to_come, event.attendees.arrived("accueil")) == (2, 1, 2)
    last = desk.scan(group.ticket_code)
    assert (last.reason, last.asks_how_many) == (Reason.PENDING, False), "one more can be nobody but one"
    assert desk.admit(last).came == 3


def test_the_rest_of_a_group_comes_at_another_desk(event, desk, another_desk, add):
    group = add(an_attendee(7, places=5))
    desk.admit(desk.scan(group.ticket_code), people=3)

    asked = another_desk.scan(group.ticket_code)
    assert (asked.reason, asked.to_come) == (Reason.GROUP, 2)
    another_desk.admit(asked)
    assert event.attendees.arrived("accueil") == 5
    assert event.attendees.inside("accueil") == 5


def test_undoing_the_second_part_of_a_group_leaves_the_first(event, desk, another_desk, add):
    group = add(an_attendee(7, places=5))
    desk.admit(desk.scan(group.ticket_code), people=3)
    second = another_desk.admit(another_desk.scan(group.ticket_code))
    another_desk.undo(second.entry)
    assert event.attendees.arrived("accueil") == 3


def test_the_account_balances_when_a_group_is_here(event, desk, add):
    desk.admit(desk.scan(add(an_attendee(7, places=5)).ticket_code))
    report = check_file(event)
    assert (report.day_report.total.present, report.day_report.total.people, report.problems) == (1, 5, ())
