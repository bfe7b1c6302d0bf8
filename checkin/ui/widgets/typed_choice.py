# SPDX-License-Identifier: GPL-3.0-or-later
"""An editable combo box, without history."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox

from checkin.ui.look import icons
from checkin.ui.look.measure import design_painter, design_rect
from checkin.ui.look.theme import tokens

SIDE, FROM_EDGE = 16, 12
"""Pixels of its arrow."""


class TypedChoice(QComboBox):
    """A combo box with our own arrow, because Qt's does not change its colour. `name` is its accessible name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if field := self.lineEdit():
            field.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = design_painter(self)
        box = QRectF(design_rect(self).width() - FROM_EDGE - SIDE, (design_rect(self).height() - SIDE) / 2, SIDE, SIDE)
        icons.draw(painter, "chevron-down", box, tokens(self.palette()).quiet)
