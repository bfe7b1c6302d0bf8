# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes resources/demo/attendees.csv: the demonstration's invented attendees and the programme's speakers.

Run at the root of the source: `python -m scripts.make_demo_list`. Always writes the same bytes.
"""

import csv
import hashlib
import io
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from checkin.core.programme.programme import Speaker
from checkin.core.programme.programme_file import read_programme
from checkin.core.text_folding import fold_text
from checkin.core.tokens import ID_BYTES, EventKey
from scripts.demo_people import KIND_WEIGHTS, NAMES, NOTES, OFFICIALS, ORGANISATIONS, PLACES, PRESS, TEAM, WEIGHTS

DEMO = Path(__file__).parents[1] / "resources" / "demo"
HEADER = (
    "Code", "Prénom", "NOM", "Organisme", "Fonction", "E-mail", "Catégorie",
    "Statut", "Présence", "Ateliers", "Table", "Régime", "Note",
)  # fmt: skip
SEED = 4
INVENTED = 327
BOOKED = {"atelier-a": 37, "atelier-b": 35, "atelier-c": 28, "atelier-d": 20}
STATUSES = {"Annulé": 7, "En attente": 6, "Impayé": 7, "Bloqué": 2}
CATEGORIES = {"Partenaire": 26, "Officiel": 9, "Presse": 8, "Équipe": 12}
FOREIGN_CODES = 14
SEATS, DIETS = 10, {"": 74, "Végétarien": 14, "Sans porc": 6, "Sans gluten": 4, "Végan": 2}
ALLERGIC = (5, 12, 20)
# (first name, last name) of two people each, told apart by their organisation.
HOMONYMS = (("Nathalie", "Marchand"), ("Karim", "Belkacemi"))


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list, in the order of HEADER."""

    first_name: str
    last_name: str
    is_woman: bool = True
    code: str = ""
    organisation: str = ""
    role: str = ""
    category: str = "Participant"
    status: str = "Confirmé"
    presence: str = "Sur place"
    workshops: list[str] = field(default_factory=list)
    note: str = ""
    table: str = ""
    diet: str = ""

    @property
    def email(self) -> str:
        """In .example, which no one can own (RFC 2606)."""
        first, last = (fold_text(name).replace(" ", "-") for name in (self.first_name, self.last_name))
        domain = "-".join(fold_text(self.organisation).replace("&", "").replace(",", "").split()[:3]) or "reseau"
        return f"{first}.{last}@{domain}.example"

    def line(self) -> list[str]:
        return [
            self.code, self.first_name, self.last_name, self.organisation, self.role, self.email,
            self.category, self.status, self.presence, ", ".join(self.workshops), self.table, self.diet, self.note,
        ]  # fmt: skip


def read_key() -> EventKey:
    event = tomllib.loads((DEMO / "event.toml").read_text("utf-8"))
    return EventKey(event["id"], bytes.fromhex(event["secret_hex"]))


