# SPDX-License-Identifier: GPL-3.0-or-later
"""The bottom of the desk: the keys that always work, and one sentence about what was recorded."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import MARGIN, SMALL, font, tokens

KEYS = (
    ("F7", Message("footer", "Let in")),
    ("F8", Message("footer", "Undo")),
    ("F2", Message("footer", "Register")),
    ("F3", Message("footer", "Search")),
    ("F11", Message("footer", "Full screen")),
)
SUPERVISOR = ("F9", Message("footer", "The supervisor lets in"))
"""In place of F7, where no volunteer lets in the person shown."""
STILL_OUT = ("F12", Message("footer", "Still out"))
"""Beside the keys where things are lent."""
SENTENCE = 0.45
"""Share of the row that the sentence may take before the last keys are dropped: the search box shows F3, and nothing
but its row of keys says F8 while no answer is shown.
"""
KEY, GAP = 6, 26
"""Pixels after a key, and after its label."""
_TOLD = Message("footer", "Last message")
SAVED_HERE = Message("footer", "Everything is saved on this computer")


class Footer(QWidget):
    """A row with one sentence (the status) beside the keys of the visible screen."""

    def __init__(self, parent: QWidget | None = None, keys: Sequence[tuple[str, Message]] = KEYS) -> None:
        super().__init__(parent)
        self._status = translate(SAVED_HERE)
        self.setFixedHeight(scale_px(16) + 24)
        self.show_keys(keys)
        self.setAccessibleDescription(self._status)

    def show_keys(self, keys: Sequence[tuple[str, Message]]) -> None:
        self.keys = tuple(keys)
        self.setAccessibleName(", ".join(f"{key} {translate(words)}" for key, words in keys) or translate(_TOLD))
        self.update()

    def set_status(self, sentence: str) -> None:
        self._status = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def shown(self, wide: float) -> int:
        """Return how many keys, from the first, fit beside the sentence in a row `wide` pixels wide."""
        bold, plain = QFontMetricsF(font(SMALL, 600)), QFontMetricsF(font(SMALL))
        room = wide - min(plain.horizontalAdvance(self._status), wide * SENTENCE)
        for number, (key, words) in enumerate(self.keys):
            room -= bold.horizontalAdvance(key) + KEY + plain.horizontalAdvance(translate(words)) + GAP
            if room < 0:
                return number
        return len(self.keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 0, 0, design_rect(self).width(), 0)
        row = design_rect(self).adjusted(MARGIN, 0, -MARGIN, 0)
        face, x = font(SMALL), row.left()
        for key, words in self.keys[: self.shown(row.width())]:
            for text, written, ink, gap in (
                (key, font(SMALL, 600), t.ink, KEY),
                (translate(words), face, t.quiet, GAP),
            ):
                width = QFontMetricsF(written).horizontalAdvance(text)
                draw_aligned(painter, QRectF(x, 0, width, design_rect(self).height()), text, (written, ink), LEFT)
                x += width + gap
        rest = QRectF(x, 0, row.right() - x, design_rect(self).height())
        draw_aligned(
            painter,
            rest,
            QFontMetricsF(face).elidedText(self._status, Qt.TextElideMode.ElideRight, rest.width()),
            (face, t.quiet),
            RIGHT,
        )
