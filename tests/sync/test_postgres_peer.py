# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub as one desk has it: notices, polling, reconnection, refused entries, who else is here."""

import hashlib
import random
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from checkin.core.message import SyncError
from checkin.storage.sqlite_library import fetch_rows
from checkin.sync.peer import START, Cursor, Heartbeat, wait_for_news
from checkin.sync.postgres_peer import POLL_S
from tests.sync.at_work import until
from tests.sync.desks import SyncDesk, some_entries, ticking
from tests.sync.pg import Meeting

LONG_S = 10.0


@pytest.fixture
def silent_hub(cluster):
    """Without notices, as for thousands of desks."""
    meeting = Meeting(cluster, notifies=False)
    yield meeting
    meeting.close()


def woken(peer):
    """The (answer, seconds) of a wait that has begun, when it is over."""
    told = []

    def wait():
        began = time.monotonic()
        told.append((wait_for_news([peer], LONG_S), time.monotonic() - began))

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, told


def reading(hub, now=time.monotonic):
    peer = hub.peer(now=now)
    peer.pull(START)
    return peer


def standing_still(at):
    return lambda: at


def test_a_desk_is_told_at_once_that_there_is_something_new(hub):
    reader, writer = reading(hub, standing_still(100.0)), hub.peer()
    thread, told = woken(reader)
    writer.push(some_entries())
    thread.join()
    ((is_new, seconds),) = told
    assert is_new
    assert seconds < POLL_S  # by the clock of the desk no time passed: it was not the poll


def test_what_was_told_while_it_did_something_else_is_not_missed(hub):
    reader, writer = reading(hub, standing_still(100.0)), hub.peer()
    writer.push(some_entries())
    reader.exchange_heartbeats(Heartbeat("a", "Accueil", datetime.now(UTC), 0))
    assert reader.has_news()


def test_ones_own_entries_are_no_news(hub):
    peer = reading(hub, standing_still(100.0))
    peer.push(some_entries())
    assert not wait_for_news([peer], 0.05)


def test_without_notices_it_is_worth_looking_every_second(silent_hub):
    now = [100.0]
    reader, writer = reading(silent_hub, lambda: now[0]), silent_hub.peer()
    writer.push(some_entries())
    assert not wait_for_news([reader], 0.05)
    now[0] += POLL_S
    assert reader.has_news()
    assert len(reader.pull(START).entries) == 1
    assert not reader.has_news()


def test_a_connection_that_is_ended_is_made_again_by_the_next_verb(hub):
    peer = reading(hub)
    hub.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'checkin'")
    assert wait_for_news([peer], LONG_S)  # something happened
    assert peer.pull(START).entries == ()


def test_while_a_hub_is_away_it_is_not_asked_at_once_again(hub, cluster):
    now, asked = [100.0], []
    peer = hub.peer(now=lambda: now[0], chance=lambda: 1.0)
    peer.pull(START)
    with cluster.who_may("hostssl all all all reject\n"):
        hub.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'checkin'")
        with pytest.raises(SyncError):
            peer.pull(START)
        with pytest.raises(SyncError):
            peer.pull(START)
        assert not peer.has_news()
        assert peer.quiet_s > 0  # whoever asks again and again does not spin
        asked.append(peer.quiet_s)
    now[0] += asked[0]
    assert peer.has_news()
    assert peer.pull(START).cursor == START


def test_an_entry_the_hub_refuses_is_set_aside_and_told_again_when_it_takes_it(hub):
    """A hub with a smaller limit, which is lifted during the day."""
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute("ALTER TABLE checkin.entry ADD CONSTRAINT smaller CHECK (kind <> 'hologram_shown')")
    desk = SyncDesk("Accueil 1", ticking(), random.Random(1).randbytes)
    desk.check_in("A")
    desk.append("hologram_shown", "A", colour="teal")
    desk.check_in("B")
    exchange = desk.exchange(hub.peer())
    exchange.run_round()
    assert exchange.waiting == 1
    assert len(hub.places()) == 2
    ((why,),) = fetch_rows(desk.db, "SELECT why FROM refused")
    assert "hologram" not in why
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute("ALTER TABLE checkin.entry DROP CONSTRAINT smaller")
    exchange.run_round()
    assert exchange.waiting == 0
    assert len(hub.places()) == 3


