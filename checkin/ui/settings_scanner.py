# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: the scanner that types, tried with a code on the screen. Says what was repaired; nothing is to be set."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.trial import TRIAL_CODE
from checkin.core.words import Words
from checkin.desk.export_codes import code_modules
from checkin.language import say
from checkin.ui.code_card import paint_modules
from checkin.ui.drawing import fill
from checkin.ui.labels import Paragraph
from checkin.ui.settings_page import page_column
from checkin.ui.theme import GLOW, LARGE, RADIUS, TEXT, tokens

SCANNER = Words("settings", "Scanner")
SIDE = 220
"""Pixels the code takes at most, with its quiet zone."""
FAMILIES = {
    "AZERTY": ("fr", "be", "fr-mac", "fr-afnor"),
    "BÉPO": ("fr-bepo",),
    "QWERTZ": ("de", "ch-de", "ch-fr", "hr", "sk", "cz", "hu"),
    "Dvorak": ("us-dvorak",),
}
"""What people call keyboards; the others by the system's name."""


class ScannerPage(QWidget):
    """`show_read` when the trial code came."""

    def __init__(self) -> None:
        super().__init__()
        self.code = _TrialCode()
        self.told = Paragraph(LARGE, 600)
        self.more = Paragraph(TEXT)
        self.told.show_text(say(_WAITING))
        self.more.show_text(say(_NONE))
        column = page_column(self, SCANNER, _WHY)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(8)
        texts.addSpacing(4)
        texts.addWidget(self.told)
        texts.addWidget(self.more)
        texts.addStretch(1)
        row.addLayout(texts, 1)
        column.addLayout(row)
        column.addStretch(1)

    def show_read(self, layout: str) -> None:
        """`layout` is where its keys were repaired from, "" if they came as they were meant."""
        self.told.show_text(say(_READ))
        self.more.show_text(say(_REPAIRED, layout=keyboard_name(layout)) if layout else say(_AS_MEANT))


def keyboard_name(layout: str) -> str:
    return next((name for name, layouts in FAMILIES.items() if layout in layouts), layout.upper())


class _TrialCode(QWidget):
    """Black on white in every theme: a scanner reads nothing else well."""

    def __init__(self) -> None:
        super().__init__()
        self._modules = tuple(map(tuple, code_modules(TRIAL_CODE)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say(_CODE))

    def sizeHint(self) -> QSize:
        side = SIDE // len(self._modules) * len(self._modules)
        return QSize(side + 2, side + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill(painter, QRectF(self.rect()), RADIUS, GLOW, QColor(tokens(self.palette()).line))
        paint_modules(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), self._modules)


_WHY = Words("settings", "Scan this code with the scanner. It is nobody’s ticket, and nothing is recorded.")
_WAITING = Words("settings", "Waiting for the scanner …")
_NONE = Words("settings", "Nothing comes? Plug its cable in again. A desk needs no scanner: the camera reads too.")
_READ = Words("settings", "The scanner works")
_AS_MEANT = Words("settings", "Its keys came exactly as they were meant. There is nothing to set.")
_REPAIRED = Words(
    "settings",
    "It types as on an American keyboard, and this computer has another one ({layout}). Checkin repaired it, "
    "and does so with every code: there is nothing to set.",
)
_CODE = Words("settings", "The code to scan")
