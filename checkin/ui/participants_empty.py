# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the place of the list when there is nobody to show, and what to do then."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui import icons
from checkin.ui.labels import Paragraph
from checkin.ui.theme import LARGE, tokens

ICON, WIDTH = 48, 420


class ParticipantsEmpty(QWidget):
    """Nobody is on the list, or nobody is as wanted."""

    import_wanted = Signal()
    everyone_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentence, self._hint = Paragraph(LARGE, 600), Paragraph()
        self.button = QPushButton()
        self._is_list = True
        column = QVBoxLayout(self)
        column.setContentsMargins(24, ICON + 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        for part in (self._sentence, self._hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            part.setFixedWidth(WIDTH)
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        column.addSpacing(4)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.button.clicked.connect(self._press)

    def show_no_list(self) -> None:
        self._show(say(_NO_LIST), say(_BRING_ONE), say(_IMPORT), is_list=False)

    def show_nobody(self, text: str) -> None:
        """`text` is what was typed, "" when only the choices leave nobody."""
        sentence = say(_NOBODY_CALLED, text=text) if text else say(_NOBODY)
        self._show(sentence, say(_OTHERWISE), say(_EVERYONE), is_list=True)

    def _show(self, sentence: str, hint: str, button: str, *, is_list: bool) -> None:
        self._sentence.show_text(sentence)
        self._hint.show_text(hint)
        self.button.setText(button)
        self._is_list = is_list

    def _press(self) -> None:
        (self.everyone_wanted if self._is_list else self.import_wanted).emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF((self.width() - ICON) / 2, self._sentence.y() - ICON - 16, ICON, ICON)
        icons.draw(painter, "users", box, tokens(self.palette()).quiet)


_NO_LIST = Words("people", "Nobody is on the list yet.")
_BRING_ONE = Words("people", "Bring a list in (Excel, CSV, OpenDocument), or register whoever comes with F2.")
_IMPORT = Words("people", "Import a list … (Ctrl+I)")
_NOBODY_CALLED = Words("people", "Nobody matches “{text}”.")
_NOBODY = Words("people", "Nobody is as wanted.")
_OTHERWISE = Words("people", "Try another spelling or the organisation, or register whoever is there with F2.")
_EVERYONE = Words("people", "Show everyone (Esc)")
