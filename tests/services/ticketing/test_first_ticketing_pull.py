# SPDX-License-Identifier: GPL-3.0-or-later
"""The first fetch of five thousand tickets: cut, killed while it fetches and while it stores, and gone on with."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file, rebuild
from checkin.storage import settings_store
from checkin.sync.pretix_connection import PretixUnreachableError
from tests.needs import need
from tests.patience import PATIENCE_S
from tests.services.ticketing.breaking_proxy import CUT_AFTER, GOOD, BreakingProxy
from tests.services.ticketing.ticketed_desk import TicketedDesk, fetch_event_file

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
        return CUT_AFTER if len(met) > pages else GOOD

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
