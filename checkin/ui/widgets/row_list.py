# SPDX-License-Identifier: GPL-3.0-or-later
"""A list of values, each painted by a delegate and described to screen readers by one text."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from checkin.core.answer import RecentScan, SearchMatch
from checkin.core.chosen_columns import isolated
from checkin.translation import clock_time
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import (
    LEFT,
    draw_aligned,
    draw_elided,
    draw_focus_ring,
    draw_pill,
    draw_rounded,
    match_details,
    passage_detail,
    person_pill,
    pill_width,
    scan_name,
    scan_pill,
)
from checkin.ui.look.typesetting import cut, wrap_all


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


# The delegates that paint rows of people, recent scans among them: time, name over organisation, and the pill.

ROW = 54
SIDE, ABOVE, NAME_LINE, DETAIL_LINE, PILL_LINE = 16, 7, 20, 18, 30
MATCH_ROW = NAME_LINE + DETAIL_LINE + 2 * ABOVE
"""The least height of a person found: six of them are in sight on a screen of 1366x768."""
MOST_LINES = 3
"""Most lines of a name."""
LEAST_ORGANISATION = 90
"""Design pixels of an organisation that are enough to know it by."""
WIDEST_PILL = 0.45
"""Largest share of a row that a pill may take beside a name."""
UNDO_SIDE, BADGE_SIDE = 32, 18


class PersonRow(QStyledItemDelegate):
    """The base of both lists' rows: ground, hairline, two lines of text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return theme.scale_px(QSize(200, ROW))

    def begin(self, painter: QPainter, option: QStyleOptionViewItem, is_first: bool) -> theme.Tokens:
        """Paint the ground of the row and return the tokens to go on with."""
        t = theme.tokens(option.palette)
        box = theme.scale_painter(painter, QRectF(option.rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, box.adjusted(4, 3, -4, -3), 8, t.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            draw_rounded(painter, box.adjusted(4, 3, -4, -3), 8, t.hover)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, box.adjusted(4, 3, -4, -3), t, 8)
        if not is_first:
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(box.topLeft() + QPointF(16, 0.5), box.topRight() + QPointF(-16, 0.5))
        return t

    def two_lines(self, painter: QPainter, box: QRectF, texts: tuple[str, str], t: theme.Tokens) -> None:
        """Paint a name over what distinguishes it; alone, the name is centred."""
        if not texts[1]:
            draw_elided(painter, box, texts[0], theme.font(theme.TEXT, 600), t.ink)
            return
        draw_elided(
            painter, QRectF(box.left(), box.top() + 8, box.width(), 20), texts[0], theme.font(theme.TEXT, 600), t.ink
        )
        draw_elided(
            painter, QRectF(box.left(), box.top() + 28, box.width(), 18), texts[1], theme.font(theme.SMALL), t.quiet
        )


class WideRow(PersonRow):
    """The base of a delegate whose rows are as wide as its `view`, and framed while they have the focus."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @property
    def width(self) -> int:
        """The width of a row in design pixels."""
        return round(self._view.viewport().width() / theme.text_scale())

    def begin(self, painter: QPainter, option: QStyleOptionViewItem, is_first: bool) -> theme.Tokens:
        t = super().begin(painter, option, is_first)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRoundedRect(theme.to_design_rect(QRectF(option.rect)).adjusted(5, 4, -5, -4), 8, 8)
        return t


class RecentScanRow(PersonRow):
    """A row of the recent scans.

    An undone scan is struck through; a settled case has a quiet pill and its outcome. A row that can be undone has the
    arrow, quiet until the row is hovered or selected. A printer beside the pill means that this badge may not have come
    out.
    """

    def undo_box(self, row: QRectF, scale: float = 1.0) -> QRectF:
        """Return the area of the undo arrow of a row; `scale` is 1 in design pixels."""
        side = UNDO_SIDE * scale
        return QRectF(row.right() - 12 * scale - side, row.center().y() - side / 2, side, side)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        passage: RecentScan = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = theme.to_design_rect(QRectF(option.rect))
        time = QRectF(16, box.top(), 46, box.height())
        draw_aligned(painter, time, clock_time(passage.at), (theme.font(theme.TEXT, tabular=True), t.quiet), LEFT)
        undo = self.undo_box(box)
        if passage.can_undo and not passage.is_undone:
            marked = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
            drawing.draw(painter, "undo-2", undo.adjusted(7, 7, -7, -7), t.ink if option.state & marked else t.quiet)
        pill = draw_pill(painter, QPointF(undo.left() - 4, box.center().y()), scan_pill(passage, t))
        text = QRectF(78, box.top(), pill.left() - 78 - 12, box.height())
        if passage.badge and not passage.is_undone:
            mark = QRectF(pill.left() - 8 - BADGE_SIDE, box.center().y() - BADGE_SIDE / 2, BADGE_SIDE, BADGE_SIDE)
            drawing.draw(painter, "printer", mark, t.warn)
            text.setRight(mark.left() - 8)
        self.two_lines(painter, text, (scan_name(passage), passage_detail(passage)), t)
        if passage.is_undone:
            self._strike(painter, text, passage, t)
        painter.restore()

    def _strike(self, painter: QPainter, text: QRectF, passage: RecentScan, t: theme.Tokens) -> None:
        painter.setFont(theme.font(theme.TEXT, 600))
        width = min(text.width(), painter.fontMetrics().horizontalAdvance(scan_name(passage)))
        y = text.top() + (18 if passage_detail(passage) else text.height() / 2)
        painter.setPen(QPen(QColor(t.quiet), 1.5))
        painter.drawLine(QPointF(text.left(), y), QPointF(text.left() + width, y))


@dataclass(frozen=True, slots=True)
class _MatchLines:
    """The text of a found person, wrapped to a width. A pill too wide to stand beside the name stands below."""

    name: list[str]
    detail: list[str]
    is_pill_below: bool

    @property
    def height(self) -> float:
        return NAME_LINE * len(self.name) + DETAIL_LINE * len(self.detail) + PILL_LINE * self.is_pill_below


class MatchRow(PersonRow):
    """A person found by the search with their current state; as high as its text needs."""

    width = 320
    """Width of a row in pixels, with text as large as it is now."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._wrapped: dict[int, tuple[SearchMatch, float, _MatchLines]] = {}
        """By row. The list asks for the height of each row six times at every letter that is typed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        lines = self._lines(index)
        return theme.scale_px(QSize(200, max(MATCH_ROW, round(lines.height + 2 * ABOVE))))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        match: SearchMatch = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = theme.to_design_rect(QRectF(option.rect))
        lines, pill = self._lines(index), person_pill(match, t)
        bottom = self._texts(painter, box, lines, t)
        if lines.is_pill_below:
            most = box.width() - 2 * SIDE
            middle = QPointF(SIDE + pill_width(pill, most), bottom + PILL_LINE / 2)
            draw_pill(painter, middle, pill, most)
        else:
            draw_pill(painter, QPointF(box.right() - SIDE, box.center().y()), pill)
        painter.restore()

    def _texts(self, painter: QPainter, box: QRectF, lines: _MatchLines, t: theme.Tokens) -> float:
        """Paint the text and return where it ends."""
        y = box.center().y() - lines.height / 2
        room = box.width() - 2 * SIDE
        for text in lines.name:
            draw_aligned(painter, QRectF(SIDE, y, room, NAME_LINE), text, (theme.font(theme.TEXT, 600), t.ink), LEFT)
            y += NAME_LINE
        for text in lines.detail:
            draw_aligned(painter, QRectF(SIDE, y, room, DETAIL_LINE), text, (theme.font(theme.SMALL), t.quiet), LEFT)
            y += DETAIL_LINE
        return y

    def _lines(self, index: QModelIndex | QPersistentModelIndex) -> _MatchLines:
        """Return the text of a row, wrapped once for the same person and width."""
        match, width = index.data(Qt.ItemDataRole.UserRole), self.width / theme.text_scale()
        kept = self._wrapped.get(index.row())
        if kept is None or kept[0] is not match or kept[1] != width:
            kept = self._wrapped[index.row()] = match, width, self._wrap(match, width)
        return kept[2]

    def _wrap(self, match: SearchMatch, width: float) -> _MatchLines:
        """Return the wrapped text; what distinguishes namesakes, after the organisation, is never cut, and neither are
        columns of the list.
        """
        pill, room = pill_width(person_pill(match, theme.LIGHT)), width - 2 * SIDE
        is_below = pill > room * WIDEST_PILL
        room -= 0 if is_below else pill + 12
        small = QFontMetricsF(theme.font(theme.SMALL))
        name = cut(match.attendee.name, QFontMetricsF(theme.font(theme.TEXT, 600)), room, MOST_LINES)
        return _MatchLines(name, _detail_lines(match_details(match), small, room), is_below)


def _detail_lines(details: tuple[str, str], metrics: QFontMetricsF, room: float) -> list[str]:
    """Return both texts under a name on one line where the first one, elided, has enough of it, else on its own."""
    first, rest = details
    left = room - (metrics.horizontalAdvance(f" · {rest}") if rest else 0)
    wanted = min(metrics.horizontalAdvance(isolated(first)), LEAST_ORGANISATION)
    if not rest or left < wanted:
        return [*cut(first, metrics, room, 1), *wrap_all(rest, metrics, room)]
    short = metrics.elidedText(first, Qt.TextElideMode.ElideRight, left + 0.5)
    return [" · ".join(filter(None, (isolated(short), rest)))]


# Parts that only show something and are reached by Tab, so that a screen reader says them in their turn.


def read_by_tab(*parts: QWidget) -> None:
    """Let Tab stop at `parts`, which have names, with a ring around the one that has the focus."""
    for part in parts:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        _Ring(part)


class _Ring(QWidget):
    """The focus ring over a part, whatever the part paints."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_news = event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize)
        if is_news and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
            self.setVisible(watched.hasFocus())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_focus_ring(painter, theme.design_rect(self), theme.tokens(self.palette()))
