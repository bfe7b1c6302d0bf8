# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit from self-service: a supervisor's PIN by finger or keyboard. The desk checks it."""

import math
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.translation import error_text, translate
from checkin.ui.kiosk.kiosk_button import KioskButton
from checkin.ui.look.measure import scale_px, scaled_font, text_scale
from checkin.ui.look.theme import DETAIL, GAP, LARGE
from checkin.ui.widgets.labels import Notice, label
from checkin.ui.widgets.pin_field import PinField

_WIDTH, _LEAST = 440, 300
_PAD = 420
"""Height of the keys at 1366x768, in pixels."""
_KEYS_UPRIGHT = 0.5
"""Largest share of the height that the keys take below the field."""


class KioskPin(QWidget):
    """The PIN page. `ended`: the PIN was right; `left`: back to the guests.

    `end` is called with the PIN and raises `CheckinError` if it is wrong; `wait` returns how long attempts are locked,
    or None.
    """

    ended = Signal()
    left = Signal()
    touched = Signal()
    """Emitted on use, so that the page is not closed meanwhile."""

    def __init__(self, end: Callable[[str], None], wait: Callable[[], timedelta | None]) -> None:
        super().__init__()
        self._end, self._wait = end, wait
        self._is_locked, self._u = False, 1.0
        self.field, self.notice = PinField(), Notice()
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.field.setAcceptDrops(False)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.textChanged.connect(self.touched)
        self.keys = {digit: KioskButton("", digit) for digit in "1234567890"}
        self.erase, self.enter = KioskButton("delete"), KioskButton("check")
        self.back = KioskButton("x")
        self._title = label("", DETAIL, 600)
        self._assemble()
        self._connect()

    def start(self) -> None:
        """Begin with an empty field, in the language of the team."""
        self._title.setText(translate(_TITLE))
        self.field.setAccessibleName(translate(_TITLE))
        self.back.show_text(translate(_BACK))
        self.erase.setAccessibleName(translate(_ERASE))
        self.enter.setAccessibleName(translate(_ENTER))
        self._show_notice("")
        self.field.clear()
        self.field.setFocus()
        self.look_at_lock()

    def clear(self) -> None:
        """Clear the field, so that no digits remain."""
        self.field.clear()

    def look_at_lock(self) -> None:
        """Update the lock, each second."""
        wait = self._wait()
        was_locked, self._is_locked = self._is_locked, wait is not None
        for part in (self.field, self.enter, self.erase, *self.keys.values()):
            part.setEnabled(not self._is_locked)
        if wait is not None:
            seconds = math.ceil(wait.total_seconds())
            self._show_notice(translate(_LOCKED, time=f"{seconds // 60}:{seconds % 60:02}"))
        elif was_locked:
            self._show_notice("")
            self.field.setFocus()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self._title.setFont(scaled_font(DETAIL * min(scale, 1.4), 600))
        self.notice.setFont(scaled_font(LARGE * min(scale, 1.4), 600))
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the keys beside the field, on a portrait screen below it."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(down if self.height() > self.width() else across)
        self._fill()

    def _fill(self) -> None:
        """Scale both halves with the text size as far as there is room."""
        is_upright = self.height() > self.width()
        across = self.width() if is_upright else self.width() / 2 - GAP
        down = self.height() * (_KEYS_UPRIGHT if is_upright else 1.0)
        scale = max(self._u, min(self._u * text_scale(), down / _PAD))
        for button in (*self.keys.values(), self.erase, self.enter, self.back):
            button.set_scale(scale)
        self._pad.setSpacing(round(GAP * scale))
        wide = max(_LEAST, round(_WIDTH * min(self._u, 1.4)))
        for half in (self._left, self._right):
            half.setFixedWidth(max(wide, min(scale_px(wide), int(across))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (try the PIN) and Escape (back to the guests); digits go to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def _try(self) -> None:
        if self._is_locked or not self.field.text():
            return
        if self.field.was_scanned:
            self.field.clear()
            self._show_notice(translate(_SCANNED))
            return
        try:
            self._end(self.field.text())
        except CheckinError as error:  # shown here: this screen has no other line
            self._show_notice(error_text(error))
            self.field.clear()
            self.look_at_lock()
        else:
            self.field.clear()
            self.ended.emit()

    def _press(self, digit: str) -> None:
        self.field.insert(digit)
        self.field.setFocus()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)
        self.field.setAccessibleDescription(text)

    def _connect(self) -> None:
        for digit, key in self.keys.items():
            key.clicked.connect(lambda _=False, pressed=digit: self._press(pressed))
        self.erase.clicked.connect(self.field.backspace)
        self.enter.clicked.connect(self._try)
        self.back.clicked.connect(self.left)

    def _assemble(self) -> None:
        self._pad = QGridLayout()
        for at, digit in enumerate("123456789"):
            self._pad.addWidget(self.keys[digit], at // 3, at % 3)
        for at, key in enumerate((self.erase, self.keys["0"], self.enter)):
            self._pad.addWidget(key, 3, at)
        self._pad.addWidget(self.back, 4, 0, 1, 3)
        self._pad.setContentsMargins(0, 0, 0, 0)
        self._left, self._right = QWidget(), QWidget()
        self._right.setLayout(self._pad)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self.field, self.notice):
            column.addWidget(part)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(2 * GAP)
        self._halves.addStretch(1)
        for half in (self._left, self._right):
            self._halves.addWidget(half, 0, Qt.AlignmentFlag.AlignCenter)
        self._halves.addStretch(1)


_TITLE = Message("kiosk", "Supervisor’s PIN, to end self-service")
_BACK = Message("kiosk", "Back to the guests")
_ERASE = Message("kiosk", "Erase the last digit")
_ENTER = Message("kiosk", "Try this PIN")
_SCANNED = Message("supervisor", "A scanner typed this, so it was not used. Type the PIN by hand.")
_LOCKED = Message("kiosk", "Too many wrong PINs. Try again in {time}.")
