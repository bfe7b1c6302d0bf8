# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of an unknown list: their titles, their cells, and the fields a careful person may take them for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from tests.lists.unknown.guests import COMES, Guest, ascii_of

FOLDER = Path(__file__).parent / "words"
CUSTOM = ""
"""A column kept under its own title."""


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """`fields` are those a careful person may take the column for; `is_told`: only its title says what it is."""

    kind: str
    title: str
    cells: tuple[str, ...]
    fields: frozenset[str]
    is_told: bool = False


@cache
def titles_of(kind: str, sort: str) -> tuple[str, ...]:
    """The titles of a kind: `usual` in five languages, `foreign` ones, or `told` by which alone a column is known."""
    lines = (line.split(" | ") for line in (FOLDER / "titles.txt").read_text("utf-8").splitlines())
    return next((tuple(words.split("; ")) for name, has, words in lines if (name, has) == (kind, sort)), ())


@cache
def words_for(kind: str) -> tuple[str, ...]:
    lines = (line.split(" | ") for line in (FOLDER / "others.txt").read_text("utf-8").splitlines())
    return next(tuple(words.split("; ")) for name, words in lines if name == kind)


@dataclass(slots=True)
class Titling:
    """Draws titles, each once in a list. The stranger the list, the fewer are usual."""

    rng: Random
    strangeness: float
    used: set[str]

    def title(self, kind: str, *, may_be_nonsense: bool = True) -> str:
        told = titles_of(kind, "told")
        if told:
            return self._unused(told)
        if self.rng.random() >= self.strangeness:
            return self._unused(titles_of(kind, "usual"))
        if may_be_nonsense and self.rng.random() < 0.35:
            return self._unused(words_for("nonsense"))
        return self._unused(titles_of(kind, "foreign"))

    def _unused(self, titles: Sequence[str]) -> str:
        title = self.rng.choice([one for one in titles if one not in self.used] or [f"c{len(self.used)}"])
        self.used.add(title)
        return title


def name_columns(rng: Random, titling: Titling, guests: Sequence[Guest]) -> list[UnknownColumn]:
    """Two columns, one of whole names, or all three. Without addresses to prove them, a title tells which is which."""
    form = rng.choice(("two", "two", "two", "capitals", "comma", "whole", "computed"))
    lasts, firsts = tuple(one.last_name for one in guests), tuple(one.first_name for one in guests)
    has_capitals = form == "capitals" or rng.random() < 0.3
    shown = tuple(name.upper() for name in lasts) if has_capitals else lasts
    if form in ("two", "computed"):
        is_proved = sum(bool(one.email) and one.has_own_address for one in guests) > len(guests) * 0.6
        last = UnknownColumn(
            "last_name", titling.title("last_name", may_be_nonsense=is_proved), shown, frozenset({"last_name"})
        )
        first = UnknownColumn(
            "first_name", titling.title("first_name", may_be_nonsense=is_proved), firsts, frozenset({"first_name"})
        )
        pair = [last, first] if rng.random() < 0.6 else [first, last]
        if form == "two":
            return pair
        wholes = tuple(f"{first_name} {last_name}" for first_name, last_name in zip(firsts, shown, strict=True))
        return [*pair, UnknownColumn("full_name", titling.title("full_name"), wholes, frozenset({CUSTOM, "full_name"}))]
    patterns = {"capitals": "{last} {first}", "comma": "{last}, {first}", "whole": "{first} {last}"}
    wholes = tuple(patterns[form].format(last=last, first=first) for last, first in zip(shown, firsts, strict=True))
    return [UnknownColumn("full_name", titling.title("full_name"), wholes, frozenset({"full_name"}))]


SHARES = {"organisation": 0.75, "role": 0.5, "phone": 0.6, "category": 0.4, "note": 0.35}
"""How often a list has what is drawn for every guest; a list has all else of which a guest has any."""
MAY_BE_CUSTOM = frozenset({"category", "note", "order"})
TOLD = frozenset({"note", "order"})


