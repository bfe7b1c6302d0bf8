# SPDX-License-Identifier: GPL-3.0-or-later
"""A place where desks meet, over hours: what is told while it is away, how long it is left alone, wrong clocks."""

import sys
import threading
import time
from contextlib import closing
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from checkin import __version__
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, SyncError, UserError, ignore_progress
from checkin.core.sync.invitation import Volume
from checkin.core.sync.sync_status import OtherDesk, PlaceStatus, SyncPlace, SyncStatus
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.services.sync.joining import (
    ensure_identity,
    invite,
    join,
    load_own_settings,
    make_peer_syncs,
    make_peers,
    open_hub,
    read_desk_name,
)
from checkin.services.sync.peer_sync import (
    CHECKPOINT_ENTRIES,
    GREET_S,
    LONGEST_PAUSE_S,
    OwnIdentity,
    PeerSync,
    SyncWorker,
)
from checkin.services.sync.usb_exchange import exchange_and_renew
from checkin.services.threads import wait_for_all
from checkin.storage import settings_store as kept
from checkin.storage.connection import read_only
from checkin.storage.sqlite_library import fetch_rows, sqlite3
from checkin.sync.folder_peer import MARK
from checkin.sync.peer import DeskRevokedError, Heartbeat
from tests.builders import an_attendee
from tests.patience import PATIENCE_S
from tests.sync.desks import some_entries
from tests.sync.memory import MemoryLog, MemoryPeer

AWAY = Message("test", "away")
ONE, TWO = an_attendee(1), an_attendee(2)


class ShyPeer(MemoryPeer):
    is_away = False

    def pull(self, cursor):
        if self.is_away:
            raise SyncError(AWAY)
        return super().pull(cursor)


def no_hub(url, event):
    raise AssertionError(url)


@pytest.fixture
def peer():
    return ShyPeer(MemoryLog(), page=100)


@pytest.fixture
def place(event, clock, peer):
    return PeerSync(event, SyncPlace.HUB, peer, clock, OwnIdentity("a"))


@pytest.fixture
def together(place):
    """All that the desk knows after it was at the place at a time."""

    def seen(now=0):
        place.step(now, "Accueil 1")
        return SyncStatus((place.status,))

    return seen


@pytest.fixture
def greet(peer, clock):
    """Have a desk say something at the place."""

    def say(identity="b", waiting=0, name="Accueil 2", version="", **more):
        return peer.exchange_heartbeats(Heartbeat(identity, name, clock(), waiting, version, **more))

    return say


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


@pytest.fixture
def shared(event, clock, share):
    """The settings of a desk that has been at the shared folder."""
    settings = ensure_identity(Settings(folder=str(share)))
    for place in make_peer_syncs(event, settings, clock, no_hub):
        place.step(0, "Accueil 1")
        place.close()
    return settings


def test_what_is_written_is_told_and_counted_until_then(place, desk, peer):
    assert place.step(0, "Accueil 1").sent > 0
    assert place.status.waiting == 0
    peer.is_away = True
    desk.check_in(ONE.id)
    place.step(1, "Accueil 1")
    assert (place.status.waiting, place.status.error.words) == (1, AWAY)
    peer.is_away = False
    place.step(1000, "Accueil 1")
    assert (place.status.waiting, place.status.error) == (0, None)


def test_a_place_that_is_away_is_asked_less_and_less_often_but_always_again(place, peer):
    peer.is_away = True
    asked, now = [], 0.0
    for _ in range(4000):
        before = place.status
        place.step(now, "Accueil 1")
        if place.status is not before:
            asked.append(now)
        now += 0.1
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert pauses[0] < 1.5
    assert LONGEST_PAUSE_S / 2 <= pauses[-1] <= LONGEST_PAUSE_S + 0.2
    peer.is_away = False
    place.step(now + LONGEST_PAUSE_S, "Accueil 1")
    assert place.status.error is None


def test_while_it_is_left_alone_nobody_asks_in_a_loop(place, peer):
    """A peer that always says that there may be something, as a folder does whose time has come."""
    peer.has_news = lambda: True
    peer.is_away = True
    place.step(time.monotonic(), "Accueil 1")
    assert not place.has_news()
    assert place.quiet_s > 0
    peer.is_away = False
    place.step(time.monotonic() + LONGEST_PAUSE_S, "Accueil 1")
    assert place.has_news()


