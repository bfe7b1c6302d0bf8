# SPDX-License-Identifier: GPL-3.0-or-later
"""What a shared folder, a synchronising program or a USB key can do to files, and that nothing is lost by it."""

import errno
import itertools
import os
import random
import shutil
from pathlib import Path

import pytest

from checkin.core.message import Cancelled, SyncError
from checkin.sync import folder_peer
from checkin.sync.folder_peer import MARK, FolderPeer, translated_folder_errors
from checkin.sync.heartbeats import LineAuthenticator, read_carried_events
from checkin.sync.peer import Cursor, Heartbeat
from tests.builders import MORNING
from tests.full_disk import full_disk
from tests.sync.desks import SyncDesk, ticking
from tests.sync.folder_simulation import failures

SECRET = bytes(range(32))


def a_desk(number=1):
    return SyncDesk(f"Accueil {number}", ticking(), random.Random(number).randbytes)


def met(desk, *places, secret=SECRET):
    for place in places:
        desk.exchange(FolderPeer(place, secret)).run_round()
    return desk


def written(place, count=12):
    """A folder with the entries of one desk, and that desk."""
    place.mkdir(exist_ok=True)
    desk = a_desk()
    for number in range(count):
        desk.check_in(f"P{number}", note="Éléonore « N’Guyen »")
    return met(desk, place)


def log_in(place):
    (file,) = (f for f in place.iterdir() if MARK in f.name)
    return file


class Listing:
    """`os.scandir`, in whose folder something happens to one file between its name and its state."""

    def __init__(self, name, happens, scandir=os.scandir):
        self._name, self._happens, self._scandir, self.open = name, happens, scandir, 0

    def __call__(self, folder):
        self._entries = self._scandir(folder)
        self.open += 1
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._entries.close()
        self.open -= 1

    def __iter__(self):
        for entry in self._entries:
            if self._name in entry.name:
                self._happens(Path(entry.path))
            yield entry


def test_a_file_that_another_desk_deletes_while_the_folder_is_looked_at_is_no_trouble(tmp_path, monkeypatch):
    there = FolderPeer(tmp_path, SECRET, identity="there")
    there.exchange_heartbeats(Heartbeat("there", "Accueil 2", MORNING, 0))
    written(tmp_path)
    (tmp_path / f"gone{MARK}").write_bytes(b"")
    monkeypatch.setattr(os, "scandir", Listing("gone", Path.unlink))
    assert len(met(a_desk(2), tmp_path).ids()) == 12
    monkeypatch.setattr(os, "scandir", Listing("there", Path.unlink))
    here = FolderPeer(tmp_path, SECRET, identity="here")
    assert [h.greeting.desk for h in here.exchange_heartbeats(Heartbeat("here", "Accueil 1", MORNING, 0))] == [
        "Accueil 1"
    ]


@pytest.mark.parametrize(
    "look", [FolderPeer.other_desks, lambda peer: peer.pull(Cursor(0)), lambda peer: read_carried_events(peer._folder)]
)
def test_a_folder_that_goes_while_it_is_looked_at_is_not_kept_open(look, tmp_path, monkeypatch):
    def go(file):
        raise OSError(errno.EIO, "unplugged")

    peer = FolderPeer(tmp_path, SECRET, identity="here")
    peer.exchange_heartbeats(Heartbeat("here", "Accueil 1", MORNING, 0))
    written(tmp_path)
    (tmp_path / "ab.checkin-invitation").write_bytes(b"")
    monkeypatch.setattr(os, "scandir", Listing(".checkin-", go))
    with pytest.raises(SyncError):
        look(peer)
    assert os.scandir.open == 0


def test_a_folder_that_is_unplugged_while_it_is_looked_at_is_no_empty_one(tmp_path, monkeypatch):
    share = tmp_path / "share"
    written(share)
    desk = a_desk(2)
    exchange = desk.exchange(FolderPeer(share, SECRET))
    exchange.run_round()
    unplugged = tmp_path / "unplugged"
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", Listing(MARK, lambda file: file.parent.rename(unplugged)))
        with pytest.raises(SyncError, match="cannot be reached"):
            exchange.run_round()
    unplugged.rename(share)
    exchange.run_round()
    assert len(desk.ids()) == 12


