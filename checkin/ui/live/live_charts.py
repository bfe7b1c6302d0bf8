# SPDX-License-Identifier: GPL-3.0-or-later
"""The cards, charts and missing people of the live screen; the charts are drawn by QtCharts.

Arrived people are solid bars, expected ones hatched, the forecast a dashed line: no colours must be told apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from PySide6 import QtCharts
from PySide6.QtCore import QEvent, QMargins, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStackedLayout, QStyleOptionViewItem, QVBoxLayout, QWidget

from checkin.core.counts import ArrivalShare
from checkin.core.live.live_figures import ChartStep, LiveFigures
from checkin.core.message import Message
from checkin.translation import clock_time, translate
from checkin.ui.live import live_wording
from checkin.ui.look.drawing import (
    LEFT,
    RIGHT,
    draw_aligned,
    draw_card,
    draw_elided,
    draw_paragraph,
    draw_pill,
    draw_rounded,
    pill_width,
)
from checkin.ui.look.theme import (
    SENTENCE,
    SMALL,
    TEXT,
    Tokens,
    design_painter,
    design_rect,
    font,
    scale_px,
    scaled_font,
    text_scale,
    to_design_rect,
    tokens,
)
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.row_list import PersonRow, RowList, read_by_tab

# The cards of the live screen: a large number, and a chart or list with title and legend. Counts nothing.

TITLE, EDGE = 38, 16
"""Height of the title line, and margin at the sides, in pixels."""
SWATCH = 14
NUMBER, SPACING = 104, 12
_BETWEEN = " · "


class ChartMark(StrEnum):
    """The fill of a chart's bars or line; shapes differ, so that colours need not."""

    WHOLE = "whole"
    HATCHED = "hatched"
    DASHED = "dashed"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """An entry of a chart's legend."""

    mark: ChartMark
    text: str


def hatching(t: Tokens) -> QBrush:
    return QBrush(QColor(t.accent), Qt.BrushStyle.BDiagPattern)


