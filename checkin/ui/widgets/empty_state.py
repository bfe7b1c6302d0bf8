# SPDX-License-Identifier: GPL-3.0-or-later
"""The placeholder for an empty screen: an icon, a sentence, what to do, and the buttons for it.

It looks the same on every screen: centred, the sentence above, the buttons below.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checkin.ui.look import icons
from checkin.ui.look.measure import design_painter, design_rect, scale_px, text_scale
from checkin.ui.look.theme import LARGE, tokens
from checkin.ui.widgets.labels import Paragraph

ICON, WIDTH = 48, 440


class EmptyState(QWidget):
    """A placeholder with the screen's own `icon`; `width` of the text in design pixels."""

    def __init__(self, icon: str, *buttons: QPushButton, width: int = WIDTH) -> None:
        super().__init__()
        self._icon = icon
        self.sentence, self.hint = Paragraph(LARGE, 600), Paragraph()
        self.hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, scale_px(ICON + 24), 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self.sentence, self.hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setFixedWidth(scale_px(width))
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        for button in buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_texts(self, sentence: str, hint: str) -> None:
        self.sentence.show_text(sentence)
        self.hint.show_text(hint)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        above = self.sentence.y() / text_scale() - 16
        box = QRectF((design_rect(self).width() - ICON) / 2, above - ICON, ICON, ICON)
        icons.draw(painter, self._icon, box, tokens(self.palette()).quiet)
