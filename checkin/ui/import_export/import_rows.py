# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list for the preview: the person each will be, and its problems. Draws nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Presence, Status
from checkin.core.errors import UserError
from checkin.core.field_names import STATE_NAMES
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.list_interpretation import InterpretedList, interpret_list
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.desk.lists.list_preview import ListPreview
from checkin.translation import translate

SAMPLE = 200
"""Most rows shown of a list."""
MOST_PROBLEMS = 500
"""Most rows with problems shown together."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview.

    `first` and `last` are the name as it will be, `detail` the other fields, `reasons` the problems, `cells` the file's
    own texts by column.
    """

    number: int
    first: str
    last: str
    detail: str
    reasons: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}".strip()

    @property
    def spoken(self) -> str:
        """The row for a screen reader, problems first."""
        parts = (*self.reasons, self.name or translate(NOBODY), self.detail)
        return ". ".join(part.rstrip(".") for part in parts if part)


def first_rows(rows: Sequence[ListRow], mapping: ColumnMapping, programme: Programme) -> tuple[PreviewRow, ...]:
    """Return the first rows with people, read at once.

    Problems that only the whole list shows: see `rows_with_problems`.
    """
    header = [row for row in rows[: mapping.header] if row.number == mapping.header]
    some = [row for row in rows[: mapping.header + SAMPLE + 1] if row.number > mapping.header][:SAMPLE]
    try:
        interpreted = interpret_list([*header, *some], programme, mapping)
    except UserError:  # no name column: show the texts alone
        return _shown(some, InterpretedList((), (), mapping), programme)
    return _shown([row for row in some if row.number not in interpreted.ignored], interpreted, programme)


def count_rows(rows: Iterable[ListRow], seen: ListPreview) -> int:
    """Return how many rows of the whole list are people, counted as `first_rows` does."""
    header, ignored = seen.interpreted.mapping.header, seen.interpreted.ignored
    return sum(row.number > header and row.number not in ignored for row in rows)


def rows_with_problems(rows: Iterable[ListRow], seen: ListPreview, programme: Programme) -> tuple[PreviewRow, ...]:
    """Return all rows of the list with a problem, at most `MOST_PROBLEMS`."""
    numbers = {problem.row for problem in seen.problems}
    odd = [row for row in rows if row.number in numbers][:MOST_PROBLEMS]
    return _shown(odd, InterpretedList(seen.interpreted.people, seen.problems, seen.interpreted.mapping), programme)


def _shown(rows: Iterable[ListRow], interpreted: InterpretedList, programme: Programme) -> tuple[PreviewRow, ...]:
    people = {person.row: person for person in interpreted.people if not person.place}
    reasons: dict[int, list[RowProblem]] = {}
    for problem in interpreted.problems:
        reasons.setdefault(problem.row, []).append(problem)
    return tuple(_row(row, people.get(row.number), reasons.get(row.number, ()), programme) for row in rows)


def _row(row: ListRow, person: ListedPerson | None, problems: Iterable[RowProblem], programme: Programme) -> PreviewRow:
    parts = tuple(translate(problem.words, **problem.fields) for problem in problems)
    cells = tuple(" ".join(cell.split()) for cell in row.cells)
    if person is None:
        return PreviewRow(row.number, "", "", "", parts, cells)
    return PreviewRow(row.number, person.first_name, person.last_name, _detail(person, programme), parts, cells)


def _detail(person: ListedPerson, programme: Programme) -> str:
    """Return the fields of a person besides the name; usual values are left out."""
    sessions = (found.title for one in person.sessions if (found := programme.session(one)))
    parts = (
        person.organisation,
        programme.category_name(person.category),
        "" if person.status is Status.CONFIRMED else translate(STATE_NAMES[person.status]),
        "" if person.presence is Presence.ON_SITE else translate(STATE_NAMES[person.presence]),
        translate(_PLACES, places=person.places) if person.places > 1 else "",
        person.role,
        ", ".join(sessions),
        " ".join(person.note.split()),
    )
    return " · ".join(filter(None, parts))


NOBODY = Message("import", "No name")
_PLACES = Message("import", "{places} people")
