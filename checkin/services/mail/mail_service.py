# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail service of a window: starts the mail thread when the organiser sends, tells how far it is, pauses and ends
it. No widgets.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.badges.badge_fonts import load
from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import CheckinError
from checkin.services.event_file import EventFile

if TYPE_CHECKING:
    from checkin.services.mail.mail_sender import MailSender, MessageServer
    from checkin.services.mail.mail_worker import MailProgress, MailWorker

OpenServer = Callable[[MailAccount, str], "MessageServer"]
"""Makes the mail server of an account from its password."""


class MailService(QObject):
    """The sending of one event's tickets. Lives in the UI thread.

    What is to be sent is in the event file: a program that ends, or is killed, loses nothing, and goes on where it was
    when the organiser presses send again. Nothing is sent before that. `open_server` replaces the server, for tests.
    """

    changed = Signal()
    """Emitted when `progress` or `is_at_work` differ."""
    refused = Signal(CheckinError)
    """Emitted with the reason why nothing could be queued."""
    failed = Signal(Exception)
    """Emitted with a fault of the program in the thread, which goes on with the next message."""

    def __init__(self, path: Path, clock: Callable[[], datetime], open_server: OpenServer | None = None) -> None:
        super().__init__()
        self._path, self._clock, self.open_server = path, clock, open_server or _open_server
        self._worker: MailWorker | None = None
        self._left: list[MailWorker] = []
        self.progress: MailProgress | None = None
        """The last report of the thread, None before the first."""

    @property
    def has_worker(self) -> bool:
        """Whether the thread is there, be it paused or held up."""
        return self._worker is not None

    @property
    def is_at_work(self) -> bool:
        """Whether something is being sent, or waits for its turn, without being paused or stopped by a trouble."""
        progress = self.progress
        return bool(self._worker and progress and progress.is_sending)

    def send(
        self,
        account: MailAccount,
        password: str,
        *,
        again: bool = False,
        with_changed: bool = True,
        with_unpaid: bool = True,
    ) -> None:
        """Queue what is due and send it; with `again` also what was refused or is uncertain, without `with_changed` not
        to those who have an older ticket, without `with_unpaid` not to those who have not paid.
        """
        self.stop_sending()
        self.progress = None  # the troubles of the last thread are not those of the next
        load()  # fonts are loaded in the UI thread
        from checkin.services.mail.mail_worker import MailWorker

        wanted = {"again": again, "with_changed": with_changed, "with_unpaid": with_unpaid}
        queue = partial(_queue, clock=self._clock, domain=account.sender_domain, wanted=wanted)
        first = _Queueing(queue, lambda event: self._make_sender(event, account, password))
        self._worker = worker = MailWorker(self._path, self._clock, first)
        worker.changed.connect(self._take_progress)
        worker.failed.connect(self._take_failure)
        worker.start()
        self.changed.emit()

    def pause(self, is_paused: bool) -> None:
        """Stop after the message on its way, or go on."""
        if self._worker:
            self._worker.pause(is_paused)
            if not is_paused:
                self._worker.resume()

    def stop_sending(self) -> None:
        """End the thread after the message on its way, without waiting for it. What is left stays in the queue."""
        if self._worker:
            self._worker.changed.disconnect(self._take_progress)
            self._worker.leave()
            self._left = [each for each in (*self._left, self._worker) if not each.isFinished()]
            self._worker = None
            self.changed.emit()

    def stop(self) -> None:
        """End the thread; return when it has ended."""
        self.stop_sending()
        for worker in self._left:
            worker.stop()

    def _make_sender(self, event: EventFile, account: MailAccount, password: str) -> "MailSender":
        from checkin.services.mail.mail_sender import MailSender

        return MailSender(event, self._clock, account, self.open_server(account, password))

    def _take_progress(self, progress: "MailProgress") -> None:
        self.progress = progress
        self.changed.emit()

    def _take_failure(self, fault: Exception) -> None:
        """Tell the organiser what they can mend; anything else is a fault of the program."""
        if isinstance(fault, CheckinError):
            self.stop_sending()
            self.refused.emit(fault)
        else:
            self.failed.emit(fault)


class _Queueing:
    """Makes the sender in its thread; the first time, what is due is queued before."""

    def __init__(self, queue: Callable[[EventFile], int], make: "Callable[[EventFile], MailSender]") -> None:
        self._queue, self._make, self._is_queued = queue, make, False

    def __call__(self, event: EventFile) -> "MailSender":
        if not self._is_queued:
            self._queue(event)
            self._is_queued = True
        return self._make(event)


def _queue(event: EventFile, clock: Callable[[], datetime], domain: str, wanted: Mapping[str, bool]) -> int:
    from checkin.services.mail.ticket_mail import TicketMail

    return TicketMail(event, clock).queue(domain, **wanted)


def _open_server(account: MailAccount, password: str) -> "MessageServer":
    from checkin.devices.mail_server import MailServer

    return MailServer(account, password)
