# SPDX-License-Identifier: GPL-3.0-or-later
"""The bottom of the desk: the keys that always work, and what is true of what was recorded."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import LEFT, RIGHT, align, hairline
from checkin.ui.look.measure import design_painter, sized, whole
from checkin.ui.look.theme import MARGIN, SMALL, font, tokens

KEYS = (
    ("F2", Words("footer", "Register")),
    ("F3", Words("footer", "Search")),
    ("F7", Words("footer", "Let in")),
    ("F8", Words("footer", "Undo")),
    ("F11", Words("footer", "Full screen")),
)
SENTENCE = 0.45
"""Of the row, which the sentence may have before the last keys, which are on the buttons too."""
KEY, GAP = 6, 26
"""Pixels after a key, and after its words."""
_TOLD = Words("footer", "What was told last")
SAVED_HERE = Words("footer", "Everything is saved on this computer")


class Footer(QWidget):
    """`status` is one sentence, beside the keys of what is seen."""

    def __init__(self, parent: QWidget | None = None, keys: Sequence[tuple[str, Words]] = KEYS) -> None:
        super().__init__(parent)
        self._status = say(SAVED_HERE)
        self.setFixedHeight(sized(24) + 16)
        self.show_keys(keys)
        self.setAccessibleDescription(self._status)

    def show_keys(self, keys: Sequence[tuple[str, Words]]) -> None:
        self.keys = tuple(keys)
        self.setAccessibleName(", ".join(f"{key} {say(words)}" for key, words in keys) or say(_TOLD))
        self.update()

    def set_status(self, sentence: str) -> None:
        self._status = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def shown(self, wide: float) -> int:
        """Return how many of the keys, the first ones, have room beside the sentence in a row so wide."""
        bold, plain = QFontMetricsF(font(SMALL, 600)), QFontMetricsF(font(SMALL))
        room = wide - min(plain.horizontalAdvance(self._status), wide * SENTENCE)
        for number, (key, words) in enumerate(self.keys):
            room -= bold.horizontalAdvance(key) + KEY + plain.horizontalAdvance(say(words)) + GAP
            if room < 0:
                return number
        return len(self.keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(whole(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        hairline(painter, 0, 0, whole(self).width(), 0)
        row = whole(self).adjusted(MARGIN, 0, -MARGIN, 0)
        face, x = font(SMALL), row.left()
        for key, words in self.keys[: self.shown(row.width())]:
            for text, written, ink, gap in ((key, font(SMALL, 600), t.ink, KEY), (say(words), face, t.quiet, GAP)):
                width = QFontMetricsF(written).horizontalAdvance(text)
                align(painter, QRectF(x, 0, width, whole(self).height()), text, (written, ink), LEFT)
                x += width + gap
        rest = QRectF(x, 0, row.right() - x, whole(self).height())
        align(
            painter,
            rest,
            QFontMetricsF(face).elidedText(self._status, Qt.TextElideMode.ElideRight, rest.width()),
            (face, t.quiet),
            RIGHT,
        )
