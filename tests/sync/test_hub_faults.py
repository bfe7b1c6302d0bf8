# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can happen to a hub, its line and its desks while they work, on a real PostgreSQL.

After each: every acknowledged entry is on every desk, once, in the same order, with the same counts.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time

import psycopg
import pytest

from checkin.core.entries import next_id
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.peer import START
from tests.builders import KEY
from tests.sync.at_work import DeskAtWork, at_work, check, now, until, until_all_have_all
from tests.sync.line import CUT, OPEN, SILENT, SLOW, SWALLOWS_ANSWERS, Line

PUSH = "SELECT checkin.push(%s, %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"


def sealed(chance, person="P"):
    entry_id = next_id(None, time.time_ns(), chance.randbytes(8))
    return SealedEntry(
        entry_id, "checked_in", person, "Accueil", "2023-07-04T08:30:00+02:00", '{"control_point":"accueil"}'
    )


def read_on(peer, cursor):
    """(all that follows, the cursor after it)."""
    found = []
    while (page := peer.pull(cursor)).cursor != cursor:
        found, cursor = [*found, *page.entries], page.cursor
    return found, cursor


# Commits in another order than places


def test_an_entry_whose_commit_is_late_is_waited_for(hub):
    """The second waits for its place until the first is seen; so no reader ever passes it."""
    chance = random.Random(1)
    early, late = sealed(chance), sealed(chance)
    with psycopg.connect(hub.address()) as slow:
        slow.execute(PUSH, [hub.event, *[[field] for field in early.fields()]])
        quick = threading.Thread(target=hub.peer().push, args=([late],))
        quick.start()
        until(lambda: hub.rows("SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"))
        follower = hub.peer()
        assert read_on(follower, START) == ([], START)
        slow.commit()
    quick.join()
    assert read_on(follower, START)[0] == [early, late]


def test_a_cursor_over_serial_numbers_loses_such_an_entry(hub):
    """What the lock is for: the same two writers with a plain identity column, and the reader passes one for ever."""
    with hub.cluster.superuser(hub.database) as reader, hub.cluster.superuser(hub.database) as quick:
        reader.execute("CREATE TABLE plain (place bigint GENERATED ALWAYS AS IDENTITY, who text)")
        with psycopg.connect(hub.cluster.as_superuser(hub.database)) as slow:
            slow.execute("INSERT INTO plain (who) VALUES ('early')")
            quick.execute("INSERT INTO plain (who) VALUES ('late')")
            (seen,) = reader.execute("SELECT max(place) FROM plain").fetchone()
            slow.commit()
        assert reader.execute("SELECT who FROM plain WHERE place > %s", [seen]).fetchall() == []
        assert reader.execute("SELECT count(*) FROM plain").fetchone() == (2,)


