# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems in the rows of a list, with the words shown to users. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from checkin.core.message import Message


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
    "list",
    "“{word}” under “{column}” is not a known status. The person awaits approval until you say what it means.",
)
UNKNOWN_PRESENCE = Message(
    "list", "“{word}” under “{column}” means neither on site nor online. The person counts as coming on site."
)
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
    UNKNOWN_SESSION: Message(
        "list", "“{word}” under “{column}” is not a session of the programme: {count} rows, this is the first."
    ),
}
