# SPDX-License-Identifier: GPL-3.0-or-later
"""Sending beside the window: the thread of one event's messages, a message on trial, and the account.

The queue is in the event file.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from checkin.core.attendee import deliverable_address
from checkin.core.mail.mail_account import MailAccount, MailProvider, provider_of, read_providers
from checkin.core.mail.mail_jobs import OPEN_MAIL_STATES, MailReply, MailState, reply_text
from checkin.core.mail.mail_message import message_bytes
from checkin.core.message import CheckinError, Message, UserError
from checkin.devices.mail_server import MailServerError
from checkin.devices.password_store import PasswordStore
from checkin.resource_folder import resources
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_sender import MailSender, MailSenderState, MessageServer
from checkin.services.mail.ticket_mail import new_message_id
from checkin.services.mail.ticket_messages import MailRecipients, TicketMessages
from checkin.services.threads import EventWorker
from checkin.storage import settings_store
from checkin.storage.mail_queue import MailQueue
from checkin.translation import error_text, translate

IDLE_MS = 60_000
"""Milliseconds until the queue is looked at again without a wake-up."""

SetUp = Callable[[EventFile], MailSender]


@dataclass(frozen=True, slots=True)
class MailProgress:
    """What the thread is doing, and the number of messages by state; `before` it began to send."""

    sender: MailSenderState = field(default_factory=MailSenderState)
    counts: Mapping[MailState, int] = field(default_factory=dict)
    before: Mapping[MailState, int] = field(default_factory=dict)
    is_paused: bool = False

    @property
    def left(self) -> int:
        """Messages that are still to be sent."""
        return sum(self.counts.get(state, 0) for state in OPEN_MAIL_STATES)

    @property
    def of_this_sending(self) -> dict[MailState, int]:
        """The number of messages by state, without those that were sent or refused before this thread."""
        ended = {state: count for state, count in self.before.items() if state not in OPEN_MAIL_STATES}
        return {state: max(0, count - ended.get(state, 0)) for state, count in self.counts.items()}

    @property
    def is_sending(self) -> bool:
        """Whether messages go out, now or as soon as the server takes them again."""
        return self.left > 0 and not self.is_paused and not self.sender.is_stopped


class MailWorker(EventWorker):
    """The thread that sends; `changed` carries the `MailProgress`. `set_up` makes its sender from the event, which is
    opened in this thread; `clock` is the event's.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], set_up: SetUp) -> None:
        super().__init__(path, IDLE_MS)
        self._clock, self._set_up = clock, set_up
        self._sender: MailSender | None = None
        self._reported: MailProgress | None = None
        self._before: Mapping[MailState, int] | None = None
        self._is_paused = self._is_resuming = False

    def pause(self, is_paused: bool) -> None:
        """Stop after the message on its way, or go on. May be called from any thread."""
        self._is_paused = is_paused
        self.wake()

    def resume(self) -> None:
        """Try again at once with a new sender, after the organiser did something about the trouble: another password,
        another account. May be called from any thread.
        """
        self._is_resuming = True
        self.wake()

    def step(self) -> datetime | None:
        """Send one message; return when to go on, None without a time of its own."""
        if self._is_resuming and self._sender:
            self._sender.close()
            self._sender = None
        self._is_resuming = False
        event = self.opened()
        sender = self._opened_sender(event)
        due = None if self._is_paused else sender.step(self._clock())
        self._report(event, sender)
        if due is not None:
            self.rest_ms = max(0, min(IDLE_MS, round((due - self._clock()).total_seconds() * 1000)))
        return due

    def start_afresh(self) -> None:
        self._sender = None  # the next sender's `recover` finds out how far the message came

    def close(self) -> None:
        """Leave the server and close the event."""
        if self._sender:
            self._sender.close()
        self._sender = None
        super().close()

    def _opened_sender(self, event: EventFile) -> MailSender:
        if self._sender is None:
            self._sender = self._set_up(event)
            self._sender.recover()
            if self._before is None:
                self._before = MailQueue(event.db).counts()
        return self._sender

    def _report(self, event: EventFile, sender: MailSender) -> None:
        counts = MailQueue(event.db).counts()
        now = MailProgress(sender.state, counts, self._before or {}, self._is_paused)
        if now != self._reported:
            self._reported = now
            self.changed.emit(now)


