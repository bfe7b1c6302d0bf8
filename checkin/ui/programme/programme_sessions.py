# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the day's sessions, with all speakers as its first row. Draws it and reports the choice."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_card, draw_elided, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import SMALL, font, tokens
from checkin.ui.programme.programme_screen_wording import LEGEND, ProgrammeItem, item_description
from checkin.ui.programme.session_row import SessionRow
from checkin.ui.widgets.row_list import RowList

HEADING, UNDER, EDGE = 36, 18, 16
"""Pixels: height of the heading, of its second line, and the margins."""
_TITLE, _TITLE_OF_DAYS = Message("programme screen", "The day"), Message("programme screen", "The days")


class ProgrammeSessions(QWidget):
    """The card around the list; `chosen` is the row chosen."""

    moved = Signal()
    crossed = Signal()

    def __init__(self) -> None:
        super().__init__()
        across = (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        self.list = RowList(item_description, translate(_TITLE), across)
        self.list.setItemDelegate(SessionRow(self.list))
        self.list.moved.connect(self.moved)
        self.list.crossed.connect(self.crossed)
        self._title = _TITLE
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, scale_px(HEADING + 1), 1, 4)
        self._column = column
        column.addWidget(self.list)

    def show_items(self, items: Sequence[ProgrammeItem], chosen: str) -> None:
        """Show the rows and choose the one with the id `chosen`, else the first."""
        at = next((number for number, item in enumerate(items) if item.id == chosen), 0)
        self.list.show_rows(items, at)
        self._title = _TITLE_OF_DAYS if sum(bool(item.heading) for item in items) > 1 else _TITLE
        self.list.setAccessibleName(translate(self._title))
        self.update()

    def choose(self, item_id: str) -> None:
        """Choose the row with this id; an unknown id changes nothing."""
        for number, item in enumerate(self.list.content.rows):
            if item.id == item_id:
                self.list.setCurrentIndex(self.list.content.index(number))

    @property
    def chosen(self) -> ProgrammeItem | None:
        item: ProgrammeItem | None = self.list.chosen()
        return item

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._column.setContentsMargins(1, scale_px(self._heading() + 1), 1, 4)

    def _heading(self) -> int:
        """Return the height of the heading, with a second line where the legend has no room beside the title."""
        texts = (translate(self._title), font(SMALL, 600)), (translate(LEGEND), font(SMALL))
        needed = sum(QFontMetricsF(face).horizontalAdvance(text) for text, face in texts) + EDGE
        return HEADING if needed <= design_rect(self).width() - 2 * EDGE else HEADING + UNDER

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        heading, height = QRectF(EDGE, 0, design_rect(self).width() - 2 * EDGE, HEADING), self._heading()
        draw_elided(painter, heading, translate(self._title), font(SMALL, 600), t.quiet)
        draw_aligned(painter, heading.translated(0, height - HEADING), translate(LEGEND), (font(SMALL), t.quiet), RIGHT)
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 1, height, design_rect(self).width() - 1, height)
