# SPDX-License-Identifier: GPL-3.0-or-later
"""One state, one set of words: wherever a person is shown the same is said of them, and nobody who is off is expected.

The people are real: entries are written, and each place is asked as it is when somebody looks.
"""

from datetime import timedelta
from itertools import product

import pytest

import checkin.core.kiosk_answers as kiosk_answers
from checkin import translation
from checkin.core.attendee import OFF_STATUSES, Presence, Status
from checkin.core.counts import Namesake, speaker_statuses
from checkin.core.decision import Reason, Verdict
from checkin.core.export_columns import WORDS_OF
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendeeColumn, AttendeeFilter, AttendeeOrder
from checkin.core.programme.programme import ControlPoint, Session, Speaker
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.people_queries import PeopleQueries
from checkin.services.person_lookup import read_standings
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_steps import answer_steps
from checkin.ui.look.drawing import person_pill
from checkin.ui.look.theme import LIGHT
from checkin.ui.people.people_table import people_cell_text
from checkin.ui.widgets.speaker_wording import speaker_pill
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

ARRIVALS = ("not yet", "in", "out again")
CASES = tuple(product(Status, Presence, ARRIVALS))
EXPECTED = {"en": "Expected", "fr": "Attendu"}
ASKED_OR_REFUSED = {Reason.PENDING, Reason.UNPAID, Reason.CANCELLED, Reason.BLOCKED, Reason.REMOTE}


@pytest.fixture(params=("en", "fr"))
def spoken(qapp, request):
    yield translation.install(qapp, request.param)
    translation.install(qapp, "en")


@pytest.fixture
def crowd(event, desk, clock):
    """One person for each case, called by it; everybody arrives while they may, then becomes what they are."""
    people = [an_attendee(100 + n, last_name=f"cas{n:03}", category="participant") for n in range(len(CASES))]
    add_people(event, clock(), *people)
    for person, (status, presence, arrival) in zip(people, CASES, strict=True):
        if arrival != "not yet":
            desk.check_in(person.id)
        if arrival == "out again":
            desk.move_to("sortie")
            desk.check_in(person.id)
            desk.move_to("accueil")
        desk.registration.correct(person.id, {"presence": presence})
        desk.registration.set_status({person.id: status})
    return people


def shown(event, desk, person):
    """What each list says of a person: the search, the list of people, whom a business card may mean."""
    search = DeskQueries(event).search(person.last_name, desk.programme, desk.control_point)
    people = PeopleQueries(event, desk)
    listed = people.standings(people.order(person.last_name, AttendeeFilter(), AttendeeOrder()))
    asked = desk.scan(f"BEGIN:VCARD\nN:{person.last_name};{person.first_name}\nEND:VCARD")
    return (
        *(person_pill(match, LIGHT).text for match in search if match.attendee.id == person.id),
        *(
            people_cell_text(each, AttendeeColumn.STATE, desk.programme)
            for each in listed
            if each.attendee.id == person.id
        ),
        *(step.label.rpartition(" · ")[2] for step in answer_steps(asked)[: len(asked.candidates)]),
    )


def test_every_list_says_the_same_of_every_state(event, desk, crowd, spoken):
    for person, (status, presence, arrival) in zip(crowd, CASES, strict=True):
        words = shown(event, desk, person)
        assert len(words) == 3
        assert len(set(words)) == 1
        is_awaited = (status, presence is Presence.REMOTE, arrival) == (Status.CONFIRMED, False, "not yet")
        assert (words[0] == EXPECTED[spoken]) is is_awaited, (status, presence, arrival)


def test_the_door_answers_in_the_words_of_the_lists(event, desk, crowd, spoken):
    told = set()
    for person, (status, _, arrival) in zip(crowd, CASES, strict=True):
        if arrival != "not yet" and status not in OFF_STATUSES:
            continue
        (standing,) = read_standings(event, [event.attendees.get(person.id)], "accueil", desk.programme)
        answer = desk.scan(person.ticket_code)
        if answer.reason in ASKED_OR_REFUSED:
            told.add(answer.reason)
            assert (
                person_pill(standing, LIGHT).text.casefold() in answer_content(answer, desk.programme).title.casefold()
            )
            assert kiosk_answers.kiosk_answer(answer, None) is kiosk_answers.KioskAnswer.DESK
    assert told == ASKED_OR_REFUSED


def test_an_export_has_the_words_of_the_lists_for_every_registration(event, desk, crowd, spoken):
    for person, (status, _, arrival) in zip(crowd, CASES, strict=True):
        (standing,) = read_standings(event, [event.attendees.get(person.id)], "accueil", desk.programme)
        if status in OFF_STATUSES or (status is not Status.CONFIRMED and arrival == "not yet"):
            exported = translation.translate(WORDS_OF["status"][status])
            assert person_pill(standing, LIGHT).text == exported[:1].upper() + exported[1:]


