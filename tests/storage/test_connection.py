# SPDX-License-Identifier: GPL-3.0-or-later
"""The file under an open desk is touched by others; and SQLite parses a statement once: parsing would take as long as
all else that an arrival computes."""

import os
import random
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.decision import Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.regular_files import read_file_state
from checkin.storage.sqlite_library import sqlite3
from checkin.sync.exchange import Exchange
from tests.builders import KEY, MORNING, an_attendee
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, TWO = an_attendee(1).ticket_code, an_attendee(2).ticket_code

VISIT = (
    "from pathlib import Path; from checkin.services.event_file import EventFile; e = EventFile.open(Path({path!r}));"
)


def in_another_process(event, then="e.close()"):
    script = VISIT.format(path=str(event.path)) + then
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def look_at_every_file_of_the_folder(event):
    """What a file dialog does to find icons. Closing them drops every POSIX lock of this process on them."""
    for path in filter(Path.is_file, event.path.parent.iterdir()):
        path.open("rb").close()


COUNT = "print(e.attendees.arrived('accueil')); e.close()"


def test_a_file_dialog_and_another_program_lose_no_arrival(event, desk):
    assert desk.scan(ONE).verdict is Verdict.ADMIT
    look_at_every_file_of_the_folder(event)
    assert in_another_process(event, COUNT) == "1"  # takes itself for the last, and removes the log
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert in_another_process(event, COUNT) == "2"


@pytest.mark.skipif(sys.platform == "win32", reason="no process loses its locks there")
def test_a_window_whose_threads_have_connections_too_goes_on_after_another_program_closed_the_event(event, desk):
    """Its lock file says that it is open: the other program leaves the header of the file as it was."""
    event.path.with_name(f"{event.path.name}.lock").write_text(f"{os.getpid()}\npython\n")
    with closing(EventFile.open(event.path)) as exchange:
        assert desk.scan(ONE).verdict is Verdict.ADMIT
        assert exchange.attendees.arrived("accueil") == 1
        look_at_every_file_of_the_folder(event)
        assert in_another_process(event, COUNT) == "1"
        assert desk.scan(TWO).verdict is Verdict.ADMIT
        assert in_another_process(event, COUNT) == "2"


@pytest.mark.needs("unlinking open files")
def test_without_the_guard_the_second_arrival_would_be_nobodys(event, desk):
    """The control: proves that the test above can fail."""
    desk.scan(ONE)
    event.db._attached = ()
    look_at_every_file_of_the_folder(event)
    in_another_process(event)
    desk.scan(TWO)
    assert in_another_process(event, COUNT) == "1"


def test_held_again_another_program_cannot_take_itself_for_the_last(event, desk):
    desk.scan(ONE)
    look_at_every_file_of_the_folder(event)
    event.relock()
    in_another_process(event)
    assert event.db._attached == read_file_state(event.db.path).identity
    assert desk.scan(TWO).verdict is Verdict.ADMIT
    assert in_another_process(event, COUNT) == "2"


@pytest.mark.needs("unlinking open files")
def test_a_log_removed_during_the_commit_is_not_acknowledged(event):
    def lose_the_log():
        with transaction(event.db):
            event.journal.append(EntryKind.REFUSED, "", {}, at=MORNING, desk="d")
            os.unlink(f"{event.path}-wal")

    with pytest.raises(StorageError, match="moved or replaced"):
        lose_the_log()


@pytest.mark.needs("unlinking open files")
def test_a_file_that_is_gone_says_so_and_makes_no_new_one(event, desk):
    desk.scan(ONE)
    for path in list(event.path.parent.iterdir()):
        path.unlink()
    with pytest.raises(StorageError, match="nothing more is being saved"):
        desk.scan(TWO)
    assert not event.path.exists()


def test_opening_a_missing_file_makes_none(tmp_path):
    with pytest.raises(Exception, match="cannot be found"):
        EventFile.open(tmp_path / "gone.checkin")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def empty(tmp_path):
    with closing(EventFile.create(tmp_path / "day.checkin", KEY)) as created:
        yield created


@pytest.fixture
def parsed(empty):
    """What SQLite asks about each statement while it parses it."""
    asked = []

    def note(*action):
        asked.append(action)
        return sqlite3.SQLITE_OK

    empty.db.conn.set_authorizer(note)
    return asked


def test_a_desk_that_ran_many_other_statements_parses_none_twice(empty, parsed):
    for number in range(150):
        empty.db.execute(f"SELECT {number}").fetchall()
    for _ in range(2):
        parsed.clear()
        for table in ("journal", "attendees", "visits"):
            empty.db.execute(f"SELECT count(*) FROM {table}").fetchall()
    assert not parsed


def test_a_round_that_brings_an_arrival_parses_nothing_that_an_earlier_one_had(empty, parsed):
    other, log = SyncDesk("Accueil 2", ticking(), random.Random(1).randbytes), MemoryLog()
    theirs = other.exchange(MemoryPeer(log))
    ours = Exchange(Outbox(empty.db, empty.journal), MemoryPeer(log), lambda: MORNING)
    for number in range(5):
        parsed.clear()
        other.check_in(f"person {number}")
        theirs.run_round()
        assert ours.run_round().received == 1
    assert not parsed
    assert empty.attendees.arrived("accueil") == 5
