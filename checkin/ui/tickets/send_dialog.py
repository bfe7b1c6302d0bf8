# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before tickets are sent: how many, from whom, how long it takes, and who gets none."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import Message
from checkin.services.mail.ticket_standings import TicketStanding, TicketStandings
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LARGE, SMALL
from checkin.ui.tickets.ticket_wording import without_ticket_text
from checkin.ui.widgets.dialog_buttons import add_confirm_buttons
from checkin.ui.widgets.form_fields import FormMessage, WrappingCheckBox
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.layouts import dialog_column

WIDTH = 560
"""Pixels."""
CHANGE = 2
"""The result of the dialog when another mailbox is wanted."""

EVENT = 3
"""The result of the dialog when the day and the place of the event are to be entered first."""


class SendDialog(QDialog):
    """The dialog; `is_again`: those whose ticket was refused, or perhaps sent, get theirs again; `with_changed`: those
    who have an older ticket get the new one. `missing` is what the tickets do not say for want of an entry.
    """

    def __init__(
        self,
        read: TicketStandings,
        account: MailAccount,
        missing: Sequence[Message] = (),
        parent: QWidget | None = None,
        *,
        is_sending: bool = False,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._counts = {each: len(read.of(each)) for each in TicketStanding}
        self._under_way = self._counts[TicketStanding.UNDER_WAY]
        self._due = self._counts[TicketStanding.DUE] + (0 if is_sending else self._under_way)
        self._changed = self._counts[TicketStanding.CHANGED]
        self._doubtful = self._counts[TicketStanding.REFUSED] + self._counts[TicketStanding.UNSURE]
        self.setWindowTitle(translate(_TITLE))
        self.total, self.time, self.warning = label("", LARGE, 600), label(""), FormMessage()
        self.changed = WrappingCheckBox(translate(_CHANGED, count=self._changed))
        self.again = WrappingCheckBox(translate(_AGAIN, count=self._doubtful))
        self.changed.setChecked(True)
        self.changed.setVisible(self._changed > 0)
        self.again.setVisible(self._doubtful > 0)
        self._assemble(self._remarks(read, is_sending), bool(missing))
        if missing:
            self.warning.warn(translate(_MISSING, what=", ".join(map(translate, missing))))
        self._show_total()

    @property
    def is_again(self) -> bool:
        return self.again.isChecked()

    @property
    def with_changed(self) -> bool:
        return self.changed.isChecked()

    def _count(self) -> int:
        return self._due + self._changed * self.with_changed + self._doubtful * self.is_again

    def _show_total(self) -> None:
        count = self._count()
        self.total.setText(translate(_TOTAL if count else _NOBODY, count=count))
        self.time.setText(translate(_TIME, pace=self._account.pace, minutes=-(-count // self._account.pace)))
        self.time.setVisible(bool(count))
        self._send.setEnabled(bool(count))
        self._send.setText(translate(_SEND, count=count))

    def _remarks(self, read: TicketStandings, is_sending: bool) -> list[str]:
        """Return who gets none now, and why."""
        counted = (
            (_UNDER_WAY, self._under_way if is_sending else 0),
            (_SENT, self._counts[TicketStanding.SENT]),
            (_BAD_ADDRESS, self._counts[TicketStanding.BAD_ADDRESS]),
            (_UNREACHABLE, self._counts[TicketStanding.UNREACHABLE]),
        )
        lines = [translate(words, count=count) for words, count in counted if count]
        return [*lines, *filter(None, [without_ticket_text(read.without_ticket)])]

    def _assemble(self, remarks: Sequence[str], can_mend: bool) -> None:
        column = dialog_column(self, self.windowTitle(), 12)
        for part in (self.total, label(translate(_FROM, address=self._account.sender)), self.time, self.warning):
            column.addWidget(part)
        column.addWidget(self.changed)
        column.addWidget(self.again)
        for line in remarks:
            column.addWidget(label(line, SMALL))
        column.addStretch(1)
        buttons = add_confirm_buttons(self, translate(_SEND, count=self._due))
        self._send = buttons.buttons()[0]
        others = ((_EVENT, EVENT), (_CHANGE, CHANGE)) if can_mend else ((_CHANGE, CHANGE),)
        for words, result in others:
            button = QPushButton(translate(words))
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.done, result))
            buttons.addButton(button, buttons.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.again.toggled.connect(self._show_total)
        self.changed.toggled.connect(self._show_total)
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
_AGAIN = Message("tickets", "Also those that were refused or perhaps sent ({count})")
_SENT = Message("tickets", "{count} {count:has|have} their ticket already and {count:gets|get} none.")
_BAD_ADDRESS = Message("tickets", "{count} {count:address|addresses} to correct: no message can go there.")
_UNREACHABLE = Message("tickets", "{count} {count:has|have} no e-mail address.")
_CHANGED = Message("tickets", "Also those who have a ticket that has changed since ({count})")
_UNDER_WAY = Message("tickets", "{count} {count:is|are} on the way already.")
_MISSING = Message("tickets", "The tickets do not say everything. Missing: {what}.")
_EVENT = Message("tickets", "Enter it…")
_SEND = Message("tickets", "Send {count} {count:ticket|tickets}")
_CHANGE = Message("tickets", "Another mailbox…")
