# SPDX-License-Identifier: GPL-3.0-or-later
"""What is pulled from a ticketing, as values and as the JSON of entries."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import BODY_LIMIT, EntryKind, body_text
from checkin.core.json_values import as_translations
from checkin.core.message import UserError
from checkin.core.ticketing.position import Position, TicketAnswer, order_bodies
from checkin.core.ticketing.questions import (
    Question,
    QuestionOption,
    QuestionType,
    in_languages,
    is_valid_answer,
    translated,
    write_answer,
)
from checkin.core.ticketing.ticket_rules import CheckInList, open_questions
from checkin.core.ticketing.ticketing import Product, Ticketing, fitted, fitted_entry

ORDER = json.loads("""{
"code": "PRPVJ", "status": "n", "valid_if_pending": true, "require_approval": false,
"checkin_attention": true, "checkin_text": "À voir", "positions": [
 {"id": 212, "positionid": 1, "item": 1, "variation": null, "subevent": null, "addon_to": null,
  "secret": "eykmb6wz5jhjupp83g9syx8ndttkvhys", "attendee_name": "Thérèse Bœuf", "pseudonymization_id": "ELQFTXHDK9",
  "answers": [{"question": 1, "answer": "Aucun", "option_identifiers": ["AUCUN"]},
              {"question": 2, "answer": "17", "option_identifiers": []}],
  "seat": {"id": 3, "name": "Rang A, place 12"}, "blocked": ["api:litige"],
  "valid_from": "2023-07-04T09:00:00+02:00", "valid_until": null},
 {"id": 213, "positionid": 2, "item": 5, "secret": "s213", "addon_to": 212, "answers": []},
 {"id": 214, "positionid": 3, "item": 1, "secret": "s214", "addon_to": null, "answers": []},
 {"id": 215, "positionid": 4, "item": 5, "secret": "s215", "addon_to": 999, "answers": []}]}""")


def bodies():
    return [body for _, body in order_bodies(ORDER)]


def test_an_order_gives_its_tickets_with_their_addons():
    positions = [Position.from_body(body) for body in bodies()]
    assert [(p.id, [a.id for a in p.addons]) for p in positions] == [(212, [213]), (214, []), (215, [])]
    (addon,) = Position.from_body(bodies()[0]).addons
    assert (addon.status, addon.order, addon.valid_if_pending, addon.text) == ("n", "PRPVJ", True, "À voir")
    assert addon.addon_to == 212
    position = Position.from_body(bodies()[0])
    assert position.with_secret("s213") == position.addons[0], "a secret finds the ticket or its addon"
    assert position.with_secret(position.secret) == position
    assert position.with_secret("s214") is None
    assert len(body_text(bodies()[1])) < 150, "a position is small"
    assert len(body_text(bodies()[0])) < 600


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


LIST = json.loads("""{
"id": 6, "name": "Petit-déjeuner", "all_products": false, "limit_products": [1, 3], "subevent": 2,
"include_pending": true, "allow_multiple_entries": true, "allow_entry_after_exit": true, "addon_match": true,
"rules": {"and": [{"==": [{"var": "product"}, 4]}]}, "exit_all_at": "2023-07-04T23:00:00+02:00",
"ignore_in_statistics": false}""")
QUESTION = json.loads("""{
"id": 1, "identifier": "REGIME", "question": {"fr": "Régime", "en": "Diet", "de": "Kost"}, "help_text": null,
"type": "C", "required": true, "ask_during_checkin": true, "show_during_checkin": true, "items": [1, 3],
"options": [{"id": 4, "identifier": "VEGE", "answer": {"fr": "Végétarien"}, "position": 0}], "position": 3,
"dependency_question": 9, "dependency_values": ["True"],
"valid_number_min": "18.000000", "valid_string_length_max": 9}""")
ITEM = json.loads("""{
"id": 4, "name": {"de": "Gast"}, "checkin_attention": true, "checkin_text": "Pochette", "admission": true,
"media_policy": "new", "media_type": "barcode", "position": 5,
"variations": [{"id": 2, "value": {"fr": "Matin"}, "checkin_text": "Matin seulement"}]}""")
EVENT = json.loads("""{
"slug": "rencontre", "name": {"fr": "9e Rencontre"}, "timezone": "Europe/Paris", "has_subevents": true,
"date_from": "2023-07-04T09:00:00+02:00", "date_to": null, "date_admission": "2023-07-04T08:00:00+02:00",
"valid_keys": {"pretix_sig1": ["a2V5"]}}""")


def test_lists_questions_products_and_the_ticketing_come_back_from_their_entries():
    found = CheckInList.from_body(LIST)
    assert (found.products, found.subevent, found.rules) == ((1, 3), 2, LIST["rules"])
    assert (found.has_product(3), found.has_product(4)) == (True, False)
    assert CheckInList.from_body(json.loads(body_text(found.body()))) == found
    assert CheckInList(1, "Accueil", all_products=True).body() == {"id": 1, "name": "Accueil", "all_products": True}
    found = Question.from_body(QUESTION)
    assert found.texts == {"fr": "Régime", "en": "Diet", "de": "Kost"}
    assert (found.depends_on, found.needed_answers) == (9, ("True",))
    assert found.limits == {"valid_number_min": "18.000000", "valid_string_length_max": "9"}
    assert Question.from_body(json.loads(body_text(found.body()))) == found
    found = Product.from_body(ITEM)
    assert (found.needs_medium, found.variation(2).text, found.variation(3)) == (True, "Matin seulement", None)
    assert Product.from_body(json.loads(body_text(found.body()))) == found
    found = Ticketing.from_event("https://billets.exemple", "pionniers", EVENT)
    assert (found.event, found.keys, found.date_to, found.is_series) == ("rencontre", ("a2V5",), None, True)
    assert Ticketing.from_body(json.loads(body_text(found.body()))) == found
    assert replace(found, products=(Product(1),)).product(1) == Product(1)
    found = replace(Ticketing.from_event("https://p.test", "o", EVENT), languages=("en", "de"))
    assert Ticketing.from_body(json.loads(body_text(found.body()))).languages == ("en", "de")
    assert Ticketing.from_body({"address": "https://p.test"}).languages == ("fr",)


@pytest.mark.parametrize(("limit", "kept"), [(0, {"valid_number_max": "0"}), (False, {}), ([9], {}), ("", {})])
def test_nought_is_a_limit_and_what_cannot_be_one_is_none(limit, kept):
    found = Question.from_body({"id": 1, "valid_number_max": limit})
    assert found.limits == kept
    assert Question.from_body(json.loads(body_text(found.body()))) == found


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
    asked, wanted = {"de": "Essen?", "fr": "Repas ?", "en": "Lunch?"}, {"fr": "Repas ?", "en": "Lunch?"}
    options = [{"identifier": "V", "answer": {"de": "Vegan", "fr": "Végan"}}, {"answer": {"nl": "Vis"}}]
    kept = [{"identifier": "V", "answer": {"fr": "Végan"}}, {"answer": {"nl": "Vis"}}]
    found = in_languages({"id": 1, "question": asked, "options": options}, ("en", "fr"))
    assert found == {"id": 1, "question": wanted, "options": kept}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2023-07-04T09:00:00Z"),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values, max_size=3),
    max_leaves=6,
)


def with_any_values(example):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(example, JSON)) | JSON


@settings(max_examples=50)
@given(with_any_values(LIST), with_any_values(QUESTION), with_any_values(ITEM), with_any_values(EVENT))
def test_nothing_that_an_entry_holds_is_an_error(check_in_list, question, item, event):
    for kind, found in ((CheckInList, check_in_list), (Question, question), (Product, item), (Ticketing, event)):
        value = kind.from_body(found)
        assert kind.from_body(value.body()) == value


@settings(max_examples=50)
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


WORDS = st.text("aé😀 ", max_size=600)

VALUES = st.recursive(
    WORDS | st.integers(0, 99), lambda v: st.lists(v, max_size=8) | st.dictionaries(WORDS, v, max_size=3)
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(["name", "answers", "custom", "texts"]), VALUES), st.integers(400, 2000))
def test_whatever_a_server_says_is_cut_to_the_size_that_is_wanted(body, most):
    cut = fitted(body, most)
    assert cut.keys() == body.keys()
    assert cut == body or len(json.dumps(body, ensure_ascii=False).encode()) > most
    assert fitted(cut, most) == cut


def test_a_code_is_never_cut_and_rules_that_do_not_fit_are_rules_that_nobody_knows():
    body = {"ticket_code": "s" * 300, "position": {"secret": "s" * 300}, "custom": {"Remarque": "mot " * 4000}}
    cut = fitted(body, BODY_LIMIT)
    assert cut["ticket_code"] == cut["position"]["secret"] == "s" * 300
    assert cut["custom"]["Remarque"].startswith("mot mot")
    assert body_text(cut)
    products = [{"lookup": ["product", str(number), "x" * 50]} for number in range(300)]
    many = CheckInList(1, "Salon", rules={"inList": [{"var": "product"}, {"objectList": products}]})
    _, subject, cut = fitted_entry((EntryKind.CHECK_IN_LIST_PLANNED, "1", many.body()))
    assert CheckInList.from_body(cut).rules == {"too long for an entry": []}
    assert (subject, cut["name"]) == ("1", "Salon")


PARIS = ZoneInfo("Europe/Paris")
DAY = date(2023, 7, 4)
OPTIONS = (QuestionOption(4, "VEGE"), QuestionOption(5, "VEGAN"), QuestionOption(6, "7"))


def question(kind, **fields):
    return Question(1, type=kind, options=OPTIONS, **fields)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("N", ["18", "-2.5", " 3 "], ["abc", "NaN", "1;2"]),
        ("S", ["texte"], []),
        ("B", ["True", "false", "oui"], []),
        ("C", ["VEGE", "5", "7"], ["VIANDE", "VEGE,VEGAN", "99"]),
        ("M", ["VEGE", "VEGE,VEGAN", "4,VEGAN"], ["VEGE,VIANDE", "VEGE,VEGE", "VEGE,"]),
        ("D", ["2023-07-04"], ["demain"]),
        ("H", ["09:30", "09:30:00"], ["9 h"]),
        ("W", ["2023-07-04T09:30:00+02:00", "2023-07-04 09:30"], ["demain"]),
        ("CC", ["FR", "fr"], ["XX", "France"]),
        ("TEL", ["+33 1 23 45"], []),
        ("F", ["file:6d3"], ["photo.jpg"]),
        ("new", ["anything"], []),
    ],
)
def test_each_type_has_its_answers(kind, good, bad):
    asked = question(kind)
    assert [text for text in good if not is_valid_answer(asked, text, PARIS)] == []
    assert [text for text in bad if is_valid_answer(asked, text, PARIS)] == []


@pytest.mark.parametrize("kind", list(QuestionType))
def test_an_empty_answer_passes_unless_the_question_is_required(kind):
    assert is_valid_answer(question(kind), "", PARIS)
    assert not is_valid_answer(question(kind, is_required=True), "", PARIS)


def test_a_required_yes_is_no_no():
    consent = question("B", is_required=True)
    assert is_valid_answer(consent, "True", PARIS)
    assert not is_valid_answer(consent, "False", PARIS)


@pytest.mark.parametrize(
    ("kind", "limits", "inside", "outside"),
    [
        ("N", {"valid_number_min": "18.0", "valid_number_max": "20"}, ("18", "20"), ("17.9", "21")),
        ("S", {"valid_string_length_min": "2", "valid_string_length_max": "3"}, ("ab", "abc"), ("a", "abcd")),
        ("D", {"valid_date_min": "2023-07-04"}, ("2023-07-04",), ("2023-07-03",)),
        ("W", {"valid_datetime_max": "2023-07-04T10:00:00Z"}, ("2023-07-04T12:00",), ("2023-07-04T12:01",)),
        ("N", {"valid_number_min": "much"}, ("1",), ()),
    ],
)
def test_limits_hold_at_both_ends(kind, limits, inside, outside):
    asked = question(kind, limits=limits)
    assert all(is_valid_answer(asked, text, PARIS) for text in inside)
    assert not any(is_valid_answer(asked, text, PARIS) for text in outside)


WRITTEN = {
    "N": {"12,5": "12.5", "1 000": "1000"},
    "D": {"4/7/2023": "2023-07-04", "5/7": "2023-07-05"},
    "H": {"9h30": "09:30:00"},
    "W": {"5/7 14:00": "2023-07-05T14:00:00+02:00"},
    "CC": {"fr": "FR"},
    "M": {"VEGE,VEGAN": "VEGE,VEGAN"},
    "S": {"  texte ": "texte", " ": ""},
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_people_type_is_written_as_the_ticketing_wants_it(kind):
    assert {typed: write_answer(question(kind), typed, DAY, PARIS) for typed in WRITTEN[kind]} == WRITTEN[kind]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("N", "douze"), ("D", "demain"), ("H", "25:00"), ("W", "x"), ("CC", "XX"), ("C", "VIANDE"), ("F", "x")],
)
def test_another_answer_is_refused_with_what_is_expected(kind, typed):
    with pytest.raises(UserError, match=r"Please|file"):
        write_answer(question(kind), typed, DAY, PARIS)
    with pytest.raises(UserError, match="has to be answered"):
        write_answer(question("S", is_required=True), " ", DAY, PARIS)


@given(st.sampled_from(list(QuestionType)), st.text(), st.booleans())
def test_what_is_written_is_what_the_server_takes(kind, typed, required):
    asked = question(kind, is_required=required)
    try:
        written = write_answer(asked, typed, DAY, PARIS)
    except UserError:
        return
    assert is_valid_answer(asked, written, PARIS)


def test_questions_are_open_in_their_order_until_they_are_answered():
    first, second = (Question(n, is_asked=True, products=(1,), place=place) for n, place in ((9, 1), (2, 2)))
    not_here, other = Question(3, products=(1,)), Question(4, is_asked=True, products=(2,))
    asked = (second, not_here, other, first)
    assert open_questions(asked, 1, (), {}, PARIS) == (first, second)
    assert open_questions(asked, 1, (9,), {2: ""}, PARIS) == ()
    assert open_questions((question("N", is_asked=True, products=(1,)),), 1, (), {1: "x"}, PARIS) != ()
