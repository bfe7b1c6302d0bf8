# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in place of a programme that is not there yet: what it is good for, and how it comes."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui import icons
from checkin.ui.labels import label
from checkin.ui.theme import DETAIL, TEXT, tokens

WIDTH, ICON = 460, 44
_TITLE = Words("programme screen", "No programme yet")
_WHY = Words(
    "programme screen",
    "With a programme the desk knows sessions, rooms and seats, welcomes the speakers, and says who is missing half an "
    "hour before their session. People are checked in without one as well.",
)
_LOAD = Words("programme screen", "Load a programme … (Ctrl+O)")
_WRITE = Words("programme screen", "Write one here … (Ctrl+E)")


class ProgrammeEmpty(QWidget):
    """In the middle of the screen."""

    load_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        button, other = QPushButton(say(_LOAD)), QPushButton(say(_WRITE))
        button.setProperty("primary", True)
        button.clicked.connect(self.load_wanted)
        other.clicked.connect(self.edit_wanted)
        self.setFocusProxy(button)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        why = label(say(_WHY), TEXT)
        why.setFixedHeight(why.heightForWidth(WIDTH))
        for widget in (_Mark(), label(say(_TITLE), DETAIL, 700), why):
            widget.setFixedWidth(WIDTH)
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(_left(button, other), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)


class _Mark(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(ICON)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), "calendar", QRectF(0, 0, ICON, ICON), tokens(self.palette()).quiet)


def _left(*buttons: QPushButton) -> QWidget:
    place = QWidget()
    place.setFixedWidth(WIDTH)
    column = QVBoxLayout(place)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for button in buttons:
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return place