def test_sixteen_writers_and_three_followers_lose_nothing(hub):
    sent, read, is_over = [[] for _ in range(16)], [[], [], []], threading.Event()
    writers = [threading.Thread(target=push_some, args=(hub.peer(), n, into)) for n, into in enumerate(sent)]
    followers = [threading.Thread(target=follow, args=(hub.peer(), into, is_over)) for into in read]
    for thread in (*followers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    is_over.set()
    for thread in followers:
        thread.join()
    everything = {entry for batch in sent for entry in batch}
    assert all(set(into) == everything and len(into) == len(everything) for into in read)
    assert read[0] == read[1] == read[2]
    assert [place for place, _ in hub.places()] == list(range(1, len(everything) + 1))


def push_some(peer, number, sent):
    """One, or five, or what was there before."""
    chance = random.Random(number)
    for _ in range(25):
        batch = [sealed(chance) for _ in range(chance.choice((1, 1, 1, 5)))]
        peer.push(batch)
        sent += batch
        if chance.random() < 0.2:
            peer.push(chance.sample(sent, min(3, len(sent))))


def follow(peer, read, is_over):
    cursor = START
    while True:
        was_over = is_over.is_set()
        found, cursor = read_on(peer, cursor)
        read += found
        if was_over:
            return


# The hub


@pytest.fixture
def waits_for_its_disk(cluster):
    """For a hub that is killed: as it is set up by itself."""
    with cluster.superuser("postgres") as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
    yield
    with cluster.superuser("postgres") as connection:
        connection.execute("ALTER SYSTEM RESET fsync")
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.usefixtures("waits_for_its_disk")
def test_a_hub_that_is_killed_twice_in_the_middle_of_it(hub, cluster, tmp_path):
    desks = [DeskAtWork(tmp_path / f"Accueil {n}.checkin", hub.peer()) for n in range(4)]
    desks[0].plan()
    with at_work(desks):
        for _ in range(2):
            work(desks, 40)
            cluster.kill()
            work(desks, 10)
            assert all(desk.troubles for desk in desks)
            cluster.start()
            work(desks, 10)
        until_all_have_all(desks)
        check(desks, hub)


def work(desks, rounds):
    for number in range(rounds):
        for desk in desks:
            desk.check_in(number)


def test_a_hub_that_was_restored_from_an_old_dump(hub, cluster, tmp_path):
    desks = [DeskAtWork(tmp_path / f"Accueil {n}.checkin", hub.peer()) for n in range(3)]
    desks[0].plan()
    with at_work(desks):
        work(desks, 20)
        until_all_have_all(desks)
        cluster.dump(hub.database, tmp_path / "old")
        work(desks, 20)
        until_all_have_all(desks)
        before = len(hub.places())
        cluster.restore(hub.database, tmp_path / "old")
        work(desks, 5)
        until_all_have_all(desks)
        check(desks, hub)
        assert len(hub.places()) == before + 15


def test_a_hub_that_was_replaced_by_an_empty_one(hub, cluster, tmp_path):
    desks = [DeskAtWork(tmp_path / f"Accueil {n}.checkin", hub.peer(f"Accueil {n}")) for n in range(3)]
    desks[0].plan()
    with at_work(desks):
        work(desks, 20)
        until_all_have_all(desks)
    hub.begin_anew()
    again = [Reopened(desk, hub.peer(desk.name)) for desk in desks]
    with at_work(again):
        work(again, 5)
        until_all_have_all(again)
        check(again, hub)


class Reopened(DeskAtWork):
    """The next morning, with another address."""

    def __init__(self, desk, peer):
        path = desk.event.path
        kept = path.with_suffix(".kept")
        path.rename(kept)
        super().__init__(path, peer)
        self.event.close()
        kept.replace(path)
        self.event, self.acknowledged = EventFile.open(path), desk.acknowledged


# The line


@pytest.mark.parametrize("fault", [CUT, SILENT, SWALLOWS_ANSWERS])
def test_a_line_that_fails_is_noticed_and_no_desk_waits_for_it(hub, cluster, tmp_path, fault):
    with Line(cluster.port, cluster.host) as line:
        far = DeskAtWork(tmp_path / "far.checkin", hub.peer(reached_at=f"{cluster.host}:{line.port}"))
        near = DeskAtWork(tmp_path / "near.checkin", hub.peer())
        near.plan()
        with at_work([far, near]) as desks:
            work(desks, 5)
            until_all_have_all(desks)
            line.become(fault)
            number = iter(range(1_000_000))

            def is_noticed():
                work(desks, next(number) % 10 == 0)
                return far.troubles

            noticed_s = until(is_noticed)
            assert near.troubles == []
            assert far.slowest_commit < max(noticed_s / 2, 2 * near.slowest_commit, 0.25)
            line.become(OPEN)
            until_all_have_all(desks)
            check(desks, hub)


def test_a_slow_line_is_used_all_the_same(hub, cluster, tmp_path):
    with Line(cluster.port, cluster.host) as line:
        far = DeskAtWork(tmp_path / "far.checkin", hub.peer(reached_at=f"{cluster.host}:{line.port}"))
        near = DeskAtWork(tmp_path / "near.checkin", hub.peer())
        near.plan()
        line.become(SLOW)
        with at_work([far, near]) as desks:
            work(desks, 150)
            until_all_have_all(desks)
            assert far.troubles == []
            check(desks, hub)


# The desk

MERGING = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from checkin.services.event_file import EventFile
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.postgres_peer import PostgresPeer
path, url, name = sys.argv[1:]
event = EventFile.open(Path(path))
Exchange(Outbox(event.db, event.journal), PostgresPeer(url, name), lambda: datetime.now(UTC)).run_round()
"""


def test_a_desk_that_is_killed_while_it_merges(hub, tmp_path):
    writer = DeskAtWork(tmp_path / "writer.checkin", hub.peer())
    writer.plan()
    for number in range(1_000):
        writer.check_in(number)
    Exchange(Outbox(writer.event.db, writer.event.journal), writer.peer, now).run_round()
    path, url = tmp_path / "merging.checkin", hub.address()
    EventFile.create(path, KEY).close()
    chance, kills = random.Random(1), 0
    for share in (0.1, 0.4, 0.6, 0.8):
        child = subprocess.Popen([sys.executable, "-c", MERGING, path, url, hub.event])
        event = EventFile.open(path)
        with contextlib.closing(event):
            until(lambda e=event, s=share: e.journal.count() >= s * 1_000)
            time.sleep(chance.random() * 0.01)
            os.kill(child.pid, signal.SIGKILL)
            kills += child.wait() == -signal.SIGKILL
            assert check_file(event).problems == ()
    assert kills >= 3
    subprocess.run([sys.executable, "-c", MERGING, path, url, hub.event], check=True)
    with contextlib.closing(EventFile.open(path)) as event:
        assert event.journal.count() == len(writer.acknowledged)
        assert check_file(event).problems == ()
        assert {entry.id for _, entry in Outbox(event.db, event.journal).since(0, 10_000)} == writer.acknowledged
    writer.event.close()
