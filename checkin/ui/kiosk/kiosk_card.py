# SPDX-License-Identifier: GPL-3.0-or-later
"""The card in the middle of the self-service screen with the answer for the guest, shown for some seconds."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkin.ui.kiosk.kiosk_wording import KioskMessage
from checkin.ui.look import icons
from checkin.ui.look.drawing import CENTRE, draw_aligned, rounded_path
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import CORNER, NAME, SENTENCE, TITLE
from checkin.ui.look.typesetting import WrappedText, fit

_ICON, _GAP, _SIDE = 132, 26, 64
_LINE, _COLUMNS = 34, 44


class KioskCard(QWidget):
    """A card drawn at `scale` times its size at 1366x768. Decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.card: KioskMessage | None = None
        self._u = 1.0

    def show_card(self, card: KioskMessage) -> None:
        """Show a message at once, whatever was there."""
        self.card = card
        self.setAccessibleName(card.title)
        self.setAccessibleDescription(card.spoken)
        announce(self, card.spoken, at_once=True)
        self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.card is None:
            return
        u, ink = self._u, self.card.colours.ink
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded_path(QRectF(self.rect()), CORNER * u))
        painter.fillRect(self.rect(), QColor(self.card.colours.ground))
        settings = self._settings(self.card)
        height = (_ICON + _GAP) * u + sum(s.height + _GAP * u for s in settings) - _GAP * u
        top = (self.height() - height) / 2
        icon = QRectF((self.width() - _ICON * u) / 2, top, _ICON * u, _ICON * u)
        icons.draw(painter, self.card.icon, icon, ink)
        top = icon.bottom() + _GAP * u
        for setting in settings:
            _paint(painter, QRectF(0, top, self.width(), setting.height), setting, QColor(ink))
            top += setting.height + _GAP * u

    def _settings(self, card: KioskMessage) -> list[WrappedText]:
        """Return the wrapped texts; the title is largest if no name is shown."""
        u, width = self._u, self.width() - 2 * _SIDE * self._u
        title = SENTENCE + 8 if card.name else TITLE + 8
        parts = (
            (card.title, title, 700, 0.3),
            (card.name, NAME + 16, 700, 0.3),
            (card.columns, _COLUMNS, 600, 0.2),
            (card.line, _LINE, 400, 0.22),
        )
        return [
            fit((text,), size * u, weight, (width, share * self.height()))
            for text, size, weight, share in parts
            if text
        ]


def _paint(painter: QPainter, box: QRectF, setting: WrappedText, ink: QColor) -> None:
    for number, line in enumerate(setting.lines):
        row = QRectF(box.left(), box.top() + number * setting.line_height, box.width(), setting.line_height)
        draw_aligned(painter, row, line, (setting.font, ink), CENTRE)