def test_pages_are_small_enough_for_one_merge_and_whole_together(hub):
    peer = hub.peer()
    entries = some_entries(450)
    peer.push(entries[:400])
    peer.push(entries[400:])
    sizes, found, cursor = [], [], START
    while (page := peer.pull(cursor)).cursor != cursor:
        sizes.append(len(page.entries))
        found, cursor = [*found, *page.entries], page.cursor
    assert sizes == [200, 200, 50]
    assert found == entries
    assert cursor.position == 450


def test_clocks_are_compared_with_the_servers(hub):
    peer = hub.peer()
    ahead = datetime.now(UTC) + timedelta(minutes=7)
    (heard,) = peer.exchange_heartbeats(Heartbeat("a", "Accueil", ahead, 2))
    assert 415 < heard.offset < 425
    assert heard.greeting == Heartbeat("a", "Accueil", ahead, 2)


def test_a_desk_that_was_last_here_yesterday_is_not_asked_about(hub):
    peer = hub.peer()
    me, gone = (Heartbeat(identity, "Accueil", datetime.now(UTC), 0) for identity in "ab")
    peer.exchange_heartbeats(gone)
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute("UPDATE checkin.presence SET heard = heard - interval '25 hours'")
    assert [heard.greeting for heard in peer.exchange_heartbeats(me)] == [me]
    assert hub.rows("SELECT identity FROM checkin.presence") == [("a",)]


def test_several_events_share_a_hub_and_hear_nothing_of_each_other(hub):
    with hub.hub() as opened:
        opened.add_event("another")
        address = opened.admit("another", "Accueil")
    hub.peer().push(some_entries(2))
    other = hub.peer_at(address, "another")
    assert other.pull(START).entries == ()
    other.push(some_entries(2))
    assert other.pull(START).cursor.position == 2
    assert hub.rows("SELECT event, place FROM checkin.entry ORDER BY 1, 2") == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_nothing_is_nothing(hub):
    hub.peer().push([])
    assert hub.places() == []


def test_a_hub_that_has_gone_is_told_in_words_and_found_again(hub, cluster):
    peer = reading(hub)
    cluster.kill()
    with pytest.raises(SyncError, match="cannot be reached"):
        peer.pull(START)
    cluster.start()
    until(lambda: not peer._back_off.left)
    assert peer.pull(START).entries == ()


def test_desks_that_came_before_the_list_do_not_read_the_whole_log_at_each_arrival(hub):
    reader, writer, entries, cursor = hub.peer(), hub.peer(), some_entries(1_040), START
    first, listed, last = entries[:20], entries[20:1_020], entries[1_020:]
    for several in (*([entry] for entry in first), listed, *([entry] for entry in last)):
        writer.push(several)
        while (page := reader.pull(cursor)).entries:
            cursor = page.cursor
    reader.close()
    writer.close()  # a connection that ends leaves its figures
    read = "SELECT n_tup_ins, seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'entry'"
    until(lambda: hub.rows(read)[0][0] == len(entries))
    assert hub.rows(read)[0][1] < 10 * len(entries)


def test_a_cursor_proves_every_entry_before_it_each_once_and_in_order(hub):
    peer, entries, chain = hub.peer(), some_entries(5), b""
    peer.push(entries[:3])
    peer.push([entries[1], entries[3], entries[3], entries[4], entries[0]])
    for entry in entries:
        chain = hashlib.sha256(chain + entry.id).digest()
    page = peer.pull(START)
    assert (list(page.entries), page.cursor) == (entries, Cursor(5, chain))
