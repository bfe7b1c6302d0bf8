# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration: the first event's programme, its invented list, and the queue its film shows."""

import csv
import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkin.core.admission import decide
from checkin.core.attendee import Attendee, Presence, Status
from checkin.core.decision import Reason, ScanContext, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import History, Visit
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_file import read_programme
from checkin.core.text_folding import fold_text
from checkin.core.tokens import CodeOrigin, EventKey
from scripts import demo_queue, make_demo_list

DEMO = Path(__file__).parents[1] / "resources" / "demo"
PARIS = ZoneInfo("Europe/Paris")
STATUS = {
    "Confirmé": Status.CONFIRMED,
    "En attente": Status.PENDING,
    "Impayé": Status.UNPAID,
    "Annulé": Status.CANCELLED,
    "Bloqué": Status.BLOCKED,
}
PRESENCE = {"Sur place": Presence.ON_SITE, "À distance": Presence.REMOTE, "Les deux": Presence.BOTH}

# As published: start, title, surnames of the speakers.
PUBLISHED = [
    ("08:30", "Accueil des participants autour d’un café et autres viennoiseries !", ""),
    ("09:00", "Introduction de la journée", "MACE Vandevoorde"),
    ("09:30", "LE TEMPS DE L’INSPIRATION : mobilisons-nous autour des Projets de territoire !", ""),
    ("09:30", "Projets de territoire, de quoi parle-t-on ?", "CORNELOUP LELLI"),
    (
        "10:00",
        "La mobilisation de la société civile au service du Projet de territoire",
        "REYMOND¹ VIDAL ORCHAMPT LELLOUCHE",
    ),
    ("10:30", "Les compétences de catalyse en question", "COT RESTIER AUROY BOUAROJA ALIX¹"),
    (
        "11:15",
        "Les enjeux d’innovation en matière de modèles socio-économiques de l’ingénierie territoriale",
        "BERTEAUD DUMONTET GENTER¹",
    ),
    ("12:00", "La France et les Objectifs de Développement Durable (ODD)", "LESUEUR FRIANG"),
    ("12:30", "LE TEMPS DE L’INTERCONNAISSANCE : les jeux c’est du sérieux !", ""),
    ("14:00", "LE TEMPS DE CO-DEVELOPPEMENT : Contribuons à la qualification des compétences de catalyse !", ""),
    ("17:00", "ET APRES ?", ""),
    ("17:00", "Agir dès aujourd’hui : quels enseignements de la journée", "DOHET"),
    ("17:15", "Nous projeter demain : premiers enseignements de la démarche « intérêt général 2050 »", "HEIDSIECK"),
    ("17:30", "Conclusions", "MARQUET"),
]


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_programme(tomllib.loads((DEMO / "programme.toml").read_text("utf-8")))


@pytest.fixture(scope="module")
def key() -> EventKey:
    event = tomllib.loads((DEMO / "event.toml").read_text("utf-8"))
    return EventKey(event["id"], bytes.fromhex(event["secret_hex"]))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DEMO / "attendees.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def queue() -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads((DEMO / "queue.json").read_text("utf-8"))
    return items


def local(hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 7, 4, hour, minute, tzinfo=PARIS)


def test_the_programme_holds_every_published_session_and_speaker_at_its_time(programme: Programme) -> None:
    planned = []
    for session in programme.sessions:
        speakers = [s for s in programme.speakers if s.session == session.id]
        marks = (s.name.split()[-1] + ("" if s.is_confirmed else "¹") for s in speakers)
        assert session.starts
        start = session.starts.astimezone(PARIS).strftime("%H:%M")
        planned.append((start, fold_text(session.title), fold_text(" ".join(marks))))
    published = [(start, fold_text(title), fold_text(speakers)) for start, title, speakers in PUBLISHED]
    assert [item for item in planned if "atelier" not in item[1]] == published
    assert [s.name for s in programme.speakers if not s.is_confirmed] == [
        "Sylvain Reymond",
        "Bernard Alix",
        "Christophe Genter",
    ]
    assert len(programme.speakers) == 21
    assert all(s.role for s in programme.speakers)


def test_the_morning_is_streamed_and_the_afternoon_is_not(programme: Programme) -> None:
    streamed = {s.id for s in programme.sessions if s.is_streamed}
    assert streamed == {s.id for s in programme.sessions if s.starts and time(9) <= s.starts.time() < time(12, 30)}


def test_each_workshop_is_booked_and_has_a_door_of_its_own(programme: Programme) -> None:
    booked = {s.id: s.capacity for s in programme.sessions if s.is_booked}
    assert booked == {"atelier-a": 40, "atelier-b": 40, "atelier-c": 30, "atelier-d": 20}
    for workshop in booked:
        point = programme.control_point(workshop)
        assert point
        assert (point.session, point.opens, point.closes) == (workshop, local(13, 30), local(16))


def test_the_list_is_what_its_script_writes() -> None:
    assert (DEMO / "attendees.csv").read_bytes() == make_demo_list.make_list()


