# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a list as guessed, chosen, remembered, and as known exports have them; and whole names divided."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import NO_HEADER, NameSplit, header_signature, split_name, titles_of, to_body
from checkin.core.lists.list_difference import stated_fields
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.mapping_guess import guess_mapping, list_likeness, suggest_mapping
from checkin.core.lists.platforms import ListKnowledge, exported_header, read_platform, recognise
from checkin.core.message import UserError
from checkin.documents.spreadsheets import list_knowledge
from tests.builders import a_programme
from tests.core.lists.people import rows_of
from tests.platforms import PLATFORMS

PROGRAMME = a_programme()
F = ListField


def fields(mapping):
    return [mapping.columns.get(index) for index in range(len(mapping.titles))]


TABLE = rows_of("Journée du réseau||", "Nom|Prénom|Repas", "Dupré|Zoé|oui")


def test_a_field_is_taken_from_the_column_that_had_it_and_a_column_left_out_is_not_read():
    mapping = guess_mapping(TABLE).with_column(2, F.FIRST_NAME)
    assert fields(mapping) == [F.LAST_NAME, None, F.FIRST_NAME]
    assert fields(mapping.with_column(2, None)) == [F.LAST_NAME, None, None]
    assert fields(guess_mapping(TABLE).with_column(1, F.NOTE).with_column(2, F.NOTE)) == [F.LAST_NAME, F.NOTE, F.NOTE]
    roster = interpret_list(TABLE, PROGRAMME, guess_mapping(TABLE).without_column(2))
    assert dict(roster.people[0].custom) == {}
    assert "custom:Repas" not in stated_fields(roster)
    again = roster.mapping.with_column(2, None)
    assert dict(interpret_list(TABLE, PROGRAMME, again).people[0].custom) == {"Repas": "oui"}


def test_another_header_row_can_be_chosen_or_none():
    mapping = guess_mapping(rows_of("Nom|Prénom", "Nom|E-mail", "Dupré|z@x.fr"), header=2)
    assert (mapping.header, fields(mapping)) == (2, [F.LAST_NAME, F.EMAIL]), "another header row can be chosen"
    table = rows_of("Dupré|Zoé", "Roux|Max")
    mapping = guess_mapping(table, header=0).with_column(0, F.LAST_NAME).with_column(1, F.FIRST_NAME)
    assert (mapping.titles, mapping.signature) == (("A", "B"), NO_HEADER)
    roster = interpret_list(table, PROGRAMME, mapping)
    assert [(p.row, p.first_name, p.last_name) for p in roster.people] == [(1, "Zoé", "Dupré"), (2, "Max", "Roux")]
    kept = {NO_HEADER: to_body(guess_mapping(rows_of("Dupré|Zoé"), header=0).with_column(0, F.LAST_NAME))}
    assert fields(suggest_mapping(rows_of("Roux|Max"), kept)) == [F.LAST_NAME, None]
    assert fields(suggest_mapping(rows_of("–––|", "Prénom|Nom", "Max|Roux"), kept)) == [F.FIRST_NAME, F.LAST_NAME]


@pytest.mark.parametrize("title", ["Prénom usuel", "Prénom d’usage", "PRENOMS"])
def test_first_names_are_called_in_many_ways(title):
    assert guess_mapping(rows_of(f"Nom|{title}|E-mail", "Le Goff|Anne|anne@example.org")).columns[1] is F.FIRST_NAME


@pytest.mark.parametrize("table", [[], rows_of(""), rows_of("Poste|Montant|TVA", "Traiteur|840|168")])
def test_guessing_never_fails_and_says_that_nobody_is_named(table):
    mapping = guess_mapping(table)
    assert not mapping.names_people
    with pytest.raises(UserError, match="No column of names"):
        interpret_list(table, PROGRAMME, mapping)


def test_the_same_titles_have_one_signature_and_are_read_as_the_last_time():
    assert header_signature(["NOM", "Prénom ", "É-mail", ""]) == header_signature(["Nom", "prenom", "e mail"])
    assert header_signature(["Nom", "Prénom"]) != header_signature(["Prénom", "Nom"])
    assert header_signature(["الاسم"]) != header_signature(["البريد"])
    assert header_signature(["", ""]) == NO_HEADER
    mapping = replace(guess_mapping(TABLE).with_column(1, F.ROLE).without_column(2), split=NameSplit.FIRST_WORD)
    moved = rows_of("x", "y", "NOM|prenom|repas|", "Roux|Max|non|")
    found = suggest_mapping(moved, {mapping.signature: to_body(mapping)})
    assert (found.header, found.left_out, found.split) == (3, {2}, NameSplit.FIRST_WORD)
    assert fields(found)[:3] == [F.LAST_NAME, F.ROLE, None]
    other = rows_of("Nom|Ville")
    assert suggest_mapping(other, {mapping.signature: to_body(mapping)}) == guess_mapping(other)


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


