# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is restored over an event file whose log of later was left beside it by a crash: SQLite would take that log
for the backup's.
"""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.decision import Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage import leftover_wal
from checkin.storage.copies import find_rescued, merge_rescued
from checkin.storage.leftover_wal import entries_in_wal
from checkin.storage.regular_files import SQLITE_VERSION, wal_is_sound
from checkin.storage.rescue import set_stray_wal_aside
from tests.builders import an_attendee
from tests.conftest import add_people

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="needs a kill that leaves the log"),
    pytest.mark.skipif(not wal_is_sound(SQLITE_VERSION), reason="there is no log"),
]

KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import database
from tests.builders import MORNING, an_attendee
event, backup = EventFile.open(Path(sys.argv[1])), Path(sys.argv[2])
desk = Desk(event, lambda: MORNING, "Accueil 1")
def scan(numbers):
    for number in numbers:
        assert desk.scan(an_attendee(number).ticket_code).verdict == "admit"
scan(range(100, 110))
if sys.argv[3] == "saved":
    database.back_up(event.db, backup)
else:
    event.checkpoint_wal()
    shutil.copyfile(event.path, backup)
scan(range(110, 130))
event.checkpoint_wal()
scan(range(130, 150))
os.kill(os.getpid(), signal.SIGKILL)
"""
ALL, IN_BACKUP = 50, 10


@pytest.fixture
def killed(event, clock, request):
    """The event's path after its desk was killed, and a backup that it made before."""
    add_people(event, clock(), *(an_attendee(number) for number in range(100, 400)))
    event.close()
    backup = event.path.with_name("backup")
    subprocess.run([sys.executable, "-c", KILLED, str(event.path), str(backup), request.param], check=False)
    assert Path(f"{event.path}-wal").stat().st_size
    return event.path, backup


def arrivals(event):
    return len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN]))


def beside_it(path):
    return sorted(each.name for each in path.parent.iterdir())


@pytest.mark.parametrize("killed", ["saved", "copied"], indirect=True)
def test_the_backup_opens_as_it_was_made_and_what_the_log_has_is_offered(killed, clock):
    path, backup = killed
    shutil.copyfile(backup, path)
    with closing(EventFile.open(path)) as event:
        assert arrivals(event) == IN_BACKUP
        assert [problem for problem, _ in check_file(event).problems if "lacks" not in problem.text] == []
        found = find_rescued(event.db)
        assert (found.arrivals, found.name) == (
            ALL - IN_BACKUP,
            next(n for n in beside_it(path) if n.endswith("1.checkin")),
        )
        merge_rescued(event.db)
        assert arrivals(event) == ALL
        assert check_file(event).problems == ()
        desk = Desk(event, clock, "Accueil 1")
        assert desk.scan(an_attendee(149).ticket_code).verdict is Verdict.DUPLICATE


@pytest.mark.parametrize("killed", ["copied"], indirect=True)
def test_after_a_kill_alone_the_log_is_the_file_s(killed):
    path, _ = killed
    with closing(EventFile.open(path)) as event:
        assert arrivals(event) == ALL
        assert find_rescued(event.db) is None
    assert not [name for name in beside_it(path) if "rescued" in name]


@pytest.mark.parametrize("killed", ["saved"], indirect=True)
def test_of_another_event_s_log_nothing_is_taken_and_it_is_kept(killed):
    path, _ = killed
    other = path.with_name("other.checkin")
    EventFile.create(other, EventKey("other-event", bytes(32))).close()
    shutil.copyfile(other, path)
    with closing(EventFile.open(path)) as event:
        assert event.key.event == "other-event"
        assert event.journal.count() == 0
        assert find_rescued(event.db) is None
    (kept,) = [name for name in beside_it(path) if name.endswith(".part")]
    assert sum(entry.kind == EntryKind.CHECKED_IN for entry in entries_in_wal(path.with_name(kept))) >= 20


@pytest.mark.parametrize("killed", ["saved", "copied"], indirect=True)
def test_a_file_that_another_program_opens_while_it_is_looked_at_keeps_its_log(killed, monkeypatch):
    path, backup = killed
    shutil.copyfile(backup, path)
    log, looks = Path(f"{path}-wal").read_bytes(), iter([False])
    monkeypatch.setattr(leftover_wal, "is_open_elsewhere", lambda path: next(looks, True))
    leftover_wal.part_from_leftover_wal(path)
    assert Path(f"{path}-wal").read_bytes() == log


@pytest.mark.parametrize("killed", ["copied"], indirect=True)
def test_a_file_that_another_program_writes_while_it_is_looked_at_is_not_called_damaged(killed, monkeypatch):
    """Restarted after a kill it takes its log in, between two looks of this one."""
    path, backup = killed
    shutil.copyfile(backup, path)

    def look(path, *, has_log):
        if not has_log:
            path.write_bytes(path.read_bytes()[:4096] + bytes(path.stat().st_size - 4096))
        return True

    monkeypatch.setattr(leftover_wal, "_is_whole", look)
    leftover_wal.part_from_leftover_wal(path)


@pytest.mark.parametrize("killed", ["saved"], indirect=True)
def test_where_nothing_can_be_written_beside_it_the_log_stays(killed, monkeypatch):
    path, backup = killed
    shutil.copyfile(backup, path)
    log = Path(f"{path}-wal").read_bytes()
    monkeypatch.setattr("checkin.storage.leftover_wal.write_rescue_copy", lambda kept: None)
    with pytest.raises(StorageError, match="cannot be written"):
        EventFile.open(path)
    assert Path(f"{path}-wal").read_bytes() == log


def test_a_log_is_read_as_far_as_it_goes(event, clock, tmp_path):
    add_people(event, clock(), *(an_attendee(number) for number in range(100, 400)))
    whole = Path(f"{event.path}-wal").read_bytes()
    every = {entry.id for entry in event.journal.everything()}
    log = tmp_path / "log"
    log.write_bytes(whole)
    assert {entry.id for entry in entries_in_wal(log)} == every
    for end in (0, 5, 31, 32, 60, 5_000, len(whole) - 7):
        log.write_bytes(whole[:end])
        assert {entry.id for entry in entries_in_wal(log)} <= every
    log.write_bytes(whole[:32] + bytes(range(256)) * 200)
    assert list(entries_in_wal(log)) == []


@pytest.mark.parametrize(("journal", "is_kept"), [(b"", False), (b"a transaction that was cut off", True)])
def test_the_empty_journal_of_an_open_event_goes_with_its_log(tmp_path, journal, is_kept):
    """Else a copy of an open event that lies there now would be taken for the event."""
    path = tmp_path / "day.checkin"
    log, beside = tmp_path / "day.checkin-wal", tmp_path / "day.checkin-journal"
    log.write_bytes(b"a log")
    beside.write_bytes(journal)
    set_stray_wal_aside(path)
    assert (log.exists(), beside.exists()) == (False, is_kept)
