# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of plain text that are looked at before something is written, in tabs. Decides nothing."""

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
"""Pixels at both ends of a cell, in resources/style.qss."""
ROW_SPACE = 16
"""Pixels between the texts of two rows."""
MOST_WRAPPED = 200
"""Rows whose heights are worked out one by one; a longer table has one line a row."""

Index = QModelIndex | QPersistentModelIndex


class TextTableModel(QAbstractTableModel):
    """Rows of plain text, however many."""

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


class _Cell(QStyledItemDelegate):
    """Reckons with the padding of the style sheet when it breaks lines; Qt forgets it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        room = narrower.rect
        narrower.rect = room.adjusted(0, 0, -2 * PADDING, 0)
        return super().sizeHint(narrower, index)


class TextTableView(QTableView):
    """Shows `table`; `model` where it can do more than be looked at."""

    def __init__(self, table: TextTable, model: TextTableModel | None = None) -> None:
        super().__init__()
        self.table = table
        self.setModel(model or TextTableModel(table, self))
        self.setItemDelegate(_Cell(self))
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
        for column in self.table.narrow:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        heights.setDefaultSectionSize(self.table.lines * self.fontMetrics().lineSpacing() + ROW_SPACE)
        if len(self.table.rows) <= MOST_WRAPPED:
            heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def build_tabs(views: Sequence[TextTableView]) -> QTabWidget:
    """The first that holds anything is in front."""
    tabs = QTabWidget()
    for view in views:
        at = tabs.addTab(view, view.table.title)
        tabs.setTabEnabled(at, bool(view.table.rows))
    tabs.setCurrentIndex(next((at for at, view in enumerate(views) if view.table.rows), 0))
    return tabs


def build_table_tabs(shown: Sequence[TextTable]) -> QTabWidget:
    """Of tables that are only looked at."""
    return build_tabs([TextTableView(table) for table in shown])
