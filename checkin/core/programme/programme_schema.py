# SPDX-License-Identifier: GPL-3.0-or-later
"""Schema of the programme file: its tables and fields, and the types of their values. Pure.

What the fields mean is in `programme_file`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from checkin.core.errors import UserError
from checkin.core.local_time import YEARS
from checkin.core.message import Message

MISSING = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is missing. Nothing was changed; add it and try again.",
)
UNKNOWN_FIELD = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is not known (known: {known}). Nothing was changed; correct the spelling.",
)
WRONG = Message(
    "programme_file",
    "Programme file, {where}: “{field}” cannot be read. Write it like {example}. Nothing was changed.",
)
TWICE = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is used twice. Nothing was changed; give each one its own.",
)


class SchemaField(NamedTuple):
    """A field of a table. The value has exactly one of these types, so that `true` is not a number."""

    types: tuple[type, ...]
    example: str
    is_required: bool = False


_TEXT = SchemaField((str,), '"Plénière"')
_NAME = _TEXT._replace(is_required=True)
_ID = SchemaField((str,), '"atelier-a"', is_required=True)
_FLAG = SchemaField((bool,), "true")
_COUNT = SchemaField((int,), "40")
_DAY = SchemaField((date,), "2023-07-04")
_TIME = SchemaField((time, datetime), "09:30:00")
_TEXTS = SchemaField((list,), '["presse", "officiel"]')
_TABLES = SchemaField((list,), "[[session.speaker]]")

EVENT = {"title": _NAME, "day": _DAY, "place": _TEXT, "organiser": _TEXT, "timezone": _TEXT, "demo": _FLAG}
CATEGORY = {"id": _ID, "name": _NAME, "attention": _FLAG}
SESSION = {
    "id": _ID,
    "title": _NAME,
    "starts": _TIME,
    "ends": _TIME,
    "room": _TEXT,
    "capacity": _COUNT,
    "booked": _FLAG,
    "streamed": _FLAG,
    "waiting": _COUNT,
    "speaker": _TABLES,
}
SPEAKER = {"name": _NAME, "role": _TEXT, "organisation": _TEXT, "confirmed": _FLAG, "replaces": _TEXT}
CONTROL_POINT = {
    "id": _ID,
    "name": _NAME,
    "session": _TEXT,
    "opens": _TIME,
    "closes": _TIME,
    "categories": _TEXTS,
    "asks_for": _TEXTS,
    "requires": SchemaField((dict,), '{ "custom:Repas" = ["oui"] }'),
    "mode": SchemaField((str,), '"entry", "exit"'),
    "reentry": SchemaField((str,), '"after_exit", "always", "never"'),
    "note": _TEXT,
}
DOCUMENT = {
    "event": SchemaField((dict,), "[event]", is_required=True),
    "category": SchemaField((list,), "[[category]]"),
    "session": SchemaField((list,), "[[session]]"),
    "control_point": SchemaField((list,), "[[control_point]]"),
}


@dataclass(frozen=True, slots=True)
class FileTable:
    """One table of the file, its fields known and of their types. `where` names it in a sentence."""

    where: str
    values: Mapping[str, Any]

    def text(self, field: str) -> str:
        return str(self.values.get(field, "")).strip()

    def flag(self, field: str, default: bool = False) -> bool:
        return bool(self.values.get(field, default))

    def error(self, words: Message, field: str, **fields: str) -> UserError:
        return UserError(words, where=self.where, field=field, **fields)


def items(document: Mapping[str, Any], table: str, fields: Mapping[str, SchemaField]) -> list[FileTable]:
    """Return all tables of this name in order. Raises `UserError` for an id used twice, or for a mistake in one."""
    found: list[FileTable] = []
    for number, values in enumerate(document.get(table, ()), start=1):
        item_id = values.get("id") if isinstance(values, dict) else None
        item = checked(f"[[{table}]] {item_id or f'#{number}'}", values, fields)
        if item.text("id") in ids(found):
            raise item.error(TWICE, "id")
        found.append(item)
    return found


def ids(items: Sequence[FileTable]) -> frozenset[str]:
    return frozenset(i.text("id") for i in items)


def checked(where: str, values: Any, fields: Mapping[str, SchemaField]) -> FileTable:
    """Return `values` as a table with every required field, no unknown one, and the right types. Raises `UserError` for
    the first mistake.
    """
    item = FileTable(where, values if isinstance(values, dict) else {})
    if unknown := [name for name in item.values if name not in fields]:
        raise item.error(UNKNOWN_FIELD, unknown[0], known=", ".join(fields))
    for name, field in fields.items():
        value = item.values.get(name)
        if field.is_required and (value is None or not str(value).strip()):
            raise item.error(MISSING, name)
        if value is not None and not _fits(value, field):
            raise item.error(WRONG, name, example=field.example)
    return item


def _fits(value: Any, field: SchemaField) -> bool:
    if type(value) not in field.types:
        return False
    if isinstance(value, int):
        return value >= 0
    if isinstance(value, date) and value.year not in YEARS:
        return False
    if getattr(value, "tzinfo", None) is not None:
        return False
    return field is not _TEXTS or all(type(v) is str for v in value)
