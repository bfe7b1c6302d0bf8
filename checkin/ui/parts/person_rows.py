# SPDX-License-Identifier: GPL-3.0-or-later
"""One row of a list of people: time, name over organisation, and the pill. Paints only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.answer import Match, Passage
from checkin.language import clock_time
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, align, draw_pill, fill, focus_ring, write
from checkin.ui.look.measure import drawn, sized, zoomed
from checkin.ui.look.states import match_line, of_match, of_passage, passage_name
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens

ROW = 54
UNDO_SIDE, BADGE_SIDE = 32, 18


class PersonRow(QStyledItemDelegate):
    """What the rows of both lists share: ground, hairline, two lines of text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return sized(QSize(200, ROW))

    def begin(self, painter: QPainter, option: QStyleOptionViewItem, is_first: bool) -> Tokens:
        """The ground of the row; returns the tokens to go on with."""
        t = tokens(option.palette)
        box = zoomed(painter, QRectF(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            fill(painter, box.adjusted(4, 3, -4, -3), 8, t.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            fill(painter, box.adjusted(4, 3, -4, -3), 8, t.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, box.adjusted(4, 3, -4, -3), t, 8)
        if not is_first:
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(box.topLeft() + QPointF(16, 0.5), box.topRight() + QPointF(-16, 0.5))
        return t

    def two_lines(self, painter: QPainter, box: QRectF, texts: tuple[str, str], t: Tokens) -> None:
        """A name over what tells it apart; alone, the name stands in the middle."""
        if not texts[1]:
            write(painter, box, texts[0], font(TEXT, 600), t.ink)
            return
        write(painter, QRectF(box.left(), box.top() + 8, box.width(), 20), texts[0], font(TEXT, 600), t.ink)
        write(painter, QRectF(box.left(), box.top() + 28, box.width(), 18), texts[1], font(SMALL), t.quiet)


class PassageRow(PersonRow):
    """An undone line is struck through; the row under the hand, or chosen, offers the undo. A printer beside the pill:
    this badge may not have come out.
    """

    def undo_box(self, row: QRectF, scale: float = 1.0) -> QRectF:
        """Where the undo of a row is pressed; `scale` is 1 in the design."""
        side = UNDO_SIDE * scale
        return QRectF(row.right() - 12 * scale - side, row.center().y() - side / 2, side, side)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        passage: Passage = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = drawn(QRectF(option.rect))
        time = QRectF(16, box.top(), 46, box.height())
        align(painter, time, clock_time(passage.at), (font(TEXT, tabular=True), t.quiet), LEFT)
        right = box.right() - 16
        if self._offers_undo(option, passage):
            undo = self.undo_box(box)
            icons.draw(painter, "undo-2", undo.adjusted(7, 7, -7, -7), t.ink)
            right = undo.left() - 4
        pill = draw_pill(painter, QPointF(right, box.center().y()), of_passage(passage, t))
        text = QRectF(78, box.top(), pill.left() - 78 - 12, box.height())
        if passage.badge and not passage.is_undone:
            mark = QRectF(pill.left() - 8 - BADGE_SIDE, box.center().y() - BADGE_SIDE / 2, BADGE_SIDE, BADGE_SIDE)
            icons.draw(painter, "printer", mark, t.warn)
            text.setRight(mark.left() - 8)
        self.two_lines(painter, text, (passage_name(passage), passage.organisation), t)
        if passage.is_undone:
            self._strike(painter, text, passage, t)
        painter.restore()

    def _offers_undo(self, option: QStyleOptionViewItem, passage: Passage) -> bool:
        marked = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        return bool(option.state & marked) and passage.can_undo and not passage.is_undone

    def _strike(self, painter: QPainter, text: QRectF, passage: Passage, t: Tokens) -> None:
        painter.setFont(font(TEXT, 600))
        width = min(text.width(), painter.fontMetrics().horizontalAdvance(passage_name(passage)))
        y = text.top() + (18 if passage.organisation else text.height() / 2)
        painter.setPen(QPen(QColor(t.quiet), 1.5))
        painter.drawLine(QPointF(text.left(), y), QPointF(text.left() + width, y))


class MatchRow(PersonRow):
    """A person the search found, with their state here before anything is done."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        match: Match = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = drawn(QRectF(option.rect))
        pill = draw_pill(painter, QPointF(box.right() - 16, box.center().y()), of_match(match, t))
        text = QRectF(16, box.top(), pill.left() - 16 - 12, box.height())
        detail = match_line(match, QFontMetricsF(font(SMALL)), text.width())
        self.two_lines(painter, text, (match.attendee.name, detail), t)
        painter.restore()
