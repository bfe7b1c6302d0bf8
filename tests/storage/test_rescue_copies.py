# SPDX-License-Identifier: GPL-3.0-or-later
"""The window ends while an older copy lies in the place of the event, or a backup is restored over a file whose log of
later was left beside it by a crash (SQLite would take that log for the backup's): what is rescued, and what is said."""

import shutil
import subprocess
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from checkin.application import desk_program, desk_recovery
from checkin.command_line.main import main
from checkin.core.decision import Verdict
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.core.tokens import EventKey
from checkin.services.computer.crash_recovery import read_recovered_state, recovery_sentence
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage import leftover_wal, regular_files
from checkin.storage.connection import read_only
from checkin.storage.copies import find_rescued, merge_rescued
from checkin.storage.leftover_wal import entries_in_wal
from checkin.storage.regular_files import SQLITE_VERSION, wal_is_sound
from checkin.storage.rescue import is_sound, set_stray_wal_aside
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.restored_files import restore

ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


@pytest.fixture
def left(event, desk, tmp_path):
    """The event's path after one came, an older copy took its place, and the window was closed."""
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "older")])
    desk.scan(ONE)
    desk.scan(TWO)
    restore(event, tmp_path / "older")
    assert event.guard.trouble
    event.close()
    return event.path


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_copy_is_found_however_the_file_system_writes_its_name(left, form):
    (copy,) = rescued(left)
    event, name = left.with_name("Réunion d’été.checkin"), copy.name.replace("rencontre", "RÉUNION d’été")
    left.rename(event)
    copy.rename(copy.with_name(unicodedata.normalize(form, name)))
    with closing(EventFile.open(event)) as opened:
        assert find_rescued(opened.db).arrivals == 2


def rescued(path):
    return list(path.parent.glob("*.rescued-*"))


def test_what_was_rescued_is_known_and_taken_in(left, clock):
    with closing(EventFile.open(left)) as event:
        found = find_rescued(event.db)
        assert (found.arrivals, found.name) == (2, rescued(left)[0].name)
        merge_rescued(event.db)
        assert find_rescued(event.db) is None
        desk = Desk(event, clock, "Accueil 1")
        assert [desk.scan(code).verdict for code in (ONE, THREE)] == [Verdict.DUPLICATE, Verdict.ADMIT]
    assert not rescued(left)


def test_nobody_says_that_nothing_is_lost(left, clock):
    with closing(EventFile.open(left)) as event:
        told = recovery_sentence(read_recovered_state(event), clock())
    assert "Nothing is lost" not in told
    assert "This event file lacks 2 entries, including 2 arrivals" in told
    assert rescued(left)[0].name in told


@pytest.mark.parametrize("command", ["check", "ready"])
@pytest.mark.usefixtures("qapp")
def test_the_commands_tell_of_it(left, capsys, command):
    assert main([command, str(left), "--language", "en"]) == 1
    told = capsys.readouterr()
    assert rescued(left)[0].name in told.out + told.err
    assert "2 arrivals" in told.out + told.err


def test_of_another_event_or_a_file_that_nobody_can_read_nothing_is_taken(left, tmp_path):
    rescued(left)[0].write_bytes(b"no event file")
    EventFile.create(left.with_name(f"{left.stem}.rescued-20260101-100000-1.checkin")).close()
    with closing(EventFile.open(left)) as event:
        assert find_rescued(event.db) is None
        merge_rescued(event.db)
    assert len(rescued(left)) == 2


@pytest.fixture
def quiet(monkeypatch):
    """Signals and crashes are the test runner's."""
    monkeypatch.setattr(desk_recovery, "_end_when_asked", lambda: None)
    monkeypatch.setattr(desk_recovery.crash_recovery, "watch_crashes", lambda folder: None)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("is_killed", [True, False])
def test_the_window_offers_it_before_anything_else(left, clock, qapp, tmp_path, is_killed):
    if is_killed:
        desk_recovery.OpenMark(tmp_path / "own", left).note(screen=1)
    program = desk_program.DeskProgram(EventFile.open(left), clock, "en")
    program.trouble.watch(tmp_path / "own")
    notice = program.trouble.notice
    assert "lacks" in notice.text
    assert notice.read.isHidden()
    assert program.shell.current == int(is_killed)
    program.choices.choose(language="en", text_size=125)
    notice = program.trouble.notice
    assert "lacks" in notice.text
    notice.more.click()
    assert "is restored" in notice.text
    assert not notice.isHidden()
    assert program.desk.scan(ONE).verdict is Verdict.DUPLICATE
    program.trouble.end_well()
    program.shell.close()
    program.stop()
    desk_program.Appearance(qapp).apply(Settings())


