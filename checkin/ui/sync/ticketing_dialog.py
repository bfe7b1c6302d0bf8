# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the ticketing's server (pretix): how this desk stands with it, and what it did not take. Only emits
signals; `application` acts.
"""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QPushButton, QWidget

from checkin.core.message import Message
from checkin.core.ticketing.ticketing_status import RefusedByServer, TicketingStatus
from checkin.sync.pretix_errors import PretixForbiddenError
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL, TEXT
from checkin.ui.sync.refused_records_box import RefusedRecordsBox, action_button, text_list
from checkin.ui.widgets.labels import Paragraph, break_long_words, label
from checkin.ui.widgets.layouts import FlowLayout, dialog_column
from checkin.ui.widgets.ticketing_wording import ERASE, moment_text, ticketing_sentences

WIDTH, BADGES_HEIGHT, OF_SCREEN = 680, 96, 64
"""Pixels."""


class TicketingDialog(QDialog):
    """The dialog. It may be shown beside the desk, and is told of changes by `show_status` and `show_refused`."""

    connect_wanted = Signal()
    disconnect_wanted = Signal()
    round_wanted = Signal()
    """Emitted to fetch now, and to send again what was refused."""
    taken_off = Signal(object)
    """Emitted with the ids of refused entries that the user has read and takes off the list."""
    erasure_wanted = Signal()

    def __init__(self, status: TicketingStatus, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("pretix")
        self.message = Paragraph(TEXT, 600)
        self._facts = {words: label("") for words in (_SERVER, _EVENT, _DEVICE, _FETCHED, _WAITING, _DESPITE)}
        self.refused = RefusedRecordsBox()
        self.refused.sending_wanted.connect(self._fit_height)
        self.refused.sending_wanted.connect(self.round_wanted)
        self.refused.taken_off.connect(self.taken_off)
        self.fetch = self._button(_FETCH, self.round_wanted)
        self.join = self._button(_CONNECT, self.connect_wanted)
        self.leave = self._button(_DISCONNECT, self.disconnect_wanted)
        self.erase = self._button(ERASE, self.erasure_wanted)
        self._badges_title, self.badges = label(translate(_BADGES), SMALL, 600), text_list(BADGES_HEIGHT)
        self.badges.setAccessibleName(translate(_BADGES))
        self._assemble()
        self.show_status(status, now)
        self.show_refused(())
        self.show_let_in_despite(0)

    def show_status(self, status: TicketingStatus, now: datetime) -> None:
        """Show a changed state."""
        self.message.show_text("\n".join(ticketing_sentences(status, now)))
        fetched = moment_text(status.fetched_at, now) if status.fetched_at else translate(_NEVER)
        texts = {
            _SERVER: status.server,
            _EVENT: f"{status.event} ({status.organizer})",
            _DEVICE: translate(_NUMBER, number=status.device) if status.device else translate(_NO_DEVICE),
            _FETCHED: fetched if status.device else "",
            _WAITING: str(status.waiting) if status.is_connected else "",
        }
        for words, text in texts.items():
            self._show_fact(words, text)
        self.fetch.setVisible(status.is_connected and not status.is_over)
        self.join.setVisible(
            not status.is_over and (not status.is_connected or isinstance(status.error, PretixForbiddenError))
        )
        self.join.setText(translate(_CONNECT_AGAIN if status.device else _CONNECT))
        self.leave.setVisible(bool(status.device))
        self.erase.setVisible(status.is_revoked and not status.is_over)
        self.refused.show_can_send(can_send=status.is_connected)
        self._show_badges(status.badges)
        self._fit_height()

    def _show_badges(self, badges: Sequence[str]) -> None:
        self.badges.clear()
        self.badges.addItems(badges)
        for part in (self._badges_title, self.badges):
            part.setVisible(bool(badges))

    def _show_fact(self, words: Message, text: str) -> None:
        self._facts[words].show_text(break_long_words(text))
        self._facts[words].setVisible(bool(text))
        self._captions[words].setVisible(bool(text))

    def show_let_in_despite(self, count: int) -> None:
        """Show why the server counts fewer people, where it does."""
        self._show_fact(_DESPITE, translate(_NOT_COUNTED, count=count) if count else "")
        self._fit_height()

    def show_refused(self, refused: Sequence[RefusedByServer]) -> None:
        """Show what the server did not take, the newest first; nothing without any."""
        if list(refused) != list(self.refused.records):
            self.refused.show_records(refused)
            self._fit_height()

    def _fit_height(self) -> None:
        """Make the window as high as its parts; on a small screen the list gets less."""
        screen = self.screen().availableGeometry().height()
        self.resize(scale_px(WIDTH), min(self.sizeHint().height(), screen - scale_px(OF_SCREEN)))

    def sizeHint(self) -> QSize:
        width = scale_px(WIDTH)
        layout = self.layout()
        return QSize(width, layout.totalHeightForWidth(width) if layout else super().sizeHint().height())

    def _button(self, words: Message, wanted: object) -> QPushButton:
        button = action_button(words)
        button.clicked.connect(wanted)
        return button

    def _assemble(self) -> None:
        column = dialog_column(self, "pretix", 12)
        column.addWidget(self.message)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._captions = {}
        for row, (words, value) in enumerate(self._facts.items()):
            name = label(translate(words), TEXT, 600)
            name.setWordWrap(False)
            self._captions[words] = name
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        column.addLayout(grid)
        column.addSpacing(4)
        column.addWidget(self.refused)
        column.addWidget(self._badges_title)
        column.addWidget(self.badges)
        column.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        column.addLayout(FlowLayout(self.fetch, self.join, self.leave, self.erase))
        column.addWidget(close)
        self.setFixedWidth(scale_px(WIDTH))


_SERVER, _EVENT = Message("ticketing", "Server"), Message("ticketing", "Event")
_DEVICE, _FETCHED = Message("ticketing", "This computer"), Message("ticketing", "List fetched")
_WAITING = Message("ticketing", "To be sent")
_NUMBER, _NO_DEVICE = Message("ticketing", "device {number}"), Message("ticketing", "no device of pretix")
_NEVER = Message("ticketing", "not yet")
_BADGES = Message("ticketing", "Badges made of pretix’s layouts: what is different")
_FETCH = Message("ticketing", "Fetch now")
_CONNECT = Message("ticketing", "Connect this desk…")
_CONNECT_AGAIN = Message("ticketing", "Connect again…")
_DISCONNECT = Message("ticketing", "Disconnect this desk…")
_DESPITE = Message("ticketing", "Let in despite their ticket")
_NOT_COUNTED = Message("ticketing", "{count}: recorded in pretix too, which counts them only if their ticket is valid")