def test_other_desks_are_heard_and_a_silent_one_is_told(event, clock, peer, place):
    PeerSync(event, SyncPlace.HUB, MemoryPeer(peer.log), clock, OwnIdentity("b")).step(0, "Accueil 2")
    place.step(0, "Accueil 1")
    assert [d.name for d in place.status.desks] == ["Accueil 2"]
    silent = OtherDesk("Accueil 3", 720, 4)
    folder = PlaceStatus(SyncPlace.FOLDER, None, 9, (silent, OtherDesk("Accueil 2", 90, 0, identity="b")))
    together = SyncStatus((place.status, folder))
    assert [d.name for d in together.desks] == ["Accueil 2", "Accueil 3"]
    assert together.silent == (silent,)
    assert (together.is_well, together.waiting, SyncStatus().is_well, SyncStatus().is_alone) == (False, 9, True, True)


def test_the_version_of_another_desk_is_heard_and_this_one_is_told(greet, together):
    greet(version="999.0")
    found = together()
    assert found.newer_than(__version__).name == "Accueil 2"
    assert found.newer_than("999.0") is None
    assert __version__ in {heard.greeting.version for heard in greet()}


class Ahead(MemoryPeer):
    """By 601 s, whoever greets."""

    def exchange_heartbeats(self, me):
        heard = super().exchange_heartbeats(me)
        return tuple(type(h)(h.greeting, 0.0, 601.0) for h in heard)


def measured(event):
    return [(e.desk, e.body["offset"]) for e in event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED])]


@pytest.mark.parametrize(
    ("later_name", "expected"),
    [("Accueil 1", [("Accueil 1", 601.0)]), ("Porte B", [("Accueil 1", 601.0), ("Porte B", 601.0)])],
    ids=["once", "again under a new name"],
)
def test_a_wrong_clock_is_written_down(event, clock, peer, later_name, expected):
    place = PeerSync(event, SyncPlace.HUB, Ahead(peer.log), clock, OwnIdentity("a"))
    for now in range(0, 100, round(GREET_S)):
        place.step(now, "Accueil 1" if now < 50 else later_name)
    assert (measured(event), place.status.offset) == (expected, 601.0)


def test_a_right_clock_says_so_once_another_desk_of_its_name_is_wrong(event, clock, peer, place):
    place.step(0, "Accueil 2")
    assert measured(event) == []
    with event.transaction():
        body = {"offset": 600, "identity": "b"}
        event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 2")
    for now in range(10, 30, round(GREET_S)):
        place.step(now, "Accueil 2")
    assert measured(event) == [("Accueil 2", 600), ("Accueil 2", 0.0)]


def test_two_desks_of_one_name_are_two(greet, peer, together):
    """One was heard just now, the other is silent and has told less than it knows."""
    greet("b", 4)
    peer.log.now = 900
    greet("c")
    found = together()
    assert [(d.name, d.age, d.waiting) for d in found.desks] == [("Accueil 2", 900, 4), ("Accueil 2", 0, 0)]
    assert [d.identity for d in found.silent] == ["b"]
    assert (found.shared_names, found.is_well) == (("Accueil 2",), False)


def test_a_desk_that_told_everything_and_was_closed_is_not_missed(event, clock, peer, together):
    """Nor the three runs of a command on one file."""
    for process in ("p1", "p2", "p3"):
        command = PeerSync(event, SyncPlace.HUB, MemoryPeer(peer.log, page=100), clock, OwnIdentity("b", process))
        command.step(0, "Accueil 2")
        command.close()
    peer.log.now = 720
    found = together()
    assert [(d.name, d.waiting, d.closed_at) for d in found.desks] == [("Accueil 2", 0, clock())]
    assert (found.silent, found.open_desks, found.is_well) == ((), (), True)


def test_what_was_written_last_is_told_before_the_goodbye(event, desk, clock, place, peer):
    place.step(0, "Accueil 1")
    desk.check_in(ONE.id)
    place.close()
    ((said, _),) = peer.log.greetings.values()
    assert (said.is_goodbye, said.waiting) == (True, 0)
    assert peer.log.ids == {entry.id for entry in event.journal.everything()}


def test_a_desk_that_was_closed_before_it_could_tell_everything_is_missed_at_once(greet, together):
    greet(waiting=4, is_goodbye=True)
    assert [(d.name, d.waiting) for d in together().silent] == [("Accueil 2", 4)]


def test_a_command_that_ends_does_not_close_the_window_of_its_file(greet, peer, together):
    greet(process="window")
    peer.log.now = 4
    greet(process="command", is_goodbye=True)
    assert [(d.age, d.closed_at) for d in together().desks] == [(4, None)]


