# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was in a folder, where a file's time is that of whoever wrote it: a USB key, a synchronised folder."""

import errno
import os
from datetime import timedelta

import pytest

from checkin.storage import regular_files
from checkin.storage.regular_files import open_regular_file
from checkin.sync import heartbeats
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import Heartbeat
from tests.builders import MORNING
from tests.fakes import FakeSeconds

SECRET = bytes(range(32))


class Laptop:
    """With a clock that is `ahead`, and stamps what it writes by it."""

    def __init__(self, folder, identity, seconds, ahead=0):
        self.peer = FolderPeer(folder, SECRET, seconds, identity)
        self._folder, self._identity, self._seconds, self.ahead = folder, identity, seconds, ahead

    def exchange_heartbeats(self, **more):
        at = MORNING + timedelta(seconds=self._seconds.now + self.ahead)
        before = {file: file.stat().st_mtime_ns for file in self._folder.iterdir()}
        real = os.replace
        os.replace = lambda part, own: (os.utime(part, (at.timestamp(),) * 2), real(part, own))
        try:
            heard = self.peer.exchange_heartbeats(Heartbeat(self._identity, self._identity, at, 0, **more))
        finally:
            os.replace = real
        assert all(file.stat().st_mtime_ns == before[file] for file in before if file.exists() and self.is_not(file))
        return {h.greeting.desk: (round(h.age), h.offset and round(h.offset)) for h in heard}

    def is_not(self, file):
        return not file.name.startswith(self._identity)


@pytest.fixture
def seconds():
    return FakeSeconds()


@pytest.fixture
def laptop(tmp_path, seconds):
    return lambda identity, ahead=0: Laptop(tmp_path, identity, seconds, ahead)


@pytest.mark.parametrize("ahead", [600, 0, -600])
def test_a_clock_is_compared_by_when_a_greeting_comes_not_by_the_time_of_its_file(laptop, seconds, ahead):
    here, there = laptop("here"), laptop("there", ahead)
    for _ in range(3):
        there.exchange_heartbeats()
        seconds.now += 2
        heard = here.exchange_heartbeats()
        seconds.now += 3
    age, offset = heard["there"]
    assert age == 0
    assert abs(offset - ahead) <= 5


def test_of_one_that_was_seen_once_no_clock_is_known(laptop, seconds):
    laptop("there", 600).exchange_heartbeats()
    assert laptop("here").exchange_heartbeats()["there"] == (0, None)


def test_a_desk_that_is_heard_is_not_old_although_its_clock_is_behind(laptop, seconds):
    here, there = laptop("here"), laptop("there", -600)
    there.exchange_heartbeats()
    here.exchange_heartbeats()
    seconds.now += 5
    there.exchange_heartbeats()
    assert here.exchange_heartbeats()["there"][0] == 0
    seconds.now += 40
    assert here.exchange_heartbeats()["there"][0] == 40


def test_what_a_key_brings_hours_later_tells_nothing_of_a_clock(laptop, seconds):
    here, there = laptop("here"), laptop("there")
    there.exchange_heartbeats()
    here.exchange_heartbeats()
    for _ in range(2):
        seconds.now += 1800
        there.exchange_heartbeats()
        seconds.now += 1800
        assert here.exchange_heartbeats()["there"] == (0, None)


def test_a_clock_that_jumps_is_not_known_until_the_next_greeting(laptop, seconds):
    here, there = laptop("here"), laptop("there")
    told = []
    for ahead in (0, 0, 600, 600):
        there.ahead = ahead
        there.exchange_heartbeats()
        told.append(here.exchange_heartbeats()["there"][1])
        seconds.now += 5
    assert told == [None, 0, None, 600]


def test_a_server_that_stamps_files_tells_this_computers_own_clock(tmp_path, seconds):
    """Here the disk's clock is the server's: it is years ahead of the time that is told."""
    (own,) = FolderPeer(tmp_path, SECRET, seconds, "here").exchange_heartbeats(Heartbeat("here", "here", MORNING, 0))
    assert own.offset < -86_400


def test_a_greeting_that_vanishes_while_it_is_read_is_passed_over(laptop, monkeypatch):
    here, there = laptop("here"), laptop("there")
    there.exchange_heartbeats()

    def vanishing(path, *flags):
        if path.name.startswith("there"):
            path.unlink()
        return open_regular_file(path, *flags)

    monkeypatch.setattr(heartbeats, "open_regular_file", vanishing)
    assert set(here.exchange_heartbeats()) == {"here"}


def test_a_greeting_is_replaced_although_another_desk_reads_it_at_this_moment(tmp_path, laptop, monkeypatch):
    """Windows refuses it until the other desk has read."""
    here = laptop("here")
    here.exchange_heartbeats()
    (own,) = tmp_path.iterdir()
    with own.open("rb") as reading:
        monkeypatch.setattr(regular_files.time, "sleep", lambda _seconds: reading.close())
        assert set(here.exchange_heartbeats()) == {"here"}
    assert [file.name for file in tmp_path.iterdir()] == [own.name]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_greeting_that_cannot_be_read_at_this_moment_is_as_it_was_before(laptop, monkeypatch, seconds, number):
    """Windows refuses one that is being replaced, a share or a drive one that it lost."""
    here, there = laptop("here"), laptop("there")
    there.exchange_heartbeats()
    here.exchange_heartbeats()
    seconds.now += 7

    def held(path, *flags):
        if path.name.startswith("there"):
            raise OSError(number, "in use")
        return open_regular_file(path, *flags)

    monkeypatch.setattr(heartbeats, "open_regular_file", held)
    assert here.exchange_heartbeats()["there"][0] == 7
    assert set(laptop("new").exchange_heartbeats()) == {"here", "new"}, "of files it never read nothing is known"


def test_what_ended_processes_of_a_desk_said_does_not_pile_up(tmp_path, laptop):
    for process in "abc":
        here = laptop("here")
        here.exchange_heartbeats(process=process)
        here.exchange_heartbeats(process=process, is_goodbye=True)
    laptop("there").exchange_heartbeats(is_goodbye=True)
    laptop("here").exchange_heartbeats(process="d")
    assert len(list(tmp_path.iterdir())) == 2, "its own, and what another desk said"


def test_of_a_desk_that_was_here_yesterday_nobody_asks(laptop, seconds):
    laptop("there").exchange_heartbeats()
    seconds.now += 90_000
    assert set(laptop("here").exchange_heartbeats()) == {"here"}
