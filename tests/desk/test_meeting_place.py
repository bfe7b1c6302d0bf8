# SPDX-License-Identifier: GPL-3.0-or-later
"""A place where desks meet, over hours: what is told while it is away, how long it is left alone, wrong clocks."""

import time
from itertools import pairwise

import pytest

from checkin import __version__
from checkin.core.entries import Kind
from checkin.core.errors import SyncError, UserError
from checkin.core.settings import Settings
from checkin.core.together import Meeting, OtherDesk, Place, Together
from checkin.core.words import Words
from checkin.desk.checking import examine
from checkin.desk.desk import Desk
from checkin.desk.joining import invite, join, peers_of, places_of, with_identity
from checkin.desk.meeting_place import GREET_S, LONGEST_PAUSE_S, MeetingPlace
from checkin.desk.sync_worker import SyncWorker
from checkin.sync.peer import Greeting
from tests.builders import an_attendee
from tests.sync.memory import MemoryLog, MemoryPeer

AWAY = Words("test", "away")
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
    return MeetingPlace(event, Place.HUB, peer, clock, "a")


def test_what_is_written_is_told_and_counted_until_then(place, desk, peer):
    assert place.step(0, "Accueil 1").sent > 0
    assert place.meeting.waiting == 0
    peer.is_away = True
    desk.check_in(ONE.id)
    place.step(1, "Accueil 1")
    assert (place.meeting.waiting, place.meeting.error.words) == (1, AWAY)
    peer.is_away = False
    place.step(1000, "Accueil 1")
    assert (place.meeting.waiting, place.meeting.error) == (0, None)


def test_a_place_that_is_away_is_asked_less_and_less_often_but_always_again(place, peer):
    peer.is_away = True
    asked, now = [], 0.0
    for _ in range(4000):
        before = place.meeting
        place.step(now, "Accueil 1")
        if place.meeting is not before:
            asked.append(now)
        now += 0.1
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert pauses[0] < 1.5
    assert LONGEST_PAUSE_S / 2 <= pauses[-1] <= LONGEST_PAUSE_S + 0.2
    peer.is_away = False
    place.step(now + LONGEST_PAUSE_S, "Accueil 1")
    assert place.meeting.error is None


def test_while_it_is_left_alone_nobody_asks_in_a_loop(place, peer):
    """A peer that always says that there may be something, as a folder does whose time has come."""
    peer.wait = lambda seconds: True
    peer.is_away = True
    place.step(time.monotonic(), "Accueil 1")
    assert not place.wait(0.01)
    peer.is_away = False
    place.step(time.monotonic() + LONGEST_PAUSE_S, "Accueil 1")
    assert place.wait(0.01)


def test_other_desks_are_heard_and_a_silent_one_is_told(event, clock, peer, place):
    other = MeetingPlace(event, Place.HUB, MemoryPeer(peer.log), clock, "b")
    other.step(0, "Accueil 2")
    place.step(0, "Accueil 1")
    assert [d.name for d in place.meeting.desks] == ["Accueil 2"]
    silent = OtherDesk("Accueil 3", 720, 4)
    together = Together((place.meeting, Meeting(Place.FOLDER, None, 9, (silent, OtherDesk("Accueil 2", 90, 0)))))
    assert [d.name for d in together.desks] == ["Accueil 2", "Accueil 3"]
    assert together.silent == (silent,)
    assert (together.is_well, together.waiting, Together().is_well, Together().is_alone) == (False, 9, True, True)


def test_the_version_of_another_desk_is_heard_and_this_one_is_told(event, clock, peer, place):
    other = MemoryPeer(peer.log, page=100)
    other.greet(Greeting("b", "Accueil 2", clock(), 0, "999.0"))
    place.step(0, "Accueil 1")
    together = Together((place.meeting,))
    assert together.newer_than(__version__).name == "Accueil 2"
    assert together.newer_than("999.0") is None
    assert {h.greeting.version for h in other.greet(Greeting("b", "Accueil 2", clock(), 0))} >= {__version__}


def test_a_wrong_clock_is_written_down_once(event, clock, peer):
    class Ahead(MemoryPeer):
        def greet(self, me):
            heard = super().greet(me)
            return tuple(type(h)(h.greeting, 0.0, 601.0) for h in heard)

    place = MeetingPlace(event, Place.HUB, Ahead(peer.log), clock, "a")
    for now in range(0, 100, round(GREET_S)):
        place.step(now, "Accueil 1")
    assert [e.body["offset"] for e in event.journal.of_kinds([Kind.CLOCK_MEASURED])] == [601.0]
    assert place.meeting.offset == 601.0


def test_another_desk_joins_by_the_invitation_and_has_everything(event, desk, clock, tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    desk.check_in(ONE.id)
    settings = with_identity(Settings(folder=str(share)))
    for place in places_of(event, settings, clock, no_hub):
        place.step(0, "Accueil 1")
        place.close()
    joined = join(invite(event, settings), tmp_path / "b.checkin", "Accueil 2", no_hub)
    other = Desk(joined, clock, "Accueil 2")
    assert joined.attendees.arrived("accueil") == 1
    assert other.scan(TWO.ticket_code).attendee.id == TWO.id
    assert joined.programme() == event.programme()
    assert examine(joined).problems == ()
    joined.close()


def test_where_nobody_can_be_reached_no_file_is_left(event, clock, tmp_path):
    invitation = invite(event, Settings(folder=str(tmp_path / "nowhere")))
    with pytest.raises(SyncError):
        join(invitation, tmp_path / "b.checkin", "Accueil 2", no_hub)
    assert not (tmp_path / "b.checkin").exists()
    (tmp_path / "c.checkin").write_text("mine")
    with pytest.raises(UserError):
        join(invitation, tmp_path / "c.checkin", "Accueil 2", no_hub)
    assert (tmp_path / "c.checkin").read_text() == "mine"


def test_a_desk_alone_meets_nobody(event):
    assert peers_of(event, Settings(), no_hub) == []


def test_two_desks_at_work_in_their_threads(qtbot, event, desk, clock, tmp_path):
    share = tmp_path / "share"
    share.mkdir()
    settings = with_identity(Settings(folder=str(share)))
    first = SyncWorker(event.path, lambda opened: places_of(opened, settings, clock, no_hub), "Accueil 1")
    first.step()
    first.close()
    joined = join(invite(event, settings), tmp_path / "b.checkin", "Accueil 2", no_hub)
    own = with_identity(Settings(folder=str(share)))
    second = SyncWorker(joined.path, lambda opened: places_of(opened, own, clock, no_hub), "Accueil 2")
    heard = []
    second.changed.connect(heard.append)
    for worker in (first, second):
        worker.start()
    desk.check_in(ONE.id)
    first.wake()
    qtbot.waitUntil(lambda: joined.attendees.arrived("accueil") == 1)
    Desk(joined, clock, "Accueil 2").check_in(TWO.id)
    second.wake()
    qtbot.waitUntil(lambda: event.attendees.arrived("accueil") == 2)
    qtbot.waitUntil(lambda: heard and [d.name for d in heard[-1].desks] == ["Accueil 1"], timeout=15_000)
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

    MeetingPlace(event, Place.HUB, Hanging(peer.log, page=100), clock, "a").step(0, "Accueil 1")
    assert event.attendees.arrived("accueil") == 1
