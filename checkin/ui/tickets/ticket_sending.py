# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending tickets, from the organiser's decision on: the mailbox, the question how many, the start and the end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QWidget

from checkin.badges import badge_fonts
from checkin.core.attendance.half_days import DailyAccess
from checkin.core.attendee import Status
from checkin.core.mail.mail_account import (
    FASTEST_PACE,
    PROVIDER_ADVICE,
    USUAL_PORTS,
    MailAccount,
    MailSecurity,
    checked_account,
    provider_of,
)
from checkin.core.message import CheckinError, Message, list_names
from checkin.core.programme.programme_edits import programme_of_days
from checkin.core.tickets.ticket_fields import sessions_without_end
from checkin.devices.keyboard_wedge import BY_HAND
from checkin.services.event_file import EventFile
from checkin.services.mail import mail_worker
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.ticket_mail import PersonTicket, TicketMail, TicketStanding, TicketStandings
from checkin.services.threads import BackgroundTask
from checkin.translation import error_text, translate
from checkin.ui.look.theme import LARGE, SMALL, scale_px
from checkin.ui.tickets.standing_list import without_ticket_text
from checkin.ui.widgets.boxes import REST, row_of, wide
from checkin.ui.widgets.buttons import ask_confirmation, push_button
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, WrappingCheckBox, label, labelled_field, line_field
from checkin.ui.widgets.small_inputs import CountField

WIDTH = 560
"""Pixels."""
CHANGE = 2
"""The result of the dialog when another mailbox is wanted."""

EVENT = 3
"""The result of the dialog when the day and the place of the event are to be entered first."""

MOST_NAMED = 4
"""The most people or sessions that are named in a warning."""


class SendDialog(Dialog):
    """The question before tickets are sent: how many, from whom, how long it takes, and who gets none. `wanted` is what
    `MailService.send` is told. `missing` is what the tickets do not say for want of an entry, `booked_on_other_days`
    names whose ticket has a session on a day on which they do not come.
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
        super().__init__(translate(Message("tickets", "Send the tickets")), parent)
        self._account = account
        self._counts = {each: len(read.of(each)) for each in TicketStanding}
        self._under_way = self._counts[TicketStanding.UNDER_WAY]
        self._on_the_way = 0 if is_sending else self._under_way
        self._due = read.of(TicketStanding.DUE)
        self._changed = read.of(TicketStanding.CHANGED)
        self._doubtful = [*read.of(TicketStanding.REFUSED), *read.of(TicketStanding.UNSURE)]
        unpaid = _unpaid([*self._due, *self._changed, *self._doubtful])
        self.total, self.time, self.warning = label("", LARGE, 600), label(""), FormMessage()
        self.changed = WrappingCheckBox(translate(_CHANGED, count=len(self._changed)))
        self.again = WrappingCheckBox(translate(_AGAIN, count=len(self._doubtful)))
        self.unpaid = WrappingCheckBox(translate(_UNPAID, count=unpaid))
        self.changed.setChecked(True)
        self.unpaid.setChecked(True)
        self._assemble(self._remarks(read, is_sending), bool(missing))
        asked = ((self.changed, self._changed), (self.again, self._doubtful), (self.unpaid, unpaid))
        for box, concerned in reversed(asked):
            box.setVisible(bool(concerned))
            if concerned:
                box.setFocus()  # the first of them: never the button, which sends
        sentences = [translate(_MISSING, what=", ".join(missing))] if missing else []
        if count := len(booked_on_other_days):
            named = list_names(booked_on_other_days, MOST_NAMED, translate)
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
            (Message("tickets", "{count} {count:is|are} on the way already."), self._under_way if is_sending else 0),
            (_SENT, self._counts[TicketStanding.SENT]),
            (_BAD_ADDRESS, self._counts[TicketStanding.BAD_ADDRESS]),
            (_UNREACHABLE, self._counts[TicketStanding.UNREACHABLE]),
        )
        lines = [translate(words, count=count) for words, count in counted if count]
        return [*lines, *filter(None, [without_ticket_text(read.without_ticket)])]

    def _assemble(self, remarks: Sequence[str], can_mend: bool) -> None:
        boxes = (self.changed, self.again, self.unpaid)
        for box in boxes:
            box.toggled.connect(self._show_total)
        others = ((Message("tickets", "Enter it…"), EVENT), (_CHANGE, CHANGE)) if can_mend else ((_CHANGE, CHANGE),)
        made = [push_button(translate(words), partial(self.done, result)) for words, result in others]
        buttons = self.confirm(translate(_SEND, count=self._count()), others=made)
        self._send = buttons.buttons()[0]
        self.arrange(
            self.total,
            label(translate(Message("tickets", "From {address}"), address=self._account.sender)),
            self.time,
            self.warning,
            boxes,
            *(label(line, SMALL) for line in remarks),
            REST,
            buttons,
        )
        self.setMinimumWidth(scale_px(WIDTH))


def _unpaid(tickets: Iterable[PersonTicket]) -> int:
    return sum(ticket.person.status is Status.UNPAID for ticket in tickets)


_TOTAL = Message("tickets", "{count} {count:person gets|people get} their ticket now.")
_NOBODY = Message("tickets", "Everybody who can be reached has their ticket.")
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
_MISSING = Message("tickets", "The tickets do not say everything. Missing: {what}.")
_OTHER_DAYS = Message(
    "tickets", "{count} {count:ticket has|tickets have} a session on a day on which the person does not come: {people}."
)
_SEND = Message("tickets", "Send {count} {count:ticket|tickets}")
_CHANGE = Message("tickets", "Another mailbox…")


MAILBOX_WIDTH = 640
"""Pixels."""

Try = Callable[[MailAccount, str], None]
"""Begins to send a message to the sender's own address; the answer is shown by `show_trial`."""