def test_of_a_desk_and_its_clone_one_gets_another_identity_and_both_are_seen(event, clock, peer, tmp_path):
    """A copy of the disk has its file on another computer."""
    kept.save(event.db, Settings(identity="a", hub="postgresql://hub"))
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "clone.checkin")])
    with closing(EventFile.open(tmp_path / "clone.checkin")) as clone:
        places = [
            place
            for opened in (event, clone)
            for place in make_peer_syncs(opened, kept.load(opened.db), clock, lambda *_: MemoryPeer(peer.log, page=100))
        ]
        for now in (0, 10):
            for place in places:
                place.step(now, "Accueil 1")
        assert [[d.name for d in place.status.desks] for place in places] == [["Accueil 1"], ["Accueil 1"]]
        rest, twin = sorted(places, key=lambda place: place.status.has_clone)
        assert (rest.status.has_clone, twin.status.has_clone) == (False, True)
        twin.close()
        rest.step(20, "Accueil 1")
        assert (rest.status.desks, rest.status.has_clone) == ((), False)


def test_a_clone_that_was_copied_at_work_and_knows_of_nothing_is_parted_from(greet, place):
    told = []
    for now in range(0, 20, round(GREET_S)):
        greet("a", name="Accueil 1", process="zzz")
        place.step(now, "Accueil 1")
        told.append(place.status.has_clone)
    assert told == [False, False, True, True]


def test_a_clone_of_a_desk_that_is_silent_does_not_speak_for_it(greet, peer, place, together):
    greet("a", 4, "Accueil 1", process="zzz")
    peer.log.now = 900
    assert [d.waiting for d in together().silent] == [4]
    assert place.status.has_clone


def test_two_processes_of_one_file_are_one_desk(event, clock, peer):
    settings = Settings(identity="a", hub="postgresql://hub")
    window, command = (
        make_peer_syncs(event, settings, clock, lambda *_: MemoryPeer(peer.log, page=100))[0] for _ in range(2)
    )
    for now in (0, 10):
        window.step(now, "Accueil 1")
        command.step(now, "Accueil 1")
    assert [(p.status.desks, p.status.has_clone) for p in (window, command)] == [((), False)] * 2


def test_what_is_wrong_stays_until_a_whole_round_succeeded(peer, place, monkeypatch):
    """In a folder that can be read and not written entries come, and nobody can be greeted."""

    def refuse(me):
        raise SyncError(AWAY)

    place.step(0, "Accueil 1")
    with monkeypatch.context() as folder:
        folder.setattr(peer, "exchange_heartbeats", refuse)
        for now in range(6, 60):
            place.step(now, "Accueil 1")
            assert place.status.error
    place.step(70, "Accueil 1")
    assert place.status.error is None


def test_desks_that_cannot_be_heard_grow_silent_while_the_place_is_away(greet, peer, together):
    greet()
    together()
    peer.is_away = True
    assert [(d.name, d.age) for d in together(720).silent] == [("Accueil 2", 720)]


def test_another_desk_joins_by_the_invitation_and_has_everything(event, desk, clock, tmp_path, shared):
    """Under a name that is taken it gets the next one, also of two by one invitation, however they are opened."""
    desk.check_in(ONE.id)
    (place,) = make_peer_syncs(event, shared, clock, no_hub)
    place.step(0, "Accueil 1")
    names = []
    for wanted in ("accueil  1", "Accueil 2", "Accueil 2", "Presse"):
        with closing(join(invite(event, shared, ""), tmp_path / f"{len(names)}.checkin", wanted, no_hub)) as joined:
            names.append(read_desk_name(joined))
            assert joined.attendees.arrived("accueil") == 1
            assert joined.programme() == event.programme()
            assert check_file(joined).problems == ()
    assert names == ["accueil 2", "Accueil 3", "Accueil 4", "Presse"]
    place.step(10, "Accueil 1")
    assert SyncStatus((place.status,)).is_well, "they said goodbye until they are opened"
    with closing(EventFile.open(tmp_path / "1.checkin")) as joined:
        assert Desk(joined, clock, "Accueil 3").scan(TWO.ticket_code).attendee.id == TWO.id


