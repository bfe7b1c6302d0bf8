# SPDX-License-Identifier: GPL-3.0-or-later
"""What is pulled from a ticketing, as values and as the JSON of entries."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.entries import body_text
from checkin.core.ticketing.position import Position, TicketAnswer, order_bodies
from checkin.core.ticketing.questions import Question, as_translations, in_languages, translated
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing

ORDER = {
    "code": "PRPVJ",
    "status": "n",
    "valid_if_pending": True,
    "require_approval": False,
    "checkin_attention": True,
    "checkin_text": "À voir",
    "positions": [
        {
            "id": 212,
            "positionid": 1,
            "item": 1,
            "variation": None,
            "subevent": None,
            "secret": "eykmb6wz5jhjupp83g9syx8ndttkvhys",
            "addon_to": None,
            "attendee_name": "Thérèse Bœuf",
            "answers": [
                {"question": 1, "answer": "Aucun", "option_identifiers": ["AUCUN"]},
                {"question": 2, "answer": "17", "option_identifiers": []},
            ],
            "seat": {"id": 3, "name": "Rang A, place 12"},
            "pseudonymization_id": "ELQFTXHDK9",
            "valid_from": "2023-07-04T09:00:00+02:00",
            "valid_until": None,
            "blocked": ["api:litige"],
        },
        {"id": 213, "positionid": 2, "item": 5, "secret": "s213", "addon_to": 212, "answers": []},
        {"id": 214, "positionid": 3, "item": 1, "secret": "s214", "addon_to": None, "answers": []},
        {"id": 215, "positionid": 4, "item": 5, "secret": "s215", "addon_to": 999, "answers": []},
    ],
}


def bodies():
    return [body for _, body in order_bodies(ORDER)]


def test_an_order_gives_its_tickets_with_their_addons():
    positions = [Position.from_body(body) for body in bodies()]
    assert [(p.id, [a.id for a in p.addons]) for p in positions] == [(212, [213]), (214, []), (215, [])]


def test_a_position_has_all_that_decides_and_no_name():
    (body, *_) = bodies()
    found = Position.from_body(json.loads(json.dumps(body)))
    assert found == Position(
        212,
        "PRPVJ",
        1,
        "n",
        valid_if_pending=True,
        item=1,
        secret="eykmb6wz5jhjupp83g9syx8ndttkvhys",
        valid_from=datetime(2023, 7, 4, 7, tzinfo=UTC),
        is_blocked=True,
        answers={1: TicketAnswer("Aucun", ("AUCUN",)), 2: TicketAnswer("17")},
        attention=True,
        text="À voir",
        seat="Rang A, place 12",
        pseudonym="ELQFTXHDK9",
        addons=found.addons,
    )
    assert "Thérèse" not in str(body)


def test_an_addon_has_the_state_of_its_order():
    (addon,) = Position.from_body(bodies()[0]).addons
    assert (addon.status, addon.order, addon.valid_if_pending, addon.text) == ("n", "PRPVJ", True, "À voir")
    assert addon.addon_to == 212


def test_a_position_is_small():
    assert len(body_text(bodies()[1])) < 150
    assert len(body_text(bodies()[0])) < 600


def test_a_secret_finds_the_ticket_or_its_addon():
    position = Position.from_body(bodies()[0])
    assert position.with_secret("s213") == position.addons[0]
    assert position.with_secret(position.secret) == position
    assert position.with_secret("s214") is None


LIST = {
    "id": 6,
    "name": "Petit-déjeuner",
    "all_products": False,
    "limit_products": [1, 3],
    "subevent": 2,
    "include_pending": True,
    "allow_multiple_entries": True,
    "allow_entry_after_exit": True,
    "addon_match": True,
    "rules": {"and": [{"==": [{"var": "product"}, 4]}]},
    "exit_all_at": "2023-07-04T23:00:00+02:00",
    "ignore_in_statistics": False,
}


def test_a_check_in_list_is_read_from_the_api_and_comes_back_from_its_entry():
    found = CheckInList.from_body(LIST)
    assert (found.products, found.subevent, found.rules, found.has_product(3), found.has_product(4)) == (
        (1, 3),
        2,
        LIST["rules"],
        True,
        False,
    )
    assert CheckInList.from_body(json.loads(body_text(found.body()))) == found
    assert CheckInList(1, "Accueil", all_products=True).body() == {"id": 1, "name": "Accueil", "all_products": True}


QUESTION = {
    "id": 1,
    "identifier": "REGIME",
    "question": {"fr": "Régime", "en": "Diet", "de": "Kost"},
    "help_text": None,
    "type": "C",
    "required": True,
    "ask_during_checkin": True,
    "show_during_checkin": True,
    "items": [1, 3],
    "options": [{"id": 4, "identifier": "VEGE", "answer": {"fr": "Végétarien"}, "position": 0}],
    "dependency_question": 9,
    "dependency_values": ["True"],
    "position": 3,
    "valid_number_min": "18.000000",
    "valid_string_length_max": 9,
}
ITEM = {
    "id": 4,
    "name": {"de": "Gast"},
    "checkin_attention": True,
    "checkin_text": "Pochette",
    "admission": True,
    "media_policy": "new",
    "media_type": "barcode",
    "variations": [{"id": 2, "value": {"fr": "Matin"}, "checkin_text": "Matin seulement"}],
    "position": 5,
}
EVENT = {
    "slug": "rencontre",
    "name": {"fr": "9e Rencontre"},
    "timezone": "Europe/Paris",
    "date_from": "2023-07-04T09:00:00+02:00",
    "date_to": None,
    "date_admission": "2023-07-04T08:00:00+02:00",
    "has_subevents": True,
    "valid_keys": {"pretix_sig1": ["a2V5"]},
}


def test_a_question_comes_back_from_its_entry():
    found = Question.from_body(QUESTION)
    assert found.texts == {"fr": "Régime", "en": "Diet", "de": "Kost"}
    assert (found.depends_on, found.needed_answers) == (9, ("True",))
    assert found.limits == {"valid_number_min": "18.000000", "valid_string_length_max": "9"}
    assert Question.from_body(json.loads(body_text(found.body()))) == found


@pytest.mark.parametrize(("limit", "kept"), [(0, {"valid_number_max": "0"}), (False, {}), ([9], {}), ("", {})])
def test_nought_is_a_limit_and_what_cannot_be_one_is_none(limit, kept):
    found = Question.from_body({"id": 1, "valid_number_max": limit})
    assert found.limits == kept
    assert Question.from_body(json.loads(body_text(found.body()))) == found


def test_a_product_comes_back_from_its_entry():
    found = Product.from_body(ITEM)
    assert (found.needs_medium, found.variation(2).text, found.variation(3)) == (True, "Matin seulement", None)
    assert Product.from_body(json.loads(body_text(found.body()))) == found


def test_the_ticketing_comes_back_from_its_entry():
    found = Ticketing.from_event("https://billets.exemple", "pionniers", EVENT)
    assert (found.event, found.keys, found.date_to, found.is_series) == ("rencontre", ("a2V5",), None, True)
    assert Ticketing.from_body(json.loads(body_text(found.body()))) == found
    assert replace(found, products=(Product(1),)).product(1) == Product(1)


@pytest.mark.parametrize(
    ("texts", "taken"),
    [
        ({"fr": "Oui", "en": "Yes", "de": "Ja"}, "Yes"),
        ({"fr": "Oui", "de": "Ja", "en": ""}, "Ja"),
        ({"nl": "Ja"}, "Ja"),
        ("Oui", "Oui"),
        (None, ""),
    ],
)
def test_a_text_is_taken_in_the_language_of_checkin_else_in_that_of_the_event_else_in_any(texts, taken):
    assert translated(as_translations(texts), ("en", "de")) == taken


def test_a_server_s_texts_are_kept_in_the_languages_that_are_wanted_those_of_options_too():
    row = {
        "id": 1,
        "question": {"de": "Essen?", "fr": "Repas ?", "en": "Lunch?"},
        "options": [{"identifier": "V", "answer": {"de": "Vegan", "fr": "Végan"}}, {"answer": {"nl": "Vis"}}],
    }
    assert in_languages(row, ("en", "fr")) == {
        "id": 1,
        "question": {"fr": "Repas ?", "en": "Lunch?"},
        "options": [{"identifier": "V", "answer": {"fr": "Végan"}}, {"answer": {"nl": "Vis"}}],
    }


def test_the_languages_of_an_event_are_in_its_entry_and_an_older_entry_is_french():
    found = replace(Ticketing.from_event("https://p.test", "o", EVENT), languages=("en", "de"))
    assert Ticketing.from_body(json.loads(body_text(found.body()))).languages == ("en", "de")
    assert Ticketing.from_body({"address": "https://p.test"}).languages == ("fr",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2023-07-04T09:00:00Z"),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values, max_size=3),
    max_leaves=6,
)


def with_any_values(example):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(example, JSON)) | JSON


@given(with_any_values(LIST), with_any_values(QUESTION), with_any_values(ITEM), with_any_values(EVENT))
def test_nothing_that_an_entry_holds_is_an_error(check_in_list, question, item, event):
    for kind, found in ((CheckInList, check_in_list), (Question, question), (Product, item), (Ticketing, event)):
        value = kind.from_body(found)
        assert kind.from_body(value.body()) == value


@given(
    with_any_values({**bodies()[0], "addons": []}),
    with_any_values(ORDER),
    st.lists(with_any_values(ORDER["positions"][0]), max_size=3),
)
def test_no_order_is_an_error(body, order, positions):
    assert isinstance(Position.from_body(body), Position)
    if isinstance(order, dict):
        for _, made in order_bodies({**order, "positions": positions}):
            assert isinstance(Position.from_body(made), Position)
