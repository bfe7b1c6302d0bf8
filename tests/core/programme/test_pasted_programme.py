# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme pasted from a mail or a table: what is written in it is understood, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.programme.programme import ControlPoint, Event, Programme, Session
from checkin.core.schedules.pasted_programme import read_pasted, take_pasted
from checkin.core.schedules.programme_update import CurrentProgramme

NAMES = {"le", "la", "marie", "jeanne", "samir", "odile", "maria", "luc", "anne", "john", "lena", "paul"}
TWO_DAYS = Event("Rencontres", date(2026, 12, 2), timezone="Europe/Paris", last_day=date(2026, 12, 3))
ONE_DAY = replace(TWO_DAYS, last_day=None)


def read(text, event=TWO_DAYS, sessions=()):
    return read_pasted(text, CurrentProgramme(Programme(event, sessions=sessions), is_described=True), NAMES)


def told(item):
    """One session as one line: day, hours, title, room, speakers, seats."""
    hours = "-".join(f"{at:%H:%M}" for at in (item.starts, item.ends) if at)
    speakers = ", ".join(each.name + _unsure(each) for each in item.speakers or ())
    seats = f"{item.capacity} seats" if item.capacity else ""
    booked = "booked" if item.is_booked else ""
    day = f"{item.starts.day} {hours}" if item.starts else ""
    parts = (day, item.title + _unsure(item), item.room, speakers, seats, booked)
    return " | ".join(part for part in parts if part)


def _unsure(said):
    return "?" if said.is_confirmed is False else ""


