# SPDX-License-Identifier: GPL-3.0-or-later
"""The sender of one event: takes messages from the queue one at a time, hands each to the mail server, and writes down
how far it came. No thread, no waiting: `step` says when it wants to be called again.

Nobody gets a message twice. It is COMMITTING on disk before its last dot leaves, and SENT with its entries after the
server's consent. Whatever stops the program before the first has delivered nothing; between the two nobody can know, so
the message becomes UNSURE and is left to the organiser.
"""

import contextlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from checkin.core.entries import EntryKind
from checkin.core.mail import mail_jobs
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_message import message_bytes
from checkin.core.message import CheckinError
from checkin.core.tickets.ticket_fields import read_sent_tickets, sent_ticket_entry
from checkin.devices.mail_server import MailServerError
from checkin.services.event_file import EventFile
from checkin.services.mail.ticket_messages import MailRecipients, TicketMessages
from checkin.storage.mail_queue import MailQueue
from checkin.translation import error_text

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 10, 20, 40, 80, 160, 300))
"""Growing waits while the network or the server is away; the last one is repeated."""

LIMIT_PAUSES = (timedelta(minutes=15), timedelta(hours=1))
"""Waits after a provider said that enough was sent for now."""

SAME_REFUSALS = 3
"""Messages refused in a row for the same reason of content or policy, after which nothing more is tried: the reason is
the message or the sender, and each further attempt makes it worse.
"""