def test_any_accident_is_survived():
    found, entries = failures(range(120))
    assert found == []
    assert entries > 1_500


def test_a_reader_that_never_looks_again_is_found_out(monkeypatch):
    monkeypatch.setattr(folder_peer, "RESCAN_S", float("inf"))
    monkeypatch.setattr(folder_peer, "_is_another", lambda was, now: now.st_size < was.offset)
    assert failures(range(120))[0]


def test_a_reader_that_stops_at_the_first_bad_line_is_found_out(monkeypatch):
    def said(lines, line, said=LineAuthenticator.unseal):
        lines.is_over = getattr(lines, "is_over", False) or said(lines, line) is None
        return None if lines.is_over else said(lines, line)

    monkeypatch.setattr(LineAuthenticator, "unseal", said)
    assert failures(range(40))[0]


def test_a_file_cut_anywhere_gives_its_whole_lines_and_the_rest_when_it_is_whole(tmp_path):
    desk = written(tmp_path / "share")
    whole = log_in(tmp_path / "share").read_bytes()
    for cut in range(len(whole) - 200, len(whole)):
        place = tmp_path / "cut"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        copy = place / f"a{MARK}"
        copy.write_bytes(whole[:cut])
        reader = a_desk(2)
        exchange = reader.exchange(FolderPeer(place, SECRET))
        exchange._pull()
        assert reader.ids() == desk.ids()[: whole[:cut].count(b"\n")]
        with copy.open("ab") as file:
            file.write(whole[cut:])
        exchange._pull()
        assert reader.ids() == desk.ids()


@pytest.mark.parametrize("what", [OSError(errno.EIO, "pulled out"), Cancelled()])
def test_what_was_read_before_it_ended_in_the_middle_comes_with_the_next_round(tmp_path, what):
    """Nothing waits for the look at everything, five minutes later."""
    desk = written(tmp_path)
    accidents = [what]

    def tell(_done, _total):
        if accidents:
            raise accidents.pop()

    reader = a_desk(2)
    exchange = reader.exchange(FolderPeer(tmp_path, SECRET, report=tell))
    with pytest.raises((SyncError, Cancelled)):
        exchange.run_round()
    assert reader.ids() == []
    exchange.run_round()
    assert reader.ids() == desk.ids()


def test_how_much_is_read_is_told_in_bytes_of_all_that_is_new(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_peer, "PIECE", 300)
    desk = written(tmp_path)
    told = []
    peer = FolderPeer(tmp_path, SECRET, report=lambda done, total: told.append((done, total)))
    exchange = a_desk(2).exchange(peer)
    exchange.run_round()
    size = log_in(tmp_path).stat().st_size
    assert [total for _, total in told] == [size] * len(told)
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert len(told) > 3
    assert told[-1] == (size, size)
    told.clear()
    desk.check_in("A")
    met(desk, tmp_path)
    exchange.run_round()
    assert told[-1][0] == told[-1][1] < size


def test_a_line_that_is_being_written_while_its_file_is_read_is_read_later(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_peer, "PIECE", 1)
    desk = written(tmp_path / "share", 3)
    whole = log_in(tmp_path / "share").read_bytes()
    place = tmp_path / "torn"
    place.mkdir()
    torn = place / f"a{MARK}"
    torn.write_bytes(whole[:-20])

    def tell(done, _total):
        if done >= len(whole) - 20:
            torn.write_bytes(whole)

    reader = a_desk(2)
    exchange = reader.exchange(FolderPeer(place, SECRET, report=tell))
    exchange.run_round()
    exchange.run_round()
    assert reader.ids() == desk.ids()


