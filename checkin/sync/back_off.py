# SPDX-License-Identifier: GPL-3.0-or-later
"""The delay before a failed connection is tried again: exponential back-off with random jitter."""

from collections.abc import Callable

FIRST_S, LONGEST_S = 0.1, 1.0
LASTING_S = 5.0
"""Delay in seconds after a clear refusal: retrying every second would only fill the server's log."""


class BackOff:
    """The delay of one connection. `now` returns seconds, `chance` a random number between 0 and 1."""

    def __init__(self, now: Callable[[], float], chance: Callable[[], float]) -> None:
        self._now, self._chance = now, chance
        self.succeeded()

    @property
    def left(self) -> float:
        """Seconds until the next attempt is due; 0 if now."""
        return max(0.0, self._at - self._now())

    def succeeded(self) -> None:
        self._at, self._next = self._now(), FIRST_S

    def failed(self, *, is_lasting: bool = False) -> None:
        span = LASTING_S if is_lasting else self._next
        self._next = min(LONGEST_S, self._next * 2)
        self._at = self._now() + span * (0.5 + self._chance() / 2)
