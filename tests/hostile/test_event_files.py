# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever lies in the place of an event file, or beside it, is refused in a sentence and soon."""

import os
import re
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.message import StorageError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.readiness_measuring import ReadyWorker
from checkin.storage.connection import FILE
from checkin.storage.outbox import Outbox
from checkin.storage.regular_files import read_file_state
from checkin.storage.sqlite_library import sqlite3
from scripts.event_file_schema import written
from tests.builders import an_attendee
from tests.patience import PATIENCE_S

LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9e15)"
HEAVY = "length(hex(zeroblob(400000000)))"
"""What keeps SQLite busy for hours; what fills its memory."""
REFUSED = re.compile("Another program changed how|The event file is damaged")
"""SQLite itself finds some of it."""


@pytest.fixture
def path(event):
    event.close()
    return event.path


def changed(path, *statements):
    """The file after another program changed it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)


def a_view_for_a_table(path):
    changed(path, "DROP TABLE event", f"CREATE VIEW event (id, secret) AS {LONG} SELECT max(x), x FROM n")


def a_view_for_the_migrations(path):
    name = "_sqlite_migrations"
    view = f"CREATE VIEW {name} (migration_set, name, rowid) AS {LONG} SELECT 'checkin', count(*), 1 FROM n"
    changed(path, f"DROP TABLE {name}", view)


def a_view_that_says_it_is_a_table(path):
    view = f"CREATE VIEW event (id, secret) AS {LONG} SELECT max(x), x FROM n"
    changed(
        path,
        f"UPDATE sqlite_master SET sql = '{view.replace(chr(39), chr(39) * 2)}', rootpage = 0 WHERE name = 'event'",
    )


def a_trigger_of_theirs(path):
    changed(path, f"CREATE TRIGGER mine AFTER INSERT ON journal BEGIN SELECT {HEAVY}; END")


def an_index_of_theirs(path):
    changed(path, f"CREATE INDEX mine ON settings (value || {HEAVY})")


def a_column_that_is_computed(path):
    table = f"CREATE TABLE event (id TEXT NOT NULL, secret AS ({HEAVY}))"
    changed(path, f"UPDATE sqlite_master SET sql = '{table}' WHERE name = 'event'")


def a_check_of_theirs(path):
    table = f"CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL CHECK ({HEAVY})) STRICT, WITHOUT ROWID"
    changed(path, f"UPDATE sqlite_master SET sql = '{table}' WHERE name = 'settings'")


def a_virtual_table_for_a_table(path):
    changed(path, "DROP TABLE settings", "CREATE VIRTUAL TABLE settings USING fts5 (name, value)")


def a_table_of_theirs(path):
    changed(path, "CREATE TABLE mine (a)")


def many_tables(path):
    changed(path, "BEGIN", *(f"CREATE TABLE t{number} (a)" for number in range(1_000)), "COMMIT")


def very_many_views(path):
    sql = (
        "INSERT INTO sqlite_master SELECT 'view', 'v' || x, 'v' || x, 0, 'CREATE VIEW v' || x || ' AS SELECT 1' FROM n"
    )
    changed(path, f"{LONG.replace('9e15', '20000')} {sql}")


HARM = [
    a_view_for_a_table,
    a_view_for_the_migrations,
    a_view_that_says_it_is_a_table,
    a_trigger_of_theirs,
    an_index_of_theirs,
    a_column_that_is_computed,
    a_check_of_theirs,
    a_virtual_table_for_a_table,
    a_table_of_theirs,
    many_tables,
    very_many_views,
]


def told(path, what="check"):
    """What a command says of the file, in a process of its own; one that hangs fails the test."""
    command = [sys.executable, "-m", "checkin", what, str(path), *(["X"] if what == "scan" else []), "--language", "en"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_a_file_that_another_program_built_is_refused_before_it_is_asked_anything(path, harm):
    harm(path)
    before = path.read_bytes()
    for command in ("check", "scan"):
        done = told(path, command)
        assert done.returncode != 0
        assert REFUSED.search(done.stderr)
    assert path.read_bytes() == before


SAVED = """
import sys
from pathlib import Path
from checkin.core.message import CheckinError
from checkin.storage.database import read_event_preview
from checkin.storage.rescue import is_another_event
from checkin.storage.regular_files import OpenFileRecord
path = Path(sys.argv[1])
try:
    read_event_preview(path)
