# SPDX-License-Identifier: GPL-3.0-or-later
"""An event file that is copied while it is open: whole, told to be older, or refused."""

import multiprocessing
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from checkin.core.errors import UserError
from checkin.core.tokens import EventKey
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.storage import connection, open_copy
from checkin.storage.connection import EventDatabase
from checkin.storage.database import integrity_problems
from checkin.storage.open_copy import (
    OpenCopy,
    dismiss_open_copy,
    is_copy_of_open_event,
    is_marked,
    read_closed_state,
    read_open_copy,
)
from checkin.storage.sqlite_library import sqlite3
from checkin.storage.wal_mode import SQLITE_VERSION, wal_is_sound
from tests.builders import an_attendee
from tests.services.lists import bring

pytestmark = pytest.mark.skipif(not wal_is_sound(SQLITE_VERSION), reason="without a log the file itself is written")
ONE, TWO = an_attendee(1), an_attendee(2)


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
    with pytest.raises(UserError, match="is incomplete"):
        EventFile.open(torn)


def test_an_empty_file_of_an_event_whose_log_is_elsewhere_says_so(event):
    """As programs before this one left it, if it was copied before the first page was carried over."""
    path = event.path.with_name("alt.checkin")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size == 4096
    with pytest.raises(UserError, match="is incomplete"):
        EventFile.open(path)


def test_a_file_that_is_opened_while_the_last_one_closes_it_is_no_copy(event, monkeypatch):
    """As when another program connects between SQLite's removal of the log and the change of the header."""
    seen = []

    def is_in_use(_):
        seen.append(read_closed_state(event.path))
        return False

    monkeypatch.setattr(connection, "is_left_whole", is_in_use)
    event.close()
    monkeypatch.undo()
    with closing(EventDatabase(event.path)) as other:
        assert (len(seen), seen[-1].has_wal, is_marked(other)) == (2, False, True)
        assert not is_copy_of_open_event(other, seen[-1])


def test_a_program_that_opens_it_at_the_same_moment_and_soon_closes_it_is_known_by_its_log(event, monkeypatch):
    """Between its mark and its log the file looks like a copy, and while another one stays it never writes the file."""
    monkeypatch.setattr(open_copy, "SETTLING_S", 0)
    event.close()
    with closing(sqlite3.connect(event.path, isolation_level=None)) as first:
        first.execute("PRAGMA journal_mode = WAL")
        before = read_closed_state(event.path)
        other = EventDatabase(event.path)
        assert (before.has_wal, is_marked(other)) == (False, True)
        first.execute("INSERT INTO settings VALUES ('opened_as', '1') ON CONFLICT DO UPDATE SET value = '1'")
    with closing(other):
        assert not is_copy_of_open_event(other, before)


def opened_and_closed(path, times, failed):
    open_copy.SETTLING_S = 60  # a process that gets no processor for seconds is not what is tried here
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
        each.join(300)
    assert failed.empty(), failed.get(timeout=5)
    assert arrived(event.path)[1] is None


def test_nothing_is_written_by_opening_a_file_again(event):
    before = event.data_version()
    with closing(EventFile.open(event.path)):
        pass
    assert event.data_version() == before
