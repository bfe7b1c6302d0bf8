# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview table of a list: the resulting people at the left, always visible, the file's columns at the right.

Two views of one model that scroll and select together.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.import_column_header import HEIGHT, ColumnHeader
from checkin.ui.import_export.import_person_cell import ImportPersonCell
from checkin.ui.import_export.import_rows import PreviewRow
from checkin.ui.look.drawing import LEFT, draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import tokens

PERSON, FIRST = 0, 1
"""The model's column with the person, and the first of the list's own."""
ROW, LEAST_ROWS = 48, 2
PERSON_WIDTH, NARROWEST, WIDEST = 380, 214, 280
"""Pixels. A column is as wide as its title, within these limits."""

_Index = QModelIndex | QPersistentModelIndex


class ImportTable(QWidget):
    """The table; `chosen` carries a column and what it is to hold (see `ColumnHeader`)."""

    chosen = Signal(int, str)
    current_changed = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.model = _Rows(self)
        self.people, self.columns, self._foot = _view(self.model), _view(self.model), QWidget()
        self.header = ColumnHeader(self.columns, FIRST)
        self.columns.setHorizontalHeader(self.header)
        self.header.chosen.connect(self.chosen)
        self._assemble()
        self._name()

    def show_rows(self, mapping: ColumnMapping, rows: Sequence[PreviewRow]) -> None:
        """Show the mapping and the rows; the scroll position stays."""
        is_other = self.model.show(mapping, rows)
        if is_other:
            self._fit()
        self.header.show_mapping(mapping)

    def _fit(self) -> None:
        self.people.setColumnHidden(PERSON, False)
        self.columns.setColumnHidden(PERSON, True)
        for column in range(FIRST, self.model.columnCount()):
            self.people.setColumnHidden(column, True)
            wanted = self.columns.sizeHintForColumn(column)
            self.columns.setColumnWidth(column, min(max(wanted, scale_px(NARROWEST)), scale_px(WIDEST)))
        self.people.setColumnWidth(PERSON, PERSON_WIDTH)

    def _assemble(self) -> None:
        people, columns = self.people, self.columns
        people.setSelectionModel(columns.selectionModel())
        people.selectionModel().currentChanged.connect(self._announce_current)
        self.model.modelReset.connect(self._announce_none)
        people.setItemDelegate(ImportPersonCell(people))
        people.setFixedWidth(scale_px(PERSON_WIDTH))
        people.horizontalHeader().setFixedHeight(scale_px(HEIGHT))
        people.horizontalHeader().setStretchLastSection(True)
        people.horizontalHeader().setDefaultAlignment(LEFT)
        people.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header.setStretchLastSection(True)
        one, other = people.verticalScrollBar(), columns.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        self.setMinimumHeight(scale_px(HEIGHT + LEAST_ROWS * ROW))
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(0)
        row.addLayout(self._above_bar())
        row.addWidget(columns, 1)

    def _above_bar(self) -> QVBoxLayout:
        """Return the left column with a spacer, so that it ends above the other view's scroll bar."""
        self._foot.setFixedHeight(0)
        self.columns.horizontalScrollBar().rangeChanged.connect(self._keep_above)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.people, 1)
        column.addWidget(self._foot)
        return column

    def _keep_above(self, _: int, most: int) -> None:
        self._foot.setFixedHeight(self.columns.horizontalScrollBar().sizeHint().height() if most else 0)

    def _announce_current(self, current: QModelIndex) -> None:
        self.current_changed.emit(current)

    def _announce_none(self) -> None:
        self.current_changed.emit(QModelIndex())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))

    def _name(self) -> None:
        self.people.setAccessibleName(translate(_PEOPLE))
        self.columns.setAccessibleName(translate(_COLUMNS))


class _Rows(QAbstractTableModel):
    """The model: the resulting person, then the texts of the row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[PreviewRow, ...] = ()
        self._mapping: ColumnMapping | None = None

    def show(self, mapping: ColumnMapping, rows: Sequence[PreviewRow]) -> bool:
        """Show the rows; return whether the list has other columns than before."""
        before = self._mapping
        is_other = before is None or before.titles != mapping.titles
        self._mapping = mapping
        if is_other or [row.number for row in rows] != [row.number for row in self._rows]:
            self.beginResetModel()
            self._rows = tuple(rows)
            self.endResetModel()
        else:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
        return is_other

    def row(self, number: int) -> PreviewRow:
        return self._rows[number]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        titles = self._mapping.titles if self._mapping else ()
        return 0 if parent.isValid() else FIRST + len(titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], index.column() - FIRST
        if column < 0:
            return _of_person(row, role)
        text = row.cells[column] if column < len(row.cells) else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return text
        if role == Qt.ItemDataRole.ForegroundRole and self._mapping and column in self._mapping.left_out:
            parent = self.parent()
            assert isinstance(parent, QWidget)
            return QColor(tokens(parent.palette()).quiet)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = self._mapping.titles if self._mapping else ()
        return translate(_PEOPLE) if section == PERSON else titles[section - FIRST]


def _of_person(row: PreviewRow, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return row.name
        case Qt.ItemDataRole.UserRole:
            return row
        case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
    return None


def _view(model: _Rows) -> QTableView:
    view = QTableView()
    view.setModel(model)
    view.setProperty("plain", True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(scale_px(ROW))
    return view


_PEOPLE = Message("import", "People as they will be imported")
_COLUMNS = Message("import", "Columns of the file")
