# SPDX-License-Identifier: GPL-3.0-or-later
"""The sessions a list speaks of, before there is a programme."""

import pytest

from checkin.core.lists.listed_person import SessionNames
from checkin.core.lists.session_columns import MOST, find_session_titles
from checkin.core.programme.programme import Session


def under(*texts):
    return [("Ateliers", text) for text in texts]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (under("Atelier A", "Atelier B", "atelier a"), ("Atelier A", "Atelier B")),
        (under("Atelier 10; Atelier 2", "Atelier 1\nAtelier 2"), ("Atelier 1", "Atelier 2", "Atelier 10")),
        (under("Eau, Sols", "Eau, Air", "Air, Sols"), ("Air", "Eau", "Sols")),
        (under("Eau, forêts et climat", "Mobilités"), ("Eau, forêts et climat", "Mobilités")),
        (under("Eau, Sols, ", "Eau, Air", "Air,  Sols"), ("Air", "Eau", "Sols")),
        (under("non", "–", "aucun", "04/07/2023 09:00", ""), ()),
        (
            under("Atelier A", "Pas d’atelier", "pas d'atelier.", "Aucun atelier", "sans atelier", "No workshop"),
            ("Atelier A",),
        ),
        (under("Sans-abri et ville", "Pas à pas"), ("Pas à pas", "Sans-abri et ville")),
        ([("Atelier Eau", "oui"), ("Atelier Air", "x"), ("Atelier Air", "non")], ("Atelier Air", "Atelier Eau")),
    ],
)
def test_the_sessions_that_people_name_are_found_once_in_their_order(cells, said):
    assert find_session_titles(cells) == said


@pytest.mark.parametrize(
    "texts",
    [
        ("Atelier A", "Atelier A – Écoute"),
        ("Atelier A", "Atelier A (complet)", "Atelier B"),
        ("Atelier A", "Atelier A."),
        ("C", "C++", "C#"),
        ("🎉", "★"),
    ],
)
def test_taken_into_the_programme_each_is_the_session_that_its_text_names(texts):
    titles = find_session_titles(under(*texts))
    names = SessionNames([Session(f"id-{title}", title) for title in titles])
    assert [names.read(text) for text in texts] == [((f"id-{text}",), ()) for text in texts]


def test_what_people_write_freely_is_no_programme():
    assert find_session_titles(under(*(f"Texte {n}" for n in range(MOST)))) != ()
    assert find_session_titles(under(*(f"Texte {n}" for n in range(MOST + 1)))) == ()


@pytest.mark.parametrize(
    "text", ["Pas d’atelier", "aucun", "Aucun atelier", "(aucune session)", "ne participe pas", "néant"]
)
def test_who_goes_to_no_session_names_none_that_is_unknown(text):
    assert SessionNames([Session("eau", "Atelier Eau")]).read(text) == ((), ())
