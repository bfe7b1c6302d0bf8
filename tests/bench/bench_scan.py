# SPDX-License-Identifier: GPL-3.0-or-later
"""Scan text -> committed and answered, in a 100,000-row journal; beside it, in the same run, the bare commit.

    python tests/bench/bench_scan.py [--rows 100000] [--scans 2000]

Prints p50, p99 and the largest, and the ratio to a plain INSERT committed with the same pragmas on the same disk:
what is above 1 is ours, what is below the commit is the disk's.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.attendee_body import attendee_body
from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.storage.database import transaction
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.fakes import FakeClock


def prepared(folder: Path, rows: int) -> tuple[EventFile, int]:
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    people = rows // 2
    started = time.perf_counter()
    with transaction(event.db):
        event.journal.append_all(
            [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in map(an_attendee, range(1, people + 1))],
            at=MORNING,
            desk="d",
        )
    print(f"import of {people} people: {time.perf_counter() - started:.1f} s")
    body = {"control_point": "accueil", "how": "code", "reason": "welcome"}
    with transaction(event.db):
        event.journal.append_all(
            [(EntryKind.CHECKED_IN, an_attendee(n).id, body) for n in range(1, people - 5000)], at=MORNING, desk="d"
        )
    return event, people


def timed(action, count: int) -> list[float]:
    spans = []
    for number in range(count):
        began = time.perf_counter()
        action(number)
        spans.append((time.perf_counter() - began) * 1000)
    return sorted(spans)


def line(name: str, spans: list[float], peer: list[float] | None = None) -> None:
    p50, p99 = spans[len(spans) // 2], spans[int(len(spans) * 0.99)]
    ratio = f"  ratio p50 {p50 / peer[len(peer) // 2]:.1f}" if peer else ""
    print(f"{name:42} p50 {p50:7.2f} ms  p99 {p99:7.2f} ms  max {spans[-1]:7.2f} ms{ratio}")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--scans", type=int, default=2_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event, people = prepared(Path(folder), chosen.rows)
        print(f"journal: {event.journal.count()} entries")
        clock = FakeClock(MORNING)
        desk, board = Desk(event, clock, "Accueil 1"), DeskQueries(event)
        event.db.conn.execute("CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT) STRICT")

        def bare(number: int) -> None:
            event.db.conn.execute("BEGIN IMMEDIATE")
            event.db.conn.execute("INSERT INTO bare VALUES (?, ?)", [number, "x" * 200])
            event.db.conn.execute("COMMIT")

        codes = [an_attendee(n).ticket_code for n in range(people - 4900, people + 1)]
        peer = timed(bare, chosen.scans)
        line("bare insert and commit (the peer)", peer)
        event.db.accept_files()  # these went past `write`, as a stranger's would
        line("scan: first arrival", timed(lambda n: desk.scan(codes[n]), chosen.scans), peer)
        clock.pass_by(minutes=5)
        line("scan: already arrived", timed(lambda n: desk.scan(codes[n]), chosen.scans), peer)
        line("scan: unknown code", timed(lambda n: desk.scan(f"376012345{n}"), chosen.scans), peer)
        point = desk.control_point
        line("counters", timed(lambda _: board.tally(desk.programme, point, clock()), 50))
        line("last arrivals", timed(lambda _: board.recent_scans(desk.programme, point), 50))
        line("search", timed(lambda n: board.search(f"gof {n}", desk.programme, point), 200))
        event.close()


if __name__ == "__main__":
    main()
