# SPDX-License-Identifier: GPL-3.0-or-later
"""Scan text -> committed and answered; beside it, in the same run and file, the bare commit of the same rows.

    python tests/bench/bench_scan.py [--people 50000] [--entries 100000] [--scans 2000]

Prints p50, p99 and the largest, and the ratio to the peer: the same row of the journal and of the visits about the same
person, written by hand into copies of the two tables with all their rows, indexes and triggers, and committed with the
same pragmas. What is above 1 is ours, what is below the commit is the disk's. Also in milliseconds of the processor,
for busy machines. Then what the screen reads after a scan.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
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

STILL_TO_COME, HOURS = 5_000, 3


def prepared(folder: Path, people: int, entries: int) -> EventFile:
    """An event of so many people, of whom `STILL_TO_COME` have not arrived; those who have came evenly in the `HOURS`
    before, and were read again until there are so many entries.
    """
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.db.conn.execute("PRAGMA cache_size = -1000000")  # for the building alone: it is opened again
    event.plan(a_programme(), at=MORNING, desk="d")
    came = [an_attendee(n).id for n in range(1, people - STILL_TO_COME)]
    body = {"control_point": "accueil", "how": "code", "reason": "welcome"}
    again = body | {"reason": "already", "verdict": "duplicate"}
    started = time.perf_counter()
    with transaction(event.db):
        event.journal.append_all(
            [(EntryKind.ATTENDEE_ADDED, a.id, attendee_body(a)) for a in map(an_attendee, range(1, people + 1))],
            at=MORNING,
            desk="d",
        )
    print(f"import of {people} people: {time.perf_counter() - started:.1f} s")
    with transaction(event.db):
        for minute in range(HOURS * 60):
            facts = [(EntryKind.CHECKED_IN, who, body) for who in came[minute :: HOURS * 60]]
            event.journal.append_all(facts, at=MORNING - timedelta(minutes=HOURS * 60 - minute), desk="d")
    while (missing := entries - event.journal.count()) > 0:
        with transaction(event.db):
            event.journal.append_all([(EntryKind.REFUSED, who, again) for who in came[:missing]], at=MORNING, desk="d")
    print(f"journal of {event.journal.count()} entries: {time.perf_counter() - started:.1f} s")
    event.close()
    return EventFile.open(folder / "bench.checkin")


class BareCommit:
    """The peer. A call writes the arrival of one person."""

    def __init__(self, event: EventFile) -> None:
        self._conn, self._number = event.db.conn, 0
        sql = "SELECT sql FROM sqlite_master WHERE tbl_name IN ('journal', 'journal_order', 'visits') AND sql <> ''"
        for (made,) in self._conn.execute(f"{sql} ORDER BY type = 'trigger', type = 'index'").fetchall():
            self._conn.execute(made.replace("journal", "bare_journal").replace("visits", "bare_visits"))
        for table in ("journal", "visits"):
            self._conn.execute(f"INSERT INTO bare_{table} SELECT * FROM {table}")
        event.db.accept_files()

    def __call__(self, who: str) -> None:
        self._number += 1
        entry = b"\xff" + self._number.to_bytes(15)
        at, body = MORNING.isoformat(), f'{{"control_point":"accueil","how":"code","ticket":"{"x" * 20}","reason":"w"}}'
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute(
            "INSERT INTO bare_journal VALUES (?, 'checked_in', ?, 'Accueil 1', ?, ?, NULL)", [entry, who, at, body]
        )
        self._conn.execute(
            "INSERT INTO bare_visits VALUES ('accueil', ?, ?, ?, 'Accueil 1', 'code', '', 1, NULL, 1)",
            [who, at, 1_688_452_800_000 + self._number],
        )
        self._conn.execute("COMMIT")


class Spans:
    """Milliseconds of an action, of the clock and of the processor, each in order."""

    def __init__(self, action: Callable[[int], object], count: int) -> None:
        self.clock, self.processor = [], []
        for number in range(count):
            began, worked = time.perf_counter(), time.process_time()
            action(number)
            self.clock.append((time.perf_counter() - began) * 1000)
            self.processor.append((time.process_time() - worked) * 1000)
        self.clock.sort()
        self.processor.sort()


def line(name: str, spans: Sequence[float], peer: Sequence[float] = ()) -> None:
    p50, p99 = spans[len(spans) // 2], spans[int(len(spans) * 0.99)]
    ratio = f"  ratio p50 {p50 / peer[len(peer) // 2]:.1f}" if peer else ""
    print(f"{name:42} p50 {p50:7.2f} ms  p99 {p99:7.2f} ms  max {spans[-1]:7.2f} ms{ratio}")


def both(name: str, spans: Spans, peer: Spans | None = None) -> None:
    line(name, spans.clock, peer.clock if peer else ())
    line("  of the processor", spans.processor, peer.processor if peer else ())


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=50_000)
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--scans", type=int, default=2_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        event = prepared(Path(folder), chosen.people, chosen.entries)
        clock = FakeClock(MORNING)
        desk, board, bare = Desk(event, clock, "Accueil 1"), DeskQueries(event), BareCommit(event)
        people = [an_attendee(n) for n in range(chosen.people - STILL_TO_COME + 100, chosen.people + 1)]
        codes = [person.ticket_code for person in people]
        peer = Spans(lambda n: bare(people[n].id), chosen.scans)
        both("the same rows by hand (the peer)", peer)
        event.db.accept_files()  # the peer's commits are a stranger's
        event.checkpoint_wal()
        both("scan: first arrival", Spans(lambda n: desk.scan(codes[n]), chosen.scans), peer)
        clock.pass_by(minutes=5)
        both("scan: already arrived", Spans(lambda n: desk.scan(codes[n]), chosen.scans), peer)
        both("scan: unknown code", Spans(lambda n: desk.scan(f"376012345{n}"), chosen.scans), peer)
        point = desk.control_point
        both("counters", Spans(lambda _: board.tally(desk.programme, point, clock()), 50))
        both("last arrivals", Spans(lambda _: board.recent_scans(desk.programme, point), 50))
        both("lines beside the answer", Spans(lambda _: (desk.conflicts.count(), desk.help.open()), 50))
        both("search", Spans(lambda n: board.search(f"gof {n}", desk.programme, point), 200))
        event.close()


if __name__ == "__main__":
    main()
