# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer offers, to a desk and to a guest alone, and where a point hands over to another."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from checkin.core.admission_rules import SOON, handover, latest_over
from checkin.core.answer import (
    MOST_TO_UNDO,
    DeskAbilities,
    EarlierPassage,
    LentThing,
    NotedPayment,
    OrderPeople,
    SeatCounts,
)
from checkin.core.attendee import Attendee, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import GreetingStyle, GuestBadge, KioskAnswer, greeting_name, guest_badge, kiosk_answer
from checkin.core.print_jobs import JobState, PrinterState, PrinterTrouble, PrintJob, RequestedBadge
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Session
from tests.builders import MORNING, Steps, a_programme
from tests.ui.answers import WAY_OUT, a_person, an_answer

HEADSETS = ControlPoint("casques", "Casques", gives="casque")
OWING = a_person(status=Status.UNPAID)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"verdict": Verdict.ADMIT}, False),
        ({"payment": NotedPayment(is_waived=True)}, False),
        ({"attendee": a_person()}, False),
        ({"attendee": None}, False),
        ({"reason": Reason.PENDING}, False),
    ],
)
def test_a_payment_is_asked_for_where_it_is_the_question_and_due(fields, expected):
    assert an_answer(**{"reason": Reason.UNPAID, "attendee": OWING, **fields}).asks_payment is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"control_point": HEADSETS}, False),
        ({"control_point": WAY_OUT}, False),
        ({"desk": DeskAbilities(scans_only=True)}, False),
        ({"came": 1}, False),
        ({"reason": Reason.WELCOME}, False),
    ],
)
def test_who_was_given_a_code_is_awaited_where_people_come_in(fields, expected):
    assert an_answer(**{"reason": Reason.TIED, **fields}).awaits_entry is expected


def test_what_can_be_undone_of_a_group_and_of_an_order_by_one_key():
    passage = Steps().entry(EntryKind.CHECKED_IN, control_point="accueil", people=3)
    assert an_answer(entered=2).people_to_undo == 2, "one key undoes as many of a group as the entry let in"
    assert an_answer(entered=2, earlier=EarlierPassage(passage=passage)).people_to_undo == 2
    assert an_answer(Reason.ALREADY_ARRIVED, entry=None, earlier=EarlierPassage(passage=passage)).people_to_undo == 3
    assert an_answer(lent=LentThing("casque")).is_loan is True, "coming is borrowing where the things have a name"
    assert an_answer().is_loan is False
    assert an_answer(Reason.REENTRY, entered=2).is_rest_of_group, "further people of a group are no return"
    assert not an_answer(Reason.REENTRY).is_rest_of_group
    assert not an_answer(Reason.WELCOME, entered=2).is_rest_of_group
    party = tuple(an_answer(entry=bytes([n])) for n in range(MOST_TO_UNDO + 1))
    refused = an_answer(Reason.CANCELLED)
    for reason in (Reason.WELCOME, Reason.UNDONE):
        assert an_answer(reason, order=OrderPeople(party=(*party, refused))).undoable_party == party[1:]
    assert an_answer(Reason.UNPAID, order=OrderPeople(party=party)).undoable_party == ()


@pytest.mark.parametrize(
    ("reason", "fields", "expected"),
    [
        (Reason.ALREADY_ARRIVED, {}, True),
        (Reason.THING_OUT, {}, True),
        (Reason.REPEATED, {}, False),
        (Reason.WELCOME, {}, False),
        (Reason.THING_OUT, {"attendee": None}, False),
        (Reason.ALREADY_ARRIVED, {"control_point": an_answer().control_point}, False),
    ],
)
def test_a_thing_is_taken_back_from_who_has_it_or_had_it(reason, fields, expected):
    assert an_answer(reason, **{"control_point": HEADSETS, **fields}).can_take_back is expected


@pytest.mark.parametrize(
    ("reason", "inside", "capacity", "expected"),
    [
        (Reason.WELCOME, 20, 20, True),
        (Reason.WELCOME, 21, 20, True),
        (Reason.WELCOME, 19, 20, False),
        (Reason.WELCOME, 20, 0, False),
        (Reason.EXIT, 20, 20, False),
        (Reason.FULL, 20, 20, False),
    ],
)
def test_the_last_seat_is_taken_by_who_comes_in(reason, inside, capacity, expected):
    assert an_answer(reason, counts=SeatCounts(inside=inside, capacity=capacity)).fills_room is expected


OTHER = an_answer(attendee=a_person(id="2"))
JOB = PrintJob(1, "1", "a6", "pdf:x", 1, "", True, JobState.WAITING, MORNING)
CERTIFICATES = {Reason.CERTIFICATE, Reason.OTHER_CERTIFICATE}
"""No ticket was shown, so nothing is betrayed of a guest."""
SHOWN_ALONE = {Reason.WELCOME, Reason.REPEATED, *CERTIFICATES}


