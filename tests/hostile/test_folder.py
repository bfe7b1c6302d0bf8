# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever can write to the shared folder, without the event's secret, stops no desk and fills no memory."""

import contextlib
import errno
import json
import os
import random
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.message import SyncError
from checkin.sync import folder_peer as folders
from checkin.sync.folder_peer import MARK, FolderPeer
from checkin.sync.heartbeats import MARK as HERE
from checkin.sync.heartbeats import LineAuthenticator
from checkin.sync.peer import START, Heartbeat
from tests.bad_files import sparse
from tests.needs import need
from tests.patience import PATIENCE_S
from tests.sync.desks import SyncDesk, ticking

need("FIFOs")
import resource  # noqa: E402

SECRET = bytes(range(32))
NOON = datetime(2023, 7, 4, 12, tzinfo=UTC)


def peer(folder):
    return FolderPeer(folder, SECRET)


def a_desk(number):
    return SyncDesk(f"Accueil {number}", ticking(), random.Random(number).randbytes)


def greeting(number):
    return Heartbeat(f"id{number}", f"Accueil {number}", NOON, 0)


def meet(folder):
    """Two desks tell each other of an arrival, and greet; returns what the second one says of files left alone."""
    desks = [a_desk(1), a_desk(2)]
    exchanges = [(desk, peer(folder)) for desk in desks]
    for number, (desk, place) in enumerate(exchanges):
        desk.check_in(f"P{number}")
        desk.exchange(place).run_round()
        place.exchange_heartbeats(greeting(number))
    desks[0].exchange(exchanges[0][1]).run_round()
    heard = {each.greeting.desk for each in exchanges[1][1].exchange_heartbeats(greeting(1))}
    assert {"Accueil 0", "Accueil 1"} <= heard
    assert desks[0].ids() == desks[1].ids()
    assert len(desks[0].ids()) == 2
    return exchanges[1][1].strangers


def huge_log(folder):
    sparse(folder / f"a{MARK}", 6 << 30)


def long_line(folder):
    sparse(folder / f"a{MARK}", 512 << 20)


def huge_greeting(folder):
    sparse(folder / f"a{HERE}", 6 << 30)


def pipes(folder):
    os.mkfifo(folder / f"a{MARK}")
    os.mkfifo(folder / f"a{HERE}")


def links_to_a_device(folder):
    (folder / f"a{MARK}").symlink_to("/dev/zero")
    (folder / f"a{HERE}").symlink_to("/dev/zero")


def links_to_themselves(folder):
    (folder / f"a{MARK}").symlink_to(folder / f"a{MARK}")
    (folder / f"a{HERE}").symlink_to(folder)


def folders_of_that_name(folder):
    (folder / f"a{MARK}").mkdir()
    (folder / f"a{HERE}").mkdir()


def a_socket(folder):
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(str(folder / f"a{MARK}"))


def many_files(folder):
    for number in range(6_000):
        (folder / f"{number}{MARK}").write_bytes(b"x\n")
        if number % 2:
            (folder / f"{number}{HERE}").touch()


HARM = [
    huge_log,
    long_line,
    huge_greeting,
    pipes,
    links_to_a_device,
    links_to_themselves,
    folders_of_that_name,
    a_socket,
    many_files,
]


@pytest.mark.skipif(sys.platform != "linux", reason="what a file system may hold differs")
@pytest.mark.parametrize("harm", HARM, ids=lambda harm: harm.__name__)
def test_good_desks_go_on_in_little_memory_and_say_that_files_were_left_alone(tmp_path, harm):
    folder = tmp_path / "share"
    folder.mkdir()
    harm(folder)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert meet(folder) >= 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"
    assert time.process_time() - began < 30


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_a_desk_writes_through_no_link(tmp_path):
    folder, other = tmp_path / "share", tmp_path / "mine"
    folder.mkdir()
    other.write_bytes(b"mine\n")
    desk, place = a_desk(1), peer(folder)
    desk.check_in("A")
    desk.exchange(place).run_round()
    place.exchange_heartbeats(greeting(1))
    for file in list(folder.iterdir()):
        file.unlink()
        file.symlink_to(other)
        file.with_name(file.name + ".part").symlink_to(other)
    desk.check_in("B")
    for _ in range(3):
        desk.exchange(place).run_round()
        place.exchange_heartbeats(greeting(1))
    assert other.read_bytes() == b"mine\n"
    second = a_desk(2)
    second.exchange(peer(folder)).run_round()
    assert second.ids() == desk.ids()


