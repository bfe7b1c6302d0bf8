# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the desk: control point, event, count and pace, lights, clock. Shows values; knows no device."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from checkin.core.counts import Tally
from checkin.core.programme.programme import ControlPoint
from checkin.ui.desk.header_buttons import MenuButton, PointButton
from checkin.ui.desk.status_lights import StatusLight, StatusLights
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px, text_scale
from checkin.ui.look.theme import LARGE, MARGIN, SMALL, TEXT, font, tokens
from checkin.ui.look.typesetting import balanced, cut
from checkin.ui.widgets.arrival_meter import ArrivalMeter

HEIGHT, SPACE = 60, 24
LEAST = 960
"""The least width of the header in design pixels, unless text is large."""
LEAST_TITLE = 100
"""With less room than this the title is hidden; the window's own title bar has it too."""
TITLES, PLACE = ((LARGE, 23, 1), (TEXT, 18, 2), (SMALL, 16, 2)), 18
"""Title settings as (font size, line height, most lines) in the order tried; the line height of the place below."""
MOST = 420
"""The widest a title may ask for, in design pixels."""


class DeskHeader(QWidget):
    """The header, one row that fits from 960 pixels up."""

    control_point_chosen = Signal(str)
    note_wanted = Signal()
    """Emitted when the user wants to leave a note for the next volunteer at this control point."""
    light_pressed = Signal(object)
    """Emitted with the pressed `StatusLight`."""
    menu_closed = Signal()
    """Emitted when the menu of either button closes, so that the focus can be given back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _Title(self)
        self._point = PointButton(self)
        self._count, self._shared_for = ArrivalMeter(self), 0.0
        self._lights = StatusLights(self)
        self._clock = _Clock(self)
        self._menu = MenuButton(self)
        self._point.chosen.connect(self.control_point_chosen)
        self._point.note_wanted.connect(self.note_wanted)
        self._lights.pressed.connect(self.light_pressed)
        self._point.menu().aboutToHide.connect(self.menu_closed)
        self.setFixedHeight(scale_px(HEIGHT - 16) + 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN - 8, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._point)  # first: whatever changes beside it, it stays where it is
        row.addWidget(self._title, 1)
        for part in (self._count, self._lights, self._clock):
            row.addWidget(part)
        row.addSpacing(-12)
        row.addWidget(self._menu)

    def set_event(self, title: str, places: Sequence[str]) -> None:
        """Set the event title and the second line.

        `places` are versions of that line (day and desk name), longest first.
        """
        self._title.set_texts(title, places)
        self._share()

    def set_control_points(self, points: Sequence[ControlPoint], current: str) -> None:
        self._point.set_points(points, current)
        self._share()

    def open_points(self) -> None:
        """Open the menu of control points, as its button does."""
        self._point.showMenu()

    def set_tally(self, tally: Tally) -> None:
        self._count.set_tally(tally)
        if (width := self._count.full_width) != self._shared_for:
            self._shared_for = width
            self._share()

    @property
    def spoken_count(self) -> str:
        """The count as a sentence, without a full stop."""
        return self._count.accessibleName()

    def set_lights(self, lights: Sequence[StatusLight]) -> None:
        self._lights.set_lights(lights)
        self._share()
        for before, after in pairwise(self.reached):
            QWidget.setTabOrder(before, after)

    @property
    def reached(self) -> Sequence[QWidget]:
        """The widgets in Tab order, from the left."""
        return self._point, *self._lights.buttons, self._menu

    def set_clock(self, text: str) -> None:
        self._clock.set_text(text)

    def set_menu(self, menu: QMenu) -> None:
        """Set the menu that the button at the right opens; the window owns it."""
        self._menu.setMenu(menu)
        menu.aboutToHide.connect(self.menu_closed)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the shortened parts; the size of the full ones would keep the window from
        becoming narrow.
        """
        if text_scale() > 1:
            return QSize(0, self.height())
        return scale_px(QSize(LEAST, HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()
        if row := self.layout():
            row.activate()  # immediately, so that shortened parts never overlap for a moment

    def _share(self) -> None:
        """Shorten the parts until all fit, the least needed first.

        In order: bar of the counter, the name of the control point, words beside the count, the title; last the lights
        that are not used, and the words of those that are well.
        """
        for steps in range(4):
            self._count.set_short(steps > 0, is_least=steps > 2)
            self._point.set_short(steps > 1)
            self._lights.set_short(False)
            if self._left_for_title() >= self._title.needs:
                break
        for is_few, is_least in ((False, False), (True, False), (True, True)):
            if self._left_for_title() + SPACE < 0:
                self._lights.set_short(True, is_few=is_few, is_least=is_least)
        self._title.setVisible(self._left_for_title() >= LEAST_TITLE)

    def _left_for_title(self) -> float:
        """Return the width left for the title in design pixels."""
        others = (self._point, self._count, self._lights, self._clock, self._menu)
        taken = sum(each.sizeHint().width() for each in others) + (len(others) - 1) * SPACE
        return (self.width() - 2 * MARGIN - taken) / text_scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )


class _Title(QWidget):
    """The title above the place.

    The title first becomes smaller and wraps to two lines, then is cut (whole in the tool tip); of the place a shorter
    version is taken.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._places = "", [""]
        self.needs = 0.0
        """The least width in design pixels at which the title is uncut and the day is shown."""
        self.setMinimumWidth(scale_px(LEAST_TITLE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_texts(self, title: str, places: Sequence[str]) -> None:
        self._title, self._places = title, list(places)
        shortest = QFontMetricsF(font(SMALL)).horizontalAdvance(places[-2] if len(places) > 1 else places[-1])
        self.needs = max(shortest, next((wide for wide in range(100, MOST, 10) if not _is_cut(title, wide)), MOST))
        self.setToolTip(f"{title}\n{places[0]}")
        self.setAccessibleName(f"{title}, {places[0]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, wide = tokens(self.palette()), design_rect(self).width()
        painter = design_painter(self)
        face, height, lines = set_title(self._title, wide)
        top = (design_rect(self).height() - height * len(lines) - PLACE) / 2
        for line in lines:
            draw_elided(painter, QRectF(0, top, wide, height), line, face, t.ink)
            top += height
        draw_elided(painter, QRectF(0, top, wide, PLACE), set_place(self._places, wide), font(SMALL), t.quiet)


def set_title(title: str, wide: float) -> tuple[QFont, int, list[str]]:
    """Return font, line height and lines of the first setting in which nothing is cut, else of the smallest, cut."""
    for size, height, most in TITLES:
        face = font(size, 700)
        metrics = QFontMetricsF(face)
        lines = balanced(title, metrics, wide)
        if len(lines) <= most and all(metrics.horizontalAdvance(line) <= wide for line in lines):
            return face, height, lines
    return face, height, cut(title, metrics, wide, most)


def _is_cut(title: str, wide: float) -> bool:
    _, _, lines = set_title(title, wide)
    return "".join("".join(lines).split()) != "".join(title.split())


def set_place(places: Sequence[str], wide: float) -> str:
    """Return the first version of the place that fits, else the shortest."""
    metrics = QFontMetricsF(font(SMALL))
    return next((place for place in places if metrics.horizontalAdvance(place) <= wide), places[-1])


class _Clock(QWidget):
    """The time, in tabular digits so that its width does not change."""

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
        return scale_px(QSize(round(wide) + 2, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        face = (font(LARGE, 700, tabular=True), t.ink)
        draw_aligned(design_painter(self), design_rect(self), self._text, face, RIGHT)
