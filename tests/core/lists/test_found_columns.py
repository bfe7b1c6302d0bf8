# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns taken for what stands in them and not for what their title alone may mean; each says why it was taken."""

import pytest

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import (
    NameSplit,
    RivalKind,
    counted,
    proposed_split,
    rival_columns,
    split_name,
    to_body,
)
from checkin.core.lists.found_columns import status_doubts
from checkin.core.lists.list_fields import ColumnReason, ListField
from checkin.core.lists.list_interpretation import interpret_list, list_shortfall
from checkin.core.lists.mapping_guess import NONE, find_header, guess_mapping, suggest_mapping
from checkin.core.lists.status_words import read_status
from checkin.core.text_folding import fold_text
from checkin.documents.spreadsheets import list_knowledge
from tests.builders import a_programme
from tests.core.lists.people import rows_of

TYPICAL = "Roux Petit Noir Kone Payet Blanc Morel Caron Leroy Giraud Rey Faure Ndiaye Diallo Perrin Roy Brun Vidal"
NAMES = TYPICAL.split()


def beside_names(title, words):
    return rows_of(f"Nom|{title}", *(f"{name}|{word}" for name, word in zip(NAMES, words, strict=False)))


def reason(mapping, title):
    return mapping.reasons.get(mapping.titles.index(title))


PEOPLE = [f"Nom{chr(97 + n)}|Prénom{chr(97 + n)}|p{n}@a.example|compta@b.example" for n in range(8)]


def test_a_column_says_why_it_was_taken():
    mapping = guess_mapping(rows_of("Nom|Prénom|fld_3", *(line.rpartition("|")[0] for line in PEOPLE)))
    assert reason(mapping, "fld_3") is ColumnReason.CONTENTS
    assert counted(mapping, 2) == (8, 8)
    assert reason(mapping, "Nom") is ColumnReason.TITLE
    table = rows_of("Nom|Prénom|Mail|Compta", *PEOPLE)
    mapping = guess_mapping(table).with_column(3, ListField.NOTE).without_column(1)
    assert reason(mapping, "Compta") is reason(mapping, "Prénom") is ColumnReason.CHOSEN
    body = to_body(mapping)
    again = suggest_mapping(table, {body["header"]: body})
    assert {again.reasons[index] for index in (0, 1, 3)} == {ColumnReason.REMEMBERED}
    mapping = guess_mapping(beside_names("Où en est-on", ("Annulé", "Inscrit") * 4))
    assert mapping.columns[1] is ListField.STATUS
    assert reason(mapping, "Où en est-on") is ColumnReason.CONTENTS


@pytest.mark.parametrize(
    ("title", "why"), [("E-mail payeur", RivalKind.PAYER), ("Adresse", RivalKind.ALIKE), ("Autre", RivalKind.ALIKE)]
)
def test_a_second_column_of_addresses_is_a_rival_of_the_one_taken(title, why):
    (rival,) = rival_columns(guess_mapping(rows_of(f"Nom|Prénom|E-mail|{title}", *PEOPLE)))
    assert (rival.index, rival.taken, rival.kind, rival.why) == (3, 2, ListField.EMAIL, why)


def test_an_empty_decoy_is_told_and_a_decided_column_has_no_rival():
    mapping = guess_mapping(rows_of("Nom|Nom2|Prénom", *(f"|{name}|Zoé" for name in NAMES[:8])))
    assert mapping.columns[1] is ListField.LAST_NAME
    assert [(rival.index, rival.why) for rival in rival_columns(mapping)] == [(0, RivalKind.EMPTY)]
    assert list(rival_columns(mapping.with_column(1, ListField.LAST_NAME))) == []


# A status that was not taken as one


def doubts(title, *words):
    table = beside_names(title, words)
    return status_doubts(table[1:], guess_mapping(table))


def test_words_of_a_status_under_a_title_of_something_else_are_asked_about_once():
    (doubt,) = doubts("Newsletter", *("Inscrit", "Annulé", "Liste d’attente", "Inscrit") * 3)
    assert (doubt.index, doubt.title) == (1, "Newsletter")
    assert doubt.words == (("Inscrit", 6), ("Annulé", 3), ("Liste d’attente", 3))
    table = beside_names("Newsletter", ("Inscrit", "Annulé") * 4)
    for kind in (None, ListField.STATUS):
        assert status_doubts(table[1:], guess_mapping(table).with_column(1, kind)) == ()


