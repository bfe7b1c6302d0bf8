# SPDX-License-Identifier: GPL-3.0-or-later
"""The last arrivals at this control point, newest first. Draws them and asks for an undo; undoes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from checkin.core.answer import Passage
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.drawing import CENTRE, align, card, hairline, write
from checkin.ui.look.measure import design_painter, sized, text_scale, whole
from checkin.ui.look.states import of_passage, passage_name
from checkin.ui.look.theme import LIGHT, SMALL, TEXT, font, tokens
from checkin.ui.parts.person_rows import ROW, PassageRow
from checkin.ui.parts.printer_words import BADGES
from checkin.ui.parts.row_list import RowModel

_TITLE = Words("passage", "Last arrivals")
_FOR_A_MOMENT = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_NONE = Words("passage", "The people who come in are listed here.")


def story(passage: Passage) -> str:
    """All of a line, uncut: time, name, organisation, what happened, where."""
    parts = (clock_time(passage.at), passage_name(passage), passage.organisation)
    badge = say(BADGES[passage.badge]) if passage.badge else ""
    return " · ".join(p for p in (*parts, of_passage(passage, LIGHT).text, badge, passage.desk) if p)


class PassageList(QListView):
    """Delete or the arrow on the row asks for the undo of the line it is on (F8 is the window's)."""

    undo_chosen = Signal(bytes)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passages = RowModel(story)
        self.setModel(self.passages)
        self._row = PassageRow(self)
        self.setItemDelegate(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it was
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(say(_TITLE))

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """The keyboard stays on the line it is on: F8 undoes that one."""
        index = self.currentIndex()
        entry = index.data(Qt.ItemDataRole.UserRole).entry if index.isValid() else None
        self.passages.show(passages)
        if (row := next((n for n, passage in enumerate(passages) if passage.entry == entry), None)) is not None:
            self.setCurrentIndex(self.passages.index(row))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """It is seen where the keyboard is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.passages.index(0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_MOMENT:
            self.setCurrentIndex(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self._ask(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._row.undo_box(QRectF(self.visualRect(index)), text_scale()).contains(
            event.position()
        ):
            self._ask(index)

    def _ask(self, index: QModelIndex) -> None:
        passage: Passage = index.data(Qt.ItemDataRole.UserRole)
        if passage.can_undo and not passage.is_undone:
            self.undo_chosen.emit(passage.entry)


class Passages(QWidget):
    """The card around the list: a title, the rows, and a sentence while there are none."""

    undo_chosen = Signal(bytes)
    """The id of the entry to undo."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = PassageList(self)
        self.list.undo_chosen.connect(self.undo_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, sized(37), 1, 4)
        column.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(sized(41 + ROW))

    def selected(self) -> Passage | None:
        """The line the keyboard is on, None when it is elsewhere."""
        index = self.list.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if self.list.hasFocus() and index.isValid() else None

    def show_passages(self, passages: Sequence[Passage]) -> None:
        """Newest first."""
        self.list.show_passages(passages)
        self.list.setVisible(bool(passages))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whole rows only: half a name reads like a fault."""
        super().resizeEvent(event)
        self.list.setFixedHeight(sized(max(1, int(whole(self).height() - 41) // ROW) * ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, whole(self), t)
        title = QRectF(16, 0, whole(self).width() - 32, 36)
        write(painter, title, say(_TITLE), font(SMALL, 600), t.quiet)
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 1, 36, whole(self).width() - 1, 36)
        if not self.list.passages.rowCount():
            align(
                painter,
                whole(self).adjusted(16, 36, -16, 0),
                say(_NONE),
                (font(TEXT), t.quiet),
                CENTRE,
            )
