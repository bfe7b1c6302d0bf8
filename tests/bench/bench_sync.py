# SPDX-License-Identifier: GPL-3.0-or-later
"""Many desks on one hub and in one folder: how soon an arrival is everywhere, how many a second, first pull, idling.

    python tests/bench/bench_sync.py [--desks 2 10 20 50] [--seconds 10] [--turns 2] [--others 19] [--people 10000]

Real processes with the program's own thread of exchange, real event files, a PostgreSQL of its own that waits for its
disk; all on this one computer, so that what many desks take is an upper bound. Beside it, in the same run and in turns,
the bare exchange (`bare_exchange`: the protocol of the research, without tables and search; `tables`: with the rows
that an arrival makes in them, by hand), and the bare insert and commit on the same server.
"""

import argparse
import contextlib
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psycopg
from PySide6.QtCore import QCoreApplication

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind, next_id
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.core.sync.sync_status import SyncPlace
from checkin.services.event_file import EventFile
from checkin.services.sync.peer_sync import OwnIdentity, PeerSync, SyncWorker
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.postgres_peer import PostgresPeer
from tests.bench.bare_exchange import LOG, BareDesk, BareDeskWithTables, new_id, now_ms
from tests.builders import KEY, an_attendee
from tests.sync.pg import Cluster, Meeting

BARE = {"bare": BareDesk, "tables": BareDeskWithTables}
BODY = {"control_point": "accueil", "how": "code", "reason": "welcome"}

# How soon an arrival is everywhere


@dataclass
class Day:
    """Milliseconds from commit to commit and of the desks' own commits; seconds of the processor, of all desks and of
    the server; entries in all.
    """

    spans: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    at_desks: float = 0.0
    at_server: float = 0.0
    total: int = 0

    def __str__(self) -> str:
        merges, entries = max(1, len(self.spans)), max(1, self.total)
        return (
            f"p50 {at(self.spans, 0.5):6.1f}  p99 {at(self.spans, 0.99):6.1f} ms  own commit"
            f" p50 {at(self.own, 0.5):5.2f}  p99 {at(self.own, 0.99):6.2f} ms"
            f"  processor: {1000 * self.at_desks / merges:5.2f} ms a merge,"
            f" {1000 * self.at_server / entries:5.2f} ms an entry at the server"
        )

    def add(self, other: "Day") -> None:
        self.spans, self.own = sorted(self.spans + other.spans), sorted(self.own + other.own)
        self.at_desks, self.at_server = self.at_desks + other.at_desks, self.at_server + other.at_server
        self.total += other.total


def visible(cluster: Cluster, chosen: argparse.Namespace) -> None:
    """The kinds take turns, so that what else the computer does meets all of them."""
    print(f"\ncommitted at A -> committed at B, {chosen.rate:g} arrivals a second and desk,"
          f" {chosen.turns} times {chosen.seconds:.0f} s")  # fmt: skip
    for count in chosen.desks:
        days = {kind: Day() for kind in chosen.kinds}
        for kind in chosen.kinds * chosen.turns:
            with meeting(cluster) as hub, tempfile.TemporaryDirectory(dir=".") as folder:
                days[kind].add(day(kind, hub, Path(folder), count, (chosen.seconds, chosen.rate)))
        for kind, found in days.items():
            print(f"{kind:9} {count:3} desks  {found}")
        for peer in BARE.keys() & days.keys() if "postgres" in days and count > 1 else ():
            ratios = [at(days["postgres"].spans, share) / at(days[peer].spans, share) for share in (0.5, 0.99)]
            print(f"{'':9} {count:3} desks  postgres / {peer}: p50 {ratios[0]:.2f}  p99 {ratios[1]:.2f}")


def day(kind: str, hub: Meeting, folder: Path, count: int, pace: tuple[float, float]) -> Day:
    context = multiprocessing.get_context("fork")
    told, go, over = context.Queue(), context.Event(), context.Event()
    (folder / "share").mkdir()
    addresses = [hub.address() for _ in range(count)]
    if kind in BARE:
        with hub.cluster.superuser(hub.database) as connection:
            connection.execute(LOG)
    work = bare_desk if kind in BARE else one_desk
    desks = [
        context.Process(target=work, args=(kind, folder, number, (address, hub.event), (told, go, over, *pace)))
        for number, address in enumerate(addresses)
    ]
    for desk in desks:
        desk.start()
    for _ in desks:
        told.get()
    before = hub.cluster.processor_seconds()
    go.set()
    total = sum(told.get() for _ in desks)
    time.sleep(3)
    at_server = hub.cluster.processor_seconds() - before
    over.set()
    results = [told.get() for _ in desks]
    for desk in desks:
        desk.join()
    spans = sorted(span for found, *_ in results for span in found)
    assert all(entries == total for *_, entries in results), "a desk lacks entries"
    assert len(spans) == total * (count - 1)
    own = sorted(span for _, own, *_ in results for span in own)
    return Day(spans, own, sum(used for _, _, used, _ in results), at_server, total)


