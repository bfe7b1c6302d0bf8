# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of one field of a person, the same for the event's records and a list's rows. Pure."""

from collections.abc import Mapping
from typing import Protocol

from checkin.core.history import CUSTOM

FieldValue = str | tuple[str, ...]
"""The value of a field: text, or the ids of sessions."""


class HasFields(Protocol):
    """An object with the fields of a person, and with the list's other columns by title in `custom`."""

    @property
    def custom(self) -> Mapping[str, str]: ...


def field_value(person: HasFields, name: str) -> FieldValue:
    """Return the value of a field. `name` is that of an attribute, or `CUSTOM` followed by a column's title."""
    if name.startswith(CUSTOM):
        return person.custom.get(name.removeprefix(CUSTOM), "")
    value = getattr(person, name)
    return tuple(value) if name == "sessions" else str(value)