class MessageServer(Protocol):
    """A mail server as the sender uses it (`devices/mail_server.MailServer`)."""

    @property
    def is_open(self) -> bool: ...

    def open(self) -> None: ...

    def offer(self, recipient: str, content: bytes) -> None: ...

    def finish(self) -> mail_jobs.MailReply: ...

    def reset(self) -> None: ...

    def abandon(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MailSenderState:
    """What a sender is doing: `trouble` is why it sends nothing at the moment, `said` the server's words about it,
    `until` when it tries again. `is_stopped`: not before the organiser did something.
    """

    trouble: mail_jobs.MailTrouble = mail_jobs.MailTrouble.NONE
    said: str = ""
    until: datetime | None = None
    is_stopped: bool = False


class MailSender:
    """Sends the queue of one event from one account. Belongs to the thread that made it.

        sender.recover()
        while (at := sender.step(now())) is not None:
            …  # wait until `at`

    Faults of the disk and of the program are raised; the message they concern is then taken up, or left as UNSURE, by
    the `recover` of the next sender.
    """

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], account: MailAccount, server: MessageServer
    ) -> None:
        self._event, self._clock, self._account, self._server = event, clock, account, server
        self._queue = MailQueue(event.db)
        self._run = secrets.token_hex(8)
        self._recipients: MailRecipients | None = None
        self._messages: TicketMessages | None = None
        self._not_before: datetime | None = None
        self._failures = 0
        self._was_connected = False
        self._same_refusals: list[tuple[int, int]] = []
        self.state = MailSenderState()
        self.handled: int | None = None
        """The message that the last step was about, None for none."""

    def recover(self) -> None:
        """Take over what a sender left that was killed: without the last dot it waits again, with it it is UNSURE."""
        with self._event.transaction():
            self._queue.recover(self._run, self._clock())

    def step(self, now: datetime) -> datetime | None:
        """Send the next message that is due; return when to call again, None if there is nothing to call for."""
        self.handled = None
        if self.state.is_stopped:
            return None
        if self._not_before and now < self._not_before:
            return self._not_before
        job = self._queue.next_due(now)
        if job is None:
            self._server.close()
            return self._queue.next_deferred_at()
        if self._is_connected(now):
            self._send(job, now)
        return None if self.state.is_stopped else self._not_before or now

    def resume(self) -> None:
        """Try again at once, after the organiser did something about the trouble."""
        self.state, self._not_before, self._failures = MailSenderState(), None, 0

    def close(self) -> None:
        """Leave the server."""
        self._server.close()

    def _is_connected(self, now: datetime) -> bool:
        if not self._server.is_open:
            try:
                self._server.open()
            except MailServerError as error:
                self._hold(error.reply, now)
                return False
            self._was_connected = True
        return True

    def _send(self, job: mail_jobs.MailJob, now: datetime) -> None:
        mail = self._taken(job, now)
        if mail is None:
            return
        self.handled = job.id
        self._not_before = now + timedelta(minutes=1) / self._account.pace
        try:
            content = self._composed(job, mail, now)
        except CheckinError as error:
            self._end(job, mail_jobs.MailState.REFUSED, error_text(error), now)
            return
        try:
            self._server.offer(mail.address, content)
            if not self._is_committed(job):
                self._server.abandon()
                self._give_back(job, "", now)
                return
            reply = self._server.finish()
        except MailServerError as error:
            self._judge(job, error.reply, now)
        else:
            self._succeed(job, mail, reply, now)

    def _taken(self, job: mail_jobs.MailJob, now: datetime) -> mail_jobs.NewMail | None:
        """Return the message as it is to be now, taken for this run; None if another sender has it, or nobody of it
        needs one any more.
        """
        recipients = self._current_recipients()
        with self._event.transaction():
            mail = self._without_those_who_have_it(recipients.message(job.recipients))
            if not self._queue.take(job, self._run):
                return None
            if mail is None:
                self._queue.end(job, self._run, mail_jobs.MailState.WITHDRAWN, "", now)
            else:
                self._queue.address(job, mail)
        return mail

    def _without_those_who_have_it(self, mail: mail_jobs.NewMail | None) -> mail_jobs.NewMail | None:
        """Return the message without people to whom another desk sent this very ticket meanwhile."""
        if mail is None:
            return None
        lacking = {person: ticket for person, ticket in mail.fingerprints.items() if not self._has(mail, person)}
        return mail_jobs.NewMail(mail.address, lacking) if lacking else None

    def _has(self, mail: mail_jobs.NewMail, person: str) -> bool:
        entries = [each for each in self._event.journal.about(person) if each.kind == EntryKind.TICKET_SENT]
        present = (mail.address, mail.fingerprints[person])
        return any((sent.address, sent.fingerprint) == present for sent in read_sent_tickets(entries[-1:]).values())

    def _current_recipients(self) -> MailRecipients:
        if self._recipients is None or not self._recipients.is_current():
            self._recipients = MailRecipients(self._event)
            self._messages = TicketMessages(self._recipients.maker, list(self._recipients.people.values()))
        return self._recipients

    def _composed(self, job: mail_jobs.MailJob, mail: mail_jobs.NewMail, now: datetime) -> bytes:
        assert self._recipients
        assert self._messages
        content = self._messages.content(mail.address, self._recipients.attendees(mail))
        return message_bytes(content, self._account, job.message_id, now)

    def _is_committed(self, job: mail_jobs.MailJob) -> bool:
        """Note that the dot follows; False if it must not: somebody was cancelled or changed while the message was
        handed over, or another sender has it.
        """
        assert self._recipients
        with self._event.transaction():
            return self._recipients.is_current() and self._queue.commit_to(job, self._run)

    def _succeed(
        self, job: mail_jobs.MailJob, mail: mail_jobs.NewMail, reply: mail_jobs.MailReply, now: datetime
    ) -> None:
        with self._event.transaction():
            if self._queue.end(job, self._run, mail_jobs.MailState.SENT, reply.words, now):
                rows = [
                    sent_ticket_entry(person, mail.address, job.message_id, fingerprint)
                    for person, fingerprint in mail.fingerprints.items()
                ]
                self._event.journal.append_all(rows, at=now, desk="")
        self._failures, self._same_refusals = 0, []
        self.state = MailSenderState()

    def _judge(self, job: mail_jobs.MailJob, reply: mail_jobs.MailReply, now: datetime) -> None:
        """Write down what a reply means for the message, and follow it."""
        match mail_jobs.judge_reply(reply).course:
            case mail_jobs.MailCourse.REFUSE:
                self._refuse(job, reply, now)
            case mail_jobs.MailCourse.DEFER:
                self._defer(job, reply, now)
            case mail_jobs.MailCourse.DOUBT:
                self._end(job, mail_jobs.MailState.UNSURE, reply.words, now)
                self._hold(reply, now)
            case _:
                self._give_back(job, reply.words, now)
                self._hold(reply, now)

    def _refuse(self, job: mail_jobs.MailJob, reply: mail_jobs.MailReply, now: datetime) -> None:
        self._end(job, mail_jobs.MailState.REFUSED, reply.words, now)
        self._clear_the_way()
        if self._is_refused_for_all(job, reply):
            with self._event.transaction():
                self._queue.reopen([each for _, each in self._same_refusals], now)
            self._same_refusals = []
            self._stop(mail_jobs.MailTrouble.REJECTED, reply)

    def _defer(self, job: mail_jobs.MailJob, reply: mail_jobs.MailReply, now: datetime) -> None:
        next_at = mail_jobs.retry_at(job.attempts + 1, now)
        if next_at is None:
            self._end(job, mail_jobs.MailState.REFUSED, reply.words, now)
        else:
            with self._event.transaction():
                self._queue.defer(job, self._run, reply.words, next_at)
        self._clear_the_way()
        if self._is_refused_for_all(job, reply):
            self._same_refusals = []
            self._pause(mail_jobs.MailTrouble.BUSY, reply, now)

    def _is_refused_for_all(self, job: mail_jobs.MailJob, reply: mail_jobs.MailReply) -> bool:
        """Whether so many messages in a row were refused alike that the reason cannot be their recipients."""
        if not mail_jobs.is_about_all(reply):
            return False
        alike = [each for each in self._same_refusals if each[0] == reply.code and each[1] != job.id]
        self._same_refusals = [*alike, (reply.code, job.id)]
        return len(self._same_refusals) >= SAME_REFUSALS

    def _clear_the_way(self) -> None:
        """Ask the server to forget the message it refused; if it does not, the next one gets a new connection."""
        with contextlib.suppress(MailServerError):
            self._server.reset()
            return
        self._server.abandon()

    def _end(self, job: mail_jobs.MailJob, state: mail_jobs.MailState, said: str, now: datetime) -> None:
        with self._event.transaction():
            self._queue.end(job, self._run, state, said, now)

    def _give_back(self, job: mail_jobs.MailJob, said: str, now: datetime) -> None:
        with self._event.transaction():
            self._queue.give_back(job, self._run, said, now)

    def _hold(self, reply: mail_jobs.MailReply, now: datetime) -> None:
        """Connect again, wait, or stop, after something that is not about one message."""
        self._server.abandon()
        course, trouble = mail_jobs.judge_reply(reply)
        if (
            trouble is mail_jobs.MailTrouble.UNKNOWN_SERVER and self._was_connected
        ):  # it was known a moment ago: no network now
            course, trouble = mail_jobs.MailCourse.PAUSE, mail_jobs.MailTrouble.NO_NETWORK
        if course is mail_jobs.MailCourse.STOP:
            self._stop(trouble, reply)
        elif course is mail_jobs.MailCourse.PAUSE or self._failures:
            self._pause(trouble, reply, now)
        else:  # the first cut: servers close after a number of messages
            self._failures += 1

    def _pause(self, trouble: mail_jobs.MailTrouble, reply: mail_jobs.MailReply, now: datetime) -> None:
        waits: Sequence[timedelta] = LIMIT_PAUSES if trouble is mail_jobs.MailTrouble.LIMIT else PAUSES
        self._not_before = now + waits[min(self._failures, len(waits) - 1)]
        self._failures += 1
        self.state = MailSenderState(trouble, reply.words, self._not_before)

    def _stop(self, trouble: mail_jobs.MailTrouble, reply: mail_jobs.MailReply) -> None:
        self._server.abandon()
        self.state = MailSenderState(trouble, reply.words, is_stopped=True)
