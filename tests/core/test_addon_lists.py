# SPDX-License-Identifier: GPL-3.0-or-later
"""Which ticket of a person counts at a check-in list of add-ons: scanned, or chosen by name."""

from dataclasses import replace

import pytest

from checkin.core.admission import decide, let_in_anyway
from checkin.core.decision import Reason, ScanContext, Verdict
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.message import fill_message
from checkin.core.programme.programme import ControlPoint
from checkin.core.ticketing.pulled import PulledTicketing
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing
from checkin.core.tokens import EventKey
from tests.builders import KEY, MORNING, Steps, a_programme, an_attendee

ADULT, BINDING, INK = 1, 5, 6
PRODUCTS = (
    Product(ADULT, {"fr": "Adulte"}, is_admission=True),
    Product(BINDING, {"fr": "Atelier reliure"}, is_addon=True),
    Product(INK, {"fr": "Atelier encre"}, is_addon=True),
)
LISTS = {
    1: CheckInList(1, "Accueil", all_products=True),
    2: CheckInList(2, "Salle reliure", products=(BINDING,)),
    3: CheckInList(3, "Ateliers", products=(BINDING, INK)),
}
POINTS = tuple(ControlPoint(f"list-{each.id}", each.name) for each in LISTS.values())
GIVEN = KEY.issue(bytes(range(16))).code
"""A code that a desk gave."""
GIVEN_ELSEWHERE = EventKey("another-file", bytes(32)).issue(bytes(range(16))).code
"""One of a desk that is a device of the server with an event file of its own."""


def at(number, *passages):
    of = Ticketing("https://billets.exemple", "o", "e", timezone="Europe/Paris", products=PRODUCTS)
    programme = a_programme(control_points=POINTS)
    pulled = PulledTicketing(of, LISTS)
    return ScanContext(programme, POINTS[number - 1], "Accueil 1", MORNING, ticketing=pulled, passages=passages)


def person(*options, secret="s10", **of_attendee):
    addons = [{"id": 10 + number, "item": item, "secret": f"s{10 + number}"} for number, item in enumerate(options, 1)]
    ticket = {"id": 10, "order": "A", "status": "p", "item": ADULT, "secret": secret, "addons": addons}
    attendee = an_attendee(ticket_code=secret, **{"position": ticket, **of_attendee})
    return fold_history([Steps().added(attendee)])


def decided(code, history, place):
    decision = decide(KEY.read(code) if code else None, history, place)
    return decision.verdict, decision.reason, decision.position


def came(position, number):
    return Steps().entry(EntryKind.CHECKED_IN, desk="Accueil 2", control_point=f"list-{number}", position=position)


def test_who_is_chosen_by_name_enters_on_the_option_that_the_list_has():
    assert decided("", person(BINDING), at(2)) == (Verdict.ADMIT, Reason.WELCOME, 11)
    assert decided("", person(INK, BINDING), at(2)) == (Verdict.ADMIT, Reason.WELCOME, 12)


def test_who_is_chosen_by_name_enters_on_their_own_ticket_where_the_list_has_that():
    assert decided("", person(BINDING), at(1)) == (Verdict.ADMIT, Reason.WELCOME, 10)


def test_who_is_chosen_by_name_and_has_come_on_the_option_has_arrived():
    verdict, reason, _ = decided("", person(BINDING), at(2, came(11, 2)))
    assert (verdict, reason) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    assert decided("s11", person(BINDING), at(2, came(11, 2)))[:2] == (verdict, reason)


def test_an_arrival_recorded_before_the_order_was_known_is_that_of_the_option():
    assert decided("", person(BINDING), at(2, came(0, 2)))[1] is Reason.ALREADY_ARRIVED


def test_who_is_chosen_by_name_and_has_no_such_option_is_refused_by_their_own_ticket():
    assert decided("", person(INK), at(2)) == (Verdict.REFUSE, Reason.NO_ACCESS, 10)
    assert decided("", person(), at(2)) == (Verdict.REFUSE, Reason.NO_ACCESS, 10)


def test_of_two_options_that_a_list_has_a_name_says_not_which():
    assert decided("", person(BINDING, INK), at(3))[:2] == (Verdict.REFUSE, Reason.SEVERAL_ADDONS)


@pytest.mark.parametrize("code", [GIVEN, GIVEN_ELSEWHERE, "BRACELET-1"])
def test_a_code_that_a_desk_gave_stands_for_the_person_as_their_name_does(code):
    assert decided(code, person(BINDING), at(2)) == (Verdict.ADMIT, Reason.WELCOME, 11)


@pytest.mark.parametrize("code", [GIVEN, GIVEN_ELSEWHERE])
def test_the_code_of_a_registration_stands_for_the_person_though_the_server_knows_it_as_the_tickets(code):
    assert decided(code, person(BINDING, secret=code), at(2)) == (Verdict.ADMIT, Reason.WELCOME, 11)


def test_the_servers_code_of_a_ticket_stands_for_that_ticket_alone_and_the_answer_says_what_to_do():
    decision = decide(KEY.read("s10"), person(BINDING), at(2))

    assert (decision.reason, decision.position) == (Reason.NO_ACCESS, 10)
    (told,) = decision.explanations
    assert fill_message(told.words.text, told.fields) == (
        "This is the ticket for “Adulte”. The person has “Atelier reliure” too: "
        "scan its code, or find them by name (F3)"
    )


@pytest.mark.parametrize(
    ("code", "place", "ticket"),
    [
        ("s10", at(2), 11),
        ("s11", at(2), 11),
        ("", at(3), 11),
        ("", at(3, came(11, 3)), 12),
        ("", at(3, came(11, 3), came(12, 3)), 11),
    ],
)
def test_who_is_let_in_over_a_refusal_enters_on_a_ticket_that_the_list_has(code, place, ticket):
    history = person(BINDING, INK)
    decision = decide(KEY.read(code) if code else None, history, place)

    assert let_in_anyway(decision, history, place).position == ticket


def test_who_has_no_ticket_that_the_list_has_is_let_in_over_the_refusal_on_their_own():
    decision = decide(None, person(INK), at(2))

    assert let_in_anyway(decision, person(INK), at(2)).position == 10


def registered(*sessions, category=""):
    return person(position={}, secret=GIVEN, sessions=sessions, category=category)


def test_before_their_order_is_made_who_was_registered_enters_where_their_choice_leads():
    chosen = registered(f"item-{BINDING}")

    assert decided(GIVEN, chosen, at(1))[:2] == (Verdict.ADMIT, Reason.WELCOME)
    assert decided(GIVEN, chosen, at(2))[:2] == decided("", chosen, at(2))[:2] == (Verdict.ADMIT, Reason.WELCOME)
    assert decided(GIVEN, registered(), at(2))[:2] == (Verdict.REFUSE, Reason.NO_ACCESS)


def test_before_their_order_is_made_the_product_of_the_category_counts():
    place = at(1)
    adults = replace(LISTS[1], all_products=False, products=(ADULT,))
    place = replace(place, ticketing=replace(place.ticketing, lists={1: adults}))

    assert decided(GIVEN, registered(), place)[1] is Reason.WELCOME
    without = replace(place, ticketing=replace(place.ticketing, lists={1: replace(adults, products=(9,))}))
    assert decided(GIVEN, registered(), without)[1] is Reason.NO_ACCESS