MAILS = {
    "workshops under a heading, quotations, and who is not sure to come": (
        """9 h 30 - 10 h 30 : Conférence « Les sols vivants » de Marie Durand (INRAE, à confirmer), amphi Bréhat
11 h : Table ronde « L'eau » – salle Ouessant – avec Paul Le Goff (Brest et Lorient), Anne Kerbrat (sous réserve)
14 h - 16 h : Ateliers, au choix et sur inscription :
  - Atelier A « Haies et bocage » (salle Molène, 25 places), animé par Paul Kerbrat
  - C. Visite du port, 15 places
16h30 « Grand témoin » : Jeanne Ollivier
17 h Plénière de clôture (à confirmer)""",
        [
            "2 09:30-10:30 | Conférence « Les sols vivants » | amphi Bréhat | Marie Durand?",
            "2 11:00 | Table ronde « L'eau » | salle Ouessant | Paul Le Goff, Anne Kerbrat?",
            "2 14:00-16:00 | Atelier A « Haies et bocage » | salle Molène | Paul Kerbrat | 25 seats | booked",
            "2 14:00-16:00 | C. Visite du port | 15 seats | booked",
            "2 16:30 | Grand témoin | Jeanne Ollivier",
            "2 17:00 | Plénière de clôture?",
        ],
        [],
    ),
    "workshops below the hours of all": (
        """10h45 – 12h : Ateliers au choix
    - Atelier A : Trouver des financements (salle 2)
    - Atelier B : Communiquer sans budget (salle 3)
    - café offert
14h – 15h :
    - Atelier C : Compost""",
        [
            "2 10:45-12:00 | Atelier A : Trouver des financements | salle 2",
            "2 10:45-12:00 | Atelier B : Communiquer sans budget | salle 3",
            "2 14:00-15:00 | Atelier C : Compost",
        ],
        ["- café offert"],
    ),
    "halves of the day before the hours": (
        """Mercredi 2 décembre
Matin (9h00-12h30) : Module 1 - Les fondamentaux
Après-midi (14h00-17h30) : Évaluation et bilan""",
        ["2 09:00-12:30 | Module 1 - Les fondamentaux", "2 14:00-17:30 | Évaluation et bilan"],
        [],
    ),
    "what brackets hold, and the hours of an office": (
        """* 10am - 11.15am: Opening talk by Jane Smith ("Why we meet")
14h Atelier enfants (6-10 ans)
18h Concert (réservation au 06 12 34 56 78)
Réservation au 02 98 00 00 00 de 9h à 12h.
Events Manager | +44 20 7946 0123 | Mon-Thu 9:00-17:00""",
        [
            '2 10:00-11:15 | Opening talk by Jane Smith ("Why we meet")',
            "2 14:00 | Atelier enfants (6-10 ans)",
            "2 18:00 | Concert (réservation au 06 12 34 56 78)",
        ],
        ["Réservation au 02 98 00 00 00 de 9h à 12h.", "Events Manager | +44 20 7946 0123 | Mon-Thu 9:00-17:00"],
    ),
    "a table without headings, with a workshop in a room": (
        "10:00 \tVisite guidée \tHall\n11:00 \tAtelier enfants (6-10 ans) \tSalle bleue\n14:00 \tConcert \tAuditorium",
        [
            "2 10:00 | Visite guidée | Hall",
            "2 11:00 | Atelier enfants (6-10 ans) | Salle bleue",
            "2 14:00 | Concert | Auditorium",
        ],
        [],
    ),
    "a French mail": (
        """Bonjour Camille,

Voici le programme :

Mercredi 2 décembre
9h30 – Ouverture des rencontres (Auditorium)
11h – 12h30 : Atelier 1 : Compost et sols vivants – Salle Ouessant
14 h – Table ronde, avec Jeanne Le Goff et Samir Benali
20h Dîner (Grande salle)

Jeudi 3 décembre
9h30-10h45 Plénière du jeudi, Auditorium

Bien à toi,
Anne""",
        [
            "2 09:30 | Ouverture des rencontres | Auditorium",
            "2 11:00-12:30 | Atelier 1 : Compost et sols vivants | Salle Ouessant",
            "2 14:00 | Table ronde | Jeanne Le Goff, Samir Benali",
            "2 20:00 | Dîner | Grande salle",
            "3 09:30-10:45 | Plénière du jeudi | Auditorium",
        ],
        ["Bonjour Camille,", "Voici le programme :", "Bien à toi,", "Anne"],
    ),
    "an English mail": (
        """Hi all,
Here's the running order for Wednesday 2 December:

09:30-10:15  Welcome and coffee (Foyer)
10:15-11:00  Keynote: The Ocean Commons - Dr Maria Silva [Main Hall]
11:00 am - 12:30 pm Workshop A
2 pm Walking tour

Thursday 3 December
9.30am–10.45am Plenary
Thanks, Bob""",
        [
            "2 09:30-10:15 | Welcome and coffee | Foyer",
            "2 10:15-11:00 | Keynote: The Ocean Commons | Main Hall | Dr Maria Silva",
            "2 11:00-12:30 | Workshop A",
            "2 14:00 | Walking tour",
            "3 09:30-10:45 | Plenary",
        ],
        ["Hi all,", "Here's the running order for Wednesday 2 December:", "Thanks, Bob"],
    ),
    "a table with headings": (
        "Jour\tHoraire\tTitre\tSalle\tIntervenant\n"
        "02/12/2026\t09:30 - 10:15\tAccueil\tHall\t\n"
        "02/12/2026\t10:15 - 11:00\tConférence d'ouverture\tAuditorium\tJeanne Le Goff\n"
        "03/12/2026\t14h\tAtelier\tL'Annexe\tSamir Benali, Luc Morvan\n",
        [
            "2 09:30-10:15 | Accueil | Hall",
            "2 10:15-11:00 | Conférence d'ouverture | Auditorium | Jeanne Le Goff",
            "3 14:00 | Atelier | L'Annexe | Samir Benali, Luc Morvan",
        ],
        [],
    ),
    "a table with a column for the beginning and one for the end": (
        "Date\tStart\tEnd\tSession\tRoom\tSeats\n"
        "2026-12-02\t09:30\t10:15\tRegistration\tFoyer\t\n"
        "\t10:15\t\tOpening\tMain Hall\t300\n"
        "2026-12-03\t9:00\t12:00\tSite visit\t\t25\n",
        [
            "2 09:30-10:15 | Registration | Foyer",
            "2 10:15 | Opening | Main Hall | 300 seats",
            "3 09:00-12:00 | Site visit | 25 seats",
        ],
        [],
    ),
    "bullets": (
        """• 9h00 : Café d'accueil
• 9h30 : Mot de bienvenue
- De 10h à 12h : Ateliers au choix (25 places)
* À partir de 12h30 : Buffet
• 14h00-15h30 – « Quel avenir pour les tiers-lieux ? » – Amphi B
• 16h-17h : Visite du port (sur inscription)""",
        [
            "2 09:00 | Café d'accueil",
            "2 09:30 | Mot de bienvenue",
            "2 10:00-12:00 | Ateliers au choix | 25 seats",
            "2 12:30 | Buffet",
            "2 14:00-15:30 | Quel avenir pour les tiers-lieux ? | Amphi B",
            "2 16:00-17:00 | Visite du port | booked",
        ],
        [],
    ),
    "words between the hours": (
        """JEUDI 3 DÉCEMBRE – MATIN
De 9 h 30 à 10 h 45 : plénière – Auditorium
11 h à 12 h 30 / Atelier 3 : Théâtre-forum / Salle Sein / animé par Odile Kerguelen
de 9 à 10h : petit déjeuner
midi : déjeuner""",
        [
            "3 09:30-10:45 | plénière | Auditorium",
            "3 11:00-12:30 | Atelier 3 : Théâtre-forum | Salle Sein | Odile Kerguelen",
            "3 09:00-10:00 | petit déjeuner",
            "3 12:00 | déjeuner",
        ],
        [],
    ),
    "the title on the next line": (
        """Wed 2 Dec
09:30
Opening session
Room: Auditorium
Speaker: John Doe

11:00 – 12:00
Panel: who pays?
(Room 4)""",
        ["2 09:30 | Opening session | Auditorium | John Doe", "2 11:00-12:00 | Panel: who pays? | Room 4"],
        [],
    ),
    "the hours after the title": (
        """Opening session, 9:30-10:15, Auditorium
Workshop "Soil" from 11am to 12.30pm in Room 4
Dîner à 20h (Grande salle)
Le train part à 18h12 de Brest.
Merci de répondre avant vendredi 18h""",
        [
            "2 09:30-10:15 | Opening session | Auditorium",
            '2 11:00-12:30 | Workshop "Soil" | Room 4',
            "2 20:00 | Dîner | Grande salle",
        ],
        ["Le train part à 18h12 de Brest.", "Merci de répondre avant vendredi 18h"],
    ),
    "the day on each line": (
        """Mer. 2/12, 9h30 : Ouverture
Mer. 2/12, 22h – 1h : Soirée
Jeu. 3/12 de 9h30 à 10h45 : Plénière (Auditorium)
3 décembre 2026 – 14 h 15 – Atelier""",
        ["2 09:30 | Ouverture", "2 22:00-01:00 | Soirée", "3 09:30-10:45 | Plénière | Auditorium", "3 14:15 | Atelier"],
        [],
    ),
    "a quoted answer with a drawn table": (
        """> **Jour 2**
>
> | Horaire | Quoi | Où |
> |---------|------|----|
> | 09h30 | Ouverture | Auditorium |
> | 11h00-12h30 | Atelier 1 | B204 |
> À bientôt""",
        ["3 09:30 | Ouverture | Auditorium", "3 11:00-12:30 | Atelier 1 | B204"],
        ["À bientôt"],
    ),
    "a grid with a column for each day": (
        "Heure\tMercredi 2 décembre\tJeudi 3 décembre\n09:30\tOuverture (Auditorium)\tPlénière\n11h-12h\t\tClôture\n",
        ["2 09:30 | Ouverture | Auditorium", "3 09:30 | Plénière", "3 11:00-12:00 | Clôture"],
        [],
    ),
    "the day among the columns": (
        "Heure\tJeudi 3 décembre\tSalle\n9h30\tPlénière\tAuditorium\n",
        ["3 09:30 | Plénière | Auditorium"],
        [],
    ),
    "a grid with a column for each room": (
        "Jeudi 3 décembre\nHeure\tSalle A\tSalle B\n9h30\tCompost\tSols, 30 places\n11h\tPause\t\n",
        ["3 09:30 | Compost | Salle A", "3 09:30 | Sols | Salle B | 30 seats", "3 11:00 | Pause"],
        [],
    ),
    "words that are of no session": (
        "Visite du port : mercredi 2 décembre\nProgramme du jeudi 3 décembre\n9h\n\n10h – (30 places)\n\n"
        "Dîner de gala mercredi soir\nSans heure\t03/12/2026\n9h30\tCompost\tAtelier\tAuditorium\n",
        ["3 09:30 | Compost – Atelier | Auditorium"],
        [
            "Visite du port : mercredi 2 décembre",
            "Dîner de gala mercredi soir",
            "Sans heure\t03/12/2026",
            "9h",
            "10h – (30 places)",
        ],
    ),
    "an answer": (
        """On Thu, 3 Dec 2026 at 14:30, Bob wrote:
Le jeu. 3 déc. 2026 à 14:30, Bob <bob@a.example>
a écrit :
Envoyé : jeudi 3 décembre 2026 14:30
> 9h30 Ouverture""",
        ["2 09:30 | Ouverture"],
        [
            "On Thu, 3 Dec 2026 at 14:30, Bob wrote:",
            "Le jeu. 3 déc. 2026 à 14:30, Bob <bob@a.example>",
            "a écrit :",
            "Envoyé : jeudi 3 décembre 2026 14:30",
        ],
    ),
    "sentences": (
        """- accueil café dès 8h45 dans le hall
Ouverture : mercredi 2 décembre, 9h30-10h30, Auditorium
Gala dinner: Thursday 3 December 2026, 8 p.m., Grand Hall
Le mercredi 2/12 de 20h à minuit : Dîner dansant @ Grande salle
→ 14h Table ronde, moderated by Paul Martin
Tél. 02.98.12.34.56
Jeudi : la suite à confirmer
0930 Petit déjeuner""",
        [
            "2 08:45 | accueil café | hall",
            "2 09:30-10:30 | Ouverture | Auditorium",
            "3 20:00 | Gala dinner | Grand Hall",
            "2 20:00-00:00 | Dîner dansant | Grande salle",
            "2 14:00 | Table ronde | Paul Martin",
        ],
        ["Tél. 02.98.12.34.56", "Jeudi : la suite à confirmer", "0930 Petit déjeuner"],
    ),
}


