# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast people come: the one rule for it, wherever the number stands. Pure."""

from collections.abc import Sequence

RECENT = 5
"""Full minutes over which the mean is taken: one minute alone jumps about."""


def pace(per_minute: Sequence[int]) -> float:
    """Return the people a minute. Of `per_minute`, oldest first, the last minute still runs and does not count."""
    return sum(per_minute[:-1][-RECENT:]) / RECENT
