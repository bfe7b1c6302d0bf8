# SPDX-License-Identifier: GPL-3.0-or-later
"""A button with a chevron if it has a menu; without one it looks like any button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from checkin.ui.look import icons
from checkin.ui.look.drawing import faded
from checkin.ui.look.theme import tokens

CHEVRON, FROM_EDGE = 16, 12
"""Pixels. The style sheet hides Qt's own mark, which is a few dots."""


class DropDownButton(QPushButton):
    """A button whose label is centred in the space that the chevron leaves."""

    inset = 0
    """Pixels before the label if it is aligned left, as in a field; 0 to centre it."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(CHEVRON, 0) if self.menu() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.menu():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(self.inset, 0, -CHEVRON - self.inset, 0)
        if self.inset:
            option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, option.rect.width())
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        box = QRectF(self.width() - FROM_EDGE - CHEVRON, (self.height() - CHEVRON) / 2, CHEVRON, CHEVRON)
        icons.draw(painter, "chevron-down", box, faded(tokens(self.palette()).quiet, 1.0 if self.isEnabled() else 0.35))
