# SPDX-License-Identifier: GPL-3.0-or-later
"""Those whom somebody brings along: how lists name them, and what becomes of them."""

from dataclasses import replace

import pytest

from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.companions import CompanionTotals, columns_of, proposed_handling
from checkin.core.lists.list_fields import TWO_PEOPLE, CompanionHandling, ListField
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.listed_person import LONGEST_TEXT
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.documents.spreadsheets import list_knowledge
from tests.builders import a_programme
from tests.core.lists.people import rows_of

KEEP, NUMBER, PEOPLE = CompanionHandling
PROGRAMME = a_programme(sessions=(), speakers=())


def read(handling, *lines):
    rows = rows_of(*lines)
    return interpret_list(rows, PROGRAMME, replace(guess_mapping(rows), companions=handling))


def names(found):
    return [f"{person.first_name} {person.last_name}".strip() for person in found.people]


@pytest.mark.parametrize(
    ("titles", "places", "count"),
    [
        ("Nom|Accompagnant 1 nom|Accompagnant 1 prénom|Accompagnant 2 nom|Accompagnant 2 prénom", ((2, 1), (4, 3)), -1),
        ("Nom|Prénom de l’accompagnant|Nom de l’accompagnant|E-mail de l’accompagnant", ((1, 2),), -1),
        ("Nom|Accompagnant 1|Accompagnante 2", ((-1, 1), (-1, 2)), -1),
        ("Nom|Nombre d'accompagnants", (), 1),
        ("Nom|Nb accompagnants|Accompagnant", ((-1, 2),), 1),
        ("Name|Guest 1 name|Guest 2 name|Guest 2 diet", ((-1, 1), (-1, 2)), -1),
        ("Name|Guest of|Guest list|Invité par", (), -1),
        ("Nom|+1", ((-1, 1),), -1),
        ("Nom|Viendrez-vous accompagné(e) ?", ((-1, 1),), -1),
    ],
)
def test_the_columns_of_companions_are_known_by_their_titles(titles, places, count):
    found = columns_of(ColumnMapping(1, tuple(titles.split("|")), "", {0: ListField.FULL_NAME}))
    assert (found.places, found.count) == (places, count)


LIST = (
    "Nom|Prénom|Accompagnant 1 nom|Accompagnant 1 prénom|Accompagnant 2 nom|Accompagnant 2 prénom|Statut",
    "Durand|Marie|Durand|Paul|||Confirmé",
    "Petit|Max|||||Confirmé",
    "Roux|Zoé|Noir|Ada|oui||Annulé",
)


def test_companions_are_a_number_or_people_as_the_user_chooses():
    found = read(KEEP, *LIST)
    assert names(found) == ["Marie Durand", "Max Petit", "Zoé Roux"]
    assert found.companions == CompanionTotals(hosts=2, companions=3, unnamed=1)
    assert [person.places for person in found.people] == [1, 1, 1]
    assert found.people[0].custom["Accompagnant 1 nom"] == "Durand"
    assert [person.places for person in read(NUMBER, *LIST).people] == [2, 1, 3]
    found = read(PEOPLE, *LIST)
    assert names(found) == ["Marie Durand", "Paul Durand", "Max Petit", "Zoé Roux", "Ada Noir"]
    assert [(p.row, p.place, p.places) for p in found.people] == [(2, 0, 1), (2, 1, 1), (3, 0, 1), (4, 0, 2), (4, 1, 1)]
    assert [person.status.value for person in found.people] == ["confirmed"] * 3 + ["cancelled"] * 2


@pytest.mark.parametrize(
    ("written", "people", "places"),
    [
        ("Marie et Paul Durand", ["Marie Durand", "Paul Durand"], [1, 1]),
        ("M. et Mme Durand", ["M. Durand", "Mme Durand"], [1, 1]),
        ("Anne Petit & Paul Durand", ["Anne Petit", "Paul Durand"], [1, 1]),
        ("Durand +1", ["Durand"], [2]),
        ("Anne Durand (+2)", ["Anne Durand"], [3]),
        ("Anne Durand", ["Anne Durand"], [1]),
    ],
)
def test_two_in_the_cell_of_the_name_are_one_until_the_user_chooses(written, people, places):
    assert names(read(KEEP, "Nom complet|Ville", f"{written}|Lyon")) == [written]
    found = read(PEOPLE, "Nom complet|Ville", f"{written}|Lyon")
    assert (names(found), [person.places for person in found.people]) == (people, places)
    assert not [problem for problem in found.problems if problem.words is TWO_PEOPLE]
    (counted,) = read(NUMBER, "Nom complet|Ville", f"{written}|Lyon").people
    assert counted.places == sum(places)
    assert names(read(PEOPLE, "Nom|Prénom", "Durand|Jeanne et Abel")) == ["Jeanne Durand", "Abel Durand"]


