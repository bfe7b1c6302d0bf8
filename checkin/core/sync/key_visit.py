# SPDX-License-Identifier: GPL-3.0-or-later
"""The last time a key was at this desk. Values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class UsbDriveVisit:
    """`name` is what the key is called, `since` how many entries this desk has that were not on it then: its own, and
    what it heard elsewhere. `is_before_purge`: everybody was forgotten here since, and the key still has them.
    """

    name: str
    at: datetime
    since: int = 0
    is_before_purge: bool = False
