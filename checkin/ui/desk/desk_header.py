# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the desk: control point, event, count and pace, lights, clock. Shows values; knows no device."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from checkin.core.counts import Tally
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint
from checkin.translation import translate
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided, draw_focus_ring, draw_hairline, draw_rounded
from checkin.ui.look.typesetting import balanced, cut, escape_mnemonic
from checkin.ui.widgets.arrival_meter import ArrivalMeter

# The two buttons of the header, each with a menu: the control point, and everything else.

_NOTE = Message("header", "Leave a note for this control point…")
_MENU = Message("header", "Menu")
WIDEST_NAME, WIDEST_SHORT, ARROW = 320, 180, 29
"""Widest control point name in pixels, full and short; a longer one is cut, and whole in the tool tip and menu. What
the arrow behind it takes.
"""


class _HeaderButton(QPushButton):
    """A quiet button that paints itself: hairline, hover, focus ring."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def begin(self, painter: QPainter, line: str) -> theme.Tokens:
        t = theme.tokens(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.design_rect(self)
        draw_rounded(painter, box, 10, t.hover if self.underMouse() or self.isDown() else t.surface, line)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, 9)
        return t


class PointButton(_HeaderButton):
    """A button with the current control point, to be read from two metres; its menu offers the others."""

    chosen = Signal(str)
    """Emitted with the id of the chosen control point."""
    note_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self._is_short = False
        self._points = QMenu(self)
        self._points.triggered.connect(self._choose)
        self._points.aboutToShow.connect(lambda: QTimer.singleShot(0, self, self._select_current))
        self.setMenu(self._points)

    def set_points(self, points: Sequence[ControlPoint], current: str) -> None:
        self._points.clear()
        for point in points:
            action = self._points.addAction(escape_mnemonic(point.name))
            action.setData(point.id)
            action.setCheckable(True)
            action.setChecked(point.id == current)
        self._points.addSeparator()
        self._points.addAction(translate(_NOTE)).triggered.connect(self.note_wanted)
        self._name = next((p.name for p in points if p.id == current), "")
        self.setAccessibleName(f"{translate(_POINT)} {self._name}")
        self.setToolTip(self._name)
        self.updateGeometry()
        self.update()

    def set_short(self, is_short: bool) -> None:
        """Show the name smaller, and less of a long one, for a narrow window."""
        self._is_short = is_short
        self.updateGeometry()
        self.update()

    def _select_current(self) -> None:
        """Let the arrow keys begin where the desk is. The menu forgets what was selected before it stood."""
        for action in self._points.actions():
            if action.isChecked():
                self._points.setActiveAction(action)

    def _choose(self, action: QAction) -> None:
        if point := action.data():
            self.chosen.emit(point)

    def sizeHint(self) -> QSize:
        widest = WIDEST_SHORT if self._is_short else WIDEST_NAME
        name = min(widest, QFontMetricsF(self._face()).horizontalAdvance(self._name))
        return theme.scale_px(QSize(round(self._before + name + 1 + ARROW), theme.TOUCH))

    @property
    def _before(self) -> int:
        return 9 if self._is_short else 14

    def _face(self) -> QFont:
        return theme.font(theme.LARGE if self._is_short else theme.COLUMN, 700)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, box = theme.tokens(self.palette()), theme.design_painter(self), theme.design_rect(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, box, 10, t.accent)
        if self.hasFocus():
            draw_focus_ring(painter, box.adjusted(2, 2, -2, -2), replace(t, accent=t.focus), 8)
        draw_elided(painter, box.adjusted(self._before, 0, -ARROW, 0), self._name, self._face(), t.on_accent)
        drawing.draw(painter, "chevron-down", QRectF(box.width() - 24, box.height() / 2 - 8, 16, 16), t.on_accent)


class MenuButton(_HeaderButton):
    """The ⋮ button, which opens the desk's menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate(_MENU))
        self.setToolTip(translate(_MENU))

    def sizeHint(self) -> QSize:
        return theme.scale_px(QSize(theme.TOUCH, theme.TOUCH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        t = self.begin(painter, "")
        drawing.draw(painter, "ellipsis-vertical", QRectF(12, 12, 20, 20), t.ink)


# The lights of the header: the state of each device as a word, a colour and a shape.
# Each is a button, for users without a mouse. Knows no device and decides nothing.

_OK = Message("light", "{name}: all is well")
_UNKNOWN = Message("light", "{name}: not used")
MARK, EDGE = 16, 8
"""Pixels of the shape, and of the space at either side."""


@dataclass(frozen=True, slots=True)
class StatusLight:
    """The state of one device. `is_ok` None: not used, or not known yet.

    `tip` says more than the name; `what` is the problem in few words, shown in place of the name where there is room.
    Both are translated.
    """

    words: Message
    is_ok: bool | None
    tip: str = ""
    what: str = ""

    @property
    def name(self) -> str:
        return translate(self.words)

    @property
    def spoken(self) -> str:
        words = _UNKNOWN if self.is_ok is None else _OK if self.is_ok else Message("light", "{name}: needs a look")
        return self.tip or translate(words, name=self.name)


class StatusLights(QWidget):
    """The row of lights. Dot: well. Diamond: needs attention. Ring: not used."""

    pressed = Signal(object)
    """Emitted with the pressed `StatusLight`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[_LightButton] = []
        self._is_short = self._is_least = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_lights(self, lights: Sequence[StatusLight]) -> None:
        """Show `lights`, reusing the buttons so that the focus stays."""
        while len(self._buttons) < len(lights):
            self._add()
        while len(self._buttons) > len(lights):
            self._buttons.pop().deleteLater()
        for button, light in zip(self._buttons, lights, strict=True):
            self._show(button, light)
        self.setAccessibleName("\n".join(light.spoken for light in lights))

    @property
    def buttons(self) -> Sequence[QWidget]:
        """The buttons, from the left."""
        return tuple(self._buttons)

    def set_short(self, is_short: bool, *, is_few: bool = False, is_least: bool = False) -> None:
        """Show only the fixed names, for a narrow window; with `is_few`, no light that is not used; with `is_least`,
        only the names of lights that are not well.
        """
        self._is_short, self._is_least = is_short, is_least
        for button in self._buttons:
            button.setVisible(not is_few or button.light.is_ok is not None)
            self._show(button, button.light)

    def _show(self, button: "_LightButton", light: StatusLight) -> None:
        button.show_light(light, is_short=self._is_short, is_least=self._is_least)

    def _add(self) -> None:
        button = _LightButton(self)
        button.clicked.connect(lambda: self.pressed.emit(button.light))
        self._buttons.append(button)
        self._row.addWidget(button)


class _LightButton(QAbstractButton):
    """One light: shape and name; the full sentence in the tool tip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.light = StatusLight(_OK, None)
        self._is_short = self._is_least = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_light(self, light: StatusLight, *, is_short: bool, is_least: bool) -> None:
        self.light, self._is_short, self._is_least = light, is_short, is_least
        self.setToolTip(light.spoken)
        self.setAccessibleName(light.spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = 2 * EDGE + MARK + QFontMetricsF(self._face()).horizontalAdvance(self._word())
        return theme.scale_px(QSize(round(wide), theme.TOUCH))

    def _word(self) -> str:
        """Return the name of the light, or what is wrong; "" where there is no room."""
        light = self.light
        if self._is_least and light.is_ok is not False:
            return ""
        return light.what if light.what and light.is_ok is False and not self._is_short else light.name

    def _face(self) -> QFont:
        return theme.font(theme.SMALL, 600 if self.light.is_ok is False else 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            draw_focus_ring(painter, theme.design_rect(self), t)
        box = theme.design_rect(self).adjusted(EDGE, 0, 0, 0)
        _mark(painter, QPointF(box.left() + 5, box.center().y()), self.light, t)
        ink = t.ink if self.light.is_ok is False else t.quiet
        draw_elided(painter, box.adjusted(MARK, 0, 0, 0), self._word(), self._face(), ink)


def _mark(painter: QPainter, at: QPointF, light: StatusLight, t: theme.Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if light.is_ok is None:
        painter.setPen(QPen(QColor(t.quiet), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(at, 3.5, 3.5)
    elif light.is_ok:
        painter.setBrush(QColor(t.ok))
        painter.drawEllipse(at, 4.5, 4.5)
    else:
        painter.setBrush(QColor(t.warn))
        corners = ((0, -6.5), (6.5, 0), (0, 6.5), (-6.5, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))


HEIGHT, SPACE = 60, 24
LEAST = 960
"""The least width of the header in design pixels, unless text is large."""
LEAST_TITLE = 100
"""With less room than this the title is hidden; the window's own title bar has it too."""
TITLES, PLACE = ((theme.LARGE, 23, 1), (theme.TEXT, 18, 2), (theme.SMALL, 16, 2)), 18
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
        self.setFixedHeight(theme.scale_px(HEIGHT - 16) + 16)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 0, theme.MARGIN - 8, 0)
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
        if theme.text_scale() > 1:
            return QSize(0, self.height())
        return theme.scale_px(QSize(LEAST, HEIGHT))

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
        return (self.width() - 2 * theme.MARGIN - taken) / theme.text_scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.fillRect(theme.design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter,
            0,
            theme.design_rect(self).height() - 1,
            theme.design_rect(self).width(),
            theme.design_rect(self).height() - 1,
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
        self.setMinimumWidth(theme.scale_px(LEAST_TITLE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_texts(self, title: str, places: Sequence[str]) -> None:
        self._title, self._places = title, list(places)
        shortest = QFontMetricsF(theme.font(theme.SMALL)).horizontalAdvance(
            places[-2] if len(places) > 1 else places[-1]
        )
        self.needs = max(shortest, next((wide for wide in range(100, MOST, 10) if not _is_cut(title, wide)), MOST))
        self.setToolTip(f"{title}\n{places[0]}")
        self.setAccessibleName(f"{title}, {places[0]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, wide = theme.tokens(self.palette()), theme.design_rect(self).width()
        painter = theme.design_painter(self)
        face, height, lines = set_title(self._title, wide)
        top = (theme.design_rect(self).height() - height * len(lines) - PLACE) / 2
        for line in lines:
            draw_elided(painter, QRectF(0, top, wide, height), line, face, t.ink)
            top += height
        draw_elided(
            painter, QRectF(0, top, wide, PLACE), set_place(self._places, wide), theme.font(theme.SMALL), t.quiet
        )


def set_title(title: str, wide: float) -> tuple[QFont, int, list[str]]:
    """Return font, line height and lines of the first setting in which nothing is cut, else of the smallest, cut."""
    for size, height, most in TITLES:
        face = theme.font(size, 700)
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
    metrics = QFontMetricsF(theme.font(theme.SMALL))
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
        wide = QFontMetricsF(theme.font(theme.LARGE, 700, tabular=True)).horizontalAdvance(self._text or "00:00")
        return theme.scale_px(QSize(round(wide) + 2, 28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens(self.palette())
        face = (theme.font(theme.LARGE, 700, tabular=True), t.ink)
        draw_aligned(theme.design_painter(self), theme.design_rect(self), self._text, face, RIGHT)


_POINT = Message("header", "Control point")