@given(st.lists(st.sampled_from([None, "out", *ListField]), min_size=3, max_size=3), st.sampled_from(NameSplit))
def test_what_is_remembered_is_what_was_chosen(choices, split):
    mapping = replace(guess_mapping(TABLE), split=split)
    for index, choice in enumerate(choices):
        mapping = mapping.without_column(index) if choice == "out" else mapping.with_column(index, choice)
    assert suggest_mapping(TABLE, {mapping.signature: to_body(mapping)}) == mapping
    for kind in ListField:
        assert titles_of(to_body(mapping), kind) == [mapping.titles[i] for i in range(3) if fields(mapping)[i] is kind]


def test_the_sheet_that_names_more_of_people_looks_more_like_a_list_and_the_longest_of_those_is_taken():
    help_page = rows_of("Remplir la feuille", "Contact|a@x.fr")
    people = rows_of("Titre", "Nom|Prénom|Mél", "A|B|c@x.fr")
    hotels = rows_of("Hôtel|Contact|Chambres", *["H|a@x.fr|12"] * 20)
    assert max([help_page, hotels, people], key=list_likeness) == people
    assert max([people, [*people, ListRow(4, ("D", "E", ""))]], key=list_likeness)[-1].number == 4
    staff = rows_of("Nom|Prénom|Fonction|E-mail|Tél.", *["A|B|C|c@x.fr|01"] * 4)
    guests = rows_of("Nom|Prénom|E-mail", *["A|B|c@x.fr"] * 40)
    assert max([staff, guests, rows_of("Nom|Code", *["A|01001"] * 400)], key=list_likeness) == guests


KNOWN, EACH = list_knowledge(), NameSplit.FIRST_NAMES
AHEAD = {
    "Julie Roy Chevalier": None,  # Roy is a first name, and a last name more often
    "Thomas Martin Dubois": None,
    "Marie Anne Durand": ("Marie Anne", "Durand"),
    "Jean Paul Durand": ("Jean Paul", "Durand"),
    "José Luis Zubizarreta": ("José Luis", "Zubizarreta"),
    "Anne Marie de la Villardière": ("Anne Marie", "de la Villardière"),
    "Rose Marie Durand": ("Rose Marie", "Durand"),
    "Julie Chevalier-Dumont": ("Julie", "Chevalier-Dumont"),
    "Julie ROY CHEVALIER": ("Julie", "ROY CHEVALIER"),
}
IN_CAPITALS = {
    "LE GOFF Anne": ("Anne", "LE GOFF"),
    "Anne-Laure LE GOFF": ("Anne-Laure", "LE GOFF"),
    "N'DIAYE Loïc": ("Loïc", "N'DIAYE"),
    "DE LA BOUILLERIE François-Xavier M.": ("François-Xavier M.", "DE LA BOUILLERIE"),
}
NOT_IN_CAPITALS = ("DUPONT JEAN", "Dupont Jean", "Ó Y", "JEAN de LA FONTAINE", "McDONALD Anne")
BEHIND = {"Chevalier Roy Julie": None, "Durand Jean Paul": ("Jean Paul", "Durand"), "Durand Marie": ("Marie", "Durand")}


@pytest.mark.parametrize(
    ("name", "split", "parts"),
    [
        ("LE GOFF Anne", NameSplit.NONE, ("", "LE GOFF Anne")),
        ("Anne Le Goff", NameSplit.FIRST_WORD, ("Anne", "Le Goff")),
        ("Madonna", NameSplit.FIRST_WORD, None),
        *((name, NameSplit.CAPITALS, parts) for name, parts in IN_CAPITALS.items()),
        *((name, NameSplit.CAPITALS, None) for name in NOT_IN_CAPITALS),
        *((name, split, parts) for name, parts in AHEAD.items() for split in (NameSplit.FIRST_AHEAD, EACH)),
        *((name, split, parts) for name, parts in BEHIND.items() for split in (NameSplit.LAST_AHEAD, EACH)),
    ],
)
def test_a_whole_name_is_divided_only_as_asked_and_where_the_rule_says_where(name, split, parts):
    assert split_name(name, split, KNOWN.first_names) == parts