class LiveCard(QWidget):
    """A card with `content` under `title`, and a chart's legend at the right of the title."""

    def __init__(self, title: str, content: QWidget, keys: Sequence[LegendEntry] = ()) -> None:
        super().__init__()
        self._title, self._keys, self._content, self._instead = title, tuple(keys), content, ""
        self._more = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(1, scale_px(TITLE), 1, 4)
        column.addWidget(content)

    def set_title(self, title: str) -> None:
        self._title = title
        self.update()

    def show_more(self, text: str) -> None:
        """Show, at the right of the title, how much of the content had no room."""
        self._more = text
        self.update()

    def show_instead(self, text: str) -> None:
        """Show `text` in place of an empty content; "" shows the content."""
        self._instead = text
        self._content.setVisible(not text)
        self.setAccessibleName(f"{self._title}. {text}" if text else self._title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        draw_paragraph(
            painter, design_rect(self).adjusted(EDGE, TITLE, -EDGE, -EDGE), self._instead, (font(TEXT), t.quiet)
        )
        row = QRectF(EDGE, 0, design_rect(self).width() - 2 * EDGE, TITLE)
        draw_aligned(painter, row, self._more, (font(SMALL, 600), t.quiet), RIGHT)
        left = self._paint_keys(painter, row, t)
        draw_elided(painter, QRectF(row.left(), 0, left - row.left() - 12, TITLE), self._title, font(SMALL, 600), t.ink)

    def _paint_keys(self, painter: QPainter, row: QRectF, t: Tokens) -> float:
        """Paint the legend from the right; return its left edge."""
        right, face = row.right(), font(SMALL)
        for key in reversed(self._keys):
            width = QFontMetricsF(face).horizontalAdvance(key.text)
            draw_aligned(painter, QRectF(right - width, 0, width, row.height()), key.text, (face, t.quiet), LEFT)
            box = QRectF(right - width - SWATCH - 8, (row.height() - SWATCH) / 2, SWATCH, SWATCH)
            _paint_mark(painter, box, key.mark, t)
            right = box.left() - 16
        return right


class NumberCard(QWidget):
    """A card with one `LiveNumber`."""

    def __init__(self) -> None:
        super().__init__()
        self._number = live_wording.LiveNumber("", "")
        self.setFixedHeight(scale_px(NUMBER))

    def show_number(self, number: live_wording.LiveNumber) -> None:
        self._number = number
        self.setAccessibleName(number.spoken)
        self.setToolTip("\n".join(text for text in (number.below, number.tip) if text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, number = tokens(self.palette()), self._number
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        inner = QRectF(EDGE, 0, design_rect(self).width() - 2 * EDGE, design_rect(self).height())
        draw_elided(painter, QRectF(inner.left(), 10, inner.width(), 18), number.title, font(SMALL, 600), t.quiet)
        self._paint_figure(painter, QRectF(inner.left(), 28, inner.width(), 44), t)
        below = _whole_parts(number.below, inner.width())
        draw_elided(painter, QRectF(inner.left(), 72, inner.width(), 18), below, font(SMALL), t.quiet)
        if number.share is not None:
            bar = QRectF(inner.left(), design_rect(self).height() - 12, inner.width(), 4)
            draw_rounded(painter, bar, 2, t.track)
            draw_rounded(painter, QRectF(bar.left(), bar.top(), bar.width() * number.share, 4), 2, t.accent)

    def _paint_figure(self, painter: QPainter, row: QRectF, t: Tokens) -> None:
        """Draw the figure as large as the card allows, with the unit on the same line."""
        unit = font(TEXT, 600)
        beside = QFontMetricsF(unit).horizontalAdvance(self._number.unit) + 8 if self._number.unit else 0.0
        size = float(SENTENCE - 6)
        while size > TEXT and _width(self._number.figure, size) > row.width() - beside:
            size -= 1
        ground, right = row.bottom() - 8, row.left() + _width(self._number.figure, size) + 8
        for left, text, face, ink in (
            (row.left(), self._number.figure, font(size, 700, tabular=True), t.ink),
            (right, self._number.unit, unit, t.quiet),
        ):
            painter.setFont(face)
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(left, ground), text)


class NumberCards(QWidget):
    """Cards for any number of figures, in rows of nearly the same length that each fill the whole width."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.cards = [NumberCard() for _ in range(count)]
        for card in self.cards:
            card.setParent(self)
        self._rows = 0
        self.allow_in_row(count)

    def allow_in_row(self, most: int) -> None:
        self._rows = -(-len(self.cards) // most)
        self.setFixedHeight(self._rows * (scale_px(NUMBER) + SPACING) - SPACING)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        longest = -(-len(self.cards) // self._rows)
        for row in range(self._rows):
            cards = self.cards[row * longest : (row + 1) * longest]
            edges = [round(n * (self.width() + SPACING) / len(cards)) for n in range(len(cards) + 1)]
            top = row * (scale_px(NUMBER) + SPACING)
            for card, left, right in zip(cards, edges, edges[1:], strict=False):
                card.setGeometry(left, top, right - left - SPACING, scale_px(NUMBER))


def _whole_parts(text: str, width: float) -> str:
    """Return the first parts of a line that fit: a part that is cut off says nothing. The tool tip has all of them."""
    metrics = QFontMetricsF(font(SMALL))
    while metrics.horizontalAdvance(text) > width and _BETWEEN in text:
        text = text.rpartition(_BETWEEN)[0]
    return text


def _width(text: str, size: float) -> float:
    return QFontMetricsF(font(size, 700, tabular=True)).horizontalAdvance(text)


def _paint_mark(painter: QPainter, box: QRectF, mark: ChartMark, t: Tokens) -> None:
    if mark is ChartMark.DASHED:
        painter.setPen(QPen(QColor(t.ink), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(box.left() - 6, box.center().y()), QPointF(box.right(), box.center().y()))
        return
    painter.setPen(QPen(QColor(t.accent), 1))
    painter.setBrush(QBrush(QColor(t.accent)) if mark is ChartMark.WHOLE else hatching(t))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


MISSING = Message("live", "Not arrived yet: speakers and important guests")
HEADING = 30


class _MissingRow(PersonRow):
    """Name, function and pill; for a speaker the remaining time. A heading is low and bold."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: live_wording.MissingPerson = index.data(Qt.ItemDataRole.UserRole)
        return super().sizeHint(option, index) if row.name else scale_px(QSize(200, HEADING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: live_wording.MissingPerson = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t, box = self.begin(painter, option, index.row() == 0), to_design_rect(QRectF(option.rect))
        if not row.name:
            draw_aligned(painter, box.adjusted(EDGE, 0, -EDGE, 0), row.story, (font(SMALL, 600), t.quiet), LEFT)
            painter.restore()
            return
        pill = row.pill(t)
        middle = box.center().y() - (9 if row.hint else 0)
        draw_pill(painter, QPointF(box.right() - EDGE, middle), pill)
        if row.hint:
            below = QRectF(box.left(), box.top() + 31, box.width() - EDGE, 18)
            draw_aligned(painter, below, row.hint, (font(SMALL, tabular=True), t.quiet), RIGHT)
        self.two_lines(painter, box.adjusted(EDGE, 0, -EDGE - pill_width(pill) - 10, 0), (row.name, row.about), t)
        painter.restore()


class MissingPeople(QWidget):
    """The speakers and attendees of watched categories who have not arrived. `names_people` False shows only numbers,
    for strangers.
    """

    def __init__(self, *, names_people: bool) -> None:
        super().__init__()
        self._names_people = names_people
        self._pages = QStackedLayout(self)
        self.list = RowList(lambda row: str(row.story), translate(MISSING), ())
        self.list.setItemDelegate(_MissingRow(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self._counts_card = _Told()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._counts_card)
        read_by_tab(self._counts_card)

    def show_live(self, live: LiveFigures) -> None:
        rows = live_wording.group_missing(live)
        chosen = self.list.chosen()
        first = next((n for n, row in enumerate(rows) if row.name), -1)  # the focus starts at a person
        self.list.show_rows(rows, next((n for n, row in enumerate(rows) if chosen and row.name == chosen.name), first))
        self._pages.setCurrentIndex(0 if rows and self._names_people else 1)
        self._counts_card.show_lines(self._counts(live))

    def _counts(self, live: LiveFigures) -> list[str]:
        found = [(live_wording.SPEAKERS, len(live.speakers)), (live_wording.GUESTS, live.guests_missing)]
        lines = [translate(words, count=count) for words, count in found if count]
        return lines or [live_wording.nobody_missing_text(live, names_people=self._names_people)]


class _Told(QWidget):
    """A few lines of text in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def show_lines(self, lines: list[str]) -> None:
        self._lines = lines
        self.setAccessibleName(". ".join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        box = design_rect(self).adjusted(EDGE, 0, -EDGE, 0)
        draw_paragraph(painter, box, "\n".join(self._lines), (font(TEXT, 600), QColor(t.ink).name()))


_Series = TypeVar("_Series", bound=QtCharts.QAbstractBarSeries)

NAMES_SHARE, MOST_NAMES_SHARES = 0.5, (0.8, 0.65)
"""Share of a chart's width for the names and numbers beside its bars, and how far it grows for long names: where a row
has room for one line, and for two.
"""
THICKEST = 24
"""Greatest thickness of a bar in pixels."""
LABELS = 8
"""Most time labels below the arrivals."""

_SPOKEN_STEP = Message("live", "{time}: {arrived} arrived, {planned} forecast")
_SPOKEN_PART = Message("live", "{name}: {count}")


class _Chart(QtCharts.QChartView):
    """A chart rebuilt whenever values or colours change, which costs a few milliseconds."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 70)
        for part in (self, self.viewport()):  # Tab must not stop at a chart
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.draw_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.draw_anew()

    def draw_anew(self) -> None:
        chart = QtCharts.QChart()
        chart.setBackgroundVisible(False)
        chart.setMargins(QMargins(10, 0, 14, 4))
        chart.layout().setContentsMargins(0, 0, 0, 0)
        chart.legend().hide()
        self.fill(chart, tokens(self.palette()))
        before = self.chart()
        self.setChart(chart)
        if before:
            before.deleteLater()

    def fill(self, chart: QtCharts.QChart, t: Tokens) -> None:
        raise NotImplementedError


class ArrivalsChart(_Chart):
    """Arrivals over the day; `show_steps` takes the day in steps of some minutes."""

    def __init__(self) -> None:
        self._steps: tuple[ChartStep, ...] = ()
        super().__init__(translate(Message("live", "Arrivals and forecast")))

    def show_steps(self, steps: Sequence[ChartStep]) -> None:
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            spoken = (
                translate(_SPOKEN_STEP, time=clock_time(s.starts), arrived=s.arrived, planned=round(s.planned))
                for s in steps
            )
            self.setAccessibleDescription(". ".join(spoken))
            self.draw_anew()

    def fill(self, chart: QtCharts.QChart, t: Tokens) -> None:
        if not self._steps:
            return
        bars, line = _stack(QtCharts.QStackedBarSeries(), t), QtCharts.QLineSeries()
        bars.setBarWidth(0.8)
        here, coming = bars.barSets()
        here.append([float(step.arrived) for step in self._steps])
        coming.append([step.coming for step in self._steps])
        line.setPen(QPen(QColor(t.ink), 2, Qt.PenStyle.DashLine))
        line.append([QPointF(place, step.planned) for place, step in enumerate(self._steps)])
        chart.addSeries(bars)
        places = QtCharts.QBarCategoryAxis()
        places.append([str(place) for place in range(len(self._steps))])
        places.setVisible(False)
        counts = self._counts(t)
        times = self._times(t)
        for axis, side in (
            (places, Qt.AlignmentFlag.AlignBottom),
            (times, Qt.AlignmentFlag.AlignBottom),
            (counts, Qt.AlignmentFlag.AlignLeft),
        ):
            chart.addAxis(axis, side)
        bars.attachAxis(places)
        bars.attachAxis(counts)
        if any(step.planned for step in self._steps):
            chart.addSeries(line)
            line.attachAxis(times)
            line.attachAxis(counts)

    def _counts(self, t: Tokens) -> QtCharts.QValueAxis:
        axis = QtCharts.QValueAxis()
        most = max((max(s.arrived + s.coming, s.planned) for s in self._steps), default=0)
        axis.setRange(0, max(4.0, most))
        axis.setTickCount(5)
        axis.applyNiceNumbers()
        axis.setLabelFormat("%d")
        axis.setLabelsFont(scaled_font(SMALL, tabular=True))
        axis.setLabelsColor(QColor(t.quiet))
        axis.setGridLinePen(QPen(QColor(t.track), 1))
        axis.setLineVisible(False)
        return axis

    def _times(self, t: Tokens) -> QtCharts.QCategoryAxis:
        """Return the time axis with labels between bars: 9:00 is where the bar of 9:00 begins."""
        axis = QtCharts.QCategoryAxis()
        axis.setLabelsPosition(QtCharts.QCategoryAxis.AxisLabelsPosition.AxisLabelsPositionOnValue)
        axis.setRange(-0.5, len(self._steps) - 0.5)
        every = -(-len(self._steps) // LABELS)
        minutes = round((self._steps[0].ends - self._steps[0].starts).total_seconds() / 60)
        every = next((n for n in (1, 2, 3, 4, 6, 12) if n >= every), every)
        for place, step in enumerate(self._steps):
            if (step.starts.hour * 60 + step.starts.minute) // minutes % every == 0:
                axis.append(clock_time(step.starts), place - 0.5)
        axis.setLabelsFont(scaled_font(SMALL, tabular=True))
        axis.setLabelsColor(QColor(t.quiet))
        axis.setGridLineVisible(False)
        axis.setLineVisible(False)
        return axis


class PartsChart(_Chart):
    """One bar for each `ArrivalShare`, with name and numbers; those still expected are hatched."""

    def __init__(self, name: str) -> None:
        self._parts: tuple[ArrivalShare, ...] = ()
        super().__init__(name)

    def show_parts(self, parts: Sequence[ArrivalShare]) -> None:
        if tuple(parts) != self._parts:
            self._parts = tuple(parts)
            spoken = (
                translate(_SPOKEN_PART, name=live_wording.part_label(part), count=live_wording.part_count(part))
                for part in parts
            )
            self.setAccessibleDescription(". ".join(spoken))
            self.draw_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.draw_anew()

    def fill(self, chart: QtCharts.QChart, t: Tokens) -> None:
        if not self._parts:
            return
        chart.setPlotArea(self._plot())
        bars = _stack(QtCharts.QHorizontalStackedBarSeries(), t)
        bars.setBarWidth(min(0.62, THICKEST * len(self._parts) / max(1, self.height())))
        shown = list(reversed(self._parts))  # the chart starts at the bottom
        here, awaited = bars.barSets()
        here.append([float(part.arrived) for part in shown])
        awaited.append([float(part.missing) for part in shown])
        chart.addSeries(bars)
        places, counts = QtCharts.QBarCategoryAxis(), QtCharts.QValueAxis()
        places.append([str(place) for place in range(len(shown))])
        counts.setRange(0, max(1, *(part.arrived + part.missing for part in self._parts)))
        for axis, side in ((places, Qt.AlignmentFlag.AlignLeft), (counts, Qt.AlignmentFlag.AlignBottom)):
            axis.setVisible(False)
            chart.addAxis(axis, side)
            bars.attachAxis(axis)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw names and numbers beside the bars: a chart axis hides them where rows are low."""
        t, plot, drawn_in = tokens(self.palette()), self._plot(), self._font()
        height = plot.height() / max(1, len(self._parts))
        for place, part in enumerate(self._parts):
            count = live_wording.part_count(part)
            row = QRectF(EDGE, plot.top() + place * height, plot.left() - EDGE - 8, height)
            draw_aligned(painter, row, count, (drawn_in, t.quiet), RIGHT)
            metrics = QFontMetricsF(drawn_in)
            rest = row.adjusted(0, 0, -metrics.horizontalAdvance(count) - 8, 0)
            lines = cut(live_wording.part_label(part), metrics, rest.width(), self._most_lines())
            top = row.center().y() - len(lines) * metrics.height() / 2
            for number, line in enumerate(lines):
                box = QRectF(rest.left(), top + number * metrics.height(), rest.width(), metrics.height())
                draw_elided(painter, box, line, drawn_in, t.ink)

    def _most_lines(self) -> int:
        """Return how many lines of a name there is room for beside a bar: one or two."""
        return 2 if self._height() >= 2 * QFontMetricsF(self._font()).height() * len(self._parts) else 1

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(self._font())
        texts = (f"{live_wording.part_label(part)}  {live_wording.part_count(part)}" for part in self._parts)
        needed = max(map(metrics.horizontalAdvance, texts), default=0.0) + EDGE + 16
        names = max(self.width() * NAMES_SHARE, min(needed, self.width() * MOST_NAMES_SHARES[self._most_lines() - 1]))
        return QRectF(names, 0, max(1.0, self.width() - names - EDGE), self._height())

    def _height(self) -> float:
        return max(1.0, self.height() - 6)

    def _font(self) -> QFont:
        """Return the font of names and numbers, smaller where the rows are low."""
        row = self._height() / max(1, len(self._parts))
        return font(min(SMALL * text_scale(), max(9.0, row - 4)), tabular=True)


def _stack(series: _Series, t: Tokens) -> _Series:
    """Return a series of two sets: arrived, and expected."""
    here, awaited = QtCharts.QBarSet(""), QtCharts.QBarSet("")
    here.setColor(QColor(t.accent))
    here.setPen(QPen(QColor(t.accent), 1))
    awaited.setBrush(hatching(t))
    awaited.setPen(QPen(QColor(t.accent), 1))
    series.append([here, awaited])
    return series
