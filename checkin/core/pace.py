# SPDX-License-Identifier: GPL-3.0-or-later
"""Pace of the arrivals: the one rule for it, wherever the number is shown. Pure."""

from collections.abc import Sequence

RECENT = 5
"""The full minutes over which the mean is taken: a single minute fluctuates too much."""


def pace(per_minute: Sequence[int]) -> float:
    """Return the people a minute. The last of `per_minute` (oldest first) is still running and does not count."""
    return sum(per_minute[:-1][-RECENT:]) / RECENT
