# SPDX-License-Identifier: GPL-3.0-or-later
"""Probable duplicates side by side, and for each whether it is one person. Nobody is merged unless somebody says so."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import Index, TextTableModel, TextTableView


class DuplicatePairsView(TextTableView):
    """Space, or a click on the last column, decides on a pair. `same` are the rows that are somebody known, with the
    id of that person; `decided` when they are others.
    """

    decided = Signal()

    def __init__(self, table: TextTable, duplicates: Sequence[ProbableDuplicate]) -> None:
        self._pairs = _Pairs(table, duplicates)
        super().__init__(table, self._pairs)
        self._pairs.setParent(self)
        self._pairs.decided.connect(self.decided)
        self.setAccessibleDescription(translate(_HOW))
        if duplicates:
            self.setCurrentIndex(self._pairs.index(0, self._pairs.decision))

    @property
    def same(self) -> dict[int, str]:
        return self._pairs.same

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._pairs.decide(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole cell, not only its little box, which would be hit twice."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == self._pairs.decision:
            self._pairs.decide(index.row())
        else:
            super().mouseReleaseEvent(event)


class _Pairs(TextTableModel):
    """A row of the list is at most one person; of two pairs with the same row the last decision counts."""

    decided = Signal()

    def __init__(self, table: TextTable, duplicates: Sequence[ProbableDuplicate]) -> None:
        super().__init__(table)
        self.same: dict[int, str] = {}
        self.decision = len(table.header) - 1
        self._duplicates = tuple(duplicates)

    def decide(self, pair: int) -> None:
        """One person where it was two, and the other way round."""
        row, known = self._duplicates[pair].person.row, self._duplicates[pair].other.id
        if self.same.get(row) == known:
            del self.same[row]
        else:
            self.same[row] = known
        self.decided.emit()
        self.dataChanged.emit(self.index(0, self.decision), self.index(self.rowCount() - 1, self.decision))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.column() != self.decision:
            return super().data(index, role)
        pair = self._duplicates[index.row()]
        is_same = self.same.get(pair.person.row) == pair.other.id
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return translate(_SAME)
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if is_same else Qt.CheckState.Unchecked
        return None


_SAME = Message("difference", "Same person")
_HOW = Message("difference", "The space bar decides whether both are the same person.")
