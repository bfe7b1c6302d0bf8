# SPDX-License-Identifier: GPL-3.0-or-later
"""Check-ins of other programs as entries, columns as answers, and our reasons in the server's words."""

from dataclasses import replace

import pytest

from checkin.core.decision import Reason, failure_reason
from checkin.core.entries import EntryKind
from checkin.core.sync.sealed_entry import is_shareable
from checkin.core.ticketing.pulled import annulled_passages, foreign_passages, passage_entry
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.sent_scans import (
    is_annulled_too_late,
    secret_of,
    walk_in_order,
    walk_in_product,
)
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import (
    Product,
    ProductVariation,
    Ticketing,
    answer_choices,
    column_text,
    desk_answers,
    desk_text,
    question_title,
)
from tests.builders import a_programme, an_attendee
from tests.core.ticketing.api import a_checkin, a_device, a_position, a_ticketing, an_order

FAILURES = {
    *("canceled", "invalid", "unpaid", "product", "rules", "revoked", "incomplete", "already_redeemed"),
    *("ambiguous", "error", "blocked", "unapproved", "invalid_time"),
}
"""The words that pretix takes (checkinlists/…/failed_checkins)."""


def test_check_ins_of_other_devices_are_found_those_of_add_ons_with_their_person():
    order = an_order(
        a_position(1, checkins=[a_checkin(1, device=1), a_checkin(2)]),
        a_position(2, addon_to=1, checkins=[a_checkin(3, list=5)]),
        a_position(3, addon_to=9, checkins=[a_checkin(4), {"id": None}]),
    )
    pulled = a_ticketing(devices=[a_device(1, "Nord")])
    found = [(host, position, checkin["id"]) for host, position, checkin in foreign_passages(order, pulled)]
    assert found == [(1, 1, 2), (1, 2, 3), (3, 3, 4)]


def test_one_check_in_is_one_entry_at_every_desk():
    pulled = a_ticketing()
    entry = passage_entry("A", 1, a_checkin(), pulled)
    assert entry == passage_entry("A", 1, a_checkin(), a_ticketing())
    assert (entry.kind, entry.desk, entry.at) == (EntryKind.CHECKED_IN, "pretix 2", "2023-07-04T09:00:00+02:00")
    assert is_shareable(entry)
    assert passage_entry("A", 1, a_checkin(8), pulled).id != entry.id
    assert passage_entry("A", 1, a_checkin(type="exit"), pulled).kind == EntryKind.CHECKED_OUT
    assert passage_entry("A", 1, a_checkin(datetime="demain"), pulled) is None


def test_a_list_of_many_entries_has_returns():
    pulled = a_ticketing(lists=[CheckInList(1, "Café", all_products=True, allow_multiple_entries=True)])
    assert passage_entry("A", 1, a_checkin(), pulled).opened().body["reason"] == "reentry"


def test_what_the_server_has_no_more_is_undone_once_and_our_own_never():
    known = [passage_entry("A", 1, a_checkin(number), a_ticketing()).opened() for number in (7, 8)]
    ((kind, subject, body),) = annulled_passages(known, frozenset({8}), set())
    assert (kind, subject, body["targets"]) == (EntryKind.UNDONE, "A", [known[0].id.hex()])
    assert [*annulled_passages(known, frozenset({8}), {known[0].id.hex()})] == []


def test_columns_are_answers_as_the_server_wants_them():
    ticketing = a_ticketing().ticketing
    assert desk_answers(ticketing, {"Régime": "végan", "Photo": "oui", "Autre": "x"}) == {1: "VEGAN", 2: "True"}
    given = desk_answers(ticketing, {"Régime": "végan", "Photo": "Non"})
    assert set(given) == {1, 2}
    assert desk_answers(ticketing, {"Régime": "pas une option", "Photo": ""}) == {}


LUNCH = Question.from_body(
    {
        "id": 1,
        "question": {"fr": "Quel déjeuner ?", "en": "Which lunch?"},
        "type": "M",
        "options": [
            {"id": 3, "identifier": "VEGE", "answer": {"fr": "Végétarien", "en": "Vegetarian"}},
            {"id": 4, "identifier": "FISH", "answer": {"fr": "Poisson", "en": "Fish, or squid"}},
        ],
    }
)
PHOTO = Question.from_body({"id": 2, "question": {"fr": "Photo ?", "en": "Photo?"}, "type": "B"})


