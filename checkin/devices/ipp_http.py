# SPDX-License-Identifier: GPL-3.0-or-later
"""Transport of one IPP message and its answer, over HTTP, TLS or the socket of this computer's CUPS.

A call never exceeds its time limit, however slowly the other side sends; and its error says whether any data had left.
"""

import contextlib
import io
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.devices.printer import PrinterError, UncertainPrintError

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
        bracketed = f"[{host}]" if ":" in host else host
        uri = f"{'ipps' if is_secure else 'ipp'}://{bracketed}:{port}{path}"
        is_local = host == "localhost" and port == PORT and not is_secure
        own = next((found for found in sockets if is_local and found.exists()), None)
        return cls(uri, host, port, path, is_secure, own)


def post_message(endpoint: Endpoint, message: bytes, limits: IppTimeouts, seconds: float) -> tuple[int, bytes]:
    """Return the HTTP status and the body of the answer.

    Raises `PrinterError` while no data has left, `UncertainPrintError` afterwards. `seconds` limits everything after
    the connection is made.
    """
    connection = _connection(endpoint, limits.connect)
    with contextlib.closing(_connected(connection, endpoint)) as line, _uncertain(endpoint):
        connection.sock = _Timed(line, time.monotonic() + seconds)
        connection.request("POST", endpoint.path, message, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        content = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UncertainPrintError(UNREADABLE, host=endpoint.host)
    return response.status, content


class _CupsConnection(HTTPConnection):
    """An HTTP connection over a socket of this computer."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


class _Timed:
    """A connected socket, as http.client uses it, on which every call fails after `deadline`. Stays open."""

    def __init__(self, line: socket.socket, deadline: float) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: bytes) -> None:
        self._hurried().sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._hurried))

    def close(self) -> None:
        """Do nothing: http.client closes before it has read; `post_message` closes."""

    def _hurried(self) -> socket.socket:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(left)
        return self._line


class _Incoming(io.RawIOBase):
    def __init__(self, hurried: Any) -> None:
        self._hurried = hurried

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return int(self._hurried().recv_into(buffer))


def _connection(endpoint: Endpoint, timeout: float) -> HTTPConnection:
    if endpoint.socket:
        return _CupsConnection(endpoint.socket, timeout)
    if endpoint.is_secure:
        return HTTPSConnection(endpoint.host, endpoint.port, timeout=timeout, context=_encrypted())
    return HTTPConnection(endpoint.host, endpoint.port, timeout=timeout)


def _encrypted() -> ssl.SSLContext:
    """Return a TLS context that does not verify: printers sign their own certificates, so eavesdropping is prevented
    but the printer's identity is not proved (docs/adr/0020).
    """
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _connected(connection: HTTPConnection, endpoint: Endpoint) -> socket.socket:
    try:
        connection.connect()
    except (OSError, UnicodeError) as exc:  # UnicodeError: a host name that no network can have
        connection.close()
        raise PrinterError(AWAY, host=endpoint.host) from exc
    line: socket.socket = connection.sock
    return line


@contextlib.contextmanager
def _uncertain(endpoint: Endpoint) -> Iterator[None]:
    try:
        yield
    except (TimeoutError, HTTPException, OSError) as exc:
        raise UncertainPrintError(SILENT, host=endpoint.host) from exc


_NO_ADDRESS = Message(
    "printing",
    "“{address}” is not a printer address. Nothing was changed; it looks like ipp://host/printers/NAME.",
)
AWAY = Message(
    "printing",
    "The printer at {host} cannot be reached. Nothing was printed; check that it is on and connected.",
)
SILENT = Message("printing", "The printer at {host} stopped answering. Check whether the badge came out.")
UNREADABLE = Message(
    "printing", "The device at {host} does not behave like a printer. Check whether the badge came out."
)
