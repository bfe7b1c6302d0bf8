# SPDX-License-Identifier: GPL-3.0-or-later
"""What the clocks of desks were wrong by, as measured where they meet. Pure. Corrects what is shown, not the order."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from checkin.core.entries import Entry, Kind

WORTH_WRITING_S = 5.0
"""Seconds by which an offset must differ from the one that was written last: less is the way to the hub."""


class Clocks:
    """Read from `clock_measured` entries: from each on, its desk's clock is `offset` seconds ahead."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._measured: dict[str, list[tuple[datetime, float]]] = defaultdict(list)
        for entry in entries:
            offset = entry.body.get("offset")
            if entry.kind == Kind.CLOCK_MEASURED and isinstance(offset, int | float):
                self._measured[entry.desk].append((entry.at, float(offset)))

    def corrected(self, at: datetime, desk: str) -> datetime:
        """When something truly happened that `desk` wrote down at `at`."""
        return at - timedelta(seconds=self.offset(desk, at))

    def offset(self, desk: str, at: datetime) -> float:
        """As measured last before `at`; before the first measure, as measured first: the clock was wrong before."""
        measured = self._measured.get(desk, [])
        before = [offset for moment, offset in measured if moment <= at]
        return before[-1] if before else measured[0][1] if measured else 0.0

    def is_news(self, desk: str, at: datetime, offset: float) -> bool:
        """Whether a measure is worth an entry."""
        return abs(self.offset(desk, at) - offset) > WORTH_WRITING_S

    @property
    def are_right(self) -> bool:
        """Whether no clock was ever found wrong."""
        return not any(abs(offset) > WORTH_WRITING_S for measured in self._measured.values() for _, offset in measured)
