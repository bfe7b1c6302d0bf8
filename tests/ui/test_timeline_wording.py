# SPDX-License-Identifier: GPL-3.0-or-later
"""A story in words: what happened, to whom else, who allowed it and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import translation
from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.people.person_timeline import TimelineKind, read_timeline
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from checkin.ui.people.timeline_wording import TimelineFormatter
from tests.builders import MORNING, Steps, a_programme, an_attendee

TELLER = TimelineFormatter(a_programme(), MORNING, lambda _: "Zoé Durand")


@pytest.fixture
def told(event, desk):
    """The story of a person of the event, as titles with their details, newest first."""

    def tell(person):
        teller = TimelineFormatter(desk.programme, desk.now(), PeopleQueries(event, desk).name_of)
        lines = [teller.format_entry(line) for line in PeopleQueries(event, desk).person(person).story]
        return [(each.title, *each.details) for each in lines]

    return tell


def test_a_morning_of_one_person(told, desk):
    person = an_attendee(1)
    arrived = desk.scan(person.ticket_code)
    desk.undo(arrived.entry)
    desk.registration.correct(person.id, {"organisation": "Ville de Brest", "category": "presse"})
    desk.replace_code(person.id)
    desk.scan(person.ticket_code)
    desk.registration.set_status({person.id: Status.BLOCKED}, Authority("Ana", "Badge prêté"))
    newest = told(person.id)
    code = newest[2][1].removeprefix("new code ")
    assert newest == [
        ("Registration blocked", "Accueil 1", "agreed by Ana: Badge prêté"),
        ("Badge replaced – Accueil", "Accueil 1 · by code"),
        ("Code replaced", f"new code {code}", "Accueil 1"),
        ("Corrected", "Organisation: – → Ville de Brest", "Category: Participant → Presse", "Accueil 1"),
        ("Undone: Arrived – Accueil, 08:40", "Accueil 1"),
        ("Arrived – Accueil", "Accueil 1 · by code"),
        ("On the list", "Accueil 1"),
    ]


def test_both_sides_of_a_substitution_name_the_other(told, desk):
    absent = an_attendee(1)
    answer = desk.registration.substitute(absent.id, RegistrationForm("Zoé", "Durand"))
    assert told(absent.id)[0][0] == "Registration cancelled: Zoé Durand came instead"
    assert told(answer.attendee.id)[-1][0] == f"Registered in place of {absent.name}"


def test_who_was_let_in_over_a_refusal_has_the_reason_told(told, desk):
    desk.move_to("dejeuner")
    refused = desk.check_in(an_attendee(3).id)
    desk.overrule(refused, Authority("Ana", "Invitée"))
    (title, despite, how, agreed), (before, _) = told(an_attendee(3).id)[:2]
    assert (title, before) == ("Arrived – Déjeuner", "No access here – Déjeuner")
    assert (despite, how) == ("let in despite: No access here", "Accueil 1 · picked from the list")
    assert agreed == "agreed by Ana: Invitée"


def test_a_group_is_counted_a_return_is_one_what_was_taken_back_is_spoken_so_and_another_day_is_written(qapp):
    steps = Steps()

    def tell(*entries, teller=TELLER):
        return [teller.format_entry(line) for line in read_timeline(entries)]

    def arrival(**body):
        return steps.entry(EntryKind.CHECKED_IN, control_point="accueil", how="code", **body)

    three = arrival(people=3)
    (line,) = tell(three)
    assert (line.title, line.when) == ("3 arrived – Accueil", "06:40")
    tomorrow = TimelineFormatter(TELLER.programme, MORNING.replace(day=5), TELLER.name_of)
    assert tell(three, teller=tomorrow)[0].when == "04/07 06:40"
    for body, title in (({"people": 1}, "Arrived – Accueil"), ({}, "Came back – Accueil")):
        assert tell(arrival(reason="reentry", **body))[0].title == title
    assert "undone" in tell(three, steps.entry(EntryKind.UNDONE, targets=[three.id.hex()]))[1].spoken


@pytest.mark.parametrize("spoken", ["fr", "en"])
@pytest.mark.parametrize("what", list(TimelineKind))
def test_everything_has_words_in_both_languages(qapp, spoken, what):
    kinds = {what: entry for entry, what in ((e, read_timeline([e])[0].what) for e in _of_every_kind())}
    translation.install(qapp, spoken)
    told = TELLER.format_entry(read_timeline([kinds[what]])[0])
    assert told.title
    assert "{" not in told.spoken


def _of_every_kind():
    steps, listed = Steps(), {"by": "list", "import": "x"}
    yield from (steps.entry(kind) for kind in (*EntryKind, "of_tomorrow"))
    yield steps.entry(EntryKind.ATTENDEE_ADDED, how="walk_in")
    yield steps.entry(EntryKind.PHOTOGRAPH_SET, picture="")
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={}, merged="B")
    yield steps.entry(EntryKind.CODE_REPLACED, new="04:A2", tied=True)
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, changes={}, **listed)
    yield steps.entry(EntryKind.ATTENDEE_CORRECTED, gone=True, changes={}, **listed)


@given(st.dictionaries(st.sampled_from(["reason", "over", "verdict", "how", "session"]), st.text(max_size=5)))
def test_words_of_a_newer_version_are_shown_as_they_are(qapp, body):
    steps = Steps()
    for kind in (EntryKind.CHECKED_IN, EntryKind.REFUSED, EntryKind.WAITING_JOINED):
        assert TELLER.format_entry(read_timeline([steps.entry(kind, **body)])[0]).title


def test_what_a_purge_has_emptied_is_no_change_any_more(told, event, desk, clock):
    person = an_attendee(1)
    desk.registration.correct(person.id, {"organisation": "Ville de Brest", "category": "presse"})
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    desk.reload()
    for someone, _ in event.attendees.all():
        assert not [detail for _, *details in told(someone.id) for detail in details if "– → –" in detail]
