# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip under the header of a rehearsal that sends invented guests one by one, for a volunteer who
practises alone.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import MARGIN, TEXT, tokens
from checkin.ui.widgets.labels import label

HEIGHT, ICON, KEY = 52, 22, "Ctrl+N"
"""Pixels, and the key that sends the next guest."""


class PretendGuestBar(QWidget):
    """A strip that emits `came` with the code of the next guest. `guests` makes new codes once all have come."""

    came = Signal(str)

    def __init__(self, guests: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._guests, self._codes, self._next = guests, tuple(guests()), 0
        self._text, self.send = label("", TEXT, 600), QPushButton(f"{KEY}   {translate(_SEND)}")
        self.send.setAccessibleName(f"{translate(_SEND)} ({KEY})")
        self.send.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.send.clicked.connect(self._send)
        QShortcut(QKeySequence(KEY), self).activated.connect(self.send.click)
        self.setMinimumHeight(scale_px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(scale_px(MARGIN + 32), 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.send)
        self._show_count()

    @property
    def text(self) -> str:
        return self._text.text()

    def _send(self) -> None:
        if self._next == len(self._codes):
            self._codes, self._next = tuple(self._guests()), 0
        if self._codes:
            self._next += 1
            self.came.emit(self._codes[self._next - 1])
        self._show_count()

    def _show_count(self) -> None:
        words = _NOBODY if not self._codes else _FIRST if not self._next else _COUNT
        self._text.setText(translate(words, count=len(self._codes), number=self._next))
        self.send.setEnabled(bool(self._codes))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.selected))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        icons.draw(
            painter, "users-round", QRectF(MARGIN, (design_rect(self).height() - ICON) / 2, ICON, ICON), t.accent
        )


_SEND = Message("rehearsal", "Next guest")
_FIRST = Message(
    "rehearsal", "On your own? {count} pretend guests come one by one, with the kinds of code people really bring."
)
_COUNT = Message("rehearsal", "Pretend guest {number} of {count}. Answer them as on the day.")
_NOBODY = Message("rehearsal", "The list has no codes for pretend guests: search by name, or register someone.")
