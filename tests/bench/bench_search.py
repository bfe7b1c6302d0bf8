# SPDX-License-Identifier: GPL-3.0-or-later
"""Search as somebody types among 100,000 invented people; beside it, in the same run, plain LIKE and rapidfuzz.

    python tests/bench/bench_search.py [--people 100000] [--typed 60]

`--typed` people are looked for, each in six ways, letter by letter from the second: last name; first and last name;
last name and an initial; first name and organisation; e-mail; the full name with one typing error. Then by columns of
the list, also beside a name ("table 7 riou"). Prints p50, p99 and the largest time of a letter, how often the person is
among the 8 best (of the peers: 30) for the whole text, and what the index costs. Checkin does without rapidfuzz; to see
it here: `.venv/bin/python -m pip install rapidfuzz`.
"""

import argparse
import importlib.util
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.attendee import Attendee, attendee_body
from checkin.core.entries import EntryKind
from checkin.core.search_terms import build_search_terms
from checkin.core.text_folding import fold_text
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from tests.bench.invented import people
from tests.builders import KEY, MORNING, a_programme
from tests.fakes import FakeClock

Ways = Callable[[Attendee, random.Random], dict[str, str]]
"""The texts by which a person is looked for, each under a name."""

DIETS = (*["aucun"] * 70, *["végétarien"] * 25, *["sans gluten"] * 5)

Engine = Callable[[str], Sequence[str]]
"""From what was typed to the ids of the people found, best first."""


def prepared(folder: Path, everyone: Sequence[Attendee]) -> EventFile:
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    began = time.perf_counter()
    with transaction(event.db):
        facts = [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in everyone]
        event.journal.append_all(facts, at=MORNING, desk="d")
    print(f"import of {len(everyone)} people: {time.perf_counter() - began:.1f} s")
    arrived = {"control_point": "accueil", "how": "code", "reason": "welcome"}
    with transaction(event.db):
        half = [(EntryKind.CHECKED_IN, a.id, arrived) for a in everyone[::2]]
        event.journal.append_all(half, at=MORNING, desk="d")
    return event


def cost_of_the_index(event: EventFile, everyone: Sequence[Attendee]) -> None:
    """Measured by building it anew, as mending a damaged one does."""
    index, before = event.attendees._index, free_bytes(event)
    with transaction(event.db):
        index.clear()
    size = free_bytes(event) - before
    began = time.perf_counter()
    with transaction(event.db):
        index.put((a.id, build_search_terms(a, [a.ticket_code])) for a in everyone)
    words = event.db.conn.execute("SELECT count(*) FROM vocabulary").fetchone()[0]
    print(f"index: built in {time.perf_counter() - began:.1f} s, {size / 1e6:.0f} MB of the file, {words} words")


def free_bytes(event: EventFile) -> int:
    pages, size = (event.db.conn.execute(f"PRAGMA {what}").fetchone()[0] for what in ("freelist_count", "page_size"))
    return pages * size


