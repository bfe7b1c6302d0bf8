# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending tickets, from the organiser's decision on: the mailbox, the question how many, the start and the end."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from checkin.core.attendance.daily_access import DailyAccess
from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import Message
from checkin.core.programme.daily_points import programme_of_days
from checkin.core.tickets.expected_times import sessions_without_end
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_accounts import MailPasswords, read_mail_account, save_mail_account
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.ticket_mail import TicketMail
from checkin.services.mail.ticket_standings import TicketStanding, TicketStandings
from checkin.services.mail.trial_thread import TrialThread
from checkin.translation import error_text, translate
from checkin.ui.tickets.mail_account_dialog import KnownMailbox, MailAccountDialog
from checkin.ui.tickets.send_dialog import CHANGE, EVENT, SendDialog
from checkin.ui.widgets.dialog_buttons import ask_confirmation

MOST_NAMED = 4
"""Sessions without an end that are named before tickets are sent."""


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
        self.passwords = MailPasswords()
        self._trial: TrialThread | None = None
        self._account_dialog: MailAccountDialog | None = None
        mail.refused.connect(lambda error: self.reported.emit(error_text(error)))
        mail.failed.connect(self._fail)

    def ask(self, read: TicketStandings) -> None:
        """Ask whether to send what is due, and send it."""
        account = read_mail_account(self._event)
        while self._is_ready(account) or self.ask_account():
            account = read_mail_account(self._event)
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
                self.reported.emit(translate(_BEGUN))
            return

    def _missing(self) -> list[str]:
        """Return what the tickets do not say because the programme does not."""
        planned = self._event.planned()
        found = ((planned.event.title, _NAME), (planned.event.day, _DAY), (planned.event.place, _PLACE))
        missing = [translate(words) for value, words in found if not value]
        if without_end := sessions_without_end(planned):
            titles = ", ".join(session.title for session in without_end[:MOST_NAMED])
            more = translate(_MORE, count=len(without_end) - MOST_NAMED) if len(without_end) > MOST_NAMED else ""
            missing.append(translate(_ENDS, count=len(without_end), titles=titles + more))
        return missing

    def _booked_on_other_days(self, read: TicketStandings) -> list[str]:
        access = DailyAccess(programme_of_days(self._event.planned()))
        people = [ticket.person for each in TicketStanding for ticket in read.of(each)]
        return [person.name for person in people if access.booked_on_other_days(person)]

    def change_account(self) -> None:
        """Ask for the mailbox after its server refused it, and go on."""
        if self.ask_account():
            account = read_mail_account(self._event)
            self._mail.send(account, self.passwords.read(account))

    def ask_account(self) -> bool:
        """Ask for the mailbox; return whether one was entered."""
        account = read_mail_account(self._event)
        password = self.passwords.read(account) if account.server else ""
        known = KnownMailbox(account, password, self.passwords.is_lasting)
        dialog = MailAccountDialog(known, self._keep, self._try_out, self._window)
        self._account_dialog = dialog
        is_entered = dialog.exec() == QDialog.DialogCode.Accepted
        self._account_dialog = None
        dialog.deleteLater()
        return is_entered

    def stop(self) -> None:
        """Ask whether the rest is not to be sent, and take it out of the queue."""
        question = (translate(_STOP), translate(_STOP_MORE))
        if ask_confirmation(self._window, question, translate(_DO_STOP), translate(_GO_ON), is_danger=False):
            self._mail.stop_sending()
            count = TicketMail(self._event, self._now).withdraw()
            self.reported.emit(translate(_STOPPED, count=count))
            self.changed.emit()

    def _is_ready(self, account: MailAccount) -> bool:
        return bool(account.server and account.sender and (not account.user or self.passwords.read(account)))

    def _keep(self, account: MailAccount, password: str) -> None:
        save_mail_account(self._event, account)
        if account.user:
            self.passwords.keep(account, password)

    def _try_out(self, account: MailAccount, password: str) -> None:
        self._trial = trial = TrialThread(self._event.path, self._now, account, password, self._mail.open_server)
        trial.ended.connect(self._show_trial)
        trial.failed.connect(self._fail_trial)
        trial.start()

    def _show_trial(self, trouble: str) -> None:
        if dialog := self._account_dialog:
            sentence = trouble or translate(_TRIED, address=dialog.account.sender)
            dialog.show_trial(sentence, is_good=not trouble)

    def _fail_trial(self, fault: Exception) -> None:
        self._show_trial(translate(_FAILED))
        self._fail(fault)

    def _fail(self, fault: Exception) -> None:
        """Raise a fault of the program in the mail threads, so that the error handler reports it."""
        raise fault


_NAME, _DAY = Message("tickets", "the name of the event"), Message("tickets", "its day")
_PLACE = Message("tickets", "its place")
_ENDS = Message("tickets", "the end of {count} {count:session|sessions} ({titles})")
_MORE = Message("tickets", " and {count} more")
_BEGUN = Message("tickets", "The tickets are being sent.")
_STOP = Message("tickets", "Stop sending the tickets?")
_STOP_MORE = Message(
    "tickets", "What was sent stays sent. The others are no longer in the queue; Send… puts them there again."
)
_DO_STOP, _GO_ON = Message("tickets", "Stop"), Message("tickets", "Go on sending")
_STOPPED = Message("tickets", "Stopped: {count} {count:message was|messages were} not sent.")
_FAILED = Message("tickets", "The ticket could not be sent, through a fault of Checkin.")
_TRIED = Message(
    "tickets", "A ticket was sent to {address}. Look at it in your mailbox, also among unwanted messages, and scan it."
)
