# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections to other computers, each exchange within an `Allowance` of time and bytes, however the other side sends.

The one place for HTTP (a ticketing's server, printers); mail reads its replies through `Incoming`. A redirect is an
answer like any other: nothing follows it. Errors are those of `NETWORK_ERRORS`.
"""

import base64
import io
import math
import socket
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote

PIECE = 1 << 16
NETWORK_ERRORS = (OSError, HTTPException, ValueError)
"""What may be raised here. ValueError: a host that no network can have, or an answer with a negative length."""

_PACKED = {"": False, "identity": False, "gzip": True, "x-gzip": True}
"""Whether an answer of this encoding is unpacked. Others are refused, as is one that was packed twice."""
_GZIP = 16 + zlib.MAX_WBITS


class TooLargeError(OSError):
    """More came than was allowed."""


@dataclass(slots=True)
class Allowance:
    """What one exchange may cost: it ends at the moment `until` (`time.monotonic`), after `most` bytes received, or
    after so many seconds of `silence`.
    """

    until: float
    most: int
    silence: float = math.inf

    @classmethod
    def within(cls, seconds: float, most: int, silence: float = math.inf) -> "Allowance":
        return cls(time.monotonic() + seconds, most, silence)

    def wait(self) -> float:
        """Return how many seconds the next call of a socket may take. Raises `TimeoutError` where none are left."""
        if (left := self.until - time.monotonic()) <= 0:
            raise TimeoutError
        return min(left, self.silence)

    def receive(self, count: int) -> None:
        self.most -= count
        if self.most < 0:
            raise TooLargeError


class Incoming(io.RawIOBase):
    """The bytes that come from a socket, as a file. Another `allowance` may be given for each exchange."""

    def __init__(self, line: socket.socket, allowance: Allowance) -> None:
        self._line, self.allowance = line, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self.allowance.wait())
        count = self._line.recv_into(buffer)
        self.allowance.receive(count)
        return count


def authority(host: str, port: int | None) -> str:
    """Return a host and perhaps its port as addresses and headers have them."""
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name


def send(line: socket.socket, data: bytes, allowance: Allowance) -> None:
    """Send all of `data`, or raise: also where the other side takes a byte now and then."""
    view = memoryview(data)
    while view:
        line.settimeout(allowance.wait())
        view = view[line.send(view[:PIECE]) :]


class HttpRequest(NamedTuple):
    """What is asked. `headers` name the host, and `target` begins with a slash."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer, unpacked. `is_open`: another request may follow on the same connection."""

    status: int
    headers: HTTPMessage
    content: bytes
    is_open: bool


def connect(
    host: str, port: int, seconds: float, context: ssl.SSLContext | None = None, proxy: SplitResult | None = None
) -> socket.socket:
    """Return a connection to a host, encrypted by `context` if there is one, through `proxy` if there is one."""
    near = (proxy.hostname or "", proxy.port or 80) if proxy else (host, port)
    line = socket.create_connection(near, seconds)
    try:
        if proxy:
            _pass_through(line, proxy, authority(host, port), seconds)
        line.settimeout(seconds)  # of the whole handshake
        return context.wrap_socket(line, server_hostname=host) if context else line
    except BaseException:
        line.close()
        raise


def _pass_through(line: socket.socket, proxy: SplitResult, target: str, seconds: float) -> None:
    """Ask a proxy for a connection to `target`."""
    head = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username is not None:
        account = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        head.append(f"Proxy-Authorization: Basic {base64.b64encode(account.encode()).decode()}")
    bounded = _BoundedSocket(line, Allowance.within(seconds, PIECE))
    bounded.sendall("\r\n".join([*head, "", ""]).encode("ascii"))
    response = HTTPResponse(bounded, method="CONNECT")  # type: ignore[arg-type]
    response.begin()
    if response.status != 200:
        raise HTTPException("the proxy refuses")


def exchange(line: socket.socket, asked: HttpRequest, allowance: Allowance) -> HttpAnswer:
    """Send a request on a connection, which stays open, and return its answer."""
    most = allowance.most
    http = HTTPConnection("")
    http.sock = _BoundedSocket(line, allowance)
    http.request(asked.method, asked.target, asked.body, asked.headers)
    response = http.getresponse()
    content = bytearray()
    while part := response.read(PIECE):  # piece by piece: the sender says how long the whole is
        content += part
    if response.length:
        raise HTTPException("cut off")
    is_packed = _PACKED.get(response.headers.get("Content-Encoding", "").strip().lower())
    if is_packed is None:
        raise HTTPException("an encoding that was not asked for")
    whole = _unpacked(bytes(content), most) if is_packed else bytes(content)
    return HttpAnswer(response.status, response.headers, whole, is_open=not response.will_close)


def _unpacked(data: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(data, most)
    except zlib.error as exc:
        raise HTTPException("damaged") from exc
    if unpacking.unconsumed_tail:
        raise TooLargeError
    if data and not unpacking.eof:
        raise HTTPException("cut off")
    return content


class _BoundedSocket:
    """A connected socket, as http.client uses it. Stays open: http.client closes before it has read."""

    def __init__(self, line: socket.socket, allowance: Allowance) -> None:
        self._line, self._allowance = line, allowance

    def sendall(self, data: bytes) -> None:
        send(self._line, data, self._allowance)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(Incoming(self._line, self._allowance))

    def close(self) -> None:
        """Do nothing: who connected closes."""
