# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of people as it was brought: its rows become people, and problems to show. Pure.

Never splits or merges people, and never leaves a row with anything in it out without saying so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checkin.core.lists.columns import NAMES, Field, Row, find_header, guess_columns
from checkin.core.lists.listed import Layout, Listed, RowProblem, read_person
from checkin.core.lists.text import one_line
from checkin.core.programme import Programme
from checkin.core.search import fold
from checkin.core.words import Words

__all__ = ["Field", "Listed", "Roster", "Row", "RowProblem", "find_header", "guess_columns", "read_roster"]

_TOTAL = re.compile(r"(sous |grand )?(sub)?(total|totaux)\b")
_MOST_WORDS = 6
"""Of a name that stands alone on its row; longer, it is a sentence below the list."""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a list says. `titles` names its columns in order, made unique; `columns` tells what each holds.

    `header` is the row number of the header, `ignored` those of totals and remarks among or below the people.
    """

    people: tuple[Listed, ...]
    problems: tuple[RowProblem, ...]
    titles: tuple[str, ...]
    columns: Mapping[int, Field]
    header: int
    ignored: tuple[int, ...] = ()


def read_roster(rows: Sequence[Row], programme: Programme, columns: Mapping[int, Field] | None = None) -> Roster:
    """The people of `rows`, a whole sheet. `columns` replaces the guess; `UserError` if none holds names."""
    at = find_header(rows)
    header = rows[at]
    layout = Layout.of(header.cells, guess_columns(header.cells) if columns is None else columns, programme)
    below = [row for row in rows[at + 1 :] if any(map(one_line, row.cells))]
    left_out = {row.number for row in below if _is_no_person(row, header, layout)}
    gathering = _Gathering()
    for row in below:
        if row.number not in left_out:
            gathering.add(row.number, *read_person(row, layout))
    people, problems = tuple(gathering.people), tuple(gathering.problems)
    return Roster(people, problems, layout.titles, layout.columns, header.number, tuple(sorted(left_out)))


class _Gathering:
    """People so far, and what a row says that an earlier one has said."""

    def __init__(self) -> None:
        self.people: list[Listed] = []
        self.problems: list[RowProblem] = []
        self._by_code: dict[str, int] = {}
        self._by_likeness: dict[tuple[str, str], int] = {}

    def add(self, row: int, person: Listed | None, found: Sequence[RowProblem]) -> None:
        self.problems += found
        if person is None:
            return
        if person.ticket_code and (first := self._by_code.setdefault(person.ticket_code, row)) != row:
            self.problems.append(RowProblem(row, SAME_CODE, {"other": first}))
            return
        likeness = (fold(f"{person.first_name} {person.last_name}"), person.email.casefold())
        if person.email and (first := self._by_likeness.setdefault(likeness, row)) != row:
            self.problems.append(RowProblem(row, SAME_PERSON, {"other": first}))
        self.people.append(person)


def _is_no_person(row: Row, header: Row, layout: Layout) -> bool:
    """Totals, a remark below the list, the header printed again on the next page."""
    filled = {index: text for index, cell in enumerate(row.cells) if (text := one_line(cell))}
    if row.cells == header.cells:
        return True
    first, text = next(iter(filled.items()))
    kind = layout.columns.get(first)
    if len(filled) == 1 and sum(map(bool, header.cells)) >= 3:
        return kind is None or (kind in NAMES and _is_sentence(text))
    names = [filled.get(index, "") for index, field in layout.columns.items() if field in NAMES and index != first]
    is_named = any(map(str.isalpha, "".join(names)))
    return bool(_TOTAL.match(fold(text))) and (kind is None or kind in NAMES) and not is_named


def _is_sentence(text: str) -> bool:
    return bool(_TOTAL.match(fold(text))) or any(map(str.isdigit, text)) or len(text.split()) > _MOST_WORDS


SAME_CODE = Words("list", "This ticket code already stands in row {other}. This row was left out.")
SAME_PERSON = Words(
    "list", "The same name and e-mail address stand in row {other}. Both were imported; cancel one if it is one person."
)
