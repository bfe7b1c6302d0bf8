# SPDX-License-Identifier: GPL-3.0-or-later
"""What every peer promises: the same tests on each of them. A new way of exchanging is one more fixture here."""

import contextlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkin.core.entries import FIRST_REFUSED_ID, EntryKind
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import START, Heartbeat, SyncRejectedError
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

SECRET = bytes(range(32))


@pytest.fixture(params=["memory", "folder", "postgres"])
def meeting(request, tmp_path):
    """A function that gives a new peer on one log, as another desk has it."""
    match request.param:
        case "memory":
            log = MemoryLog()
            yield lambda: MemoryPeer(log)
        case "folder":
            yield lambda: FolderPeer(tmp_path, SECRET)
        case "postgres":
            yield request.getfixturevalue("hub").peer


@pytest.fixture
def desks(meeting):
    """Three desks with their exchanges, that meet on one log."""
    made = [SyncDesk(f"Accueil {n}", ticking(), random.Random(n).randbytes) for n in range(3)]
    peers = [meeting() for _ in made]
    yield [(desk, desk.exchange(peer)) for desk, peer in zip(made, peers, strict=True)]
    for peer in peers:
        peer.close()


def meet(desks, rounds=2):
    for _ in range(rounds):
        for _, exchange in desks:
            exchange.run_round()


def bring(meeting, entry):
    """A peer may take it or not."""
    with contextlib.suppress(SyncRejectedError):
        meeting().push([entry])


def test_what_one_desk_writes_every_desk_has_once_and_in_the_same_order(desks):
    for desk, _ in desks:
        for number in range(7):
            desk.check_in(f"{desk.name}-{number}", note="Éléonore « N’Guyen » 🎉")
    meet(desks)
    everything = desks[0][0].entries()
    assert len(everything) == 21
    assert all(desk.entries() == everything for desk, _ in desks)
    assert [exchange.waiting for _, exchange in desks] == [0, 0, 0]


def test_a_round_more_changes_nothing(desks):
    desks[0][0].check_in("A")
    meet(desks)
    again = [exchange.run_round() for _, exchange in desks]
    assert [(done.received, done.sent) for done in again] == [(0, 0)] * 3


def test_what_is_not_seen_in_the_log_is_still_to_be_told(desks):
    (desk, exchange), *_ = desks
    desk.check_in("A")
    assert exchange.waiting == 1
    exchange.run_round()
    assert exchange.waiting == 0


def test_kinds_of_a_newer_version_arrive_as_they_were_written(desks):
    (desk, _), (other, _), _ = desks
    desk.append("hologram_shown", "A", colour="teal", unheard={"of": [1, 2.5, None, True]})
    meet(desks)
    assert other.entries() == desk.entries()


def test_a_new_entry_comes_after_everything_that_was_read_whatever_the_clock_says(desks):
    (ahead, _), (behind, _), _ = desks
    ahead.clock = ticking(ahead.clock() + timedelta(hours=12))
    ahead.journal._nanoseconds = lambda: int(ahead.clock().timestamp()) * 10**9
    arrived = ahead.check_in("A")
    meet(desks)
    left = behind.append(EntryKind.CHECKED_OUT, "A", control_point="accueil")
    assert left.id > arrived.id


def test_entries_put_twice_or_by_two_desks_are_there_once(desks, meeting):
    (desk, exchange), (other, _), _ = desks
    desk.check_in("A")
    exchange.run_round()
    peer = meeting()
    peer.push(desk.outbox.since(0, 10)[0][1:])
    peer.push([entry for _, entry in desk.outbox.since(0, 10)])
    meet(desks)
    assert other.ids() == desk.ids()
    fresh = meeting()
    everything, cursor = [], START
    while (page := fresh.pull(cursor)).cursor != cursor:
        everything, cursor = [*everything, *page.entries], page.cursor
    assert [entry.id for entry in everything] == desk.ids()


def test_a_desk_that_was_put_back_to_an_old_backup_gets_everything_again(desks, meeting):
    (desk, exchange), (other, other_exchange), _ = desks
    desk.check_in("A")
    meet(desks)
    backup = SyncDesk(desk.name, desk.clock, random.Random(9).randbytes, copy_of=desk.db.conn)
    desk.check_in("B")
    exchange.run_round()
    again = backup.exchange(meeting())
    backup.check_in("C")
    again.run_round()
    other_exchange.run_round()
    assert backup.ids() == other.ids()
    assert len(backup.ids()) == 3


