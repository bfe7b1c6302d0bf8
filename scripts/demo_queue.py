# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes to the demonstration's desk, in which order, and what each of them brings about."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass

from checkin.core.tokens import ALPHABET, EventKey
from scripts.make_demo_list import DEMO, read_key

RATE = 15
"""Frames per second of the video."""
SEED = 9

# The cases, as the program names its answers, in the order of the video; the others are welcome.
TURNS = {
    4: "attention", 8: "unpaid", 11: "cancelled", 14: "already_arrived", 17: "speaker_to_confirm",
    20: "other_event", 23: "remote", 27: "attention", 30: "unknown", 33: "together", 36: "forged",
    40: "already_arrived",
}  # fmt: skip
GUESTS = 44


@dataclass(frozen=True, slots=True)
class Ticket:
    """What is shown to the camera."""

    code: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One guest at the desk, or two at once."""

    case: str
    tickets: tuple[Ticket, ...]
    frames: int


Row = dict[str, str]


def read_list() -> list[Row]:
    with (DEMO / "attendees.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def ticket_of(row: Row) -> Ticket:
    return Ticket(row["Code"], f"{row['Prénom']} {row['NOM']}", row["Organisme"])


def is_plain(row: Row) -> bool:
    """Nothing to say but welcome."""
    ordinary = row["Catégorie"] in ("Participant", "Partenaire", "Équipe", "Presse")
    return ordinary and row["Statut"] == "Confirmé" and row["Présence"] == "Sur place" and not row["Note"]


def pools(rows: list[Row], rng: random.Random) -> dict[str, list[Ticket]]:
    """For each case the tickets that bring it about, shuffled."""
    rows = rng.sample(rows, len(rows))
    confirmed = [r for r in rows if r["Statut"] == "Confirmé"]
    key, foreign = read_key(), EventKey("autre-journee-2023", b"another event's key, also public")
    genuine = next(r["Code"] for r in rows if is_plain(r) and len(r["Code"]) == 20)
    forged = genuine[:-1] + next(c for c in ALPHABET if c != genuine[-1])
    assert key.read(forged).code == forged
    return {
        "welcome": [ticket_of(r) for r in rows if is_plain(r) and len(r["Code"]) == 20][1:],
        "foreign": [ticket_of(r) for r in rows if is_plain(r) and r["Code"].isdigit()],
        "attention": [ticket_of(r) for r in confirmed if r["Catégorie"] == "Officiel"],
        "unpaid": [ticket_of(r) for r in rows if r["Statut"] == "Impayé"],
        "cancelled": [ticket_of(r) for r in rows if r["Statut"] == "Annulé"],
        "remote": [ticket_of(r) for r in confirmed if r["Présence"] == "À distance"],
        "speaker_to_confirm": [ticket_of(r) for r in rows if (r["Prénom"], r["NOM"]) == ("Sylvain", "Reymond")],
        "other_event": [Ticket(foreign.issue(bytes(range(16))).code, "Dominique Lafarge", "Forum des rivages")],
        "unknown": [Ticket("3760123450017", "Billet n° 3760123450017", "Billetterie Grand-Large")],
        "forged": [Ticket(forged, "Invité d’honneur", "Réseau des catalyseurs territoriaux")],
    }


def turns() -> Iterator[Turn]:
    """Always the same ones."""
    rng = random.Random(SEED)
    pool = pools(read_list(), rng)
    earlier: list[Ticket] = []
    for number in range(GUESTS):
        case = TURNS.get(number, "welcome")
        if case == "already_arrived":
            tickets = [earlier.pop(0 if number < 20 else 12)]
        elif case == "together":
            tickets = [pool["welcome"].pop(), pool["welcome"].pop()]
        else:
            source = "foreign" if case == "welcome" and number in (6, 25) else case
            tickets = [pool[source].pop()]
        if case == "welcome":
            earlier += tickets
        yield Turn(case, tuple(tickets), round(rng.uniform(1.1, 1.3) * RATE) + (6 if case == "together" else 0))


def shown() -> list[dict[str, object]]:
    """What queue.json says: each code, the answer it brings about, and the second at which its turn begins."""
    items: list[dict[str, object]] = []
    frames = 0
    for turn in turns():
        case = "welcome" if turn.case == "together" else turn.case
        items += [{"code": t.code, "case": case, "at": round(frames / RATE, 2)} for t in turn.tickets]
        frames += turn.frames
    return items