def test_what_is_counted_and_what_is_not():
    lines = ("Nom|Prénom|Nombre d’accompagnants|Accompagnant", "Durand|Marie|3|Paul Durand", "Petit|Max|0|")
    assert [person.places for person in read(NUMBER, *lines).people] == [4, 1]
    assert [(p.last_name, p.places) for p in read(PEOPLE, *lines).people] == [
        ("Durand", 3), ("Paul Durand", 1), ("Petit", 1),
    ]  # fmt: skip
    lines = ("Durand|Marie|of the mayor", "Petit|Max|of the press", "Roux|Zoé|2 tables")
    assert read(NUMBER, "Nom|Prénom|Guests", *lines).companions.hosts == 0
    lines = ("Nom|Prénom|Nombre de personnes", "Durand|Marie|+2", "Petit|Max|3 personnes", "Roux|Zoé|1")
    found = read(KEEP, *lines)
    assert [person.places for person in found.people] == [3, 3, 1]
    assert found.problems == ()


@pytest.mark.parametrize(
    "title", ["+1", "+1 ?", "Accompagnants", "Nb accompagnants", "Guests", "Plus one", "Invités", "Extra guests"]
)
def test_a_number_of_companions_is_read_as_people_write_it(title):
    cells = ("+2", "2", "+1", "1 personne", "oui", "non", "", "2 pers.", "(+1)", "+ 3 invités")
    lines = (f"Nom|Prénom|{title}", *(f"Durand{n}|Marie|{cell}" for n, cell in enumerate(cells)))
    assert [person.places for person in read(NUMBER, *lines).people] == [3, 3, 2, 2, 2, 1, 1, 3, 2, 4]
    assert [person.places for person in read(PEOPLE, *lines).people] == [3, 3, 2, 2, 2, 1, 1, 3, 2, 4]


def test_a_companion_sits_where_the_person_sits_and_is_of_no_organisation():
    lines = (f"Durand{n}|Marie|Mairie de Lyon|{n}|A{n}|végétarien|Paul Durand{n}" for n in range(1, 9))
    guest = read(PEOPLE, "Nom|Prénom|Société|N° de table|Siège|Régime|Accompagnant", *lines).people[1]
    assert (guest.last_name, dict(guest.custom)) == ("Paul Durand1", {"N° de table": "1"})
    assert (guest.organisation, guest.email, guest.role) == ("", "", "")
    lines = (f"Durand{n}|Marie|Table {n // 4}|oui|Paul Durand{n}" for n in range(8))
    guest = read(PEOPLE, "Nom|Prénom|Place|Table ronde|Accompagnant", *lines).people[1]
    assert dict(guest.custom) == {"Place": "Table 0"}, "a seat that several share is a table and a round table is none"


GALA = (
    "Table|Convive|Accompagnant(s)",
    "1|Mme KERMAREC Jeanne|M. Paul LE GALL",
    "2|M. et Mme ROUDAUT Hervé|",
    "3|Mme LE BRAS Gwenaëlle|Mme Ana Gil et Mlle Inès Nédélec",
    "4|M. OLLIVIER Yann|Zoé Noir; Max Noir, Luc Noir",
    "5|Mme TANGUY Soizic|Mme Tanguy",
    "6|M. CADIOU Erwan|ABGRALL, Nolwenn",
)


def test_companions_are_divided_like_the_people_of_the_list_and_several_may_stand_in_a_cell():
    rows = rows_of(*GALA)
    known = list_knowledge()
    mapping = replace(guess_mapping(rows, known=known), companions=PEOPLE)
    found = interpret_list(rows, PROGRAMME, mapping, known=known)
    assert [f"{p.row} {p.first_name or '–'} {p.last_name}" for p in found.people] == [
        *("2 Jeanne KERMAREC", "2 Paul LE GALL", "3 – M. ROUDAUT Hervé", "3 – Mme ROUDAUT Hervé"),
        *("4 Gwenaëlle LE BRAS", "4 – Ana Gil", "4 Inès Nédélec"),  # Gil is a first name too
        *("5 Yann OLLIVIER", "5 Zoé Noir", "5 Max Noir", "5 Luc Noir"),
        *("6 Soizic TANGUY", "6 – Mme Tanguy", "7 Erwan CADIOU", "7 Nolwenn ABGRALL"),
    ]
    assert len({(person.row, person.place) for person in found.people}) == len(found.people)
    kept = interpret_list(rows, PROGRAMME, replace(mapping, companions=KEEP), known=known)
    assert (kept.people[1].first_name, kept.people[1].last_name) == ("", "M. et Mme ROUDAUT Hervé")


