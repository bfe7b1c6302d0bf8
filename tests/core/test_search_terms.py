# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.search_terms import build_search_terms, endings, fuzzy_words, without_top_level
from tests.builders import an_attendee


def spelled(**fields):
    return build_search_terms(an_attendee(**{"first_name": "", "last_name": "", **fields}), fields.pop("codes", ()))


def test_a_name_with_particles_begins_behind_each_of_them():
    assert spelled(last_name="de La Fournière").last_name == "delafourniere lafourniere fourniere"


def test_a_name_that_is_a_particle_stays_a_name():
    assert spelled(last_name="Le").last_name == "le"
    assert spelled(last_name="Ben Saïd").last_name == "bensaid said"


def test_every_word_of_a_name_can_be_typed_alone_or_with_what_follows():
    found = spelled(first_name="Jean-Baptiste", last_name="Saint-Jean d’Angély")
    assert (found.first_name, found.last_name) == ("jeanbaptiste", "saintjeandangely")
    assert set(found.name_parts.split()) == {
        *("jean", "baptiste", "saint", "d", "angely"),
        *("jeandangely", "dangely"),
    }


@pytest.mark.parametrize(
    ("organisation", "typed"),
    [
        ("Communauté de communes du Pays d’Iroise", "ccpi cdcdpdi diroise iroise"),
        ("Agence nationale de la cohésion des territoires", "anct"),
        ("Centre de gestion", "cdg cg"),
        ("Ville de Saint-Renan", "saintrenan saint renan vsr"),
        ("ANCT", "anct"),
    ],
)
def test_an_organisation_is_typed_by_words_and_initials(organisation, typed):
    assert set(typed.split()) <= set(spelled(organisation=organisation).organisation.split())


def test_one_word_has_no_initial():
    assert spelled(organisation="Orange").organisation == "orange"


def test_both_ends_of_a_code_are_beginnings_without_its_hyphens():
    found = build_search_terms(an_attendee(), ["AB-12/xyz", "", "77"])
    assert (found.codes, found.codes_backwards) == ("77 ab12xyz", "77 zyx21ba")


def test_of_an_address_all_counts_but_what_half_of_all_people_share():
    assert spelled(email="jean.dupont@ville-brest.example").email == "brest dupont jean jeandupont ville"
    assert without_top_level("Jean Dupont, Brest.") == "Jean Dupont, Brest."


def test_an_error_is_forgiven_in_names_and_organisation_not_in_codes_and_addresses():
    said = fuzzy_words(build_search_terms(an_attendee(organisation="Ville", email="qqq@rrr.fr"), ["SSSS"]))
    assert {"eleonore", "ville"} <= said
    assert said.isdisjoint({"qqq", "rrr", "ssss"})


def test_the_inside_of_a_word_begins_its_endings():
    assert endings("emarti") == ["marti", "arti", "rti"]
    assert endings("abc") == []
