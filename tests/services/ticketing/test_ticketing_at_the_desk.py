# SPDX-License-Identifier: GPL-3.0-or-later
"""What a volunteer answers at a check-in list, and what is recorded of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendee import attendee_body
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint
from checkin.core.ticketing.pulled import ticketing_changes
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.services.desk import Desk
from checkin.ui.look.answer_wording import answer_explanation
from tests.builders import an_attendee

DIET = Question(1, "REGIME", {"fr": "Régime"}, type="S", is_asked=True, products=(1,))
TICKETING = Ticketing("https://p.test", "o", "e", timezone="Europe/Paris", products=(Product(1, {"fr": "Présentiel"}),))
WORKSHOPS = CheckInList(5, "Ateliers", products=(5,), addon_match=True)
RULE = ColumnRule(values=("oui",), text="Mineur", needs_person=True)
TEXT = "Remettre la pochette"


@pytest.fixture
def joined(event, clock):
    """An event with a ticketing: somebody with a workshop, who is a minor."""
    person = an_attendee(
        9,
        ticket_code="s10",
        custom={"Mineur": "oui"},
        position={
            "id": 10,
            "order": "A",
            "status": "p",
            "item": 1,
            "secret": "s10",
            "text": TEXT,
            "addons": [{"id": 11, "item": 5, "secret": "s11"}],
        },
    )
    lists = (CheckInList(1, "Accueil", all_products=True), WORKSHOPS)
    ticketing = replace(TICKETING, questions=(DIET,))
    with event.transaction():
        event.journal.append_all(ticketing_changes(None, ticketing, lists), at=clock(), desk="pretix")
        body = attendee_body(person)
        event.journal.append(EntryKind.ATTENDEE_ADDED, person.id, body, at=clock(), desk="pretix")
    planned = event.planned()
    points = (ControlPoint("list-1", "Accueil"), ControlPoint("list-5", "Ateliers"))
    event.plan(replace(planned, control_points=points), at=clock(), desk="d")
    return event


def test_who_may_not_enter_reads_which_lists_their_ticket_opens_and_not_who_may_enter(joined, clock):
    desk = Desk(joined, clock, "Accueil 1")
    desk.move_to("list-5")
    without = an_attendee(8, ticket_code="s20", position={"id": 20, "status": "p", "item": 1, "secret": "s20"})
    with joined.transaction():
        joined.journal.append(EntryKind.ATTENDEE_ADDED, without.id, attendee_body(without), at=clock(), desk="pretix")
    answer = desk.scan("s20")
    assert (answer.verdict, answer.reason) == (Verdict.REFUSE, Reason.NO_ACCESS)
    assert answer_explanation(answer, desk.programme) == (
        "A ticket for “Présentiel” is not let in here. It opens: Accueil"
    )


def mark_minors(event, clock):
    column = Column("mineur", "Mineur", "custom:Mineur", rules=(RULE,))
    event.plan(replace(event.planned(), columns=(column,)), at=clock(), desk="d")


def arrivals(event):
    return [entry.body.get("position") for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_who_is_let_in_without_an_answer_has_the_ticket_and_its_text_in_the_answer(joined, clock):
    desk = Desk(joined, clock, "Accueil 1", "list-1")
    asked = desk.scan("s10")
    assert (asked.reason, asked.texts) == (Reason.INCOMPLETE, (TEXT,))

    answer = desk.admit(asked)

    assert (answer.verdict, answer.texts, arrivals(joined)) == (Verdict.ADMIT, (TEXT,), [10])


def test_who_was_looked_at_by_a_volunteer_is_let_in_on_the_ticket_that_counts(joined, clock):
    mark_minors(joined, clock)
    desk = Desk(joined, clock, "Ateliers", "list-5")
    asked = desk.scan("s10")
    assert asked.reason is Reason.PERSON_NEEDED

    answer = desk.admit(asked)

    assert (answer.verdict, arrivals(joined)) == (Verdict.ADMIT, [11])


def test_what_was_missing_is_asked_kept_and_let_in(joined, clock):
    desk = Desk(joined, clock, "Accueil 1", "list-1")

    answer = desk.complete(desk.scan("s10"), {"custom:Régime": "végan"})

    assert (answer.verdict, answer.attendee.custom["Régime"], arrivals(joined)) == (Verdict.ADMIT, "végan", [10])


def test_a_form_of_before_the_arrival_is_judged_by_what_was_known_then(joined, clock):
    desk = Desk(joined, clock, "Accueil 1", "list-1")
    desk.admit(desk.scan("s10"))
    earlier = clock() - timedelta(hours=1)
    clock.pass_by(minutes=5)
    desk.enter_from_paper(earlier)

    assert desk.scan("s10").reason is Reason.INCOMPLETE
    desk.enter_from_paper(None)
    assert desk.scan("s10").reason is Reason.ALREADY_ARRIVED
