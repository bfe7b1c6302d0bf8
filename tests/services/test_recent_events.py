# SPDX-License-Identifier: GPL-3.0-or-later
"""What a computer knows of its events: those opened last, one left open when Checkin stopped, a copy somebody saved."""

import json
import os
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QLockFile

from checkin.core.message import StorageError, UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.computer.app_data import GONE, MOST, UNREACHABLE, RecentEvents, inspect_event, inspect_events
from checkin.services.computer.crash_recovery import (
    OPEN_SUFFIX,
    OpenMark,
    ScreenState,
    find_interrupted,
    is_event_open,
    is_locked,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.exporting import save_copy
from checkin.services.privacy import event_purge
from checkin.storage.leftover_wal import read_open_copy
from checkin.storage.settings_store import load, save
from checkin.ui.welcome.welcome_window import recent_detail
from tests.builders import an_attendee


@pytest.fixture
def recent(tmp_path):
    return RecentEvents(tmp_path / "own" / "recent.json")


def test_the_newest_comes_first_each_once_and_no_more_than_fit(recent, tmp_path):
    for number in [*range(MOST + 2), 3]:
        recent.remember(tmp_path / f"{number}.checkin")
    stems = [path.stem for path in recent.paths()]
    assert stems[:3] == ["3", "9", "8"]
    assert len(stems) == len(set(stems)) == MOST


def test_nothing_is_kept_but_where_they_are_and_one_taken_off_the_list_stays_there(recent, event, tmp_path):
    recent.remember(event.path)
    assert json.loads((tmp_path / "own" / "recent.json").read_text("utf-8")) == [str(event.path)]
    recent.forget(event.path)
    assert recent.paths() == []
    assert event.path.is_file()


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', '[1, null, ""]', "\x00\xff"])
def test_a_damaged_file_is_no_events(recent, tmp_path, text):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "recent.json").write_text(text, "utf-8")
    assert recent.paths() == []
    recent.remember(tmp_path / "a.checkin")
    assert [path.name for path in recent.paths()] == ["a.checkin"]


def test_where_nothing_can_be_kept_nothing_is_remembered_and_nobody_told(tmp_path):
    (tmp_path / "own").write_text("a file where the folder should be")
    recent = RecentEvents(tmp_path / "own" / "recent.json")
    recent.remember(tmp_path / "a.checkin")
    assert recent.paths() == []


def test_an_event_says_its_title_day_and_people_while_it_is_open_and_after_and_a_look_leaves_no_trace(event, tmp_path):
    expected = ("9ᵉ Rencontre", 3)
    assert (inspect_event(event.path).title, inspect_event(event.path).people) == expected
    event.close()
    before = {path.name: path.stat().st_mtime_ns for path in event.path.parent.iterdir()}
    seen = inspect_event(event.path)
    assert (seen.title, seen.people, seen.trouble) == (*expected, None)
    assert isinstance(seen.day, date | None)
    assert {path.name: path.stat().st_mtime_ns for path in event.path.parent.iterdir()} == before
    EventFile.create(tmp_path / "Gala.checkin").close()
    assert inspect_event(tmp_path / "Gala.checkin").title == "Gala", "nobody described it"


def test_why_one_cannot_be_opened(tmp_path):
    assert inspect_event(tmp_path / "gone.checkin").trouble.words == GONE
    assert inspect_event(tmp_path / "key" / "gone.checkin").trouble.words == UNREACHABLE
    for text in ("my notes " * 400, ""):
        (tmp_path / "notes.checkin").write_text(text)
        assert "not a Checkin event" in inspect_event(tmp_path / "notes.checkin").trouble.words.text


def test_all_of_them_with_how_far_it_is(tmp_path, event):
    told = []
    seen = inspect_events([event.path, tmp_path / "gone.checkin"], lambda done, total: told.append((done, total)))
    assert [one.trouble is None for one in seen] == [True, False]
    assert told == [(0, 2), (1, 2)]


def test_after_a_purge_the_day_of_it_is_said_instead_of_how_many_there_were(event, clock):
    assert "3 registrations" in recent_detail(inspect_event(event.path))
    event_purge.purge(event, Authority("d", "w"), at=clock(), desk="d")
    detail = recent_detail(inspect_event(event.path))
    assert "data erased on 04/07/2023" in detail
    assert "people" not in detail
    Desk(event, clock, "d").registration.walk_in(RegistrationForm("Odile", "Tard"))
    assert "4 registrations" in recent_detail(inspect_event(event.path)), "the lines without names are people, too"


