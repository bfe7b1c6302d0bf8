# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands above the two halves of the programme screen: event and clock, and the session that is chosen."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.drawing import LEFT, RIGHT, align, hairline, write
from checkin.ui.measure import design_painter, sized, whole
from checkin.ui.programme_words import ALL_SPEAKERS, Item, about, facts, summary
from checkin.ui.theme import LARGE, MARGIN, SMALL, Tokens, font, tokens
from checkin.ui.typesetting import cut

HEIGHT, CLOCK = 60, 76
_TITLE = Words("rail", "Programme")


class ScreenHeading(QWidget):
    """The top row of the screen `words`. Others put their buttons there with `add`, to the left of the clock."""

    def __init__(self, words: Words = _TITLE) -> None:
        super().__init__()
        self._clock, self._words = "", words
        self._title = _Title(words)
        self.setFixedHeight(sized(HEIGHT))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 0, sized(MARGIN + CLOCK), 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title, 1)

    def add(self, button: QWidget) -> None:
        self._row.addWidget(button)

    def set_texts(self, place: str, clock: str) -> None:
        """`place` is the event and its day."""
        self._clock = clock
        self._title.set_place(place)
        self.setAccessibleName(f"{say(self._words)}, {place}, {clock}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(whole(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 0, whole(self).height() - 1, whole(self).width(), whole(self).height() - 1)
        clock = whole(self).adjusted(0, 0, -MARGIN, 0)
        align(painter, clock, self._clock, (font(LARGE, 700, tabular=True), t.ink), RIGHT)


class _Title(QWidget):
    """Gives way to the buttons: the event is cut, whole in the tool tip."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words, self._place = words, ""
        self.setMinimumWidth(sized(120))

    def set_place(self, place: str) -> None:
        self._place = place
        self.setToolTip(place)
        self.setAccessibleName(f"{say(self._words)}, {place}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, middle = tokens(self.palette()), whole(self).height() / 2
        painter = design_painter(self)
        write(painter, QRectF(0, middle - 21, whole(self).width(), 22), say(self._words), font(LARGE, 700), t.ink)
        write(painter, QRectF(0, middle + 2, whole(self).width(), 18), self._place, font(SMALL), t.quiet)


class SessionHeading(QWidget):
    """Title, time, place and figures of what the speakers below belong to."""

    def __init__(self) -> None:
        super().__init__()
        self._item: Item | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_item(self, item: Item | None) -> None:
        self._item = item
        title, below, figures = self._texts()
        spoken = [title, below, *(f"{what} {count}" for what, count in figures)]
        self.setAccessibleName(" · ".join(part for part in spoken if part))
        self.setToolTip(title)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(sized(320), self.height())

    def _texts(self) -> tuple[str, str, list[tuple[str, str]]]:
        """Title, the line below it, and the figures."""
        item = self._item
        if item is None or item.figures is None:
            return say(ALL_SPEAKERS), summary(item) if item else "", []
        return item.figures.session.title, about(item.figures), facts(item.figures)

    def _title_lines(self) -> list[str]:
        return cut(self._texts()[0], QFontMetricsF(font(LARGE, 700)), max(80, whole(self).width()), 2)

    def _fit(self) -> None:
        _, below, figures = self._texts()
        height = 24 * len(self._title_lines()) + (22 if below else 0) + (34 if figures else 0)
        self.setFixedHeight(sized(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, (_, below, figures) = 0.0, self._texts()
        for line in self._title_lines():
            write(painter, QRectF(0, top, whole(self).width(), 24), line, font(LARGE, 700), t.ink)
            top += 24
        if below:
            write(painter, QRectF(0, top, whole(self).width(), 22), below, font(SMALL), t.quiet)
            top += 22
        self._paint_figures(painter, QRectF(0, top + 4, whole(self).width(), 30), figures, t)

    def _paint_figures(self, painter: QPainter, row: QRectF, figures: list[tuple[str, str]], t: Tokens) -> None:
        left = row.left()
        for what, count in figures:
            for text, face, ink, gap in (
                (count, font(LARGE, 700, tabular=True), t.ink, 6),
                (what, font(SMALL), t.quiet, 22),
            ):
                width = QFontMetricsF(face).horizontalAdvance(text)
                align(painter, QRectF(left, row.top(), width, row.height()), text, (face, ink), LEFT)
                left += width + gap
