# SPDX-License-Identifier: GPL-3.0-or-later
"""Details of the cells of a workbook besides their values, and what they change in its rows. Reads no file."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.row_problems import RowProblem
from checkin.documents.row_remarks import ERROR_VALUE, NO_VALUE, NO_VALUE_HERE, column_letters


@dataclass(slots=True)
class CellDetails:
    """Details of a sheet: digits shown, by row and column (from 0); errors by cell; rows without a result by column."""

    digits: dict[tuple[int, int], int] = field(default_factory=dict)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    without_value: dict[int, list[int]] = field(default_factory=dict)

    def applied(self, rows: Iterable[ListRow]) -> Iterator[ListRow | RowProblem]:
        """Yield the rows with their leading zeros, and the problems of their cells."""
        yield from self._problems()
        padded = {row for row, _ in self.digits}
        empty: dict[int, set[int]] = {}
        for column, numbers in self.without_value.items():
            for number in numbers:
                empty.setdefault(number, set()).add(column)
        for row in rows:
            bare = _emptied(row, empty[row.number]) if row.number in empty else row
            yield self._padded(bare) if row.number in padded else bare

    def _problems(self) -> Iterator[RowProblem]:
        for row, column, word in self.errors:
            yield RowProblem(row, ERROR_VALUE, {"cell": f"{column_letters(column)}{row}", "word": word})
        for column, rows in self.without_value.items():
            letters = column_letters(column)
            if len(rows) == 1:
                yield RowProblem(rows[0], NO_VALUE_HERE, {"cell": f"{letters}{rows[0]}"})
            else:
                yield RowProblem(min(rows), NO_VALUE, {"column": letters, "count": len(rows)})

    def _padded(self, row: ListRow) -> ListRow:
        cells = (
            cell.zfill(self.digits.get((row.number, column), 0)) if cell.isdigit() else cell
            for column, cell in enumerate(row.cells)
        )
        return ListRow(row.number, tuple(cells))


def _emptied(row: ListRow, columns: Container[int]) -> ListRow:
    """Return the row with nothing in these columns: for a formula without a result some programs write a zero."""
    return row._replace(cells=tuple("" if at in columns else cell for at, cell in enumerate(row.cells)))