def test_one_byte_of_an_entry_that_the_disk_changed_is_damage(tmp_path):
    """SQLite's own check passes it over."""
    path = tmp_path / "event.checkin"
    with closing(EventFile.create(path, KEY)) as event:
        add_people(event, MORNING, an_attendee(1))
    before = path.read_bytes()
    name = before.index(b'"last_name":"') + len(b'"last_name":"')
    with read_only(path) as db:
        assert is_sound(db)
    path.write_bytes(before[:name] + b"\x1a" + before[name + 1 :])
    with read_only(path) as db:
        assert not is_sound(db)


needs_a_log = pytest.mark.skipif(
    sys.platform == "win32" or not wal_is_sound(SQLITE_VERSION), reason="needs a kill that leaves a log"
)

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


def count_arrivals(event):
    return len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN]))


def beside_it(path):
    return sorted(each.name for each in path.parent.iterdir())


@needs_a_log
@pytest.mark.parametrize("killed", ["saved", "copied"], indirect=True)
def test_the_backup_opens_as_it_was_made_and_what_the_log_has_is_offered(killed, clock):
    path, backup = killed
    shutil.copyfile(backup, path)
    with closing(EventFile.open(path)) as event:
        assert count_arrivals(event) == IN_BACKUP
        assert [problem for problem, _ in check_file(event).problems if "lacks" not in problem.text] == []
        found = find_rescued(event.db)
        assert (found.arrivals, found.name) == (
            ALL - IN_BACKUP,
            next(n for n in beside_it(path) if n.endswith("1.checkin")),
        )
        merge_rescued(event.db)
        assert count_arrivals(event) == ALL
        assert check_file(event).problems == ()
        desk = Desk(event, clock, "Accueil 1")
        assert desk.scan(an_attendee(149).ticket_code).verdict is Verdict.DUPLICATE


@needs_a_log
@pytest.mark.parametrize("killed", ["copied"], indirect=True)
def test_after_a_kill_alone_the_log_is_the_file_s(killed):
    path, _ = killed
    with closing(EventFile.open(path)) as event:
        assert count_arrivals(event) == ALL
        assert find_rescued(event.db) is None
    assert not [name for name in beside_it(path) if "rescued" in name]


@needs_a_log
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


@needs_a_log
@pytest.mark.parametrize("killed", ["saved", "copied"], indirect=True)
def test_a_file_that_another_program_opens_while_it_is_looked_at_keeps_its_log(killed, monkeypatch):
    path, backup = killed
    shutil.copyfile(backup, path)
    log, looks = Path(f"{path}-wal").read_bytes(), iter([False])
    monkeypatch.setattr(regular_files, "is_open_elsewhere", lambda path: next(looks, True))
    leftover_wal.part_from_leftover_wal(path)
    assert Path(f"{path}-wal").read_bytes() == log


@needs_a_log
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


@needs_a_log
@pytest.mark.parametrize("killed", ["saved"], indirect=True)
def test_where_nothing_can_be_written_beside_it_the_log_stays(killed, monkeypatch):
    path, backup = killed
    shutil.copyfile(backup, path)
    log = Path(f"{path}-wal").read_bytes()
    monkeypatch.setattr("checkin.storage.leftover_wal.write_rescue_copy", lambda kept: None)
    with pytest.raises(StorageError, match="cannot be written"):
        EventFile.open(path)
    assert Path(f"{path}-wal").read_bytes() == log


@needs_a_log
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


@needs_a_log
@pytest.mark.parametrize(("journal", "is_kept"), [(b"", False), (b"a transaction that was cut off", True)])
def test_the_empty_journal_of_an_open_event_goes_with_its_log(tmp_path, journal, is_kept):
    """Else a copy of an open event that lies there now would be taken for the event."""
    path = tmp_path / "day.checkin"
    log, beside = tmp_path / "day.checkin-wal", tmp_path / "day.checkin-journal"
    log.write_bytes(b"a log")
    beside.write_bytes(journal)
    set_stray_wal_aside(path)
    assert (log.exists(), beside.exists()) == (False, is_kept)
