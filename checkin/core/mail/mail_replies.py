# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server's replies, and what follows from each: for the message, for the connection, for all the others. Pure.

Servers disagree about codes, so the stage of the conversation counts more than the number: only a reply to RCPT is
about the recipient, one to MAIL never is.
"""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


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