def resident_mb() -> float:
    """Linux only: the memory this process really holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def with_one_error(text: str, draw: random.Random) -> str:
    """A letter of a word of at least five is replaced, left out, doubled, or swapped with the next."""
    words = fold_text(text).split()
    at = draw.choice([n for n, word in enumerate(words) if len(word) >= 5])
    word, i = words[at], draw.randrange(len(words[at]) - 1)
    wrong = draw.choice(
        [
            word[:i] + draw.choice("abcdefghijklmnopqrstuvwxyz".replace(word[i], "")) + word[i + 1 :],
            word[:i] + word[i + 1 :],
            word[:i] + word[i] + word[i:],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
        ]
    )
    return " ".join([*words[:at], wrong, *words[at + 1 :]])


def queries(a: Attendee, draw: random.Random) -> dict[str, str]:
    found = {
        "last name": a.last_name,
        "first and last name": f"{fold_text(a.first_name)} {fold_text(a.last_name)}",
        "last name and initial": f"{a.last_name} {a.first_name[0]}",
        "first name and organisation": f"{a.first_name} {a.organisation}",
        "e-mail": a.email,
    }
    if any(len(word) >= 5 for word in fold_text(a.name).split()):
        found["full name, one error"] = with_one_error(a.name, draw)
    return found


def column_queries(a: Attendee, draw: random.Random) -> dict[str, str]:
    """Many people share these values, so whether the person is among the first is asked only beside a name."""
    table, diet = f"table {a.custom['Table']}", a.custom["Régime"]
    return {
        "value": diet,
        "table and diet": f"{table} {diet}",
        "table and last name": f"{table} {fold_text(a.last_name)}",
        "last name and diet": f"{fold_text(a.last_name)} {diet}",
        "table, last name, diet and size": f"{table} {fold_text(a.last_name)} {diet} {a.custom['T-shirt']}",
    }


def with_columns(everyone: Sequence[Attendee]) -> Iterator[Attendee]:
    """Ten people at a table; seven in ten share a diet."""
    draw = random.Random(4)
    for number, person in enumerate(everyone):
        custom = {
            "Table": str(number // 10 + 1),
            "Régime": draw.choice(DIETS),
            "T-shirt": draw.choice(["S", "M", "XL"]),
        }
        yield replace(person, custom=custom)


def ours(event: EventFile) -> Engine:
    desk, board = Desk(event, FakeClock(MORNING), "Accueil 1"), DeskQueries(event)
    return lambda text: [m.attendee.id for m in board.find(text, desk.programme, desk.control_point).matches]


def like(event: EventFile, everyone: Sequence[Attendee]) -> Engine:
    event.db.conn.execute("CREATE TABLE peer (id TEXT PRIMARY KEY, folded TEXT NOT NULL) STRICT, WITHOUT ROWID")
    with transaction(event.db):
        event.db.conn.executemany("INSERT INTO peer VALUES (?, ?)", [(a.id, searched(a)) for a in everyone])

    def find(text: str) -> list[str]:
        words = fold_text(text).split()
        clause = " AND ".join(["folded LIKE ?"] * len(words))
        sql = f"SELECT id FROM peer WHERE {clause} LIMIT 30"
        return [row[0] for row in event.db.conn.execute(sql, [f"%{word}%" for word in words])]

    return find


def over_all(everyone: Sequence[Attendee]) -> Engine:
    from rapidfuzz import fuzz, process

    texts = [searched(a) for a in everyone]

    def find(text: str) -> list[str]:
        best = process.extract(fold_text(text), texts, scorer=fuzz.partial_ratio, limit=30, score_cutoff=70)
        return [everyone[place].id for _, _, place in best]

    return find


def searched(a: Attendee) -> str:
    return fold_text(f"{a.first_name} {a.last_name} {a.organisation} {a.email}")


def measure(name: str, find: Engine, wanted: Sequence[Attendee], ways: Ways = queries) -> None:
    draw, before = random.Random(2), resident_mb()
    spans: list[tuple[float, str]] = []
    found: dict[str, list[bool]] = {}
    for attendee in wanted:
        for way, text in ways(attendee, draw).items():
            for end in range(2, len(text) + 1):
                began = time.perf_counter()
                people_found = find(text[:end])
                spans.append(((time.perf_counter() - began) * 1000, text[:end]))
            found.setdefault(way, []).append(attendee.id in people_found)
    spans.sort()
    p50, p99 = spans[len(spans) // 2][0], spans[int(len(spans) * 0.99)][0]
    print(f"\n{name}: {len(spans)} letters, p50 {p50:.2f} ms, p99 {p99:.2f} ms, max {spans[-1][0]:.2f} ms")
    print(f"  memory: {resident_mb() - before:+.1f} MB meanwhile")
    print("  found: " + ", ".join(f"{way} {100 * sum(hits) / len(hits):.0f} %" for way, hits in found.items()))
    print("  slowest: " + ", ".join(f"“{text}” {span:.1f}" for span, text in spans[:-6:-1]))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--typed", type=int, default=60)
    chosen = arguments.parse_args()
    everyone = list(with_columns(list(people(chosen.people))))
    wanted = random.Random(3).sample(everyone, chosen.typed)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event = prepared(Path(folder), everyone)
        cost_of_the_index(event, everyone)
        measure("Checkin", ours(event), wanted)
        measure("Checkin, columns", ours(event), wanted, column_queries)
        measure("LIKE on a folded column", like(event, everyone), wanted)
        if importlib.util.find_spec("rapidfuzz"):
            measure("rapidfuzz over all", over_all(everyone), wanted[: max(1, chosen.typed // 10)])
        else:
            print("\nrapidfuzz is not installed: .venv/bin/python -m pip install rapidfuzz")
        event.close()


if __name__ == "__main__":
    main()
