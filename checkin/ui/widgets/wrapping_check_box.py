# SPDX-License-Identifier: GPL-3.0-or-later
"""A check box that wraps its text where one line is too narrow; Qt's own cuts it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

from checkin.ui.look.measure import scale_px
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.typesetting import wrap

LEAST = 240
"""Least width of text and box in design pixels."""


class WrappingCheckBox(QCheckBox):
    def __init__(self, words: str) -> None:
        super().__init__(escape_mnemonic(words))
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), scale_px(LEAST)), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        self.setText(escape_mnemonic("\n".join(wrap(self._words, QFontMetricsF(self.font()), room.width()))))
