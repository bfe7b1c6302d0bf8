# SPDX-License-Identifier: GPL-3.0-or-later
"""The top row of every screen beside the desk: its name, event and day, buttons, clock."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.programme.daily_points import first_and_last
from checkin.core.programme.programme import Event
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import LARGE, MARGIN, SMALL, font, tokens

HEIGHT, CLOCK = 60, 76
"""Height of the row and width of the clock, in pixels."""
TICK_MS = 500


class ScreenHeading(QWidget):
    """The heading of the screen called `words`; `now` is the desk's clock, read while the row is visible."""

    def __init__(self, words: Message, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now, self._clock = now, ""
        self._title = _Title(words)
        self.setFixedHeight(scale_px(HEIGHT))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 0, scale_px(MARGIN + CLOCK), 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._title, 1)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_time)

    def add(self, part: QWidget) -> None:
        """Add `part` to the left of the clock."""
        self._row.addWidget(part)

    def set_place(self, place: str) -> None:
        """Set the line with event and day."""
        self._title.set_place(place)
        self._clock = ""
        self._show_time()

    def _show_time(self) -> None:
        clock = clock_time(self._now())
        if clock != self._clock:
            self._clock = clock
            self.setAccessibleName(f"{self._title.accessibleName()}, {clock}")
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_time()
        self._tick.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tick.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        clock = design_rect(self).adjusted(0, 0, -MARGIN, 0)
        draw_aligned(painter, clock, self._clock, (font(LARGE, 700, tabular=True), t.ink), RIGHT)


class _Title(QWidget):
    """Screen name and event line; the line is cut where buttons need the room (whole in the tool tip)."""

    def __init__(self, words: Message) -> None:
        super().__init__()
        self._words, self._place = words, ""
        self.setMinimumWidth(scale_px(120))

    def set_place(self, place: str) -> None:
        self._place = place
        self.setToolTip(place)
        self.setAccessibleName(f"{translate(self._words)}, {place}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, middle = tokens(self.palette()), design_rect(self).height() / 2
        painter = design_painter(self)
        draw_elided(
            painter,
            QRectF(0, middle - 21, design_rect(self).width(), 22),
            translate(self._words),
            font(LARGE, 700),
            t.ink,
        )
        draw_elided(painter, QRectF(0, middle + 2, design_rect(self).width(), 18), self._place, font(SMALL), t.quiet)


def event_line(event: Event) -> str:
    """Return the title and day of an event in the current language."""
    days = " – ".join(day_text(day, current_language()) for day in first_and_last(event))
    return " · ".join(filter(None, (event.title, days)))
