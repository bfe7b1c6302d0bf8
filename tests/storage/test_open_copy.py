# SPDX-License-Identifier: GPL-3.0-or-later
"""An event file that is copied while it is open: whole, told to be older, or refused."""

import importlib
import multiprocessing
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.message import UserError
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import leftover_wal, regular_files
from checkin.storage.connection import EventDatabase
from checkin.storage.database import integrity_problems
from checkin.storage.leftover_wal import (
    ClosedFileState,
    OpenCopy,
    dismiss_open_copy,
    is_copy_of_open_event,
    is_marked,
    read_closed_state,
    read_open_copy,
)
from checkin.storage.regular_files import SQLITE_VERSION, is_left_whole, leave_wal_mode, prepare, wal_is_sound
from checkin.storage.sqlite_library import Database, Setting, sqlite3
from tests.builders import an_attendee
from tests.patience import PATIENCE_S
from tests.services.lists import bring

pytestmark = pytest.mark.skipif(not wal_is_sound(SQLITE_VERSION), reason="without a log the file itself is written")
ONE, TWO = an_attendee(1), an_attendee(2)
CLOSED, OPEN = ClosedFileState(has_log=False), ClosedFileState(has_log=True)
BETWEEN = ClosedFileState(has_log=True, lacks_wal=True)
"""The WAL is gone, the header still says WAL mode, and the empty journal says that this is no copy."""
RESERVED_BYTE = 0x40000001
"""Which SQLite locks before it writes the file itself."""


def copied(event, name="copie.checkin"):
    """As a person copies it: the file alone."""
    return shutil.copyfile(event.path, event.path.with_name(name))


def arrived(path):
    with closing(EventFile.open(path)) as event:
        return event.attendees.arrived(event.programme().control_points[0].id), read_open_copy(event.db)


def test_a_new_event_that_is_open_copy_once_is_an_event(tmp_path):
    with closing(EventFile.create(tmp_path / "neu.checkin", EventKey("1f", bytes(32)))) as event:
        copy = copied(event)
        with closing(EventFile.open(copy)) as there:
            assert there.key == event.key


def test_a_copy_has_everything_that_was_brought_in_and_what_came_later_is_told(event, desk, clock):
    desk.check_in(ONE.id)
    event.checkpoint_wal()
    at = clock()
    desk.check_in(TWO.id)
    assert arrived(copied(event)) == (1, OpenCopy(at))
    event.checkpoint_wal()
    assert arrived(copied(event, "second.checkin"))[0] == 2


def test_it_is_told_until_somebody_has_read_it(event, desk):
    copy = copied(event)
    for _ in range(2):
        assert arrived(copy)[1] is not None
    with closing(EventFile.open(copy)) as there:
        dismiss_open_copy(there.db)
    assert arrived(copy)[1] is None


def test_a_file_that_was_closed_is_whole_and_told_of_nobody(event, desk):
    desk.check_in(ONE.id)
    event.close()
    assert arrived(copied(event)) == (1, None)
    assert arrived(event.path) == (1, None)


def test_a_window_that_was_killed_loses_nothing_and_nothing_is_said(event, desk, tmp_path):
    """What lies on the disk then: the same file, and its log beside it."""
    desk.check_in(ONE.id)
    parts = {Path(f"{event.path}{end}"): Path(f"{event.path}{end}").read_bytes() for end in ("", "-wal", "-shm")}
    event.close()
    for part, was in parts.items():
        part.write_bytes(was)
    assert arrived(event.path) == (1, None)
    assert arrived(event.path) == (1, None)  # also when a command was the first to open it


def with_log(event, folder, between=lambda: None):
    """As a person copies the folder: one file after the other."""
    folder.mkdir()
    copy = shutil.copyfile(event.path, folder / event.path.name)
    between()
    shutil.copyfile(f"{event.path}-wal", f"{copy}-wal")
    return copy


def test_a_copy_with_its_log_says_that_arrivals_may_be_missing_until_somebody_has_read_it(event, desk, tmp_path):
    desk.check_in(ONE.id)
    copy = with_log(event, tmp_path / "copy")
    for _ in range(2):
        assert arrived(copy) == (1, OpenCopy(None, has_gaps=True))
    with closing(EventFile.open(copy)) as there:
        dismiss_open_copy(there.db)
    assert arrived(copy)[1] is None
    assert arrived(event.path) == (1, None)


def test_a_copy_and_a_log_of_later_are_told_or_refused_and_then_left_as_they_are(event, desk, clock, tmp_path):
    results = set()
    for number in range(12):

        def between(number=number):
            for part in range(3):
                bring(event, clock, *(f"Zoé-{number}-{part};Durand-{n};;;;;;" for n in range(1 + 7 * number)))
                event.checkpoint_wal()

        copy = with_log(event, tmp_path / f"{number}", between)
        parts = (copy, Path(f"{copy}-wal"))
        before = [part.read_bytes() for part in parts]
        try:
            with closing(EventFile.open(copy)) as there:
                assert integrity_problems(there.db) == []
                results.add(read_open_copy(there.db))
        except UserError as error:
            results.add(str(error.words.text))
            results.add([part.read_bytes() for part in parts] == before)
    (refused,) = results - {OpenCopy(None, has_gaps=True), True}
    assert "is incomplete" in refused


