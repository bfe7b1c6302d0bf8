# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list: the fields of their columns, what a user changes of them, and their problems. Values only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from checkin.core.lists.cell_text import one_line
from checkin.core.message import Message


class ListRow(NamedTuple):
    """A row of a list. `number` is the one a spreadsheet shows (the first row is 1)."""

    number: int
    cells: tuple[str, ...]


class ListField(StrEnum):
    """A field that a column can hold. A column that is none of these is kept under its own header."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    ORGANISATION = "organisation"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    CATEGORY = "category"
    TICKET_CODE = "ticket_code"
    STATUS = "status"
    PRESENCE = "presence"
    SESSIONS = "sessions"
    PLACES = "places"
    ORDER = "order"
    DAYS = "days"
    NOTE = "note"


class CompanionHandling(StrEnum):
    """What becomes of the people whom somebody of a list brings along: kept as information, counted, or people."""

    KEEP = "keep"
    NUMBER = "number"
    PEOPLE = "people"


class AnswerHandling(StrEnum):
    """What becomes of the earlier answers of people who answered a form again: every answer is a person, or the latest
    counts alone.
    """

    ALL = "all"
    LATEST = "latest"


NAMES = frozenset({ListField.FIRST_NAME, ListField.LAST_NAME, ListField.FULL_NAME})
SEVERAL = frozenset({ListField.STATUS, ListField.PRESENCE, ListField.SESSIONS, ListField.NOTE, ListField.DAYS})
"""The fields that more than one column may feed."""

WHOLE_NAME = ("first_name", "last_name")
"""The fields of an attendee that a column of whole names fills."""

HEADER_WITHIN = 30
"""The rows in which a header is searched. Titles, logos and merged bands stand above it, never a page of them."""


class ColumnReason(StrEnum):
    """Why a column was taken for what it holds: its title, its contents, both; names swapped under their titles; the
    export it is from; an earlier list with these titles; the user.
    """

    TITLE = "title"
    CONTENTS = "contents"
    BOTH = "both"
    SWAPPED = "swapped"
    SOURCE = "source"
    REMEMBERED = "remembered"
    CHOSEN = "chosen"


# What a user changes of a list before its import: rows left out or taken in after all, and cells put right.
# The file is never changed. A row is known by its number and a cell by the index of its column, so that the changes
# stand whatever the columns are said to hold.


@dataclass(frozen=True, slots=True)
class RowChanges:
    """The changes. `left_out` and `taken_in` are numbers of rows; the latter are those that the program would leave
    out (totals, hints). `cells` maps the number of a row and the index of a column to the new text.
    """

    left_out: frozenset[int] = frozenset()
    taken_in: frozenset[int] = frozenset()
    cells: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))

    def toggled(self, number: int, *, is_ignored: bool = False) -> "RowChanges":
        """Return these changes with the row left out, or taken in if it is; `is_ignored`: the program leaves it out."""
        if number in self.left_out:
            return replace(self, left_out=self.left_out - {number})
        if is_ignored and number not in self.taken_in:
            return replace(self, taken_in=self.taken_in | {number})
        if number in self.taken_in:
            return replace(self, taken_in=self.taken_in - {number})
        return replace(self, left_out=self.left_out | {number})

    def with_cell(self, row: ListRow, index: int, text: str) -> "RowChanges":
        """Return these changes with the cell of `row`, as the file has it, saying `text`; as before if it says so
        already.
        """
        cells = {place: said for place, said in self.cells.items() if place != (row.number, index)}
        if text != one_line(cell_of(row, index)):
            cells[row.number, index] = text
        return replace(self, cells=cells)

    def applied(self, rows: Sequence[ListRow]) -> Sequence[ListRow]:
        """Return `rows` with the changed cells; those left out too."""
        if not self.cells:
            return rows
        numbers = {number for number, _ in self.cells}
        return [self._changed(row) if row.number in numbers else row for row in rows]

    def _changed(self, row: ListRow) -> ListRow:
        own = {index: text for (number, index), text in self.cells.items() if number == row.number}
        width = max(len(row.cells), max(own) + 1)
        return row._replace(cells=tuple(own.get(index, cell_of(row, index)) for index in range(width)))


NO_CHANGES = RowChanges()


def cell_of(row: ListRow, index: int) -> str:
    """Return the text of a cell; "" beyond the end of a short row."""
    return row.cells[index] if index < len(row.cells) else ""


# Problems in the rows of a list, with the words shown to users.


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A problem to show about a row, whether its person was imported or not. `fields` fill the `words`."""

    row: int
    words: Message
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def count_problem_rows(problems: Iterable[RowProblem]) -> int:
    """Return how many rows have problems: one may have several."""
    return len({problem.row for problem in problems})


