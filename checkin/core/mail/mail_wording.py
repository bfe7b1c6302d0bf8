# SPDX-License-Identifier: GPL-3.0-or-later
"""The words for messages on their way: states, troubles, and how many were sent. For the window and the command
line.
"""

from collections.abc import Iterator, Mapping

from checkin.core.mail.mail_due import MailReason
from checkin.core.mail.mail_jobs import MailState
from checkin.core.mail.mail_replies import MailReply, MailTrouble, judge_reply
from checkin.core.message import Message, Translate

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
    (MailState.UNSURE, Message("mail", "{count} perhaps sent")),
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
    """Return how many messages are where: "291 sent, 3 refused, 12 without address"."""
    return ", ".join(_counted(counts, without_address, translate)) or translate(_NOTHING)


def _counted(counts: Mapping[MailState, int], without_address: int, translate: Translate) -> Iterator[str]:
    found = dict(counts)
    found[MailState.WAITING] = sum(found.get(state, 0) for state in (MailState.WAITING, *_UNDER_WAY))
    yield from (translate(words, count=found[state]) for state, words in _COUNTS if found.get(state))
    if without_address:
        yield translate(_WITHOUT_ADDRESS, count=without_address)


_ANSWERED = Message("mail", "The mail server refused this message: {said}")
_WITHOUT_ADDRESS = Message("mail", "{count} without address")
_NOTHING = Message("mail", "nothing to send")
_WITH_WORDS = Message("mail", "{sentence} The server’s words: {said}")