def test_what_was_on_the_screen_is_found_again(event, tmp_path):
    mark = OpenMark(tmp_path / "own", event.path)
    assert mark.found() is None
    mark.note(screen=2, spoken="fr")
    mark.note(tries=1)
    assert OpenMark(tmp_path / "own", event.path).found() == ScreenState(str(event.path), 2, "fr", 1)
    assert find_interrupted(tmp_path / "own") == mark.found()
    mark.remove()
    assert find_interrupted(tmp_path / "own") is None


def test_an_event_that_is_open_or_gone_is_not_left_open(event, tmp_path):
    mark = OpenMark(tmp_path, event.path)
    mark.note(spoken="en")
    lock = QLockFile(f"{event.path}.lock")
    assert lock.tryLock(0)
    assert is_event_open(event.path)
    assert find_interrupted(tmp_path) is None
    lock.unlock()
    assert not is_event_open(event.path)
    assert find_interrupted(tmp_path) is not None
    gone = OpenMark(tmp_path, tmp_path / "gone.checkin")
    gone.note()
    assert find_interrupted(tmp_path) == mark.found()
    assert gone.found() is None


def test_the_newest_of_several_is_opened(event, tmp_path):
    other = tmp_path / "autre.checkin"
    other.write_bytes(b"")
    for seconds, path in ((100, other), (200, event.path)):
        OpenMark(tmp_path, path).note()
        newest = max(tmp_path.glob(f"*{OPEN_SUFFIX}"), key=lambda p: p.stat().st_ctime_ns)
        os.utime(newest, (seconds, seconds))
    assert find_interrupted(tmp_path).event == str(event.path)


@pytest.mark.parametrize("text", ['{"event": 3', '{"event": "a.checkin", "screen": 1e999}'])
def test_a_mark_that_cannot_be_read_is_taken_away(tmp_path, text):
    broken = tmp_path / f"x{OPEN_SUFFIX}"
    broken.write_text(text)
    assert find_interrupted(tmp_path) is None
    assert not broken.exists()


def test_a_mark_that_cannot_be_written_is_done_without(event, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    OpenMark(blocked, event.path).note(screen=1)
    OpenMark(blocked, event.path).remove()


def test_a_lock_in_a_folder_that_is_gone_is_held_by_nobody(tmp_path):
    """Of an event on a USB drive that was taken out; Qt would warn on Windows, and a warning fails a test."""
    assert not is_locked(tmp_path / "gone" / "event.checkin.lock")
    assert not (tmp_path / "gone").exists()


def test_a_copy_has_the_last_arrival_and_is_told_of_nobody(event, desk, tmp_path):
    desk.check_in(an_attendee(1).id)
    path = save_copy(event, tmp_path / "Copie du 4 juillet")
    assert path == tmp_path / "Copie du 4 juillet.checkin"
    with closing(EventFile.open(path)) as copy:
        assert copy.journal.everything() == event.journal.everything()
        assert read_open_copy(copy.db) is None
    assert desk.check_in(an_attendee(2).id).entry, "the event goes on"


def test_a_copy_meets_no_other_desk_until_somebody_connects_it(event, tmp_path):
    """Opened, it would join the shared folder as the same desk without asking."""
    places = {"folder": str(tmp_path / "shared"), "hub": "postgresql://x", "identity": "1f"}
    joined = replace(load(event.db), desk="Accueil 3", **places)
    save(event.db, joined)
    with closing(EventFile.open(save_copy(event, tmp_path / "copy"))) as copy:
        assert load(copy.db) == replace(joined, folder="", hub="", identity="")
    assert load(event.db) == joined
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.checkin"]


def test_nothing_is_written_in_the_place_of_a_file_nor_in_a_folder_that_is_gone(event, tmp_path):
    (tmp_path / "a.checkin").write_text("mine")
    for taken in (event.path, tmp_path / "a.checkin"):
        with pytest.raises(UserError, match="already exists"):
            save_copy(event, taken)
    assert (tmp_path / "a.checkin").read_text() == "mine"
    with pytest.raises(StorageError):
        save_copy(event, tmp_path / "gone" / "b.checkin")
    assert not list(tmp_path.glob("**/b.checkin*"))
