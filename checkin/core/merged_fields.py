# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of two records of one person taken together: the kept one's value, or the other's where it has none. Pure."""

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM, FieldValue, field_value

LONGEST_NOTE = 3_000
"""The most bytes of a note made of two; with the note it replaces it must fit one entry."""

_FILLED = ("organisation", "role", "email", "phone", "category", "sessions", "note", "places")
"""The fields that a merge may fill. Never the name; the codes are the person's anyway; status, presence and consent
belong to one record alone.
"""


def merge_fields(keep: Attendee, drop: Attendee) -> dict[str, FieldValue]:
    """Return the fields of `keep` that `drop` changes, each with its new value."""
    names = (*_FILLED, *(CUSTOM + title for title in drop.custom))
    both = {name: merge_values(name, field_value(keep, name), field_value(drop, name)) for name in names}
    return {name: value for name, value in both.items() if value != field_value(keep, name)}


def is_mergeable(name: str) -> bool:
    return name in _FILLED or name.startswith(CUSTOM)


def merge_values(name: str, first: FieldValue, other: FieldValue) -> FieldValue:
    """Return the value of one field that both records fill, the first one's before the other's."""
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
    """Return two notes as one, without repeating lines of the other."""
    lines = first.split("\n") if first else []
    return "\n".join([*lines, *(line for line in other.split("\n") if line and line not in lines)])
