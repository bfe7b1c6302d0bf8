# SPDX-License-Identifier: GPL-3.0-or-later
"""Invented people with all that a list may say of them; each list shows a part of it."""

import unicodedata
import uuid
from dataclasses import dataclass, field, replace
from random import Random

from tests.lists.invented_names import draw_name
from tests.lists.words_of import sets_of

NICKNAMES = ("lilou", "papillon", "mimosa", "zebre", "moulin")
FREE_MAIL = ("laposte-libre.example", "mailo.example", "webpost.example", "kurier.example")
_BEGINNINGS = ("0199", "026191", "035301", "046571", "053649", "063998")


@dataclass(slots=True)
class Invented:
    """An invented person. `word` is the status as the list says it, `meaning` what that is (`platform_words`)."""

    last_name: str
    first_name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    ticket_code: str = ""
    word: str = ""
    meaning: str = "c"
    sessions: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def has_capitals(self) -> bool:
        """Whether the last name can be told by its capitals; that of one letter or in other writing cannot."""
        return self.last_name.upper() != self.last_name and self.first_name.upper() != self.first_name


def draw_people(rng: Random, language: str, encoding: str = "utf-8") -> list[Invented]:
    """15 to 120 people without two of one name, whose names the encoding can hold."""
    people: dict[tuple[str, str], Invented] = {}
    organisations = rng.sample(sets_of("organisations")[language][0], k=rng.randint(6, 10))
    wanted = round(15 * 8 ** rng.random())
    while len(people) < wanted:
        last, first = draw_name(rng, language)
        if fits(encoding, last + first):
            people[plain(last), plain(first)] = Invented(last, first, rng.choice(organisations))
    for one in people.values():
        one.role = rng.choice(sets_of("roles")[language][0])
        one.email = draw_email(rng, one)
        one.phone = draw_phone(rng)
    return list(people.values())


def add_namesakes(rng: Random, people: list[Invented]) -> None:
    """One person twice, and another of the same name as somebody, with an organisation and address of their own."""
    one, other = rng.sample(people, k=2)
    double = replace(other, organisation="Indépendant", email=f"{plain(other.last_name)}.bis@{FREE_MAIL[0]}")
    double.phone = draw_phone(rng)
    people += [replace(one), double]


def leave_out_first_names(rng: Random, people: list[Invented]) -> None:
    for one in rng.sample(people, k=len(people) // 8):
        one.first_name = ""


def plain(text: str) -> str:
    """Small letters without accents, as an address has them."""
    text = text.casefold().replace("ł", "l").replace("đ", "d").replace("ø", "o")
    letters = unicodedata.normalize("NFKD", text)
    return "".join(
        letter if letter.isascii() and letter.isalnum() else "-" if letter in " '-" else "" for letter in letters
    )


def draw_email(rng: Random, one: Invented) -> str:
    first, last = plain(one.first_name) or "contact", plain(one.last_name) or "contact"
    domain = f"{plain(one.organisation).replace('--', '-').strip('-')[:22].strip('-')}.example"
    match rng.randrange(8):
        case 0:
            return f"{first[0]}.{last}@{domain}"
        case 1:
            return f"{last}.{first}@{domain}"
        case 2:
            return f"{rng.choice(NICKNAMES)}{rng.randint(10, 9999)}@{rng.choice(FREE_MAIL)}"
        case 3:
            return f"{first}{rng.randint(50, 99)}@{rng.choice(FREE_MAIL)}"
    return f"{first}.{last}@{domain}"


def draw_phone(rng: Random) -> str:
    """Ten digits, from the ranges that belong to nobody in France."""
    beginning = rng.choice(_BEGINNINGS)
    return beginning + "".join(rng.choice("0123456789") for _ in range(10 - len(beginning)))


def draw_codes(rng: Random, kind: str, count: int) -> list[str]:
    """Ticket codes that differ: digits, zeros in front, letters and digits, or UUIDs."""
    numbers = rng.sample(range(100_000, 9_999_999), count)
    match kind:
        case "zeros":
            return [f"{number:011d}" for number in numbers]
        case "uuid":
            return [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in numbers]
        case "letters":
            letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
            return [f"{''.join(rng.choice(letters) for _ in range(6))}{number % 90 + 10}" for number in numbers]
    return [str(1_200_000_000 + number) for number in numbers]


def fits(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
