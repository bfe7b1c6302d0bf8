# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting for news: it ends with the first of several places that has some, and with a call from another thread."""

import socket
import threading
from contextlib import closing

import pytest

from checkin.sync.folder_peer import POLL_S, FolderPeer
from checkin.sync.peer import START, WakeUp, wait_for_news
from tests.patience import PATIENCE_S
from tests.sync.test_folder_peer import SECRET, met, written


class Place:
    """News come through a socket."""

    quiet_s = float("inf")

    def __init__(self):
        self.there, self.here = socket.socketpair()
        self.news_socket = self.here.fileno()
        self.here.setblocking(False)

    def has_news(self):
        try:
            return self.here.recv(100) == b"news"
        except BlockingIOError:
            return False

    def close(self):
        self.there.close()
        self.here.close()


@pytest.fixture
def places():
    with closing(Place()) as one, closing(Place()) as two:
        yield [one, two]


def test_news_of_any_place_end_the_waiting(places):
    threading.Thread(target=places[1].there.send, args=(b"news",)).start()
    assert wait_for_news(places, PATIENCE_S)


def test_what_is_no_news_does_not(places):
    places[0].there.send(b"noise")
    assert not wait_for_news(places, 0.05)


def test_another_thread_ends_it_and_a_call_before_it_counts_once(places):
    with closing(WakeUp()) as wake_up:
        for _ in range(100_000):  # more than the socket holds
            wake_up.call()
        assert wait_for_news(places, PATIENCE_S, wake_up)
        while wake_up.was_called():
            pass
        assert not wait_for_news(places, 0.0, wake_up)
        threading.Thread(target=wake_up.call).start()
        assert wait_for_news([], PATIENCE_S, wake_up)
    wake_up.call()  # nobody waits any more


def test_a_folder_is_looked_at_now_and_then_and_only_what_changed_is_news(tmp_path):
    share, now = tmp_path / "share", [100.0]
    desk = written(share)
    with closing(FolderPeer(share, SECRET, now=lambda: now[0])) as peer:
        peer.pull(START)
        assert not peer.has_news()
        assert 0 < peer.quiet_s <= POLL_S
        desk.check_in("A")
        met(desk, share)
        assert not peer.has_news()
        now[0] += POLL_S
        assert peer.has_news()
        assert peer.quiet_s > 0  # until the next look
        share.rename(tmp_path / "away")
        now[0] += POLL_S
        assert peer.has_news()  # the next round tells what is wrong
