# SPDX-License-Identifier: GPL-3.0-or-later
"""The top of the self-service screen: event title and time, and the band above them."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkin.translation import translate
from checkin.ui.kiosk.kiosk_wording import NOT_SAVED
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned
from checkin.ui.look.theme import SENTENCE, font, tokens
from checkin.ui.look.typesetting import fit
from checkin.ui.widgets.occasion_band import OccasionBand

_HEIGHT, _TITLE = 88, 34


class KioskHeader(QWidget):
    """A header drawn at `scale` times its size at 1366x768."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._clock, self._u = "", "", 1.0

    def show_texts(self, title: str, clock: str) -> None:
        if (title, clock) != (self._title, self._clock):
            self._title, self._clock = title, clock
            self.setAccessibleName(f"{title}, {clock}")
            self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.setFixedHeight(round(_HEIGHT * scale))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = tokens(self.palette()), self._u
        painter = QPainter(self)
        face = font(SENTENCE * u, 700, tabular=True)
        draw_aligned(painter, QRectF(self.rect()), self._clock, (face, QColor(t.ink)), RIGHT)
        room = self.width() - QFontMetricsF(face).horizontalAdvance(self._clock) - 40 * u
        setting = fit((self._title,), _TITLE * u, 700, (room, self.height() - 8 * u))
        top = (self.height() - setting.height) / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(0, top + number * setting.line_height, room, setting.line_height)
            draw_aligned(painter, row, line, (setting.font, QColor(t.ink)), LEFT)


class KioskBand(OccasionBand):
    """The band of the desk's window, or, until something can be saved again, that a guest's code could not be."""

    def __init__(self) -> None:
        super().__init__()
        self._occasion, self.is_in_trouble, self._is_unsaved = "", False, False

    def show_desk_band(self, text: str, *, is_trouble: bool) -> None:
        """Show the text of the desk's band. `is_trouble`: the event file is damaged, which the text says."""
        self._occasion, self.is_in_trouble = text, is_trouble
        self._show()

    def note_saving(self, *, is_unsaved: bool) -> None:
        """Note whether the last code could be saved."""
        if is_unsaved != self._is_unsaved:
            self._is_unsaved = is_unsaved
            self._show()

    def _show(self) -> None:
        is_own = self._is_unsaved and not self.is_in_trouble
        self.show_text(translate(NOT_SAVED) if is_own else self._occasion)