def test_what_was_spoilt_behind_a_desks_own_lines_is_told_in_another_file(tmp_path):
    desk, place = a_desk(1), peer(tmp_path)
    desk.check_in("A")
    desk.exchange(place).run_round()
    (own,) = tmp_path.glob(f"*{MARK}")
    with own.open("ab") as file:
        file.write(bytes(folders.BARREN + (1 << 20)))
    for name in "BCD":
        desk.check_in(name)
        desk.exchange(place).run_round()
    second = a_desk(2)
    second.exchange(peer(tmp_path)).run_round()
    assert second.ids() == desk.ids()
    assert own.stat().st_size < folders.BARREN + (2 << 20)


def test_a_stranger_that_changes_all_the_time_makes_nobody_read_everything_again(tmp_path):
    desk, place = a_desk(1), peer(tmp_path)
    desk.check_in("A")
    exchange = desk.exchange(place)
    stranger = tmp_path / f"a{MARK}"
    for number in range(5):
        stranger.write_bytes(b"x\n" * (9 - number))
        exchange.run_round()
        assert place.pull(exchange._way.cursor).entries == ()
    assert place.strangers == 1


class Seconds:
    """A clock that goes on when it is told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def settled(folder, harm, seconds=60.0):
    """A desk waits in a folder as its thread does. Returns its peer and the share of one processor that this takes."""
    harm(folder)
    clock, desk = Seconds(), a_desk(1)
    place = FolderPeer(folder, SECRET, clock)
    exchange, greet_at = desk.exchange(place), 0.0
    desk.check_in("A")
    exchange.run_round()
    began = time.process_time()
    while clock.now < seconds:
        if place.has_news():
            exchange.run_round()
        if clock.now >= greet_at:
            place.exchange_heartbeats(greeting(1))
            greet_at = clock.now + 5
        clock.now += max(0.05, min(1.0, place.quiet_s))
    return place, (time.process_time() - began) / seconds


def torn_logs(folder):
    for number in range(4_000):
        (folder / f"{number}{MARK}").write_bytes(b"0123456789")


def torn_greetings(folder):
    for number in range(6_000):
        (folder / f"{number}{HERE}").write_bytes(b"0123456789")


def whole_lines(folder):
    for number in range(4_000):
        (folder / f"{number}{MARK}").write_bytes(b"0123456789\n")


@pytest.mark.parametrize("harm", [torn_logs, torn_greetings, whole_lines], ids=lambda harm: harm.__name__)
def test_files_of_strangers_are_told_and_keep_no_desk_busy(tmp_path, harm):
    place, share = settled(tmp_path, harm)
    assert place.strangers == len(list(tmp_path.iterdir())) - 2
    assert share < 0.08


def test_heartbeats_of_strangers_leave_room_for_those_of_desks(tmp_path):
    place, _share = settled(tmp_path, torn_greetings)
    peer(tmp_path).exchange_heartbeats(greeting(2))
    heard = {each.greeting.desk for _ in range(2) for each in place.exchange_heartbeats(greeting(1))}
    assert "Accueil 2" in heard


def test_an_end_that_its_writer_completes_later_is_read_then(tmp_path):
    writer, clock = a_desk(1), Seconds()
    writer.check_in("A")
    writer.exchange(peer(tmp_path)).run_round()
    (log,) = tmp_path.glob(f"*{MARK}")
    whole = log.read_bytes()
    log.write_bytes(whole[:20])
    reader, place = a_desk(2), FolderPeer(tmp_path, SECRET, clock)
    exchange = reader.exchange(place)
    exchange.run_round()
    assert not reader.ids()
    for _ in range(200):
        clock.now += 0.1
        if place.has_news():
            exchange.run_round()
    log.write_bytes(whole)
    clock.now += 10
    assert place.has_news()
    exchange.run_round()
    assert reader.ids() == writer.ids()


def test_a_large_folder_is_read_page_by_page(tmp_path, monkeypatch):
    """A bad line in the middle makes nobody begin anew."""
    monkeypatch.setattr(folders, "AT_ONCE", 5)
    monkeypatch.setattr(folders, "PIECE", 700)
    writer = a_desk(1)
    for number in range(40):
        writer.check_in(f"P{number}")
    writer.exchange(peer(tmp_path)).run_round()
    (log,) = tmp_path.glob(f"*{MARK}")
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:20], b"torn\n", *lines[20:]]))
    reader, place = a_desk(2), peer(tmp_path)
    page = place.pull(START)
    assert 5 <= len(page.entries) < 20
    assert not page.is_last
    place = peer(tmp_path)
    reader.exchange(place).run_round()
    assert reader.ids() == writer.ids()
    assert not place._reader.has_changed()


class BrokenOff:
    """`os.scandir` of a share that breaks off in the middle of its list, at every other look."""

    def __init__(self):
        self._scandir, self._looks = os.scandir, 0

    @contextlib.contextmanager
    def __call__(self, folder):
        self._looks += 1
        yield self._files(folder)

    def _files(self, folder):
        for number, file in enumerate(sorted(self._scandir(folder), key=lambda file: file.name)):
            if number == 1 and self._looks % 2:
                raise OSError(errno.ESTALE, "stale")
            yield file


class StaleFile:
    """A file of a share that can be listed and not looked at."""

    def __init__(self, entry):
        self.name, self.path = entry.name, entry.path

    def stat(self, *, follow_symlinks):
        raise OSError(errno.ESTALE, "stale")


def test_one_file_that_a_share_cannot_show_stops_no_exchange(tmp_path, monkeypatch):
    desks = [a_desk(1), a_desk(2)]
    third = a_desk(3)
    for desk in (*desks, third):
        desk.check_in("somebody")
    third.exchange(peer(tmp_path)).run_round()
    (log,) = [name for name in os.listdir(tmp_path) if ".checkin-log" in name]
    listed = os.scandir

    @contextlib.contextmanager
    def scandir(folder):
        with listed(folder) as files:
            yield [StaleFile(file) if file.name == log else file for file in files]

    monkeypatch.setattr(os, "scandir", scandir)
    places = [peer(tmp_path), peer(tmp_path)]
    for _ in range(2):
        for desk, place in zip(desks, places, strict=True):
            desk.exchange(place).run_round()
    assert desks[0].ids() == desks[1].ids()
    assert len(desks[0].ids()) == 2
    assert places[0].strangers == 1


def test_a_share_that_breaks_off_in_the_middle_of_its_list_loses_nothing(tmp_path, monkeypatch):
    desks = [a_desk(1), a_desk(2)]
    exchanges = [(desk.exchange(place), place) for desk in desks for place in [peer(tmp_path)]]
    for (exchange, place), number in zip(exchanges, (1, 2), strict=True):
        exchange.run_round()
        place.exchange_heartbeats(greeting(number))
    monkeypatch.setattr(os, "scandir", BrokenOff())
    errors = 0
    for number in range(12):
        desks[number % 2].check_in(f"P{number}")
        for exchange, place in exchanges:
            for work in (exchange.run_round, lambda place=place: place.exchange_heartbeats(greeting(1))):
                try:
                    work()
                except SyncError:
                    errors += 1
    monkeypatch.undo()
    for exchange, _place in 2 * exchanges:
        exchange.run_round()
    assert errors
    assert desks[0].ids() == desks[1].ids()
    assert len(desks[0].ids()) == 12


AN_ORDINARY_PERSON = """
import os, sys, tempfile
from pathlib import Path
from tests.hostile.test_folder import FolderPeer, MARK, SECRET, Seconds, a_desk, meet, peer
with tempfile.TemporaryDirectory() as elsewhere:
    meet(Path(elsewhere))  # loads what is loaded late while it may be: the clone may lie in a folder closed to others
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
folder = Path(sys.argv[1])
"""

THEY_MEET = """
print(meet(folder))
"""


@pytest.mark.needs("POSIX rights")
def test_files_that_this_account_may_not_read_stop_no_desk(open_folder):
    open_folder.chmod(0o777)
    for mark in (MARK, HERE):
        file = open_folder / f"a{mark}"
        file.write_bytes(b"x\n")
        file.chmod(0)
    command = [sys.executable, "-c", AN_ORDINARY_PERSON + THEY_MEET, str(open_folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert int(done.stdout or 0) >= 2, done.stderr


ONE_DESK_IS_CLOSED = """
clock = Seconds()
reader, one, two = a_desk(1), a_desk(2), a_desk(3)
place = FolderPeer(folder, SECRET, clock)
exchange, first = reader.exchange(place), one.exchange(peer(folder))
one.check_in("A")
first.run_round()
exchange.run_round()
(log,) = folder.glob(f"*{MARK}")
one.check_in("B")
first.run_round()
log.chmod(0)
two.check_in("C")
two.exchange(peer(folder)).run_round()
exchange.run_round()
print(len(reader.ids()), place.strangers)
log.chmod(0o600)
for _ in range(100):
    clock.now += 0.1
    if place.has_news():
        exchange.run_round()