@pytest.mark.parametrize("mail", MAILS)
def test_a_programme_in_a_mail_is_understood_and_what_is_not_is_told(mail):
    text, expected, unread = MAILS[mail]
    found = read(text)
    assert [told(item) for item in found.schedule.items] == expected
    assert list(found.unread) == unread


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("9h30 Getting started with Apache Kafka", "2 09:30 | Getting started with Apache Kafka"),
        ("9h30 Mot de bienvenue (Maire de Brest)", "2 09:30 | Mot de bienvenue (Maire de Brest)"),
        ("9h30 Bilan 2025-2026", "2 09:30 | Bilan 2025-2026"),
        ("9h30 Le budget : 3 axes, 4 idées", "2 09:30 | Le budget : 3 axes, 4 idées"),
        ("9h30 Le rôle de 3 personnes clés", "2 09:30 | Le rôle de 3 personnes clés"),
        ("9h30 La mer, le vent et Marie Curie", "2 09:30 | La mer, le vent et Marie Curie"),
        ("19h30 Dîner de gala (Le Steir)", "2 19:30 | Dîner de gala | Le Steir"),
        ("9h Compost (salle Glazik, 30 places)", "2 09:00 | Compost | salle Glazik | 30 seats"),
        ("9h Compost (30 places, salle Glazik)", "2 09:00 | Compost | salle Glazik | 30 seats"),
        ("9h Compost 30 personnes max, Salle A", "2 09:00 | Compost | Salle A | 30 seats"),
        ("9h Débat, avec Luc Morvan (CNRS)", "2 09:00 | Débat | Luc Morvan"),
        ("9h Débat, avec Luc Morvan (Auditorium)", "2 09:00 | Débat | Auditorium | Luc Morvan"),
        ("23h – 1h Soirée", "2 23:00-01:00 | Soirée"),
        ("14h – 13h Atelier", "2 14:00 | Atelier"),  # and it is said that the end was left out
        ("11–1 pm Lunch", "2 11:00-13:00 | Lunch"),
        ("2-4 pm Workshop", "2 14:00-16:00 | Workshop"),
        ("12.30 p.m. Lunch", "2 12:30 | Lunch"),
    ],
)
def test_nothing_is_read_into_a_line(line, expected):
    assert [told(item) for item in read(line, ONE_DAY).schedule.items] == [expected]


