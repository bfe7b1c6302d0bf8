# SPDX-License-Identifier: GPL-3.0-or-later
"""How far the work on a list is, where it takes more than a moment; then what came of it. Measures nothing."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import label

PATIENCE_MS = 300
"""Work that is done before is not spoken of: a bar that flashes only makes people wonder."""


class ImportProgress(QWidget):
    """One line of text, and the bar under it while work is going on."""

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
        """Work of which nobody knows yet how long it takes."""
        self.text.setText(translate(what))
        self.bar.setAccessibleName(translate(what))
        self.bar.setRange(0, 0)
        self._patience.start()

    def tell(self, done: int, total: int) -> None:
        """`total` 0: nobody knows."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def end(self, text: str) -> None:
        self._patience.stop()
        self.bar.hide()
        self.text.setText(text)