@dataclass(frozen=True, slots=True)
class KnownMailbox:
    """What is known of the mailbox before the dialog. `is_lasting`: the computer has a keyring."""

    account: MailAccount
    password: str = ""
    is_lasting: bool = True


class MailAccountDialog(Dialog):
    """The mailbox that tickets are sent from; its address fills in what is known of the provider. `account` and
    `password` are what was entered; `keep` keeps them once they may be right.
    """

    def __init__(
        self, known: KnownMailbox, keep: Callable[[MailAccount, str], None], try_out: Try, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("tickets", "Your mailbox")), parent)
        self._keep, self._try_out, self._is_lasting, self._is_trying = keep, try_out, known.is_lasting, False
        account, password = known.account, known.password
        self.setProperty(BY_HAND, True)
        self.address, self.name = line_field(translate(_ADDRESS)), line_field(translate(_SENDER))
        self.password, self.reply_to = line_field(translate(_PASSWORD)), line_field(translate(_REPLY_TO))
        self.server, self.user = line_field(translate(_SERVER)), line_field(translate(_USER))
        self.port, self.pace = CountField(translate(_PORT), 0, 65535), CountField(translate(_PACE), 1, FASTEST_PACE)
        self.security = ComboBox(translate(_SECURITY))
        self.advice, self.message = label("", SMALL), FormMessage()
        self.trial = push_button(translate(_TRY), self._begin_trial)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(1000)
        for security, words in _SECURITIES.items():
            self.security.addItem(translate(words), security)
        self.arrange(
            _fields((self.address, _ADDRESS, 3), (self.name, _SENDER, 2)),
            self.advice,
            _fields((self.password, _PASSWORD, 3), (self.user, _USER, 2)),
            _fields((self.server, _SERVER, 3), (self.security, _SECURITY, 2), (self.port, _PORT, 1)),
            _fields((self.reply_to, _REPLY_TO, 3), (self.pace, _PACE, 2)),
            label(translate(_KEPT if self._is_lasting else _NOT_LASTING), SMALL),
            self.message,
            REST,
            self.confirm(translate(Message("tickets", "Save")), others=[self.trial]),
            spacing=10,
        )
        self.address.editingFinished.connect(self._take_address)
        for field in (self.address, self.reply_to, self.server):
            field.textChanged.connect(self._forget_mistake)
        self.security.activated.connect(lambda: self.port.show_value(USUAL_PORTS[self.account.security]))
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.setMinimumWidth(scale_px(MAILBOX_WIDTH))
        self._show_account(account)
        self.password.setText(password)
        self._known = account.sender
        (self.password if account.sender and not password else self.address).setFocus()

    @property
    def account(self) -> MailAccount:
        """The account as it stands in the fields."""
        return MailAccount(
            server=self.server.text(),
            port=self.port.value(),
            security=MailSecurity(self.security.currentData()),
            user=self.user.text(),
            sender=self.address.text(),
            sender_name=self.name.text(),
            reply_to=self.reply_to.text(),
            pace=self.pace.value(),
        )

    def accept(self) -> None:
        if self._is_kept():
            super().accept()

    def show_trial(self, sentence: str, *, is_good: bool) -> None:
        """Show what came of the message to oneself."""
        self._is_trying = False
        if is_good:
            self.message.note(sentence)
        else:
            self.message.warn(sentence)

    def _begin_trial(self) -> None:
        if not self._is_trying and self._is_kept():
            self._is_trying = True  # the button stays: a disabled one would hand the focus, and Enter, to Cancel
            self.message.note(translate(_TRYING, address=self.address.text().strip()))
            self._try_out(checked_account(self.account), self.password.text())

    def _is_kept(self) -> bool:
        """Keep what was entered; say what is wrong with it where it cannot work."""
        try:
            account = checked_account(self.account)
            self._keep(account, self.password.text())
        except CheckinError as error:
            self.message.warn(error_text(error))
            return False
        return True

    def _forget_mistake(self) -> None:
        """Take away what was wrong with the account once it is another."""
        if not self._is_trying:
            self.message.note("")

    def _take_address(self) -> None:
        """Fill in what is known of the provider of another address; what was entered by hand for this one stays."""
        address = self.address.text().strip()
        if address and address != self._known:
            self._known = address
            proposed = replace(mail_worker.propose_account(address), sender_name=self.name.text())
            if proposed.server:
                self._show_account(proposed)
            else:
                self.user.setText(self.user.text() or address)
                self._show_advice(address)

    def _show_account(self, account: MailAccount) -> None:
        for field, text in (
            (self.address, account.sender),
            (self.name, account.sender_name),
            (self.server, account.server),
            (self.user, account.user),
            (self.reply_to, account.reply_to),
        ):
            field.setText(text)
        self.port.show_value(account.port or USUAL_PORTS[account.security])
        self.pace.show_value(account.pace)
        self.security.setCurrentIndex(list(_SECURITIES).index(account.security))
        self._show_advice(account.sender)

    def _show_advice(self, address: str) -> None:
        """Say what is to be done first at the provider of this address, or that it is not known."""
        provider = provider_of(address, mail_worker.mail_providers())
        words = PROVIDER_ADVICE.get(provider.advice) if provider else _UNKNOWN if address else None
        self.advice.setText(translate(words) if words else "")
        self.advice.setVisible(bool(words))