except CheckinError as error:
    print(error)
is_another_event(path, OpenFileRecord())
"""


@pytest.mark.parametrize(
    "harm", [a_view_for_a_table, a_view_that_says_it_is_a_table, a_column_that_is_computed, a_virtual_table_for_a_table]
)
def test_it_is_not_looked_into_either(path, harm):
    harm(path)
    command = [sys.executable, "-c", SAVED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert REFUSED.search(done.stdout)


def a_pipe(place):
    os.mkfifo(place)


def a_link(place):
    target = place.with_name("mine.txt")
    target.write_text("mine")
    target.chmod(0o644)
    place.symlink_to(target)


def a_link_to_nowhere(place):
    place.symlink_to(place.with_name("not-there.txt"))


def a_folder(place):
    place.mkdir()


def a_socket(place):
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(place))


ODD = [a_pipe, a_link, a_link_to_nowhere, a_folder, a_socket]


@pytest.mark.needs("FIFOs")
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.__name__)
@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal", ".lock"])
def test_what_sqlite_would_open_beside_the_file_is_a_file_or_nothing(path, end, odd):
    odd(path.with_name(path.name + end))
    before = path.read_bytes()
    done = told(path)
    assert done.returncode != 0
    assert f"{path.name}{end}" in done.stderr
    assert path.read_bytes() == before
    assert not path.with_name("not-there.txt").exists()
    mine = path.with_name("mine.txt")
    assert not mine.exists() or (mine.read_text() == "mine" and mine.stat().st_mode & 0o777 == 0o644)


@pytest.mark.needs("FIFOs")
def test_pipes_in_the_folder_of_the_program_and_among_rehearsals_hold_up_nothing(path, tmp_path):
    script = """
import os, sys, tempfile
from pathlib import Path
from checkin.services import rehearsal
from checkin.services.computer import app_data, crash_recovery
folder = Path(sys.argv[1])
for name in sys.argv[2:]:
    os.mkfifo(folder / name)
app_data.RecentEvents(folder / "recent.json").paths()
app_data.load_computer_settings(folder)
crash_recovery.watch_crashes(folder)
app_data.check_update(folder)
crash_recovery.find_interrupted(folder)
assert not crash_recovery.is_locked(folder / "in-use")
tempfile.tempdir = str(folder.parent)
assert rehearsal.remove_old_rehearsals() == 0
"""
    names = ["recent.json", "computer.json", "crash.txt", "crashes.txt", "version.txt", "a.open.json", "in-use"]
    folder = tmp_path / "checkin-rehearsal-a"
    folder.mkdir()
    command = [sys.executable, "-c", script, str(folder), *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.needs("FIFOs")
@pytest.mark.parametrize("odd", [a_pipe, a_folder, a_socket], ids=lambda odd: odd.__name__)
def test_what_takes_the_place_of_an_open_file_is_told_and_kept_waiting_for_by_nobody(event, odd):
    script = SCAN_AFTER.format(path=str(event.path), odd=odd.__name__)
    event.close()
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert "nothing more is being saved" in done.stdout, done.stderr


FLIP = """
import os, sys
path, page = sys.argv[1], int(sys.argv[2])
was = os.stat(path)
with open(path, "r+b") as file:
    file.seek(page * 4096)
    before = file.read(40)
    file.seek(page * 4096)
    file.write(bytes(255 - each for each in before))
