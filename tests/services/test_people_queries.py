# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people: who is in it, in which order, and how they stand."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeColumn, AttendeeFilter, AttendeeOrder, status_before
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.people_queries import PeopleQueries
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.services.lists import bring, person

ALL, BY_NAME = AttendeeFilter(), AttendeeOrder()


@pytest.fixture
def people(event, desk):
    return PeopleQueries(event, desk)


@pytest.fixture
def crowd(event, clock):
    """Beside the three of the event: a blocked one, one online, one awaiting approval, a group."""
    add_people(
        event,
        clock(),
        an_attendee(11, first_name="Zoé", last_name="Abel", organisation="Élan", status=Status.BLOCKED),
        an_attendee(12, first_name="Max", last_name="Zidi", organisation="zoo", presence=Presence.REMOTE),
        an_attendee(
            13, first_name="Ana", last_name="Roy", organisation="Abri", status=Status.PENDING, category="presse"
        ),
        an_attendee(14, first_name="Lou", last_name="Roy", places=4, category="presse", sessions=("atelier-b",)),
    )


def names(people, text="", wanted=ALL, order=BY_NAME):
    return [s.attendee.last_name for s in people.standings(people.order(text, wanted, order))]


def test_people_stand_by_name_whatever_its_capitals_and_accents(people, crowd):
    assert names(people) == ["Abel", "de La Fournière", "Le Goff-1", "N’Guyen", "Roy", "Roy", "Zidi"]
    assert names(people, order=AttendeeOrder(AttendeeColumn.NAME, is_descending=True))[0] == "Zidi"


def test_by_organisation_those_who_have_none_are_last(people, crowd):
    assert names(people, order=AttendeeOrder(AttendeeColumn.ORGANISATION))[:3] == ["Roy", "Abel", "Zidi"]


def test_by_state_the_newest_arrival_is_first_and_who_is_awaited_stands_by_name(people, crowd, desk, clock):
    desk.check_in(an_attendee(3).id)
    clock.pass_by(minutes=2)
    desk.check_in(an_attendee(1).id)
    newest_first = names(people, order=AttendeeOrder(AttendeeColumn.STATE, is_descending=True))
    assert newest_first[:3] == ["Le Goff-1", "N’Guyen", "Abel"]


def test_by_sessions_and_by_the_end_of_the_code(people, crowd):
    assert names(people, order=AttendeeOrder(AttendeeColumn.SESSIONS))[:2] == ["N’Guyen", "Roy"]
    tails = [s.tail for s in people.standings(people.order("", ALL, AttendeeOrder(AttendeeColumn.CODE)))]
    assert tails == sorted(tails)


def test_the_filters_hold_together(people, crowd):
    assert names(people, wanted=AttendeeFilter(category="presse")) == ["Roy", "Roy"]
    assert names(people, wanted=AttendeeFilter(status=Status.PENDING)) == ["Roy"]
    assert names(people, wanted=AttendeeFilter(category="")) == ["Abel", "N’Guyen", "Zidi"]
    assert names(people, wanted=AttendeeFilter(category="presse", status=Status.BLOCKED)) == []
    assert people.categories() == [("participant", "Participant"), ("presse", "Presse"), ("", "")]


def test_who_is_expected_is_as_many_as_the_header_counts(people, crowd, desk, event):
    desk.check_in(an_attendee(1).id)
    for point in ("accueil", "atelier-b", "dejeuner"):
        desk.move_to(point)
        expected = people.standings(people.order("", AttendeeFilter(attendance=AttendanceFilter.EXPECTED), BY_NAME))
        tally = DeskQueries(event).tally(desk.programme, desk.control_point, desk.now())
        assert sum(s.attendee.places for s in expected) == tally.expected


def test_who_came_is_not_awaited_any_more(people, crowd, desk):
    desk.check_in(an_attendee(1).id)
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.ARRIVED)) == ["Le Goff-1"]
    to_come = names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.TO_COME))
    assert to_come == ["de La Fournière", "N’Guyen", "Roy", "Roy"]
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.REMOTE)) == ["Zidi"]


def test_an_exit_shows_the_arrivals_of_its_way_in(people, desk):
    desk.check_in(an_attendee(1).id)
    desk.move_to("sortie")
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.ARRIVED)) == ["Le Goff-1"]


def test_who_was_registered_at_the_desk_until_it_is_undone(people, desk):
    answer = desk.registration.walk_in(RegistrationForm("Zoé", "Durand"))
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.WALK_IN)) == ["Durand"]
    desk.undo(answer.entry)
    assert names(people, wanted=AttendeeFilter(attendance=AttendanceFilter.WALK_IN)) == []


@pytest.mark.parametrize("typed", ["roy", "ana abri", "zoo", "Abel z", "royy"])
def test_what_is_typed_keeps_the_order_and_the_other_filters(people, crowd, typed):
    found = people.order(typed, ALL, BY_NAME)
    assert found
    assert found == [each for each in people.order("", ALL, BY_NAME) if each in found]
    assert names(people, typed, AttendeeFilter(status=Status.UNPAID)) == []


