# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of plain text in tabs, for previews of imports. Decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTabWidget,
    QWidget,
)

from checkin.ui.import_export.list_difference_tables import TextTable

PADDING = 12
"""Pixels at both ends of a cell, as in resources/style.qss."""
ROW_SPACE = 16
"""Pixels between the texts of two rows."""
MOST_WRAPPED = 200
"""Most rows with individual heights; a longer table has one line per row."""
MOST_MEASURED = 24
"""Rows near the visible ones by which Qt sizes a narrow column."""

Index = QModelIndex | QPersistentModelIndex


class TextTableModel(QAbstractTableModel):
    """A model of plain text rows, of any number."""

    def __init__(self, table: TextTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.table.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self.table.header[section] if is_title else None


class PaddedCell(QStyledItemDelegate):
    """A delegate that subtracts the style sheet's padding when wrapping, which Qt forgets."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        room = narrower.rect
        narrower.rect = room.adjusted(0, 0, -2 * PADDING, 0)
        return super().sizeHint(narrower, index)


class TextTableView(QTableView):
    """A view of `table`; `model` if it is more than read-only."""

    def __init__(self, table: TextTable, model: TextTableModel | None = None) -> None:
        super().__init__()
        self.table = table
        self.setModel(model or TextTableModel(table, self))
        self.setItemDelegate(PaddedCell(self))
        self.setAccessibleName(table.title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().hide()
        header, heights = self.horizontalHeader(), self.verticalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(MOST_MEASURED)
        for column in self.table.narrow:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        heights.setDefaultSectionSize(self.table.lines * self.fontMetrics().lineSpacing() + ROW_SPACE)
        if len(self.table.rows) <= MOST_WRAPPED:
            heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width for the rows that are measured, and the last one: its row number is the widest."""
        last = self.model().index(self.model().rowCount() - 1, column)
        return max(super().sizeHintForColumn(column), self.sizeHintForIndex(last).width() if last.isValid() else 0)


def build_tabs(views: Sequence[QAbstractItemView]) -> QTabWidget:
    """Return the views as tabs with their accessible names; the first one with rows is in front."""
    tabs = QTabWidget()
    are_full = [view.model().rowCount() > 0 for view in views]
    for view, is_full in zip(views, are_full, strict=True):
        tabs.setTabEnabled(tabs.addTab(view, view.accessibleName()), is_full)
    tabs.setCurrentIndex(are_full.index(True) if True in are_full else 0)
    return tabs


def build_table_tabs(shown: Sequence[TextTable]) -> QTabWidget:
    """Return read-only tables as tabs."""
    return build_tabs([TextTableView(table) for table in shown])
