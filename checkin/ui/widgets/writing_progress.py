# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress of a PDF of badges or papers, with a button to stop. Knows no thread."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import label

_WRITING = Message("badges", "Drawing badges: {done} of {total}")
_STOP = Message("badges", "Stop")


class WritingProgress(QWidget):
    """A progress bar, hidden while nothing is written. `words` has the fields {done} and {total}."""

    stopped = Signal()

    def __init__(self, words: Message = _WRITING) -> None:
        super().__init__()
        self._words = words
        self.text, self.bar = label(""), QProgressBar()
        self.text.setWordWrap(False)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        stop = QPushButton(translate(_STOP))
        stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.text)
        row.addWidget(self.bar, 1)
        row.addWidget(stop)
        self.hide()

    def tell(self, done: int, total: int) -> None:
        self.text.setText(translate(self._words, done=done, total=total))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()