def test_the_board_of_speakers_has_the_words_of_the_lists_for_who_has_not_come(event, desk, crowd, spoken):
    for person, (_, _, arrival) in zip(crowd, CASES, strict=True):
        if arrival == "not yet":
            known = event.attendees.get(person.id)
            speaker = Speaker("s/9", known.name, "", "", "", is_confirmed=True)
            (line,) = speaker_statuses(a_programme(speakers=(speaker,)), [Namesake(known)], MORNING)
            (standing,) = read_standings(event, [known], "accueil", desk.programme)
            assert speaker_pill(line, LIGHT).text == person_pill(standing, LIGHT).text


@pytest.mark.parametrize("is_in", [False, True])
def test_who_was_replaced_is_shown_with_the_name_of_who_came_instead(event, desk, spoken, is_in):
    person = an_attendee(1)
    if is_in:
        desk.scan(person.ticket_code)
    came = desk.registration.substitute(person.id, RegistrationForm("Zoé", "Fontaine"))
    by = {"en": "Replaced by Zoé Fontaine", "fr": "Remplacé par Zoé Fontaine"}[spoken]
    assert set(shown(event, desk, person)) == {by}

    answer = desk.scan(person.ticket_code)
    assert answer.verdict is Verdict.REFUSE
    assert any(note.startswith(by) for note in answer_content(answer, desk.programme).notes)

    desk.undo(came.entry)
    assert set(shown(event, desk, person)) == {EXPECTED[spoken]}


def test_who_was_replaced_and_brought_back_and_cancelled_later_is_only_cancelled(event, desk, qapp):
    person = an_attendee(1)
    desk.registration.substitute(person.id, RegistrationForm("Zoé", "Fontaine"))
    desk.registration.set_status({person.id: Status.CONFIRMED})
    desk.registration.set_status({person.id: Status.CANCELLED})
    assert set(shown(event, desk, person)) == {"Cancelled"}


def test_who_is_off_comes_behind_a_namesake_who_is_awaited(event, desk, clock, qapp):
    add_people(event, clock(), *(an_attendee(n, first_name="Ana", last_name="Roy", role=str(n)) for n in (50, 51)))
    first, second = (m.attendee.id for m in DeskQueries(event).search("ana roy", desk.programme, desk.control_point))
    desk.registration.set_status({first: Status.CANCELLED})
    found = DeskQueries(event).search("ana roy", desk.programme, desk.control_point)
    assert [match.attendee.id for match in found] == [second, first]


AT_THE_DOOR = {
    "en": {Reason.WELCOME: "Expected", Reason.FULL: "Not booked", Reason.WAITING: "Waiting list"},
    "fr": {Reason.WELCOME: "Attendu", Reason.FULL: "Non réservé", Reason.WAITING: "Liste d’attente"},
}


@pytest.fixture
def workshops(event, clock):
    """Two workshops of one time; one has a seat and a waiting list. A desk at its door, and four people."""
    full, other = (
        Session(name, name, MORNING, MORNING + timedelta(hours=1), capacity=1, is_booked=True, waiting=2)
        for name in ("full", "other")
    )
    doors = (ControlPoint("accueil", "Accueil"), ControlPoint("door", "Door", "full"))
    event.plan(a_programme(sessions=(full, other), control_points=doors), at=clock(), desk="Accueil 1")
    desk = Desk(event, clock, "Accueil 1")
    desk.move_to("door")
    booked = {"booked": ("full",), "elsewhere": ("other",), "nowhere": (), "waits": ()}
    people = [an_attendee(60 + n, last_name=name, sessions=s) for n, (name, s) in enumerate(booked.items())]
    add_people(event, clock(), *people)
    desk.workshops.wait(desk.scan(people[-1].ticket_code))
    return desk, people


def test_only_who_is_booked_at_the_door_of_a_workshop_is_expected_there(event, workshops, spoken):
    desk, people = workshops
    booked, elsewhere, nowhere, waits = people
    words = AT_THE_DOOR[spoken]
    for person in (elsewhere, nowhere, waits):
        expected = words[Reason.WAITING if person is waits else Reason.FULL]
        assert set(shown(event, desk, person)) == {expected}
        assert desk.scan(person.ticket_code).reason is Reason.FULL
    assert set(shown(event, desk, booked)) == {words[Reason.WELCOME]}
    assert desk.scan(booked.ticket_code).verdict is Verdict.ADMIT

    desk.move_to("accueil")
    assert all(set(shown(event, desk, person)) == {words[Reason.WELCOME]} for person in people)