def _fields(*fields: tuple[QWidget, Message, int]) -> QHBoxLayout:
    """Return fields beside each other, each with its name and its share of the width."""
    return row_of(*(wide(labelled_field(field, translate(words)), share) for field, words, share in fields), spacing=12)


_ADDRESS, _SENDER = Message("tickets", "E-mail address"), Message("tickets", "Name of the sender")
_PASSWORD, _USER = Message("tickets", "Password"), Message("tickets", "User name")
_SERVER, _PORT = Message("tickets", "Outgoing mail server"), Message("tickets", "Port")
_SECURITY, _PACE = Message("tickets", "Encryption"), Message("tickets", "Messages a minute")
_REPLY_TO = Message("tickets", "Answers go to (empty: the same address)")
_SECURITIES = {
    MailSecurity.TLS: Message("tickets", "TLS"),
    MailSecurity.STARTTLS: Message("tickets", "STARTTLS"),
    MailSecurity.NONE: Message("tickets", "None (this computer only)"),
}
_UNKNOWN = Message(
    "tickets", "This provider is not known here: its help pages tell the server for outgoing mail (SMTP)."
)
_KEPT = Message("tickets", "The password is kept by this computer’s keyring, never in the event.")
_NOT_LASTING = Message("tickets", "This computer has no keyring: the password is forgotten when Checkin closes.")
_TRY, _TRYING = Message("tickets", "Send me a test"), Message("tickets", "Sending a ticket to {address}…")


