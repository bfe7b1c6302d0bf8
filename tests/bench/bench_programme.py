# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme screen among many people; beside it, in the same run, the same figures by asking for each of them.

    python tests/bench/bench_programme.py [--people 10000] [--times 30]

Half the people are registered for a workshop, half have arrived; 21 speakers of the demonstration, of whom a few are on
the list. Prints the median of reading the whole screen, and of the line at the desk (who is missing), which is read
after every answer. The peer asks per session and looks for the speakers among everyone, name by name.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.admission_rules import speaker_for
from checkin.core.attendee import attendee_body
from checkin.core.counts import CountedPoint
from checkin.core.entries import EntryKind
from checkin.core.programme.programme import PointMode
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import load_programme
from checkin.services.programme.programme_queries import ProgrammeQueries, missing_speakers
from checkin.storage.connection import transaction
from checkin.storage.count_tables import count_by_category
from tests.bench.invented import people
from tests.builders import KEY, MORNING


def prepared(folder: Path, count: int) -> EventFile:
    programme = load_programme(resources() / "demo" / "programme.toml")
    everyone = [
        replace(p, sessions=(f"atelier-{'abcd'[n % 4]}",) if n % 2 else ()) for n, p in enumerate(people(count))
    ]
    heard = [replace(s, name=p.name) for s, p in zip(programme.speakers[:6], everyone, strict=False)]
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.plan(replace(programme, speakers=(*heard, *programme.speakers[6:])), at=MORNING, desk="d")
    passage = {"control_point": "accueil", "how": "code"}
    with transaction(event.db):
        facts = [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in everyone]
        event.journal.append_all(
            [*facts, *((EntryKind.CHECKED_IN, a.id, passage) for a in everyone[::2])], at=MORNING, desk="d"
        )
    return event


def one_by_one(event: EventFile) -> list[int]:
    programme, attendees = event.programme(), event.attendees
    counts = (count_by_category(event.db, CountedPoint("accueil", session.id)) for session in programme.sessions)
    found = [sum(each.expected for each in of_session.values()) for of_session in counts]
    found += [attendees.awaited(p.session, p.id) for p in programme.control_points if p.mode is PointMode.ENTRY]
    found += [attendees.inside(p.id) for p in programme.control_points]
    return found + [
        len(list(attendees.visits(person.id))) for person, _ in attendees.all() if speaker_for(person, programme)
    ]


def median_ms(times: int, run: Callable[[], object]) -> float:
    spans = []
    for _ in range(times + 1):
        began = time.perf_counter()
        run()
        spans.append((time.perf_counter() - began) * 1000)
    return statistics.median(spans[1:])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--people", type=int, default=10_000)
    arguments.add_argument("--times", type=int, default=30)
    chosen = arguments.parse_args()
    at = MORNING + timedelta(minutes=30)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event = prepared(Path(folder), chosen.people)
        board, programme = ProgrammeQueries(event), event.programme()
        screen = median_ms(chosen.times, lambda: board.read(at))
        line = median_ms(chosen.times, lambda: missing_speakers(event, programme, at))
        peer = median_ms(max(1, chosen.times // 6), lambda: one_by_one(event))
        event.close()
    print(f"{chosen.people} people: the screen {screen:.1f} ms, one by one {peer:.1f} ms: ratio {peer / screen:.1f}")
    print(f"the line at the desk {line:.2f} ms, {screen / line:.0f} times less than the screen")


if __name__ == "__main__":
    main()