print(len(reader.ids()), place.strangers)
"""


@pytest.mark.needs("POSIX rights")
def test_a_desks_file_that_cannot_be_read_any_more_keeps_no_other_desk_from_being_heard(open_folder):
    open_folder.chmod(0o777)
    command = [sys.executable, "-c", AN_ORDINARY_PERSON + ONE_DESK_IS_CLOSED, str(open_folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.stdout.split() == ["2", "1", "3", "0"], done.stderr


values = st.recursive(
    st.sampled_from(
        [None, True, -1, 0, 10**400, 1e308, "", "x" * 300, "\0", "\ud800", "\n", "9999-12-31T23:59:59-14:00"]
    )
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=8,
)
GREETING = ["id9/v/p", "Accueil 9", NOON.isoformat(), 3]
mutated = st.tuples(st.integers(0, 3), values).map(lambda m: [m[1] if n == m[0] else v for n, v in enumerate(GREETING)])


def sealed(said):
    """With the seal: from a desk of the event, whose program has made a mistake or means harm."""
    lines = LineAuthenticator(SECRET)
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    return lines._seal(data) + b" " + data + b"\n"


@settings(max_examples=60)
@given(st.lists(values | mutated, max_size=6))
def test_whatever_a_sealed_line_says_stops_no_desk(tmp_path_factory, said):
    folder = tmp_path_factory.mktemp("share")
    for number, each in enumerate(said):
        (folder / f"{number}{HERE}").write_bytes(sealed(each))
    (folder / f"a{MARK}").write_bytes(b"".join(map(sealed, said)))
    meet(folder)


@pytest.mark.parametrize("data", [b"[" * 20_000, b'{"a":' * 9_000, b"\xff", b"1" * 9_000, b"NaN", b""])
def test_a_sealed_line_that_is_no_json_stops_no_desk(tmp_path, data):
    (tmp_path / f"a{HERE}").write_bytes(sealed(data))
    (tmp_path / f"a{MARK}").write_bytes(sealed(data))
    meet(tmp_path)
