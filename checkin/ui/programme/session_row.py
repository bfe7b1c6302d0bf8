# SPDX-License-Identifier: GPL-3.0-or-later
"""A row of the programme: time, title, room, marks, and how full the session is; the first of each day stands below its
day. Paints only.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from checkin.translation import clock_time, translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import (
    LEFT,
    RIGHT,
    draw_aligned,
    draw_elided,
    draw_hairline,
    draw_pill,
    draw_rounded,
    faded,
    pill_width,
)
from checkin.ui.look.measure import scale_px, to_design_rect
from checkin.ui.look.pills import Pill
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens
from checkin.ui.look.typesetting import cut
from checkin.ui.programme.programme_screen_wording import (
    ALL_SPEAKERS,
    FULL,
    NOW,
    ProgrammeItem,
    session_marks,
    session_numbers,
)
from checkin.ui.widgets.person_rows import WideRow
from checkin.ui.widgets.row_list import RowList
from checkin.ui.widgets.speaker_wording import speakers_now

TIME, TITLE, EDGE = 16, 82, 16
"""Left edges of the columns and right margin, in pixels. Where no session has a time, there is no column of times."""
LINE, META, PADDING = 20, 20, 12
DAY, DAY_TEXT = 32, 10
"""Pixels above the first session of a day, and from their top to its heading."""
BAR, MARK = 72, 16
LONGEST_TITLE = 2
"""Most lines of a title."""


class SessionRow(WideRow):
    """The delegate of the sessions."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._rows = view.content
        self.title_left = TITLE
        self._rows.modelReset.connect(self._place_titles)

    def _place_titles(self) -> None:
        rows: Sequence[ProgrammeItem] = self._rows.rows
        self.title_left = TITLE if any(item.figures is None or item.figures.session.starts for item in rows) else TIME

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        item: ProgrammeItem = index.data(Qt.ItemDataRole.UserRole)
        width = self.width
        height = len(self._title(item, width)) * LINE + (META if _has_meta(item) else 0)
        height = max(height, 3 * LINE if item.is_running else 2 * LINE) + 2 * PADDING
        return scale_px(QSize(width, height + (DAY if item.heading else 0)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: ProgrammeItem = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        own = QStyleOptionViewItem(option)
        own.rect = option.rect.adjusted(0, scale_px(DAY) if item.heading else 0, 0, 0)
        t = self.begin(painter, own, index.row() == 0 or bool(item.heading))
        box = to_design_rect(QRectF(own.rect))
        if item.heading:
            self._paint_day(painter, box.adjusted(0, -DAY, 0, 0), item.heading, is_first=index.row() == 0)
        if item.speakers.to_find:
            corner = QPointF(box.right() - EDGE, box.top() + PADDING + LINE / 2)
            draw_pill(painter, corner, _missing(item, t))
        ink = t.quiet if item.is_over else t.ink
        self._paint_time(painter, box, item, t)
        for number, line in enumerate(self._title(item, round(box.width()))):
            top = box.top() + PADDING + number * LINE
            draw_elided(painter, QRectF(self.title_left, top, box.width(), LINE), line, font(TEXT, 600), ink)
        room = box.width() - self.title_left - EDGE
        self._paint_meta(painter, QRectF(self.title_left, box.bottom() - PADDING - META, room, META), item)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRectF, day: str, *, is_first: bool) -> None:
        t = tokens(self._view.palette())
        if not is_first:
            painter.setPen(QPen(QColor(t.line), 1))
            draw_hairline(painter, box.left(), box.top(), box.right(), box.top())
        row = QRectF(TIME, box.top() + DAY_TEXT, box.width() - TIME - EDGE, DAY - DAY_TEXT)
        draw_elided(painter, row, day, font(TEXT, 700), t.ink)

    def _title(self, item: ProgrammeItem, width: int) -> list[str]:
        title = item.figures.session.title if item.figures else translate(ALL_SPEAKERS)
        pill = pill_width(_missing(item, tokens(self._view.palette()))) + 8 if item.speakers.to_find else 0
        return cut(title, QFontMetricsF(font(TEXT, 600)), max(80, width - self.title_left - EDGE - pill), LONGEST_TITLE)

    def _paint_time(self, painter: QPainter, box: QRectF, item: ProgrammeItem, t: Tokens) -> None:
        column = QRectF(TIME, box.top() + PADDING, TITLE - TIME - 8, LINE)
        if item.figures is None:
            icons.draw(painter, "mic", QRectF(column.left(), column.top() + 1, 18, 18), t.ink)
            return
        session = item.figures.session
        if item.is_running:
            draw_rounded(painter, QRectF(4, box.top() + PADDING, 4, box.height() - 2 * PADDING), 2, t.accent)
            draw_aligned(painter, column.translated(0, 2 * LINE), translate(NOW), (font(SMALL, 700), t.accent), LEFT)
        if session.starts:
            face = font(TEXT, 600, tabular=True), t.quiet if item.is_over else t.ink
            draw_aligned(painter, column, clock_time(session.starts), face, LEFT)
        if session.ends:
            draw_aligned(
                painter,
                column.translated(0, LINE),
                clock_time(session.ends),
                (font(SMALL, tabular=True), t.quiet),
                LEFT,
            )

    def _paint_meta(self, painter: QPainter, row: QRectF, item: ProgrammeItem) -> None:
        t = tokens(self._view.palette())
        if item.figures is None:
            draw_elided(painter, row, speakers_now(item.speakers), font(SMALL), t.quiet)
            return
        right = self._paint_figures(painter, row, item, t)
        left = row.left()
        for mark in session_marks(item.figures.session):
            icons.draw(painter, mark.icon, QRectF(left, row.center().y() - MARK / 2, MARK, MARK), t.quiet)
            left += MARK + 6
        room = QRectF(left, row.top(), right - left - 12, row.height())
        draw_elided(painter, room, item.figures.session.room, font(SMALL), t.quiet)

    def _paint_figures(self, painter: QPainter, row: QRectF, item: ProgrammeItem, t: Tokens) -> float:
        """Draw numbers and a bar of people inside and seats kept, from the right; return the left edge."""
        figures = item.figures
        text = session_numbers(figures) if figures else ""
        if not figures or not text:
            return row.right()
        is_full = figures.seats == 0
        shown = f"{translate(FULL)} · {text}" if is_full else text
        face = font(SMALL, 700 if is_full else 400, tabular=True)
        draw_aligned(painter, row, shown, (face, t.ink if is_full else t.quiet), RIGHT)
        left = row.right() - QFontMetricsF(face).horizontalAdvance(shown)
        if figures.inside is None or not figures.session.capacity:
            return left
        bar = QRectF(left - 10 - BAR, row.center().y() - 3, BAR, 6)
        draw_rounded(painter, bar, 3, t.track)
        share = BAR / figures.session.capacity
        kept = figures.inside + (figures.awaited if figures.session.is_booked else 0)
        for people, colour in ((kept, faded(t.accent, 0.4)), (figures.inside, QColor(t.accent))):
            if people:
                draw_rounded(painter, QRectF(bar.left(), bar.top(), min(BAR, max(6.0, people * share)), 6), 3, colour)
        return bar.left()


def _has_meta(item: ProgrammeItem) -> bool:
    figures = item.figures
    return figures is None or bool(figures.session.room or session_marks(figures.session) or session_numbers(figures))


def _missing(item: ProgrammeItem, t: Tokens) -> Pill:
    """Return the pill with the number of overdue speakers; heading and tool tip explain it."""
    return Pill(str(item.speakers.to_find), "clock-alert", t.pill_refused)
