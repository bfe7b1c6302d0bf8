# SPDX-License-Identifier: GPL-3.0-or-later
"""Status of a desk in the administration of a hub: its access, and when it was last heard. A value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubDesk:
    """A desk of a hub. `name` is what the organiser admitted it as, `role` its database role, `desk` its own name and
    `age` the seconds since it was heard: "" and None if never, or not for a day. `may_purge`: a purge by it applies to
    all.
    """

    name: str
    role: str
    may_purge: bool = False
    desk: str = ""
    age: float | None = None
