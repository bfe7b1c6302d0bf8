# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.column_mapping import NO_HEADER, NameSplit, header_signature, split_name, titles_of, to_body
from checkin.core.lists.list_difference import stated_fields
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.mapping_guess import guess_mapping, list_likeness, suggest_mapping
from checkin.core.lists.platforms import ListKnowledge, recognise
from checkin.core.message import UserError
from tests.builders import a_programme
from tests.platforms import PLATFORMS

PROGRAMME = a_programme()
F = ListField


def rows(*texts):
    return [ListRow(number, tuple(text.split("|"))) for number, text in enumerate(texts, start=1)]


def fields(mapping):
    return [mapping.columns.get(index) for index in range(len(mapping.titles))]


TABLE = rows("Journée du réseau||", "Nom|Prénom|Repas", "Dupré|Zoé|oui")


def test_a_column_given_another_field_is_taken_from_the_one_that_had_it():
    mapping = guess_mapping(TABLE).with_column(2, F.FIRST_NAME)
    assert fields(mapping) == [F.LAST_NAME, None, F.FIRST_NAME]
    assert fields(mapping.with_column(2, None)) == [F.LAST_NAME, None, None]


def test_several_columns_may_be_notes():
    assert fields(guess_mapping(TABLE).with_column(1, F.NOTE).with_column(2, F.NOTE)) == [F.LAST_NAME, F.NOTE, F.NOTE]


def test_a_column_left_out_is_not_read_and_says_nothing():
    roster = interpret_list(TABLE, PROGRAMME, guess_mapping(TABLE).without_column(2))
    assert dict(roster.people[0].custom) == {}
    assert "custom:Repas" not in stated_fields(roster)
    again = roster.mapping.with_column(2, None)
    assert dict(interpret_list(TABLE, PROGRAMME, again).people[0].custom) == {"Repas": "oui"}


def test_another_header_row_can_be_chosen():
    mapping = guess_mapping(rows("Nom|Prénom", "Nom|E-mail", "Dupré|z@x.fr"), header=2)
    assert (mapping.header, fields(mapping)) == (2, [F.LAST_NAME, F.EMAIL])


def test_a_list_without_a_header_is_read_when_somebody_says_so():
    table = rows("Dupré|Zoé", "Roux|Max")
    mapping = guess_mapping(table, header=0).with_column(0, F.LAST_NAME).with_column(1, F.FIRST_NAME)
    assert (mapping.titles, mapping.signature) == (("A", "B"), NO_HEADER)
    roster = interpret_list(table, PROGRAMME, mapping)
    assert [(p.row, p.first_name, p.last_name) for p in roster.people] == [(1, "Zoé", "Dupré"), (2, "Max", "Roux")]


@pytest.mark.parametrize("title", ["Prénom usuel", "Prénom d’usage", "PRENOMS"])
def test_first_names_are_called_in_many_ways(title):
    assert (
        guess_mapping(rows(f"Nom|{title}|E-mail", "Le Goff|Anne|anne@example.org")).columns[1] is ListField.FIRST_NAME
    )


@pytest.mark.parametrize("table", [[], rows(""), rows("Poste|Montant|TVA", "Traiteur|840|168")])
def test_guessing_never_fails_and_says_that_nobody_is_named(table):
    mapping = guess_mapping(table)
    assert not mapping.names_people
    with pytest.raises(UserError, match="No column of names"):
        interpret_list(table, PROGRAMME, mapping)


def test_the_same_titles_have_one_signature_however_they_are_dressed():
    assert header_signature(["NOM", "Prénom ", "É-mail", ""]) == header_signature(["Nom", "prenom", "e mail"])
    assert header_signature(["Nom", "Prénom"]) != header_signature(["Prénom", "Nom"])
    assert header_signature(["الاسم"]) != header_signature(["البريد"])
    assert header_signature(["", ""]) == NO_HEADER


def test_a_list_with_a_known_header_is_read_as_the_last_time():
    mapping = replace(guess_mapping(TABLE).with_column(1, F.ROLE).without_column(2), split=NameSplit.FIRST_WORD)
    moved = rows("x", "y", "NOM|prenom|repas|", "Roux|Max|non|")
    found = suggest_mapping(moved, {mapping.signature: to_body(mapping)})
    assert (found.header, fields(found)[:3], found.left_out, found.split) == (
        3,
        [F.LAST_NAME, F.ROLE, None],
        {2},
        NameSplit.FIRST_WORD,
    )
    assert suggest_mapping(rows("Nom|Ville"), {mapping.signature: to_body(mapping)}) == guess_mapping(rows("Nom|Ville"))


