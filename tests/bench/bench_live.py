# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen among many people; beside it, in the same run, the same figures by reading every person.

    python tests/bench/bench_live.py [--people 10000] [--entries 100000] [--times 20]

Half the people are in by the arrival, over 50 minutes and through six desks; the other entries of the journal are of
other control points. Prints the median of one reading of everything the screen shows, and of asking whether anything
changed, which happens every half second.
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.live_queries import LiveQueries
from checkin.services.programme.programme_importing import load_programme
from checkin.storage.connection import transaction
from tests.bench.bench_programme import median_ms
from tests.bench.invented import people
from tests.builders import KEY, MORNING

MINUTE = timedelta(minutes=1)


def prepared(folder: Path, count: int, entries: int) -> EventFile:
    programme = load_programme(resources() / "demo" / "programme.toml")
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.plan(programme, at=MORNING, desk="d")
    ids = [category.id for category in programme.categories]
    everyone = [replace(p, category=ids[n % 40 and n % 5]) for n, p in enumerate(people(count))]
    points = [p.id for p in programme.control_points if p.id != "accueil"]
    with transaction(event.db):
        event.journal.append_all(
            [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in everyone], at=MORNING, desk="d"
        )
        for n in range(300):  # six desks, fifty minutes
            some = [
                (EntryKind.CHECKED_IN, a.id, {"control_point": "accueil", "how": "code"})
                for a in everyone[: count // 2][n::300]
            ]
            event.journal.append_all(some, at=MORNING + n // 6 * MINUTE, desk=f"Accueil {n % 6 + 1}")
        rest = max(0, entries - count - count // 2)
        others = [
            (EntryKind.CHECKED_IN, everyone[n % count].id, {"control_point": points[n % len(points)], "how": "code"})
            for n in range(rest)
        ]
        event.journal.append_all(others, at=MORNING, desk="d")
    return event


def one_by_one(event: EventFile) -> tuple[int, ...]:
    """Arrived, expected and missing, by asking for each person."""
    arrived = expected = missing = 0
    programme = event.programme()
    for person, _ in event.attendees.all():
        visit = event.attendees.visit(person.id, "accueil")
        arrived, expected = arrived + (visit is not None), expected + 1
        category = programme.category(person.category)
        missing += bool(visit is None and category and category.calls_attention)
    return arrived, expected, missing


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=10_000)
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--times", type=int, default=20)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event = prepared(Path(folder), chosen.people, chosen.entries)
        board, now = LiveQueries(event), (MORNING + 45 * MINUTE).astimezone()
        screen = median_ms(chosen.times, lambda: board.read(now))
        asked = median_ms(chosen.times, board.has_changed)
        peer = median_ms(3, lambda: one_by_one(event))
        event.close()
    told = f"{chosen.people} people, {chosen.entries} entries"
    print(f"{told}: the screen {screen:.1f} ms, one by one {peer:.0f} ms: ratio {peer / screen:.1f}")
    print(f"whether anything changed: {asked * 1000:.0f} µs")


if __name__ == "__main__":
    main()
