# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of pretix, by what a desk does about them: try again, wait, ask the organiser, or stop.

What pretix refuses for good (an unknown ticket, a used one) is no error: it is a `PretixAnswer`. No error quotes a
token, a ticket or a name.
"""

from checkin.core.errors import SyncError
from checkin.core.message import Message

LONGEST_PAUSE_S = 600
USUAL_PAUSE_S = 30


class PretixUnreachableError(SyncError):
    """pretix did not answer: no network, a timeout, an unproved certificate. The same request may be sent again."""


class PretixFaultError(SyncError):
    """Something answered in a way that is no answer of pretix: an error 500, a page, a shape nobody knows. The same
    request may be sent again.
    """


class NotPretixError(PretixFaultError):
    """What answered is not pretix: the sign-in page of a network, or another program at this address."""


class PretixBusyError(SyncError):
    """pretix asks for a pause of `pause_s` seconds."""

    def __init__(self, retry_after: str) -> None:
        super().__init__(_BUSY)
        self.pause_s = min(int(retry_after), LONGEST_PAUSE_S) if _is_number(retry_after) else USUAL_PAUSE_S


class PretixRevokedError(SyncError):
    """The organiser revoked this device: it must stop, and erase what it has if that is wanted."""


class PretixForbiddenError(SyncError):
    """The token is not accepted, or it does not give this right or this event."""


class PretixRejectedError(SyncError):
    """pretix refused to read something out, for good: what was asked for is not there."""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def unreachable() -> PretixUnreachableError:
    return PretixUnreachableError(_UNREACHABLE)


def unproved(host: str) -> PretixUnreachableError:
    return PretixUnreachableError(_UNPROVED, host=host)


def proxy_unusable() -> PretixUnreachableError:
    return PretixUnreachableError(_PROXY)


def led_elsewhere() -> NotPretixError:
    return NotPretixError(_ELSEWHERE)


def too_large() -> PretixFaultError:
    return PretixFaultError(_TOO_LARGE)


def fault(status: int) -> PretixFaultError:
    return PretixFaultError(_FAULT, code=status)


def not_understood() -> NotPretixError:
    return NotPretixError(_STRANGE)


def revoked() -> PretixRevokedError:
    return PretixRevokedError(_REVOKED)


def token_refused() -> PretixForbiddenError:
    return PretixForbiddenError(_TOKEN)


def forbidden() -> PretixForbiddenError:
    return PretixForbiddenError(_FORBIDDEN)


def rejected(status: int) -> PretixRejectedError:
    return PretixRejectedError(_REJECTED, code=status)


def while_joining(error: SyncError) -> SyncError:
    """Return the error of a computer that is to become a device: what is true where nothing was recorded or changed
    yet.
    """
    return SyncError(_WHILE_JOINING.get(error.words, _NOT_JOINED), **error.fields)


_UNREACHABLE = Message(
    "ticketing", "pretix cannot be reached. Everything is saved here and will be sent when it is back."
)
_UNPROVED = Message(
    "ticketing",
    "{host} could not prove that it is the right server, so nothing was sent to it. Everything is saved here; check "
    "the "
    "date of this computer, and whether the network first asks you to sign in.",
)
_PROXY = Message(
    "ticketing",
    "The proxy set up on this computer cannot be used. Everything is saved here; check the network settings.",
)
_NOT_JOINED = Message(
    "ticketing",
    "pretix is there and cannot answer now. Nothing was changed; try again in a moment, with the same device code.",
)
_WHILE_JOINING = {
    _UNREACHABLE: Message(
        "ticketing",
        "pretix cannot be reached. Nothing was changed; check the network, and try again with the same device code.",
    ),
    _UNPROVED: Message(
        "ticketing",
        "{host} could not prove that it is the right server, so nothing was sent to it. Nothing was changed; check the "
        "date of this computer, and whether the network first asks you to sign in.",
    ),
    _PROXY: Message(
        "ticketing",
        "The proxy set up on this computer cannot be used. Nothing was changed; check the network settings, and try "
        "again with the same device code.",
    ),
}
_ELSEWHERE = Message(
    "ticketing",
    "Another page answered instead of pretix. Everything is saved here; perhaps the network first asks you to sign in "
    "with a web browser.",
)
_TOO_LARGE = Message(
    "ticketing", "pretix sent more than Checkin accepts at once. Everything is saved here; Checkin will try again."
)
_FAULT = Message(
    "ticketing", "pretix reports a fault of its own ({code}). Everything is saved here; Checkin will try again."
)
_STRANGE = Message(
    "ticketing",
    "pretix gave an answer that Checkin does not understand. Everything is saved here; Checkin will try again.",
)
_BUSY = Message("ticketing", "pretix is busy and asks for a pause. Everything is saved here; Checkin will try again.")
_REVOKED = Message(
    "ticketing",
    "The organiser revoked this device in pretix. Everything is saved here; nothing more is sent or fetched.",
)
_TOKEN = Message(
    "ticketing",
    "pretix no longer accepts this device. Everything is saved here; connect it again with a new device code.",
)
_FORBIDDEN = Message(
    "ticketing",
    "pretix does not allow this device that, or the event is gone. Everything is saved here; in pretix, the device "
    "needs "
    "the security profile “Full device access” and access to the event.",
)
_REJECTED = Message(
    "ticketing",
    "pretix does not have what this desk asked for ({code}). Everything is saved here; check in pretix whether the "
    "event "
    "and its check-in lists are still there.",
)
