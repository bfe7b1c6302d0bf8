# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to a printer or to CUPS in IPP (RFC 8011). Judges no answer: `ipp_printer` does.

Raises `PrinterError`: a job was certainly not taken, unless it is an `UncertainPrintError`.
"""

import contextlib
import getpass
import itertools
import socket
import ssl
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, urlsplit

from checkin.core.lists.cell_text import one_line
from checkin.core.message import Message, UserError
from checkin.devices.printer import PrinterError, UncertainPrintError
from checkin.network import NETWORK_ERRORS, Allowance, HttpRequest, TooLargeError, authority, connect, exchange

# Transport of one IPP message and its answer, over the network or the socket of this computer's CUPS.
# A call never exceeds its time limit, however slowly the other side sends; and its error says whether any data had
# left.

CUPS_SOCKETS = (Path("/run/cups/cups.sock"), Path("/private/var/run/cupsd"))
"""Sockets of CUPS on Linux and on macOS."""

PORT = 631
LARGEST = 8_000_000
"""Bytes of an answer."""

_SECURE = {"ipp": False, "ipps": True}


@dataclass(frozen=True, slots=True)
class IppTimeouts:
    """Seconds until a connection is made, until a question is answered, until a job is taken."""

    connect: float = 3
    answer: float = 5
    job: float = 20


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a printer. `uri` names it inside a message; `socket`, if given, is used instead of the network."""

    uri: str
    host: str
    port: int
    path: str
    is_secure: bool
    socket: Path | None = None

    @classmethod
    def of(cls, address: str, sockets: tuple[Path, ...] = CUPS_SOCKETS) -> "Endpoint":
        """Return the endpoint of an address such as ipp://host:631/printers/NAME or ipps. Raises `UserError` for
        others.
        """
        try:
            parts = urlsplit(address)
            host, port, is_secure = parts.hostname or "", parts.port or PORT, _SECURE[parts.scheme]
        except (ValueError, KeyError) as exc:
            raise UserError(_NO_ADDRESS, address=address) from exc
        if not host:
            raise UserError(_NO_ADDRESS, address=address)
        path = quote(parts.path, safe="/%") or "/"
        is_local = host == "localhost" and port == PORT and not is_secure
        own = next((found for found in sockets if is_local and found.exists()), None)
        uri = f"{'ipps' if is_secure else 'ipp'}://{authority(host, port)}{path}"
        return cls(uri, host, port, path, is_secure, own)


def post_message(endpoint: Endpoint, message: bytes, limits: IppTimeouts, seconds: float) -> tuple[int, bytes]:
    """Return the HTTP status and the body of the answer.

    Raises `PrinterError` while no data has left, `UncertainPrintError` afterwards. `seconds` limits everything after
    the connection is made.
    """
    with contextlib.closing(_connected(endpoint, limits.connect)) as line:
        host = authority(endpoint.host.encode("idna").decode(), endpoint.port)
        headers = {"Host": "localhost" if endpoint.socket else host, "Content-Type": "application/ipp"}
        request = HttpRequest("POST", endpoint.path, headers, message)
        try:
            answer = exchange(line, request, Allowance.within(seconds, LARGEST))
        except TooLargeError as exc:
            raise UncertainPrintError(UNREADABLE, host=endpoint.host) from exc
        except NETWORK_ERRORS as exc:
            raise UncertainPrintError(SILENT, host=endpoint.host) from exc
    return answer.status, answer.content


