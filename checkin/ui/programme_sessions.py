# SPDX-License-Identifier: GPL-3.0-or-later
"""The day as a list of sessions, all speakers at its head. Draws what it is given and says which is chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.drawing import RIGHT, align, card, write
from checkin.ui.programme_session_row import SessionRow
from checkin.ui.programme_words import LEGEND, Item, item_story
from checkin.ui.theme import SMALL, font, tokens

HEADING = 36
_TITLE = Words("programme screen", "The day")


class RowModel(QAbstractListModel):
    """Rows of values (UserRole); the text of a row is its whole story, for readers and tool tips."""

    def __init__(self, story: Any) -> None:
        super().__init__()
        self._story = story
        self.rows: Sequence[Any] = ()

    def show(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._story(self.rows[index.row()])
        return None


class RowList(QListView):
    """Rows as wide as the list, each as high as it needs; the whole of it moves when there is no room."""

    moved = Signal()
    """Another row is the current one."""
    crossed = Signal()
    """The key that goes on to the list beside this one."""

    def __init__(self, story: Any, name: str, across: Sequence[Qt.Key]) -> None:
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
        self.selectionModel().currentChanged.connect(lambda *_: self.moved.emit())

    def show_rows(self, rows: Sequence[Any], chosen: int) -> None:
        """`chosen` becomes the current one; where one has scrolled to stays."""
        bar = self.verticalScrollBar()
        at, is_new = bar.value(), tuple(rows) != self.content.rows
        if is_new:
            self.selectionModel().blockSignals(True)
            self.content.show(rows)
            self.selectionModel().blockSignals(False)
        if 0 <= chosen < len(rows) and self.currentIndex().row() != chosen:
            self.setCurrentIndex(self.content.index(chosen))
        if is_new:
            self.doItemsLayout()
            bar.setValue(at)

    def chosen(self) -> Any:
        """The value of the current row, None if there is none."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._across:
            self.crossed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()  # titles wrap anew
        self.scrollTo(self.currentIndex())


class ProgrammeSessions(QWidget):
    """The card around the list. `chosen` is the id of a session, "" for all speakers."""

    moved = Signal()
    crossed = Signal()

    def __init__(self) -> None:
        super().__init__()
        across = (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.list = RowList(item_story, say(_TITLE), across)
        self.list.setItemDelegate(SessionRow(self.list))
        self.list.moved.connect(self.moved)
        self.list.crossed.connect(self.crossed)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, HEADING + 1, 1, 4)
        column.addWidget(self.list)

    def show_items(self, items: Sequence[Item], chosen: str) -> None:
        """The first where nothing has the id `chosen` any more."""
        at = next((number for number, item in enumerate(items) if item.id == chosen), 0)
        self.list.show_rows(items, at)

    def choose(self, item_id: str) -> None:
        """The row with this id; a name nobody has changes nothing."""
        for number, item in enumerate(self.list.content.rows):
            if item.id == item_id:
                self.list.setCurrentIndex(self.list.content.index(number))

    @property
    def chosen(self) -> Item | None:
        item: Item | None = self.list.chosen()
        return item

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, QRectF(self.rect()), t)
        heading = QRectF(16, 0, self.width() - 32, HEADING)
        write(painter, heading, say(_TITLE), font(SMALL, 600), t.quiet)
        align(painter, heading, say(LEGEND), (font(SMALL), t.quiet), RIGHT)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(1, HEADING, self.width() - 1, HEADING)