def test_a_torn_end_of_ones_own_file_spoils_no_later_line(tmp_path):
    desk = written(tmp_path)
    peer = FolderPeer(tmp_path, SECRET)
    exchange = desk.exchange(peer)
    desk.check_in("A")
    exchange.run_round()
    with peer._own.open("r+b") as file:
        file.truncate(peer._own.stat().st_size - 9)
    desk.check_in("B")
    exchange.run_round()
    exchange.run_round()
    assert met(a_desk(2), tmp_path).ids() == desk.ids()


@pytest.mark.parametrize(
    "name",
    ["{} (conflicted copy 2023-07-04){}", "{}.sync-conflict-20230704-083000-ABCDEF{}", "{}{} (1)", "Copie de {}{}"],
)
def test_copies_of_synchronising_programs_are_read_and_count_once(tmp_path, name):
    desk = written(tmp_path)
    original = log_in(tmp_path)
    original.rename(original.with_name(name.format(original.stem, original.suffix)))
    shutil.copy(tmp_path / name.format(original.stem, original.suffix), original)
    assert met(a_desk(2), tmp_path).ids() == desk.ids()


def test_two_keys_are_merged_in_any_order(tmp_path):
    for order in itertools.permutations(("one", "two", "one", "two"), 4):
        root = tmp_path / "-".join(map(str, order))
        root.mkdir(exist_ok=True)
        keys = {name: root / name for name in ("one", "two")}
        for key in keys.values():
            shutil.rmtree(key, ignore_errors=True)
            key.mkdir()
        one, two = a_desk(1), a_desk(2)
        one.check_in("A")
        two.check_in("B")
        for place in order:
            met(one, keys[place])
            met(two, keys[place])
        assert one.ids() == two.ids()
        assert len(one.ids()) == 2


def test_a_key_that_was_renamed_is_read_whole(tmp_path):
    desk = written(tmp_path / "CLE")
    (tmp_path / "CLE").rename(tmp_path / "KEY")
    assert met(a_desk(2), tmp_path / "KEY").ids() == desk.ids()


def test_a_strangers_file_is_no_entry_and_is_told(tmp_path):
    written(tmp_path)
    desk = a_desk(2)
    peer = FolderPeer(tmp_path, bytes(32))
    assert desk.exchange(peer).run_round().received == 0
    assert peer.strangers == 1
    ours = FolderPeer(tmp_path, SECRET)
    assert met(a_desk(3), tmp_path).exchange(ours).run_round().received == 0
    assert ours.strangers == 0


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read but not written"),
        (errno.EACCES, "read but not"),
        (errno.EIO, "reached"),
    ],
)
def test_what_the_folder_refuses_is_told_in_words(number, hint):
    with pytest.raises(SyncError, match=hint), translated_folder_errors():
        raise OSError(number, os.strerror(number))


def test_a_full_medium_loses_nothing(tmp_path):
    desk = a_desk()
    desk.check_in("A")
    peer = FolderPeer(tmp_path, SECRET)
    exchange = desk.exchange(peer)
    with full_disk(100), pytest.raises(SyncError, match="full"):
        exchange.run_round()
    assert exchange.waiting == 1
    exchange.run_round()
    assert exchange.waiting == 0


def test_what_can_only_be_read_is_read_all_the_same(tmp_path, monkeypatch):
    written(tmp_path, 5)
    desk = a_desk(2)
    desk.check_in("A")
    peer = FolderPeer(tmp_path, SECRET)
    monkeypatch.setattr(folder_peer, "open_regular_file", _refuse)
    with pytest.raises(SyncError, match="read but not written"):
        desk.exchange(peer).run_round()
    assert len(desk.ids()) == 6


def _refuse(*_):
    raise OSError(errno.EROFS, "read-only")


def test_a_folder_that_is_gone_and_back_goes_on(tmp_path):
    place = tmp_path / "share"
    desk = written(place)
    exchange = desk.exchange(FolderPeer(place, SECRET))
    exchange.run_round()
    place.rename(tmp_path / "away")
    desk.check_in("A")
    with pytest.raises(SyncError, match="cannot be reached"):
        exchange.run_round()
    (tmp_path / "away").rename(place)
    exchange.run_round()
    assert met(a_desk(2), place).ids() == desk.ids()
