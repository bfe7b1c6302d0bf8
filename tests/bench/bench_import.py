# SPDX-License-Identifier: GPL-3.0-or-later
"""An attendee list on its way into the event file, beside a bare read and insert of the same rows.

    python tests/bench/bench_import.py [--people 100000] [--rounds 1]

Three ways: a list into an empty event, the same list again with one person in a hundred changed, and the entries of
that event into the file of a desk that joins. The peer was written by hand: `csv` reads the file, and one transaction
puts the very rows that Checkin makes into the same tables with the same indexes, the search index included. Seconds are
of the processor, so that another program beside it changes the ratio little; of several rounds the least count. Memory
is the most that a process of its own held for the first two ways, before and after its rows were there.
"""

import argparse
import csv
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from checkin.core.sync.sealed_entry import SealedEntry
from checkin.services.event_file import EventFile
from checkin.services.lists.list_importing import ListWriting
from checkin.services.lists.list_preview import build_preview, read_basis_at, read_list
from checkin.services.lists.list_worker import uncollected
from checkin.storage.connection import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.search_index import COLUMNS, TEXTS
from tests.bench.invented import people
from tests.builders import KEY, MORNING, a_programme

TABLES = ("journal", "attendees", "tickets", "expected_counts", "spellings", "vocabulary", "endings", "sounds")
CHANGED_OF, PAGE = 100, 200

Rows = Sequence[tuple[object, ...]]


def write_list(path: Path, count: int, is_changed: bool) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(("Prénom", "Nom", "Société", "E-mail", "Remarque"))
        for number, person in enumerate(people(count)):
            note = "autre salle" if is_changed and number % CHANGED_OF == 0 else ""
            lines.writerow((person.first_name, person.last_name, person.organisation, person.email, note))


def bring(event: Path, path: Path) -> None:
    """Import a list as the window does, which has the event open: read, compared, agreed to, written."""
    with closing(EventFile.open(event)), uncollected():
        seen = build_preview(read_basis_at(event), read_list(path))
        ListWriting(event, seen, MORNING, "Accueil").run()


def tables_of(path: Path) -> dict[str, Rows]:
    """Return the rows of the tables that an import writes, in the order of their keys."""
    with closing(EventFile.open(path)) as event:
        return {table: event.db.conn.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def put_bare(path: Path, tables: Mapping[str, Rows]) -> None:
    """Insert finished rows, and delete what they replace, in one transaction."""
    with closing(EventFile.open(path)) as event, transaction(event.db):
        put = event.db.conn.executemany
        for table, rows in tables.items():
            if rows:
                put(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        texts = [(row[0], *row[2:-1]) for row in tables["spellings"]]
        put(f"INSERT INTO search (rowid, {TEXTS}) VALUES (?, {', '.join('?' * len(TEXTS.split()))})", texts)
        columns = [(row[0], row[-1]) for row in tables["spellings"] if row[-1]]
        put(f"INSERT INTO column_search (rowid, {COLUMNS}) VALUES (?, ?)", columns)


def read_bare(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file, delimiter=";")))


def join(path: Path, entries: Sequence[SealedEntry]) -> None:
    """Receive the entries of another desk page by page, as `services/sync/joining` does."""
    with closing(EventFile.open(path)) as event:
        outbox = Outbox(event.db, event.journal)
        with outbox.all_at_once():
            for start in range(0, len(entries), PAGE):
                outbox.absorb(entries[start : start + PAGE])


def fresh(path: Path) -> Path:
    with closing(EventFile.create(path, KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil")
    return path


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def only_new(after: Mapping[str, Rows], before: Mapping[str, Rows]) -> dict[str, Rows]:
    return {table: sorted(set(rows) - set(before[table])) for table, rows in after.items()}


def ways(folder: Path, count: int) -> Iterator[tuple[str, float, float]]:
    """Yield the name of each way, its seconds and those of its peer."""
    first, again = folder / "first.csv", folder / "again.csv"
    write_list(first, count, False)
    write_list(again, count, True)
    path = fresh(folder / "event.checkin")
    empty = tables_of(path)
    ours = seconds(lambda: bring(path, first))
    full = tables_of(path)
    bare = fresh(folder / "bare.checkin")
    peer = seconds(lambda: (read_bare(first), put_bare(bare, only_new(full, empty))))
    yield "a list into an empty event", ours, peer
    ours = seconds(lambda: bring(path, again))
    later = only_new(tables_of(path), full)
    peer = seconds(lambda: (read_bare(again), tables_of(bare), put_bare(bare, later)))
    yield f"again, one in {CHANGED_OF} changed", ours, peer
    entries = [SealedEntry(*row[:6]) for row in full["journal"]]
    joining = fresh(folder / "joining.checkin")
    known = {row[0] for row in tables_of(joining)["journal"]}
    ours = seconds(lambda: join(joining, [entry for entry in entries if entry.id not in known]))
    bare = fresh(folder / "bare-joining.checkin")
    yield "a desk that joins", ours, seconds(lambda: put_bare(bare, only_new(full, tables_of(bare))))


def print_memory(count: int) -> None:
    """Bring the list twice and print the most memory that each took."""
    with tempfile.TemporaryDirectory() as folder:
        path, held = fresh(Path(folder) / "event.checkin"), most_memory()
        for is_changed in (False, True):
            listed = Path(folder) / f"{is_changed}.csv"
            write_list(listed, count, is_changed)
            bring(path, listed)
            most = most_memory()
            each = (most - held) / count * 1024
            print(f"most memory, {'again' if is_changed else 'first'}: {most:.0f} MB, {each:.1f} kB a person")


def most_memory() -> float:
    """Return the most memory that this process ever held, in MB. (getrusage also counts the process that began it.)"""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        print_memory(chosen.people)
        return
    least: dict[str, tuple[float, float]] = {}
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, *both in ways(Path(folder), chosen.people):
                ours, peer = map(min, both, least.get(name, both))
                least[name] = ours, peer
    for name, (ours, peer) in least.items():
        print(f"{name}: {chosen.people} people {ours:.1f} s, bare {peer:.1f} s ({ours / peer:.1f} times)")
    subprocess.run([sys.executable, __file__, "--people", str(chosen.people), "--memory"], check=True)


if __name__ == "__main__":
    main()