def test_a_desk_that_comes_late_gets_everything(desks, meeting):
    for number in range(450):
        desks[number % 3][0].check_in(f"P{number}")
    meet(desks)
    late = SyncDesk("Accueil 9", ticking(), random.Random(9).randbytes)
    assert late.exchange(meeting()).run_round().received == 450
    assert late.entries() == desks[0][0].entries()


@pytest.mark.parametrize(
    "strange",
    [
        {"body": "[1]"},
        {"id": bytes.fromhex("ffffffffffff7fffbfffffffffffffff")},
        {"id": FIRST_REFUSED_ID[:6] + b"\x70\x00\x80" + bytes(7)},
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "1969-12-31T23:59:59+00:00"},
        {"at": "2200-01-01T00:00:00+00:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
    ],
    ids=str,
)
def test_an_entry_that_no_desk_can_keep_holds_up_nothing(desks, meeting, strange):
    (desk, _), (other, _), _ = desks
    entry = desk.check_in("A")
    sound = desk.outbox.since(0, 1)[0][1]
    bring(meeting, replace(sound, **{"id": entry.id[:-1] + b"\xff", **strange}))
    desk.check_in("B")
    meet(desks)
    assert other.ids() == desk.ids()
    assert len(other.ids()) == 2


def test_an_id_from_the_end_of_all_clocks_stops_no_desk(desks, meeting):
    (desk, _), (other, _), _ = desks
    desk.check_in("A")
    last = (int.from_bytes(FIRST_REFUSED_ID, "big") - 1).to_bytes(16, "big")
    last = last[:6] + b"\x7f\xff\xbf" + last[9:]
    sound = desk.outbox.since(0, 1)[0][1]
    bring(meeting, replace(sound, id=last))
    meet(desks)
    for each, _ in desks:
        each.check_in("B")
    meet(desks)
    assert other.ids() == desk.ids()
    assert len([id for id in other.ids() if id != last]) == 4


def test_desks_hear_of_each_other(meeting):
    one, other = meeting(), meeting()
    at = datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
    one.exchange_heartbeats(Heartbeat("a", "Accueil 1", at, 3))
    heard = other.exchange_heartbeats(Heartbeat("b", "Accueil 2 – « Sud »", at, 0))
    assert {(h.greeting.desk, h.greeting.waiting) for h in heard} == {("Accueil 1", 3), ("Accueil 2 – « Sud »", 0)}
    assert all(0 <= h.age < 5 for h in heard)
    again = one.exchange_heartbeats(Heartbeat("a", "Accueil 1", at, 0))
    assert {h.greeting.waiting for h in again} == {0}


def test_desks_hear_which_version_another_has_and_one_that_says_none(meeting):
    one, other, at = meeting(), meeting(), datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
    new, old = Heartbeat("a", "Accueil 1", at, 3, "0.2.0"), Heartbeat("b", "Accueil 2", at, 0)
    one.exchange_heartbeats(new)
    heard = other.exchange_heartbeats(old)
    assert {h.greeting for h in heard} == {new, old}


def test_a_goodbye_is_heard_and_stays(meeting):
    one, other, at = meeting(), meeting(), datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
    here = Heartbeat("a", "Accueil 1", at, 3, "0.2.0", "p1")
    one.exchange_heartbeats(here)
    one.exchange_heartbeats(replace(here, is_goodbye=True))
    one.close()
    me = Heartbeat("b", "Accueil 2", at, 0, process="p2")
    assert {h.greeting for h in other.exchange_heartbeats(me)} == {replace(here, is_goodbye=True), me}


def test_two_processes_of_one_identity_are_both_heard(meeting):
    one, other, at = meeting(), meeting(), datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
    told = [Heartbeat("a", "Accueil 1", at, 3, process="p1"), Heartbeat("a", "Accueil 1", at, 0, process="p2")]
    one.exchange_heartbeats(told[0])
    assert {h.greeting for h in other.exchange_heartbeats(told[1])} == set(told)


def test_a_program_that_knows_of_no_version_takes_all_of_a_mark_for_the_identity():
    at = datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
    told = Heartbeat("a1b2", "Accueil 1", at, 0, "0.2.0")
    assert told.mark == "a1b2/0.2.0"
    assert Heartbeat.parse(told.mark, "Accueil 1", at.isoformat(), 0) == told
    assert Heartbeat("a1b2", "Accueil 1", at, 0).mark == "a1b2"
    ended = Heartbeat("a1b2", "Accueil 1", at, 4, "", "p1", is_goodbye=True)
    assert (ended.mark, ended.encoded_waiting) == ("a1b2//p1", -5)
    assert Heartbeat.parse(ended.mark, "Accueil 1", at.isoformat(), ended.encoded_waiting) == ended