def _encrypted() -> ssl.SSLContext:
    """Return a TLS context that does not verify: printers sign their own certificates, so eavesdropping is prevented
    but the printer's identity is not proved (docs/adr/0020).
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _connected(endpoint: Endpoint, seconds: float) -> socket.socket:
    try:
        if not endpoint.socket:
            return connect(endpoint.host, endpoint.port, seconds, _encrypted() if endpoint.is_secure else None)
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(seconds)
            line.connect(str(endpoint.socket))
        except OSError:
            line.close()
            raise
    except (OSError, UnicodeError) as exc:  # UnicodeError: a host name that no network can have
        raise PrinterError(AWAY, host=endpoint.host) from exc
    return line


_NO_ADDRESS = Message(
    "printing", "“{address}” is not a printer address. Nothing was changed; it looks like ipp://host/printers/NAME."
)
AWAY = Message(
    "printing", "The printer at {host} cannot be reached. Nothing was printed; check that it is on and connected."
)
SILENT = Message("printing", "The printer at {host} stopped answering. Check whether the badge came out.")
UNREADABLE = Message(
    "printing", "The device at {host} does not behave like a printer. Check whether the badge came out."
)


# Encoding and decoding of IPP messages (RFC 8010): groups of attributes, with collections. Sends nothing.
# For any data `decode_response` returns an answer or raises `MalformedIppError`.

VERSION = b"\x02\x00"
DEEPEST = 8
"""Depth of collections in collections; printers use three."""
LONGEST_TEXT = 1023
"""Bytes of a text that are read; the longest that RFC 8011 allows."""
MOST_PARTS = 20_000
"""Groups and values of an answer. A CUPS with a hundred queues tells a few thousand."""


class IppGroupTag(IntEnum):
    """The groups of a message."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class IppValueTag(IntEnum):
    """The types of a value. Unknown types are decoded as texts."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    DATE = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_IN_LANGUAGE = 0x35
    NAME_IN_LANGUAGE = 0x36
    COLLECTION_END = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER = 0x4A


_SHAPES = {
    IppValueTag.INTEGER: ">i",
    IppValueTag.ENUM: ">i",
    IppValueTag.RANGE: ">ii",
    IppValueTag.RESOLUTION: ">iib",
    IppValueTag.BOOLEAN: ">?",
}
_OUT_OF_BAND = range(0x10, 0x20)
"""Tags without a value: unknown, unsupported, not set."""

Value: TypeAlias = "int | str | bytes | tuple[int, ...] | dict[str, list[Value]] | None"
Attributes: TypeAlias = dict[str, list[Value]]


class MalformedIppError(ValueError):
    """The data is not an IPP message."""


class IppAttribute(NamedTuple):
    """An attribute to send; the values of a collection are attributes."""

    kind: IppValueTag
    name: str
    values: "Sequence[int | str | IppAttribute]"


@dataclass(frozen=True, slots=True)
class IppResponse:
    status: int
    request: int
    groups: tuple[tuple[int, Attributes], ...]

    def of(self, part: IppGroupTag) -> list[Attributes]:
        return [attributes for found, attributes in self.groups if found == part]


def encode_request(operation: int, request: int, groups: Sequence[tuple[IppGroupTag, Sequence[IppAttribute]]]) -> bytes:
    """Return a request; a document may follow it."""
    head = VERSION + struct.pack(">HI", operation, request)
    body = b"".join(bytes([part]) + b"".join(map(_attribute, attributes)) for part, attributes in groups)
    return head + body + bytes([IppGroupTag.END])


def _attribute(attribute: IppAttribute) -> bytes:
    if attribute.kind is IppValueTag.COLLECTION:
        return _item(IppValueTag.COLLECTION, attribute.name, b"") + _members(attribute)
    names = [attribute.name] + [""] * (len(attribute.values) - 1)
    return b"".join(
        _item(attribute.kind, name, _raw(attribute.kind, value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _members(collection: IppAttribute) -> bytes:
    members = b""
    for member in collection.values:
        assert isinstance(member, IppAttribute)
        members += _item(IppValueTag.MEMBER, "", member.name.encode()) + _attribute(member._replace(name=""))
    return members + _item(IppValueTag.COLLECTION_END, "", b"")


def _item(kind: IppValueTag, name: str, raw: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">H", len(name)) + name.encode() + struct.pack(">H", len(raw)) + raw


def _raw(kind: IppValueTag, value: "int | str | IppAttribute") -> bytes:
    return value.encode() if isinstance(value, str) else struct.pack(_SHAPES[kind], value)


def decode_response(data: bytes) -> IppResponse:
    """Return an answer, or raise `MalformedIppError`. Data after its end is ignored."""
    source = _Source(data)
    source.take(len(VERSION))
    status, request = struct.unpack(">HI", source.take(6))
    groups: list[tuple[int, Attributes]] = []
    last = ""
    while (mark := source.mark()) != IppGroupTag.END:
        if mark < _OUT_OF_BAND.start:
            groups.append((mark, {}))
            last = ""
            continue
        last = source.text() or last
        if not groups or not last:
            raise MalformedIppError("a value of nothing")
        groups[-1][1].setdefault(last, []).append(_value(mark, source, DEEPEST))
    return IppResponse(status, request, tuple(groups))


class _Source:
    """Bytes that are read once, from the front."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._parts = data, 0, 0

    def take(self, count: int) -> bytes:
        start, self._at = self._at, self._at + count
        if self._at > len(self._data):
            raise MalformedIppError("cut short")
        return self._data[start : self._at]

    def mark(self) -> int:
        """Return the tag with which a group or a value begins."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise MalformedIppError("too much")
        return self.take(1)[0]

    def sized(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def text(self) -> str:
        return _text(self.sized())


def _value(kind: int, source: _Source, depth: int) -> Value:
    """Return the value that follows the name."""
    raw = source.sized()
    if kind == IppValueTag.COLLECTION:
        return _collection(source, depth - 1)
    if kind in _SHAPES:
        return _numbers(_SHAPES[IppValueTag(kind)], raw)
    if kind in _OUT_OF_BAND:
        return None
    if kind == IppValueTag.DATE:
        return raw
    if kind in (IppValueTag.TEXT_IN_LANGUAGE, IppValueTag.NAME_IN_LANGUAGE):
        inner = _Source(raw)
        inner.sized()  # the language
        return inner.text()
    return _text(raw)


def _text(raw: bytes) -> str:
    return raw[:LONGEST_TEXT].decode(errors="replace")


def _numbers(shape: str, raw: bytes) -> int | tuple[int, ...]:
    try:
        found = struct.unpack(shape, raw)
    except struct.error as exc:
        raise MalformedIppError("a number of the wrong length") from exc
    return found if len(found) > 1 else int(found[0])


def _collection(source: _Source, depth: int) -> dict[str, list[Value]]:
    if depth < 0:
        raise MalformedIppError("too deep")
    members: dict[str, list[Value]] = {}
    current = ""
    while (kind := source.mark()) != IppValueTag.COLLECTION_END:
        source.sized()  # members have no name of their own
        if kind == IppValueTag.MEMBER:
            current = source.text()
        else:
            members.setdefault(current, []).append(_value(kind, source, depth))
    source.sized()
    source.sized()
    return members


NOT_FOUND = 0x0406
LONGEST_REASON = 300
"""Letters of a printer's own message that are shown."""
_REFUSALS_FROM = 0x0100

