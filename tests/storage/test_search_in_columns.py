# SPDX-License-Identifier: GPL-3.0-or-later
"""People are found by the list's other columns, behind those whose name was typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import EntryKind
from checkin.core.search_terms import MatchRank, build_search_terms
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from checkin.storage.people_search import PeopleSearch
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people

LISTED = (
    an_attendee(1, last_name="Abadie", custom={"Table": "7", "Régime alimentaire": "Végétarien", "T-shirt": "XL"}),
    an_attendee(2, last_name="Blanc", custom={"Place": "Table 7", "Régime alimentaire": "aucun"}),
    an_attendee(3, last_name="Colin", custom={"Table": "70", "Hôtel": "Ibis Gare de Lyon"}),
    an_attendee(4, last_name="Végéa", phone="06 12 34 56 78", order="A-1001", role="Trésorière adjointe"),
    an_attendee(5, last_name="Durand", custom={"Remarque": "mot " * 1200 + "fin"}),
    an_attendee(6, last_name="Riou", custom={"Table": "7", "Régime alimentaire": "Végétarien", "T-shirt": "M"}),
    an_attendee(7, last_name="Rioual", organisation="Table ronde", custom={"Table": "9", "T-shirt": "XL"}),
)
NAMES = {person.id: person.last_name for person in LISTED}


@pytest.fixture
def event(tmp_path):
    made = EventFile.create(tmp_path / "a.checkin", KEY)
    add_people(made, MORNING, *LISTED)
    yield made
    made.close()


def correct(event, person, changes):
    with transaction(event.db):
        event.journal.append(EntryKind.ATTENDEE_CORRECTED, person.id, {"changes": changes}, at=MORNING, desk="d")


def found(event, text):
    return [NAMES[match.attendee.id] for match in event.attendees.find(text, 30)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("table 7", ["Abadie", "Blanc", "Riou"]),
        ("table 70", ["Colin"]),
        ("table7", ["Abadie", "Blanc", "Riou"]),
        ("xl", ["Abadie", "Rioual"]),
        ("t-shirt xl", ["Abadie", "Rioual"]),
        ("végétarien", ["Abadie", "Riou"]),
        ("VEGETAR", ["Abadie", "Riou"]),
        ("régime alimentaire végétarien", ["Abadie", "Riou"]),
        ("alimentaire vegetarien", ["Abadie", "Riou"]),
        ("table 7 végétarien", ["Abadie", "Riou"]),
        ("végétarien table7 xl", ["Abadie"]),
        ("table 7 riou", ["Riou"]),
        ("riou table 7", ["Riou"]),
        ("table7 riou", ["Riou"]),
        ("table 7 rio", ["Riou"]),
        ("riou table 7 végét", ["Riou"]),
        ("table riou 7", ["Riou"]),
        ("riou xl", ["Rioual"]),
        ("table 9 riou", ["Rioual"]),
        ("table 7 colin", []),
        ("ibis lyon", ["Colin"]),
        ("06 12 34 56 78", ["Végéa"]),
        ("A-1001", ["Végéa"]),
        ("trésorière", ["Végéa"]),
        ("table", ["Rioual", "Blanc"]),
        ("régime", []),
    ],
)
def test_people_are_found_by_the_words_of_a_column_and_by_its_title_with_its_value(event, typed, names):
    assert found(event, typed) == names
    assert {NAMES[i] for i in PeopleSearch(event.db).all_ids(typed)} >= set(names)


def test_a_name_stands_before_a_value(event):
    assert found(event, "végé") == ["Végéa", "Abadie", "Riou"]
    ranks = [match.rank for match in event.attendees.find("végé", 30)]
    assert ranks == [MatchRank.LAST_NAME, MatchRank.COLUMN_BEGINNING, MatchRank.COLUMN_BEGINNING]


def test_a_value_that_changes_or_goes_is_no_longer_found(event):
    correct(event, LISTED[0], {"custom:Table": ["7", "12"], "custom:T-shirt": ["XL", ""]})
    assert found(event, "table 7") == ["Blanc", "Riou"]
    assert found(event, "table 12") == ["Abadie"]
    assert found(event, "xl") == ["Rioual"]


def test_the_index_is_whole_after_changes(event):
    correct(event, LISTED[0], {"custom:Table": ["7", "12"]})
    correct(event, LISTED[2], {"custom:Table": ["70", ""], "custom:Hôtel": ["Ibis Gare de Lyon", ""]})
    event.db.conn.execute("INSERT INTO column_search (column_search, rank) VALUES ('integrity-check', 1)")


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=60))
def test_any_column_gives_terms_that_are_words(title, value):
    terms = build_search_terms(an_attendee(custom={title: value}), ()).columns.split(" ")
    assert all(len(word) <= 24 and (word.isalnum() or not word) for word in terms)
