# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the desk: event, control point, count and pace, lights, clock. Shows values; knows no device."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from checkin.core.answer import Tally
from checkin.core.programme import ControlPoint
from checkin.ui.count import Count
from checkin.ui.drawing import RIGHT, align, write
from checkin.ui.header_buttons import MenuButton, PointButton
from checkin.ui.lights import Light, Lights
from checkin.ui.theme import LARGE, MARGIN, SMALL, font, tokens

HEIGHT = 60
NARROW, NARROWEST = 1320, 1180
"""Below these widths, in pixels, the chooser's label goes, then the bar: what remains never overlaps."""


class Header(QWidget):
    """One row that fits from 1100 pixels up."""

    control_point_chosen = Signal(str)
    note_wanted = Signal()
    """At this control point, for whoever stands there next."""
    light_pressed = Signal(object)
    """The `Light`."""
    menu_closed = Signal()
    """Of either button: whoever had the focus before may take it back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _Title(self)
        self._point = PointButton(self)
        self._count = Count(self)
        self._lights = Lights(self)
        self._clock = _Clock(self)
        self._menu = MenuButton(self)
        self._point.chosen.connect(self.control_point_chosen)
        self._point.note_wanted.connect(self.note_wanted)
        self._lights.pressed.connect(self.light_pressed)
        self._point.menu().aboutToHide.connect(self.menu_closed)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN - 8, 0)
        row.setSpacing(24)
        row.addWidget(self._title, 1)
        for part in (self._point, self._count, self._lights, self._clock):
            row.addWidget(part)
        row.addSpacing(-12)
        row.addWidget(self._menu)

    def set_event(self, title: str, place: str) -> None:
        """`place` is the second line: the day and the name of this desk."""
        self._title.set_texts(title, place)

    def set_control_points(self, points: Sequence[ControlPoint], current: str) -> None:
        self._point.set_points(points, current)

    def open_points(self) -> None:
        """As if its button had been pressed."""
        self._point.showMenu()

    def set_tally(self, tally: Tally) -> None:
        self._count.set_tally(tally)

    def set_lights(self, lights: Sequence[Light]) -> None:
        self._lights.set_lights(lights)

    def set_clock(self, text: str) -> None:
        self._clock.set_text(text)

    def set_menu(self, menu: QMenu) -> None:
        """What the button at the right opens; the window owns it."""
        self._menu.setMenu(menu)
        menu.aboutToHide.connect(self.menu_closed)

    def minimumSizeHint(self) -> QSize:
        """Of the shortened parts: the full ones would keep the window from ever becoming narrow."""
        return QSize(NARROWEST - 120, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._point.set_short(self.width() < NARROW)
        self._count.set_short(self.width() < NARROWEST)
        self._lights.set_short(self.width() < NARROWEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class _Title(QWidget):
    """Two lines that give way first: cut with an ellipsis, whole in the tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = ("", "")
        self.setMinimumWidth(100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_texts(self, title: str, place: str) -> None:
        self._texts = (title, place)
        self.setToolTip(f"{title}\n{place}")
        self.setAccessibleName(f"{title}, {place}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        middle = self.height() / 2
        write(painter, QRectF(0, middle - 21, self.width(), 22), self._texts[0], font(LARGE, 700), t.ink)
        write(painter, QRectF(0, middle + 2, self.width(), 18), self._texts[1], font(SMALL), t.quiet)


class _Clock(QWidget):
    """The time, in digits that do not tremble."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(font(LARGE, 700, tabular=True)).horizontalAdvance(self._text or "00:00")
        return QSize(round(wide) + 2, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        face = (font(LARGE, 700, tabular=True), t.ink)
        align(QPainter(self), QRectF(self.rect()), self._text, face, RIGHT)
