# SPDX-License-Identifier: GPL-3.0-or-later
"""Transport of one IPP message and its answer, over the network or the socket of this computer's CUPS.

A call never exceeds its time limit, however slowly the other side sends; and its error says whether any data had left.
"""

import contextlib
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.devices.printer import PrinterError, UncertainPrintError
from checkin.network import NETWORK_ERRORS, Allowance, HttpRequest, TooLargeError, authority, connect, exchange

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
