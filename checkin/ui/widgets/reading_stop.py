# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts that only show something and are reached by Tab, so that a screen reader says them in their turn."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from checkin.ui.look.drawing import draw_focus_ring
from checkin.ui.look.measure import design_painter, design_rect
from checkin.ui.look.theme import tokens


def read_by_tab(*parts: QWidget) -> None:
    """Let Tab stop at `parts`, which have names, with a ring around the one that has the focus."""
    for part in parts:
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        _Ring(part)


class _Ring(QWidget):
    """The focus ring over a part, whatever the part paints."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_news = event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Resize)
        if is_news and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
            self.raise_()
            self.setVisible(watched.hasFocus())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_focus_ring(painter, design_rect(self), tokens(self.palette()))
