# SPDX-License-Identifier: GPL-3.0-or-later
"""The guests of an unknown list, with everything that is true of them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent / "words"
COMES, DECLINED, WAITS, UNKNOWN = "c", "n", "w", "?"
"""What the word of a guest's status means. Nobody knows what an unknown word means but the organiser."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest as the organiser knows them; "" is what the list does not say."""

    first_name: str
    last_name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    has_own_address: bool = False
    phone: str = ""
    category: str = ""
    ticket_code: str = ""
    order: str = ""
    status: str = ""
    meaning: str = COMES
    sessions: tuple[str, ...] = ()
    note: str = ""
    payer: "Guest | None" = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def ascii_of(name: str) -> str:
    """The name as an e-mail address has it."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Đ", "D")).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.lower()).split())


@cache
def _lines(name: str) -> tuple[tuple[str, ...], ...]:
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(tuple(cell.strip() for cell in line.split(" | ")) for line in lines)


def _words(kind: str) -> list[str]:
    return next(words for name, words in _lines("others") if name == kind).split("; ")


def draw_guests(rng: Random, count: int) -> list[Guest]:
    """`count` guests, mostly of one country, no two of one name."""
    origins = {origin: (firsts.split(", "), lasts.split(", ")) for origin, firsts, lasts in _lines("people")}
    home = rng.choice(sorted(origins))
    names: dict[tuple[str, str], None] = {}
    while len(names) < count:
        firsts, lasts = origins[home if rng.random() < 0.5 else rng.choice(sorted(origins))]
        last = rng.choice(lasts) if rng.random() < 0.7 else f"{rng.choice(lasts)}-{rng.choice(lasts)}"
        names[rng.choice(firsts), last] = None
    guests = [Guest(first, last) for first, last in names]
    guests = _with_houses(rng, guests)
    if rng.random() < 0.4:
        guests = _with_codes(rng, guests)
    if rng.random() < 0.45:
        guests = _with_statuses(rng, guests)
    if rng.random() < 0.35:
        sessions = rng.sample(_words("workshop"), k=rng.randint(3, 5))
        guests = [replace(one, sessions=tuple(s for s in sessions if rng.random() < 0.4)) for one in guests]
    return _with_orders(rng, guests) if rng.random() < 0.3 else guests


def _with_houses(rng: Random, guests: Sequence[Guest]) -> list[Guest]:
    """Their organisations, roles, addresses and telephones."""
    houses, roles, categories = _words("organisation"), _words("role"), rng.sample(_words("category"), k=4)
    notes = _words("note")
    has_addresses, share = rng.random() < 0.85, rng.choice((0.8, 0.95, 1.0))
    address = rng.choice(("{first}.{last}", "{last}.{first}", "{initial}{last}", "{initial}.{last}"))
    telephone = rng.choice(("0{}", "33{}", "+33 {}", "32{}", "+49 {}", "{}"))
    found = []
    for place, one in enumerate(guests):
        house = rng.choice(houses)
        first, last = ascii_of(one.first_name) or f"g{place}", ascii_of(one.last_name) or f"n{place}"
        has_own = rng.random() < 0.85
        local = address.format(first=first, last=last, initial=first[0]) if has_own else f"contact{place}"
        digits = f"{rng.choice('1234567')}{rng.randrange(10**8):08}"
        found.append(
            replace(
                one,
                organisation=house if rng.random() < 0.92 else "",
                role=rng.choice(roles) if rng.random() < 0.9 else "",
                email=f"{local}@{ascii_of(house)}.example" if has_addresses and rng.random() < share else "",
                has_own_address=has_own,
                phone=telephone.format(digits) if rng.random() < 0.85 else "",
                category=rng.choice(categories),
                note=rng.choice(notes) if rng.random() < 0.15 else "",
            )
        )
    return found


def _with_codes(rng: Random, guests: Sequence[Guest]) -> list[Guest]:
    form = rng.choice(("digits", "letters", "prefixed", "long"))
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    codes: dict[str, None] = {}
    while len(codes) < len(guests):
        drawn = {
            "digits": f"00{rng.randrange(10**9):09}",
            "letters": "".join(rng.choices(letters, k=8)),
            "prefixed": f"TK-{rng.randrange(10**6):06}",
            "long": "".join(rng.choices(letters.lower(), k=24)),
        }
        codes[drawn[form]] = None
    return [replace(one, ticket_code=code) for one, code in zip(guests, codes, strict=True)]


def _with_statuses(rng: Random, guests: Sequence[Guest]) -> list[Guest]:
    """Words of one language; in some lists a word that no language knows stands among them."""
    _, *cells = rng.choice(_lines("statuses"))
    words = {meaning: text.split(", ") for meaning, _, text in (cell.partition(": ") for cell in cells)}
    used = {meaning: rng.sample(some, k=min(len(some), rng.randint(1, 2))) for meaning, some in words.items()}
    has_unknown, unknown = rng.random() < 0.25, rng.choice(_words("unknown_status"))
    found = []
    for one in guests:
        meaning = rng.choices((COMES, DECLINED, WAITS), weights=(80, 13, 7))[0]
        if has_unknown and rng.random() < 0.05:
            found.append(replace(one, status=unknown, meaning=UNKNOWN))
        else:
            found.append(replace(one, status=rng.choice(used[meaning]), meaning=meaning))
    return found


def _with_orders(rng: Random, guests: Sequence[Guest]) -> list[Guest]:
    """Neighbours share an order and the one who paid."""
    found: list[Guest] = []
    while len(found) < len(guests):
        number, together = f"C{rng.randrange(10**6):06}", guests[len(found) :][: rng.choice((1, 1, 2, 3))]
        found += [replace(one, order=number, payer=together[0]) for one in together]
    return found