class TicketSending(QObject):
    """The dialogs over `parent`, and what follows from them. `changed`: other tickets are to be sent than before;
    `programme_wanted`: the day and the place of the event are to be entered.
    """

    reported = Signal(str)
    changed = Signal()
    programme_wanted = Signal()

    def __init__(self, event: EventFile, mail: MailService, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._event, self._mail, self._now, self._window = event, mail, now, parent
        self.passwords = mail_worker.MailPasswords()
        self._trial: BackgroundTask | None = None
        self._account_dialog: MailAccountDialog | None = None
        mail.refused.connect(lambda error: self.reported.emit(error_text(error)))
        mail.failed.connect(self._fail)

    def ask(self, read: TicketStandings) -> None:
        """Ask whether to send what is due, and send it."""
        account = mail_worker.read_mail_account(self._event)
        while self._is_ready(account) or self.ask_account():
            account = mail_worker.read_mail_account(self._event)
            dialog = SendDialog(
                read,
                account,
                self._missing(),
                self._window,
                booked_on_other_days=self._booked_on_other_days(read),
                is_sending=self._mail.is_at_work,
            )
            answer, wanted = dialog.exec(), dialog.wanted
            dialog.deleteLater()
            if answer == CHANGE:
                self.ask_account()
                continue
            if answer == EVENT:
                self.programme_wanted.emit()
            elif answer == QDialog.DialogCode.Accepted:
                self._mail.send(account, self.passwords.read(account), **wanted)
                self.reported.emit(translate(Message("tickets", "The tickets are being sent.")))
            return

    def _missing(self) -> list[str]:
        """Return what the tickets do not say because the programme does not."""
        planned = self._event.planned()
        found = ((planned.event.title, _NAME), (planned.event.day, _DAY), (planned.event.place, _PLACE))
        missing = [translate(words) for value, words in found if not value]
        if without_end := sessions_without_end(planned):
            titles = list_names([session.title for session in without_end], MOST_NAMED, translate)
            missing.append(translate(_ENDS, count=len(without_end), titles=titles))
        return missing

    def _booked_on_other_days(self, read: TicketStandings) -> list[str]:
        access = DailyAccess(programme_of_days(self._event.planned()))
        unsent = (TicketStanding.BAD_ADDRESS, TicketStanding.UNREACHABLE)
        people = [ticket.person for ticket in read.people if ticket.standing not in unsent]
        return [person.name for person in people if access.booked_on_other_days(person)]

    def change_account(self) -> None:
        """Ask for the mailbox after its server refused it, and go on."""
        if self.ask_account():
            account = mail_worker.read_mail_account(self._event)
            self._mail.send(account, self.passwords.read(account))

    def ask_account(self) -> bool:
        """Ask for the mailbox; return whether one was entered."""
        account = mail_worker.read_mail_account(self._event)
        password = self.passwords.read(account) if account.server else ""
        known = KnownMailbox(account, password, self.passwords.is_lasting)
        dialog = MailAccountDialog(known, self._keep, self._try_out, self._window)
        self._account_dialog = dialog
        is_entered = asked(dialog)
        self._account_dialog = None
        return is_entered

    def stop(self) -> None:
        """Ask whether the rest is not to be sent, and take it out of the queue."""
        question = (translate(Message("tickets", "Stop sending the tickets?")), translate(_STOP_MORE))
        if ask_confirmation(self._window, question, translate(_DO_STOP), translate(_GO_ON), is_danger=False):
            self._mail.stop_sending()
            count = TicketMail(self._event, self._now).withdraw()
            self.reported.emit(translate(_STOPPED, count=count))
            self.changed.emit()

    def _is_ready(self, account: MailAccount) -> bool:
        return bool(account.server and account.sender and (not account.user or self.passwords.read(account)))

    def _keep(self, account: MailAccount, password: str) -> None:
        mail_worker.save_mail_account(self._event, account)
        if account.user:
            self.passwords.keep(account, password)

    def _try_out(self, account: MailAccount, password: str) -> None:
        badge_fonts.load()  # in the UI thread
        work = partial(mail_worker.try_account, self._event.path, self._now, account, password, self._mail.open_server)
        self._trial = trial = BackgroundTask(lambda _: work())
        trial.done.connect(self._show_trial)
        trial.failed.connect(self._fail_trial)
        trial.start()

    def _show_trial(self, trouble: str) -> None:
        if dialog := self._account_dialog:
            sentence = trouble or translate(_TRIED, address=dialog.account.sender)
            dialog.show_trial(sentence, is_good=not trouble)

    def _fail_trial(self, fault: Exception) -> None:
        self._show_trial(translate(Message("tickets", "The ticket could not be sent, through a fault of Checkin.")))
        self._fail(fault)

    def _fail(self, fault: Exception) -> None:
        """Raise a fault of the program in the mail threads, so that the error handler reports it."""
        raise fault


_NAME, _DAY = Message("tickets", "the name of the event"), Message("tickets", "its day")
_PLACE = Message("tickets", "its place")
_ENDS = Message("tickets", "the end of {count} {count:session|sessions} ({titles})")
_STOP_MORE = Message(
    "tickets", "What was sent stays sent. The others are no longer in the queue; Send… puts them there again."
)
_DO_STOP, _GO_ON = Message("tickets", "Stop"), Message("tickets", "Go on sending")
_STOPPED = Message("tickets", "Stopped: {count} {count:message was|messages were} not sent.")
_TRIED = Message(
    "tickets", "A ticket was sent to {address}. Look at it in your mailbox, also among unwanted messages, and scan it."
)