os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
"""


@pytest.fixture
def flipped(event, desk):
    """Two people have come, the log is in the file, and another program flips bytes of the journal there; it puts the
    time of the file back.
    """
    for number in (1, 2):
        desk.scan(an_attendee(number).ticket_code)
    event.checkpoint_wal()
    (page,) = event.db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal_subject'").fetchone()
    subprocess.run([sys.executable, "-c", FLIP, str(event.path), str(page - 1)], check=True)
    return event


def rescued(event):
    (copy,) = event.path.parent.glob("*.rescued-*")
    with closing(EventFile.open(copy)) as kept:
        return kept.attendees.arrived("accueil")


@pytest.mark.needs("times of writing")
def test_bytes_that_change_under_an_open_event_are_told_though_their_time_was_put_back(flipped, desk):
    assert flipped.guard.trouble == "damaged"
    with pytest.raises(StorageError):
        desk.scan(an_attendee(3).ticket_code)
    assert rescued(flipped) == 2


def test_bytes_of_which_the_system_says_nothing_are_told_when_the_file_is_read_anew(flipped, clock, qapp):
    """As on a disk that fails."""
    flipped.db.held.seen = read_file_state(flipped.path)
    assert flipped.guard.trouble is None
    worker = ReadyWorker(flipped.path, clock)
    worker.step()
    worker.close()
    assert flipped.guard.trouble == "damaged"
    assert rescued(flipped) == 2


def test_a_file_that_is_sound_is_read_anew_without_a_word(event, desk, clock, qapp):
    worker = ReadyWorker(event.path, clock)
    desk.scan(an_attendee(1).ticket_code)
    before = event.guard.number
    for _ in range(2):
        worker.step()
        assert event.guard.trouble is None
    worker.close()
    assert event.guard.number == before


SCAN_AFTER = """
from pathlib import Path
from checkin.core.message import StorageError
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee
from tests.hostile import test_event_files
path = Path({path!r})
desk = Desk(EventFile.open(path), lambda: MORNING, "Accueil 1")
desk.scan(an_attendee(1).ticket_code)
path.rename(path.with_name("away"))
test_event_files.{odd}(path)
try:
    desk.scan(an_attendee(2).ticket_code)
except StorageError as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["journal_is_ordered", "journal_keeps_everything", "journal_subject"])
def test_what_another_program_took_away_is_made_again_and_told(path, clock, name):
    kind = "INDEX" if name == "journal_subject" else "TRIGGER"
    changed(path, f"DROP {kind} {name}")
    with closing(EventFile.open(path)) as event:
        problems = [words.text for words, _ in check_file(event).problems]
        assert any("made again" in text for text in problems)
    with closing(EventFile.open(path)) as event:
        assert not check_file(event).problems
        assert event.db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [name]).fetchall()


def test_entries_that_were_written_without_their_trigger_travel_all_the_same(path, clock):
    with closing(EventFile.open(path)) as event:
        trigger = event.db.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_is_ordered'").fetchone()[0]
        event.db.execute("DROP TRIGGER journal_is_ordered")
        desk = Desk(event, clock, "Accueil 1")
        for number in (1, 2):
            desk.scan(an_attendee(number).ticket_code)
        event.db.execute(trigger)
        assert any("would never be sent" in words.text for words, _ in check_file(event).problems)
    with closing(EventFile.open(path)) as event:
        ordered = {row[1].id for row in Outbox(event.db, event.journal).since(0, 1_000)}
        assert ordered == {entry.id for entry in event.journal.everything()}


def test_an_index_that_finds_less_is_made_again(path):
    """Without it, the desk would not find who was let in."""
    sql = "CREATE INDEX journal_subject ON journal (subject, id) WHERE subject <> ''"
    changed(path, "DROP INDEX journal_subject", sql)
    with closing(EventFile.open(path)) as event:
        found = event.db.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_subject'").fetchone()[0]
    assert "WHERE" not in found


def test_false_statistics_are_dropped(path):
    changed(path, "ANALYZE", "UPDATE sqlite_stat1 SET stat = '1 1'")
    with closing(EventFile.open(path)) as event:
        assert not event.db.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'sqlite_stat%'").fetchall()


def test_the_known_schema_is_that_of_the_migrations():
    """After a new migration: python -m scripts.event_file_schema"""
    assert (Path(__file__).parents[2] / "resources" / "sql" / FILE).read_text("utf-8") == written()