def draw(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def names(rng: random.Random) -> Iterator[Person]:
    """Endless people of whom no two have the same name."""
    seen = {fold_text(" ".join(name)) for name in HOMONYMS}
    while True:
        women, men, last_names = NAMES[draw(rng, WEIGHTS)]
        is_woman = rng.random() < 0.54
        person = Person(rng.choice((women if is_woman else men).split()), rng.choice(last_names.split("|")), is_woman)
        name = fold_text(f"{person.first_name} {person.last_name}")
        if name not in seen:
            seen.add(name)
            yield person


def employ(person: Person, rng: random.Random) -> Person:
    """Gives an organisation and a title that fit the category."""
    of_category = {"Officiel": OFFICIALS, "Presse": PRESS, "Équipe": TEAM}
    partners = {"fondation": 1, "entreprise": 2}
    kinds = partners if person.category == "Partenaire" else KIND_WEIGHTS
    places, titles = of_category.get(person.category) or ORGANISATIONS[draw(rng, kinds)]
    woman, man = rng.choice(titles.split(";")).split("|")
    organisation = rng.choice(places.split("|")).format(place=rng.choice(PLACES.split("|")))
    return replace(person, organisation=organisation, role=woman if person.is_woman else man)


def invent(rng: random.Random) -> list[Person]:
    twins = [Person(first, last, first == "Nathalie") for first, last in HOMONYMS for _ in range(2)]
    people = twins + [person for person, _ in zip(names(rng), range(INVENTED - len(twins)), strict=False)]
    rng.shuffle(people)
    categories = [name for name, count in CATEGORIES.items() for _ in range(count)]
    for index, category in zip(rng.sample(range(len(people)), len(categories)), categories, strict=True):
        people[index] = replace(people[index], category=category)
    return [employ(person, rng) for person in people]


def register(people: list[Person], rng: random.Random) -> list[Person]:
    """Statuses, presence, workshops and notes. Officials, press and the team are confirmed and on site."""
    ordinary = [i for i, p in enumerate(people) if p.category in ("Participant", "Partenaire")]
    rng.shuffle(ordinary)
    for status, count in STATUSES.items():
        for _ in range(count):
            people = _change(people, ordinary.pop(), status=status)
    for presence, count in (("À distance", 38), ("Les deux", 12)):
        for _ in range(count):
            people = _change(people, ordinary.pop(), presence=presence)
    for workshop, count in BOOKED.items():
        for _ in range(count):
            people = _change(people, ordinary.pop(), workshops=[workshop])
    for note in NOTES:
        people = _change(people, ordinary.pop(), note=note)
    return people


def _change(people: list[Person], index: int, **fields: object) -> list[Person]:
    return [*people[:index], replace(people[index], **fields), *people[index + 1 :]]  # type: ignore[arg-type]


def speakers() -> list[Person]:
    programme = read_programme(tomllib.loads((DEMO / "programme.toml").read_text("utf-8")))
    return [_speaker(speaker) for speaker in programme.speakers]


def _speaker(speaker: Speaker) -> Person:
    first, last = speaker.name.rsplit(" ", 1)
    return Person(first, last, organisation=speaker.organisation, role=speaker.role, category="Intervenant")


def seat(people: list[Person], rng: random.Random) -> list[Person]:
    """Return the people with a table and a diet for the lunch, of those who are invited to it and come. Nobody in the
    film is allergic: its answers are counted on.
    """
    guests = [i for i, p in enumerate(people) if p.category != "Presse" and p.presence != "À distance"]
    rng.shuffle(guests)
    for number, index in enumerate(guests):
        diet = "Allergie aux arachides" if number in ALLERGIC else draw(rng, DIETS)
        people = _change(people, index, table=str(number // SEATS + 1), diet=diet)
    return people


def give_codes(people: list[Person], rng: random.Random) -> list[Person]:
    """Our own codes; a few have the number of another ticketing instead."""
    key = read_key()
    participants = [i for i, p in enumerate(people) if p.category == "Participant" and p.status == "Confirmé"]
    foreign = set(rng.sample(participants, FOREIGN_CODES))
    return [
        replace(p, code=_ean(number) if number in foreign else key.issue(_randomness(number)).code)
        for number, p in enumerate(people)
    ]


def _randomness(number: int) -> bytes:
    """Of the demonstration only: a real event draws from the system's generator."""
    return hashlib.sha256(f"demo ticket {number}".encode()).digest()[:ID_BYTES]


def _ean(number: int) -> str:
    digits = f"20{int.from_bytes(_randomness(number)[:5], 'big') % 10**10:010d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return f"{digits}{-total % 10}"


def make_list() -> bytes:
    """The file: UTF-8 with a byte order mark and semicolons, as French spreadsheets write it."""
    rng = random.Random(SEED)
    people = register(invent(rng), rng) + speakers()
    rng.shuffle(people)
    people = seat(give_codes(people, rng), random.Random(SEED + 1))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([HEADER, *(person.line() for person in people)])
    return text.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    (DEMO / "attendees.csv").write_bytes(make_list())
