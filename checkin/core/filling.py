# SPDX-License-Identifier: GPL-3.0-or-later
"""What two records of one person say together: the kept one's word, and the other's where it says none. Pure."""

from checkin.core.field_values import Value, value_of
from checkin.core.history import CUSTOM
from checkin.core.model import Attendee

LONGEST_NOTE = 3_000
"""Bytes of a note that comes from two places; with what it replaces it must fit one entry."""

_FILLED = ("organisation", "role", "email", "phone", "category", "sessions", "note", "places")
"""A name is never changed, a code is the person's anyhow; cancelled, remote or agreed is said of one record alone."""


def filling(keep: Attendee, drop: Attendee) -> dict[str, Value]:
    """Field → what it becomes of `keep`, for each that `drop` has something to say of."""
    names = (*_FILLED, *(CUSTOM + title for title in drop.custom))
    both = {name: together(name, value_of(keep, name), value_of(drop, name)) for name in names}
    return {name: value for name, value in both.items() if value != value_of(keep, name)}


def can_be_filled(name: str) -> bool:
    return name in _FILLED or name.startswith(CUSTOM)


def together(name: str, first: Value, other: Value) -> Value:
    """The value of one field that both say, the first one before the other."""
    if not can_be_filled(name):
        return first
    if name == "sessions":
        return (*first, *(session for session in other if session not in first))
    if name == "places":
        return max(str(first), str(other), key=lambda said: int(said or 1))
    if name == "note":
        both = lines_of_both(str(first), str(other))
        return both if not first or len(both.encode()) <= LONGEST_NOTE else first
    return first or other


def lines_of_both(first: str, other: str) -> str:
    """Two notes as one, no line of the other twice."""
    lines = first.split("\n") if first else []
    return "\n".join([*lines, *(line for line in other.split("\n") if line and line not in lines)])
