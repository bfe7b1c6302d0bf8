# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings of an event beside the window, and threads that nobody waits for."""

import subprocess
import sys
from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QObject

from checkin.core.entries import EntryKind
from checkin.core.message import StorageError
from checkin.core.tokens import EventKey
from checkin.services import event_reading
from checkin.services.event_reading import EventReading
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.patience import PATIENCE_S


@pytest.fixture
def owner(qapp):
    return QObject()


def test_what_is_read_at_once_is_shown_before_the_window_goes_on(event, owner):
    shown = []
    assert EventReading(event, owner).read(lambda reader: reader.attendees.count(), shown.append)
    assert shown == [event.attendees.count()]


def test_what_takes_longer_is_shown_later_and_the_newest_alone(event, owner, clock, qtbot, monkeypatch):
    monkeypatch.setattr(event_reading, "PATIENCE_MS", 0)
    reading, shown, may_go_on = EventReading(event, owner), [], Event()

    def slow(reader):
        may_go_on.wait()
        return "the first"

    assert not reading.read(slow, shown.append)
    assert reading.is_reading
    before = event.attendees.count()
    add_people(event, clock(), an_attendee(30))
    assert not reading.read(lambda reader: may_go_on.wait() and reader.attendees.count(), shown.append)
    may_go_on.set()
    qtbot.waitUntil(lambda: not reading.is_reading)
    assert shown == [before + 1]


def test_a_dropped_reading_shows_nothing(event, owner, qtbot, monkeypatch):
    monkeypatch.setattr(event_reading, "PATIENCE_MS", 0)
    reading, shown = EventReading(event, owner), []
    reading.read(lambda reader: "dropped", shown.append)
    reading.drop()
    assert not reading.is_reading
    reading.read(lambda reader: "read", shown.append)
    qtbot.waitUntil(lambda: not reading.is_reading)
    assert shown == ["read"]


def test_a_fault_is_raised_in_the_window_and_another_event_in_the_place_of_the_file_is_not_read(event, owner):
    with pytest.raises(ZeroDivisionError):
        EventReading(event, owner).read(lambda reader: 1 / 0, print)
    ours = replace(event, key=EventKey("another event", bytes(32)))
    with pytest.raises(StorageError):
        EventReading(ours, owner).read(lambda reader: reader.attendees.count(), print)


def test_a_reading_writes_nothing(event, owner, clock):
    def write(reader):
        with reader.transaction():
            reader.journal.append(EntryKind.NOTE_LEFT, "", {}, at=clock(), desk="d")

    before = event.data_version(), event.journal.count()
    with pytest.raises(StorageError):
        EventReading(event, owner).read(write, print)
    assert (event.data_version(), event.journal.count()) == before


PROGRAM = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from checkin.services.background_task import BackgroundTask
from checkin.services.event_reading import wait_for_all

app = QApplication([])
errand = BackgroundTask(lambda tell: time.sleep(600))
errand.start()
errand.leave()
del errand
QTimer.singleShot(0, app.quit)
app.exec()
wait_for_all(1)
print("closed")
"""


def test_what_hangs_in_the_system_is_no_crash_of_the_program():
    """A share that is away: no thread can be ended in there, and Qt aborts where one is thrown away."""
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, encoding="utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")
