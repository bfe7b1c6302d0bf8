# SPDX-License-Identifier: GPL-3.0-or-later
"""The layout of the self-service window: a band above, then header, page and bar, which grow with the screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.ui.kiosk.kiosk_bar import KioskBar
from checkin.ui.kiosk.kiosk_card import KioskCard
from checkin.ui.kiosk.kiosk_header import KioskBand, KioskHeader
from checkin.ui.kiosk.kiosk_idle import KioskIdle
from checkin.ui.kiosk.kiosk_pin import KioskPin
from checkin.ui.look.theme import MARGIN
from checkin.ui.widgets.pages import Pages

DRAWN_FOR = (1366, 768)
"""Pixels; a portrait screen has them the other way round."""


class KioskPages(Pages):
    """The three pages, of which one is shown."""

    def __init__(self, idle: KioskIdle, card: KioskCard, pin: KioskPin) -> None:
        super().__init__()
        self._pages = (idle, card, pin)
        self.setMinimumSize(1, 1)  # the page of the number pad, which is not seen, asks for no room
        for page in self._pages:
            self.addWidget(page)

    def set_scale(self, scale: float) -> None:
        for page in self._pages:
            page.set_scale(scale)


class KioskLayout:
    """The parts of a self-service window in their places."""

    def __init__(self, window: QWidget, band: KioskBand, head: KioskHeader, pages: KioskPages, bar: KioskBar) -> None:
        self._scaled = (head, pages, bar)
        whole = QVBoxLayout(window)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # what it holds adapts to the screen
        whole.addWidget(band)
        self._column = QVBoxLayout()
        whole.addLayout(self._column, 1)
        self._column.addWidget(head)
        self._column.addWidget(pages, 1)
        self._column.addWidget(bar)

    def fit(self, size: QSize) -> None:
        """Scale the parts to a window of `size`."""
        across, down = DRAWN_FOR if size.width() >= size.height() else reversed(DRAWN_FOR)
        scale = min(2.5, max(0.55, min(size.width() / across, size.height() / down)))
        for part in self._scaled:
            part.set_scale(scale)
        edge = round(MARGIN * 1.4 * scale)
        self._column.setContentsMargins(edge, 0, edge, round(edge * 0.8))
        self._column.setSpacing(round(edge * 0.8))
