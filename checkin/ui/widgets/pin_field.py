# SPDX-License-Identifier: GPL-3.0-or-later
"""The field of a supervisor's PIN."""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFont, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from checkin.core.scanning.keystrokes import SCANNER_PACE_MS, SURE_LENGTH
from checkin.core.supervisor import LONGEST
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import DETAIL

FEW_KEYS_PACE_MS = 20
"""The mean gap below which a few keys are a scanner's: a PIN known by heart is typed at 30."""
HEIGHT = 52
"""Height in pixels, easy to see and touch."""


class PinField(QLineEdit):
    """A PIN field of digits shown as dots; it detects a scanner, whose code must not count as an attempt.

    `clock` gives the milliseconds of a key event, as stamped by the system.
    """

    def __init__(self, clock: Callable[[QKeyEvent], int] = QKeyEvent.timestamp) -> None:
        super().__init__()
        self._clock = clock
        self._times: list[int] = []
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setFont(_spaced())
        self.setMinimumHeight(scale_px(HEIGHT))

    @property
    def was_scanned(self) -> bool:
        """Whether the keys since the last `clear` came faster than a person types; refused letters count too."""
        gaps = len(self._times) - 1
        took = self._times[-1] - self._times[0] if self._times else 0
        pace = SCANNER_PACE_MS if len(self._times) >= SURE_LENGTH else FEW_KEYS_PACE_MS
        return gaps > 1 and 0 < took < gaps * pace

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text():
            self._times.append(self._clock(event))
        super().keyPressEvent(event)

    def clear(self) -> None:
        self._times.clear()
        super().clear()


def _spaced() -> QFont:
    made = scaled_font(DETAIL, 700, tabular=True)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 6)
    return made
