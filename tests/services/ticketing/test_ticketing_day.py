# SPDX-License-Identifier: GPL-3.0-or-later
"""A day on which everything breaks between desks and a pretix; and a first fetch of many tickets, cut and killed."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin.core.decision import Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import SyncError, UserError
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file, rebuild
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.pretix_connection import PretixRevokedError, PretixUnreachableError
from tests.needs import need
from tests.patience import PATIENCE_S
from tests.services.ticketing import breaking_proxy as breaks
from tests.services.ticketing.breaking_proxy import BreakingProxy
from tests.services.ticketing.ticketed_desk import PASSAGES, TicketedDesk, fetch_event_file, status
from tests.sync.memory import MemoryLog, MemoryPeer

need("pretix")
STEPS = 90
ANNULLED_WITHIN = timedelta(minutes=15)
FOREIGN = 2
"""The device of the other program; it may scan alone."""
ODDS = {breaks.GOOD: 75, breaks.CUT_BEFORE: 6, breaks.CUT_AFTER: 8, breaks.FAULT: 5, breaks.BUSY: 3, breaks.SLOW: 3}


class ForeignScanner:
    """Another program at the same server, online or not."""

    def __init__(self, pretix, clock):
        self._pretix, self._clock, self._queue, self._number = pretix, clock, [], 0

    def scan(self, code, check_in_list, kind, *, is_online):
        self._number += 1
        more = {"nonce": f"foreign-{self._number}", "datetime": self._clock().isoformat(), "type": kind}
        if is_online:
            self._pretix.scan(code, check_in_list, device=FOREIGN, **more)
        else:
            self._queue.append((code, check_in_list, more))

    def upload(self):
        while self._queue:
            code, check_in_list, more = self._queue.pop(0)
            assert self._pretix.scan(code, check_in_list, device=FOREIGN, force=True, **more)[0] == 201


class Day:
    """Everyone and everything of such a day. `chance` decides."""

    def __init__(self, pretix, desks, exchange, chance):
        self.pretix, self.exchange, self.chance = pretix, exchange, chance
        self.first, self.shared, self.second = self.desks = desks
        self.clock = self.first.clock
        self.foreign = ForeignScanner(pretix, self.clock)
        self.lists = [pretix.main.lists[key] for key in ("accueil", "plenier", "atelier")]
        self.codes = [pretix.main.secret(label) for label in ("paid_1", "paid_2", "paid_3", "paid_4", "paid_5")]
        self.codes += [pretix.main.secret(label) for label in ("homonym_1", "homonym_2", "addon_one")]
        self.is_on, self.newest = True, {}

    def proxied(self):
        return [self.first, self.second]

    def choose(self, _method, _path):
        return self.chance.choices([*ODDS], [*ODDS.values()])[0]

    def step(self):
        self.clock.pass_by(seconds=self.chance.randint(10, 90))
        what = self.chance.choices([self.scan, self.undo, self.sync, self.meet, self.scan_elsewhere], [9, 1, 4, 2, 4])
        what[0]()

    def scan(self):
        desk, here = self.chance.choice(self.desks), self.chance.choice(self.lists)
        leaves = here == self.lists[0] and self.chance.random() < 0.3
        answer = desk.scan(self.chance.choice(self.codes), here, leaving=leaves, later=0)
        if answer.verdict is Verdict.ADMIT and answer.entry:
            self.newest[desk.name] = answer.entry, self.clock()

    def undo(self):
        """In time: what is undone later is balanced by a passage the other way, and counts otherwise there."""
        desk = self.chance.choice(self.desks)
        entry, at = self.newest.pop(desk.name, (b"", self.clock()))
        if entry and self.clock() - at < ANNULLED_WITHIN:
            with contextlib.suppress(UserError):  # something has happened since
                desk.desk.undo(entry)

    def sync(self):
        desk = self.chance.choice(self.proxied())
        try:
            desk.sync()
        except PretixRevokedError:
            desk.become_device(self.pretix, 0)
        except SyncError:
            pass  # said at the desk, and tried again

    def meet(self):
        self.exchange()

    def scan_elsewhere(self):
        kind = self.chance.choice(["entry", "entry", "exit"])
        is_online = self.is_on and self.chance.random() < 0.5
        here = self.lists[0] if kind == "exit" else self.chance.choice(self.lists)
        self.foreign.scan(self.chance.choice(self.codes), here, kind, is_online=is_online)

    def break_server(self, number):
        if number == STEPS // 4:
            self.pretix.stop()
        if number == STEPS // 2:
            self.pretix.kill()
        if number in (STEPS // 4 + 8, STEPS // 2 + 8):
            self.pretix.start()
        self.is_on = self.pretix.is_running

    def revoke_second(self, proxy):
        """With arrivals that are still to be sent, but nothing to annul: no other device can do that."""
        proxy.choose = lambda *_: breaks.GOOD
        self.second.sync()
        proxy.choose = self.choose
        self.newest.pop(self.second.name, None)
        for code in self.chance.sample(self.codes, 2):
            self.second.scan(code, self.lists[2])
        self.pretix.revoke(self.pretix.device_token(1))

    def end(self):
        """Everything works again, and all is told to all."""
        self.foreign.upload()
        for _ in range(2):
            for desk in self.proxied():
                desk.sync()
            self.exchange()


@pytest.fixture
def desks(pretix, fetched, tmp_path, joined, beside):
    """The three desks, with one clock that their entries are dated by, and what brings two of them together."""
    clock, log = joined.clock, MemoryLog()
    shared = TicketedDesk.copy(fetched[0], tmp_path, "Accueil 3")
    settings_store.remove_link(shared.event.db)
    for desk in (joined, shared, beside):
        desk.clock = clock
        desk.event.journal._nanoseconds = lambda: int(clock().timestamp() * 1e9)
    outboxes = [Outbox(desk.event.db, desk.event.journal) for desk in (joined, shared)]
    places = [Exchange(outbox, MemoryPeer(log, page=50), clock) for outbox in outboxes]

    def exchange():
        for place in (*places, *places):
            place.run_round()

    exchange()
    yield (joined, shared, beside), exchange
    shared.close()


def at_the_server(pretix, number):
    rows = pretix.execute(
        "SELECT position_id, type, datetime FROM pretixbase_checkin WHERE successful = 1 AND list_id = ?", number
    )
    return Counter((place, kind, datetime.fromisoformat(at).replace(tzinfo=UTC)) for place, kind, at in rows)


def at_the_desk(desk, number):
    found = desk.event.journal.entries_of_kinds(PASSAGES)
    undone = desk.event.journal.undone({entry.subject for entry in found})
    words = {"checked_in": "entry", "checked_out": "exit"}
    return Counter(
        (entry.body["position"], words[entry.kind], entry.happened_at.astimezone(UTC))
        for entry in found
        if entry.body["control_point"] == f"list-{number}" and entry.id.hex() not in undone
    )


def counts(desk, number):
    """(checked in, inside) as the desk counts them."""
    return desk.event.attendees.arrived(f"list-{number}"), desk.event.attendees.inside(f"list-{number}")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_a_day_of_outages_all_have_the_same(pretix, desks, seed):
    (first, shared, second), exchange = desks
    day = Day(pretix, (first, shared, second), exchange, random.Random(seed))
    with BreakingProxy(pretix.port, day.choose) as proxy:
        first.through = second.through = proxy.url
        for number in range(STEPS):
            day.break_server(number)
            if number == STEPS * 3 // 4:
                day.revoke_second(proxy)
            day.step()
        proxy.choose = lambda *_: breaks.GOOD
        if second.link.device == 2:  # it has not met the server since
            second.become_device(pretix, 0)
        day.end()
    for desk in (first, shared, second):
        assert_the_same(pretix, desk, day.lists)
        open_ones = {(c.person.position["id"], c.point.id) for c in desk.desk.conflicts.open()}
        assert doubles(pretix, day.lists[:2]) <= open_ones, desk.name
    for desk in (first, second):
        assert (desk.quarantined(), desk.waiting()) == ([], 0)
    assert doubles(pretix, day.lists[:2])


def assert_the_same(pretix, desk, lists):
    """Each check-in of the server is in the journal and the other way round, and both count alike."""
    for number in lists:
        assert at_the_desk(desk, number) == at_the_server(pretix, number), (desk.name, number)
        assert counts(desk, number) == status(pretix, number), (desk.name, number)
    assert desk.is_sound()


def doubles(pretix, lists):
    """(position, control point) of tickets with two entries and no exit, at lists where one is let in once."""
    found = set()
    for number in lists:
        there = at_the_server(pretix, number)
        for place in {place for place, _, _ in there}:
            kinds = Counter(kind for position, kind, _ in there.elements() if position == place)
            if kinds["entry"] > 1 and not kinds["exit"]:
                found.add((place, f"list-{number}"))
    return found


need("pretix")
MANY = 5_000
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def big(pretix_server):
    """A pretix with an event of many tickets. Each test has a desk of its own, and changes nothing at the server."""
    pretix_server.reset(big=MANY)
    pretix_server.start()
    return pretix_server


@pytest.fixture
def empty(big, tmp_path):
    """The event file of a device that has fetched nothing yet."""
    return fetch_event_file(big, tmp_path / "charge.checkin", slug=big.charge.slug, fetches=False)


@pytest.fixture(scope="module")
def almost(big, tmp_path_factory):
    """One that has received all pages but the last."""
    path = tmp_path_factory.mktemp("almost") / "charge.checkin"
    fetch_event_file(big, path, slug=big.charge.slug, fetches=False)
    with closing(EventFile.open(path)) as event:
        cut_after_pages(big, event, MANY // 50 - 1)
        event.checkpoint_wal()
    return path


def cut_after_pages(big, event, pages):
    met = []

    def choose(_method, path):
        met.extend([path] * ("/orders/" in path))
        return breaks.CUT_AFTER if len(met) > pages else breaks.GOOD

    with BreakingProxy(big.port, choose) as proxy:
        with pytest.raises(PretixUnreachableError):
            TicketedDesk(event, "Accueil 1", event.clock(), proxy.url).sync()
        return len([path for path in met if "/orders/" in path])


def going_on(path):
    """`checkin sync FILE` in a process of its own."""
    surrounding = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "checkin", "sync", str(path)]
    return subprocess.Popen(command, env=surrounding, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed_when(path, is_so):
    """Kill the process that goes on as soon as something is so, or at its end."""
    process = going_on(path)
    until = time.monotonic() + PATIENCE_S
    while process.poll() is None and not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def counted(path, table):
    with (
        contextlib.suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db,
    ):
        return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return 0


def assert_whole(path):
    """Everybody once, nothing left to apply, and the tables those that the journal gives."""
    with closing(EventFile.open(path)) as event:
        assert event.attendees.count() == MANY
        assert len(event.journal.entries_of_kinds([EntryKind.ATTENDEE_ADDED])) == MANY
        assert settings_store.kept_orders(event.db) == []
        assert check_file(event).problems == ()
        rebuild(event)
        assert check_file(event).problems == ()
        assert event.attendees.count() == MANY


def test_a_connection_cut_after_some_pages_is_gone_on_with_and_not_begun_anew(big, empty):
    with closing(EventFile.open(empty)) as event:
        cut_after_pages(big, event, 10)
        assert event.attendees.count() == 0
        assert len(settings_store.kept_orders(event.db)) == 500
        with BreakingProxy(big.port) as proxy:
            TicketedDesk(event, "Accueil 1", event.clock(), proxy.url).sync()
            pages = sum("/orders/" in path for _, _, path in proxy.met)
        assert pages <= MANY // 50 - 10 + 2
    assert_whole(empty)


def test_a_process_killed_while_it_fetches_goes_on(big, empty):
    assert killed_when(empty, lambda: counted(empty, "ticketing_orders") >= 500)
    assert 500 <= counted(empty, "ticketing_orders") < MANY
    with closing(EventFile.open(empty)) as event:
        assert event.attendees.count() == 0
    process = going_on(empty)
    told, wrong = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, wrong) == (0, b""), told
    assert_whole(empty)


@pytest.mark.parametrize("after_s", [0.1, 2.0])
def test_a_process_killed_while_it_stores_leaves_all_or_nothing_and_goes_on(almost, tmp_path, after_s):
    path = tmp_path / "charge.checkin"
    shutil.copyfile(almost, path)
    began = []

    def is_storing():
        if not began and counted(path, "ticketing_orders") >= MANY:
            began.append(time.monotonic())
        return began and time.monotonic() > began[0] + after_s

    assert killed_when(path, is_storing) or after_s > 0.1  # a fast computer has done it by then
    with closing(EventFile.open(path)) as event:
        assert event.attendees.count() in (0, MANY)
        assert check_file(event).problems == ()
        TicketedDesk(event, "Accueil 1", event.clock()).sync()
    assert_whole(path)