def own_columns(rng: Random, titling: Titling, guests: Sequence[Guest]) -> list[UnknownColumn]:
    """The columns about the guests themselves, some of them left out."""
    found = name_columns(rng, titling, guests)
    is_address_named = rng.random() < 0.1
    for kind in ("email", "organisation", "role", "phone", "category", "ticket_code", "status", "note", "order"):
        cells = [str(getattr(one, kind)) for one in guests]
        if not any(cells) or rng.random() >= SHARES.get(kind, 1):
            continue
        if kind == "email" and is_address_named:
            cells = [f"{one.name} <{one.email}>" if one.email else "" for one in guests]
        title = titling.title(kind, may_be_nonsense=kind not in TOLD)
        changes_nothing = kind == "status" and all(one.meaning == COMES for one in guests)
        fields = {kind, CUSTOM} if kind in MAY_BE_CUSTOM or changes_nothing else {kind}
        found.append(UnknownColumn(kind, title, tuple(cells), frozenset(fields), kind in TOLD))
    return found + session_columns(rng, titling, guests)


def session_columns(rng: Random, titling: Titling, guests: Sequence[Guest]) -> list[UnknownColumn]:
    """One column with several sessions in a cell, or one for each session with a mark in some cells."""
    sessions = sorted({session for one in guests for session in one.sessions})
    if not sessions:
        return []
    if rng.random() < 0.4:
        cells = tuple(rng.choice(("; ", ", ")).join(one.sessions) for one in guests)
        title = titling.title("sessions", may_be_nonsense=False)
        return [UnknownColumn("sessions", title, cells, frozenset({"sessions"}), is_told=True)]
    mark = rng.choice(("x", "1", "X", "oui", "yes", "✓", "tak", "sim"))
    pattern = rng.choice(
        ("Atelier {n} - {it}", "{n}. {it}", "Warsztat {n}: {it}", "Oficina {n} – {it}", "{h}h {it}", "W{n} {it}")
    )
    return [
        UnknownColumn(
            "sessions",
            pattern.format(n=number, h=8 + number, it=session),
            tuple(mark if session in one.sessions else "" for one in guests),
            frozenset({"sessions"}),
        )
        for number, session in enumerate(sessions, 1)
    ]


def other_columns(rng: Random, titling: Titling, guests: Sequence[Guest]) -> list[UnknownColumn]:
    """Columns that say nothing Checkin needs, and those of other people."""
    start = datetime(2026, 9, 1, 8)
    makers: dict[str, Callable[[int, Guest], str]] = {
        "time": lambda _, __: f"{start + timedelta(minutes=rng.randrange(60_000)):%d/%m/%Y %H:%M}",
        "price": lambda _, __: rng.choice(("0,00", "12,50", "25,00", "40,00")),
        "number": lambda place, _: str(place + 1),
        "town": lambda _, __: rng.choice(words_for("town")),
        "postcode": lambda _, __: f"{rng.randrange(1000, 96000):05}",
        "meal": lambda _, __: rng.choice(("", "", "", *words_for("meal"))),
        "consent": lambda _, __: rng.choice(("oui", "oui", "non")),
        "source": lambda _, __: rng.choice(("", *words_for("source"))),
    }
    kinds = rng.sample(sorted(makers), k=rng.randint(0, 5))
    found = []
    for kind in kinds:
        cells = tuple(makers[kind](place, one) for place, one in enumerate(guests))
        title = titling.title(kind, may_be_nonsense=kind in ("time", "price", "number"))
        also = {"meal": ("note",), "price": ("category",)}.get(kind, ())
        found.append(UnknownColumn(kind, title, cells, frozenset({CUSTOM, *also}), is_told=True))
    return found + columns_of_others(rng, titling, guests)


def columns_of_others(rng: Random, titling: Titling, guests: Sequence[Guest]) -> list[UnknownColumn]:
    """A payer, whoever looks after the guest, or a companion. Their names are not the guest's."""
    found: list[tuple[str, tuple[str, ...]]] = []
    payers = [one.payer or one for one in guests]
    if any(one.payer for one in guests):
        found += [
            ("payer_last", tuple(one.last_name for one in payers)),
            ("payer_first", tuple(one.first_name for one in payers)),
            ("payer_email", tuple(one.email or f"{ascii_of(one.last_name)}@courrier.example" for one in payers)),
        ]
    if rng.random() < 0.15:
        owners = [one.name for one in rng.sample(list(guests), k=3)]
        found.append(("owner", tuple(rng.choice(owners) for _ in guests)))
    if rng.random() < 0.12:
        others = [one.name for one in guests]
        found.append(("companion", tuple(rng.choice(others) if rng.random() < 0.2 else "" for _ in guests)))
    return [UnknownColumn(kind, titling.title(kind), cells, frozenset({CUSTOM}), is_told=True) for kind, cells in found]
