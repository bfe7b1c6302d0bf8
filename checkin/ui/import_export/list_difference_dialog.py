# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that a list would make, shown before the import. Accepted means import; writes nothing itself."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QPushButton, QStyle, QTreeView, QWidget

from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.list_difference import ChangeGroup, ChangeKind, ShownChange, arrange_groups, shown_people
from checkin.core.lists.list_fields import count_problem_rows
from checkin.core.lists.listed_person import ListedKey
from checkin.core.message import Message, list_names
from checkin.core.programme.programme import Programme
from checkin.services.lists.list_preview import ListPreview
from checkin.translation import translate
from checkin.ui.import_export.import_summary import other_list_warning
from checkin.ui.import_export.programme_difference_dialog import (
    Index,
    TextTable,
    TextTableModel,
    TextTableView,
    build_list_tables,
    build_tabs,
    cancelled_here,
    change_header,
    change_row,
)
from checkin.ui.look.theme import LARGE, TEXT, scale_px, scaled_font
from checkin.ui.widgets.boxes import at_left, column_of, wide
from checkin.ui.widgets.buttons import ask_confirmation
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import FormMessage, WrappingCheckBox

MOST_OPEN = 200
"""Changes of the largest group that is open from the start."""

LEVELS = 2
"""A group, and its changes below it."""

ROW_SPACE = 10
"""Pixels between the texts of two rows."""