def bare_desk(kind: str, folder: Path, number: int, where: tuple[str, str], together: tuple) -> None:
    told, go, over, *pace = together
    name, spans, own, chance = f"Accueil {number}", [], [], random.Random(number)

    def absorbed(rows: list[tuple]) -> None:
        at = time.monotonic()
        spans.extend((at - json.loads(row[7])["t"]) * 1000 for row in rows if row[5] != name)

    desk = BARE[kind](folder / f"{number}.checkin", where[0], absorbed)
    desk.start()
    told.put("ready")
    go.wait()
    began = time.process_time()

    def arrive(count: int) -> None:
        body = json.dumps({**BODY, "t": time.monotonic()})
        desk.append(
            new_id(now_ms(), os.urandom), "checked_in", f"P{number}-{count}", name, str(datetime.now(UTC)), body
        )

    told.put(arrivals(arrive, chance, own, *pace))
    over.wait()
    used = time.process_time() - began
    desk.stop()
    told.put((spans, own, used, desk.count()))


def arrivals(
    arrive: Callable[[int], None], chance: random.Random, own: list[float], seconds: float, a_second: float
) -> int:
    """Arrive `a_second` times a second on average. Return how often; `own` gets the milliseconds of each."""
    until, count = time.monotonic() + seconds, 0
    while (pause := chance.expovariate(a_second)) + time.monotonic() < until:
        time.sleep(pause)
        began = time.monotonic()
        arrive(count)
        own.append((time.monotonic() - began) * 1000)
        count += 1
    return count


def one_desk(kind: str, folder: Path, number: int, where: tuple[str, str], together: tuple) -> None:
    told, go, over, *pace = together
    _app = QCoreApplication([])
    path, name, spans, own = folder / f"{number}.checkin", f"Accueil {number}", [], []
    event = EventFile.create(path, KEY)
    listen_in(spans, name)
    worker = SyncWorker(path, lambda opened: [place(kind, opened, folder, where, name)], name)
    worker.start()
    told.put("ready")
    go.wait()
    began = time.process_time()

    def arrive(count: int) -> None:
        with event.transaction():
            body = {**BODY, "t": time.monotonic()}
            event.journal.append(EntryKind.CHECKED_IN, f"P{number}-{count}", body, at=datetime.now(UTC), desk=name)
        worker.wake()

    told.put(arrivals(arrive, random.Random(number), own, *pace))
    over.wait()
    used = time.process_time() - began
    worker.stop()
    told.put((spans, own, used, event.journal.count()))
    event.close()


def listen_in(spans: list[float], name: str) -> None:
    """Notes, after each merge, how old its entries are."""

    def absorb(outbox, entries, step=None, absorb=Outbox.absorb):
        new = absorb(outbox, entries, step)
        at = time.monotonic()
        spans.extend((at - json.loads(e.body)["t"]) * 1000 for e in entries if e.desk != name and "t" in e.body)
        return new

    Outbox.absorb = absorb


# A desk's own commit while others' arrivals come in


def undisturbed(cluster: Cluster, others: int, seconds: float, turns: int) -> None:
    """One desk with ten arrivals a second, alone and with those of `others`, which one process sends."""
    print(f"\none desk's own commits, alone and beside the arrivals of {others} others, {turns} times {seconds:.0f} s")
    found = {count: Day() for count in (0, others)}
    for count in [0, others] * turns:
        with meeting(cluster) as hub, tempfile.TemporaryDirectory(dir=".") as folder:
            found[count].add(one_among(hub, Path(folder), count, seconds))
    for count, each in found.items():
        print(f"beside {count:3} desks  {each}")
    ratios = [at(found[others].own, share) / at(found[0].own, share) for share in (0.5, 0.99)]
    print(f"own commit, beside {others} / alone: p50 {ratios[0]:.2f}  p99 {ratios[1]:.2f}")


def one_among(hub: Meeting, folder: Path, others: int, seconds: float) -> Day:
    context = multiprocessing.get_context("fork")
    told, go, over = context.Queue(), context.Event(), context.Event()
    where = (hub.address(), hub.event)
    desk = context.Process(target=one_desk, args=("postgres", folder, 0, where, (told, go, over, seconds, 10)))
    sender = context.Process(target=send_for_others, args=((hub.address(), hub.event), others, go, seconds))
    for process in (desk, sender):
        process.start()
    told.get()
    before = hub.cluster.processor_seconds()
    go.set()
    own_count = told.get()
    sender.join()
    time.sleep(1)
    at_server = hub.cluster.processor_seconds() - before
    over.set()
    spans, own, used, entries = told.get()
    desk.join()
    assert entries == own_count + len(spans), "the desk lacks entries"
    return Day(sorted(spans), sorted(own), used, at_server, entries)


