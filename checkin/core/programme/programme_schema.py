# SPDX-License-Identifier: GPL-3.0-or-later
"""Schema of the programme: its tables and fields in the file, the types of their values, and the fields' names. Pure.

What the fields mean is in `programme_file`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from checkin.core.entries import GREATEST
from checkin.core.local_time import YEARS
from checkin.core.message import Message, UserError
from checkin.core.programme import programme

MISSING = Message(
    "programme_file", "Programme file, {where}: “{field}” is missing. Nothing was changed; add it and try again."
)
UNKNOWN_FIELD = Message(
    "programme_file",
    "Programme file, {where}: “{field}” is not known (known: {known}). Nothing was changed; correct the spelling.",
)
WRONG = Message(
    "programme_file", "Programme file, {where}: “{field}” cannot be read. Write it like {example}. Nothing was changed."
)
TWICE = Message(
    "programme_file", "Programme file, {where}: “{field}” is used twice. Nothing was changed; give each one its own."
)
TOO_MANY_SESSIONS = Message(
    "schedule",
    "This file has more than {most} sessions, too many for one event. Nothing was changed; export only the "
    "days of the event.",
)
TOO_MANY = Message(
    "programme_file",
    "This file has more than {most} entries “{table}”, too many for one event. Nothing was changed; keep those of the "
    "event alone.",
)

MOST = {"session": 5_000, "speaker": 20_000, "control_point": 10_000, "category": 1_000, "column": 1_000}
"""The most of each kind in one event, whatever its file. The largest congress known to us has 600 sessions."""


LONGEST_ID = 200
"""The most letters of an id. Other desks take no entry about a longer one (`sealed_entry.LONGEST_WORD`), and the ids of
a session's speakers begin with its own.
"""


class SchemaField(NamedTuple):
    """A field of a table. The value has exactly one of these types, so that `true` is not a number. `attribute` is its
    name in `programme`, where it differs.
    """

    types: tuple[type, ...]
    example: str
    is_required: bool = False
    attribute: str = ""


_TEXT = SchemaField((str,), '"Plénière"')
_NAME = _TEXT._replace(is_required=True)
_ID = SchemaField((str,), '"atelier-a"', is_required=True)
_COUNT = SchemaField((int,), "40")
_DAY = SchemaField((date,), "2023-07-04")
_TIME = SchemaField((time, datetime), "09:30:00")
_TEXTS = SchemaField((list,), '["presse", "officiel"]')
_TABLES = SchemaField((list,), "[[session.speaker]]")


def _flag(attribute: str) -> SchemaField:
    return SchemaField((bool,), "true", attribute=attribute)


EVENT = {"title": _NAME, "day": _DAY, "last_day": _DAY, "place": _TEXT, "organiser": _TEXT, "timezone": _TEXT}
CATEGORY = {"id": _ID, "name": _NAME, "attention": _flag("calls_attention")}
SESSION = {
    "id": _ID,
    "title": _NAME,
    "starts": _TIME,
    "ends": _TIME,
    "room": _TEXT,
    "capacity": _COUNT,
    "booked": _flag("is_booked"),
    "streamed": _flag("is_streamed"),
    "waiting": _COUNT,
    "ask_when_full": _flag("asks_when_full"),
    "speaker": _TABLES,
}
SPEAKER = {"name": _NAME, "role": _TEXT, "organisation": _TEXT, "confirmed": _flag("is_confirmed"), "replaces": _TEXT}
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
    "checks": _TEXT,
    "gives": _TEXT,
    "daily": _flag("is_daily"),
    "optional": _flag("is_optional"),
}
COLUMN = {
    "id": _ID,
    "name": _NAME,
    "field": SchemaField((str,), '"custom:Table", "email", "phone", "order"', is_required=True),
    "shown_as": SchemaField((str,), '"chip", "value", "line", "hidden"'),
    "only_for": _TEXTS,
    "in_search": _flag(""),
    "in_kiosk": _flag(""),
    "counted": _flag("is_counted"),
    "rule": SchemaField((list,), "[[column.rule]]"),
}
COLUMN_RULE = {
    "test": SchemaField(
        (str,), '"empty", "filled", "one_of", "none_of", "contains", "at_most", "at_least"', is_required=True
    ),
    "values": _TEXTS,
    "text": _TEXT,
    "needs_person": _flag(""),
    "also_empty": _flag(""),
}
DOCUMENT = {
    "event": SchemaField((dict,), "[event]", is_required=True),
    "category": SchemaField((list,), "[[category]]"),
    "session": SchemaField((list,), "[[session]]"),
    "control_point": SchemaField((list,), "[[control_point]]"),
    "column": SchemaField((list,), "[[column]]"),
}

FILE_NAMES = {
    field.attribute: name
    for table in (EVENT, CATEGORY, SESSION, SPEAKER, CONTROL_POINT, COLUMN, COLUMN_RULE)
    for name, field in table.items()
    if field.attribute
}
"""The names in the file of the attributes that are called otherwise there."""


PROGRAMME_FIELD_NAMES = {
    "title": Message("programme", "Title"),
    "name": Message("programme", "Name"),
    "day": Message("programme", "Day"),
    "last_day": Message("programme", "Last day"),
    "place": Message("programme", "Place"),
    "organiser": Message("programme", "Organiser"),
    "timezone": Message("programme", "Time zone"),
    "starts": Message("programme", "Begins"),
    "ends": Message("programme", "Ends"),
    "room": Message("programme", "Room"),
    "capacity": Message("programme", "Seats"),
    "waiting": Message("programme", "Waiting-list places"),
    "asks_when_full": Message("programme", "When full, ask about registered people too"),
    "is_booked": Message("programme", "Registration required"),
    "is_streamed": Message("programme", "Can also be followed online"),
    "role": Message("programme", "Role"),
    "organisation": Message("programme", "Organisation"),
    "is_confirmed": Message("programme", "Confirmed"),
    "replaces": Message("programme", "In place of"),
    "session": Message("programme", "Session"),
    "opens": Message("programme", "Opens"),
    "closes": Message("programme", "Closes"),
    "categories": Message("programme", "Who may enter"),
    "mode": Message("programme", "Direction"),
    "reentry": Message("programme", "Re-entry"),
    "asks_for": Message("programme", "Asks for"),
    "requires": Message("programme", "Only with"),
    "note": Message("programme", "Note for the desk"),
    "is_daily": Message("programme", "Each day anew"),
    "is_optional": Message("programme", "Scan not required here"),
    "checks": Message("programme", "To be checked before the first entry"),
    "gives": Message("programme", "Numbered things lent here"),
    "calls_attention": Message("programme", "Asks for attention"),
    "field": Message("programme", "Column"),
    "shown_as": Message("programme", "In the answer"),
    "only_for": Message("programme", "For whom"),
    "in_search": Message("programme", "In search results"),
    "in_kiosk": Message("programme", "In self-service"),
    "is_counted": Message("programme", "Counted"),
    "rules": Message("programme", "Attention"),
}
"""The names shown to users, by field of `core/programme/programme`."""


@dataclass(frozen=True, slots=True)
class FileTable:
    """One table of the file, its fields known and of their types. `where` names it in a sentence."""

    where: str
    values: Mapping[str, Any]
    fields: Mapping[str, SchemaField]

    def plain(self) -> dict[str, Any]:
        """Return the texts, numbers, flags and lists of texts by attribute. A field that is not in the table has the
        default of its attribute, a text "".
        """
        texts = {
            field.attribute or name: self.text(name) for name, field in self.fields.items() if field.types == (str,)
        }
        stated = {name: field for name, field in self.fields.items() if name in self.values}
        plain = {f.attribute or n: self.values[n] for n, f in stated.items() if f.types in ((int,), (bool,))}
        return texts | plain | {n: tuple(self.values[n]) for n, f in stated.items() if f is _TEXTS}

    def text(self, field: str) -> str:
        return str(self.values.get(field, "")).strip()

    def error(self, words: Message, field: str, **fields: str) -> UserError:
        return UserError(words, where=self.where, field=field, **fields)


def items(document: Mapping[str, Any], table: str, fields: Mapping[str, SchemaField]) -> list[FileTable]:
    """Return all tables of this name in order. Raises `UserError` for too many, an id used twice, or a mistake in
    one.
    """
    stated, found, known = document.get(table, ()), list[FileTable](), set[str]()
    check_count(table, len(stated))
    for number, values in enumerate(stated, start=1):
        item_id = values.get("id") if isinstance(values, dict) else None
        item = checked(f"[[{table}]] {item_id or f'#{number}'}", values, fields)
        if item.text("id") in known:
            raise item.error(TWICE, "id")
        known.add(item.text("id"))
        found.append(item)
    return found


def check_count(table: str, count: int) -> None:
    """Raise `UserError` where there are too many of a kind for one event."""
    if count > MOST[table]:
        raise UserError(TOO_MANY_SESSIONS if table == "session" else TOO_MANY, most=MOST[table], table=table)


def ids(items: Sequence[FileTable]) -> frozenset[str]:
    return frozenset(i.text("id") for i in items)


def checked(where: str, values: Any, fields: Mapping[str, SchemaField]) -> FileTable:
    """Return `values` as a table with every required field, no unknown one, and the right types. Raises `UserError` for
    the first mistake.
    """
    item = FileTable(where, values if isinstance(values, dict) else {}, fields)
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
        return 0 <= value <= GREATEST
    if field is _ID and len(value) > LONGEST_ID:
        return False
    if isinstance(value, date) and value.year not in YEARS:
        return False
    if getattr(value, "tzinfo", None) is not None:
        return False
    return field is not _TEXTS or all(type(v) is str for v in value)


# Names of a programme's kinds of items and of their choices, as shown to users. Fields: `programme_schema`.

KIND_NAMES: dict[type, Message] = {
    programme.Event: Message("programme", "Event"),
    programme.Session: Message("programme", "Session"),
    programme.Speaker: Message("programme", "Speaker"),
    programme.ControlPoint: Message("programme", "Control point"),
    programme.Category: Message("programme", "Category"),
    programme.Column: Message("programme", "Column of the list"),
}

MODE_NAMES = {
    programme.PointMode.ENTRY: Message("programme", "Entrance"),
    programme.PointMode.EXIT: Message("programme", "Exit"),
}
REENTRY_NAMES = {
    programme.Reentry.AFTER_EXIT: Message("programme", "Once their exit is recorded"),
    programme.Reentry.ALWAYS: Message("programme", "As often as they like"),
    programme.Reentry.NEVER: Message("programme", "Not at all"),
}
DISPLAY_NAMES = {
    programme.ColumnDisplay.CHIP: Message("programme", "Chip with the name: “Table 7”"),
    programme.ColumnDisplay.VALUE: Message("programme", "Chip with the value alone: “Vegetarian”"),
    programme.ColumnDisplay.LINE: Message("programme", "Line of text, for long values"),
    programme.ColumnDisplay.HIDDEN: Message("programme", "Not shown in the answer"),
}
TEST_NAMES = {
    programme.RuleTest.ONE_OF: Message("programme", "is exactly"),
    programme.RuleTest.CONTAINS: Message("programme", "contains"),
    programme.RuleTest.NONE_OF: Message("programme", "is none of"),
    programme.RuleTest.AT_MOST: Message("programme", "is at most"),
    programme.RuleTest.AT_LEAST: Message("programme", "is at least"),
    programme.RuleTest.FILLED: Message("programme", "is not empty"),
    programme.RuleTest.EMPTY: Message("programme", "is empty"),
}


def short_title(title: str) -> str:
    """Return the title as people shorten it: "Atelier A" of "Atelier A – Écouter un écosystème"."""
    return _SHORT_FORM.split(title)[0]


_SHORT_FORM = re.compile(r"\s[–—-]\s|\s?:\s|\s?\(")