def test_a_list_without_header_is_read_as_the_last_one():
    mapping = guess_mapping(rows("Dupré|Zoé"), header=0).with_column(0, F.LAST_NAME)
    kept = {NO_HEADER: to_body(mapping)}
    assert fields(suggest_mapping(rows("Roux|Max"), kept)) == [F.LAST_NAME, None]
    assert fields(suggest_mapping(rows("–––|", "Prénom|Nom", "Max|Roux"), kept)) == [F.FIRST_NAME, F.LAST_NAME]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"columns": [[7, "Nom", "last_name"], [0, "Nom", "shoe_size"], "?"], "left_out": "?", "split": 3},
        {"columns": {"0": "x"}, "left_out": [9, "x"], "split": "by_magic"},
    ],
)
def test_what_a_newer_version_remembered_is_passed_over(body):
    mapping = suggest_mapping(TABLE, {header_signature(TABLE[1].cells): {"header": "x"} | body})
    assert (mapping.columns, mapping.left_out, mapping.split) == ({}, frozenset(), NameSplit.NONE)


@given(
    st.lists(st.sampled_from([None, "out", *ListField]), min_size=3, max_size=3),
    st.sampled_from(NameSplit),
)
def test_what_is_remembered_is_what_was_chosen(choices, split):
    mapping = replace(guess_mapping(TABLE), split=split)
    for index, choice in enumerate(choices):
        mapping = mapping.without_column(index) if choice == "out" else mapping.with_column(index, choice)
    assert suggest_mapping(TABLE, {mapping.signature: to_body(mapping)}) == mapping
    for kind in ListField:
        assert titles_of(to_body(mapping), kind) == [mapping.titles[i] for i in range(3) if fields(mapping)[i] is kind]


def test_the_sheet_that_names_more_of_people_looks_more_like_a_list():
    help_page, people = rows("Remplir la feuille", "Contact|a@x.fr"), rows("Titre", "Nom|Prénom|Mél", "A|B|c@x.fr")
    hotels = rows("Hôtel|Contact|Chambres", *["H|a@x.fr|12"] * 20)
    assert max([help_page, hotels, people], key=list_likeness) == people
    assert max([people, [*people, ListRow(4, ("D", "E", ""))]], key=list_likeness)[-1].number == 4


def test_of_several_lists_of_people_the_longest_is_taken():
    staff = rows("Nom|Prénom|Fonction|E-mail|Tél.", *["A|B|C|c@x.fr|01"] * 4)
    guests = rows("Nom|Prénom|E-mail", *["A|B|c@x.fr"] * 40)
    towns = rows("Nom|Code", *["A|01001"] * 400)
    assert max([staff, guests, towns], key=list_likeness) == guests


@pytest.mark.parametrize(
    ("name", "split", "parts"),
    [
        ("LE GOFF Anne", NameSplit.NONE, ("", "LE GOFF Anne")),
        ("Anne Le Goff", NameSplit.FIRST_WORD, ("Anne", "Le Goff")),
        ("Madonna", NameSplit.FIRST_WORD, None),
        ("LE GOFF Anne", NameSplit.CAPITALS, ("Anne", "LE GOFF")),
        ("Anne-Laure LE GOFF", NameSplit.CAPITALS, ("Anne-Laure", "LE GOFF")),
        ("N'DIAYE Loïc", NameSplit.CAPITALS, ("Loïc", "N'DIAYE")),
        ("DE LA BOUILLERIE François-Xavier M.", NameSplit.CAPITALS, ("François-Xavier M.", "DE LA BOUILLERIE")),
        ("DUPONT JEAN", NameSplit.CAPITALS, None),
        ("Dupont Jean", NameSplit.CAPITALS, None),
        ("Ó Y", NameSplit.CAPITALS, None),
        ("JEAN de LA FONTAINE", NameSplit.CAPITALS, None),
        ("McDONALD Anne", NameSplit.CAPITALS, None),
    ],
)
def test_a_whole_name_is_divided_only_as_asked_and_where_the_rule_says_where(name, split, parts):
    assert split_name(name, split) == parts


