# SPDX-License-Identifier: GPL-3.0-or-later
"""Scan text -> committed and answered; beside it, in the same run and file, the bare commit of the same rows.

    python tests/bench/bench_scan.py [--people 50000] [--entries 100000] [--scans 2000]

Prints p50, p99 and the largest, and the ratio to the peer: the same row of the journal and of the visits, about other
people, written by hand into the same tables and committed with the same pragmas. What is above 1 is ours, what is below
the commit is the disk's. Also in milliseconds of the processor, for busy machines. Then what the screen reads after a
scan, what its thread does then, and a burst of ten codes a second.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from checkin.application.qt_application import application
from checkin.core.attendee import Attendee, attendee_body
from checkin.core.entries import EntryKind, body_text, next_id
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.storage.count_tables import milliseconds
from checkin.storage.database import transaction
from checkin.ui.desk.desk_window import DeskWindow
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.fakes import FakeClock

HOURS = 3
SHOWN, BURST, BURST_MS = 100, 30, 100


def prepared(folder: Path, people: int, entries: int, to_come: int = 0) -> EventFile:
    """An event of so many people. The last `to_come` have not arrived; the others came evenly in the `HOURS` before,
    and were read again until there are so many entries.
    """
    event = EventFile.create(folder / "bench.checkin", KEY)
    event.db.conn.execute("PRAGMA cache_size = -1000000")  # for the building alone: it is opened again
    event.plan(a_programme(), at=MORNING, desk="d")
    came = [an_attendee(n).id for n in range(1, people + 1 - to_come)]
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
    """The peer. A call writes the arrival of one of these people."""

    def __init__(self, event: EventFile, people: Sequence[Attendee]) -> None:
        self._conn = event.db.conn
        newest = event.journal.newest()
        entry, self._rows = newest.id if newest else None, list[tuple[bytes, str, str, str]]()
        for person in people:
            entry = next_id(entry, time.time_ns(), os.urandom(8))
            body = {"control_point": "accueil", "how": "code", "ticket": person.ticket_code, "reason": "welcome"}
            self._rows.append((entry, person.id, MORNING.isoformat(), body_text(body)))

    def __call__(self, number: int) -> None:
        entry, who, at, body = self._rows[number]
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute(
            "INSERT INTO journal VALUES (?, 'checked_in', ?, 'Accueil 1', ?, ?, NULL)", [entry, who, at, body]
        )
        self._conn.execute(
            "INSERT INTO visits VALUES ('accueil', ?, ?, ?, 'Accueil 1', 'code', '', 1, NULL, 1)",
            [who, at, milliseconds(MORNING)],
        )
        self._conn.execute("COMMIT")


class Spans:
    """Milliseconds of an action, of the clock and of the processor."""

    def __init__(self, action: Callable[[int], object], count: int = 0, before: Callable[[int], object] = id) -> None:
        self._action, self.clock, self.processor = action, list[float](), list[float]()
        for number in range(count):
            before(number)
            self.measure(number)

    def measure(self, number: int) -> None:
        began, worked = time.perf_counter(), time.process_time()
        self._action(number)
        self.clock.append((time.perf_counter() - began) * 1000)
        self.processor.append((time.process_time() - worked) * 1000)


def line(name: str, spans: Sequence[float], peer: Sequence[float] = ()) -> None:
    ordered = sorted(spans)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    ratio = f"  ratio p50 {p50 / sorted(peer)[len(peer) // 2]:.1f}" if peer else ""
    print(f"{name:42} p50 {p50:7.2f} ms  p99 {p99:7.2f} ms  max {ordered[-1]:7.2f} ms{ratio}")


def both(name: str, spans: Spans, peer: Spans | None = None) -> None:
    line(name, spans.clock, peer.clock if peer else ())
    line("  of the processor", spans.processor, peer.processor if peer else ())


def on_screen(desk: Desk, board: DeskQueries, codes: Sequence[str]) -> None:
    """The thread of the windows after a scan; then codes that come every `BURST_MS`."""
    application()
    window = DeskWindow(desk, board, "fr")
    window.resize(1366, 768)
    window.show()
    scan, count = (lambda n: window.operations.scan(codes[n])), window.updates.count
    both("counters, last arrivals and lights shown", Spans(lambda _: count(), SHOWN, scan))
    paint = Spans(lambda _: QApplication.processEvents(), SHOWN, lambda n: (scan(SHOWN + n), count()))
    both("painted, with the answer", paint)
    window.rest()
    shown = list[float]()
    window.answered.connect(lambda _: shown.append(time.perf_counter()))
    began = time.perf_counter()
    for number, code in enumerate(codes[-BURST:]):
        wait_until(began + number * BURST_MS / 1000)
        window.take_code(code)
    while window.codes.is_waiting or window.codes.is_resting:
        wait_until(time.perf_counter() + 0.02)
    least = min(after - before for before, after in pairwise(shown))
    print(
        f"a burst of {BURST} codes, one each {BURST_MS} ms: {len(shown)} answered in {shown[-1] - began:.1f} s, "
        f"each at least {least * 1000:.0f} ms on the screen"
    )
    window.close()


def wait_until(moment: float) -> None:
    while time.perf_counter() < moment:
        QApplication.processEvents()
        QThread.msleep(1)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=50_000)
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--scans", type=int, default=2_000)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        first_to_come = chosen.people - 2 * (chosen.scans + SHOWN) - BURST
        to_come = [an_attendee(n) for n in range(first_to_come + 1, chosen.people + 1)]
        event = prepared(Path(folder), chosen.people, chosen.entries, len(to_come))
        clock = FakeClock(MORNING)
        desk, board = Desk(event, clock, "Accueil 1"), DeskQueries(event)
        codes = [person.ticket_code for person in to_come[chosen.scans :]]
        peer, first = Spans(BareCommit(event, to_come[: chosen.scans])), Spans(lambda n: desk.scan(codes[n]))
        for number in range(chosen.scans):
            peer.measure(number)
            event.db.accept_files()  # the peer's commits are a stranger's
            first.measure(number)
        both("the same rows by hand (the peer)", peer)
        both("scan: first arrival", first, peer)
        clock.pass_by(minutes=5)
        both("scan: already arrived", Spans(lambda n: desk.scan(codes[n]), chosen.scans), peer)
        both("scan: unknown code", Spans(lambda n: desk.scan(f"376012345{n}"), chosen.scans), peer)
        point = desk.control_point
        both("counters", Spans(lambda _: board.tally(desk.programme, point, clock()), 50))
        both("last arrivals", Spans(lambda _: board.recent_scans(desk.programme, point), 50))
        both("lines beside the answer", Spans(lambda _: (desk.conflicts.count(), desk.help.open()), 50))
        both("search", Spans(lambda n: board.find(f"gof {n}", desk.programme, point), 200))
        on_screen(desk, board, codes[chosen.scans :])
        event.close()


if __name__ == "__main__":
    main()