def test_the_list_has_the_size_of_the_event_and_a_code_for_each(rows: list[dict[str, str]]) -> None:
    assert 340 <= len(rows) <= 360
    assert len({row["Code"] for row in rows}) == len(rows)
    assert set(Counter(row["Présence"] for row in rows)) == set(PRESENCE)
    assert 45 <= sum(row["Présence"] != "Sur place" for row in rows) <= 55
    assert set(Counter(row["Statut"] for row in rows)) == set(STATUS)
    assert all(row["Organisme"] or row["Fonction"] for row in rows)


def test_codes_are_our_own_under_the_public_key_or_numbers_of_another_ticketing(
    rows: list[dict[str, str]], key: EventKey
) -> None:
    origins = Counter(key.read(row["Code"]).origin for row in rows)
    assert set(origins) == {CodeOrigin.GENUINE, CodeOrigin.FOREIGN}
    assert 10 <= origins[CodeOrigin.FOREIGN] <= 20
    assert all(len(row["Code"]) == 13 for row in rows if key.read(row["Code"]).origin is CodeOrigin.FOREIGN)


def test_mail_can_reach_nobody(rows: list[dict[str, str]]) -> None:
    addresses = {row["E-mail"] for row in rows}
    assert len(addresses) == len(rows)
    assert all(address.endswith(".example") and address.isascii() for address in addresses)


def test_the_list_fits_the_programme(rows: list[dict[str, str]], programme: Programme) -> None:
    categories = {fold_text(c.name): c.id for c in programme.categories}
    assert {fold_text(row["Catégorie"]) for row in rows} == set(categories)
    assert all(fold_text(c.name) == c.id for c in programme.categories)
    booked = Counter(row["Ateliers"] for row in rows if row["Ateliers"])
    assert set(booked) == {s.id for s in programme.sessions if s.is_booked}
    for workshop, count in booked.items():
        session = programme.session(workshop)
        assert session
        assert count <= session.capacity


def test_every_speaker_is_on_the_list_once(rows: list[dict[str, str]], programme: Programme) -> None:
    speakers = {fold_text(f"{r['Prénom']} {r['NOM']}") for r in rows if r["Catégorie"] == "Intervenant"}
    assert speakers == {fold_text(s.name) for s in programme.speakers}
    everyone = Counter(fold_text(f"{r['Prénom']} {r['NOM']}") for r in rows)
    assert all(everyone[name] == 1 for name in speakers)


def test_two_pairs_of_homonyms_differ_by_their_organisation(rows: list[dict[str, str]]) -> None:
    names = Counter((r["Prénom"], r["NOM"]) for r in rows)
    twins = [name for name, count in names.items() if count > 1]
    assert len(twins) == 2
    for name in twins:
        assert len({r["Organisme"] for r in rows if (r["Prénom"], r["NOM"]) == name}) == 2


@dataclass
class Door:
    """Accueil on the morning of the event, with nothing but the list."""

    key: EventKey
    programme: Programme
    histories: dict[str, History]
    now: datetime

    def scan(self, code: str) -> tuple[Verdict, Reason]:
        point = self.programme.control_points[0]
        token = self.key.read(code)
        history = self.histories.get(token.code, History())
        decision = decide(token, history, ScanContext(self.programme, point, "Accueil 1", self.now))
        if decision.verdict is Verdict.ADMIT and history.attendee:
            entry = Entry(b"\0" * 16, EntryKind.CHECKED_IN, history.attendee.id, "Accueil 1", self.now, {})
            self.histories[token.code] = History(history.attendee, visits={point.id: Visit(entry, entry)})
        return decision.verdict, decision.reason


def attendee_of(row: Mapping[str, str]) -> Attendee:
    return Attendee(
        id=row["Code"],
        first_name=row["Prénom"],
        last_name=row["NOM"],
        ticket_code=row["Code"],
        category=fold_text(row["Catégorie"]),
        status=STATUS[row["Statut"]],
        presence=PRESENCE[row["Présence"]],
        note=row["Note"],
    )


def test_each_code_of_the_film_is_answered_as_its_case_says(
    rows: list[dict[str, str]], programme: Programme, key: EventKey, queue: list[dict[str, object]]
) -> None:
    histories = {row["Code"]: History(attendee_of(row)) for row in rows}
    door = Door(key, programme, histories, local(8, 35))
    answers = []
    for item in queue:
        door.now = local(8, 35) + timedelta(seconds=float(str(item["at"])))
        answers.append(door.scan(str(item["code"])))
    assert [reason for _, reason in answers] == [item["case"] for item in queue]
    admitted = {i["code"] for i, (verdict, _) in zip(queue, answers, strict=True) if verdict is Verdict.ADMIT}
    assert len(admitted) >= 36


def test_the_film_shows_every_interesting_case(queue: list[dict[str, object]]) -> None:
    cases = Counter(str(item["case"]) for item in queue)
    assert cases["already_arrived"] == 2
    once = ("cancelled", "remote", "unpaid", "speaker_to_confirm", "other_event", "unknown", "forged")
    assert [cases[case] for case in once] == [1] * len(once)
    moments = Counter(item["at"] for item in queue)
    assert sorted(moments.values())[-2:] == [1, 2]


def test_the_film_is_the_one_of_the_list(queue: list[dict[str, object]]) -> None:
    assert queue == demo_queue.shown()


def test_the_film_is_small_enough_to_be_carried() -> None:
    film = (DEMO / "queue.mp4").read_bytes()
    assert film[4:8] == b"ftyp"
    assert len(film) <= 5_000_000
