# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the row with the titles of a list, by its words or by what stands below it. Pure.

A list may have none: then its first row is a person like the next. Titles may stand on two rows, a group above its
parts ("Contact" above "Mél" and "Tél."); the upper title counts where the lower is empty.
"""

from collections.abc import Iterator, Mapping, Sequence

from checkin.core.lists.cell_kinds import CellKind, cell_kinds
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.column_contents import ColumnContents, column_contents
from checkin.core.lists.column_titles import header_strength
from checkin.core.lists.list_fields import HEADER_WITHIN, ListRow
from checkin.core.lists.people_count import is_plus_one
from checkin.core.lists.personal_names import FirstNames

NONE = ListRow(0, ())
"""Stands for the titles of a list without any."""


def find_header(rows: Sequence[ListRow], known: FirstNames) -> ListRow | None:
    """Return the row of the titles, `NONE` if the first row is a person already, None if neither shows."""
    marked = _marked_columns(column_contents(rows, known))
    by_words = _likeliest(rows, marked, known)
    if by_words and not _stands_alone(by_words, rows) and not _is_like_the_rest(by_words, marked, known):
        return by_words
    above = list(_above_the_people(rows, marked, known))
    if above:
        return max(above, key=lambda row: (sum(map(bool, row.cells)), row.number))
    return NONE if marked and rows else None


def _likeliest(
    rows: Sequence[ListRow], marked: Mapping[int, tuple[CellKind, ...]], known: FirstNames
) -> ListRow | None:
    """Return the first row that names most fields, with what stands above it, a name among them; None without one.
    Below the first person nothing is looked for: titles that are repeated on the next page are none.
    """
    best, most = None, 0
    for row in rows[:HEADER_WITHIN]:
        if best and _is_like_the_rest(row, marked, known):
            break
        if (strength := header_strength(ListRow(row.number, column_titles(rows, row)))) > most:
            best, most = row, strength
    return best


def _stands_alone(row: ListRow, rows: Sequence[ListRow]) -> bool:
    """Whether it has one text where others have several: the name of a group of people, not a title."""
    most = max((sum(map(bool, other.cells)) for other in rows[:HEADER_WITHIN]), default=0)
    return sum(map(bool, row.cells)) < _GROUPS < most


def column_titles(rows: Sequence[ListRow], header: ListRow) -> tuple[str, ...]:
    """Return the titles of the columns: those of `header`, and of the row right above where they are empty, if that
    groups columns.
    """
    above = next((row for row in rows if row.number == header.number - 1), None)
    if above is None or sum(map(bool, above.cells)) < _GROUPS:
        return header.cells
    width = max(len(header.cells), len(above.cells))
    lower, upper = ([*row.cells, *[""] * (width - len(row.cells))] for row in (header, above))
    return tuple(low or up for low, up in zip(lower, upper, strict=True))


def _marked_columns(contents: Sequence[ColumnContents]) -> Mapping[int, tuple[CellKind, ...]]:
    """Return the columns whose cells are nearly all of kinds that no title is of, with these kinds."""
    found = {}
    for index, column in enumerate(contents):
        kinds = tuple(kind for kind in _NO_TITLES if column.share(kind) > _MOST)
        if kinds and column.filled >= _ENOUGH:
            found[index] = kinds
    return found


def _is_like_the_rest(row: ListRow, marked: Mapping[int, tuple[CellKind, ...]], known: FirstNames) -> bool:
    """Whether at least half of its cells in the marked columns are of the kinds of the rows below."""
    alike = list(_likenesses(row, marked, known))
    return bool(alike) and sum(alike) * 2 >= len(alike)


def _likenesses(row: ListRow, marked: Mapping[int, tuple[CellKind, ...]], known: FirstNames) -> Iterator[bool]:
    for index, kinds in marked.items():
        text = one_line(row.cells[index]) if index < len(row.cells) else ""
        if text and not is_plus_one(text):  # "+1" is a title as well as a number
            yield bool(set(kinds) & set(cell_kinds(text, known)))


def _above_the_people(
    rows: Sequence[ListRow], marked: Mapping[int, tuple[CellKind, ...]], known: FirstNames
) -> Iterator[ListRow]:
    """Yield the rows before the first that is like those below it; none if no column is marked."""
    for row in rows[:HEADER_WITHIN] if marked else ():
        if _is_like_the_rest(row, marked, known):
            return
        if sum(map(bool, row.cells)) >= _GROUPS:
            yield row


_NO_TITLES = (
    CellKind.EMAIL,
    CellKind.PHONE,
    CellKind.DATE,
    CellKind.NUMBER,
    CellKind.MARK,
    CellKind.FIRST_NAME,
    CellKind.WHOLE_NAME,
)
_MOST = 0.6
_ENOUGH = 3
_GROUPS = 2
"""The fewest titles of a row that has any; a single one is the name of the event, or a letter between people."""
