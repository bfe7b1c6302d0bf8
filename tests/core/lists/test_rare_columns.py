# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns under rare titles: taken for what stands in them, and not for what their title alone may mean."""

import pytest

from checkin.core.attendee import Status
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.lists.status_words import read_status
from checkin.documents.spreadsheets import list_knowledge

NAMES = ("Abgrall", "Aubry", "Barre", "Belhadj", "Benard", "Benmoussa", "Calder", "Debray", "Ghezali", "Kone")


def held(title, *cells):
    """What a column called so is held for, beside names."""
    lines = [("Nom", "Prénom", title), *((name, "Zoé", cell) for name, cell in zip(NAMES, cells, strict=False))]
    rows = [ListRow(number, line) for number, line in enumerate(lines, 1)]
    return guess_mapping(rows).columns.get(2)


@pytest.mark.parametrize(
    "title",
    [
        "Au titre de",
        "Collège",
        "Vous venez comme",
        "À quel titre participez-vous ?",
        "En qualité de",
        "Attending as",
        "Teilnahme als",
        "Eintrittsart",
        "En calidad de",
        "Perfil",
        "In qualità di",
        "Profilo",
    ],
)
def test_a_few_words_under_a_rare_title_of_categories_are_categories(title):
    assert held(title, *("Élus", "Agents") * 5) is ListField.CATEGORY


def test_words_of_usual_categories_need_no_title_that_says_so():
    assert held("Ville d’origine du groupe", *("Adhérent", "Non-adhérent") * 5) is ListField.CATEGORY
    assert held("Vous êtes :", *("Intervenant", "Presse") * 5) is ListField.CATEGORY


def test_the_same_titles_above_other_things_are_not():
    schools = [f"Collège Jean-Moulin de Ville{n}" for n in range(10)]
    assert held("Collège", *schools) is not ListField.CATEGORY
    assert held("Profil", *[f"https://x.example/{n}" for n in range(10)]) is not ListField.CATEGORY
    assert held("Représentant", *("Mairie", "Région") * 5) is ListField.ORGANISATION


@pytest.mark.parametrize(("title", "kept"), [("Règlement", None), ("Mode de règlement", None), ("Paiement", None)])
def test_the_way_of_paying_is_no_status(title, kept):
    assert held(title, *("Chèque", "Carte bancaire", "Virement", "Gratuit", "Espèces") * 2) is kept


def test_a_payment_that_was_made_or_not_is_one():
    assert held("Règlement", *("Payé", "En attente") * 5) is ListField.STATUS
    assert held("Règlement", *("Oui", "Non") * 5) is ListField.STATUS


def test_a_club_is_an_organisation_and_a_race_a_category():
    assert held("Club", *("AC Landerneau", "Stade brestois") * 5) is ListField.ORGANISATION
    assert held("Course", *("10 km", "21 km") * 5) is ListField.CATEGORY


def test_marks_under_two_letters_and_a_number_are_sessions():
    lines = [("Nom", "AG 1", "AG 2"), *((name, "x" if n % 2 else "", "x") for n, name in enumerate(NAMES))]
    rows = [ListRow(number, line) for number, line in enumerate(lines, 1)]
    assert [guess_mapping(rows).columns.get(n) for n in (1, 2)] == [ListField.SESSIONS] * 2


def test_what_somebody_wants_to_say_is_a_note():
    assert held("Avez-vous quelque chose à nous dire ?", "Arrive à 11 h", *[""] * 8, "Fauteuil") is ListField.NOTE


def test_an_abbreviated_participant_is_one():
    assert held("Familienname d. Teiln.", *NAMES) is ListField.LAST_NAME


KNOWN = list_knowledge()


def mapped(*lines):
    rows = [ListRow(number, tuple(line.split("|"))) for number, line in enumerate(lines, 1)]
    mapping = guess_mapping(rows, known=KNOWN)
    return {mapping.titles[index]: kind.value for index, kind in mapping.columns.items()}


def test_guests_of_a_few_are_not_the_people_of_the_list():
    lines = [f"Dr Zoé {name.upper()}|z{n}@x.example||" for n, name in enumerate(NAMES)]
    found = mapped("USR_LIB|USR_MAIL|guest.lastname|guest.firstname", *lines, "M. Ada NOIR|n@x.example|Roux|Luc")
    assert found == {"USR_LIB": "full_name", "USR_MAIL": "email"}


def test_a_second_name_beside_an_empty_one_and_a_first_name_is_the_last_name():
    found = mapped("prenom|name2|name", *[f"Zoé|{name}|" for name in NAMES])
    assert (found["prenom"], found["name2"]) == ("first_name", "last_name")


def test_letters_between_people_do_not_hide_what_the_columns_hold():
    lines = [f"{first}|{name}|{first.lower()}@x.example" for first, name in zip(FIRST, NAMES, strict=True)]
    listed = [line for letter, line in zip("ABCDEFGHIJ", lines, strict=True) for line in (f"{letter}||", line)]
    assert sorted(mapped(*listed).values()) == ["email", "first_name", "last_name"]


FIRST = ("Léa", "Souad", "Yann", "Tahar", "Pedro", "Helga", "Fouad", "Lamia", "Marc", "Julie")


def test_a_remark_in_a_title_does_not_change_what_its_words_mean():
    assert read_status("Valide (facultatif)", "Non") is read_status("Valide", "Non") is Status.CANCELLED