TreeIndex = QModelIndex | QPersistentModelIndex
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

    def group_at(self, index: TreeIndex) -> ChangeGroup | None:
        """Return the group of a row, whichever of its rows that is."""
        if not index.isValid():
            return None
        return self.groups[index.internalId() - 1 if index.internalId() else index.row()]

    def rowCount(self, parent: TreeIndex = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self.groups)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        group = self.groups[parent.row()]
        return len(group.changes) if group.is_shown else 0

    def columnCount(self, _parent: TreeIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self._header)

    def index(self, row: int, column: int, parent: TreeIndex = QModelIndex()) -> QModelIndex:  # noqa: B008
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: TreeIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        number = index.internalId() if index.isValid() else _TOP
        return self.createIndex(number - 1, 0, _TOP) if number else QModelIndex()

    def data(self, index: TreeIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
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
        self.setAccessibleName(translate(Message("difference", "Changed ({count})"), count=shown_people(groups)))
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


class DuplicatePairsView(TextTableView):
    """The probable duplicates side by side, with a decision for each pair; Space or a click on the last column decides.

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
                return translate(Message("difference", "Same person"))
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if is_same else Qt.CheckState.Unchecked
        return None


_HOW = Message("difference", "Press the space bar to say whether they are the same person.")


SIZE, LEAST = QSize(1100, 640), 190
"""Pixels; fits a screen of 1366x768 with its bars."""


class ListDifferenceDialog(Dialog):
    """The dialog. `replaces`: the list takes the place of the one before, even if it leaves out most of its people.
    `cancels_gone`: cancel people who left the list (both off by default).

    `same` maps rows to the ids of known people they are (none by default). `here` are the ids of people who have
    arrived, `muted` the titles of the columns whose changes the user does not want to see.
    """

    def __init__(
        self, preview: ListPreview, programme: Programme, parent: QWidget | None = None, *, here: Collection[str] = ()
    ) -> None:
        super().__init__(translate(Message("file", "Import a list")), parent)
        difference = preview.difference
        self._cancel_gone = WrappingCheckBox(translate(_CANCEL))
        self._replaces = WrappingCheckBox(translate(_REPLACES, count=len(difference.gone)))
        self._difference, self._found, self._here = difference, preview.groups, frozenset(here)
        self.muted = set(preview.muted)
        added, gone, pairs = build_list_tables(difference)
        self.changes = ChangeGroupView(self._groups(), lambda shown: change_row(shown, programme, here))
        self.pairs = DuplicatePairsView(pairs, difference.probable_duplicates)
        self.tabs = build_tabs([TextTableView(added), self.changes, TextTableView(gone), self.pairs])
        self.mute, self._chosen = QPushButton(), ""
        self.mute.setAutoDefault(False)
        self._one_or_two = _label(translate(_TWO_OR_ONE), TEXT, 400)
        self._buttons = self.confirm(translate(Message("difference", "Import")), self._import)
        self.strip = FormMessage()
        if other := other_list_warning(self._difference):
            self.strip.refuse(other)
        elif names := cancelled_here(self._difference, self._here):
            self.strip.warn(translate(_HERE, count=len(names), names=list_names(names, MOST_NAMED, translate)))
        column_of(
            _label(translate(_HEADLINE), LARGE, 600),
            _label(_summary(preview), TEXT, 400),
            self.strip,
            wide(self.tabs),
            at_left(self.mute),
            self._one_or_two,
            self._replaces,
            self._cancel_gone,
            self._buttons,
            spacing=12,
            around=(24, 20, 24, 20),
            of=self,
        )
        self.tabs.setMinimumHeight(scale_px(LEAST))
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()
        self.mute.clicked.connect(self._mute)
        self.changes.chosen.connect(self._offer_mute)
        self.pairs.decided.connect(self._show_beside)
        self.tabs.currentChanged.connect(self._show_beside)
        self._replaces.toggled.connect(self._show_gone)
        self._show_beside()
        self._show_gone()

    def _import(self) -> None:
        """Accept, after a question if one tick would cancel nearly everybody."""
        question = other_list_warning(self._difference) if self.cancels_gone else ""
        words = translate(_CANCEL_ALL, count=len(self._difference.gone))
        if not question or ask_confirmation(self, (question, ""), words):
            self.accept()

    @property
    def cancels_gone(self) -> bool:
        return self.replaces and self._cancel_gone.isChecked()

    @property
    def replaces(self) -> bool:
        """Whether people who are not on this list have left it: not where it is one beside theirs."""
        return not self._difference.is_beside or self._replaces.isChecked()

    @property
    def same(self) -> dict[ListedKey, str]:
        return self.pairs.same

    def _groups(self) -> Sequence[ChangeGroup]:
        return arrange_groups(self._found, self._here, self.muted)

    def _offer_mute(self, group: ChangeGroup | None) -> None:
        """Offer to hide the changes of an own column, or to show them again."""
        self._chosen = group.column if group else ""
        self.mute.setText(translate(_SHOW if self._chosen in self.muted else _MUTE, column=self._chosen))
        self._show_beside()

    def _mute(self) -> None:
        self.muted ^= {self._chosen}
        self.changes.put(self._groups())
        self.tabs.setTabText(self.tabs.indexOf(self.changes), self.changes.accessibleName())
        self.changes.setFocus()

    def _show_beside(self) -> None:
        """Show the button of an own column, and the explanation beside the pairs and once one was decided."""
        self.mute.setVisible(bool(self._chosen) and self.tabs.currentWidget() is self.changes)
        self._one_or_two.setVisible(self.tabs.currentWidget() is self.pairs or bool(self.same))

    def _show_gone(self) -> None:
        """Ask first whether a list that leaves out most people takes the place of theirs."""
        self._replaces.setVisible(self._difference.is_beside)
        self._cancel_gone.setVisible(bool(self._difference.gone) and self.replaces)


def _summary(preview: ListPreview) -> str:
    parts = [translate(_UNCHANGED, count=preview.difference.unchanged)]
    if preview.problems:
        parts.append(translate(_PROBLEMS, count=count_problem_rows(preview.problems)))
    return " ".join(parts)


def _label(text: str, size: int, weight: int) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(scaled_font(size, weight))
    label.setWordWrap(True)
    return label


MOST_NAMED = 5
_HERE = Message(
    "difference",
    "{count} {count:person|people} cancelled by this list {count:has|have} already arrived: {names}. They "
    "still count as arrived; import only if this is intended.",
)
_HEADLINE = Message("difference", "Nothing is written yet: what this list would change")
_UNCHANGED = Message(
    "difference",
    "{count} {count:person is|people are} unchanged. Arrivals, replaced codes and corrections made at the desk "
    "are kept.",
)
_PROBLEMS = Message(
    "difference", "{count} {count:row to check; it is|rows to check; they are} listed after the import."
)
_TWO_OR_ONE = Message(
    "difference",
    "Not ticked: they are two people, and the one on the list is added. Ticked: they are one person; nobody is "
    "added, and the list’s details go to the person in the event. Undoing the import reverses this.",
)
_MUTE = Message("difference", "Do not show changes of “{column}” again")
_SHOW = Message("difference", "Show changes of “{column}” again")
_CANCEL_ALL = Message("difference", "Cancel {count} {count:registration|registrations}")
_REPLACES = Message(
    "difference",
    "This list replaces the earlier one: {count} {count:person is|people are} no longer on it. Not ticked: it is "
    "another list beside it, and they stay as they are.",
)
_CANCEL = Message(
    "difference", "Cancel the registrations of people no longer on the list (except those who have arrived)"
)
