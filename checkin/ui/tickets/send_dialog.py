# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before tickets are sent: how many, from whom, how long it takes, and who gets none."""

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import Message
from checkin.services.mail.ticket_standings import TicketStanding, TicketStandings
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE, SMALL
from checkin.ui.tickets.ticket_wording import without_ticket_text
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import WrappingCheckBox
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 560
"""Pixels."""
CHANGE = 2
"""The result of the dialog when another mailbox is wanted."""

_DUE = (TicketStanding.DUE, TicketStanding.CHANGED, TicketStanding.UNDER_WAY)


class SendDialog(QDialog):
    """The dialog; `is_again`: those whose ticket was refused, or perhaps sent, get theirs again."""

    def __init__(self, read: TicketStandings, account: MailAccount, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self._due = sum(len(read.of(each)) for each in _DUE)
        self._doubtful = len(read.of(TicketStanding.REFUSED)) + len(read.of(TicketStanding.UNSURE))
        self.setWindowTitle(translate(_TITLE))
        self.total, self.time = label("", LARGE, 600), label("")
        self.again = WrappingCheckBox(translate(_AGAIN, count=self._doubtful))
        self.again.setVisible(self._doubtful > 0)
        self._assemble(read)
        self._show_total()

    @property
    def is_again(self) -> bool:
        return self.again.isChecked()

    def _count(self) -> int:
        return self._due + (self._doubtful if self.is_again else 0)

    def _show_total(self) -> None:
        count = self._count()
        self.total.setText(translate(_TOTAL if count else _NOBODY, count=count))
        self.time.setText(translate(_TIME, pace=self._account.pace, minutes=-(-count // self._account.pace)))
        self.time.setVisible(bool(count))
        self._send.setEnabled(bool(count))
        self._send.setText(translate(_SEND, count=count))

    def _assemble(self, read: TicketStandings) -> None:
        column = dialog_column(self, self.windowTitle(), 12)
        column.addWidget(self.total)
        column.addWidget(label(translate(_FROM, address=self._account.sender)))
        column.addWidget(self.time)
        column.addWidget(self.again)
        unreachable = len(read.of(TicketStanding.UNREACHABLE))
        sent = len(read.of(TicketStanding.SENT))
        lines = [translate(_SENT, count=sent)] if sent else []
        lines += [translate(_UNREACHABLE, count=unreachable)] if unreachable else []
        for line in (*lines, without_ticket_text(read.without_ticket)):
            if line:
                column.addWidget(label(line, SMALL))
        column.addStretch(1)
        buttons = add_confirm_buttons(self, translate(_SEND, count=self._due))
        self._send = buttons.buttons()[0]
        change = QPushButton(translate(_CHANGE))
        change.setAutoDefault(False)
        change.clicked.connect(lambda: self.done(CHANGE))
        buttons.addButton(change, buttons.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.again.toggled.connect(self._show_total)
        self.setMinimumWidth(scale_px(WIDTH))


_TITLE = Message("tickets", "Send the tickets")
_TOTAL = Message("tickets", "{count} {count:person gets|people get} their ticket now.")
_NOBODY = Message("tickets", "Everybody who can be reached has their ticket.")
_FROM = Message("tickets", "From {address}")
_TIME = Message(
    "tickets",
    "About {minutes} {minutes:minute|minutes}, {pace} {pace:message|messages} a minute. The desk can be used "
    "meanwhile; the computer has to stay on and online.",
)
_AGAIN = Message("tickets", "Again to the {count} whose ticket was refused, or perhaps sent")
_SENT = Message("tickets", "{count} {count:has|have} their ticket already and {count:gets|get} none.")
_UNREACHABLE = Message("tickets", "{count} {count:has|have} no e-mail address.")
_SEND = Message("tickets", "Send {count} {count:ticket|tickets}")
_CHANGE = Message("tickets", "Another mailbox…")