def test_a_name_that_cannot_be_divided_is_kept_whole_and_told():
    table = rows_of("NOM Prénom", "LE GOFF Anne", "DUPONT JEAN")
    roster = interpret_list(table, PROGRAMME, replace(guess_mapping(table), split=NameSplit.CAPITALS))
    assert [(p.first_name, p.last_name) for p in roster.people] == [("Anne", "LE GOFF"), ("", "DUPONT JEAN")]
    assert [p.row for p in roster.problems] == [3]


EXPORTS = [
    "HelloAsso: Référence commande=order|Date de la commande|Statut de la commande=status|Nom participant=last_name|"
    "Prénom participant=first_name|Nom payeur|Email payeur|Raison sociale=organisation|Billet|"
    "Numéro de billet=ticket_code",
    "Weezevent: Numéro de commande=order|Groupe de tarif|Tarif=category|Code-barres=ticket_code|"
    "Prénom participant=first_name|Nom participant=last_name|Nom acheteur|E-mail acheteur|Statut=status|Contrôlé",
    "Billetweb: Billet|Code barre=ticket_code|Séance=sessions|Tarif=category|Commande=order|Nom=last_name|"
    "Payé=status|Valide=status|Utilisé|Société (Commande) - #6=organisation",
    "Eventbrite: Order #=order|First Name=first_name|Last Name=last_name|Email=email|Quantity|Ticket Type=category|"
    "Attendee #=ticket_code|Group|Attendee Status=status",
    "Eventbrite: Order #=order|Attendee #|First Name=first_name|Last Name=last_name|Ticket Type=category|"
    "Attendee Status=status|Barcode #=ticket_code",
    "pretix: Order code=order|Attendee name=full_name|Product=category|Checked in|Paid=status|Secret=ticket_code|"
    "Email address=email|Blocked=status|Seat name|State",
    "Microsoft Forms: ID|Heure de début|Heure de fin|Adresse de messagerie|Nom|Votre prénom=first_name|"
    "Votre nom=last_name|Votre e-mail=email",
    "Microsoft Forms: ID|Start time|Completion time|Email=email|Name=full_name|Company=organisation",
    "Google Forms: Horodateur|Nom d'utilisateur=email|Votre prénom=first_name|Votre nom de famille=last_name",
    ": Nom=last_name|Prénom=first_name|E-mail=email",
]


@pytest.mark.parametrize(("source", "columns"), [export.split(": ") for export in EXPORTS])
def test_known_exports_are_recognised_and_their_titles_mean_what_they_mean_there(source, columns):
    titles, wanted = zip(*(column.partition("=")[::2] for column in columns.split("|")), strict=True)
    mapping = guess_mapping(rows_of("|".join(titles)), known=ListKnowledge(PLATFORMS))
    assert (mapping.source or "") == source
    assert [kind.value if kind else "" for kind in fields(mapping)] == [*wanted]


def a_platform(name="Guichet", statuses=(), **header):
    plain = {"language": "fr", "source": "from memory", "recognised_by": [["Commande", "Porteur"]], "means": {}}
    table = {"name": name, "traps": "none", "header": [plain | header], "status": list(statuses)}
    return read_platform(table, f"{name}.toml")


def mapped(table, *header, **of_platform):
    return guess_mapping(table, *header, known=ListKnowledge([a_platform(**of_platform)]))


def test_an_export_has_all_titles_of_one_set_and_of_two_the_one_with_more_proof_is_taken():
    platform = a_platform(recognised_by=[["Commande", "Porteur"], ["N° d'ordre"]])
    assert recognise(["Nom", "PORTEUR", "commande"], [platform]).platform is platform
    assert recognise(["Nom", "n° d’ordre "], [platform]).platform is platform
    assert recognise(["Nom", "Porteur"], [platform]) is None
    assert recognise([], [platform]) is None
    platform = a_platform(recognised_by=[], begins_with=["Horodateur", "Nom"])
    assert recognise(["Horodateur", "Nom", "Ville"], [platform])
    assert recognise(["Nom", "Horodateur"], [platform]) is None
    assert recognise(["Horodateur"], [platform]) is None
    vague, sure = a_platform(recognised_by=[["Commande"]]), a_platform(recognised_by=[["Commande", "Porteur"]])
    assert recognise(["Commande", "Porteur"], [vague, sure]).platform is sure
    assert recognise(["Commande", "Porteur"], [sure, vague]).platform is sure
    assert recognise(["Commande"], [sure, vague]).platform is vague
    assert recognise(["Prénom", "Nom", "Société", "E-mail", "Statut", "Remarque"], PLATFORMS) is None


