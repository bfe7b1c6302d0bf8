# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting until a peer may have new entries, or another thread has some to send; neither waits for the other's turn."""

import contextlib
import selectors
import socket
import time
from collections.abc import Sequence
from typing import Protocol


class NewsSource(Protocol):
    """Something that may have new entries: a peer, or a peer with its pauses."""

    @property
    def news_socket(self) -> int | None:
        """A socket that becomes readable when there may be news; None if only time can tell."""

    @property
    def quiet_s(self) -> float:
        """Seconds until `has_news` is to be asked again, whatever the socket says."""

    def has_news(self) -> bool:
        """Whether there may be new entries; returns at once. Only a hint: a broken connection counts as news."""


class WakeUp:
    """A pair of sockets with which any thread ends the waiting of another. Windows waits for nothing but sockets."""

    def __init__(self) -> None:
        self._there, self._here = socket.socketpair()
        for end in (self._there, self._here):
            end.setblocking(False)

    def call(self) -> None:
        """Wake the waiting thread, now or when it next waits."""
        with contextlib.suppress(OSError):  # full: it is called already; closed: nobody waits any more
            self._there.send(b".")

    def was_called(self) -> bool:
        """Whether `call` was called since this was last asked."""
        try:
            return bool(self._here.recv(1 << 12))
        except BlockingIOError:
            return False

    def fileno(self) -> int:
        return self._here.fileno()

    def close(self) -> None:
        self._there.close()
        self._here.close()


def wait_for_news(sources: Sequence[NewsSource], seconds: float, wake_up: WakeUp | None = None) -> bool:
    """Wait until a source has news or `wake_up` is called, at most `seconds`; return whether that came about."""
    until = time.monotonic() + seconds
    while True:
        # All are asked: what arrived at one of them must not be left in its socket.
        if any([source.has_news() for source in sources]) or (wake_up and wake_up.was_called()):
            return True
        left = until - time.monotonic()
        if left <= 0:
            return False
        with selectors.DefaultSelector() as selector:
            for source in sources:
                if (readable := source.news_socket) is not None:
                    selector.register(readable, selectors.EVENT_READ)
            if wake_up:
                selector.register(wake_up, selectors.EVENT_READ)
            selector.select(min([left, *(source.quiet_s for source in sources)]))
