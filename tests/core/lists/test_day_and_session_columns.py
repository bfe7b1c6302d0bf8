# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns that say on which days people come and to which sessions, among all that is ticked in a list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Presence
from checkin.core.lists.list_fields import NO_DAY, ListField, ListRow, reports
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.listed_person import SessionNames
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.lists.platforms import ListKnowledge
from checkin.core.lists.session_columns import MOST, find_session_titles
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.programme import Event, Programme, Session
from tests.core.lists.people import rows_of

DAYS = (date(2026, 12, 2), date(2026, 12, 3))
PROGRAMME = Programme(Event("Rencontres", DAYS[0], last_day=DAYS[1]))
NAMES = ("Durand|Marie", "Petit|Max", "Roux|Zoé", "Noir|Ada", "Blanc|Ève", "Gil|Ana")


def read(titles, *cells):
    lines = [f"Nom|Prénom|{titles}", *(f"{name}|{cell}" for name, cell in zip(NAMES, cells, strict=False))]
    rows = rows_of(*lines)
    return interpret_list(rows, PROGRAMME, guess_mapping(rows))


def days_of(found):
    """Return the days of the month on which each person comes; None where nothing is known."""
    announced = [announced_days(person.days, DAYS) for person in found.people]
    return [None if days is None else sorted(day.day for day in days) for days in announced]


BOTH = [2, 3]


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        (
            "Quels jours serez-vous présent(e) ? (plusieurs réponses possibles)",
            ("Mercredi 2 décembre, Jeudi 3 décembre", "Mercredi 2 décembre", "Jeudi 3 décembre", ""),
            [BOTH, [2], [3], None],
        ),
        ("Jours de présence", ("mercredi et jeudi", "jeudi", "Les 2 jours", "mercredi"), [BOTH, [3], BOTH, [2]]),
        ("Dates de présence", ("2 décembre; 3 décembre", "3 décembre", "02/12/2026"), [BOTH, [3], [2]]),
        ("Vous viendrez quels jours ?", ("Jour 1, Jour 2", "Jour 2", "J1"), [BOTH, [3], [2]]),
        ("Mercredi 2 décembre|Jeudi 3 décembre", ("x|x", "x|", "|x", "|"), [BOTH, [2], [3], None]),
        ("Présent(e) le mercredi|Présent(e) le jeudi", ("oui|oui", "oui|non", "non|oui"), [BOTH, [2], [3]]),
        (
            "Présence mercredi|Présence jeudi",
            (
                "oui|oui (pas au dîner)",
                "non|oui",
                "pas encore décidé|non",
                "oui|Absente (congés)",
                "oui|non",
                "oui|oui",
            ),
            [BOTH, [3], [2], [2], [2], BOTH],
        ),
        ("Présent(e) le mercredi ? (oui/non)|Présent(e) le jeudi ? (oui/non)", ("oui|non", "non|oui"), [[2], [3]]),
        ("Présence mercredi|Présence jeudi", ("x|absent", "x|x", "pas dispo|x", "x|x"), [[2], BOTH, [3], BOTH]),
        ("J1|J2", ("1|1", "1|0", "0|1", "1|1"), [BOTH, [2], [3], BOTH]),
        ("Présent(e) le mercredi|Présent(e) le jeudi", ("non|", "|non", "oui|oui"), [[3], [2], BOTH]),
        ("Présence mercredi|Présence jeudi", ("-|-", "x|-", "x|x", "-|x"), [None, [2], BOTH, [3]]),
        ("Which days will you attend?", ("Both days", "Wednesday only", "Thu", "Wed & Thu"), [BOTH, [2], [3], BOTH]),
        ("Days attending", ("Dec 2, Dec 3", "December 3rd", "2 Dec"), [BOTH, [3], [2]]),
        ("Day 1|Day 2", ("Yes|Yes", "Yes|No", "No|Yes"), [BOTH, [2], [3]]),
        ("Présence", ("du 2 au 3 décembre", "mercredi seulement", "tous les jours sauf jeudi"), [BOTH, [2], [2]]),
        ("Jours", ("mercredi et jeudi sauf jeudi", "sauf mercredi", "jeudi sauf jeudi"), [[2], [3], None]),
        ("Quand serez-vous là ?", ("toute la durée", "le jeudi matin", "mer. + jeu."), [[2, 3], [3], BOTH]),
        ("Jour(s) choisi(s)", ("mercredi/jeudi", "JEUDI", "Mercredi (journée entière)"), [BOTH, [3], [2]]),
        ("À quelles dates participerez-vous ?", ("2026-12-02, 2026-12-03", "2026-12-03"), [BOTH, [3]]),
        (
            "Participerez-vous les deux jours ou un seul jour ?",
            ("Les deux jours", "1er jour", "dernier jour"),
            [BOTH, [2], [3]],
        ),
        ("An welchen Tagen nehmen Sie teil?", ("Mittwoch und Donnerstag", "Mittwoch", "beide Tage"), [BOTH, [2], BOTH]),
    ],
)
def test_the_days_on_which_people_come_are_read_as_lists_write_them(titles, cells, expected):
    found = read(titles, *cells)
    assert days_of(found) == expected
    assert {person.presence for person in found.people} == {Presence.ON_SITE}
    assert not found.problems


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("Participerez-vous au dîner du mercredi soir ?", ("Oui", "Non", "Oui")),
        ("À quel atelier du jeudi matin participerez-vous ?", ("Atelier 1", "Atelier 2", "")),
        ("Nuits d’hôtel : quels jours ?", ("mercredi", "jeudi", "mercredi et jeudi")),
        ("Date de naissance", ("02/12/1980", "03/12/1975", "02/12/1990")),
        ("Date d’inscription", ("02/12/2026", "03/12/2026", "02/12/2026")),
        ("Déjeuner mercredi|Déjeuner jeudi", ("x|x", "x|", "|x")),
        ("Quel âge aurez-vous le jour de l’événement ?", ("47", "12", "3")),
        ("Présence", ("sur place", "à distance", "sur place")),
        ("Jours de disponibilité pour aider", ("mercredi", "jeudi", "")),
    ],
)
def test_a_night_a_meal_a_birthday_and_a_workshop_are_no_days_of_presence(titles, cells):
    found = read(titles, *cells)
    assert [person.days for person in found.people] == [""] * len(cells)
    assert ListField.DAYS not in found.mapping.columns.values()


