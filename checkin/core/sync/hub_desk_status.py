# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk as whoever runs a hub sees it: by which it is let in, and when it was last there. A value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HubDesk:
    """`name` is what the organiser let it in by, `role` what its address begins with, `desk` what it calls itself and
    `age` how many seconds ago it was heard: "" and None while it never was, or not for a day. `may_purge`: what it
    forgets, all forget.
    """

    name: str
    role: str
    may_purge: bool = False
    desk: str = ""
    age: float | None = None