def test_a_copy_that_another_window_has_open_already_is_told_once_and_by_that_one(event, desk, tmp_path):
    desk.check_in(ONE.id)
    event.close()
    (tmp_path / "copy").mkdir()
    copy = shutil.copyfile(event.path, tmp_path / "copy" / event.path.name)
    with closing(EventFile.open(copy)), closing(EventFile.open(copy)) as second:
        assert read_open_copy(second.db) is None


def test_the_file_without_its_log_after_a_kill_says_what_may_be_missing(event, desk, clock):
    desk.check_in(ONE.id)
    copy = copied(event)
    assert arrived(copy)[1] is not None


def test_a_second_window_or_a_command_is_no_copy(event, desk):
    with closing(EventFile.open(event.path)) as second:
        assert read_open_copy(second.db) is None
        assert is_marked(event.db)
    assert is_marked(event.db)
    desk.check_in(ONE.id)
    assert arrived(event.path) == (1, None)


def test_an_event_of_an_older_program_is_told_of_nobody(event, desk):
    """It leaves the mark in a file that is whole."""
    desk.check_in(ONE.id)
    event.db.execute("DELETE FROM settings WHERE name = 'is_marked_while_open'")
    event.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert arrived(copied(event)) == (1, None)


@pytest.mark.parametrize("pages", [1, 2, 0.5, 0.9])
def test_a_copy_of_which_a_part_is_missing_is_refused_and_left_as_it_is(event, clock, pages):
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(300)))
    event.checkpoint_wal()
    copy = copied(event)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: pages * 4096 if isinstance(pages, int) else int(len(whole) * pages)])
    before = copy.read_bytes()
    with pytest.raises(UserError, match="is incomplete"):
        EventFile.open(copy)
    assert copy.read_bytes() == before
    assert not [part for part in copy.parent.iterdir() if part.name.startswith("copie.checkin-")]