def test_where_nobody_can_be_reached_no_file_is_left(event, tmp_path):
    invitation = invite(event, Settings(folder=str(tmp_path / "nowhere")), "")
    with pytest.raises(SyncError):
        join(invitation, tmp_path / "b.checkin", "Accueil 2", no_hub)
    assert not (tmp_path / "b.checkin").exists()
    (tmp_path / "c.checkin").write_text("mine")
    with pytest.raises(UserError):
        join(invitation, tmp_path / "c.checkin", "Accueil 2", no_hub)
    assert (tmp_path / "c.checkin").read_text() == "mine"
    assert make_peers(event, Settings(), no_hub) == [], "a desk alone meets nobody"


def test_two_desks_at_work_in_their_threads(qtbot, event, clock, tmp_path, shared):
    joined = join(invite(event, shared, ""), tmp_path / "b.checkin", "Accueil 2", no_hub)
    own = kept.load(joined.db)
    first = SyncWorker(event.path, lambda opened: make_peer_syncs(opened, shared, clock, no_hub), "Accueil 1")
    second = SyncWorker(joined.path, lambda opened: make_peer_syncs(opened, own, clock, no_hub), "Accueil 2")
    heard = []
    second.changed.connect(heard.append)
    for worker in (first, second):
        worker.start()
    Desk(event, clock, "Accueil 1").check_in(ONE.id)
    first.wake()
    qtbot.waitUntil(lambda: joined.attendees.arrived("accueil") == 1)
    Desk(joined, clock, "Accueil 2").check_in(TWO.id)
    second.wake()
    qtbot.waitUntil(lambda: event.attendees.arrived("accueil") == 2)
    qtbot.waitUntil(lambda: heard and [d.name for d in heard[-1].desks] == ["Accueil 1"])
    for worker in (first, second):
        worker.stop()
        assert worker.isFinished()
    joined.close()


def test_the_desk_goes_on_while_the_place_hangs(event, desk, clock, peer):
    """The connection of the exchange holds no lock while it waits for an answer."""

    class Hanging(MemoryPeer):
        def pull(self, cursor):
            assert desk.check_in(TWO.id).attendee.id == TWO.id
            return super().pull(cursor)

    PeerSync(event, SyncPlace.HUB, Hanging(peer.log, page=100), clock, OwnIdentity("a")).step(0, "Accueil 1")
    assert event.attendees.arrived("accueil") == 1


def test_an_address_that_cannot_be_read_is_told_and_the_folder_goes_on(event, clock, share):
    """As a hand wrote it."""
    settings = ensure_identity(Settings(folder=str(share), hub="192.168.1.20/checkin"))
    worker = SyncWorker(event.path, lambda opened: make_peer_syncs(opened, settings, clock, open_hub), "Accueil 1")
    heard = []
    worker.changed.connect(heard.append)
    worker.step()
    worker.close()
    told = {meeting.place: meeting.error for meeting in heard[-1].peers}
    assert told[SyncPlace.FOLDER] is None
    assert "not the address" in str(told[SyncPlace.HUB])
    assert len(list(share.iterdir())) > 0


def test_an_invitation_never_carries_the_address_of_the_desk_that_invites(event):
    """Two laptops by one password: neither could be shut out alone."""
    settings = Settings(folder="/share", hub="postgresql://one:secret@hub.example/checkin")
    assert invite(event, settings, "").hub == ""
    own = "postgresql://two:other@hub.example/checkin"
    assert (invite(event, settings, own).hub, invite(event, settings, own).folder) == (own, "/share")


def test_a_key_that_is_taken_before_any_meeting_is_known_for_ones_own(event, clock, tmp_path):
    exchange_and_renew(event.path, Volume(str(tmp_path)), clock, ignore_progress)
    (file,) = (file for file in tmp_path.iterdir() if MARK in file.name)
    assert file.name.startswith(load_own_settings(event).identity)
    assert load_own_settings(event).identity


class LostPeer(MemoryPeer):
    """The hub of a desk that was taken off, with the wish that its copy forget everybody."""

    def pull(self, cursor):
        raise DeskRevokedError(AWAY)