def group_problems(problems: Iterable[RowProblem]) -> tuple[RowProblem, ...]:
    """Return the problems with an unknown word in many rows as one, at the first of these rows, with their number."""
    gathered: dict[object, list[RowProblem]] = {}
    for number, problem in enumerate(problems):
        is_word = problem.words in _OF_MANY
        key = (problem.words, problem.fields["column"], problem.fields["word"]) if is_word else number
        gathered.setdefault(key, []).append(problem)
    return tuple(_as_one(alike) for alike in gathered.values())


def reports(problem: RowProblem, words: Message) -> bool:
    """Whether `problem` is of these `words`, of one row or of many."""
    return problem.words in (words, _OF_MANY.get(words))


def _as_one(alike: list[RowProblem]) -> RowProblem:
    first = alike[0]
    if len(alike) == 1:
        return first
    return RowProblem(first.row, _OF_MANY[first.words], {**first.fields, "count": len(alike)})


NO_NAME = Message("list", "There is no name here. This row was left out.")
NO_LAST_NAME = Message("list", "The last name is missing.")
NO_FIRST_NAME = Message("list", "The first name is missing.")
TWO_PEOPLE = Message("list", "“{name}” may be two people on one row. They were imported as one.")
LOST_LETTERS = Message("list", "The name “{name}” was damaged before this list was saved. It was kept as it is.")
UNDIVIDED = Message("list", "“{name}” could not be split into first and last name. It was kept as it is.")
BAD_PLACES = Message(
    "list", "“{word}” is not a number of people from 1 to {most}. The person was counted as coming alone."
)
BAD_EMAIL = Message("list", "Unusable address: {email}")
ACCENTED_EMAIL = Message("list", "Unusable address (accents): {email}")
UNPRINTABLE = Message("list", "“{column}” held characters that cannot be shown. They were removed.")
TOO_LONG = Message("list", "The text under “{column}” is longer than {most} characters. The rest was left out.")
CODE_TOO_LONG = Message("list", "The ticket code is longer than {most} characters. It was left out.")
UNKNOWN_STATUS = Message(
    "list", "“{word}” under “{column}” is not a known status. The person awaits approval until you say what it means."
)
UNKNOWN_PRESENCE = Message(
    "list", "“{word}” under “{column}” means neither on site nor online. The person counts as coming on site."
)
NO_DAY = Message("list", "“{word}” under “{column}” refuses every day. The person is expected on none.")
UNKNOWN_SESSION = Message("list", "“{word}” under “{column}” is not a session of the programme.")
OTHERS_LEFT_OUT = Message("list", "There is too much text on this row. Its other columns were left out.")
CANNOT_BE_KEPT = Message("list", "There is too much text on this row. It was left out.")
SAME_CODE = Message("list", "This ticket code is already in row {other}. This row was left out.")
SAME_PERSON = Message(
    "list",
    "The same name and e-mail address are in row {other}. If they are one person, leave one of the rows out; after the "
    "import, merge them at the desk.",
)
SAME_NAME = Message(
    "list",
    "The same name is in row {other}. If they are one person, leave one of the rows out; after the import, merge them "
    "at the desk.",
)
HAS_OWN_ROW = Message(
    "list",
    "“{name}”, whom this person brings along, is in row {other} too. If they are one person, empty the cell here; "
    "after the import, merge them at the desk.",
)

_OF_MANY = {
    UNKNOWN_STATUS: Message(
        "list",
        "“{word}” under “{column}” is not a known status: {count} rows, this is the first. These people await "
        "approval until you say what it means.",
    ),
    UNKNOWN_PRESENCE: Message(
        "list",
        "“{word}” under “{column}” means neither on site nor online: {count} rows, this is the first. These people "
        "count as coming on site.",
    ),
    NO_DAY: Message(
        "list",
        "“{word}” under “{column}” refuses every day: {count} rows, this is the first. These people are expected on "
        "none.",
    ),
    UNKNOWN_SESSION: Message(
        "list", "“{word}” under “{column}” is not a session of the programme: {count} rows, this is the first."
    ),
}