def test_a_name_that_cannot_be_divided_is_kept_whole_and_told():
    table = rows("NOM Prénom", "LE GOFF Anne", "DUPONT JEAN")
    roster = interpret_list(table, PROGRAMME, replace(guess_mapping(table), split=NameSplit.CAPITALS))
    assert [(p.first_name, p.last_name) for p in roster.people] == [("Anne", "LE GOFF"), ("", "DUPONT JEAN")]
    assert [p.row for p in roster.problems] == [3]


def recognised(header):
    return guess_mapping(rows(header), known=ListKnowledge(PLATFORMS))


@pytest.mark.parametrize(
    ("header", "source", "wanted"),
    [
        (
            "Référence commande|Date de la commande|Statut de la commande|Nom participant|Prénom participant"
            "|Nom payeur|Email payeur|Raison sociale|Billet|Numéro de billet",
            "HelloAsso",
            [F.ORDER, None, F.STATUS, F.LAST_NAME, F.FIRST_NAME, None, None, F.ORGANISATION, None, F.TICKET_CODE],
        ),
        (
            "Numéro de commande|Groupe de tarif|Tarif|Code-barres|Prénom participant|Nom participant"
            "|Nom acheteur|E-mail acheteur|Statut|Contrôlé",
            "Weezevent",
            [F.ORDER, None, F.CATEGORY, F.TICKET_CODE, F.FIRST_NAME, F.LAST_NAME, None, None, F.STATUS, None],
        ),
        (
            "Billet|Code barre|Séance|Tarif|Commande|Nom|Payé|Valide|Utilisé|Société (Commande) - #6",
            "Billetweb",
            [
                None,
                F.TICKET_CODE,
                F.SESSIONS,
                F.CATEGORY,
                F.ORDER,
                F.LAST_NAME,
                F.STATUS,
                F.STATUS,
                None,
                F.ORGANISATION,
            ],
        ),
        (
            "Order #|First Name|Last Name|Email|Quantity|Ticket Type|Attendee #|Group|Attendee Status",
            "Eventbrite",
            [F.ORDER, F.FIRST_NAME, F.LAST_NAME, F.EMAIL, None, F.CATEGORY, F.TICKET_CODE, None, F.STATUS],
        ),
        (
            "Order #|Attendee #|First Name|Last Name|Ticket Type|Attendee Status|Barcode #",
            "Eventbrite",
            [F.ORDER, None, F.FIRST_NAME, F.LAST_NAME, F.CATEGORY, F.STATUS, F.TICKET_CODE],
        ),
        (
            "Order code|Attendee name|Product|Checked in|Paid|Secret|Email address|Blocked|Seat name|State",
            "pretix",
            [F.ORDER, F.FULL_NAME, F.CATEGORY, None, F.STATUS, F.TICKET_CODE, F.EMAIL, F.STATUS, None, None],
        ),
        (
            "ID|Heure de début|Heure de fin|Adresse de messagerie|Nom|Votre prénom|Votre nom|Votre e-mail",
            "Microsoft Forms",
            [None, None, None, None, None, F.FIRST_NAME, F.LAST_NAME, F.EMAIL],
        ),
        (
            "ID|Start time|Completion time|Email|Name|Company",
            "Microsoft Forms",
            [None, None, None, F.EMAIL, F.FULL_NAME, F.ORGANISATION],
        ),
        (
            "Horodateur|Nom d'utilisateur|Votre prénom|Votre nom de famille",
            "Google Forms",
            [None, F.EMAIL, F.FIRST_NAME, F.LAST_NAME],
        ),
        ("Nom|Prénom|E-mail", None, [F.LAST_NAME, F.FIRST_NAME, F.EMAIL]),
    ],
)
def test_known_exports_are_recognised_and_their_titles_mean_what_they_mean_there(header, source, wanted):
    mapping = recognised(header)
    assert (mapping.source, fields(mapping)) == (source, wanted)


def test_a_list_of_our_own_is_nobodys_export():
    assert recognise(["Prénom", "Nom", "Société", "E-mail", "Statut", "Remarque"], PLATFORMS) is None
