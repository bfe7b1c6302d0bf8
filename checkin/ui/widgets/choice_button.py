# SPDX-License-Identifier: GPL-3.0-or-later
"""A large button for one of a few alternatives: an icon, a title, and below it what it is for."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_button_ground, draw_card, draw_elided, draw_focus_ring, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens

HEIGHT, ICON, INSET = 66, 24, 20
"""Pixels."""


class ChoiceButton(QPushButton):
    """A large button; `is_primary` marks the most common choice, which Enter presses."""

    def __init__(self, icon: str, text: str, detail: str, *, is_primary: bool = False) -> None:
        super().__init__(text)
        self._icon, self._detail, self._is_primary = icon, detail, is_primary
        self.setAccessibleDescription(detail)
        self.setDefault(is_primary)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(360, HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return scale_px(QSize(240, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        ink, detail = (t.on_accent, t.on_accent) if self._is_primary else (t.ink, t.quiet)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        if self._is_primary:
            draw_rounded(painter, box, RADIUS, t.accent)
            if self.hasFocus():
                draw_focus_ring(painter, box, replace(t, accent=t.focus))
        else:
            draw_card(painter, box, t)
            draw_button_ground(painter, self, box, RADIUS)
        middle = box.center().y()
        icons.draw(painter, self._icon, QRectF(INSET, middle - ICON / 2, ICON, ICON), ink)
        words = box.adjusted(INSET + ICON + 16, 0, -INSET, 0)
        draw_elided(
            painter, QRectF(words.left(), middle - 22, words.width(), 22), self.text(), font(TEXT + 1, 600), ink
        )
        draw_elided(painter, QRectF(words.left(), middle + 2, words.width(), 20), self._detail, font(SMALL), detail)
