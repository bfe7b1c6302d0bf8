# SPDX-License-Identifier: GPL-3.0-or-later
"""When to try again what failed: soon, then less and less often, and not all desks at once."""

from collections.abc import Callable

FIRST_S, LONGEST_S = 0.1, 1.0
LASTING_S = 5.0
"""Where the answer was a clear no: asking again every second would only fill the server's log."""


class BackOff:
    """`now` counts seconds; `chance` gives numbers between 0 and 1."""

    def __init__(self, now: Callable[[], float], chance: Callable[[], float]) -> None:
        self._now, self._chance = now, chance
        self.succeeded()

    @property
    def left(self) -> float:
        """Seconds until it may be tried; 0 now."""
        return max(0.0, self._at - self._now())

    def succeeded(self) -> None:
        self._at, self._next = self._now(), FIRST_S

    def failed(self, *, is_lasting: bool = False) -> None:
        span = LASTING_S if is_lasting else self._next
        self._next = min(LONGEST_S, self._next * 2)
        self._at = self._now() + span * (0.5 + self._chance() / 2)