@pytest.mark.parametrize(
    "words", [("Oui", "Non") * 4, ("Lyon", "Paris") * 4, ("Inscrit",) * 8, [f"Annulé {n}" for n in range(18)], ("",)]
)
def test_other_words_are_not(words):
    assert doubts("Newsletter", *words) == ()


# Who withdrew by another column than the status


def asked_beside_status(title, *words, statuses=("Confirmé",) * 6):
    table = beside_names(f"Statut|{title}", map("|".join, zip(statuses, words, strict=True)))
    return status_doubts(table[1:], guess_mapping(table))


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Remarques", ("végétarien", "", "Désistée le 3 mai, a prévenu par téléphone", "arrive en train", "", "")),
        ("Catégorie", ("Élu", "Presse", "annulé", "Élu", "Presse", "Élu")),
        ("Office", ("see mail", "pulled out", "ok", "call back", "see file", "later")),
        ("Motif d’annulation", ("", "", "maladie", "", "", "")),
    ],
)
def test_who_withdrew_by_another_column_and_would_be_expected_is_asked_about(title, words):
    (doubt,) = asked_beside_status(title, *words)
    assert doubt.title == title
    assert doubt.words[0][0] in {"Désistée le 3 mai, a prévenu par téléphone", "annulé", "pulled out", "maladie"}


def test_who_withdrew_since_the_list_was_read_first_is_asked_about_and_who_is_cancelled_already_is_not():
    words = ("", "Désistée le 3 mai, a prévenu", "végétarien", "", "", "")
    assert asked_beside_status("Remarques", *words, statuses=("Confirmé", "Annulé", *("Confirmé",) * 4)) == ()
    body = to_body(guess_mapping(rows_of("Nom|Payé|Suivi", *(f"{name}|oui|" for name in NAMES))))
    later = rows_of("Nom|Payé|Suivi", *(f"{name}|oui|{'désisté' if name == NAMES[0] else ''}" for name in NAMES))
    (doubt,) = status_doubts(later[1:], suggest_mapping(later, {body["header"]: body}))
    assert (doubt.title, doubt.words) == ("Suivi", (("désisté", 1),))


@pytest.mark.parametrize("title", ["Navette", "Déjeuner", "Atelier 2", "Facture", "Serez-vous présent au dîner ?"])
def test_what_was_cancelled_of_a_part_of_the_event_is_not_asked_about(title):
    assert asked_beside_status(title, "oui", "annulé par lui", "à voir", "9 h", "10 h", "non") == ()


# Far fewer people than rows


def shortfall(*lines):
    return list_shortfall(interpret_list(rows_of(*lines), a_programme()))


def test_a_list_of_which_most_rows_are_nobody_says_why_but_no_short_one_nor_one_of_which_half_are_people():
    found = shortfall("Nom|Ville|Code du billet", "Roux|Lyon|A1", "Petit|Lyon|A1", *(f"|Lyon|B{n}" for n in range(10)))
    assert (found.rows, found.people, found.unnamed, found.repeated) == (12, 1, 10, 1)
    assert found.is_far_fewer
    for people in (1, 4):
        assert not shortfall("Nom|Ville", *["Roux|Lyon"] * people, *["|Lyon"] * 4).is_far_fewer


FREE = (
    "oui avec plaisir", "Oui !", "non hélas", "je viendrai l’après-midi", "peut-être", "Bien sûr",
    "malheureusement je suis pris", "Oui, avec mon mari", "Non, en congés", "non je suis en déplacement",
    "Avec grand plaisir", "à voir selon les trains", "Je serai là", "Pas cette fois", "Oui pour le matin",
    "sans doute", "j’y serai",
)  # fmt: skip


def asked(title, *words):
    table = rows_of(f"Nom|Prénom|{title}", *(f"Durand{n}|Zoé|{word}" for n, word in enumerate(words)))
    return status_doubts(table[1:], guess_mapping(table))


@pytest.mark.parametrize(
    "title",
    ["Serez-vous présent ?", "Serez-vous présent(e) ?", "Votre présence", "Viendrez-vous ?", "Will you attend?"],
)
def test_free_answers_to_an_invitation_are_asked_about(title):
    (doubt,) = asked(title, *FREE, "Oui !")
    assert (doubt.title, doubt.words[0], len(doubt.words)) == (title, ("Oui !", 2), len(FREE))


