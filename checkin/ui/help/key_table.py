# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the desk in two columns, drawn as key caps."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import draw_key_cap
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import TEXT, tokens
from checkin.ui.widgets.form_fields import stack
from checkin.ui.widgets.keyboard import KeyBinding
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.reading_stop import read_by_tab
from checkin.ui.widgets.scrolling import scroll_to, scroll_unless_large

CAP, HEIGHT = 96, 28
"""Pixels of the space for one key."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
_KEY = Message("help", "{key}: {does}")


class KeyTable(QWidget):
    """The table: one Tab stop, in which the arrows go from key to key."""

    def __init__(self, keys: Sequence[KeyBinding]) -> None:
        super().__init__()
        self._caps: list[QWidget] = []
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(1)
        half = (len(keys) + 1) // 2
        for number, key in enumerate(keys):
            row, column = number % half, 2 * (number // half)
            cap, does = _Cap(key.text), label(key.does, TEXT)
            for part in (cap, does):
                part.setAccessibleName(translate(_KEY, key=key.text, does=key.does))
            self._caps.append(cap)
            cap.left.connect(lambda step, cap=cap: self._move(cap, step))
            grid.addWidget(cap, row, column)
            grid.addWidget(does, row, column + 1)
        read_by_tab(*self._caps)
        for other in self._caps[1:]:
            other.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrows reach it
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll_unless_large(stack(table)))

    def _move(self, cap: QWidget, step: int) -> None:
        at = min(max(self._caps.index(cap) + step, 0), len(self._caps) - 1)
        self._caps[at].setFocus()
        scroll_to(self._caps[at])


class _Cap(QWidget):
    left = Signal(int)
    """Emitted by the arrows, with 1 for the next key and -1 for the one before."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(CAP, HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := _STEPS.get(Qt.Key(event.key())):
            self.left.emit(step)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_key_cap(
            painter,
            QPointF(design_rect(self).width(), design_rect(self).height() / 2),
            self._text,
            tokens(self.palette()),
        )