@pytest.mark.parametrize("verdict", Verdict)
def test_only_the_plain_welcome_is_served_here_and_nothing_else_hides_behind_what_is_shown(verdict):
    for reason, is_override in product(Reason, (False, True)):
        answer = an_answer(reason, verdict=verdict, is_override=is_override)
        is_plain = (verdict, reason, is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
        served = KioskAnswer.CERTIFICATE if reason in CERTIFICATES else KioskAnswer.DESK
        assert kiosk_answer(answer, None) is (KioskAnswer.WELCOME if is_plain else served), (reason, is_override)
    behind = {kiosk_answer(an_answer(reason), an_answer()) for reason in {*Reason} - SHOWN_ALONE}
    assert behind == {KioskAnswer.DESK}


def test_a_code_held_too_long_changes_nothing_unless_somebody_else_is_shown():
    again = an_answer(Reason.REPEATED)
    assert kiosk_answer(again, an_answer()) is KioskAnswer.UNCHANGED
    assert kiosk_answer(again, an_answer(Reason.UNPAID)) is KioskAnswer.UNCHANGED
    assert kiosk_answer(again, OTHER) is KioskAnswer.DESK
    assert kiosk_answer(replace(again, attendee=None), an_answer(Reason.UNKNOWN, attendee=None)) is KioskAnswer.DESK


@pytest.mark.parametrize(
    ("first", "last", "full", "initial"),
    [
        ("Éléonore", "Le Goff-Kermarrec", "Éléonore Le Goff-Kermarrec", "Éléonore L."),
        ("Jean-Baptiste", "de La Fournière", "Jean-Baptiste de La Fournière", "Jean-Baptiste L."),
        ("Zoé", "e\u0301rard", "Zoé e\u0301rard", "Zoé É."),
        ("Moana", "", "Moana", "Moana"),
        ("", "Mairie de Créteil", "Mairie de Créteil", ""),
    ],
)
def test_the_name_is_as_discreet_as_was_agreed(first, last, full, initial):
    person = Attendee("1", first, last, "X")
    styles = (GreetingStyle.FULL, GreetingStyle.INITIAL, GreetingStyle.NONE)
    assert [greeting_name(person, style) for style in styles] == [full, initial, ""]


FINE, EMPTY, JAM = PrinterTrouble.NONE, PrinterTrouble.OUT_OF_PAPER, PrinterTrouble.JAM


@pytest.mark.parametrize(
    ("states", "trouble", "printer", "expected"),
    [
        ((JobState.WAITING, JobState.PRINTING), FINE, FINE, GuestBadge.COMING),
        ((JobState.PRINTED,), FINE, FINE, GuestBadge.READY),
        ((JobState.PRINTED,), FINE, EMPTY, GuestBadge.READY),
        ((JobState.WAITING,), FINE, EMPTY, GuestBadge.AT_DESK),
        ((JobState.PRINTING,), JAM, FINE, GuestBadge.AT_DESK),
        ((JobState.FAILED, JobState.UNCERTAIN, JobState.CANCELLED), FINE, FINE, GuestBadge.AT_DESK),
    ],
)
def test_a_guest_hears_where_the_badge_is(states, trouble, printer, expected):
    for state in states:
        job = replace(JOB, state=state, trouble=trouble)
        assert guest_badge(RequestedBadge(job, PrinterState(printer))) is expected, state
    assert guest_badge(None) is GuestBadge.NONE


NOON, TWO, FOUR = (MORNING + timedelta(hours=hours) for hours in (4, 6, 8))
ARRIVAL = ControlPoint("accueil", "Accueil", opens=MORNING, closes=NOON)
ALWAYS = ControlPoint("toujours", "Toujours")
A = ControlPoint("a", "Atelier A", "a", opens=TWO, closes=FOUR)
B = ControlPoint("b", "Atelier B", "b", opens=TWO, closes=FOUR)
OUT = ControlPoint("sortie", "Sortie", opens=TWO, mode=PointMode.EXIT)
PROGRAMME = a_programme(control_points=(ARRIVAL, ALWAYS, A, B, OUT))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("here", "now", "expected", "is_over"),
    [
        (ARRIVAL, MORNING, (), False),
        (ARRIVAL, NOON, (), False),  # over, and nothing to go to yet
        (ARRIVAL, TWO - SOON - MINUTE, (), False),
        (ARRIVAL, TWO - SOON, (A, B), True),
        (ARRIVAL, TWO + SOON + MINUTE, (A, B), True),
        (ALWAYS, TWO - SOON, (A, B), False),
        (ALWAYS, TWO + SOON, (), False),  # not asked for ever
        (A, TWO, (), False),  # B begins with it, not after it
        (A, FOUR, (), False),
    ],
)
def test_where_a_desk_is_wanted(here, now, expected, is_over):
    found = handover(PROGRAMME, here, now)
    assert (found.points if found else ()) == expected
    assert (found.is_over if found else False) == is_over
    assert found is None or found.only is None