# A message that the organiser sends to themself, to look at before everyone gets theirs. Nothing is noted as sent.


def send_trial_message(
    event: EventFile, clock: Callable[[], datetime], account: MailAccount, server: MessageServer, address: str
) -> MailReply:
    """Send the first attendee's message to `address` instead of theirs; return the server's consent.

    Raises `UserError` for an address that is none, words with a mistake, or an event in which nobody gets a ticket, and
    `MailServerError` for what the server refuses.
    """
    to = deliverable_address(address)
    if not to:
        raise UserError(_NO_ADDRESS, address=address)
    recipients = MailRecipients(event)
    people = list(recipients.people.values())
    if not people:
        raise UserError(_NOBODY)
    messages = TicketMessages(recipients.maker, people)
    messages.check(people)
    groups = recipients.groups.groups
    content = messages.content(to, groups[0].people if groups else people[:1])
    try:
        server.open()
        spoken = recipients.maker.translator(people[0])
        content = replace(content, subject=spoken.translate(_TRIAL, subject=content.subject))
        server.offer(to, message_bytes(content, account, new_message_id(account.sender_domain), clock()))
        return server.finish()
    finally:
        server.close()


_TRIAL = Message("mail", "Test: {subject}")
_NO_ADDRESS = Message("mail", "“{address}” is not an e-mail address. Nothing was sent; correct it.")
_NOBODY = Message("mail", "There is no attendee with a ticket to try it with. Nothing was sent.")


def try_account(
    path: Path,
    clock: Callable[[], datetime],
    account: MailAccount,
    password: str,
    open_server: Callable[[MailAccount, str], MessageServer],
) -> str:
    """Send the message, and return the sentence for what went wrong, "" if nothing did."""
    event = EventFile.open(path)
    try:
        send_trial_message(event, clock, account, open_server(account, password), account.sender)
    except MailServerError as error:
        return reply_text(error.reply, translate)
    except CheckinError as error:
        return error_text(error)
    finally:
        event.close()
    return ""


# The account that messages are sent from: kept with the event on this computer, its password in the system's keyring,
# its server known where the provider is.


def read_mail_account(event: EventFile) -> MailAccount:
    """Return the account chosen for this event on this computer, an empty one before the first choice."""
    return settings_store.load_mail_account(event.db)


def save_mail_account(event: EventFile, account: MailAccount) -> None:
    """Keep an account for the next time, without its password."""
    settings_store.save_mail_account(event.db, account)


@lru_cache(maxsize=1)
def mail_providers() -> tuple[MailProvider, ...]:
    """Return the providers whose servers are known."""
    text = (resources() / "mail" / "providers.toml").read_text(encoding="utf-8")
    return read_providers(tomllib.loads(text))


def propose_account(address: str) -> MailAccount:
    """Return the account of an address: complete where its provider is known, else with the address alone."""
    provider = provider_of(address, mail_providers())
    return provider.account(address) if provider else MailAccount(user=address, sender=address)


class MailPasswords:
    """The passwords of accounts, never in the event file, a log or an argument."""

    def __init__(self, store: PasswordStore | None = None) -> None:
        self._store = store or PasswordStore()

    def read(self, account: MailAccount) -> str:
        """Return the password of an account, "" if none is kept."""
        return self._store.read(_name(account)) if account.user else ""

    def keep(self, account: MailAccount, password: str) -> bool:
        """Keep the password of an account; return whether it is still there at the next start."""
        self._store.keep(_name(account), password)
        return self._store.is_lasting

    @property
    def is_lasting(self) -> bool:
        """Whether what was last read or kept is there at the next start too."""
        return self._store.is_lasting

    def forget(self, account: MailAccount) -> None:
        """Remove the password of an account."""
        self._store.forget(_name(account))


def _name(account: MailAccount) -> str:
    return f"{account.user}@{account.server}"