def send_for_others(where: tuple[str, str], others: int, go: object, seconds: float) -> None:
    peer, chance, count = PostgresPeer(*where), random.Random(2), 0
    peer.push([])
    go.wait()
    until = time.monotonic() + seconds
    while others and (pause := chance.expovariate(others)) + time.monotonic() < until:
        time.sleep(pause)
        body = json.dumps({**BODY, "t": time.monotonic()})
        peer.push([replace(arrival(chance, f"Q{count}", "the others"), body=body)])
        count += 1
    peer.close()


def place(kind: str, event: EventFile, folder: Path, where: tuple[str, str], name: str) -> PeerSync:
    if kind == "folder":
        peer, at = FolderPeer(folder / "share", KEY.secret), SyncPlace.FOLDER
    else:
        peer, at = PostgresPeer(*where), SyncPlace.HUB
    return PeerSync(event, at, peer, lambda: datetime.now(UTC), OwnIdentity(name))


# How many a second


def accepted(cluster: Cluster, seconds: float) -> None:
    print(f"\nentries a second that one event accepts, {seconds:.0f} s each")
    with meeting(cluster) as hub:
        with cluster.superuser(hub.database) as connection:
            connection.execute("CREATE TABLE bare (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text)")
        peer = rate(8, seconds, lambda number: bare(cluster.as_superuser(hub.database)))
        print(f"{'bare insert and commit, 8 clients (the peer)':46} {peer:8.0f}")
        for notifies in (True, False):
            with hub.hub() as opened:
                opened.add_event(hub.event, notifies=notifies)
            addresses = [hub.address() for _ in range(8)]
            for size, clients, was in ((1, 8, "390-1,800" if notifies else "1,950-2,130"), (50, 4, "28,000-32,000")):
                found = rate(clients, seconds, lambda n, s=size, a=addresses: pushes(a[n], hub.event, s)) * size
                name = f"{clients} desks, batches of {size}, notices {'on' if notifies else 'off'}"
                print(f"{name:46} {found:8.0f}  ratio {found / peer:5.2f}  prototype {was}")


def rate(clients: int, seconds: float, prepare: Callable[[int], Callable[[], None]]) -> float:
    """Actions a second of so many processes at once."""
    context = multiprocessing.get_context("fork")
    told, go = context.Queue(), context.Event()

    def work(number: int) -> None:
        act, count = prepare(number), 0
        told.put("ready")
        go.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            act()
            count += 1
        told.put(count)

    processes = [context.Process(target=work, args=(number,)) for number in range(clients)]
    for process in processes:
        process.start()
    for _ in processes:
        told.get()
    go.set()
    total = sum(told.get() for _ in processes)
    for process in processes:
        process.join()
    return total / seconds


def bare(where: str) -> Callable[[], None]:
    connection = psycopg.connect(where, autocommit=True)
    return lambda: connection.execute("INSERT INTO bare (text) VALUES (%s)", ["x" * 200])


def pushes(address: str, event: str, size: int) -> Callable[[], None]:
    peer, chance = PostgresPeer(address, event), random.Random(os.getpid())
    return lambda: peer.push([arrival(chance, f"P{chance.random()}") for _ in range(size)])


