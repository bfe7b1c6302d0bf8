# SPDX-License-Identifier: GPL-3.0-or-later
"""The last visit of a USB drive at this desk. Values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UsbDriveVisit:
    """A visit. `name` is the drive's, `since` how many entries this desk has that were not on it then: its own, and
    those heard elsewhere. `is_before_purge`: the event was purged here since, and the drive still has the people.
    """

    name: str
    at: datetime
    since: int = 0
    is_before_purge: bool = False
