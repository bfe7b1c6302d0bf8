# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks that exchange after a purge: whoever hears of it forgets everybody too, and nobody comes back."""

import random
import tempfile
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from checkin.core.entries import Kind
from checkin.core.search import fold
from checkin.storage import purge
from checkin.storage.connection import write
from checkin.sync.folder import FolderPeer
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

NAMES = ("Zéphyrine", "Wolfgang", "Odile")


@pytest.fixture(params=["memory", "folder"])
def meeting(request, tmp_path):
    """A function that gives a new peer on one log, as another desk has it."""
    log = MemoryLog()
    return lambda: MemoryPeer(log) if request.param == "memory" else FolderPeer(tmp_path, bytes(32))


@pytest.fixture
def desks():
    """Three that know the same two people."""
    made = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes, has_tables=True) for n in range(3)]
    for number, name in enumerate(NAMES[:2]):
        made[0].append(Kind.ATTENDEE_ADDED, f"P{number}", first_name=name, last_name=name, category="presse")
    return made


def met(meeting, *desks):
    peers = [desk.exchange(meeting()) for desk in desks]
    for exchange in peers * 2:
        exchange.round()


def purged(desk):
    with write(desk.db):
        desk.journal.append(Kind.EVENT_PURGED, "", {}, at=desk.clock(), desk=desk.name)
        desk.journal.empty()
    purge.clean(desk.db)


def named(desk):
    """Whose name is in the pages of their file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages"
        copy = sqlite3.connect(path)
        desk.db.conn.backup(copy)
        copy.close()
        everything = path.read_bytes()
    return [name for name in NAMES if name.encode() in everything or fold(name).encode() in everything]


def arrived(desk):
    return desk.db.conn.execute("SELECT attendee FROM visits ORDER BY attendee").fetchall()


def test_every_desk_that_hears_of_it_forgets_everybody(meeting, desks):
    met(meeting, *desks)
    desks[1].check_in("P0")
    met(meeting, *desks)
    assert named(desks[2]) == list(NAMES[:2])
    purged(desks[0])
    met(meeting, *desks)
    assert [named(desk) for desk in desks] == [[], [], []]
    assert desks[0].entries() == desks[1].entries() == desks[2].entries()
    assert len(arrived(desks[2])) == 1


def test_a_desk_that_was_away_brings_its_arrivals_and_nobodys_name(meeting, desks):
    met(meeting, *desks)
    desks[2].check_in("P1")
    desks[2].append(Kind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile", how="walk_in")
    purged(desks[0])
    met(meeting, desks[0])
    met(meeting, desks[2], desks[0], desks[1])
    assert [named(desk) for desk in desks] == [[], [], []]
    assert desks[0].entries() == desks[2].entries()
    assert len(arrived(desks[0])) == 1


def test_what_the_log_still_says_of_people_resurrects_nobody(meeting, desks):
    """A desk that never heard of the purge told the log; another knew the purge before it read that."""
    met(meeting, *desks)
    desks[2].check_in("P1", ticket="Odile")
    desks[2].append(Kind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile")
    purged(desks[0])
    old = [entry for _, entry in desks[2].outbox.since(0, 100)]
    desks[0].outbox.absorb(old)
    assert named(desks[0]) == []
    assert set(desks[2].ids()) < set(desks[0].ids())
    assert arrived(desks[0]) == []
    assert desks[0].outbox.unknown(old) == []


def test_a_new_desk_reads_an_old_log_and_the_purge_in_it(meeting, desks):
    met(meeting, *desks)
    purged(desks[0])
    met(meeting, desks[0])
    late = SyncDesk("Accueil 9", ticking(), random.Random(9).randbytes, has_tables=True)
    met(meeting, late)
    assert named(late) == []
    assert late.ids() == desks[0].ids()


def test_life_goes_on_after_it(meeting, desks):
    met(meeting, *desks)
    purged(desks[0])
    met(meeting, *desks)
    desks[1].append(Kind.ATTENDEE_ADDED, "P9", first_name="Odile", last_name="Odile")
    met(meeting, *desks)
    assert [named(desk) for desk in desks] == [["Odile"]] * 3
