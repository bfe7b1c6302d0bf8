# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes on white, to be photographed or scanned from the screen: any text, and the code to test a camera or scanner
with.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.tokens import TEST_CODE
from checkin.services.exports.exporting import code_modules
from checkin.translation import translate
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.theme import GLOW, RADIUS, SHADOW
from checkin.ui.widgets.camera_preview import paint_code_modules

SIDE, EDGE = 240, 4
"""Pixels with the quiet zone; every module has a whole number of them, or a camera reads moiré."""


class TrialCode(QWidget):
    """The test code as a square, the same in every event."""

    def __init__(self) -> None:
        super().__init__()
        self._modules = tuple(map(tuple, code_modules(TEST_CODE)))
        self.setAccessibleName(translate(Message("ready", "The test code, which belongs to nobody")))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, QRectF(self.rect()), RADIUS, GLOW)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SHADOW))
        step = (min(self.width(), self.height()) - 2 * EDGE) // len(self._modules)
        left = (self.width() - step * len(self._modules)) // 2
        top = (self.height() - step * len(self._modules)) // 2
        for y, row in enumerate(self._modules):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.drawRect(QRectF(left + x * step, top + y * step, step, step))


class CodePicture(QWidget):
    """A QR code on white, `side` pixels wide with its quiet zone, to be scanned from the screen."""

    def __init__(self, text: str, name: str, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setAccessibleName(name)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        self._modules = code_modules(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_rounded(painter, QRectF(self.rect()), 12, GLOW)
        side = self.width() // len(self._modules) * len(self._modules)
        edge = (self.width() - side) / 2
        paint_code_modules(painter, QRectF(edge, edge, side, side), self._modules)
