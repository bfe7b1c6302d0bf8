# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that sends one message to the organiser, beside the window: a server may take a minute to refuse it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal

from checkin.badges.badge_fonts import load
from checkin.core.errors import CheckinError, UserError
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_wording import reply_text
from checkin.core.message import Message
from checkin.devices.mail_server import MailServerError
from checkin.services.detached_thread import DetachableThread
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_sender import MessageServer
from checkin.services.mail.trial_message import send_trial_message
from checkin.translation import translate


class TrialThread(DetachableThread):
    """Sends the message once. `ended` carries the error of what went wrong, None if nothing did."""

    ended = Signal(object)
    failed = Signal(Exception)

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
        account: MailAccount,
        password: str,
        open_server: Callable[[MailAccount, str], MessageServer],
    ) -> None:
        super().__init__()
        load()  # fonts are loaded in the UI thread
        self._path, self._clock, self._account = path, clock, account
        self._password, self._open_server = password, open_server

    def step(self) -> CheckinError | None:
        """Send the message, and return what went wrong."""
        event = EventFile.open(self._path)
        try:
            server = self._open_server(self._account, self._password)
            send_trial_message(event, self._clock, self._account, server, self._account.sender)
        except MailServerError as error:
            return UserError(_SENTENCE, sentence=reply_text(error.reply, translate))
        except CheckinError as error:
            return error
        finally:
            event.close()
        return None

    def run(self) -> None:  # Qt's name
        try:
            self.ended.emit(self.step())
        except Exception as fault:
            self.failed.emit(fault)


_SENTENCE = Message("mail", "{sentence}")