def test_a_lost_laptop_forgets_everybody_and_meets_nobody_any_more(event, desk, clock, share):
    """Nor does any other desk hear that somebody was to be forgotten: they go on."""
    desk.check_in(ONE.id)

    def set_up(opened):
        settings = ensure_identity(Settings(folder=str(share), hub="hub"))
        return make_peer_syncs(opened, settings, clock, lambda url, event: LostPeer(MemoryLog(), page=100))

    worker = SyncWorker(event.path, set_up, "Accueil 1")
    heard = []
    worker.received.connect(lambda: heard.append(event.attendees.get(ONE.id)))
    worker.step()
    shared = {file.name: file.read_bytes() for file in share.iterdir() if MARK in file.name}
    assert (heard, [place.is_lost for place in worker._places]) == ([None], [True])
    assert event.attendees.arrived("accueil") == 1
    assert event.journal.entries_of_kinds([EntryKind.EVENT_PURGED]) == []
    desk.check_in(TWO.id)
    worker._places[0]._next_at = float("-inf")
    worker.step()
    worker.close()
    assert {file.name: file.read_bytes() for file in share.iterdir() if MARK in file.name} == shared
    written = b"".join(file.read_bytes() for file in event.path.parent.glob(f"{event.path.name}*"))
    assert ONE.last_name.encode() not in written


class ClosedPeer(MemoryPeer):
    is_closed = False

    def close(self):
        self.is_closed = True


class FullDisk(ClosedPeer):
    """What comes as the window closes cannot be written."""

    is_full = False

    def pull(self, cursor):
        if self.is_full:
            raise StorageError(AWAY)
        return super().pull(cursor)


class Mistaken(FullDisk):
    """A fault of the program."""

    def close(self):
        super().close()
        raise ZeroDivisionError


@pytest.fixture
def all_is_caught(monkeypatch):
    """In whatever thread: in the program the rest is told by widgets."""
    told = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
    yield
    assert told == []


@pytest.mark.usefixtures("all_is_caught")
@pytest.mark.parametrize(("kind", "failed"), [(FullDisk, []), (Mistaken, [ZeroDivisionError])])
def test_a_goodbye_that_fails_is_no_matter_of_widgets_and_everything_is_closed(qtbot, event, clock, kind, failed):
    peers = [kind(MemoryLog(), page=100), ClosedPeer(MemoryLog(), "other", page=100)]
    opened = []

    def set_up(event):
        opened.append(event)
        return [PeerSync(event, SyncPlace.HUB, peer, clock, OwnIdentity("a")) for peer in peers]

    def fill(_):
        """In the thread of the worker, as its first round ends: between that and the goodbye comes no other."""
        peers[0].is_full = worker._is_stopping = True

    worker = SyncWorker(event.path, set_up, "Accueil 1")
    faults = []
    worker.failed.connect(faults.append)
    worker.changed.connect(fill, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(worker.finished):
        worker.start()
    assert [type(fault) for fault in faults] == failed
    assert [peer.is_closed for peer in peers] == [True, True]
    with pytest.raises(sqlite3.ProgrammingError):
        opened[0].db.conn.execute("SELECT 1")


def test_what_came_is_taken_into_the_file_before_sqlite_does_it_in_a_scan(event, worker_at):
    worker = worker_at(MemoryPeer(MemoryLog(some_entries(CHECKPOINT_ENTRIES)), page=100))
    worker.step()
    with read_only(event.path, has_log=False) as file:
        found = fetch_rows(file, "SELECT count(*) FROM journal WHERE kind = 'checked_in'")
    assert found == [(CHECKPOINT_ENTRIES,)]
    assert (event.guard.trouble, event.guard.number) == (None, 0)
    worker.close()


class Hanging(MemoryPeer):
    """Its answers come when the test says so."""

    def __init__(self, log):
        super().__init__(log, page=100)
        self.hangs, self.goes_on = threading.Event(), threading.Event()

    def exchange_heartbeats(self, me):
        if me.is_goodbye:
            self.hangs.set()
            assert self.goes_on.wait(PATIENCE_S)
        return super().exchange_heartbeats(me)


@pytest.fixture
def worker_at(event, clock):
    """Return a worker that meets others at this peer."""

    def made(peer):
        identity = OwnIdentity("a")
        return SyncWorker(
            event.path, lambda opened: [PeerSync(opened, SyncPlace.HUB, peer, clock, identity)], "Accueil 1"
        )

    return made


def test_nobody_waits_for_a_goodbye(qtbot, worker_at):
    peer = Hanging(MemoryLog())
    worker = worker_at(peer)
    with qtbot.waitSignal(worker.changed):
        worker.start()
    worker.leave()
    assert peer.hangs.wait(PATIENCE_S)
    assert worker.isRunning()
    wait_for_all(1)
    assert worker.isRunning()  # and it is kept
    with qtbot.waitSignal(worker.finished):
        peer.goes_on.set()
    assert [greeting.is_goodbye for greeting, _ in peer.log.greetings.values()] == [True]