@pytest.mark.parametrize(
    ("own", "theirs", "kept"),
    [
        ("Régime", "Régime accompagnant", "Régime"),
        ("Régime alimentaire", "Régime alimentaire de l’accompagnant", "Régime alimentaire"),
        ("Votre régime alimentaire", "Régime alimentaire du conjoint", "Votre régime alimentaire"),
        ("Régime", "Régime invité 1", "Régime"),
        ("Diet", "Guest 1 diet", "Diet"),
        ("Diet", "Companion’s diet", "Diet"),
        ("Taille de t-shirt", "Taille de t-shirt accompagnant(e)", "Taille de t-shirt"),
        ("Ville", "Allergies de votre accompagnant", "Allergies"),
    ],
)
def test_what_the_list_says_of_a_companion_is_theirs(own, theirs, kept):
    found = read(PEOPLE, f"Nom|Prénom|{own}|{theirs}|Nom accompagnant 1", "Durand|Marie|A|B|Paul Noir", "Petit|Max|C||")
    host, guest, other = found.people
    assert (guest.last_name, dict(guest.custom)) == ("Paul Noir", {kept: "B"})
    assert (host.custom[own], other.custom[own]) == ("A", "C")


def test_each_companion_has_their_own_facts_and_the_address_of_none_is_another_s():
    found = read(
        PEOPLE,
        "Nom|Prénom|E-mail|Table|Régime|Invité 2 nom|Régime invité 2|E-mail invité 2|Invité 3 nom|Régime invité 3",
        "Durand|Marie|m@x.example|4|halal|Paul Noir|sans gluten|p@x.example|Zoé Noir|végétarien",
        "Petit|Max|x@x.example|5|||||Ève Blanc|",
    )
    assert [(p.last_name, p.email, p.custom.get("Régime"), p.custom["Table"]) for p in found.people] == [
        ("Durand", "m@x.example", "halal", "4"),
        ("Paul Noir", "p@x.example", "sans gluten", "4"),
        ("Zoé Noir", "", "végétarien", "4"),
        ("Petit", "x@x.example", None, "5"),
        ("Ève Blanc", "", None, "5"),
    ]


@pytest.mark.parametrize(
    ("title", "written", "field", "kept"),
    [
        ("E-mail", "-", "email", ""),
        ("E-mail", "pas d'adresse", "email", ""),
        ("E-mail", "Eve <eve@a.example>", "email", "eve@a.example"),
        ("E-mail", "eve@a,example", "email", "eve@a,example"),
        ("Téléphone", "n/a", "phone", ""),
        ("Remarques", "RAS", "note", ""),
        ("Régime", "-", "custom", {"Régime": "-"}),  # as it is kept of the person of the row
        ("Régime", "x" * 9_000, "custom", {"Régime": "x" * LONGEST_TEXT}),
    ],
)
def test_what_is_said_of_a_companion_is_read_as_what_is_said_of_others(title, written, field, kept):
    found = read(PEOPLE, f"Nom|Prénom|{title} accompagnant|Nom accompagnant", f"Durand|Marie|{written}|Ève Noir")
    assert getattr(found.people[1], field) == kept


def test_two_columns_of_remarks_on_a_companion_are_one_note_and_an_answer_is_no_name():
    titles = "Nom|Prénom|Remarques|Commentaire|Remarques accompagnant|Commentaire accompagnant|Nom accompagnant"
    found = read(PEOPLE, titles, "Durand|Marie|||fauteuil|arrive à 10 h|Ève Noir")
    assert found.people[1].note == "fauteuil\narrive à 10 h"
    lines = (
        "Nom|Prénom|Venez-vous accompagné ?|Nom de votre accompagnant",
        "Durand|Marie|oui|Paul Noir",
        "Petit|Max|oui|",
        "Roux|Zoé|non|",
    )
    found = read(PEOPLE, *lines)
    assert names(found) == ["Marie Durand", "Paul Noir", "Max Petit", "Zoé Roux"]
    assert [person.places for person in found.people] == [1, 1, 2, 1]


@pytest.mark.parametrize(
    ("lines", "proposed"),
    [
        (LIST, PEOPLE),
        (("Nom|Prénom|Nombre d’accompagnants", "Durand|Marie|2", "Petit|Max|0"), NUMBER),
        (("Nom|Prénom|Viendrez-vous accompagné(e) ?", "Durand|Marie|oui", "Petit|Max|non"), NUMBER),
        (("Nom|Prénom|Accompagnant", "Durand|Marie|", "Petit|Max|"), None),
        (("Nom|Prénom|Ville", "Durand|Marie|Lyon", "Petit|Max|Brest"), None),
        (("Nom|Prénom|Régimes des accompagnants", "Durand|Marie|halal, végé", "Petit|Max|végé"), None),
    ],
)
def test_companions_with_names_are_proposed_as_people_and_counted_ones_as_a_number(lines, proposed):
    rows = rows_of(*lines)
    assert proposed_handling(guess_mapping(rows)) is proposed
