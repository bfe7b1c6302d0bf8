# SPDX-License-Identifier: GPL-3.0-or-later
"""What a computer knows of an event that was open when Checkin stopped."""

import os

from PySide6.QtCore import QLockFile

from checkin.services.computer.crash_recovery import (
    OPEN_SUFFIX,
    OpenMark,
    ScreenState,
    find_interrupted,
    is_event_open,
    is_locked,
)


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


def test_a_mark_that_cannot_be_read_is_taken_away_and_one_that_cannot_be_written_is_done_without(event, tmp_path):
    broken = tmp_path / f"x{OPEN_SUFFIX}"
    broken.write_text('{"event": 3')
    assert find_interrupted(tmp_path) is None
    assert not broken.exists()
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    OpenMark(blocked, event.path).note(screen=1)
    OpenMark(blocked, event.path).remove()


def test_a_lock_in_a_folder_that_is_gone_is_held_by_nobody(tmp_path):
    """Of an event on a USB drive that was taken out; Qt would warn on Windows, and a warning fails a test."""
    assert not is_locked(tmp_path / "gone" / "event.checkin.lock")
    assert not (tmp_path / "gone").exists()
