# SPDX-License-Identifier: GPL-3.0-or-later
"""What photographs of everybody cost: written, told to another desk, and everything that must not read them.

    python tests/bench/bench_people_photographs.py [--people 5000] [--bytes 15000]

The same event is made twice, without photographs and with one of so many bytes for each person; beside each figure is
what it is without them. Times are of the processor.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.photograph_importing import PhotographWriting
from checkin.services.photographs import read_photograph, read_photographs
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from tests.builders import KEY, MORNING, a_programme, an_attendee

SCANS = 300


def now():
    return datetime.now(UTC)


def made(path: Path, people) -> Path:
    with closing(EventFile.create(path, KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="d")
        with event.transaction():
            rows = [(EntryKind.ATTENDEE_ADDED, each.id, attendee_body(each)) for each in people]
            event.journal.append_all(rows, at=MORNING, desk="d")
    return path


def seconds(work) -> float:
    """Return the seconds of the processor, which say more than the clock on a busy machine."""
    started = time.process_time()
    work()
    return time.process_time() - started


def megabytes(*paths: Path) -> float:
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def bare_copy(folder: Path, size: int) -> float:
    """Seconds of the clock to write so many bytes once, waiting for the disk."""
    data = random.Random(0).randbytes(size)

    def write():
        with (folder / "bare").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    started = time.perf_counter()
    write()
    return time.perf_counter() - started


def usual(path: Path, people) -> None:
    """Print the times of what a desk does all day."""
    opened = statistics.median(seconds(lambda: EventFile.open(path).close()) for _ in range(15))
    with closing(EventFile.open(path)) as event:
        desk = Desk(event, lambda: MORNING, "Accueil 1")
        scans = sorted(seconds(lambda each=each: desk.scan(each.ticket_code)) for each in people[:SCANS])
        finds = sorted(seconds(lambda n=n: event.attendees.find(f"Le Goff-{n}", 30)) for n in range(1, 200))
        shown = sorted(seconds(lambda each=each: read_photograph(event, each.id)) for each in people[:SCANS])
    ms = {
        "open": opened,
        "scan": scans[SCANS // 2],
        "scan p99": scans[-3],
        "search": finds[100],
        "photograph": shown[9],
    }
    print("  " + ", ".join(f"{name} {1000 * value:.2f} ms" for name, value in ms.items()))


def told(folder: Path, path: Path, other: Path) -> None:
    """Print what it takes for another desk to have everything that is new, by a folder."""
    meeting = folder / f"meeting-{path.stem}"
    meeting.mkdir()
    with closing(EventFile.open(path)) as here, closing(EventFile.open(other)) as there:
        peers = [FolderPeer(meeting, KEY.secret, identity=name) for name in ("a", "b")]
        first, second = (Exchange(Outbox(e.db, e.journal), p, now) for e, p in zip((here, there), peers, strict=True))
        sent, received = seconds(first.run_round), seconds(second.run_round)
        size = megabytes(*meeting.iterdir())
        assert there.journal.count() >= here.journal.count()
        count, shown = here.journal.count(), len(read_photographs(there))
    print(
        f"  {count} entries, {size:.1f} MB in the folder, sent in {sent:.1f} s, taken in {received:.1f} s, {shown} seen"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--bytes", type=int, default=15_000)
    chosen = parser.parse_args()
    people = [an_attendee(number) for number in range(1, chosen.people + 1)]
    some = random.Random(1)
    faces = {each.id: some.randbytes(chosen.bytes) for each in people}
    raw = chosen.people * chosen.bytes
    with tempfile.TemporaryDirectory(prefix="checkin-bench-") as name:
        folder = Path(name)
        print(f"{chosen.people} photographs are {raw / 1e6:.1f} MB; written bare in {bare_copy(folder, raw):.2f} s")
        for kind in ("without", "with"):
            path, other = made(folder / f"{kind}.checkin", people), made(folder / f"{kind}-other.checkin", ())
            writing = PhotographWriting(path, faces if kind == "with" else {}, MORNING, "d")
            print(f"{kind}: written in {seconds(writing.run):.1f} s; the file has {megabytes(path):.1f} MB")
            told(folder, path, other)
            usual(path, people)
            with closing(EventFile.open(path)) as event:
                one, everyone = read_photograph(event, people[0].id), seconds(lambda e=event: read_photographs(e))
                rebuilt = seconds(lambda e=event: e.journal.differences())
            print(f"  one has {len(one)} bytes; all read in {everyone:.2f} s; tables compared in {rebuilt:.1f} s")


if __name__ == "__main__":
    main()
