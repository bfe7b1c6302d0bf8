# SPDX-License-Identifier: GPL-3.0-or-later
"""A large button for one of a few ways to go on: an icon, what it is called, and below that what it is for."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from checkin.ui.look import icons
from checkin.ui.look.drawing import button_ground, card, fill, focus_ring, write
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens

HEIGHT, ICON, INSET = 66, 24, 20
"""Pixels."""


class ChoiceButton(QPushButton):
    """`is_primary` is what most people want, and what Enter means."""

    def __init__(self, icon: str, text: str, detail: str, *, is_primary: bool = False) -> None:
        super().__init__(text)
        self._icon, self._detail, self._is_primary = icon, detail, is_primary
        self.setAccessibleDescription(detail)
        self.setDefault(is_primary)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return sized(QSize(360, HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return sized(QSize(240, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        ink, detail = (t.on_accent, t.on_accent) if self._is_primary else (t.ink, t.quiet)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = whole(self)
        if self._is_primary:
            fill(painter, box, RADIUS, t.accent)
            if self.hasFocus():
                focus_ring(painter, box, replace(t, accent=t.focus))
        else:
            card(painter, box, t)
            button_ground(painter, self, box, RADIUS)
        middle = box.center().y()
        icons.draw(painter, self._icon, QRectF(INSET, middle - ICON / 2, ICON, ICON), ink)
        words = box.adjusted(INSET + ICON + 16, 0, -INSET, 0)
        write(painter, QRectF(words.left(), middle - 22, words.width(), 22), self.text(), font(TEXT + 1, 600), ink)
        write(painter, QRectF(words.left(), middle + 2, words.width(), 20), self._detail, font(SMALL), detail)
