# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes of a list in groups that open and close, with counts; what is only named is one line. Decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTreeView, QWidget

from checkin.core.lists.change_groups import ChangeGroup, ChangeKind, ShownChange, shown_people
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.list_difference_tables import change_header
from checkin.ui.look.measure import scaled_font
from checkin.ui.look.theme import TEXT

MOST_OPEN = 200
"""Changes of the largest group that is open from the start."""

LEVELS = 2
"""A group, and its changes below it."""

ROW_SPACE = 10
"""Pixels between the texts of two rows."""

Index = QModelIndex | QPersistentModelIndex
Row = Callable[[ShownChange], Sequence[str]]

_TOP = 0
"""The internal id of a group; that of a change is the number of its group plus 1."""


class ChangeGroupModel(QAbstractItemModel):
    """A tree of two levels: groups, and their changes as `row` writes them. Groups that are only named have none."""

    def __init__(self, groups: Sequence[ChangeGroup], row: Row, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.groups, self._row, self._header = tuple(groups), row, change_header()

    def put(self, groups: Sequence[ChangeGroup]) -> None:
        self.beginResetModel()
        self.groups = tuple(groups)
        self.endResetModel()

    def group_at(self, index: Index) -> ChangeGroup | None:
        """Return the group of a row, whichever of its rows that is."""
        if not index.isValid():
            return None
        return self.groups[index.internalId() - 1 if index.internalId() else index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self.groups)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        group = self.groups[parent.row()]
        return len(group.changes) if group.is_shown else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._header)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        number = index.internalId() if index.isValid() else _TOP
        return self.createIndex(number - 1, 0, _TOP) if number else QModelIndex()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_group = index.internalId() == _TOP
        if is_group and role == Qt.ItemDataRole.FontRole:
            return scaled_font(TEXT, 600 if self.groups[index.row()].is_shown else 400)
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, QFontMetrics(scaled_font(TEXT, 400)).lineSpacing() + ROW_SPACE)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if is_group:
            return group_title(self.groups[index.row()]) if index.column() == 0 else None
        return self._row(self.groups[index.internalId() - 1].changes[index.row()])[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self._header[section] if is_title else None


class ChangeGroupView(QTreeView):
    """A view of the groups. `chosen` carries the group of the current row, or None."""

    chosen = Signal(object)

    def __init__(self, groups: Sequence[ChangeGroup], row: Row) -> None:
        super().__init__()
        self._model = ChangeGroupModel(groups, row, self)
        self.setModel(self._model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(MOST_OPEN)
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(self._model.group_at(now)))
        self._open()

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width of a column; of the first that of the largest row number, as the model's hint has none."""
        if column:
            return super().sizeHintForColumn(column)
        last = max((change.person.row for group in self._model.groups for change in group.changes), default=0)
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        return LEVELS * self.indentation() + self.fontMetrics().horizontalAdvance(f" {last} ") + 2 * margin

    def put(self, groups: Sequence[ChangeGroup]) -> None:
        """Show other groups; those that were closed open again."""
        self._model.put(groups)
        self._open()
        self.chosen.emit(None)

    def _open(self) -> None:
        groups = self._model.groups
        self.setAccessibleName(translate(_CHANGED, count=shown_people(groups)))
        for place, group in enumerate(groups):
            self.setFirstColumnSpanned(place, QModelIndex(), True)
            self.setExpanded(self._model.index(place, 0), len(group.changes) <= MOST_OPEN)


def group_title(group: ChangeGroup) -> str:
    """Return the line of a group: its kind and count, or why it is only named."""
    count = len(group.changes)
    if group.is_shown:
        return translate(_TITLES[group.kind], count=count, column=group.column)
    if not count:
        return translate(_MUTED_WITHOUT, column=group.column)
    return translate(_MUTED if group.is_muted else _NOISE, count=count, column=group.column)


_CHANGED = Message("difference", "Changed ({count})")
_TITLES = {
    ChangeKind.CANCELLATION: Message("difference", "Cancelled or blocked ({count})"),
    ChangeKind.STATE: Message("difference", "Other registration statuses ({count})"),
    ChangeKind.CODE: Message("difference", "Ticket codes ({count})"),
    ChangeKind.SESSIONS: Message("difference", "Sessions, categories and places ({count})"),
    ChangeKind.PERSON: Message("difference", "Names, addresses and other details ({count})"),
    ChangeKind.OWN_COLUMN: Message("difference", "Your column “{column}” ({count})"),
}
_MUTED = Message("difference", "“{column}”: {count} {count:change|changes} not shown, as you asked")
_MUTED_WITHOUT = Message("difference", "“{column}”: no change here; not shown, as you asked")
_NOISE = Message("difference", "“{column}”: a number or date that changes with every export ({count} not shown)")
