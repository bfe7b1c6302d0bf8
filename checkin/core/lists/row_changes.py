# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user changes of a list before its import: rows left out or taken in after all, and cells put right. Pure.

The file is never changed. A row is known by its number and a cell by the index of its column, so that the changes
stand whatever the columns are said to hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from checkin.core.lists.cell_text import one_line
from checkin.core.lists.list_fields import ListRow


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
