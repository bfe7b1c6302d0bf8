# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of reading a list, shown if it takes more than a moment, and then its result. Measures nothing."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import label

PATIENCE_MS = 300
"""Milliseconds before a bar appears: a flashing bar would only irritate."""


class ImportProgress(QWidget):
    """A line of text with a progress bar below."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bar = label(""), QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self.bar.show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.text)
        column.addWidget(self.bar)

    def begin(self, what: Message) -> None:
        """Begin work of unknown length."""
        self.text.setText(translate(what))
        self.bar.setAccessibleName(translate(what))
        self.bar.setRange(0, 0)
        self._patience.start()

    def tell(self, done: int, total: int) -> None:
        """Show the progress; `total` 0 means unknown."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self, text: str) -> None:
        self._patience.stop()
        self.bar.hide()
        self.text.setText(text)
