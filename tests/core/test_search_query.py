# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.search_terms import MatchRank, build_search_terms, nearness, rank_match, read_query
from tests.builders import an_attendee

PERSON = build_search_terms(
    an_attendee(
        first_name="Jean-Baptiste",
        last_name="de La Fournière",
        organisation="Communauté de communes du Pays d’Iroise",
        email="jb@iroise.example",
    ),
    ["NJDUBHLF"],
)


@pytest.mark.parametrize("typed", ["", "e", " - ", "%", "_", "'", "\0", "🦊", "()"])
def test_less_than_two_letters_ask_for_nobody(typed):
    assert read_query(typed) is None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fo", MatchRank.LAST_NAME),
        ("la fourniere", MatchRank.LAST_NAME),
        ("lafour", MatchRank.LAST_NAME),
        ("jeanbap", MatchRank.FIRST_NAME),
        ("fourniere jean", MatchRank.FIRST_NAME),
        ("bapt", MatchRank.NAME_PART),
        ("bapt j", MatchRank.NAME_PART),
        ("ccpi", MatchRank.ORGANISATION),
        ("fourniere diroise", MatchRank.ORGANISATION),
        ("jb@iroise.exa", MatchRank.EMAIL),
        ("njdu", MatchRank.CODE),
        ("bhlf", MatchRank.CODE),
        ("njd", None),
        ("dubh", None),
        ("four zz", None),
    ],
)
def test_a_person_answers_where_all_words_begin_theirs(typed, expected):
    assert rank_match(read_query(typed), PERSON) is expected


def test_who_lacks_the_particle_comes_behind_who_has_it():
    with_it, without = (build_search_terms(an_attendee(last_name=name), ()) for name in ("Le Goff", "Goffinet"))
    query = read_query("le goff")
    assert rank_match(query, with_it) < rank_match(query, without)


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("de la fourniere", ("fourniere",)),
        ("jean le goff", ("jean", "goff")),
        ("le g", ()),
        ("martin d", ()),
        ("d martin", ()),
        ("martin de", ()),
        ("le", ()),
    ],
)
def test_particles_are_not_needed_but_initials_and_unfinished_words_are(typed, bare):
    assert read_query(typed).bare == bare


def test_what_is_written_in_one_word_may_be_typed_in_two():
    for name, typed in (("Legoff", "le goff"), ("Nguyen", "n'guyen"), ("Delafournière", "de la fourniere")):
        assert rank_match(read_query(typed), build_search_terms(an_attendee(last_name=name), ())) is not None


def test_of_a_pasted_page_only_the_beginning_is_looked_at():
    query = read_query("martin " * 10_000)
    assert query.phrasings[0] == ("martin",) * 6


def test_a_word_that_is_nearly_one_of_theirs_is_better_than_a_beginning():
    assert nearness({"fourniere", "xx"}, PERSON) is MatchRank.NEAR
    assert nearness({"fourn"}, PERSON) is MatchRank.NEAR_BEGINNING
    assert nearness({"njdubhlf"}, PERSON) is None
