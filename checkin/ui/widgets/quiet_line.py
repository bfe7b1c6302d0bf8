# SPDX-License-Identifier: GPL-3.0-or-later
"""A line at the desk about something that waits for the user: an icon, a sentence, a key. Never a pop-up."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton

from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_focus_ring, draw_key_cap, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, TEXT, tokens
from checkin.ui.look.typesetting import fit

HEIGHT, ICON = 46, 20


class QuietLine(QAbstractButton):
    """A line that is hidden without text. A press, or its key, opens what it is about."""

    def __init__(self, icon: str, key: str, does: str = "") -> None:
        """Create the line; `does` describes the key in the list of keys, "" leaves it out."""
        super().__init__()
        self._icon, self._key = icon, key
        self.setFixedHeight(scale_px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setWhatsThis(does)
        shortcut.activated.connect(self.click)
        self.hide()

    def show_text(self, text: str, tip: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, RADIUS, t.hover if self.underMouse() else t.surface, t.edge)
        draw_rounded(painter, QRectF(0, 8, 4, box.height() - 16), 2, t.warn)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, RADIUS - 1)
        icons.draw(painter, self._icon, QRectF(16, box.center().y() - ICON / 2, ICON, ICON), t.warn)
        cap = draw_key_cap(painter, QPointF(box.right() - 16, box.center().y()), self._key, t)
        text = QRectF(48, 4, cap.left() - 48 - 12, box.height() - 8)
        setting = fit((self.text(),), TEXT, 600, (text.width(), text.height()))
        top = text.center().y() - setting.height / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(text.left(), top + number * setting.line_height, text.width(), setting.line_height)
            draw_aligned(painter, row, line, (setting.font, t.ink), LEFT)
