# SPDX-License-Identifier: GPL-3.0-or-later
"""The recent scans of this control point, newest first, and the chart of arrivals. Draws them; undoes nothing."""

from collections.abc import Sequence

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QListView, QToolTip, QVBoxLayout, QWidget

from checkin.core.answer import RecentScan
from checkin.core.message import Message
from checkin.translation import clock_time, translate
from checkin.ui.look import drawing, theme
from checkin.ui.widgets.exchange_wording import BADGES
from checkin.ui.widgets.row_list import ROW, RecentScanRow, RowModel

_TITLE, _LOANS = Message("passage", "Last arrivals"), Message("passage", "Last loans and returns")
_FOR_A_MOMENT = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_UNDO = Message("passage", "Undo this entry: {name}")


def scan_description(passage: RecentScan) -> str:
    """Return the full text of a line: time, name, what it is about, organisation, result, badge, desk."""
    parts = (clock_time(passage.at), drawing.scan_name(passage), drawing.passage_about(passage), passage.organisation)
    badge = translate(BADGES[passage.badge]) if passage.badge else ""
    happened = drawing.scan_pill(passage, theme.LIGHT).text
    return " · ".join(p for p in (*parts, happened, drawing.passage_outcome(passage), badge, passage.desk) if p)


class RecentScanList(QListView):
    """The list of recent scans. Delete, or the arrow on a row, asks to undo that line (F8 is the window's key).

    A click highlights a line until the next scan. While the list has the focus, the highlight stays on its line.
    """

    undo_chosen = Signal(bytes)
    chosen_changed = Signal()
    """Emitted when another line is highlighted, or none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._announced: bytes | None = None
        self.was_interrupted = False
        """Whether the highlight was removed by a new scan."""
        self.scan_model = RowModel(scan_description)
        self.setModel(self.scan_model)
        self.selectionModel().selectionChanged.connect(self._announce_chosen)
        self._row = RecentScanRow(self)
        self._aimed: bytes | None = None
        self.setItemDelegate(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; background: transparent; }")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(translate(_TITLE))

    def chosen(self) -> RecentScan | None:
        """Return the highlighted line: the selected one, or the current one while the list has the focus."""
        indexes = self.selectedIndexes() or ([self.currentIndex()] if self.hasFocus() else [])
        return next((index.data(Qt.ItemDataRole.UserRole) for index in indexes if index.isValid()), None)

    def show_scans(self, scans: Sequence[RecentScan]) -> None:
        """Show the scans. A new one scrolls to the top; otherwise the position stays."""
        chosen, top = self.chosen(), self.verticalScrollBar().value()
        before = {passage.entry for passage in self.scan_model.rows}
        is_news = any(passage.entry not in before for passage in scans)
        self.scan_model.show(scans)
        if is_news and not self.hasFocus():
            self.was_interrupted |= chosen is not None
            self.scrollToTop()
        else:
            self.doItemsLayout()
            self.verticalScrollBar().setValue(top)
            if chosen is not None:
                self.highlight(chosen)
        self._announce_chosen()

    def highlight(self, passage: RecentScan) -> None:
        """Highlight the line of `passage`, if it is still listed."""
        rows = (row for row, shown in enumerate(self.scan_model.rows) if shown.entry == passage.entry)
        if (row := next(rows, None)) is not None:
            self.setCurrentIndex(self.scan_model.index(row))

    def clear_highlight(self) -> None:
        """Remove the highlight and scroll to the newest."""
        self.was_interrupted = False
        self._unmark()
        self.scrollToTop()

    def _unmark(self) -> None:
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()
        self._announce_chosen()

    def _announce_chosen(self) -> None:
        """Emit `chosen_changed` once per change; showing the rows again with the same highlight is no change."""
        chosen = self.chosen()
        entry = chosen.entry if chosen else None
        if entry != self._announced:
            self._announced = entry
            self.chosen_changed.emit()

    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        """Highlight a line, so that the focus is visible."""
        super().focusInEvent(event)
        index = self.currentIndex()
        self.setCurrentIndex(index if index.isValid() else self.scan_model.index(0))
        self._announce_chosen()

    def focusOutEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _FOR_A_MOMENT:
            self._unmark()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and (chosen := self.chosen()) is not None:
            self._ask(chosen)
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._aimed = self._entry_at(event.position())

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:
        """Accept a press on the arrow only for the line the pointer was on before: a new scan moves the lines down."""
        chosen, pressed = self.chosen(), self._entry_at(event.position())
        is_meant = pressed in (self._aimed, chosen.entry if chosen else None)
        self._aimed = pressed if is_meant else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        under = self._arrow_at(event.position())
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and under is not None and under.entry == self._aimed:
            self._ask(under)
        self._aimed = self._entry_at(event.position())

    def viewportEvent(self, event: QEvent) -> bool:
        """Show a tool tip of its own for the arrow."""
        if isinstance(event, QtGui.QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            under = self._arrow_at(QPointF(event.pos()))
            if under is not None and _can_be_undone(under):
                QToolTip.showText(event.globalPos(), translate(_UNDO, name=drawing.scan_name(under)), self.viewport())
                return True
        return super().viewportEvent(event)

    def _entry_at(self, place: QPointF) -> bytes | None:
        index = self.indexAt(place.toPoint())
        return index.data(Qt.ItemDataRole.UserRole).entry if index.isValid() else None

    def _arrow_at(self, place: QPointF) -> RecentScan | None:
        """Return the line whose undo arrow is at `place`."""
        index = self.indexAt(place.toPoint())
        box = self._row.undo_box(QRectF(self.visualRect(index)), theme.text_scale())
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() and box.contains(place) else None

    def _ask(self, passage: RecentScan) -> None:
        if _can_be_undone(passage):
            self.undo_chosen.emit(passage.entry)


def _can_be_undone(passage: RecentScan) -> bool:
    return passage.can_undo and not passage.is_undone


class RecentScansCard(QWidget):
    """The card around the list: a title, the rows, and a sentence while there are none."""

    undo_chosen = Signal(bytes)
    """Emitted with the id of the entry to undo."""
    chosen_changed = Signal()
    """Emitted when another line is highlighted, or none any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = RecentScanList(self)
        self.list.undo_chosen.connect(self.undo_chosen)
        self.list.chosen_changed.connect(self.chosen_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.scale_px(37), 1, 4)
        column.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(theme.scale_px(41 + ROW))

    def selected(self) -> RecentScan | None:
        """Return the highlighted line, whichever widget has the focus."""
        return self.list.chosen()

    @property
    def lines(self) -> Sequence[RecentScan]:
        """All lines, newest first."""
        return self.list.scan_model.rows

    def highlight(self, passage: RecentScan) -> None:
        """Highlight the line of `passage` until the next scan."""
        self.list.highlight(passage)

    def clear_highlight(self) -> None:
        """Remove the highlight and scroll to the newest: the user turned to something else."""
        self.list.clear_highlight()

    def interrupt(self) -> None:
        """Remove the highlight because of a new scan or scanner input, and remember that the user may not
        have noticed.
        """
        was_interrupted = self.list.was_interrupted or self.selected() is not None
        self.list.clear_highlight()
        self.list.was_interrupted = was_interrupted

    def pop_interruption(self) -> bool:
        """Return whether a new scan removed the highlight, and reset that."""
        was_interrupted, self.list.was_interrupted = self.list.was_interrupted, False
        return was_interrupted

    def show_scans(self, scans: Sequence[RecentScan]) -> None:
        """Show the scans, newest first."""
        self.list.show_scans(scans)
        self.list.setVisible(bool(scans))
        self.update()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        """Show whole rows only: half a name looks like a fault."""
        super().resizeEvent(event)
        self.list.setFixedHeight(theme.scale_px(max(1, int(theme.design_rect(self).height() - 41) // ROW) * ROW))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        drawing.draw_card(painter, theme.design_rect(self), t)
        title = QRectF(16, 0, theme.design_rect(self).width() - 32, 36)
        is_of_loans = any(passage.is_loan for passage in self.lines)
        drawing.draw_elided(
            painter, title, translate(_LOANS if is_of_loans else _TITLE), theme.font(theme.SMALL, 600), t.quiet
        )
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        drawing.draw_hairline(painter, 1, 36, theme.design_rect(self).width() - 1, 36)
        if not self.list.scan_model.rowCount():
            drawing.draw_aligned(
                painter,
                theme.design_rect(self).adjusted(16, 36, -16, 0),
                translate(Message("passage", "People appear here as they come in.")),
                (theme.font(theme.TEXT), t.quiet),
                drawing.CENTRE,
            )


_PACE_TITLE = Message("pace", "Arrivals per minute")
_AGO = Message("pace", "−{minutes} min")
_NO_ARRIVALS = Message("pace", "Nobody yet. The chart starts with the first arrival.")
_NOT_LATELY = Message("pace", "Nobody in the last {minutes} minutes.")
_SPOKEN = Message("pace", "{count} {count:arrival|arrivals} in the last {minutes} minutes")


class PaceChart(QWidget):
    """A chart of arrivals per minute: `set_pace` takes `Tally.per_minute`, oldest first; `set_next` one line, "" for
    none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        self._next = ""
        self.nothing = ""
        """What stands there while there is no bar."""
        self.setAccessibleName(translate(_PACE_TITLE))

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(420, 236))

    def set_pace(self, counts: Sequence[int], *, has_arrivals: bool) -> None:
        """`has_arrivals`: whether anybody has come, also before these minutes."""
        self._counts = tuple(counts)
        self.nothing = translate(_NOT_LATELY if has_arrivals else _NO_ARRIVALS, minutes=len(counts))
        self.setAccessibleDescription(translate(_SPOKEN, count=sum(counts), minutes=len(counts)))
        self.update()

    def set_next(self, line: str) -> None:
        self._next = line
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        drawing.draw_card(painter, theme.design_rect(self), t)
        inner = theme.design_rect(self).adjusted(16, 12, -16, -12)
        drawing.draw_elided(
            painter,
            QRectF(inner.left(), inner.top(), inner.width(), 20),
            translate(_PACE_TITLE),
            theme.font(theme.SMALL, 600),
            t.quiet,
        )
        floor = inner.bottom() - (36 if self._next else 0)
        if self._next:
            self._paint_next(painter, QRectF(inner.left(), floor, inner.width(), 36), t)
        self._paint_bars(painter, QRectF(inner.left(), inner.top() + 28, inner.width(), floor - inner.top() - 52), t)

    def _paint_bars(self, painter: QtGui.QPainter, plot: QRectF, t: theme.Tokens) -> None:
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), 18)
        most = max(self._counts, default=0)
        if not most:
            drawing.draw_paragraph(painter, plot, self.nothing, (theme.font(theme.SMALL), t.quiet))
            return
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        small = theme.font(theme.SMALL, tabular=True)
        drawing.draw_aligned(painter, below, translate(_AGO, minutes=len(self._counts)), (small, t.quiet), drawing.LEFT)
        drawing.draw_aligned(painter, below, translate(Message("pace", "now")), (small, t.quiet), drawing.RIGHT)
        self._paint_each(painter, plot, most, t)

    def _paint_each(self, painter: QtGui.QPainter, plot: QRectF, most: int, t: theme.Tokens) -> None:
        """Draw the bars, the unfinished minute paler and the highest with its number."""
        pitch = (plot.width() + 6) / max(12, len(self._counts))
        first = plot.right() + 6 - pitch * len(self._counts)
        peak = len(self._counts) - 1 - self._counts[::-1].index(most)
        for i, count in enumerate(self._counts):
            height = (plot.height() - 20) * count / most if count else 2
            bar = QRectF(first + i * pitch, plot.bottom() - height, pitch - 6, height)
            is_running = i == len(self._counts) - 1
            drawing.draw_rounded(
                painter, bar, min(4, height / 2), drawing.faded(t.accent, 0.55) if is_running else t.accent
            )
            if i == peak:
                above = QRectF(bar.left() - 12, bar.top() - 20, bar.width() + 24, 18)
                drawing.draw_aligned(
                    painter, above, str(count), (theme.font(theme.SMALL, 600, tabular=True), t.ink), drawing.CENTRE
                )

    def _paint_next(self, painter: QtGui.QPainter, row: QRectF, t: theme.Tokens) -> None:
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        painter.drawLine(row.topLeft(), row.topRight())
        label, face = translate(Message("pace", "Next:")), theme.font(theme.TEXT, 600)
        text = row.adjusted(0, 10, 0, 0)
        drawing.draw_aligned(painter, text, label, (face, t.ink), drawing.LEFT)
        width = QtGui.QFontMetricsF(face).horizontalAdvance(label + " ")
        drawing.draw_elided(painter, text.adjusted(width, 0, 0, 0), self._next, theme.font(theme.TEXT), t.ink)