def test_what_they_wrote_is_kept_under_its_title_and_understood_when_the_days_are_known():
    found = read("Jours", "mercredi", "jeudi", "les 3 jours")
    assert [person.custom["Jours"] for person in found.people] == ["mercredi", "jeudi", "les 3 jours"]
    assert announced_days(found.people[0].days, ()) is None
    assert announced_days(found.people[0].days, (date(2026, 12, 8), date(2026, 12, 9))) == {date(2026, 12, 9)}
    assert days_of(found)[2] is None, "three days are not those of this event"


RUNS = {
    (1,): "Présent mardi, absente jeudi",
    (2,): "02/12/26",
    (1, 2): "tous les jours sauf le 3|Absent jeudi|du 30 novembre au 2 décembre",
    (2, 3): "mercredi au vendredi",
    (1, 3): (
        "indisponible mercredi|1 et 3/12|premier et dernier jour|Mardi 1 décembre, Jeudi 3 décembre|jeudi au mardi"
    ),
    (1, 2, 3): (
        "du 01/12 au 03/12|du 1 au 3/12|du mardi 1er au jeudi 3 décembre|J1 à J3|Jour 1 au jour 3|jours 1 à 3|Tue-Thu|"
        "1-3"
    ),
    (): "02/12/2019|2 décembre 2019",
}


def by_text(table):
    return [(expected, text) for expected, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("expected", "text"), by_text(RUNS))
def test_a_run_of_days_has_its_middle_and_what_is_left_out_is_left_out(text, expected):
    three = tuple(date(2026, 12, day) for day in (1, 2, 3))
    assert sorted(day.day for day in announced_days(text, three) or ()) == [*expected]


