# SPDX-License-Identifier: GPL-3.0-or-later
"""The day as a list of sessions, all speakers at its head. Draws what it is given and says which is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import RIGHT, align, card, hairline, write
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import SMALL, font, tokens
from checkin.ui.parts.row_list import RowList
from checkin.ui.programme.session_row import SessionRow
from checkin.ui.programme.words import LEGEND, Item, item_story

HEADING, UNDER, EDGE = 36, 18, 16
"""Height of the heading, of a second line in it, and what is left free at its sides; in pixels."""
_TITLE = Words("programme screen", "The day")


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
        column.setContentsMargins(1, sized(HEADING + 1), 1, 4)
        self._column = column
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._column.setContentsMargins(1, sized(self._heading() + 1), 1, 4)

    def _heading(self) -> int:
        """Its height: what the figures mean stands below the title where it has no room beside it."""
        texts = (say(_TITLE), font(SMALL, 600)), (say(LEGEND), font(SMALL))
        needed = sum(QFontMetricsF(face).horizontalAdvance(text) for text, face in texts) + EDGE
        return HEADING if needed <= whole(self).width() - 2 * EDGE else HEADING + UNDER

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, whole(self), t)
        heading, height = QRectF(EDGE, 0, whole(self).width() - 2 * EDGE, HEADING), self._heading()
        write(painter, heading, say(_TITLE), font(SMALL, 600), t.quiet)
        align(painter, heading.translated(0, height - HEADING), say(LEGEND), (font(SMALL), t.quiet), RIGHT)
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 1, height, whole(self).width() - 1, height)