DAY = timedelta(days=1)
MONDAY = ControlPoint("lundi", "Accueil lundi", opens=MORNING, closes=FOUR)
TUESDAY = ControlPoint("mardi", "Accueil mardi", opens=MORNING + DAY, closes=FOUR + DAY)
LATER = ControlPoint("nuit", "Soirée", "soiree", opens=FOUR + DAY, closes=FOUR + 2 * DAY)
DAYS = a_programme(control_points=(MONDAY, TUESDAY, LATER, OUT))


@pytest.mark.parametrize(
    ("here", "now", "expected"),
    [
        (MONDAY, FOUR - MINUTE, MONDAY),
        (MONDAY, FOUR, MONDAY),  # the second day is still to come
        (MONDAY, TWO + DAY, MONDAY),  # proposed by the clock
        (MONDAY, FOUR + DAY, TUESDAY),
        (MONDAY, FOUR + 9 * DAY, TUESDAY),
        (TUESDAY, FOUR + 9 * DAY, TUESDAY),
        (LATER, FOUR + 9 * DAY, LATER),
        (ALWAYS, FOUR + 9 * DAY, ALWAYS),
    ],
)
def test_a_desk_that_is_opened_after_the_last_day_stands_at_its_entrance(here, now, expected):
    assert latest_over(DAYS, here, now) is expected


TEN, EVENING, EIGHT = (MORNING + timedelta(hours=hours) for hours in (2, 10.5, 11))
TALK = Session("debat", "Débat", TEN)
WORKSHOP = Session("a", "Atelier A", TWO, FOUR)
DINNER = Session("diner", "Dîner", EIGHT)
DAILY = ControlPoint("accueil", "Accueil", is_daily=True)
TABLE = ControlPoint("diner", "Dîner", "diner", opens=EVENING)
EARLY = ControlPoint("a", "Atelier A", "a", opens=TWO - timedelta(minutes=30))


@pytest.mark.parametrize(
    ("here", "now", "expected", "is_over"),
    [
        (DAILY, TWO - timedelta(minutes=15), (EARLY,), False),  # the door is open, its session has not begun
        (DAILY, TWO + SOON - MINUTE, (EARLY,), False),
        (DAILY, TWO + SOON, (), False),  # there is more to come today: who comes late comes to the arrival
        (DAILY, EVENING - MINUTE, (TABLE,), False),
        (DAILY, EVENING, (TABLE,), True),
        (DAILY, EVENING + timedelta(minutes=15), (TABLE,), True),  # begun in between, and at a start
        (DAILY, EIGHT + timedelta(hours=1), (TABLE,), True),
        (DAILY, EVENING + DAY, (), False),  # that dinner was yesterday's
        (TABLE, EIGHT + timedelta(hours=1), (), False),
        (TABLE, MORNING + DAY, (DAILY,), True),
    ],
)
def test_a_desk_goes_to_the_last_session_of_the_day_when_its_door_opens(here, now, expected, is_over):
    planned = a_programme(
        event=Event("Rencontres", date(2023, 7, 4), last_day=date(2023, 7, 5)),
        sessions=(TALK, WORKSHOP, DINNER),
        control_points=(DAILY, EARLY, TABLE),
    )
    found = handover(planned, here, now)
    assert (found.points, found.is_over) == (expected, is_over) if found else (expected, is_over) == ((), False)


def test_nothing_is_left_to_decide_where_one_is_left_and_of_two_the_first_is_stood_at():
    plenary = Session("pleniere", "Plénière", TWO, FOUR)
    for beside in (plenary, Session("soir", "Soirée", FOUR)):
        planned = a_programme(sessions=(WORKSHOP, beside), control_points=(DAILY, EARLY))
        assert handover(planned, DAILY, TWO).only is None
    planned = a_programme(sessions=(DINNER,), control_points=(DAILY, TABLE))
    assert handover(planned, DAILY, EVENING).only is None, "the arrival stays open where the day has one session"
    alone = a_programme(control_points=(ARRIVAL, ALWAYS, A))
    assert handover(alone, ARRIVAL, TWO).only is A
    assert handover(alone, ALWAYS, TWO).only is None
    beside = ControlPoint("mardi-2", "Accueil mardi, cour", opens=TUESDAY.opens, closes=TUESDAY.closes)
    assert latest_over(a_programme(control_points=(MONDAY, TUESDAY, beside)), MONDAY, FOUR + DAY) is TUESDAY


@pytest.mark.parametrize("fields", [{"mode": PointMode.EXIT}, {"gives": "Casques"}])
def test_only_an_entrance_gives_way_to_the_last_session(fields):
    desk = replace(DAILY, id="poste", **fields)
    planned = a_programme(sessions=(TALK, WORKSHOP, DINNER), control_points=(DAILY, desk, TABLE))
    late = EIGHT + timedelta(hours=1)
    assert handover(planned, DAILY, late).only is TABLE
    assert handover(planned, desk, late) is None