@pytest.mark.parametrize(
    ("titles", "cell"),
    [
        ("Présence mercredi|Présence jeudi", "non|absent"),
        ("Mercredi, 2 décembre.|Jeudi 3 décembre (oui / non)", "Non merci|non"),
        ("J1|J2", "0|0"),
        ("Jours de présence", "aucun jour"),
    ],
)
def test_who_refuses_every_day_is_expected_on_none_and_the_import_says_so(titles, cell):
    all_days = "|".join("oui" for _ in titles.split("|")) if "|" in titles else "mercredi et jeudi"
    found = read(titles, cell, *[all_days] * 3)
    assert days_of(found) == [[], BOTH, BOTH, BOTH]
    assert [(problem.row, reports(problem, NO_DAY)) for problem in found.problems] == [(2, True)]


ANSWERS = {
    (2,): (
        "uniquement le mercredi|le premier jour uniquement|"
        "je viens mercredi mais pas jeudi, et vendredi je ne sais pas|Present Wednesday. Absent Thursday and Friday.|"
        "absent les 3 et 4 décembre|absent du 3 au 4|mercredi (sauf le soir)|mercredi, pas au dîner|"
        "là mercredi, absente ensuite|mercredi, absente le matin|mercredi seulement le matin|"
        "Le mercredi, oui. Le jeudi, non.|venue le mercredi uniquement|Je serai absente du jeudi au vendredi|"
        "I'll be away from Thursday|absent à partir de jeudi"
    ),
    (3,): (
        "only Thursday|je ne suis disponible que le jeudi|"
        "Jeudi : je serai présent(e), vendredi : je ne serai pas présent(e)|Absent mercredi, jeudi oui|"
        "Jeudi seulement, désolée pour mercredi et vendredi|Thursday 3rd only|I can only come on Thursday|"
        "Jeudi matin et après-midi|Ich komme nur am Donnerstag|solo giovedì"
    ),
    (4,): (
        "ni mercredi ni jeudi|je ne viens que vendredi|absent jeudi, présent vendredi|pas jeudi, mais vendredi|"
        "Indisponible les 2 et 3 décembre|I'm only free on Friday|j'arriverai vendredi|"
        "Je ne serai présent ni mercredi ni jeudi|Plutôt vendredi"
    ),
    (2, 3): (
        "Je ne pourrai pas être là le vendredi|I can't make it on Friday|all days except the 4th|through Thursday|"
        "Arrivée mercredi, départ jeudi|du mercredi au jeudi inclus|hors vendredi|en déplacement vendredi|"
        "bis Donnerstag|nicht am Freitag|les deux premiers jours|jusqu'au 3 inclus|"
        "Je ne peux venir que le mercredi et le jeudi|il manquera le vendredi|oui mais pas vendredi|jusqu'à jeudi|"
        "until Thursday|Wednesday to Thursday|Wednesday till Thursday|from Wednesday until Thursday noon|"
        "not coming on Friday|je pars jeudi midi|excusée pour le vendredi|"
        "Je ne serai présente que deux jours : mercredi et jeudi|Toute la durée sauf vendredi|du 02/12 au 03/12/2026|"
        "jusqu'au jeudi soir|Vendredi: je ne sais pas. Mercredi et jeudi: oui|no puedo el viernes|"
        "both Wednesday and Thursday"
    ),
    (2, 4): (
        "je n'assisterai pas à la journée de jeudi|Wed and Fri, not Thu|every day but Thursday|"
        "mercredi: oui, jeudi: non, vendredi: oui|mercredi oui / jeudi non / vendredi oui|"
        "Mercredi (présent), Jeudi (absent), Vendredi (présent)|le 2 et le 4|mercredi 02/12 et vendredi 04/12|"
        "sans le jeudi|à l'exception du jeudi|absent le 3|no Thursday|außer Donnerstag|tranne giovedì|"
        "excepto el jueves|mercredi + vendredi (jeudi impossible)|unable to attend Thursday|"
        "jeudi non, les autres jours oui|jeudi je ne viens pas|Thursday I'm out|je serai absente jeudi|"
        "I am away on Thursday|je ne viens pas jeudi|oui sauf jeudi|"
        "Je serai là mercredi et vendredi mais absent jeudi|non disponible le jeudi|le 2 oui, le 3 non, le 4 oui|"
        "2/12 : oui - 3/12 : non - 4/12 : oui|Weds 2nd and Fri 4th|Everything except Thursday|"
        "can come Wed, can't come Thu, can come Fri|Présent le mercredi - absent le jeudi - présent le vendredi|"
        "À l'exception du 3 décembre, oui|pas de jeudi pour moi|days 1 and 3, not day 2"
    ),
    (3, 4): (
        "Jeudi et vendredi uniquement, pas mercredi|I won't be there Wednesday|dès jeudi matin|"
        "à compter du 3 décembre|jeudi dans l'après-midi, vendredi toute la journée|from Dec 3 onwards|"
        "J'arrive le jeudi|pas libre mercredi|yes, Thursday and Friday|ab Donnerstag|the last two days|"
        "pas avant jeudi|not available Wed|à partir de jeudi|from Thursday|OK pour jeudi et vendredi|"
        "I will miss Wednesday|présent jeudi et vendredi, excusé mercredi|3 et 4/12 seulement|"
        "seulement à partir de jeudi après-midi|Ich komme am Mittwoch nicht|Mercredi non merci, les autres jours oui"
    ),
    (2, 3, 4): (
        "présente du mercredi midi au vendredi midi|les trois jours|2, 3 et 4 décembre|"
        "Je serai présent tous les jours à l'exception du vendredi matin|Présent sauf vendredi après-midi|"
        "Wednesday - Friday (all three days)|02.12. – 04.12.|Mittwoch bis Freitag|mercredi → vendredi|mer, jeu, ven|"
        "02/12/2026 - 04/12/2026|2/12-4/12|mercredi - vendredi|Mercredi et jeudi (vendredi à confirmer)|"
        "je viens tous les jours|mercredi après midi + jeudi toute la journée + vendredi matin|"
        "I'll be there all three days|absent mercredi matin, présent ensuite|Wed/Thu/Fri"
    ),
    None: "pas sûr pour jeudi|je ne sais pas encore|ma 1er absent, me 2 présent",
    (): "aucun jour|Non",
}


