# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar below the tickets while they are being sent: how many are sent, what holds them up, pause and stop."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from checkin.core.mail.mail_jobs import MailState
from checkin.core.mail.mail_wording import counts_text, trouble_text
from checkin.core.message import Message
from checkin.services.mail.mail_service import MailService
from checkin.translation import clock_time, translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.form_fields import FormMessage
from checkin.ui.widgets.labels import label


class SendingBar(QWidget):
    """The bar, hidden while nothing is sent. `paused` carries whether to pause; `stopped`: no more of it."""

    paused = Signal(bool)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.bar, self.trouble = label(""), QProgressBar(), FormMessage()
        self.pause, self.stop = QPushButton(translate(_PAUSE)), QPushButton(translate(_STOP))
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.paused)
        self.stop.clicked.connect(self.stopped)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(scale_px(8))
        row = QHBoxLayout()
        row.setSpacing(12)
        told = QVBoxLayout()
        told.setSpacing(6)
        told.addWidget(self.text)
        told.addWidget(self.bar)
        row.addLayout(told, 1)
        row.addWidget(self.pause)
        row.addWidget(self.stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.trouble)
        column.addLayout(row)
        self.hide()

    def show_service(self, mail: MailService, now: datetime) -> None:
        """Show how far the sending is; nothing where nothing is left to send."""
        progress = mail.progress
        self.setVisible(bool(progress and progress.left and mail.has_worker))
        if progress is None:
            return
        done = sum(count for state, count in progress.counts.items() if state is not MailState.WITHDRAWN)
        self.text.setText(counts_text(progress.counts, 0, translate))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setRange(0, max(1, done))
        self.bar.setValue(done - progress.left)
        self.pause.setChecked(progress.is_paused)
        self.pause.setText(translate(_RESUME if progress.is_paused or progress.sender.is_stopped else _PAUSE))
        self._show_trouble(mail, now)

    def _show_trouble(self, mail: MailService, now: datetime) -> None:
        sender = mail.progress.sender if mail.progress else None
        if sender is None or not sender.trouble:
            self.trouble.hide()
            return
        sentence = trouble_text(sender.trouble, sender.said, translate)
        if sender.until:
            at = clock_time(sender.until.astimezone(now.tzinfo))
            sentence = translate(_TRIED_AGAIN, sentence=sentence, at=at)
        if self.trouble.text() != sentence or self.trouble.isHidden():
            self.trouble.warn(sentence)


_PAUSE, _RESUME, _STOP = Message("tickets", "Pause"), Message("tickets", "Go on"), Message("tickets", "Stop sending")
_TRIED_AGAIN = Message("tickets", "{sentence} Next attempt at {at}.")