def test_free_answers_in_a_form_are_asked_about():
    lines = [f"2026-05-0{n % 9 + 1} 10:00|Durand{n}|Zoé|{word}" for n, word in enumerate(FREE)]
    table = rows_of("Horodateur|Nom|Prénom|Serez-vous présent ?", *lines)
    mapping = guess_mapping(table, known=list_knowledge())
    assert mapping.source == "Google Forms"
    assert [doubt.title for doubt in status_doubts(table[1:], mapping)] == ["Serez-vous présent ?"]


@pytest.mark.parametrize(
    "title",
    ["Avez-vous des allergies ?", "Serez-vous présent au dîner ?", "Serez-vous présent mardi matin ?", "Vos remarques"],
)
def test_free_answers_to_another_question_are_not(title):
    assert asked(title, *FREE) == ()


def test_the_first_words_of_a_free_answer_are_proposed():
    said = {word: read_status("Serez-vous présent ?", word) for word in FREE}
    off = {word for word, status in said.items() if status is Status.CANCELLED}
    assert off == {
        "non hélas", "malheureusement je suis pris", "Non, en congés", "non je suis en déplacement", "Pas cette fois",
    }  # fmt: skip
    open_ones = {word for word, status in said.items() if status is Status.PENDING}
    assert open_ones == {"peut-être", "à voir selon les trains", "sans doute"}
    assert all(said.values())


SIGNS = {
    Status.CONFIRMED: "✔ definitely|Count me in|👍|Finalement oui",
    Status.CANCELLED: "❌ can't this year|👎 hélas|Finalement non",
    Status.PENDING: "? depends on work",
    None: "Oui ou non",
}


@pytest.mark.parametrize("title", ["Are you in?", "Can you make it?", "Serez-vous des nôtres ?"])
def test_signs_and_set_phrases_answer_an_invitation(title):
    for status, words in SIGNS.items():
        assert {word: read_status(title, word) for word in words.split("|")} == dict.fromkeys(words.split("|"), status)


GUESTS = ("Abgrall", "Aubry", "Barre", "Belhadj", "Benard", "Benmoussa", "Calder", "Debray", "Ghezali", "Kone")
WAYS_OF_PAYING = ("Chèque", "Carte bancaire", "Virement", "Gratuit", "Espèces")


def held(title, *cells):
    """What a column called so is held for, beside names."""
    lines = (f"{name}|Zoé|{cell}" for name, cell in zip(GUESTS, cells, strict=False))
    return guess_mapping(rows_of(f"Nom|Prénom|{title}", *lines)).columns.get(2)


CATEGORIES = (
    "Au titre de|Collège|Vous venez comme|À quel titre participez-vous ?|En qualité de|Attending as|Teilnahme als|"
    "Eintrittsart|En calidad de|Perfil|In qualità di|Profilo"
)


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        *((title, ("Élus", "Agents"), ListField.CATEGORY) for title in CATEGORIES.split("|")),
        ("Ville d’origine du groupe", ("Adhérent", "Non-adhérent"), ListField.CATEGORY),
        ("Vous êtes :", ("Intervenant", "Presse"), ListField.CATEGORY),
        ("Course", ("10 km", "21 km"), ListField.CATEGORY),
        ("Représentant", ("Mairie", "Région"), ListField.ORGANISATION),
        ("Club", ("AC Landerneau", "Stade brestois"), ListField.ORGANISATION),
        ("Règlement", ("Payé", "En attente"), ListField.STATUS),
        ("Règlement", ("Oui", "Non"), ListField.STATUS),
        *((title, WAYS_OF_PAYING, None) for title in ("Règlement", "Mode de règlement", "Paiement")),
        ("Avez-vous quelque chose à nous dire ?", ("Arrive à 11 h", *[""] * 8, "Fauteuil"), ListField.NOTE),
        ("Comments", ("", "Arrive à 11 h"), ListField.NOTE),
        ("Comment avez-vous connu l’événement ?", ("Par un ami", "Presse"), None),
        ("Familienname d. Teiln.", GUESTS, ListField.LAST_NAME),
    ],
)
def test_a_column_is_what_stands_in_it_under_a_title_that_may_be_that(title, cells, kind):
    assert held(title, *(cells * 5)[:10]) is kind


def test_the_titles_of_categories_above_other_things_and_marks_under_letters_and_a_number():
    assert held("Collège", *[f"Collège Jean-Moulin de Ville{n}" for n in range(10)]) is not ListField.CATEGORY
    assert held("Profil", *[f"https://x.example/{n}" for n in range(10)]) is not ListField.CATEGORY
    mapping = guess_mapping(rows_of("Nom|AG 1|AG 2", *(f"{name}|{'x' * (n % 2)}|x" for n, name in enumerate(GUESTS))))
    assert [mapping.columns.get(n) for n in (1, 2)] == [ListField.SESSIONS] * 2


