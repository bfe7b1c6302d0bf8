# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline of a person as a list, newest first. Draws it and requests an undo; undoes nothing."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_rounded
from checkin.ui.look.measure import scale_painter, scale_px, to_design_rect
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens
from checkin.ui.look.typesetting import wrap_all
from checkin.ui.people.timeline_wording import TimelineRow, line_colours
from checkin.ui.widgets.row_list import RowModel

MARK, TEXT_LEFT, PADDING, GAP = 24, 36, 8, 2
"""Pixels of a line: the round mark, the left edge of its text, padding above and below, gap between parts."""

_STORY = Message("people", "History")
_Index = QModelIndex | QPersistentModelIndex


class TimelineDelegate(QStyledItemDelegate):
    """A delegate that wraps all texts and strikes through what was undone."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: TimelineRow = index.data(Qt.ItemDataRole.UserRole)
        width = to_design_rect(QRectF(option.rect)).width() or 300
        title, details = _broken(row, width)
        heights = len(title) * _height(_TITLE) + len(details) * (_height(_DETAIL) + GAP)
        return scale_px(QSize(round(width), round(max(MARK, heights) + 2 * PADDING)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: TimelineRow = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, box = tokens(option.palette), scale_painter(painter, QRectF(option.rect))
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            draw_rounded(painter, box, 8, t.selected)
        self._mark(painter, box, row, t)
        title, details = _broken(row, box.width())
        ink, y = t.quiet if row.line.is_undone else t.ink, box.top() + PADDING
        for line in title:
            place = QRectF(TEXT_LEFT, y, box.width() - TEXT_LEFT, _height(_TITLE))
            draw_aligned(painter, place, line, (font(*_TITLE), ink), LEFT)
            if row.line.is_undone:
                _strike(painter, place, line, t)
            y += _height(_TITLE)
        when = QRectF(box.left(), box.top() + PADDING, box.width() - 4, _height(_TITLE))
        draw_aligned(painter, when, row.when, (font(SMALL, tabular=True), t.quiet), RIGHT)
        for line in details:
            y += GAP
            draw_aligned(
                painter, QRectF(TEXT_LEFT, y, box.width(), _height(_DETAIL)), line, (font(*_DETAIL), t.quiet), LEFT
            )
            y += _height(_DETAIL)
        painter.restore()

    def _mark(self, painter: QPainter, box: QRectF, row: TimelineRow, t: Tokens) -> None:
        colours = line_colours(row.line, t)
        mark = QRectF(box.left() + 2, box.top() + PADDING - 2, MARK, MARK)
        draw_rounded(painter, mark, MARK / 2, colours.ground)
        icons.draw(painter, row.icon, mark.adjusted(5, 5, -5, -5), colours.ink)


class TimelineList(QListView):
    """A list as high as its content. A line is chosen by a click or the arrows, and stays so while the list has the
    focus, also when it is read again. Delete requests the undo of the chosen line.
    """

    undo_chosen = Signal(bytes)
    """Emitted with the id of the entry."""
    choice_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._story = RowModel(attrgetter("spoken"))
        self.setModel(self._story)
        self.setItemDelegate(TimelineDelegate(self))
        self.setAccessibleName(translate(_STORY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.selectionModel().currentChanged.connect(self.choice_changed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_timeline(self, lines: Sequence[TimelineRow]) -> None:
        chosen: TimelineRow | None = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        self._story.show(lines)
        self._fit()
        same = (row for row, line in enumerate(lines) if chosen and line.line.entry == chosen.line.entry)
        if (row := next(same, None)) is not None:
            self.setCurrentIndex(self._story.index(row, 0))

    def selected(self) -> TimelineRow | None:
        """Return the chosen line, None while the list has no focus."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if self.hasFocus() and index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.selected()
        if event.key() == Qt.Key.Key_Delete and chosen is not None and chosen.line.can_undo:
            self.undo_chosen.emit(chosen.line.entry)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCurrentIndex(self.currentIndex())  # Qt makes a line current that it does not highlight
        self.choice_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.choice_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Set the height again, because lines are wrapped to the width."""
        option = QStyleOptionViewItem()
        option.rect = self.viewport().rect()
        line, rows = TimelineDelegate(), range(self._story.rowCount())
        height = sum(line.sizeHint(option, self._story.index(row, 0)).height() for row in rows)
        self.scheduleDelayedItemsLayout()
        self.setFixedHeight(height)


_TITLE, _DETAIL = (TEXT, 600), (SMALL, 400)


def _broken(row: TimelineRow, width: float) -> tuple[list[str], list[str]]:
    """Return title and details as lines; the title leaves room for the time at its right."""
    hour = QFontMetricsF(font(SMALL, tabular=True)).horizontalAdvance(row.when) + 12
    title, detail = QFontMetricsF(font(*_TITLE)), QFontMetricsF(font(*_DETAIL))
    room = max(60, width - TEXT_LEFT)
    details = [line for text in row.details for line in wrap_all(text, detail, room)]
    return wrap_all(row.title, title, max(60, room - hour)), details


def _height(face: tuple[int, int]) -> float:
    return QFontMetricsF(font(*face)).height()


def _strike(painter: QPainter, place: QRectF, text: str, t: Tokens) -> None:
    width = QFontMetricsF(font(*_TITLE)).horizontalAdvance(text)
    painter.setPen(QPen(QColor(t.quiet), 1.5))
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.left() + width, place.center().y()))
