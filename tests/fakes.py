# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for the world, ten lines each."""

from datetime import datetime, timedelta


class FakeClock:
    """Time that passes only when told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **duration: float) -> None:
        self.at += timedelta(**duration)


class FakeSeconds:
    """`time.monotonic` that stands still until told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