def test_an_hour_after_midnight_is_of_the_night_and_without_a_day_there_are_none():
    found = read("3 décembre\n22h Concert\n0h30 DJ\n\n\n9h")
    assert [item.starts.isoformat()[:16] for item in found.schedule.items] == ["2026-12-03T22:00", "2026-12-04T00:30"]
    assert found.unread == ("9h",)
    found = read("9h30 Ouverture\n11h Atelier", Event("Rencontres"))
    assert [told(item) for item in found.schedule.items] == ["Ouverture", "Atelier"]
    before = CurrentProgramme(Programme(TWO_DAYS), is_described=True)
    found = read("9h Plénière – Auditorium – avec Jeanne Le Goff (CNRS) et Samir Benali")
    (plenary,) = found.schedule.items
    assert told(plenary) == "2 09:00 | Plénière | Auditorium | Jeanne Le Goff, Samir Benali"
    assert [speaker.organisation for speaker in take_pasted(before, found.schedule).speakers] == ["CNRS", ""]


def test_pasted_sessions_are_added_and_those_of_the_list_get_their_times():
    listed = Session("a1", "Atelier 1", is_booked=True, also_called=("Atelier 1",))
    before = CurrentProgramme(Programme(TWO_DAYS, sessions=(listed,)), is_described=True)
    text = "Jeudi 3 décembre\n9h30 Plénière, avec Jeanne Le Goff\n11h-12h Atelier 1 (Salle Sein)"
    after = take_pasted(before, read_pasted(text, before, NAMES).schedule)
    plenary, workshop = after.sessions
    assert (workshop.id, workshop.is_booked, workshop.room) == ("a1", True, "Salle Sein")
    assert (workshop.starts.hour, workshop.ends.hour) == (11, 12)
    assert (plenary.title, plenary.ends, plenary.is_booked) == ("Plénière", None, False)
    assert [(speaker.name, speaker.session) for speaker in after.speakers] == [("Jeanne Le Goff", plenary.id)]
    assert after.event == TWO_DAYS
    again = take_pasted(CurrentProgramme(after, is_described=True), read_pasted(text, before, NAMES).schedule)
    assert again == after


def test_the_door_of_a_session_that_moves_stays_in_the_time_of_the_event():
    before = read("Jeudi 3 décembre\n11h-12h Atelier 1").schedule
    known = take_pasted(CurrentProgramme(Programme(TWO_DAYS), is_described=True), before)
    session = known.sessions[0]
    door = ControlPoint("a1", "Atelier 1", session.id, session.starts, session.ends)
    basis = CurrentProgramme(replace(known, control_points=(door,)), is_described=True)
    (moved,) = take_pasted(basis, read("Jeudi 3 décembre\n14h-15h Atelier 1").schedule).control_points
    hours = [at.isoformat() for at in (moved.opens, moved.closes)]
    assert hours == ["2026-12-03T14:00:00+01:00", "2026-12-03T15:00:00+01:00"]


@given(st.text(st.sampled_from("019h:.-–/|\t\n (),àamp") | st.characters(codec="utf-8"), max_size=80))
def test_no_text_is_too_strange(text):
    for item in read(text).schedule.items:
        assert item.title
        assert item.ends is None or item.ends > item.starts
