# SPDX-License-Identifier: GPL-3.0-or-later
"""One speaker of the board: name, role, organisation, remarks; state and time at the right. Paints only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from checkin.core.speakers import Line
from checkin.language import clock_time
from checkin.ui import icons
from checkin.ui.drawing import LEFT, RIGHT, align, draw_pill, pill_width, write
from checkin.ui.measure import drawn, sized, text_scale
from checkin.ui.person_rows import PersonRow
from checkin.ui.speaker_words import moment, pill, remarks
from checkin.ui.theme import LIGHT, SMALL, TEXT, Tokens, font
from checkin.ui.typesetting import cut

EDGE, TIME, PADDING = 16, 62, 11
NAME, LINE, REMARK = 21, 18, 20
"""Heights of lines, in pixels."""
LONGEST = 2
"""Lines of a name, and of a role."""


class SpeakerRow(PersonRow):
    """Of `view`, whose width its rows have. With `has_sessions` each says when and where they speak."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self.has_sessions = False

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        width = round(self._view.viewport().width() / text_scale())
        text = self._text(line, width)
        height = len(_name(line, text)) * NAME + len(self._about(line, text)) * LINE + (REMARK if remarks(line) else 0)
        return sized(QSize(width, max(height, NAME + LINE) + 2 * PADDING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = drawn(QRectF(option.rect))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(box.adjusted(5, 4, -5, -4), 8, 8)
        top, left, width = box.top() + PADDING, self._left(), self._text(line, round(box.width()))
        self._paint_state(painter, QPointF(box.right() - EDGE, top), line, t)
        if self.has_sessions and line.session and line.session.starts:
            time = QRectF(EDGE, top, TIME, NAME)
            align(painter, time, clock_time(line.session.starts), (font(TEXT, tabular=True), t.quiet), LEFT)
        for text in _name(line, width):
            write(painter, QRectF(left, top, width, NAME), text, font(TEXT, 600), t.ink)
            top += NAME
        for text in self._about(line, width):
            write(painter, QRectF(left, top, width, LINE), text, font(SMALL), t.quiet)
            top += LINE
        self._paint_remarks(painter, QRectF(left, top, width, REMARK), line, t)
        painter.restore()

    def _paint_state(self, painter: QPainter, corner: QPointF, line: Line, t: Tokens) -> None:
        drawn = draw_pill(painter, corner + QPointF(0, 11), pill(line, t))
        under = QRectF(drawn.left() - 200, drawn.bottom() + 1, drawn.width() + 200, LINE)
        ink = t.ink if line.is_alert else t.quiet
        align(painter, under, moment(line), (font(SMALL, 600 if line.is_alert else 400), ink), RIGHT)

    def _paint_remarks(self, painter: QPainter, row: QRectF, line: Line, t: Tokens) -> None:
        left, face = row.left(), font(SMALL, 600)
        for remark in remarks(line):
            icons.draw(painter, remark.icon, QRectF(left, row.center().y() - 7, 14, 14), t.ink)
            room = QRectF(left + 19, row.top(), max(0.0, row.right() - left - 19), row.height())
            write(painter, room, remark.text, face, t.ink)
            left += 19 + QFontMetricsF(face).horizontalAdvance(remark.text) + 16

    def _about(self, line: Line, width: float) -> list[str]:
        metrics, speaker = QFontMetricsF(font(SMALL)), line.speaker
        session = line.session.title if self.has_sessions and line.session else ""
        both = " · ".join(text for text in (speaker.role, speaker.organisation) if text)
        if metrics.horizontalAdvance(both) <= width:
            return [text for text in (both, session) if text]
        found = cut(speaker.role, metrics, width, LONGEST)
        return found + [text for text in (speaker.organisation, session) if text]

    def _left(self) -> float:
        return EDGE + (TIME if self.has_sessions else 0)

    def _text(self, line: Line, width: int) -> float:
        """Pixels for the words, beside what stands at the right."""
        under = QFontMetricsF(font(SMALL, 600)).horizontalAdvance(moment(line))
        return max(80.0, width - self._left() - max(pill_width(pill(line, LIGHT)), under) - EDGE - 14)


def _name(line: Line, width: float) -> list[str]:
    return cut(line.speaker.name, QFontMetricsF(font(TEXT, 600)), width, LONGEST)
