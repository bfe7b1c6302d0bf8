# SPDX-License-Identifier: GPL-3.0-or-later
"""A strip under the header that stays while the desk takes codes in an unusual way: one sentence, and its buttons."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_elided, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import GAP, MARGIN, TEXT, font, tokens

HEIGHT, ICON = 52, 32
"""Pixels: of the strip, and what the icon takes of its width."""


class ModeBar(QWidget):
    """A strip, hidden until `show_sentence`. A sentence that is too long is elided, and whole in the tool tip."""

    def __init__(self, icon: str, *buttons: QPushButton) -> None:
        super().__init__()
        self._icon, self._buttons, self.sentence = icon, buttons, ""
        self.setFixedHeight(scale_px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        self.sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter, box = design_painter(self), design_rect(self)
        painter.fillRect(box, QColor(t.pill_person.ground))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 0, box.height() - 1, box.width(), box.height() - 1)
        icons.draw(painter, self._icon, QRectF(MARGIN, box.height() / 2 - 11, 22, 22), t.pill_person.ink)
        left, end = MARGIN + ICON, self._buttons[0].x() * box.width() / max(1, self.width()) - GAP
        place = QRectF(left, 0, end - left, box.height())
        draw_elided(painter, place, self.sentence, font(TEXT, 600), t.pill_person.ink)
