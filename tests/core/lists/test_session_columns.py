# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns that say who goes to which session, among all that is ticked in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.mapping_guess import guess_mapping

PEOPLE = (
    ("Le Goff", "Anne"),
    ("Dupont", "Jean"),
    ("Martin", "Chloé"),
    ("Petit", "Luc"),
    ("Roux", "Zoé"),
    ("Blanc", "Élise"),
)
MARKS = ("x", "oui", "✓", "1", "X", "Yes", "☑")


def a_list(titles, marks, above=()):
    """Return a list of six people with one column a title; `marks` are repeated down the columns."""
    header = ListRow(1 + bool(above), ("Nom", "Prénom", *titles))
    rows = []
    for number, name in enumerate(PEOPLE):
        cells = [marks[(number + column) % len(marks)] for column in range(len(titles))]
        rows.append(ListRow(header.number + 1 + number, (*name, *cells)))
    return [*([ListRow(1, ("", "", *above))] if above else []), header, *rows]


def sessions_of(rows):
    mapping = guess_mapping(rows)
    return [mapping.titles[index] for index, kind in sorted(mapping.columns.items()) if kind is ListField.SESSIONS]


PATTERNS = (
    ("A1 – Rivières", "A2 – Sols", "B1 – Forêts"),
    ("W1 Soil", "W2 Water"),
    ("A1", "A2", "A3"),
    ("9h - Rivières", "11h - Sols"),
    ("14:30 Soil", "16:00 Water"),
    ("Conférence 1", "Conférence 2"),
    ("Table ronde : eau", "Table ronde : sols"),
    ("Workshop A", "Workshop B"),
    ("Visite de la mine", "Visite du barrage"),
)

NO_SESSIONS = (
    "Newsletter",
    "Newsletter des ateliers",
    "Droit à l’image",
    "J’accepte d’être photographié pendant les ateliers",
    "12h - Déjeuner",
    "Repas du soir",
    "Cocktail",
    "RGPD",
    "Photo consent",
    "Lunch",
    "Adhérent",
    "Végétarien",
    "Parking",
)


@pytest.mark.parametrize("titles", PATTERNS)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_under_titles_of_one_pattern_are_sessions(titles, mark):
    assert sessions_of(a_list(titles, (mark, "", mark, ""))) == list(titles)


def test_a_consent_that_nobody_gave_is_no_session():
    people = a_list(("Workshop A", "Newsletter des ateliers", "Workshop B"), ("x",))
    ticked_by_nobody = [people[0], *(ListRow(row.number, (*row.cells[:3], "", row.cells[4])) for row in people[1:])]
    assert sessions_of(ticked_by_nobody) == ["Workshop A", "Workshop B"]


@given(st.sampled_from(PATTERNS), st.lists(st.sampled_from(NO_SESSIONS), max_size=4, unique=True), st.randoms())
def test_what_is_ticked_besides_is_none_wherever_it_stands(pattern, others, dice):
    titles = [*pattern, *others]
    dice.shuffle(titles)
    marks = [dice.choice([dice.choice(MARKS), ""]) for _ in range(7)] + ["x"]
    assert set(sessions_of(a_list(titles, marks))) <= set(pattern)
    assert set(sessions_of(a_list(titles, ("x", "oui", "")))) == set(pattern)


@given(st.lists(st.sampled_from(NO_SESSIONS), min_size=1, max_size=5, unique=True))
def test_a_list_of_consents_and_meals_has_no_session(titles):
    assert sessions_of(a_list(titles, ("x", "", "oui", "non"))) == []
    assert sessions_of(a_list(titles, ("x", ""), above=("Ateliers",))) == []


def test_marks_under_a_band_of_sessions_are_sessions():
    rows = a_list(("Rivières", "Sols", "Déjeuner"), ("x", "", "oui"), above=("Ateliers de l’après-midi", "", ""))
    assert sessions_of(rows) == ["Rivières", "Sols"]


def test_the_name_of_the_event_above_the_list_is_no_band():
    rows = a_list(("Vote", "Pouvoir"), ("x", ""), above=())
    titled = [ListRow(1, ("Séminaire et ateliers", "", "", "12 mars")), *(ListRow(r.number + 1, r.cells) for r in rows)]
    assert sessions_of(titled) == []


def test_a_single_ticked_column_of_no_pattern_is_kept_as_it_is():
    assert sessions_of(a_list(("B12",), ("x", ""))) == []
    assert sessions_of(a_list(("J1", "J2"), ("x", ""))) == []


def test_cells_that_are_names_of_sessions_are_sessions_under_any_title():
    rows = a_list(("Choix 1", "Choix 2"), ("Atelier Sols", "Atelier Eau", "A3 – Rivières"))
    assert sessions_of(rows) == ["Choix 1", "Choix 2"]