KNOWN = list_knowledge()
FIRST = ("Léa", "Souad", "Yann", "Tahar", "Pedro", "Helga", "Fouad", "Lamia", "Marc", "Julie")
PAIRS = tuple(enumerate(zip(FIRST, GUESTS, strict=True)))


def mapped(*lines):
    mapping = guess_mapping(rows_of(*lines), known=KNOWN)
    return {mapping.titles[index]: kind.value for index, kind in mapping.columns.items()}


def test_what_stands_beside_names_does_not_hide_them():
    lines = [f"Dr Zoé {name.upper()}|z{n}@x.example||" for n, name in enumerate(GUESTS)]
    found = mapped("USR_LIB|USR_MAIL|guest.lastname|guest.firstname", *lines, "M. Ada NOIR|n@x.example|Roux|Luc")
    assert found == {"USR_LIB": "full_name", "USR_MAIL": "email"}
    lines = [f"{first}|{name}|{first.lower()}@x.example" for first, name in zip(FIRST, GUESTS, strict=True)]
    listed = [line for letter, line in zip("ABCDEFGHIJ", lines, strict=True) for line in (f"{letter}||", line)]
    assert sorted(mapped(*listed).values()) == ["email", "first_name", "last_name"]


PAYERS = "Adres e-mail płatnika|E-mail del acompanyant|E-mail do responsável|E-mail koper|E-mail payeur"
EMPLOYERS = ("cerema", "agglopol", "hydreos", "terralis", "sogelink")
FIRST_NAME, LAST_NAME = "first_name", "last_name"


@pytest.mark.parametrize(
    ("titles", "line", "expected"),
    [
        # the addresses of a payer and of a companion leave the guest the other column
        *(
            (f"Prénom|Nom|data.4|{title}", "{first}|{last}|{first}@x.example|{n}@pay.example", {"data.4": "email"})
            for title in PAYERS.split("|")
        ),
        # a last name is known by the whole name beside it, which is none itself
        (
            "First name|Full name|fld_surn",
            "{first}|{first} {last}|{last}",
            {"First name": FIRST_NAME, "fld_surn": LAST_NAME},
        ),
        (
            "Perheen nimi|Vorname|Name",
            "{last}|{first}|{first} {last}",
            {"Perheen nimi": LAST_NAME, "Vorname": FIRST_NAME},
        ),
        ("prenom|name2|name", "Zoé|{last}|", {"prenom": FIRST_NAME, "name2": LAST_NAME}),
        # an employer by the addresses
        ("Prénom|Nom|Courriel|q_09", "{first}|{last}|{first}@{of}.example|{of}", {"q_09": "organisation"}),
        ("Nom|Prénom|q_4", "{last}|{first}|(418) 5{n}5-12{n}9", {"q_4": "phone"}),  # of North America
    ],
)
def test_a_column_under_an_unknown_title_is_known_by_those_beside_it(titles, line, expected):
    lines = [line.format(first=first, last=last, n=n, of=EMPLOYERS[n % 5]) for n, (first, last) in PAIRS]
    assert expected.items() <= mapped(titles, *lines).items()


def test_names_nobody_knows_are_proved_by_addresses():
    strange = ["Aritz", "Eneko", "Xabi", "Iker", "Unax", "Ekaitz", "Zigor", "Hodei", "Marc", "Julie"]
    lines = [f"{first}|{name}|{name}.{first}@x.example".lower() for first, name in zip(strange, GUESTS, strict=True)]
    assert mapped("col_1|col_2|col_3", *lines) == {"col_1": FIRST_NAME, "col_2": LAST_NAME, "col_3": "email"}


@pytest.mark.parametrize("title", ["Guest of", "Accompagné de", "Invitée par"])
def test_whom_somebody_comes_with_is_not_the_person_of_the_row(title):
    lines = [f"{name}, {first}|{'' if n else 'Marc Abgrall'}" for n, (first, name) in PAIRS]
    assert mapped(f"Deltager|{title}", *lines) == {"Deltager": "full_name"}