NEED = {"at_need": {"email": ["Compte"], "full_name": ["Porteur"]}}
MEANS = {"means": {"last_name": ["Porteur"], "ticket_code": ["Commande"], "kept": ["E-mail", "Nom"]}}
TWICE = {"means": {"last_name": ["Porteur"], "status": ["État"]}}


@pytest.mark.parametrize(
    ("platform", "header", "wanted"),
    [
        (MEANS, "Commande|Porteur|Nom|E-mail|Société", [F.TICKET_CODE, F.LAST_NAME, None, None, F.ORGANISATION]),
        (NEED, "Commande|Porteur|Compte", [F.ORDER, F.FULL_NAME, F.EMAIL]),
        (NEED, "Commande|Porteur|Compte|Prénom|E-mail", [F.ORDER, None, None, F.FIRST_NAME, F.EMAIL]),
        (TWICE, "Commande|Porteur|Porteur|État|État", [F.ORDER, None, F.LAST_NAME, F.STATUS, F.STATUS]),
    ],
    ids=["known ones, others are guessed", "at need", "not needed", "of two the last holds the field"],
)
def test_titles_mean_what_they_mean_on_their_platform(platform, header, wanted):
    mapping = mapped(rows_of(header), **platform)
    assert (mapping.source, fields(mapping)) == ("Guichet", wanted)


def test_the_header_of_an_export_is_found_below_what_stands_above_it():
    platform = a_platform(means={"last_name": ["Porteur"]})
    table = rows_of("Nom|Prénom", "Export du 3 mai", "Commande|Porteur", "12|Zoé")
    assert exported_header(table, [platform]).number == 3
    assert guess_mapping(table, known=ListKnowledge([platform])).header == 3
    assert exported_header(table[:2], [platform]) is None
    for header in (0, 1):
        chosen = guess_mapping(table, header, ListKnowledge([platform]))
        assert (chosen.header, chosen.source) == (header, None)


def test_status_words_mean_what_the_platform_means_unless_a_user_says_otherwise():
    statuses = [{"unpaid": ["Ouvert"], "confirmed": ["Annulable"]}, {"under": ["Porté"], "cancelled": ["Ouvert"]}]
    platform = a_platform(statuses=statuses, means={"status": ["État", "Porté"]})
    mapping = guess_mapping(rows_of("Commande|Porteur|État|Porté"), known=ListKnowledge([platform]))
    meant = mapping.status_meant
    assert (meant("État", "OUVERT"), meant("Porté", "ouvert")) == (Status.UNPAID, Status.CANCELLED)
    assert (meant("État", "Annulable"), meant("État", "Annulé")) == (Status.CONFIRMED, Status.CANCELLED)
    assert mapping.meaning("État", "ouvert", Status.BLOCKED).status_meant("État", "Ouvert") is Status.BLOCKED


def test_an_export_read_before_is_read_so_again_and_keeps_its_words():
    platform = a_platform(statuses=[{"unpaid": ["Ouvert"]}], means={"last_name": ["Porteur"]})
    table = rows_of("Commande|Porteur|État")
    chosen = guess_mapping(table, known=ListKnowledge([platform])).with_column(0, F.NOTE).with_column(2, F.STATUS)
    again = suggest_mapping(table, {chosen.signature: to_body(chosen)}, ListKnowledge([platform]))
    assert (fields(again), again.source) == ([F.NOTE, F.LAST_NAME, F.STATUS], "Guichet")
    assert again.status_meant("État", "ouvert") is Status.UNPAID


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("00046302099", "00347735255", "00613194020", "00786280234", "00307075633"), F.TICKET_CODE),
        (("33560736302", "33612345678", "33298445566", "33144556677", "33755443322"), F.PHONE),
        (("0033560736302", "0032470123456", "00351912345678", "00447700900123", "004915112345678"), F.PHONE),
        (("25460736302", "71612345678", "93298445566", "18144556677", "57755443322"), F.TICKET_CODE),
    ],
)
def test_digits_are_a_telephone_where_they_begin_as_one_and_else_a_ticket(cells, field):
    names = ("Anne|Martin", "Zoé|Durand", "Paul|Petit", "Léa|Roux", "Jean|Moreau")
    rows = rows_of("Prénom|Nom|Streckkod", *(f"{name}|{cell}" for name, cell in zip(names, cells, strict=True)))
    assert fields(guess_mapping(rows))[2] is field
