# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in one field of a person, whoever described them: the event's records or a list's row. Pure."""

from collections.abc import Mapping
from typing import Protocol

from checkin.core.history import CUSTOM

FieldValue = str | tuple[str, ...]
"""Of a field: text, or the ids of sessions."""


class HasFields(Protocol):
    """Whoever has the fields of a person, and the columns of a list that are none of these by their titles."""

    @property
    def custom(self) -> Mapping[str, str]: ...


def field_value(person: HasFields, name: str) -> FieldValue:
    """`name`: as an attribute, or `CUSTOM` and the title of a column."""
    if name.startswith(CUSTOM):
        return person.custom.get(name.removeprefix(CUSTOM), "")
    value = getattr(person, name)
    return tuple(value) if name == "sessions" else str(value)
