# SPDX-License-Identifier: GPL-3.0-or-later
"""The lights of the header: the state of each device as a word, a colour and a shape.

Each is a button, for users without a mouse. Knows no device and decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import draw_elided, draw_focus_ring
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import SMALL, TOUCH, Tokens, font, tokens

_OK = Message("light", "{name}: all is well")
_WRONG = Message("light", "{name}: needs a look")
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
        words = _UNKNOWN if self.is_ok is None else _OK if self.is_ok else _WRONG
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
        return scale_px(QSize(round(wide), TOUCH))

    def _word(self) -> str:
        """Return the name of the light, or what is wrong; "" where there is no room."""
        light = self.light
        if self._is_least and light.is_ok is not False:
            return ""
        return light.what if light.what and light.is_ok is False and not self._is_short else light.name

    def _face(self) -> QFont:
        return font(SMALL, 600 if self.light.is_ok is False else 400)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            draw_focus_ring(painter, design_rect(self), t)
        box = design_rect(self).adjusted(EDGE, 0, 0, 0)
        _mark(painter, QPointF(box.left() + 5, box.center().y()), self.light, t)
        ink = t.ink if self.light.is_ok is False else t.quiet
        draw_elided(painter, box.adjusted(MARK, 0, 0, 0), self._word(), self._face(), ink)


def _mark(painter: QPainter, at: QPointF, light: StatusLight, t: Tokens) -> None:
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