def test_one_letter_asks_for_nobody_yet_and_a_code_for_one(people, crowd):
    assert len(names(people, "r")) == 7
    assert names(people, an_attendee(12).ticket_code[-6:]) == ["Zidi"]
    assert names(people, "xyzzy") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=30)
@given(text=st.text(alphabet="royzidianelabgf '-’é", max_size=9))
def test_nobody_whom_the_desk_finds_by_a_text_is_missing_from_the_list(event, people, crowd, text):
    found = {found.attendee.id for found in event.attendees.find(text, 30)}
    assert found <= set(people.order(text, ALL, BY_NAME))


def test_an_order_is_current_until_something_is_written(people, desk):
    arrived = AttendeeFilter(attendance=AttendanceFilter.ARRIVED)
    assert people.order("", arrived, BY_NAME) == []
    assert people.is_current(arrived, BY_NAME)
    assert not people.is_kept(ALL, BY_NAME)
    desk.check_in(an_attendee(1).id)
    assert people.is_kept(arrived, BY_NAME)
    assert not people.is_current(arrived, BY_NAME)
    assert people.order("", arrived, BY_NAME) == [an_attendee(1).id]


def test_of_a_group_is_told_how_many_came_and_who_is_gone_is_none(people, crowd, desk):
    group = an_attendee(14)
    desk.admit(desk.scan(group.ticket_code), people=3)
    standing, nobody = people.standings([group.id, "nobody"])
    assert (standing.came, standing.is_inside, standing.arrived_desk) == (3, True, "Accueil 1")
    assert nobody is None


def test_a_person_has_their_visits_in_the_order_of_the_programme_and_their_story(people, desk):
    desk.move_to("dejeuner")
    desk.check_in(an_attendee(1).id)
    desk.move_to("accueil")
    desk.check_in(an_attendee(1).id)
    person = people.person(an_attendee(1).id)
    assert [point.name for point, _ in person.visits] == ["Accueil", "Déjeuner"]
    assert [line.what for line in person.story] == [TimelineKind.ARRIVED, TimelineKind.ARRIVED, TimelineKind.ADDED]
    assert people.person("nobody") is None


def test_another_window_is_noticed(people, event, clock):
    assert not people.has_changed()
    other = EventFile.open(event.path)
    add_people(other, clock(), an_attendee(20))
    other.close()
    assert people.has_changed()
    assert not people.has_changed()


def test_the_walk_ins_are_read_from_an_index(event):
    sql = "SELECT subject FROM journal WHERE kind = 'attendee_added' AND body ->> '$.how' = 'walk_in'"
    plan = event.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    assert "journal_walk_ins" in str(plan)
    assert event.journal.entries_of_kinds([EntryKind.ATTENDEE_ADDED])


def test_who_is_brought_back_is_as_before_also_when_the_payment_was_due(event, clock, desk):
    unpaid = an_attendee(21, status=Status.UNPAID)
    add_people(event, clock(), unpaid)
    for status in (Status.CANCELLED, Status.BLOCKED):
        desk.registration.set_status({unpaid.id: status})
    assert PeopleQueries(event, desk).earlier_status(unpaid.id) is Status.UNPAID
    assert status_before(()) is Status.CONFIRMED


def test_who_a_list_cancelled_is_brought_back_as_before(event, clock, desk):
    """Though what a list changes is no correction."""
    header = "Nom;Prénom;Statut"
    bring(event, clock, "Durand;Zoé;impayé", header=header)
    bring(event, clock, "Durand;Zoé;annulé", header=header)
    zoe = person(event, "Durand")
    assert zoe.status is Status.CANCELLED
    assert PeopleQueries(event, desk).earlier_status(zoe.id) is Status.UNPAID


def test_those_who_are_registered_for_a_session(people, crowd):
    assert names(people, wanted=AttendeeFilter(session="atelier-b")).count("Roy") == 1
    assert names(people, wanted=AttendeeFilter(session="atelier-b", category="presse")) == ["Roy"]
    assert names(people, wanted=AttendeeFilter(session="nowhere")) == []


def test_hours_are_those_of_the_hall_wherever_a_desk_thought_it_was(people, event, desk, clock):
    desk.check_in(an_attendee(1).id)
    plan = event.programme()
    for zone in ("Europe/Paris", "Indian/Reunion"):
        event.plan(replace(plan, event=replace(plan.event, timezone=zone)), at=clock(), desk="d")
        desk.reload()
        (standing,) = people.standings([an_attendee(1).id])
        (passage,) = DeskQueries(event).recent_scans(desk.programme, desk.control_point)
        hours = {f"{at:%H:%M}" for at in (standing.arrived_at, passage.at)}
        assert hours == {f"{clock().astimezone(ZoneInfo(zone)):%H:%M}"}
