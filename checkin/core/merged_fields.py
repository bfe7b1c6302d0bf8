# SPDX-License-Identifier: GPL-3.0-or-later
"""What two records of one person say together: the kept one's word, and the other's where it says none. Pure."""

from checkin.core.attendee import Attendee
from checkin.core.field_values import FieldValue, field_value
from checkin.core.history import CUSTOM

LONGEST_NOTE = 3_000
"""Bytes of a note that comes from two places; with what it replaces it must fit one entry."""

_FILLED = ("organisation", "role", "email", "phone", "category", "sessions", "note", "places")
"""A name is never changed, a code is the person's anyhow; cancelled, remote or agreed is said of one record alone."""


def merge_fields(keep: Attendee, drop: Attendee) -> dict[str, FieldValue]:
    """Field → what it becomes of `keep`, for each that `drop` has something to say of."""
    names = (*_FILLED, *(CUSTOM + title for title in drop.custom))
    both = {name: merge_values(name, field_value(keep, name), field_value(drop, name)) for name in names}
    return {name: value for name, value in both.items() if value != field_value(keep, name)}


def is_mergeable(name: str) -> bool:
    return name in _FILLED or name.startswith(CUSTOM)


def merge_values(name: str, first: FieldValue, other: FieldValue) -> FieldValue:
    """The value of one field that both say, the first one before the other."""
    if not is_mergeable(name):
        return first
    if name == "sessions":
        return (*first, *(session for session in other if session not in first))
    if name == "places":
        return max(str(first), str(other), key=lambda said: int(said or 1))
    if name == "note":
        both = merge_notes(str(first), str(other))
        return both if not first or len(both.encode()) <= LONGEST_NOTE else first
    return first or other


def merge_notes(first: str, other: str) -> str:
    """Two notes as one, no line of the other twice."""
    lines = first.split("\n") if first else []
    return "\n".join([*lines, *(line for line in other.split("\n") if line and line not in lines)])