def test_a_first_row_whose_employer_and_role_come_again_is_a_person():
    of = ("Analyst|Agence Brume", "Maire|Lycée du Lac", "Analyst|Lycée du Lac", "Maire|Agence Brume")
    lines = [f"{name}|{first}|{of[n % 4]}|{'' if n else 'Allergic to nuts'}" for n, (first, name) in PAIRS]
    lines[0] = lines[0].replace("Léa", "Marloes")
    assert find_header(rows_of(*lines), KNOWN.first_names) is NONE
    for titles in ("Efternamn|Imię|rol|Kvist|Oharrak", "Nom|Prénom|Fonction|Structure|Remarques"):
        header = find_header(rows_of(titles, *lines, titles, *lines), KNOWN.first_names)
        assert header is not None
        assert header.number == 1


@pytest.mark.parametrize(
    ("titles", "line"), [("Blason|Adı|t_tel", "{last}|{first}|18232489{n}"), ("Adı|Familienaam|x", "{first}|{last}|")]
)
def test_a_title_that_is_somebodys_first_name_is_a_title_beside_what_no_person_has(titles, line):
    lines = [line.format(first=first, last=name.upper(), n=n) for n, (first, name) in PAIRS]
    known = {fold_text(first) for first in (*FIRST, "Adı")}
    header = find_header(rows_of(titles, *lines), known)
    assert header is not None
    assert header.number == 1
    assert find_header(rows_of(*lines), known) is NONE


QUESTIONS = (
    "Viendrez-vous ?|Serez-vous des nôtres ?|Je viens|Will you come?|Kommen Sie?|Parteciperà?|¿Asistirá?|Gaat u mee?"
    "|Bent u aanwezig?|Vai participar?|Confirma a presença?|Hi assistireu?|Weźmie Pan udział?"
)
YES_OR_NO = [f"{name}|{first}|{'non' if n % 3 else 'oui'}" for n, (first, name) in PAIRS]
YES_AND_NO = {"oui": "non", "yes": "no", "ja": "nee", "sim": "não", "tak": "nie", "Sí, claro": "No, lo siento"}


@pytest.mark.parametrize("title", QUESTIONS.split("|"))
def test_a_bare_no_below_the_question_whether_they_come_declines(title):
    for yes, no in YES_AND_NO.items():
        assert held(title, *[yes, yes, no, yes] * 3) is ListField.STATUS, yes
        assert read_status(title, no) is Status.CANCELLED, no


@pytest.mark.parametrize("title", ["Votre présence", "Présence le 4 juillet", "Venue", "Inscrit ?", "Aanwezig", "Vem?"])
def test_yes_and_no_below_what_may_be_that_question_are_asked_about(title):
    rows = rows_of(f"Nom|Prénom|{title}", *YES_OR_NO)
    assert [doubt.title for doubt in status_doubts(rows[1:], guess_mapping(rows, known=KNOWN))] == [title]


@pytest.mark.parametrize(
    "title", ["Photo ?", "Avez-vous déjà participé ?", "Participez-vous au dîner ?", "Viendrez-vous en train ?"]
)
def test_yes_and_no_below_another_question_decline_nothing(title):
    rows = rows_of(f"Nom|Prénom|{title}", *YES_OR_NO)
    mapping = guess_mapping(rows, known=KNOWN)
    assert ListField.STATUS not in mapping.columns.values()
    assert status_doubts(rows[1:], mapping) == ()


@pytest.mark.parametrize(
    "titles", ["A. Sols vivants|B. Eau", "A) Sols|B) Eau", "mar. 8 déc. 9h-10h30|mar. 8 déc. 11h-12h30"]
)
def test_marks_below_letters_or_days_with_a_time_are_of_sessions(titles):
    lines = [f"{name}|{first}|{'(OK)' if n % 4 else 'OK'}|OK" for n, (first, name) in PAIRS]
    assert list(mapped(f"Nom|Prénom|{titles}", *lines).values())[2:] == ["sessions"] * 2


def test_what_follows_a_particle_is_of_the_last_name():
    wholes = [f"{name} {first}" for _, (first, name) in PAIRS]
    assert proposed_split(wholes, KNOWN.first_names) is NameSplit.LAST_AHEAD
    name = split_name("Carvalho da Silva Joana", NameSplit.LAST_AHEAD, KNOWN.first_names)
    assert name == ("Joana", "Carvalho da Silva")


def test_a_remark_in_a_title_does_not_change_what_its_words_mean():
    assert read_status("Valide (facultatif)", "Non") is read_status("Valide", "Non") is Status.CANCELLED