@pytest.mark.parametrize(
    ("languages", "title", "option", "yes"),
    [(("en",), "Which lunch?", "Vegetarian", "Yes"), (("fr", "en"), "Quel déjeuner ?", "Végétarien", "Oui")],
)
def test_an_option_has_one_text_in_its_column_whoever_answered(languages, title, option, yes):
    ticketing = Ticketing(questions=(LUNCH, PHOTO), languages=languages)

    assert question_title(ticketing, LUNCH) == title
    assert answer_choices(ticketing, replace(LUNCH, type="C"))[0] == option
    for of_server in ("Vegetarian", "Végétarien", "Vegetarisch"):
        assert column_text(ticketing, LUNCH, of_server, ["VEGE"]) == option
    for typed in ("vegetarian", "VÉGÉTARIEN", "VEGE", option):
        assert desk_text(ticketing, title, typed) == option
    assert {desk_text(ticketing, question_title(ticketing, PHOTO), typed) for typed in ("yes", "Oui")} == {yes}
    assert desk_answers(ticketing, {title: option}) == {1: "VEGE"}
    assert desk_answers(ticketing, {title: f"{option}, fish, or squid"}) == {1: "VEGE,FISH"}


def test_what_is_no_option_stays_as_it_was_written():
    ticketing = Ticketing(questions=(LUNCH,), languages=("en",))

    assert column_text(ticketing, LUNCH, "Viande", ["MEAT"]) == column_text(ticketing, LUNCH, "Viande") == "Viande"
    assert desk_text(ticketing, "Which lunch?", "vegetarian, soup") == "vegetarian, soup"
    assert desk_text(ticketing, "Which lunch?", "poisson, vegetarian") == "Vegetarian, Fish, or squid"
    assert desk_text(ticketing, "Table", "vegetarian") == "vegetarian"


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_word_that_the_server_takes(reason):
    assert failure_reason(reason) in FAILURES


def test_a_reason_of_a_newer_version_has_one_too():
    assert (failure_reason("brand_new"), failure_reason(None)) == ("error", "error")


def test_a_person_is_told_by_the_code_that_the_server_knows():
    position = {"id": 1, "secret": "theirs", "addons": [{"id": 2, "secret": "addon"}]}
    person = an_attendee(ticket_code="ours", position=position)
    assert [secret_of(person, number) for number in (0, 1, 2, 99)] == ["theirs", "theirs", "addon", "theirs"]
    assert secret_of(an_attendee(ticket_code="ours"), 0) == "ours"


def test_a_person_registered_here_gets_the_product_of_their_category_or_the_first_that_admits():
    ticketing, programme = a_ticketing().ticketing, a_programme()
    assert walk_in_product(an_attendee(category="Presse"), programme, ticketing).id == 1
    assert walk_in_product(an_attendee(), programme, a_ticketing().ticketing.__class__()) is None
    order = walk_in_order(an_attendee(ticket_code="ours", organisation="CNRS"), ticketing.product(1), ticketing)
    assert order["positions"][0]["secret"] == "ours"
    assert order["positions"][0]["company"] == "CNRS"


def test_the_sessions_that_they_chose_are_ordered_with_it():
    options = (Product(5, is_addon=True), Product(6, is_addon=True, variations=(ProductVariation(61),)), Product(7))
    ticketing = replace(a_ticketing().ticketing, products=options)
    person = an_attendee(sessions=("item-6", "item-5", "item-7", "list-3", "pleniere"))
    _, *addons = walk_in_order(person, Product(1), ticketing)["positions"]
    told = [(each["positionid"], each["addon_to"], each["item"], each["variation"]) for each in addons]
    assert told == [(2, 1, 6, 61), (3, 1, 5, None)]


def test_a_late_annulment_is_told_from_one_that_is_not_needed():
    assert is_annulled_too_late({"non_field_errors": ["Annulment is not allowed more than 15 minutes after check-in"]})
    assert not is_annulled_too_late({"detail": "No check-in found based on nonce"})
    assert not is_annulled_too_late({})
