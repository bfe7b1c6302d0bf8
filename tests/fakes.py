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