def arrival(chance: random.Random, person: str, desk: str = "Accueil") -> SealedEntry:
    entry_id = next_id(None, time.time_ns() // 1_000_000, chance.randbytes(10))
    return SealedEntry(entry_id, EntryKind.CHECKED_IN, person, desk, datetime.now(UTC).isoformat(), json.dumps(BODY))


# The first pull, idling, and hours apart


def large(cluster: Cluster, people: int, entries: int, apart: int) -> None:
    with meeting(cluster) as hub, tempfile.TemporaryDirectory(dir=".") as folder:
        began = time.monotonic()
        fill(hub, people, entries)
        print(f"\n{people:,} people, {entries:,} entries on the hub: told in {time.monotonic() - began:.1f} s")
        event, outbox, exchange = joined(hub, Path(folder) / "first.checkin")
        began = time.perf_counter()
        with outbox.all_at_once():
            exchange.run_round()
        took = time.perf_counter() - began
        rate = entries / took
        print(f"first pull: {took:.1f} s, {rate:,.0f} entries/s, {event.path.stat().st_size / 1e6:.0f} MB "
              "(prototype, without tables and search: 100 k in 2.4 s)")  # fmt: skip
        idle(event, exchange, hub)
        away(event, exchange, hub, apart)
        event.close()


def fill(hub: Meeting, people: int, entries: int) -> None:
    peer, chance, made = hub.peer(), random.Random(1), 0
    batch: list[SealedEntry] = []
    while made < entries:
        person = an_attendee(1 + made % people)
        if made < people:
            added = arrival(chance, person.id)
            body = json.dumps(attendee_body(person), ensure_ascii=False)
            batch.append(SealedEntry(added.id, EntryKind.ATTENDEE_ADDED, added.subject, added.desk, added.at, body))
        else:
            batch.append(arrival(chance, person.id))
        made += 1
        if len(batch) == 1_000 or made == entries:
            peer.push(batch)
            batch.clear()


def joined(hub: Meeting, path: Path) -> tuple[EventFile, Outbox, Exchange]:
    """As a desk joins."""
    event = EventFile.create(path, KEY)
    outbox = Outbox(event.db, event.journal)
    return event, outbox, Exchange(outbox, hub.peer(), lambda: datetime.now(UTC))


def idle(event: EventFile, exchange: Exchange, hub: Meeting) -> None:
    spans = sorted(timed(exchange.run_round) * 1000 for _ in range(300))
    waits = sorted(timed(lambda: exchange.waiting) * 1000 for _ in range(300))
    event.db.conn.execute("CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT) STRICT")
    commits = sorted(timed(lambda: commit(event)) * 1000 for _ in range(300))
    with hub.cluster.superuser(hub.database) as connection:
        asks = sorted(timed(lambda: connection.execute("SELECT 1").fetchall()) * 1000 for _ in range(300))
    print(f"idle round p50 {at(spans, 0.5):.2f} p99 {at(spans, 0.99):.2f} ms (prototype 0.28 / 0.44), how many wait"
          f" p50 {at(waits, 0.5):.2f} ms; beside it SELECT 1 p50 {at(asks, 0.5):.2f} ms, ratio"
          f" {at(spans, 0.5) / at(asks, 0.5):.1f}, and a commit of this file {at(commits, 0.5):.2f} ms")  # fmt: skip


def away(event: EventFile, exchange: Exchange, hub: Meeting, apart: int) -> None:
    """As many arrivals elsewhere as here, while this desk was not on the network."""
    chance, peer = random.Random(2), hub.peer()
    for start in range(0, apart, 1_000):
        peer.push([arrival(chance, an_attendee(1 + (start + n) % 5_000).id) for n in range(1_000)])
    with event.transaction():
        facts = [(EntryKind.CHECKED_IN, an_attendee(1 + n % 5_000).id, BODY) for n in range(apart)]
        event.journal.append_all(facts, at=datetime.now(UTC), desk="Accueil 1")
    took = timed(exchange.run_round)
    print(f"8 hours apart, {apart:,} arrivals here and as many elsewhere: together again in {took:.1f} s,"
          f" {2 * apart / took:,.0f} entries/s")  # fmt: skip
    assert exchange.waiting == 0


def commit(event: EventFile) -> None:
    with event.transaction():
        event.db.conn.execute("INSERT INTO bare (text) VALUES (?)", ["x" * 200])


def timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def at(spans: list[float], share: float) -> float:
    return spans[min(len(spans) - 1, int(len(spans) * share))] if spans else float("nan")


@contextlib.contextmanager
def meeting(cluster: Cluster):
    hub = Meeting(cluster)
    try:
        yield hub
    finally:
        hub.close()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--desks", type=int, nargs="*", default=[2, 10, 20, 50])
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--turns", type=int, default=2)
    arguments.add_argument("--rate", type=float, default=1)
    arguments.add_argument("--others", type=int, default=19)
    arguments.add_argument("--kinds", nargs="*", default=[*BARE, "postgres", "folder"])
    arguments.add_argument("--people", type=int, default=10_000)
    arguments.add_argument("--entries", type=int, default=50_000)
    arguments.add_argument("--apart", type=int, default=5_000)
    chosen = arguments.parse_args()
    with Cluster() as cluster:
        with cluster.superuser("postgres") as connection:
            connection.execute("ALTER SYSTEM SET fsync = on")
            connection.execute("SELECT pg_reload_conf()")
        visible(cluster, chosen)
        if chosen.others:
            undisturbed(cluster, chosen.others, chosen.seconds, chosen.turns)
        if chosen.entries:
            accepted(cluster, min(5.0, chosen.seconds))
            large(cluster, chosen.people, chosen.entries, chosen.apart)


if __name__ == "__main__":
    main()
