# SPDX-License-Identifier: GPL-3.0-or-later
"""What thousands of entries about one person cost: their fold, and the scans of others while another desk tells them.

    python tests/bench/bench_one_person.py [--sizes 5000,20000] [--kinds waiting_joined,checked_in] [--scans 60]

Printed for each kind of entry: the processor's milliseconds to fold so many and four times as many, whose quotient is 4
where the cost is linear; then the milliseconds in which Bob is scanned alone, and while the entries about Alice come
from a folder in another thread, p50, p90 and longest, and how many scans were refused.
"""

import argparse
import contextlib
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.application.qt_application import SWITCH_S
from checkin.core.entries import Entry, EntryKind, next_id
from checkin.core.merged_records import fold_records
from checkin.core.message import StorageError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from tests.builders import KEY, MORNING, Steps, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

ALICE, PEOPLE = an_attendee(1), 4_000
BODIES: dict[str, Callable[[int], dict[str, object]]] = {
    EntryKind.WAITING_JOINED: lambda n: {"session": f"s{n}"},
    EntryKind.CHECKED_IN: lambda _: {"control_point": "accueil", "how": "code"},
    EntryKind.ATTENDEE_CORRECTED: lambda n: {"changes": {f"custom:{n}": ["", "x"]}},
    EntryKind.CODE_REPLACED: lambda n: {"new": f"C{n}"},
    EntryKind.THING_LENT: lambda n: {"control_point": "accueil", "thing": f"{n}"},
    EntryKind.ATTENDEE_MERGED: lambda n: {"into": an_attendee(n + 2).id},
}


def about_alice(kind: str, count: int) -> list[Entry]:
    """Return so many entries of a kind, of now; merges make a chain of as many records, which begins with Alice's."""
    last, told = None, []
    for number in range(count):
        last = next_id(last, time.time_ns(), bytes(8))
        subject = an_attendee(number + 1).id if kind == EntryKind.ATTENDEE_MERGED else ALICE.id
        told.append(Entry(last, kind, subject, "Accueil 2", MORNING, BODIES[kind](number)))
    return told


def processor_ms(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return (time.process_time() - began) * 1000


def fold(kind: str, count: int) -> None:
    spans = []
    for size in (count, 4 * count):
        entries = [Steps().added(ALICE), *about_alice(kind, size)]
        spans.append(min(processor_ms(lambda e=entries: fold_records(ALICE.id, e)) for _ in range(3)))
    times = spans[1] / spans[0]
    print(f"{kind:20} fold of {count:,}: {spans[0]:6.0f} ms, of {4 * count:,}: {spans[1]:6.0f} ms, {times:.1f} times")


@contextlib.contextmanager
def a_desk(folder: Path) -> Iterator[tuple[EventFile, Desk]]:
    with contextlib.closing(EventFile.create(folder / "desk.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil 1")
        add_people(event, MORNING, *map(an_attendee, range(1, PEOPLE)))
        desk = Desk(event, FakeClock(MORNING), "Accueil 1")
        desk.reload()
        yield event, desk


def scans(desk: Desk, codes: Iterator[str], going: Callable[[], bool]) -> tuple[list[float], int]:
    """Return the milliseconds of a first arrival after the other, in order, and how many were refused."""
    spans, refused = [], 0
    while going():
        code = next(codes)
        began = time.perf_counter()
        try:
            desk.scan(code)
        except StorageError:
            refused += 1
        spans.append((time.perf_counter() - began) * 1000)
        time.sleep(0.02)
    return sorted(spans), refused


def beside(kind: str, count: int, few: int) -> None:
    """Scan while the entries come in."""
    with tempfile.TemporaryDirectory(dir=".") as name, a_desk(Path(name)) as (event, desk):
        share = Path(name) / "share"
        share.mkdir()
        FolderPeer(share, KEY.secret).push([sealed(entry) for entry in about_alice(kind, count)])
        codes = (an_attendee(n).ticket_code for n in range(2, PEOPLE))
        left = iter(range(few))
        alone, _ = scans(desk, codes, lambda: next(left, None) is not None)
        took = []

        def absorb() -> None:
            with contextlib.closing(EventFile.open(event.path)) as other:
                took.append(
                    processor_of_thread(
                        Exchange(
                            Outbox(other.db, other.journal), FolderPeer(share, KEY.secret), FakeClock(MORNING)
                        ).run_round
                    )
                )

        thread = threading.Thread(target=absorb)
        began = time.perf_counter()
        thread.start()
        found, refused = scans(desk, codes, thread.is_alive)
        thread.join()
        whole = f"in {time.perf_counter() - began:5.1f} s ({took[0]:.1f} s of the processor)"
        print(f"{kind:20} {count:,} absorbed {whole}, {len(found)} scans")
        for words, spans in (("alone", alone), ("beside", found)):
            print(f"    {words:7} p50 {at(spans, 0.5):7.1f}  p90 {at(spans, 0.9):7.1f}  longest {spans[-1]:7.1f} ms")
        print(f"    p50 {at(found, 0.5) / at(alone, 0.5):.1f} times, refused {refused}")
        assert event.journal.count() > count


def sealed(entry: Entry) -> SealedEntry:
    at, body = entry.at.isoformat(), json.dumps(entry.body)
    return SealedEntry(entry.id, entry.kind, entry.subject, entry.desk, at, body)


def processor_of_thread(action: Callable[[], object]) -> float:
    began = time.thread_time()
    action()
    return time.thread_time() - began


def at(spans: list[float], share: float) -> float:
    return spans[min(len(spans) - 1, int(len(spans) * share))]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sizes", default="5000,20000")
    arguments.add_argument("--kinds", default=",".join(BODIES))
    arguments.add_argument("--scans", type=int, default=60)
    chosen = arguments.parse_args()
    sys.setswitchinterval(SWITCH_S)
    small, large = map(int, chosen.sizes.split(","))
    for kind in chosen.kinds.split(","):
        fold(kind, small)
    for kind in chosen.kinds.split(","):
        beside(kind, large, chosen.scans)


if __name__ == "__main__":
    main()
