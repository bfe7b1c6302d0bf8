# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a list as they are shown before they are imported: who each will be, and what is odd. Draws nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Presence, Status
from checkin.core.errors import UserError
from checkin.core.field_names import STATE_NAMES
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.roster import ListRow, Roster, read_roster
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.desk.lists.list_preview import ListPreview
from checkin.language import translate

SAMPLE = 200
"""Rows shown of a list."""
MOST_PROBLEMS = 500
"""Rows with something to look at that are shown together."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """`first` and `last` are the name as it will be, `detail` what else will be known, `reasons` what is odd.

    `cells` are the file's own texts, one for each column.
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
        """The row for a screen reader: the reasons first."""
        parts = (*self.reasons, self.name or translate(NOBODY), self.detail)
        return ". ".join(part.rstrip(".") for part in parts if part)


def first_rows(rows: Sequence[ListRow], mapping: ColumnMapping, programme: Programme) -> tuple[PreviewRow, ...]:
    """The first rows below the header that are somebody's, read at once: for what only the whole list tells of them
    see `with_problems`.
    """
    header = [row for row in rows[: mapping.header] if row.number == mapping.header]
    some = [row for row in rows[: mapping.header + SAMPLE + 1] if row.number > mapping.header][:SAMPLE]
    try:
        roster = read_roster([*header, *some], programme, mapping)
    except UserError:  # nobody is named: the texts alone
        return _shown(some, Roster((), (), mapping), programme)
    return _shown([row for row in some if row.number not in roster.ignored], roster, programme)


def count_rows(rows: Iterable[ListRow], seen: ListPreview) -> int:
    """Return how many rows of the whole list are somebody's, as `first_rows` shows the first of them."""
    header, ignored = seen.roster.mapping.header, seen.roster.ignored
    return sum(row.number > header and row.number not in ignored for row in rows)


def rows_with_problems(rows: Iterable[ListRow], seen: ListPreview, programme: Programme) -> tuple[PreviewRow, ...]:
    """All rows of the list with something odd."""
    numbers = {problem.row for problem in seen.problems}
    odd = [row for row in rows if row.number in numbers][:MOST_PROBLEMS]
    return _shown(odd, Roster(seen.roster.people, seen.problems, seen.roster.mapping), programme)


def _shown(rows: Iterable[ListRow], roster: Roster, programme: Programme) -> tuple[PreviewRow, ...]:
    people = {person.row: person for person in roster.people}
    reasons: dict[int, list[RowProblem]] = {}
    for problem in roster.problems:
        reasons.setdefault(problem.row, []).append(problem)
    return tuple(_row(row, people.get(row.number), reasons.get(row.number, ()), programme) for row in rows)


def _row(row: ListRow, person: ListedPerson | None, problems: Iterable[RowProblem], programme: Programme) -> PreviewRow:
    said = tuple(translate(problem.words, **problem.fields) for problem in problems)
    cells = tuple(" ".join(cell.split()) for cell in row.cells)
    if person is None:
        return PreviewRow(row.number, "", "", "", said, cells)
    return PreviewRow(row.number, person.first_name, person.last_name, _detail(person, programme), said, cells)


def _detail(person: ListedPerson, programme: Programme) -> str:
    """All that will be known of a person besides the name, the usual left unsaid."""
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