@pytest.mark.parametrize(("expected", "text"), by_text(ANSWERS))
def test_an_answer_in_words_is_read_clause_by_clause(text, expected):
    found = announced_days(text, tuple(date(2026, 12, day) for day in (2, 3, 4)))
    assert (None if found is None else (*sorted(day.day for day in found),)) == expected


PEOPLE = "Le Goff Anne|Dupont Jean|Martin Chloé|Petit Luc|Roux Zoé|Blanc Élise"

MARKS = ("x", "oui", "✓", "1", "X", "Yes", "☑")


def a_list(titles, marks, above=()):
    """Return a list of six people with one column a title; `marks` are repeated down the columns."""
    header = ListRow(1 + bool(above), ("Nom", "Prénom", *titles))
    rows = []
    for number, name in enumerate(PEOPLE.split("|")):
        cells = [marks[(number + column) % len(marks)] for column in range(len(titles))]
        rows.append(ListRow(header.number + 1 + number, (*name.rsplit(" ", 1), *cells)))
    return [*([ListRow(1, ("", "", *above))] if above else []), header, *rows]


def sessions_of(rows, *planned):
    known = ListKnowledge(sessions=tuple(Session(title, title) for title in planned))
    mapping = guess_mapping(rows, known=known)
    return [mapping.titles[index] for index, kind in sorted(mapping.columns.items()) if kind is ListField.SESSIONS]


PATTERNS = [
    pattern.split("|")
    for pattern in (
        *("A1 – Rivières|A2 – Sols|B1 – Forêts", "W1 Soil|W2 Water", "A1|A2|A3", "9h - Rivières|11h - Sols"),
        *("14:30 Soil|16:00 Water", "Conférence 1|Conférence 2", "Table ronde : eau|Table ronde : sols"),
        *("Workshop A|Workshop B", "Visite de la mine|Visite du barrage", "Oficina 1 – Solos|Oficina 2 – Água"),
        *("1. Habitatge|2. Energia", "1. Sols|2. Data commons|3. Eau"),
    )
]

