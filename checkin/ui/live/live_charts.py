# SPDX-License-Identifier: GPL-3.0-or-later
"""The charts of the live screen, drawn by QtCharts and imported when the screen is first entered.

Arrived people are solid bars, expected ones hatched, the forecast a dashed line: no colours must be told apart.
"""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCharts import (
    QAbstractBarSeries,
    QBarCategoryAxis,
    QBarSet,
    QCategoryAxis,
    QChart,
    QChartView,
    QHorizontalStackedBarSeries,
    QLineSeries,
    QStackedBarSeries,
    QValueAxis,
)
from PySide6.QtCore import QEvent, QMargins, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from checkin.core.counts import ArrivalShare
from checkin.core.live.live_figures import ChartStep
from checkin.core.message import Message
from checkin.translation import clock_time, translate
from checkin.ui.live.live_cards import EDGE, hatching
from checkin.ui.live.live_wording import part_count, part_label
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided
from checkin.ui.look.theme import SMALL, Tokens, font, scaled_font, text_scale, tokens
from checkin.ui.look.typesetting import cut

_Series = TypeVar("_Series", bound=QAbstractBarSeries)

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


class _Chart(QChartView):
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
        chart = QChart()
        chart.setBackgroundVisible(False)
        chart.setMargins(QMargins(10, 0, 14, 4))
        chart.layout().setContentsMargins(0, 0, 0, 0)
        chart.legend().hide()
        self.fill(chart, tokens(self.palette()))
        before = self.chart()
        self.setChart(chart)
        if before:
            before.deleteLater()

    def fill(self, chart: QChart, t: Tokens) -> None:
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

    def fill(self, chart: QChart, t: Tokens) -> None:
        if not self._steps:
            return
        bars, line = _stack(QStackedBarSeries(), t), QLineSeries()
        bars.setBarWidth(0.8)
        here, coming = bars.barSets()
        here.append([float(step.arrived) for step in self._steps])
        coming.append([step.coming for step in self._steps])
        line.setPen(QPen(QColor(t.ink), 2, Qt.PenStyle.DashLine))
        line.append([QPointF(place, step.planned) for place, step in enumerate(self._steps)])
        chart.addSeries(bars)
        places = QBarCategoryAxis()
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

    def _counts(self, t: Tokens) -> QValueAxis:
        axis = QValueAxis()
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

    def _times(self, t: Tokens) -> QCategoryAxis:
        """Return the time axis with labels between bars: 9:00 is where the bar of 9:00 begins."""
        axis = QCategoryAxis()
        axis.setLabelsPosition(QCategoryAxis.AxisLabelsPosition.AxisLabelsPositionOnValue)
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
            spoken = (translate(_SPOKEN_PART, name=part_label(part), count=part_count(part)) for part in parts)
            self.setAccessibleDescription(". ".join(spoken))
            self.draw_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.draw_anew()

    def fill(self, chart: QChart, t: Tokens) -> None:
        if not self._parts:
            return
        chart.setPlotArea(self._plot())
        bars = _stack(QHorizontalStackedBarSeries(), t)
        bars.setBarWidth(min(0.62, THICKEST * len(self._parts) / max(1, self.height())))
        shown = list(reversed(self._parts))  # the chart starts at the bottom
        here, awaited = bars.barSets()
        here.append([float(part.arrived) for part in shown])
        awaited.append([float(part.missing) for part in shown])
        chart.addSeries(bars)
        places, counts = QBarCategoryAxis(), QValueAxis()
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
            count = part_count(part)
            row = QRectF(EDGE, plot.top() + place * height, plot.left() - EDGE - 8, height)
            draw_aligned(painter, row, count, (drawn_in, t.quiet), RIGHT)
            metrics = QFontMetricsF(drawn_in)
            rest = row.adjusted(0, 0, -metrics.horizontalAdvance(count) - 8, 0)
            lines = cut(part_label(part), metrics, rest.width(), self._most_lines())
            top = row.center().y() - len(lines) * metrics.height() / 2
            for number, line in enumerate(lines):
                box = QRectF(rest.left(), top + number * metrics.height(), rest.width(), metrics.height())
                draw_elided(painter, box, line, drawn_in, t.ink)

    def _most_lines(self) -> int:
        """Return how many lines of a name there is room for beside a bar: one or two."""
        return 2 if self._height() >= 2 * QFontMetricsF(self._font()).height() * len(self._parts) else 1

    def _plot(self) -> QRectF:
        metrics = QFontMetricsF(self._font())
        texts = (f"{part_label(part)}  {part_count(part)}" for part in self._parts)
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
    here, awaited = QBarSet(""), QBarSet("")
    here.setColor(QColor(t.accent))
    here.setPen(QPen(QColor(t.accent), 1))
    awaited.setBrush(hatching(t))
    awaited.setPen(QPen(QColor(t.accent), 1))
    series.append([here, awaited])
    return series
