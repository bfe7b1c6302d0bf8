# SPDX-License-Identifier: GPL-3.0-or-later
"""The one word, read from two metres: loud as an answer of the desk, in its colours and with its shapes."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.ready.finding import Finding, Readiness, readiness
from checkin.language import say
from checkin.ui import icons
from checkin.ui.drawing import LEFT, align, faded, fill, write
from checkin.ui.measure import design_painter, sized, whole
from checkin.ui.ready_words import READINESS, summary
from checkin.ui.theme import AMBER, CORNER, GREEN, LARGE, RED, TITLE, Colours, font

HEIGHT, ICON, EDGE = 112, 64, 28
"""Pixels."""

LOOKS: dict[Readiness, tuple[Colours, str]] = {
    Readiness.READY: (GREEN, "circle-check"),
    Readiness.ALMOST: (AMBER, "triangle-alert"),
    Readiness.NOT_READY: (RED, "octagon-x"),
}


class ReadyBand(QWidget):
    """Nothing before the first findings."""

    def __init__(self) -> None:
        super().__init__()
        self._word: Readiness | None = None
        self._summary = ""
        self.setFixedHeight(sized(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The word."""
        return say(READINESS[self._word]) if self._word else ""

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        self._word, self._summary = readiness(findings), summary(findings)
        self.setAccessibleName(f"{self.text}. {self._summary}")
        self.update()

    def sizeHint(self) -> QSize:
        return sized(QSize(600, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._word is None:
            return
        colours, icon = LOOKS[self._word]
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = whole(self)
        fill(painter, box, CORNER, colours.ground)
        icons.draw(painter, icon, QRectF(EDGE, (HEIGHT - ICON) / 2, ICON, ICON), colours.ink)
        face, left = font(TITLE, 700), 2 * EDGE + ICON - 4
        wide = QFontMetricsF(face).horizontalAdvance(self.text)
        align(painter, QRectF(left, 0, wide, HEIGHT), self.text, (face, colours.ink), LEFT)
        at = left + wide + EDGE
        place = QRectF(at, 8, box.right() - at - EDGE, HEIGHT)
        write(painter, place, self._summary, font(LARGE, 600), faded(colours.ink, 0.86))
