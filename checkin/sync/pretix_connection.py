# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to a pretix server, and its answers as JSON: with limits of time and size, never redirected, errors
translated.

Imported only if there is a ticketing. Certificates are those of the system and of Mozilla, so that a company's own one
serves too; so does the proxy of the system, but not to reach a server on a private network.
"""

import json
import math
import select
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from typing import Any, NamedTuple
from urllib.parse import SplitResult, quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import certifi

from checkin import __version__
from checkin.core.message import Message, SyncError
from checkin.network import (
    NETWORK_ERRORS,
    Allowance,
    HttpAnswer,
    HttpRequest,
    TooLargeError,
    authority,
    connect,
    exchange,
)
from checkin.sync.pretix_device_code import is_header_text, is_local

# Errors of pretix, by what a desk does about them: try again, wait, ask the organiser, or stop.
# What pretix refuses for good (an unknown ticket, a used one) is no error: it is a `PretixAnswer`. No error quotes a
# token, a ticket or a name.

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


LARGEST_ANSWER = 24_000_000
"""Bytes. The largest usual answer, fifty orders with all their texts, has a hundredth of them."""
MOST_VALUES = 1_000_000
"""Values in an answer, each of which takes fifty bytes of memory and more. Fifty orders have some thousand."""
MOST_DEEP = 100
"""The deepest nesting of an answer. The rules of a check-in list, as people write them, have ten levels."""

KEPT_OPEN_S = 1.5
"""Less than servers keep an unused connection open (gunicorn 2 s): a request must not meet one that is closing."""
LARGEST_NUMBER = 2**63 - 1
"""The largest that a database takes."""

REVOKED = "Device access has been revoked."
"""pretix's text for a revoked device, the same in every language."""

