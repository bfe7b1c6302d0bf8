# SPDX-License-Identifier: GPL-3.0-or-later
"""The countdown before an automatic purge that a supervisor decided earlier; one key postpones it."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from checkin.core.message import Message
from checkin.core.supervisor import Authority
from checkin.core.typed_times import written_day
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 640
"""Pixels."""
SECONDS = 60
TICK_MS = 1_000


class PurgeCountdown(QDialog):
    """The countdown. Accepted, the purge happens now; Enter, Escape and the close button postpone it.

    `days` are the retention date and today.
    """

    def __init__(self, decided: Authority, days: tuple[date, date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = SECONDS
        self.setWindowTitle(translate(_TITLE))
        self.counter = Paragraph()
        buttons = QDialogButtonBox(self)
        self.put_off = buttons.addButton(translate(_PUT_OFF), QDialogButtonBox.ButtonRole.RejectRole)
        self.put_off.setDefault(True)
        self.now = buttons.addButton(translate(_NOW), QDialogButtonBox.ButtonRole.AcceptRole)
        self.now.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = dialog_column(self, translate(_TITLE), 12)
        until, today = map(written_day, days)
        for text in (
            translate(_DECIDED, name=decided.name, until=until, today=today, why=decided.why),
            translate(_FOR_GOOD),
        ):
            paragraph = Paragraph()
            paragraph.show_text(text)
            column.addWidget(paragraph)
        column.addWidget(self.counter)
        column.addWidget(buttons)
        self.setFixedWidth(scale_px(WIDTH))
        self.put_off.setFocus()
        self._show_left()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Count down by one second."""
        self.left -= 1
        self._show_left()
        if self.left <= 0:
            self.accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def _show_left(self) -> None:
        self.counter.show_text(translate(_COUNTING, seconds=self.left))


_TITLE = Message("privacy", "The personal data of this event is about to be erased")
_DECIDED = Message(
    "privacy",
    "{name} decided: personal data is kept until {until}, then erased automatically ({why}). Today is {today}.",
)
_FOR_GOOD = Message(
    "privacy", "This cannot be undone. If something still has to be exported, or today’s date is wrong, postpone it."
)
_COUNTING = Message("privacy", "It starts in {seconds} s.")
_PUT_OFF = Message("privacy", "Ask again tomorrow")
_NOW = Message("privacy", "Erase personal data now")
