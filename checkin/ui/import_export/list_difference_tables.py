# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a list as tables of plain text: a title with its count, a header, rows. Draws and decides nothing."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.attendee_body import CUSTOM, FieldValue
from checkin.core.field_names import FIELD_NAMES, STATE_NAMES
from checkin.core.lists.change_groups import ON_LIST, ShownChange
from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.list_difference import ListDifference
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import Message
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
    rows: Sequence[tuple[str, ...]]
    narrow: tuple[int, ...] = (0,)
    lines: int = 1


class TextRows(Sequence[tuple[str, ...]]):
    """Rows of a table of many people, each written when it is looked at."""

    def __init__(self, people: Sequence[Any], row: Callable[[Any], tuple[str, ...]]) -> None:
        self._people, self._row = people, row

    def __len__(self) -> int:
        return len(self._people)

    def __getitem__(self, place: Any) -> Any:
        return self._row(self._people[place])

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return map(self._row, self._people)


def build_list_tables(difference: ListDifference) -> tuple[TextTable, TextTable, TextTable]:
    """Return the tables: added, gone, probable duplicates. Changes are in groups (`change_group_view`)."""
    duplicates = difference.probable_duplicates
    return (
        TextTable(
            translate(Message("difference", "New ({count})"), count=len(difference.added)),
            (translate(_ROW), *_person_header()),
            TextRows(difference.added, lambda person: (str(person.row), *_person(person))),
        ),
        TextTable(
            translate(Message("difference", "No longer on the list ({count})"), count=len(difference.gone)),
            (*_person_header(), translate(FIELD_NAMES["ticket_code"])),
            TextRows(difference.gone, lambda person: (*_person(person), person.ticket_code)),
            narrow=(3,),
        ),
        TextTable(
            translate(Message("difference", "Probable duplicates ({count})"), count=len(duplicates)),
            tuple(map(translate, (_ROW, _NEW_PERSON, _KNOWN_PERSON, _ONE_OR_TWO))),
            TextRows(duplicates, _duplicate_row),
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


def change_header() -> tuple[str, ...]:
    """Return the titles of the columns of `change_row`."""
    return tuple(map(translate, (_ROW, _NAME, _FIELD, _BEFORE, _AFTER)))


def change_row(shown: ShownChange, programme: Programme, here: Collection[str]) -> tuple[str, ...]:
    """Return the row of one changed field. The name is repeated in every row, for screen readers."""
    person, name, (old, new) = shown
    who = translate(_IS_HERE, name=person.person.name) if person.person.id in here else person.person.name
    if name == ON_LIST:
        no, yes = Message("difference", "no"), Message("difference", "yes again")
        return str(person.row), who, translate(_ON_LIST), translate(no), translate(yes)
    field = translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)
    return str(person.row), who, field, _value_text(name, old, programme), _value_text(name, new, programme)


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
