# SPDX-License-Identifier: GPL-3.0-or-later
"""SQLite parses a statement once: parsing would take as long as all else that an arrival computes."""

import contextlib
import random

import pytest

from checkin.services.event_file import EventFile
from checkin.storage.outbox import Outbox
from checkin.storage.sqlite_library import sqlite3
from checkin.sync.exchange import Exchange
from tests.builders import KEY, MORNING
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer


@pytest.fixture
def event(tmp_path):
    with contextlib.closing(EventFile.create(tmp_path / "day.checkin", KEY)) as created:
        yield created


@pytest.fixture
def parsed(event):
    """What SQLite asks about each statement while it parses it."""
    asked = []

    def note(*action):
        asked.append(action)
        return sqlite3.SQLITE_OK

    event.db.conn.set_authorizer(note)
    return asked


def test_a_desk_that_ran_many_other_statements_parses_none_twice(event, parsed):
    for number in range(150):
        event.db.execute(f"SELECT {number}").fetchall()
    for _ in range(2):
        parsed.clear()
        for table in ("journal", "attendees", "visits"):
            event.db.execute(f"SELECT count(*) FROM {table}").fetchall()
    assert not parsed


def test_a_round_that_brings_an_arrival_parses_nothing_that_an_earlier_one_had(event, parsed):
    other, log = SyncDesk("Accueil 2", ticking(), random.Random(1).randbytes), MemoryLog()
    theirs = other.exchange(MemoryPeer(log))
    ours = Exchange(Outbox(event.db, event.journal), MemoryPeer(log), lambda: MORNING)
    for number in range(5):
        parsed.clear()
        other.check_in(f"person {number}")
        theirs.run_round()
        assert ours.run_round().received == 1
    assert not parsed
    assert event.attendees.arrived("accueil") == 5
