# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list would change, looked at before anything is written. Asks only: accepted means import."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from checkin.core.lists.problems import rows_of
from checkin.core.programme import Programme
from checkin.core.words import Words
from checkin.desk.list_preview import Preview
from checkin.language import say
from checkin.ui.difference_rows import Table, tables
from checkin.ui.theme import LARGE, TEXT, font

SIZE = QSize(1100, 640)
"""Pixels; fits a screen of 1366x768 with its bars."""
PADDING = 12
"""Pixels at both ends of a cell, in resources/style.qss."""
ROW_SPACE = 16
"""Pixels between the texts of two rows."""
MOST_WRAPPED = 200
"""Rows whose heights are worked out one by one; a longer table has one line a row."""

_Index = QModelIndex | QPersistentModelIndex


class DifferenceDialog(QDialog):
    """`cancels_gone` is whether those who left the list are to be cancelled; no by itself."""

    def __init__(self, preview: Preview, programme: Programme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say(Words("file", "Import a list")))
        difference = preview.difference
        self._cancel_gone = QCheckBox(say(_CANCEL))
        self._cancel_gone.setVisible(bool(difference.gone))
        self.tabs = table_tabs(tables(difference, programme))
        self._buttons = _buttons()
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(_label(say(_HEADLINE), LARGE, 600))
        column.addWidget(_label(_summary(preview), TEXT, 400))
        column.addWidget(self.tabs, 1)
        column.addWidget(self._cancel_gone)
        column.addWidget(self._buttons)
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()

    @property
    def cancels_gone(self) -> bool:
        return self._cancel_gone.isChecked()


class _Model(QAbstractTableModel):
    """Rows of plain text, however many."""

    def __init__(self, table: Table, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._table.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._table.header)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._table.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self._table.header[section] if is_title else None


class _Cell(QStyledItemDelegate):
    """Reckons with the padding of the style sheet when it breaks lines; Qt forgets it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        room = narrower.rect
        narrower.rect = room.adjusted(0, 0, -2 * PADDING, 0)
        return super().sizeHint(narrower, index)


def table_tabs(shown: tuple[Table, ...]) -> QTabWidget:
    """The first that holds anything is in front."""
    tabs = QTabWidget()
    for table in shown:
        at = tabs.addTab(_view(table), table.title)
        tabs.setTabEnabled(at, bool(table.rows))
    tabs.setCurrentIndex(next((at for at, table in enumerate(shown) if table.rows), 0))
    return tabs


def _view(table: Table) -> QTableView:
    view = QTableView()
    view.setModel(_Model(table, view))
    view.setItemDelegate(_Cell(view))
    view.setAccessibleName(table.title)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.verticalHeader().hide()
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in table.narrow:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    heights = view.verticalHeader()
    heights.setDefaultSectionSize(table.lines * view.fontMetrics().lineSpacing() + ROW_SPACE)
    if len(table.rows) <= MOST_WRAPPED:
        heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return view


def _buttons() -> QDialogButtonBox:
    box = QDialogButtonBox()
    bring = box.addButton(say(Words("difference", "Import")), QDialogButtonBox.ButtonRole.AcceptRole)
    box.addButton(QDialogButtonBox.StandardButton.Cancel)
    bring.setDefault(True)
    return box


def _summary(preview: Preview) -> str:
    parts = [say(_UNCHANGED, count=preview.difference.unchanged)]
    if preview.problems:
        parts.append(say(_PROBLEMS, count=rows_of(preview.problems)))
    return " ".join(parts)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font(size, weight))
    label.setWordWrap(True)
    return label


_HEADLINE = Words("difference", "Before anything is written: what this list changes")
_UNCHANGED = Words(
    "difference",
    "{count} people stay as they are. Arrivals, replaced codes and corrections made at the desk are kept.",
)
_PROBLEMS = Words("difference", "{count} rows to look at; they are listed after the import.")
_CANCEL = Words(
    "difference", "Cancel the registration of those who are no longer on the list (not of anyone who has arrived)"
)