_ALLOWED_IN_ADDRESS = "%/:=&?~!$'()*+,;@[]"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to be connected, without a sign of an answer (a busy server needs many), and until its end, however
    steadily it trickles.
    """

    connect: float = 10.0
    silence: float = 30.0
    answer: float = 180.0


Parameters = Iterable[tuple[str, str]]


class RawAnswer(NamedTuple):
    """An answer of pretix with one of the statuses that it uses on purpose, its bytes, and about how many values."""

    status: int
    body: Any
    headers: Headers
    size: int = 0
    values: int = 0


class PretixConnection:
    """A connection to a pretix server. Its methods may be called from any thread; errors are those above."""

    def __init__(self, url: str, token: str = "", *, patience: Patience | None = None) -> None:
        if token and not is_header_text(token):
            raise token_refused()
        self._url, self._token, self._patience = url, token, patience or Patience()
        self._context = _certificates()
        self._proxy = None if is_local(urlsplit(url).hostname or "") else _proxy()
        self._lock = threading.Lock()
        self._idle: list[_IdleLine] = []

    def close(self) -> None:
        with self._lock:
            while self._idle:
                self._idle.pop().line.close()

    def get(self, path: str, parameters: Parameters = ()) -> RawAnswer:
        return self._ask("GET", path, parameters=parameters)

    def post(self, path: str, body: Mapping[str, Any], *, key: str = "", parameters: Parameters = ()) -> RawAnswer:
        """Send `body`. With `key`, pretix does it once however often it is sent."""
        return self._ask("POST", path, parameters=parameters, body=body, key=key)

    def patch(self, path: str, body: Mapping[str, Any]) -> RawAnswer:
        """Change what `body` names."""
        return self._ask("PATCH", path, parameters=(), body=body)

    def download(self, url: str) -> bytes:
        """Return a file that pretix names, as the background of a badge: from the server itself, or over https from
        where it keeps such files. The token is not sent.
        """
        try:
            parts, own = urlsplit(url), urlsplit(self._url)
        except ValueError as exc:
            raise unreachable() from exc
        if parts.hostname == own.hostname:
            parts = parts._replace(scheme=own.scheme, netloc=own.netloc)
        elif parts.scheme != "https":
            raise led_elsewhere()
        answer = self._send("GET", parts, None, {})
        if answer.status != 200:
            raise rejected(answer.status) if answer.status in (403, 404, 410) else fault(answer.status)
        return answer.content

    def _ask(self, method: str, path: str, *, parameters: Parameters, body: object = None, key: str = "") -> RawAnswer:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if content else {}
        if self._token:
            headers["Authorization"] = f"Device {self._token}"
        if key:
            headers["X-Idempotency-Key"] = key
        address = urlsplit(f"{self._url}/api/v1/{path}")
        return _judged(self._send(method, address._replace(query=urlencode(list(parameters))), content, headers))

    def _send(self, method: str, url: SplitResult, body: bytes | None, headers: Mapping[str, str]) -> HttpAnswer:
        told = {"Accept": "application/json", "Accept-Language": "en"}
        told |= {"Accept-Encoding": "gzip", "User-Agent": f"Checkin/{__version__}", **headers}
        target = quote(f"{url.path or '/'}?{url.query}".removesuffix("?"), safe=_ALLOWED_IN_ADDRESS)
        try:
            host = (url.hostname or "").encode("idna").decode()  # as computers write a name with accents
            place = url.scheme == "https", host, url.port or (443 if url.scheme == "https" else 80)
            told["Host"] = authority(host, url.port)
            line = self._line(*place)
            try:
                patience = self._patience
                allowance = Allowance.within(patience.answer, LARGEST_ANSWER, patience.silence)
                answer = exchange(line, HttpRequest(method, target, told, body), allowance)
            except BaseException:
                line.close()
                raise
        except TooLargeError as exc:
            raise too_large() from exc
        except ssl.SSLCertVerificationError as exc:
            raise unproved(url.hostname or "") from exc
        except NETWORK_ERRORS as exc:
            raise unreachable() from exc
        self._keep(_IdleLine(place, line, time.monotonic()), answer.is_open)
        return answer

    def _line(self, is_secure: bool, host: str, port: int) -> socket.socket:
        """Return a connection that was kept open, or a new one."""
        with self._lock:
            while self._idle:
                idle = self._idle.pop()
                if idle.place == (is_secure, host, port) and idle.is_fresh():
                    return idle.line
                idle.line.close()
        proxy = self._proxy if self._proxy and not proxy_bypass(host) else None
        return connect(host, port, self._patience.connect, self._context if is_secure else None, proxy)

    def _keep(self, used: "_IdleLine", is_open: bool) -> None:
        with self._lock:
            if is_open and not self._idle:
                self._idle.append(used)
            else:
                used.line.close()


class _IdleLine(NamedTuple):
    """A connection kept for the next request, since it was used last (`time.monotonic`)."""

    place: tuple[bool, str, int]
    line: socket.socket
    since: float

    def is_fresh(self) -> bool:
        """Whether a request may go out on it: it was used a moment ago, and the server did not close it since."""
        return time.monotonic() - self.since < KEPT_OPEN_S and not select.select([self.line], [], [], 0)[0]


def _judged(answer: HttpAnswer) -> RawAnswer:
    """Return an answer to act on. Only what is JSON can be a refusal: pages come from proxies and sign-in portals
    too.
    """
    status, headers, content = answer.status, answer.headers, answer.content
    if 300 <= status < 400:
        raise led_elsewhere()
    if status in (409, 429) or (status == 503 and "Retry-After" in headers):
        raise PretixBusyError(headers.get("Retry-After", ""))
    if status >= 500 or status in (408, 425):
        raise fault(status)
    values = sum(map(content.count, (b",", b"[", b"{")))
    if values > MOST_VALUES:
        raise too_large()
    body = _parsed(content)
    if status == 401:
        is_revoked = isinstance(body, dict) and body.get("detail") == REVOKED
        raise revoked() if is_revoked else token_refused()
    if status == 403:
        raise forbidden()
    return RawAnswer(status, body, headers, len(content), values)


def _parsed(content: bytes) -> Any:
    """Return JSON without what neither a database nor a file takes: zero bytes and halves of surrogate pairs. Numbers
    that none takes make it no answer of pretix.
    """
    try:
        body = json.loads(content, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as exc:
        raise not_understood() from exc
    return _cleaned(body, MOST_DEEP)


def _whole(digits: str) -> int:
    if abs(number := int(digits)) > LARGEST_NUMBER:
        raise ValueError
    return number


def _finite(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise ValueError
    return number


def _cleaned(value: Any, deep: int) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list | dict):
        if not deep:
            raise not_understood()
        if isinstance(value, list):
            return [_cleaned(each, deep - 1) for each in value]
        return {_cleaned(key, deep): _cleaned(each, deep - 1) for key, each in value.items()}
    return value


def _certificates() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _proxy() -> SplitResult | None:
    """Return the proxy set up on this computer for what is encrypted: nothing else leaves the own network."""
    said = getproxies()
    address = said.get("https") or said.get("all")
    if not address:
        return None
    try:
        proxy = urlsplit(address if "://" in address else f"http://{address}")
        is_usable = proxy.scheme == "http" and proxy.hostname and proxy.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise proxy_unusable()
    return proxy