IppGroups = Sequence[tuple[IppGroupTag, Sequence[IppAttribute]]]


class Operation(IntEnum):
    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_PRINTER = 0x000B
    CUPS_GET_PRINTERS = 0x4002


class IppRefusedError(PrinterError):
    """A refusal. `status` is that of IPP or HTTP; `reason` is the printer's text."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason.rstrip(".") or f"{status:#06x}"
        super().__init__(_REFUSED, reason=self.reason)


class IppClient:
    """A client of one printer or CUPS. `language` is that of the printer's messages. No call exceeds its time limit."""

    def __init__(self, endpoint: Endpoint, limits: IppTimeouts | None = None, language: str = "en") -> None:
        self.endpoint = endpoint
        self._limits = limits or IppTimeouts()
        self._language = language
        self._requests = itertools.count(1)

    def printer(self, wanted: Sequence[str]) -> Attributes:
        return self._only(IppGroupTag.PRINTER, self._ask(Operation.GET_PRINTER, [*self._named(), *_wanted(wanted)]))

    def printers(self, wanted: Sequence[str]) -> list[Attributes]:
        """Return the attributes of all queues; CUPS only."""
        return self._ask(Operation.CUPS_GET_PRINTERS, _wanted(wanted)).of(IppGroupTag.PRINTER)

    def job(self, number: int, wanted: Sequence[str]) -> Attributes:
        return self._only(IppGroupTag.JOB, self._ask(Operation.GET_JOB, [*self._named(number), *_wanted(wanted)]))

    def cancel(self, number: int) -> None:
        self._ask(Operation.CANCEL_JOB, self._named(number))

    def print_job(self, document: bytes, about: Sequence[IppAttribute], how: Sequence[IppAttribute]) -> int:
        """Print a document; return the job's number. `about`: its name and format; `how`: the job's settings."""
        groups = [(IppGroupTag.OPERATION, [*self._named(), *about]), (IppGroupTag.JOB, how)]
        job = self._only(IppGroupTag.JOB, self._send(Operation.PRINT_JOB, groups, document, self._limits.job))
        number = next(iter(job.get("job-id", [])), None)
        if not isinstance(number, int):
            raise self._unreadable()
        return number

    def _named(self, job: int | None = None) -> list[IppAttribute]:
        """Return the printer, the job and the user, in the order that RFC 8011 requires."""
        number = [IppAttribute(IppValueTag.INTEGER, "job-id", [job])] if job is not None else []
        user = IppAttribute(IppValueTag.NAME, "requesting-user-name", [getpass.getuser()])
        return [IppAttribute(IppValueTag.URI, "printer-uri", [self.endpoint.uri]), *number, user]

    def _ask(self, operation: Operation, about: Sequence[IppAttribute]) -> IppResponse:
        return self._send(operation, [(IppGroupTag.OPERATION, about)], b"", self._limits.answer)

    def _send(self, operation: Operation, groups: IppGroups, document: bytes, seconds: float) -> IppResponse:
        number = next(self._requests)
        (part, about), *others = groups
        head = [
            IppAttribute(IppValueTag.CHARSET, "attributes-charset", ["utf-8"]),
            IppAttribute(IppValueTag.LANGUAGE, "attributes-natural-language", [self._language]),
        ]
        message = encode_request(operation, number, [(part, [*head, *about]), *others])
        status, content = post_message(self.endpoint, message + document, self._limits, seconds)
        if 400 <= status < 500:
            raise IppRefusedError(status, f"HTTP {status}")
        answer = self._read(content)
        if status != 200 or answer.request != number:
            raise self._unreadable()
        if answer.status >= _REFUSALS_FROM:
            raise IppRefusedError(answer.status, _reason(answer))
        return answer

    def _read(self, content: bytes) -> IppResponse:
        try:
            return decode_response(content)
        except MalformedIppError as exc:
            raise self._unreadable() from exc

    def _only(self, part: IppGroupTag, answer: IppResponse) -> Attributes:
        found = answer.of(part)
        if not found:
            raise self._unreadable()
        return found[0]

    def _unreadable(self) -> UncertainPrintError:
        return UncertainPrintError(UNREADABLE, host=self.endpoint.host)


def _wanted(names: Sequence[str]) -> list[IppAttribute]:
    return [IppAttribute(IppValueTag.KEYWORD, "requested-attributes", names)]


def _reason(answer: IppResponse) -> str:
    """Return the printer's own message, "" if there is none."""
    parts = [text for group in answer.of(IppGroupTag.OPERATION) for text in group.get("status-message", [])]
    return one_line(next((text for text in parts if isinstance(text, str)), ""))[:LONGEST_REASON]


_REFUSED = Message("printing", "The printer rejected the badge: {reason}. Nothing was printed.")
