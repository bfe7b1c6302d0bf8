# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of camera, disk, printer: a mark and a word each. A mark changes shape with its colour.

A press on one asks for more; nothing is opened here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.drawing import LEFT, align
from checkin.ui.theme import SMALL, Tokens, font, tokens

_OK = Words("light", "{name}: all is well")
_WRONG = Words("light", "{name}: look at it")
_UNKNOWN = Words("light", "{name}: not used")


@dataclass(frozen=True, slots=True)
class Light:
    """`is_ok` None: not used, or not known yet. `tip` says more than the word; `what` is wrong in few words, in place
    of the name where there is room. Both in the desk's language.
    """

    words: Words
    is_ok: bool | None
    tip: str = ""
    what: str = ""

    @property
    def name(self) -> str:
        return say(self.words)

    @property
    def spoken(self) -> str:
        words = _UNKNOWN if self.is_ok is None else _OK if self.is_ok else _WRONG
        return self.tip or say(words, name=self.name)


class Lights(QWidget):
    """Dot: well. Diamond: look at it. Ring: not used."""

    pressed = Signal(object)
    """The `Light`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lights: tuple[Light, ...] = ()
        self._is_short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def set_lights(self, lights: Sequence[Light]) -> None:
        self._lights = tuple(lights)
        story = "\n".join(light.spoken for light in lights)
        self.setToolTip(story)
        self.setAccessibleName(story)
        self.updateGeometry()
        self.update()

    def set_short(self, is_short: bool) -> None:
        """Only the words that are always there, for a narrow window."""
        self._is_short = is_short
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        widths = [self._width(light) + 16 for light in self._lights]
        return QSize(max(0, round(sum(widths)) - 14), 28)

    def _text(self, light: Light) -> str:
        return light.what if light.what and light.is_ok is False and not self._is_short else light.name

    def _width(self, light: Light) -> float:
        face = font(SMALL, 600 if light.is_ok is False else 400)
        return 16 + QFontMetricsF(face).horizontalAdvance(self._text(light))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        x = 0.0
        for light in self._lights:
            if x <= event.position().x() <= x + self._width(light):
                self.pressed.emit(light)
            x += self._width(light) + 16

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for light in self._lights:
            _mark(painter, QPointF(x + 5, middle), light, t)
            face = font(SMALL, 600 if light.is_ok is False else 400)
            box = QRectF(x + 16, 0, self._width(light), self.height())
            align(painter, box, self._text(light), (face, t.ink if light.is_ok is False else t.quiet), LEFT)
            x += self._width(light) + 16


def _mark(painter: QPainter, at: QPointF, light: Light, t: Tokens) -> None:
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
