# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of probable duplicates, with a decision for each pair. Nobody is merged without a decision of the user."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.listed_person import ListedKey
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.list_difference_tables import TextTable
from checkin.ui.import_export.text_tables import Index, TextTableModel, TextTableView


class DuplicatePairsView(TextTableView):
    """The pairs side by side; Space or a click on the last column decides.

    `same` maps a row of the list to the id of the known person it is. `decided` is emitted after a change of it.
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
    def same(self) -> dict[ListedKey, str]:
        return self._pairs.same

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._pairs.decide(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Accept a click anywhere in the cell: its small check box would toggle a second time."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == self._pairs.decision:
            self._pairs.decide(index.row())
        else:
            super().mouseReleaseEvent(event)


class _Pairs(TextTableModel):
    """The model of the pairs.

    A row of the list is at most one person; of two pairs with the same row the last decision counts.
    """

    decided = Signal()

    def __init__(self, table: TextTable, duplicates: Sequence[ProbableDuplicate]) -> None:
        super().__init__(table)
        self.same: dict[ListedKey, str] = {}
        self.decision = len(table.header) - 1
        self._duplicates = tuple(duplicates)

    def decide(self, pair: int) -> None:
        """Toggle whether both records of a pair are one person."""
        key, known = self._duplicates[pair].person.key, self._duplicates[pair].other.id
        if self.same.get(key) == known:
            del self.same[key]
        else:
            self.same[key] = known
        self.decided.emit()
        self.dataChanged.emit(self.index(0, self.decision), self.index(self.rowCount() - 1, self.decision))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.column() != self.decision:
            return super().data(index, role)
        pair = self._duplicates[index.row()]
        is_same = self.same.get(pair.person.key) == pair.other.id
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return translate(_SAME)
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if is_same else Qt.CheckState.Unchecked
        return None


_SAME = Message("difference", "Same person")
_HOW = Message("difference", "Press the space bar to say whether they are the same person.")
