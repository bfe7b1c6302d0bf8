# SPDX-License-Identifier: GPL-3.0-or-later
"""The question before tickets are sent: how many, from whom, how long it takes, and who gets none."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from checkin.core.attendee import Status
from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import Message
from checkin.services.mail.ticket_standings import PersonTicket, TicketStanding, TicketStandings
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

MOST_NAMED = 3
"""The most people who are named in a warning."""


class SendDialog(QDialog):
    """The dialog. `wanted` is what `MailService.send` is told. `missing` is what the tickets do not say for want of an
    entry, `booked_on_other_days` names whose ticket has a session on a day on which they do not come.
    """

    def __init__(  # noqa: PLR0913 (what the dialog warns of)
        self,
        read: TicketStandings,
        account: MailAccount,
        missing: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        booked_on_other_days: Sequence[str] = (),
        is_sending: bool = False,
    ) -> None:
        super().__init__(parent)
        self._account = account
        self._counts = {each: len(read.of(each)) for each in TicketStanding}
        self._under_way = self._counts[TicketStanding.UNDER_WAY]
        self._on_the_way = 0 if is_sending else self._under_way
        self._due = read.of(TicketStanding.DUE)
        self._changed = read.of(TicketStanding.CHANGED)
        self._doubtful = [*read.of(TicketStanding.REFUSED), *read.of(TicketStanding.UNSURE)]
        unpaid = _unpaid([*self._due, *self._changed, *self._doubtful])
        self.setWindowTitle(translate(_TITLE))
        self.total, self.time, self.warning = label("", LARGE, 600), label(""), FormMessage()
        self.changed = WrappingCheckBox(translate(_CHANGED, count=len(self._changed)))
        self.again = WrappingCheckBox(translate(_AGAIN, count=len(self._doubtful)))
        self.unpaid = WrappingCheckBox(translate(_UNPAID, count=unpaid))
        self.changed.setChecked(True)
        self.unpaid.setChecked(True)
        for box, count in (
            (self.changed, len(self._changed)),
            (self.again, len(self._doubtful)),
            (self.unpaid, unpaid),
        ):
            box.setVisible(count > 0)
        self._assemble(self._remarks(read, is_sending), bool(missing))
        sentences = [translate(_MISSING, what=", ".join(missing))] if missing else []
        if count := len(booked_on_other_days):
            named = ", ".join([*booked_on_other_days[:MOST_NAMED], *(["…"] if count > MOST_NAMED else [])])
            sentences.append(translate(_OTHER_DAYS, count=count, people=named))
        if sentences:
            self.warning.warn(" ".join(sentences))
        self._show_total()

    @property
    def wanted(self) -> dict[str, bool]:
        """Whether those whose ticket was refused, or perhaps sent, get theirs again; whether those get the new one who
        have an older ticket; whether those get one who have not paid.
        """
        return {
            "again": self.again.isChecked(),
            "with_changed": self.changed.isChecked(),
            "with_unpaid": self.unpaid.isChecked(),
        }

    def _count(self) -> int:
        getting = [*self._due]
        getting += self._changed if self.changed.isChecked() else ()
        getting += self._doubtful if self.again.isChecked() else ()
        return self._on_the_way + len(getting) - (0 if self.unpaid.isChecked() else _unpaid(getting))

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
        for box in (self.changed, self.again, self.unpaid):
            column.addWidget(box)
            box.toggled.connect(self._show_total)
        for line in remarks:
            column.addWidget(label(line, SMALL))
        column.addStretch(1)
        buttons = add_confirm_buttons(self, translate(_SEND, count=self._count()))
        self._send = buttons.buttons()[0]
        others = ((_EVENT, EVENT), (_CHANGE, CHANGE)) if can_mend else ((_CHANGE, CHANGE),)
        for words, result in others:
            button = QPushButton(translate(words))
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.done, result))
            buttons.addButton(button, buttons.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        column.addWidget(buttons)
        self.setMinimumWidth(scale_px(WIDTH))


def _unpaid(tickets: Iterable[PersonTicket]) -> int:
    return sum(ticket.person.status is Status.UNPAID for ticket in tickets)


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
_UNPAID = Message("tickets", "Also those who have not paid ({count})")
_UNDER_WAY = Message("tickets", "{count} {count:is|are} on the way already.")
_MISSING = Message("tickets", "The tickets do not say everything. Missing: {what}.")
_OTHER_DAYS = Message(
    "tickets",
    "{count} {count:ticket has|tickets have} a session on a day on which the person does not come: {people}.",
)
_EVENT = Message("tickets", "Enter it…")
_SEND = Message("tickets", "Send {count} {count:ticket|tickets}")
_CHANGE = Message("tickets", "Another mailbox…")
