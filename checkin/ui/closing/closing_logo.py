# SPDX-License-Identifier: GPL-3.0-or-later
"""The logo of all reports: chosen, shown small, removed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.services.attendance.sign_in_sheets import read_logo
from checkin.translation import translate
from checkin.ui.closing.closing_file_dialogs import ClosingFiles
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.labels import label

SEEN = QSize(120, 40)
"""Pixels, at most."""


class ClosingLogo(QWidget):
    """The logo. `refused` carries the error for an unusable file; the earlier logo stays."""

    refused = Signal(object)

    def __init__(self, files: ClosingFiles) -> None:
        super().__init__()
        self._files = files
        self.image: QImage | None = None
        self._seen, self._none = QLabel(), label(translate(_NONE), SMALL)
        self._none.setWordWrap(False)
        self.button, self.away = WordButton(translate(_CHOOSE), "image"), IconButton("x", translate(_AWAY))
        self.button.clicked.connect(self.choose)
        self.away.clicked.connect(self._take_away)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for widget in (self._seen, self.away, self._none, self.button):
            row.addWidget(widget)
        self._show()

    def choose(self) -> None:
        path = self._files.logo()
        if path is None:
            return
        try:
            self.image = read_logo(path)
        except CheckinError as error:
            self.refused.emit(error)
        self._show()

    def _take_away(self) -> None:
        self.image = None
        self._show()

    def _show(self) -> None:
        if self.image:
            small = self.image.scaled(
                SEEN, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self._seen.setPixmap(QPixmap.fromImage(small))
            self._seen.setAccessibleName(translate(_LOGO))
        self._seen.setVisible(self.image is not None)
        self.away.setVisible(self.image is not None)
        self._none.setVisible(self.image is None)


_LOGO = Message("closing", "Logo")
_NONE = Message("closing", "Documents without a logo")
_CHOOSE = Message("closing", "Logo…")
_AWAY = Message("closing", "Without a logo")
