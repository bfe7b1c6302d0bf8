# SPDX-License-Identifier: GPL-3.0-or-later
"""Full workshops: another one instead, a place in the line, what one gives up; and what became of who was refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.answer import Outcome, Then
from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, PointMode, Requirement, Session
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.file_check import check_file
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_steps import answer_steps
from checkin.ui.look.answer_wording import answer_title
from checkin.ui.look.drawing import passage_outcome
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

END = MORNING + timedelta(hours=2)
B = Session("b", "Atelier B", MORNING, END, "Salle 2", 2, True, waiting=2)
C = Session("c", "Atelier C", MORNING, END, "Salle 3", 1, True)
LATER = Session("d", "Atelier D", END, END + timedelta(hours=1), "Salle 3", 9, True)
PROGRAMME = a_programme(
    sessions=(B, C, LATER),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("b", "Atelier B", "b"),
        ControlPoint("c", "Atelier C", "c", categories=("participant",)),
        ControlPoint("presse", "Salle de presse", categories=("presse",)),
    ),
)
BOOKED_B, BOOKED_C, NEW, OTHER, THIRD = (
    an_attendee(number, category="participant", sessions=sessions)
    for number, sessions in ((11, ("b", "d")), (12, ("c", "d")), (13, ()), (14, ()), (15, ()))
)


@pytest.fixture
def planned(event, clock):
    event.plan(PROGRAMME, at=clock(), desk="Accueil 1")
    add_people(event, clock(), BOOKED_B, BOOKED_C, NEW, OTHER, THIRD)
    return event


@pytest.fixture
def at_b(planned, clock):
    return Desk(planned, clock, "Salle 2", "b")


@pytest.fixture
def full(at_b):
    """Workshop B with a seat booked and one taken."""
    arrived = at_b.admit(at_b.check_in(THIRD.id))
    assert arrived.verdict is Verdict.ADMIT
    return arrived


def sessions_of(event, person):
    return event.attendees.get(person.id).sessions


def test_whoever_comes_from_another_workshop_of_the_time_gives_it_up_and_undo_gives_it_back(at_b, planned):
    asked = at_b.check_in(BOOKED_C.id)
    assert (asked.reason, asked.alternatives.given_up) == (Reason.NOT_REGISTERED, (C,))
    arrived = at_b.admit(asked)
    assert sessions_of(planned, BOOKED_C) == ("d", "b")
    at_b.undo(arrived.entry)
    assert sessions_of(planned, BOOKED_C) == ("c", "d")
    assert planned.attendees.arrived("b") == 0
    asked = at_b.check_in(NEW.id)
    assert asked.alternatives.given_up == (), "without a booking of that time"
    at_b.admit(asked)
    assert sessions_of(planned, NEW) == ()


def test_whoever_sat_in_another_workshop_has_left_it(at_b, planned, clock):
    Desk(planned, clock, "Salle 3", "c").check_in(BOOKED_C.id)
    arrived = at_b.admit(at_b.check_in(BOOKED_C.id))
    assert (planned.attendees.inside("c"), planned.attendees.inside("b")) == (0, 1)
    at_b.undo(arrived.entry)
    assert (planned.attendees.inside("c"), planned.attendees.inside("b")) == (1, 0)


def test_a_full_workshop_offers_those_of_its_time_with_seats_and_moves_there(at_b, full, planned):
    refused = at_b.check_in(NEW.id)
    assert (refused.reason, refused.alternatives.workshops) == (Reason.FULL, ())  # the seat of C is booked
    planned_c = replace(C, capacity=2)
    planned.plan(replace(PROGRAMME, sessions=(B, planned_c, LATER)), at=MORNING, desk="Accueil 1")
    at_b.reload()
    refused = at_b.check_in(NEW.id)
    assert [(w.session.id, w.seats) for w in refused.alternatives.workshops] == [("c", 1)]
    moved = at_b.workshops.move(refused, "c")
    assert (moved.reason, moved.moved_to, moved.can_undo) == (Reason.MOVED, planned_c, True)
    assert sessions_of(planned, NEW) == ("c",)
    assert answer_title(moved) == "Seat booked"  # nothing was given up for it
    assert at_b.check_in(OTHER.id).alternatives.workshops == ()
    at_b.undo(moved.entry)
    assert sessions_of(planned, NEW) == ()


def outcome_of(event, desk, person):
    lines = DeskQueries(event).recent_scans(desk.programme, desk.control_point)
    return next(line.outcome for line in lines if line.attendee == person.id)


def test_the_line_of_the_refusal_says_where_they_were_sent_until_that_is_undone_or_that_they_wait(at_b, full, planned):
    at_b.workshops.wait(at_b.check_in(NEW.id))
    assert outcome_of(planned, at_b, NEW) == Outcome(Then.WAITING)
    refused = at_b.scan(BOOKED_C.ticket_code)
    assert outcome_of(planned, at_b, BOOKED_C) is None
    moved = at_b.workshops.move(refused, "c")
    assert outcome_of(planned, at_b, BOOKED_C) == Outcome(Then.SENT, to="Atelier C")
    line = DeskQueries(planned).recent_scans(at_b.programme, at_b.control_point)[0]
    assert "Atelier C" in passage_outcome(line)
    assert line.is_open, "F7 shows the answer again"
    at_b.undo(moved.entry)
    assert outcome_of(planned, at_b, BOOKED_C) is None


def test_ones_own_booked_seat_is_offered_before_all_others_and_the_first_thing_said(at_b, full, planned):
    refused = at_b.check_in(BOOKED_C.id)
    assert (refused.reason, [w.session.id for w in refused.alternatives.workshops]) == (Reason.FULL, ["c"])
    earlier = Session("a", "Atelier A", MORNING, END, "Salle 1", 9, True)
    planned.plan(replace(PROGRAMME, sessions=(earlier, B, C, LATER)), at=MORNING, desk="Accueil 1")
    at_b.reload()
    refused = at_b.check_in(BOOKED_C.id)
    assert [w.session.id for w in refused.alternatives.workshops] == ["c", "a"]
    note, hint = answer_content(refused, at_b.programme).notes
    assert note.startswith("Registered for: Atelier C, Salle 3.")
    assert "number" in hint
    send, other, *_ = answer_steps(refused)
    assert (send.number, send.is_primary, "Atelier C · 06:40 · Salle 3" in send.label) == (1, True, True)
    assert (other.number, other.is_primary, other.label) == (2, False, "Atelier A · 06:40 · Salle 1 · 9 seats")
    assert at_b.workshops.move(refused, "c").moved_to == C
    assert sessions_of(planned, BOOKED_C) == ("d", "c")


def test_the_last_seat_taken_meanwhile_is_told_with_what_is_left(at_b, full, planned, clock):
    planned.plan(replace(PROGRAMME, sessions=(B, replace(C, capacity=2), LATER)), at=MORNING, desk="Accueil 1")
    at_b.reload()
    refused = at_b.check_in(NEW.id)
    at_c = Desk(planned, clock, "Salle 3", "c")
    at_c.admit(at_c.check_in(OTHER.id))
    again = at_b.workshops.move(refused, "c")
    assert (again.reason, again.alternatives.workshops, again.entry) == (Reason.FULL, (), None)
    assert sessions_of(planned, NEW) == ()


def test_a_line_keeps_its_order_and_the_first_is_called_when_a_seat_is_free(at_b, full, planned):
    for place, person in enumerate((NEW, OTHER), 1):
        answer = at_b.workshops.wait(at_b.check_in(person.id))
        assert (answer.reason, answer.counts.waiting_position, answer.counts.waiting) == (Reason.WAITING, place, place)
    assert at_b.workshops.wait(at_b.check_in(NEW.id)).counts.waiting_position == 1
    assert at_b.workshops.next_in_line() is None
    with pytest.raises(UserError, match="list is full"):
        at_b.workshops.wait(at_b.check_in(BOOKED_C.id))
    tally = DeskQueries(planned).tally(at_b.programme, at_b.control_point, at_b.now())
    assert (tally.waiting, tally.seats) == (2, 0)
    at_b.undo(full.entry)
    assert at_b.workshops.next_in_line().id == NEW.id
    assert at_b.check_in(OTHER.id).reason is Reason.FULL  # the seat is for whoever came first
    asked = at_b.check_in(NEW.id)
    assert (asked.reason, asked.counts.seats) == (Reason.NOT_REGISTERED, 1)
    arrived = at_b.admit(asked)
    assert planned.attendees.waiting.of("b") == [OTHER.id]
    at_b.undo(arrived.entry)
    assert planned.attendees.waiting.of("b") == [NEW.id, OTHER.id]
    assert check_file(planned).problems == ()


def test_a_place_in_the_line_is_given_up_with_one_key_or_by_whoever_is_cancelled(at_b, full, planned):
    other, new = (at_b.workshops.wait(at_b.check_in(person.id)) for person in (OTHER, NEW))
    at_b.registration.set_status({OTHER.id: Status.CANCELLED})
    assert planned.attendees.waiting.of("b") == [NEW.id]
    assert new.can_undo
    at_b.undo(new.entry)
    assert planned.attendees.waiting.of("b") == []
    assert other.can_undo


def test_a_refusal_for_the_category_tells_which_doors_let_them_in_without_asking_about_a_booking(planned, clock):
    at_press = Desk(planned, clock, "Presse", "presse")
    for person, doors in ((NEW, ["accueil"]), (BOOKED_B, ["accueil", "b"])):
        refused = at_press.check_in(person.id)
        assert (refused.reason, [p.id for p in refused.alternatives.open_to]) == (Reason.NO_ACCESS, doors)
    talk = replace(B, is_booked=False, capacity=1)
    points = tuple(replace(p, checks="Pièce d’identité" if p.id == "c" else "") for p in PROGRAMME.control_points)
    planned.plan(replace(PROGRAMME, sessions=(talk, C, LATER), control_points=points), at=clock(), desk="Accueil 1")
    at_press.reload()
    assert [p.id for p in at_press.check_in(NEW.id).alternatives.open_to] == ["accueil", "b"]
    Desk(planned, clock, "Salle 2", "b").check_in(THIRD.id)
    assert [p.id for p in at_press.check_in(NEW.id).alternatives.open_to] == ["accueil"], "no seat left"


def test_a_refusal_names_the_doors_that_open_to_them_later(planned, clock):
    both = ("Les deux",)
    points = (
        ControlPoint("lundi", "Lundi", requires=(Requirement("custom:Jours", both),)),
        ControlPoint("mercredi", "Mercredi", opens=clock() + timedelta(days=2)),
        ControlPoint("mardi", "Mardi", opens=clock() + timedelta(days=1)),
        ControlPoint("sortie", "Sortie", opens=clock() + timedelta(days=1), mode=PointMode.EXIT),
        ControlPoint("b", "Atelier B", "b", opens=clock() + timedelta(days=1)),
    )
    planned.plan(replace(PROGRAMME, control_points=points), at=clock(), desk="Accueil 1")
    refused = Desk(planned, clock, "Lundi", "lundi").check_in(NEW.id)
    assert refused.reason is Reason.NO_ACCESS
    assert [p.id for p in refused.alternatives.open_later] == ["mardi", "mercredi"]


def test_what_was_missing_is_filled_in_and_they_go_on(planned, clock):
    points = (ControlPoint("accueil", "Accueil", asks_for=("email", "custom:Régime")),)
    planned.plan(replace(PROGRAMME, control_points=points), at=clock(), desk="Accueil 1")
    desk = Desk(planned, clock, "Accueil 1")
    asked = desk.check_in(NEW.id)
    assert asked.missing == ("email", "custom:Régime")
    again = desk.complete(asked, {"email": "z@example.org"})
    assert again.missing == ("custom:Régime",)
    assert desk.complete(again, {"custom:Régime": "aucun"}).reason is Reason.WELCOME
    assert planned.attendees.get(NEW.id).custom == {"Régime": "aucun"}


def test_seats_kept_for_people_who_are_still_to_come_are_told_apart_from_the_people_in_the_room(at_b, full, planned):
    refused = at_b.check_in(NEW.id)
    assert (refused.reason, refused.counts.inside, refused.counts.awaited) == (Reason.FULL, 1, 1)
    told = answer_content(refused, at_b.programme)
    assert (told.title, told.notes) == ("Fully booked", ("2 seats: 1 person in, 1 still to come",))


CANCELLED, UNPAID = an_attendee(21, status=Status.CANCELLED), an_attendee(22, status=Status.UNPAID)
ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def door(event, desk, clock):
    add_people(event, clock(), CANCELLED, UNPAID)
    return desk


def lines(event, desk):
    """Newest first: what each line says happened, and what became of it."""
    return [(p.reason, p.outcome) for p in DeskQueries(event).recent_scans(desk.programme, desk.control_point)]


def test_who_was_refused_and_then_let_in_is_no_open_case_until_that_is_undone(event, door, clock):
    refused = door.scan(CANCELLED.ticket_code)
    clock.pass_by(minutes=1)
    let_in = door.overrule(refused, Authority("Anne", "speaker"))
    assert lines(event, door) == [(Reason.CANCELLED, None), (Reason.CANCELLED, Outcome(Then.IN, let_in.at))]
    door.undo(let_in.entry)
    assert lines(event, door)[1] == (Reason.CANCELLED, None)


def test_a_question_that_was_answered_is_no_open_case_and_tells_the_next_passage_alone(event, door, clock):
    asked = door.scan(UNPAID.ticket_code)
    clock.pass_by(minutes=1)
    assert lines(event, door) == [(Reason.UNPAID, None)]
    let_in = door.admit(asked)
    clock.pass_by(minutes=5)
    door.move_to("sortie")
    door.scan(UNPAID.ticket_code)
    assert lines(event, door)[-1] == (Reason.UNPAID, Outcome(Then.IN, let_in.at))


def test_who_is_in_already_is_a_closed_case_once_that_arrival_was_undone(event, door, clock):
    first = door.scan(ONE.ticket_code)
    clock.pass_by(minutes=1)
    door.scan(ONE.ticket_code)
    assert lines(event, door)[0] == (Reason.ALREADY_ARRIVED, None)
    door.undo(first.entry)
    assert lines(event, door)[0] == (Reason.ALREADY_ARRIVED, Outcome(Then.UNDONE))
    clock.pass_by(minutes=1)
    again = door.scan(ONE.ticket_code)
    assert lines(event, door)[1] == (Reason.ALREADY_ARRIVED, Outcome(Then.IN, again.at))


def test_an_arrival_before_the_line_and_other_people_close_nothing(event, door, clock):
    door.scan(ONE.ticket_code)
    clock.pass_by(minutes=1)
    door.scan(ONE.ticket_code)
    door.scan("3760123450017")
    door.scan(TWO.ticket_code)
    assert [outcome for _, outcome in lines(event, door)] == [None] * 4
