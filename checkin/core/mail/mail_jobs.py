# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages on their way: their states, why one is due, its text, and the words for what became of it. Values only.

A message must not arrive twice, nor get lost without a word. SMTP hands responsibility over at one point: the server's
reply to the last dot. So the dot has a state of its own, COMMITTING, which is on disk before the dot leaves. Whoever is
stopped before it has certainly delivered nothing; whoever is stopped after it cannot know, and the message is UNSURE
until the organiser decides.
"""

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

from checkin.core.badges.template import fill_fields
from checkin.core.lists.cell_text import one_line, printable
from checkin.core.message import Message, Translate, UserError
from checkin.core.tickets.ticket_fields import SentTicket

# A mail server's replies, and what follows from each: for the message, for the connection, for all the others. Pure.
#
# Servers disagree about codes, so the stage of the conversation counts more than the number: only a reply to RCPT is
# about the recipient, one to MAIL never is.


class MailStage(IntEnum):
    """The step of the conversation that a reply belongs to, in their order. END is the reply to the last dot."""

    CONNECT = 1
    PROTECTION = 2
    LOGIN = 3
    SENDER = 4
    RECIPIENT = 5
    CONTENT = 6
    END = 7


class ConnectionFault(StrEnum):
    """The reason that there is no reply."""

    NONE = ""
    CUT = "cut"
    UNREACHABLE = "unreachable"
    UNKNOWN_SERVER = "unknown_server"
    BAD_CERTIFICATE = "bad_certificate"
    NO_TLS = "no_tls"
    NOT_SMTP = "not_smtp"


@dataclass(frozen=True, slots=True)
class MailReply:
    """What a server said at one stage, or why it said nothing (`code` is 0 then). `text` is in its own words."""

    stage: MailStage
    code: int = 0
    text: str = ""
    fault: ConnectionFault = ConnectionFault.NONE

    @property
    def words(self) -> str:
        """The reply as it is shown and kept."""
        return f"{self.code} {self.text}".strip() if self.code else self.text


class MailTrouble(StrEnum):
    """The reason that nothing is sent at the moment. The first four pass by themselves, the others need the
    organiser.
    """

    NONE = ""
    NO_NETWORK = "no_network"
    CLOSED = "closed"
    BUSY = "busy"
    LIMIT = "limit"
    PASSWORD = "password"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_SERVER = "unknown_server"
    BAD_CERTIFICATE = "bad_certificate"
    NO_TLS = "no_tls"
    NOT_SMTP = "not_smtp"
    SENDER = "sender"
    REJECTED = "rejected"


PASSING_TROUBLES = frozenset({MailTrouble.NO_NETWORK, MailTrouble.CLOSED, MailTrouble.BUSY, MailTrouble.LIMIT})


class MailCourse(StrEnum):
    """What to do after a reply.

    GO_ON: the next step, after END the message is sent. REFUSE, DEFER: this message not, or later; others go on.
    DOUBT: it may have arrived. RECONNECT: the message waits, at a new connection it goes on at once. PAUSE: the
    same after a while. STOP: the organiser has to do something first.
    """

    GO_ON = "go_on"
    REFUSE = "refuse"
    DEFER = "defer"
    DOUBT = "doubt"
    RECONNECT = "reconnect"
    PAUSE = "pause"
    STOP = "stop"


class MailJudgement(NamedTuple):
    """The course after a reply, and the trouble it tells of, for the courses that are about all messages."""

    course: MailCourse
    trouble: MailTrouble = MailTrouble.NONE


_FAULTS = {
    ConnectionFault.CUT: MailJudgement(MailCourse.RECONNECT, MailTrouble.CLOSED),
    ConnectionFault.UNREACHABLE: MailJudgement(MailCourse.PAUSE, MailTrouble.NO_NETWORK),
    ConnectionFault.UNKNOWN_SERVER: MailJudgement(MailCourse.STOP, MailTrouble.UNKNOWN_SERVER),
    ConnectionFault.BAD_CERTIFICATE: MailJudgement(MailCourse.STOP, MailTrouble.BAD_CERTIFICATE),
    ConnectionFault.NO_TLS: MailJudgement(MailCourse.STOP, MailTrouble.NO_TLS),
    ConnectionFault.NOT_SMTP: MailJudgement(MailCourse.STOP, MailTrouble.NOT_SMTP),
}

_LIMIT = re.compile(r"quota|limit|too (many|much)|throttl|exceed|\brate\b|\bdaily\b|trop de|d[ée]pass", re.IGNORECASE)
_LIMIT_CODE = re.compile(r"\b[45]\.(4\.5|7\.28)\b")
"""The enhanced codes with which providers say that one has sent enough (Google's, and others after it)."""
_MAILBOX_CODE = re.compile(r"\b[45]\.[12]\.\d+\b")
"""The enhanced codes about the recipient's own address or mailbox (RFC 3463, 3.2 and 3.3): "over quota" is then
theirs.
"""


def judge_reply(reply: MailReply) -> MailJudgement:
    """Return what follows from a reply, or from its absence."""
    if reply.stage is MailStage.END and not 200 <= reply.code < 600:
        return MailJudgement(MailCourse.DOUBT, MailTrouble.CLOSED)
    if reply.fault:
        return _FAULTS[reply.fault]
    if 200 <= reply.code < 400:
        return MailJudgement(MailCourse.GO_ON)
    return _judge_as_general(reply) or _judge_by_stage(reply)


def _judge_as_general(reply: MailReply) -> MailJudgement | None:
    """Return what follows from a refusal that means the same at every stage, None for any other."""
    if _is_limit(reply):
        return MailJudgement(MailCourse.PAUSE, MailTrouble.LIMIT)
    if reply.code == 421:
        return MailJudgement(MailCourse.RECONNECT, MailTrouble.CLOSED)
    return MailJudgement(MailCourse.STOP, MailTrouble.PASSWORD) if reply.code == 530 else None


def _judge_by_stage(reply: MailReply) -> MailJudgement:
    """Return what follows from a refusal: before the recipient is named it concerns everybody, then this message."""
    is_passing = 400 <= reply.code < 500
    if reply.stage > MailStage.SENDER:
        return MailJudgement(MailCourse.DEFER if is_passing else MailCourse.REFUSE)
    if is_passing:
        return MailJudgement(MailCourse.PAUSE, MailTrouble.BUSY)
    return MailJudgement(MailCourse.STOP, _TROUBLES[reply.stage])


_TROUBLES = {
    MailStage.CONNECT: MailTrouble.NOT_ALLOWED,
    MailStage.PROTECTION: MailTrouble.NO_TLS,
    MailStage.LOGIN: MailTrouble.PASSWORD,
    MailStage.SENDER: MailTrouble.SENDER,
}
"""What a refusal for good means before the recipient was named."""


def is_about_all(reply: MailReply) -> bool:
    """Whether a refusal may be meant for every message and not only for this recipient: of its content, or by
    policy.
    """
    return reply.stage > MailStage.RECIPIENT or bool(_POLICY_CODE.search(reply.text))


def _is_limit(reply: MailReply) -> bool:
    """Whether the server says that enough was sent for now, and means the sender: not the recipient's full mailbox, a
    message that is too large, or the number of messages of one connection.
    """
    if _LIMIT_CODE.search(reply.text):
        return True
    if reply.stage is MailStage.RECIPIENT and (_MAILBOX_CODE.search(reply.text) or reply.code >= 500):
        return False
    if reply.code == 421 and _CONNECTION.search(reply.text):
        return False
    is_about_size = reply.code in (552, 554) and _SIZE.search(reply.text)
    return reply.code != 535 and not is_about_size and bool(_LIMIT.search(reply.text))


_POLICY_CODE = re.compile(r"\b[45]\.7\.\d+\b")
_CONNECTION = re.compile(r"connection|session|connexion", re.IGNORECASE)
_SIZE = re.compile(r"size|large|big", re.IGNORECASE)


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


# Who needs a message, and why: never sent, changed since, refused.


class MailReason(StrEnum):
    """The reason that a ticket is to be sent: it never was, it or its address changed, the server refused its
    address, or whether it arrived is not known. The last two are sent again only if the organiser asks.
    """

    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"
    UNSURE = "unsure"


ONLY_IF_ASKED = frozenset({MailReason.REFUSED, MailReason.UNSURE})


def why_due(
    address: str, fingerprint: str, sent: SentTicket | None, last: MailJob | None, person: str
) -> MailReason | None:
    """Return why this ticket is to be sent to this address; None if it was, or is on its way.

    `sent` is the newest delivery, of any desk; `last` the newest message of this computer with the person's ticket.
    """
    if last and last.state in OPEN_MAIL_STATES:
        return None
    if sent and (sent.address, sent.fingerprint) == (address, fingerprint):
        return None
    if last and last.address == address and not (sent and sent.at > last.created_at):
        if last.state is MailState.REFUSED:  # which is the address, whatever the ticket says now
            return MailReason.REFUSED
        if last.state is MailState.UNSURE and last.fingerprints.get(person) == fingerprint:
            return MailReason.UNSURE
    return MailReason.CHANGED if sent else MailReason.NEW


# The words for messages on their way: states, troubles, and how many were sent. For the window and the command line.

STATE_NAMES = {
    MailState.WAITING: Message("mail", "Waiting"),
    MailState.SENDING: Message("mail", "Being sent"),
    MailState.COMMITTING: Message("mail", "Being sent"),
    MailState.SENT: Message("mail", "Sent"),
    MailState.DEFERRED: Message("mail", "Will be tried again"),
    MailState.REFUSED: Message("mail", "Refused"),
    MailState.UNSURE: Message("mail", "Perhaps sent"),
    MailState.WITHDRAWN: Message("mail", "Not sent"),
}

REASON_NAMES = {
    MailReason.NEW: Message("mail", "Not sent yet"),
    MailReason.CHANGED: Message("mail", "Changed since"),
    MailReason.REFUSED: Message("mail", "Refused"),
    MailReason.UNSURE: Message("mail", "Perhaps sent"),
}

TROUBLES = {
    MailTrouble.NO_NETWORK: Message(
        "mail", "The mail server cannot be reached. What is left waits, and goes on by itself once the network is back."
    ),
    MailTrouble.CLOSED: Message(
        "mail", "The mail server closed the connection. What is left waits; Checkin connects again in a moment."
    ),
    MailTrouble.BUSY: Message("mail", "The mail server asks for patience. What is left waits, and goes on by itself."),
    MailTrouble.LIMIT: Message(
        "mail",
        "The provider accepts no more messages for now. What is left waits, and goes on by itself; with a daily limit "
        "that may be tomorrow.",
    ),
    MailTrouble.PASSWORD: Message(
        "mail",
        "The mail server refuses the user name or the password. Nothing more is sent. Many providers want an app "
        "password here: create one on their security page and enter it.",
    ),
    MailTrouble.NOT_ALLOWED: Message(
        "mail", "The mail server refuses this computer. Nothing more is sent; ask your provider, or write drafts."
    ),
    MailTrouble.UNKNOWN_SERVER: Message(
        "mail", "There is no mail server of this name, or no network. Nothing was sent; check both, then send again."
    ),
    MailTrouble.BAD_CERTIFICATE: Message(
        "mail",
        "The mail server’s certificate does not fit its name, or is not trusted: it may be another server. Nothing "
        "more is sent; check the name of the server and the date of this computer.",
    ),
    MailTrouble.NO_TLS: Message(
        "mail",
        "The mail server does not offer this encryption. Nothing more is sent; choose the other one (TLS with port "
        "465, STARTTLS with port 587).",
    ),
    MailTrouble.NOT_SMTP: Message(
        "mail", "This is not a mail server for sending. Nothing was sent; check its name and port."
    ),
    MailTrouble.SENDER: Message(
        "mail",
        "The mail server does not accept your sender address. Nothing more is sent; enter the address of this mailbox.",
    ),
    MailTrouble.REJECTED: Message(
        "mail",
        "Three messages in a row were refused for the same reason, so it is not their recipients. Nothing more is sent "
        "and the three wait again; read the reason, and change the message or ask your provider.",
    ),
}
"""The sentence for each trouble: what happened, what is safe, what to do. The server's own words follow it."""

_COUNTS = (
    (MailState.SENT, Message("mail", "{count} sent")),
    (MailState.WAITING, Message("mail", "{count} waiting")),
    (MailState.DEFERRED, Message("mail", "{count} to be tried again")),
    (MailState.REFUSED, Message("mail", "{count} refused")),
    (MailState.UNSURE, Message("mail", "{count} possibly sent")),
    (MailState.WITHDRAWN, Message("mail", "{count} not sent")),
)
_UNDER_WAY = (MailState.SENDING, MailState.COMMITTING)


def trouble_text(trouble: MailTrouble, said: str, translate: Translate) -> str:
    """Return the sentence for a trouble, with the server's words if there are any."""
    sentence = translate(TROUBLES[trouble])
    return translate(_WITH_WORDS, sentence=sentence, said=said) if said else sentence


def reply_text(reply: MailReply, translate: Translate) -> str:
    """Return the sentence for a reply to one message: the trouble it tells of, else what the server answered."""
    trouble = judge_reply(reply).trouble
    return trouble_text(trouble, reply.words, translate) if trouble else translate(_ANSWERED, said=reply.words)


def counts_text(counts: Mapping[MailState, int], without_address: int, translate: Translate) -> str:
    """Return how many messages are where: "291 sent, 3 refused, 12 people without address"."""
    return ", ".join(_counted(counts, without_address, translate)) or translate(Message("mail", "nothing to send"))


def _counted(counts: Mapping[MailState, int], without_address: int, translate: Translate) -> Iterator[str]:
    found = dict(counts)
    found[MailState.WAITING] = sum(found.get(state, 0) for state in (MailState.WAITING, *_UNDER_WAY))
    yield from (translate(words, count=found[state]) for state, words in _COUNTS if found.get(state))
    if without_address:
        yield translate(Message("mail", "{count} {count:person|people} without address"), count=without_address)


_ANSWERED = Message("mail", "The mail server refused this message: {said}")
_WITH_WORDS = Message("mail", "{sentence} The server’s words: {said}")


# Subject and text of the message with a ticket: the default ones, their fields, and what may not stand in them.

TICKETS = "tickets"
"""The field with the names on the tickets of a message, beside those of a ticket."""

LONGEST_SUBJECT, LONGEST_TEXT = 200, 6 * 1024
"""Letters of a subject, and bytes of a text, as the organiser writes them."""

LONGEST_LINE = 200
"""Letters of a subject once its fields are filled; the rest is cut."""

DEFAULT_SUBJECT = Message("mail", "Your ticket, {{first_name}} {{last_name}}: {{event}}")
DEFAULT_SUBJECT_FOR_SEVERAL = Message("mail", "Your tickets: {{event}}")
DEFAULT_TEXT = Message(
    "mail",
    "Hello {{first_name}},\n\nHere is your ticket for {{event}}. Please have it with you at the entrance, on your "
    "phone or printed.\n\n{{date}}\n{{hours}}\n{{place}}\n\n{{booked}}\n\n{{notes}}\n\nSee you soon!\n{{organiser}}",
)
DEFAULT_TEXT_FOR_SEVERAL = Message(
    "mail",
    "Hello,\n\nHere are the tickets for {{event}}: {{tickets}}. Each person shows their own at the entrance, on a "
    "phone or printed.\n\n{{date}}\n{{hours}}\n{{place}}\n\n{{notes}}\n\nSee you soon!\n{{organiser}}",
)
"""The default words, with doubled braces: what `translate` leaves is a field."""

_FIELD = re.compile(r"\{([^{}\n]+)\}")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


@dataclass(frozen=True, slots=True)
class MailText:
    """Subject and text with fields in braces, in one language."""

    subject: str
    text: str


def check_mail_text(words: MailText, known: Collection[str]) -> None:
    """Raise `UserError` for a subject or text that is too long, empty, or has a field that is not in `known`, which
    includes `TICKETS`.
    """
    if len(words.subject) > LONGEST_SUBJECT or len(words.text.encode("utf-8", "replace")) > LONGEST_TEXT:
        raise UserError(_TOO_LONG, subject=LONGEST_SUBJECT, text=LONGEST_TEXT // 1024)
    if not words.subject.strip() or not words.text.strip():
        raise UserError(Message("mail", "A message needs a subject and a text. Nothing was sent."))
    used = dict.fromkeys(_FIELD.findall(f"{words.subject}\n{words.text}"))
    unknown = next((field for field in used if field not in known), None)
    if unknown is not None:
        raise UserError(_UNKNOWN_FIELD, field=f"{{{unknown}}}", known=", ".join(f"{{{name}}}" for name in known))


def filled_mail_text(words: MailText, values: Mapping[str, str], tickets: Collection[str]) -> MailText:
    """Return the words with their fields filled, `tickets` being the names on the tickets of the message.

    A value cannot bring a line into the subject nor another field into either: what it holds is text.
    """
    filled = {**values, TICKETS: ", ".join(tickets)}
    of_one_line = {name: one_line(value) for name, value in filled.items()}
    subject = one_line(fill_fields(one_line(words.subject), of_one_line, is_prose=True))
    text = "\n".join(map(printable, fill_fields(words.text, filled, is_prose=True).splitlines()))
    return MailText(subject[:LONGEST_LINE], re.sub(r"\n{3,}", "\n\n", text).strip())


def text_as_html(text: str) -> str:
    """Return a plain text as paragraphs of HTML: every letter of it is shown as it is, and web addresses are links."""
    return "\n".join(f"<p>{_paragraph(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


def _paragraph(text: str) -> str:
    parts, end = [], 0
    for link in _LINK.finditer(text):
        address = html.escape(link[0])
        parts += [html.escape(text[end : link.start()]), f'<a href="{address}">{address}</a>']
        end = link.end()
    return "".join([*parts, html.escape(text[end:])]).replace("\n", "<br>\n")


_TOO_LONG = Message(
    "mail",
    "The message is too long: a subject has {subject} letters at most, a text {text} KB. Nothing was sent; shorten it, "
    "or put the rest on a web page and give its address.",
)
_UNKNOWN_FIELD = Message(
    "mail", "There is no field “{field}”. Nothing was sent; correct it in the message. There are: {known}."
)
