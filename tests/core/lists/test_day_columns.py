# SPDX-License-Identifier: GPL-3.0-or-later
"""On which days people come, as lists of many makers say it; and what is no such column."""

from datetime import date

import pytest

from checkin.core.attendee import Presence
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.mapping_guess import guess_mapping
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.programme import Event, Programme

DAYS = (date(2026, 12, 2), date(2026, 12, 3))
PROGRAMME = Programme(Event("Rencontres", DAYS[0], last_day=DAYS[1]))
NAMES = ("Durand|Marie", "Petit|Max", "Roux|Zoé", "Noir|Ada", "Blanc|Ève", "Gil|Ana")


def read(titles, *cells):
    lines = [f"Nom|Prénom|{titles}", *(f"{name}|{cell}" for name, cell in zip(NAMES, cells, strict=False))]
    rows = [ListRow(number, tuple(line.split("|"))) for number, line in enumerate(lines, 1)]
    return interpret_list(rows, PROGRAMME, guess_mapping(rows))


def days_of(found):
    """Return the days of the month on which each person comes; None where nothing is known."""
    announced = [announced_days(person.days, DAYS) for person in found.people]
    return [days and sorted(day.day for day in days) for days in announced]


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
        ("Présence mercredi|Présence jeudi", ("x|absent", "x|x", "pas dispo|x", "x|x"), [[2], BOTH, [3], BOTH]),
        ("J1|J2", ("1|1", "1|0", "0|1", "1|1"), [BOTH, [2], [3], BOTH]),
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tous les jours sauf le 3", [1, 2]),
        ("Absent jeudi", [1, 2]),
        ("indisponible mercredi", [1, 3]),
        ("Présent mardi, absente jeudi", [1]),
        ("du 01/12 au 03/12", [1, 2, 3]),
        ("du 1 au 3/12", [1, 2, 3]),
        ("1 et 3/12", [1, 3]),
        ("du mardi 1er au jeudi 3 décembre", [1, 2, 3]),
        ("du 30 novembre au 2 décembre", [1, 2]),
        ("mercredi au vendredi", [2, 3]),
        ("J1 à J3", [1, 2, 3]),
        ("Jour 1 au jour 3", [1, 2, 3]),
        ("jours 1 à 3", [1, 2, 3]),
        ("Tue-Thu", [1, 2, 3]),
        ("1-3", [1, 2, 3]),
        ("premier et dernier jour", [1, 3]),
        ("Mardi 1 décembre, Jeudi 3 décembre", [1, 3]),
        ("jeudi au mardi", [1, 3]),
        ("02/12/26", [2]),
        ("02/12/2019", []),
        ("2 décembre 2019", []),
    ],
)
def test_a_run_of_days_has_its_middle_and_what_is_left_out_is_left_out(text, expected):
    three = tuple(date(2026, 12, day) for day in (1, 2, 3))
    assert sorted(day.day for day in announced_days(text, three) or ()) == expected
