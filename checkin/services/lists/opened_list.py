# SPDX-License-Identifier: GPL-3.0-or-later
"""An opened list while a user chooses how it is understood: its sheet, its mapping, and the rows changed by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.row_changes import RowChanges
from checkin.services.lists.list_preview import ListBasis, ReadList, guessed_mapping, suggested_mapping


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A list that was read, what the event knows, and the current mapping, at first the suggested one.

    Every choice returns another value; `earlier` holds the changed rows before each change of a row, for *Undo*.
    """

    read: ReadList
    basis: ListBasis
    mapping: ColumnMapping
    earlier: tuple[RowChanges, ...] = ()

    def on_sheet(self, name: str) -> "OpenedList":
        """Return the list on another sheet, which has a mapping of its own and no changed rows."""
        read = self.read.on(name)
        return OpenedList(read, self.basis, suggested_mapping(self.basis, read))

    def titles_in(self, number: int) -> "OpenedList":
        """Return the list with the titles in the row of that number; 0: it has none."""
        return replace(self, mapping=guessed_mapping(self.read, number))

    def toggle_rows(self, numbers: Iterable[int], are_ignored: bool) -> "OpenedList":
        """Return the list with these rows left out, or taken in again; one step for *Undo*."""
        changes = self.read.changes
        for number in numbers:
            changes = changes.toggled(number, is_ignored=are_ignored)
        return self._change_rows(changes)

    def edit_cell(self, number: int, column: int, text: str) -> "OpenedList":
        """Return the list with another text in one cell."""
        row = next(row for row in self.read.sheet.rows if row.number == number)
        return self._change_rows(self.read.changes.with_cell(row, column, text))

    def undo(self) -> "OpenedList":
        """Return the list before the last change of a row; the same list if none was changed."""
        if not self.earlier:
            return self
        return replace(self, read=self.read.with_changes(self.earlier[-1]), earlier=self.earlier[:-1])

    def _change_rows(self, changes: RowChanges) -> "OpenedList":
        return replace(self, read=self.read.with_changes(changes), earlier=(*self.earlier, self.read.changes))
