# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a list as tables of plain text: a title with its count, a header, rows. Draws and decides nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM, FieldValue
from checkin.core.field_names import FIELD_NAMES, STATE_NAMES
from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.list_difference import ListDifference, PersonChange
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import Message
from checkin.core.people.people_filter import OFF_STATUSES
from checkin.core.programme.programme import Programme
from checkin.translation import translate

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table. `narrow` are the indexes of columns as wide as their text; `lines` is the number of text
    lines in a row.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    narrow: tuple[int, ...] = (0,)
    lines: int = 1


def build_list_tables(
    difference: ListDifference, programme: Programme, here: Collection[str] = ()
) -> tuple[TextTable, TextTable, TextTable, TextTable]:
    """Return the tables: added, changed (a row per field, the most important first), gone, probable duplicates.

    `here` are the ids of people who have arrived, which is noted beside their names.
    """
    weighed = [row for change in difference.changed for row in _change_rows(change, programme, here)]
    changes = tuple(row for _, row in sorted(weighed, key=lambda each: each[0]))
    duplicates = difference.probable_duplicates
    return (
        TextTable(
            translate(Message("difference", "New ({count})"), count=len(difference.added)),
            (translate(_ROW), *_person_header()),
            tuple((str(person.row), *_person(person)) for person in difference.added),
        ),
        TextTable(
            translate(Message("difference", "Changed ({count})"), count=len(difference.changed)),
            tuple(map(translate, (_ROW, _NAME, _FIELD, _BEFORE, _AFTER))),
            changes,
            narrow=(0, 2),
        ),
        TextTable(
            translate(Message("difference", "No longer on the list ({count})"), count=len(difference.gone)),
            (*_person_header(), translate(FIELD_NAMES["ticket_code"])),
            tuple((*_person(person), person.ticket_code) for person in difference.gone),
            narrow=(3,),
        ),
        TextTable(
            translate(Message("difference", "Probable duplicates ({count})"), count=len(duplicates)),
            tuple(map(translate, (_ROW, _NEW_PERSON, _KNOWN_PERSON, _ONE_OR_TWO))),
            tuple(map(_duplicate_row, duplicates)),
            narrow=(0, 3),
            lines=4,
        ),
    )


def cancelled_here(difference: ListDifference, here: Collection[str]) -> list[str]:
    """Return the names of people who have arrived and whom this list cancels or blocks."""
    return [
        change.person.name
        for change in difference.changed
        if change.person.id in here and "status" in change.fields and change.fields["status"].new in OFF_STATUSES
    ]


_Weighed = tuple[tuple[int, int, str], tuple[str, ...]]
"""A row after its sort key, which keeps rows of one field together."""


def _change_rows(change: PersonChange, programme: Programme, here: Collection[str]) -> Iterator[_Weighed]:
    """Yield a row per changed field. The name is repeated in every row, for screen readers and sorting."""
    is_here = change.person.id in here
    who = (str(change.row), translate(_IS_HERE, name=change.person.name) if is_here else change.person.name)
    if change.is_back:
        yield (
            (1, 0, ""),
            (
                *who,
                translate(_ON_LIST),
                translate(Message("difference", "no")),
                translate(Message("difference", "yes again")),
            ),
        )
    for name, (old, new) in change.fields.items():
        field = translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)
        yield (
            _weight(name, new, is_here),
            (*who, field, _value_text(name, old, programme), _value_text(name, new, programme)),
        )


def _weight(name: str, new: FieldValue, is_here: bool) -> tuple[int, int, str]:
    """Return the sort key: cancellations first (of arrived people before others), other states, then fields that matter
    for access.
    """
    if name == "status":
        return (0, 0 if is_here else 1, "") if new in OFF_STATUSES else (1, 0, "")
    weights = [("sessions", "ticket_code", "category", "presence", "places"), ("first_name", "last_name")]
    found = next((number for number, names in enumerate(weights, start=2) if name in names), 4)
    return 5 if name.startswith(CUSTOM) else found, 0, name


def _value_text(name: str, value: FieldValue, programme: Programme) -> str:
    if name == "sessions":
        sessions = [programme.session(session) or session for session in value]
        return ", ".join(s if isinstance(s, str) else s.title for s in sessions) or NOTHING
    text = str(value)
    if name in ("status", "presence") and text in STATE_NAMES:
        return translate(STATE_NAMES[text])
    return (programme.category_name(text) if name == "category" else text) or NOTHING


def _duplicate_row(duplicate: ProbableDuplicate) -> tuple[str, ...]:
    """Return the row of a duplicate; its last cell is left to the decision."""
    known = [*_person(duplicate.other)]
    if duplicate.other_row is not None:
        known.append(translate(_ALSO, row=duplicate.other_row))
    return (str(duplicate.person.row), "\n".join(_person(duplicate.person)), "\n".join(known), "")


def _person_header() -> tuple[str, str, str]:
    return translate(_NAME), translate(FIELD_NAMES["organisation"]), translate(FIELD_NAMES["email"])


def _person(person: Attendee | ListedPerson) -> tuple[str, str, str]:
    name = f"{person.first_name} {person.last_name}".strip()
    return name, person.organisation or NOTHING, person.email or NOTHING


_IS_HERE = Message("difference", "{name} (already arrived)")
_ROW = Message("difference", "Row")
_NAME = Message("difference", "Name")
_FIELD = Message("difference", "Field")
_BEFORE = Message("difference", "Before")
_AFTER = Message("difference", "After")
_ON_LIST = Message("difference", "On the list")
_NEW_PERSON = Message("difference", "In this list")
_ONE_OR_TWO = Message("difference", "One person or two?")
_ALSO = Message("difference", "also in row {row} of this list")
_KNOWN_PERSON = Message("difference", "In the event")