def test_a_copy_made_in_the_middle_of_a_write_is_refused(event, clock):
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(300)))
    event.checkpoint_wal()
    early = copied(event).read_bytes()
    bring(event, clock, *(f"Paul;Martin-{n};;;;;;" for n in range(300)))
    event.checkpoint_wal()
    late = copied(event).read_bytes()
    torn = event.path.with_name("torn.checkin")
    torn.write_bytes(late[: len(early) // 2] + early[len(early) // 2 :] + late[len(early) :])
    torn_bytes = torn.read_bytes()
    for _ in range(2):
        with pytest.raises(UserError, match="is incomplete"):
            EventFile.open(torn)
        assert torn.read_bytes() == torn_bytes


def test_an_empty_file_of_an_event_whose_log_is_elsewhere_says_so(event):
    """As programs before this one left it, if it was copied before the first page was carried over."""
    path = event.path.with_name("alt.checkin")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size == 4096
    with pytest.raises(UserError, match="is incomplete"):
        EventFile.open(path)


def write_something(event):
    with event.transaction():
        Setting("something").write(event.db, 1)


def another_program(path, commands):
    """Open, write, close or look at the file, or hold SQLite's lock of one who is about to write, as it is told to."""
    opened = held = None
    while command := commands.recv():
        if command == "open":
            opened = EventFile.open(path)
            commands.send(read_open_copy(opened.db))
        elif command == "close":
            commands.send(opened.close())
        elif command == "write":
            commands.send(write_something(opened))
        elif command == "look":
            commands.send(read_closed_state(path))
        elif command == "hold":
            held = os.open(path, os.O_RDWR)
            commands.send(importlib.import_module("fcntl").lockf(held, 2 | 4, 1, RESERVED_BYTE))
        elif command == "let go":
            commands.send(os.close(held))


@pytest.fixture
def other(event):
    """Another program beside this one, which does one thing after the other when it is asked."""
    start = multiprocessing.get_context("spawn")
    here, there = start.Pipe()
    process = start.Process(target=another_program, args=(event.path, there))
    process.start()

    def do(what):
        here.send(what)
        return here.recv()

    yield do
    here.send("")
    process.join()


class Stepped:
    """A connection, looked at before each of its statements."""

    def __init__(self, conn, look):
        self.conn, self.look, self.seen = conn, look, []

    def execute(self, *statement):
        self.seen.append(self.look("look"))
        return self.conn.execute(*statement)


def test_at_no_step_of_opening_and_closing_the_file_looks_like_a_copy(event, other):
    event.close()
    with closing(sqlite3.connect(event.path, isolation_level=None)) as conn:
        stepped = Stepped(conn, other)
        prepare(Database(stepped))
        leave_wal_mode(stepped)
    states = {*stepped.seen, other("look")}
    assert states == {CLOSED, OPEN}


@pytest.mark.needs("opening at one instant")
def test_a_file_that_is_opened_between_the_end_of_its_log_and_the_change_of_its_header_is_no_copy(event, other):
    """SQLite lets go of the file between the two, and fails if another program begins to read it there."""
    other("hold")
    assert not is_left_whole(event.db.conn)
    other("let go")
    assert other("look") == BETWEEN
    assert other("open") is None
    event.close()
    other("close")
    assert other("look") == CLOSED


@pytest.mark.needs("opening at one instant")
def test_a_file_whose_closing_failed_between_the_two_is_whole_and_no_copy(event, desk, other):
    desk.check_in(ONE.id)
    other("hold")
    event.close()
    other("let go")
    assert other("look") == BETWEEN
    assert arrived(event.path) == (1, None)
    assert other("look") == CLOSED


def test_a_file_whose_closing_failed_between_the_two_is_read_whole_before_it_is_opened(event, clock):
    bring(event, clock, *(f"Zoé;Durand-{n};;;;;;" for n in range(300)))
    event.checkpoint_wal()
    torn = copied(event)
    os.truncate(torn, torn.stat().st_size // 2)
    torn.with_name(f"{torn.name}-journal").touch()
    with pytest.raises(UserError, match="is incomplete"):
        EventFile.open(torn)


def test_connections_that_close_at_once_several_times_leave_it_closed(event, monkeypatch):
    """Each takes the other one for one that stays."""
    tries = []

    def tried(conn):
        with closing(sqlite3.connect(event.path)) as another:
            another.execute("SELECT * FROM event").fetchall()
            tries.append(is_left_whole(conn) if len(tries) < 4 else None)
        return tries[-1] if tries[-1] is not None else is_left_whole(conn)

    monkeypatch.setattr(regular_files, "is_left_whole", tried)
    event.close()
    assert (tries, read_closed_state(event.path)) == ([False] * 4 + [None], CLOSED)


def test_a_copy_that_was_written_over_the_closed_event_is_told(event, desk):
    desk.check_in(ONE.id)
    copy = copied(event).read_bytes()
    event.close()
    event.path.write_bytes(copy)
    assert arrived(event.path)[1] is not None


def test_two_programs_that_open_a_copy_at_the_same_moment_are_both_told(event, desk):
    desk.check_in(ONE.id)
    copy = copied(event)
    before = read_closed_state(copy)
    with closing(EventDatabase(copy)) as first, closing(EventDatabase(copy)) as second:
        assert is_marked(first)
        assert is_marked(second)
        assert is_copy_of_open_event(first, before)
        assert is_copy_of_open_event(second, before)


def test_a_log_whose_program_closes_the_file_meanwhile_is_not_taken_for_a_stray_one(event, other, monkeypatch):
    event.close()
    other("open")
    other("write")
    is_whole = leftover_wal._is_whole

    def is_whole_and_closed(path, *, has_log):
        result = is_whole(path, has_log=has_log)
        other("close")
        return result

    monkeypatch.setattr(leftover_wal, "_is_whole", is_whole_and_closed)
    leftover_wal.part_from_leftover_wal(event.path)
    assert [*event.path.parent.glob("*.checkin*")] == [event.path]


@pytest.mark.needs("links")
def test_an_event_that_is_open_is_no_copy_by_the_name_of_a_link(event, other, tmp_path):
    event.close()
    link = tmp_path / "link.checkin"
    link.symlink_to(event.path)
    other("open")
    assert read_closed_state(link) == OPEN
    other("close")
    assert read_closed_state(link) == CLOSED


def opened_and_closed(path, times, failed):
    for number in range(times):
        try:
            with closing(EventFile.open(path)) as event:
                Desk(event, lambda: event.clock()(), "A").control_point  # noqa: B018
                if read_open_copy(event.db):
                    failed.put("taken for a copy")
        except Exception as error:
            failed.put(f"{number}: {error!r}")


@pytest.mark.needs("opening at one instant")
def test_processes_that_open_and_close_it_all_the_time_are_in_nobodys_way(event):
    event.close()
    start = multiprocessing.get_context("spawn")
    failed = start.Queue()
    processes = [start.Process(target=opened_and_closed, args=(event.path, 40, failed)) for _ in range(3)]
    for each in processes:
        each.start()
    for each in processes:
        each.join(3 * PATIENCE_S)
    assert failed.empty(), failed.get(timeout=5)
    assert arrived(event.path)[1] is None


def test_nothing_is_written_by_opening_a_file_again(event):
    before = event.data_version()
    with closing(EventFile.open(event.path)):
        pass
    assert event.data_version() == before
