# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of values, each painted by a delegate and described to screen readers by one text."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView


class RowModel(QStringListModel):
    """A model of values (UserRole); the text of a row is its full description, for screen readers and tool tips.

    Its strings are empty and have one purpose: Qt counts the rows by itself. It asks for their number once for each row
    that it lays out, and 100,000 questions to Python take a third of a second.
    """

    def __init__(self, story: Callable[[Any], str]) -> None:
        super().__init__()
        self._story = story
        self.rows: Sequence[Any] = ()

    def show(self, rows: Sequence[Any]) -> None:
        self.rows = tuple(rows)
        self.setStringList([""] * len(self.rows))

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Return that a row can be chosen; those of strings could be edited and dragged too."""
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._story(self.rows[index.row()])
        return None


class RowList(QListView):
    """A list of rows as high as their content, scrolled as a whole."""

    moved = Signal()
    """Emitted when the user made another row current."""
    crossed = Signal()
    """Emitted by the key that moves on to the list beside this one."""

    def __init__(self, story: Callable[[Any], str], name: str, across: Sequence[Qt.Key]) -> None:
        super().__init__()
        self._across = tuple(across)
        self.content = RowModel(story)
        self.setModel(self.content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._is_shown_anew = False
        self.selectionModel().currentChanged.connect(self._announce_moved)

    def show_rows(self, rows: Sequence[Any], chosen: int) -> None:
        """Show `rows` and make `chosen` current without emitting `moved`; the scroll position stays."""
        bar = self.verticalScrollBar()
        at, is_new = bar.value(), tuple(rows) != self.content.rows
        self._is_shown_anew = True
        if is_new:
            self.content.show(rows)
        if 0 <= chosen < len(rows) and self.currentIndex().row() != chosen:
            self.setCurrentIndex(self.content.index(chosen))
        self._is_shown_anew = False
        if is_new:
            self.executeDelayedItemsLayout()
            bar.setValue(at)

    def show_whole_rows(self) -> int:
        """Remove the rows that do not fit whole, for an image that cannot be scrolled; return their number."""
        rows, room = self.content.rows, self.height()
        heights = itertools.accumulate(map(self.sizeHintForRow, range(len(rows))))
        self.content.show(rows[: sum(height <= room for height in heights)])
        return len(rows) - len(self.content.rows)

    def chosen(self) -> Any:
        """Return the value of the current row, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def _announce_moved(self) -> None:
        if not self._is_shown_anew:
            self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._across:
            self.crossed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.uniformItemSizes():
            self.doItemsLayout()  # titles wrap again
        self.scrollTo(self.currentIndex())
