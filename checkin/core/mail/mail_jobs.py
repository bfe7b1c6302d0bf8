# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages on their way: their states, and what is kept of each. Values only.

A message must not arrive twice, nor get lost without a word. SMTP hands responsibility over at one point: the server's
reply to the last dot. So the dot has a state of its own, COMMITTING, which is on disk before the dot leaves. Whoever is
stopped before it has certainly delivered nothing; whoever is stopped after it cannot know, and the message is UNSURE
until the organiser decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class MailState(StrEnum):
    """The state of a message: WAITING, SENDING, COMMITTING, then SENT, DEFERRED (the server wants it later), REFUSED
    (for good), UNSURE (perhaps sent), or WITHDRAWN (nobody of it gets a ticket any more).
    """

    WAITING = "waiting"
    SENDING = "sending"
    COMMITTING = "committing"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


OPEN_MAIL_STATES = frozenset({MailState.WAITING, MailState.SENDING, MailState.COMMITTING, MailState.DEFERRED})
"""The states in which something will still happen to the message without the organiser."""

RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""How long a message waits after each temporary refusal of its recipient (greylisting asks for a minute or five)."""


@dataclass(frozen=True, slots=True)
class NewMail:
    """A message to queue: whose tickets it holds, and where it goes. `fingerprints` has each person's ticket as it is
    now.
    """

    address: str
    fingerprints: Mapping[str, str]

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(self.fingerprints)


@dataclass(frozen=True, slots=True)
class MailJob:
    """One message, from the organiser's "send" until its end is known.

    Jobs are kept in the event file by the computer that sends and survive a restart; other desks never see them. They
    learn from an entry of the journal that a ticket was sent. `fingerprints` has an id and the fingerprint of a ticket
    for each person in it, `message_id` stays the same at every attempt, `run` names the sender that holds the job now
    (a stopped one that wakes up finds that it lost it), `attempts` counts temporary refusals, `said` are the server's
    words.
    """

    id: int
    address: str
    state: MailState
    message_id: str
    created_at: datetime
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 0
    next_at: datetime | None = None
    ended_at: datetime | None = None
    said: str = ""
    run: str = ""

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(self.fingerprints)


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """Return when a message is tried again that was refused for now `attempts` times; None if that was often enough."""
    return now + RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None