NOT_SESSIONS = (
    "Newsletter|Newsletter des ateliers|Droit à l’image|J’accepte d’être photographié pendant les ateliers|Adhérent|"
    "12h - Déjeuner|Repas du soir|Cocktail|RGPD|Photo consent|Lunch|Végétarien|Parking"
)
NO_SESSIONS = NOT_SESSIONS.split("|")


@pytest.mark.parametrize("titles", PATTERNS)
def test_marks_under_titles_of_one_pattern_are_sessions(titles):
    assert [mark for mark in MARKS if sessions_of(a_list(titles, (mark, "", mark, ""))) != titles] == []


def test_marks_and_names_of_sessions_make_a_column_one_of_sessions_and_nothing_else():
    people = a_list(("Workshop A", "Newsletter des ateliers", "Workshop B"), ("x",))
    ticked_by_nobody = [people[0], *(ListRow(row.number, (*row.cells[:3], "", row.cells[4])) for row in people[1:])]
    assert sessions_of(ticked_by_nobody) == ["Workshop A", "Workshop B"]
    rows = a_list(("Rivières", "Sols", "Déjeuner"), ("x", "", "oui"), above=("Ateliers de l’après-midi", "", ""))
    assert sessions_of(rows) == ["Rivières", "Sols"]
    rows = a_list(("Vote", "Pouvoir"), ("x", ""), above=())
    titled = [ListRow(1, ("Séminaire et ateliers", "", "", "12 mars")), *(ListRow(r.number + 1, r.cells) for r in rows)]
    assert sessions_of(titled) == []
    assert sessions_of(a_list(("B12",), ("x", ""))) == []
    assert sessions_of(a_list(("J1", "J2"), ("x", ""))) == []
    rows = a_list(("Choix 1", "Choix 2"), ("Atelier Sols", "Atelier Eau", "A3 – Rivières"))
    assert sessions_of(rows) == ["Choix 1", "Choix 2"]


@pytest.mark.parametrize(
    "titles", [("Guest 1 present", "Guest 2 present"), ("Dag 1 – ochtend", "Dag 2"), ("2026", "2027")]
)
def test_numbers_in_titles_of_other_things_are_no_pattern(titles):
    assert sessions_of(a_list(titles, ("x", ""))) == []


def test_what_the_event_plans_makes_a_column_one_of_sessions_whatever_its_title():
    rows = a_list(("q_17", "Woher?"), ("Mobilität im Dorf", "Daten für alle", ""))
    assert sessions_of(rows) == []
    assert sessions_of(rows, "Daten für alle", "Mobilität im Dorf") == ["q_17", "Woher?"]
    assert sessions_of(rows, "Daten für alle", "Wasser") == []
    ticked = a_list(("Mobilität im Dorf", "Newsletter", "Wasser"), ("x", ""))
    assert sessions_of(ticked, "Mobilität im Dorf", "Newsletter") == ["Mobilität im Dorf"]
    free = a_list(("Woher?",), ("Presse", "Daten für alle und auch Presse", "Presse"))
    assert sessions_of(free, "Daten für alle", "Mobilität im Dorf") == []


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
        "Atelier A|Atelier A – Écoute",
        "Atelier A|Atelier A (complet)|Atelier B",
        "Atelier A|Atelier A.",
        "C|C++|C#",
        "🎉|★",
    ],
)
def test_taken_into_the_programme_each_is_the_session_that_its_text_names(texts):
    texts = texts.split("|")
    names = SessionNames([Session(f"id-{title}", title) for title in find_session_titles(under(*texts))])
    assert [names.read(text) for text in texts] == [((f"id-{text}",), ()) for text in texts]


def test_what_people_write_freely_is_no_programme():
    assert find_session_titles(under(*(f"Texte {n}" for n in range(MOST)))) != ()
    assert find_session_titles(under(*(f"Texte {n}" for n in range(MOST + 1)))) == ()


@pytest.mark.parametrize(
    "text", ["Pas d’atelier", "aucun", "Aucun atelier", "(aucune session)", "ne participe pas", "néant"]
)
def test_who_goes_to_no_session_names_none_that_is_unknown(text):
    assert SessionNames([Session("eau", "Atelier Eau")]).read(text) == ((), ())
