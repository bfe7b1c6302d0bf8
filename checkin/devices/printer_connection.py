# SPDX-License-Identifier: GPL-3.0-or-later
"""Byte connections to label printers: TCP, or USB as Linux shows it. Knows no printer language.

A connection serves one question or one job. Its errors say what is certain: `PrinterError` while no byte has left,
`UncertainPrintError` from the first one on. No call exceeds its limit in `ConnectionTimeouts`.
"""

import contextlib
import errno
import os
import select
import socket
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from checkin.core.message import Message
from checkin.core.printing.print_jobs import PrinterState, PrinterTrouble
from checkin.devices.printer import PrinterError, UncertainPrintError
from checkin.translation import error_text

CHUNK = 16_384
LONGEST_ANSWER = 4_096
_BREATH = 0.01
"""Seconds between reads: a USB printer with nothing to say is always readable."""


@dataclass(frozen=True, slots=True)
class ConnectionTimeouts:
    """Seconds for connecting, for the printer to take more bytes, for an answer, and to take all bytes at the end; and
    for all bytes of a job, however steadily they are taken.
    """

    connect: float = 3.0
    send: float = 10.0
    answer: float = 1.5
    end: float = 10.0
    job: float = 120.0


class Port(Protocol):
    """A raw connection; its methods raise `OSError`. `finish` returns when the printer has taken everything, and raises
    if it has not by `until` (`time.monotonic`).
    """

    def fileno(self) -> int: ...

    def write(self, data: bytes) -> int: ...

    def read(self) -> bytes: ...

    def finish(self, until: float) -> None: ...

    def close(self) -> None: ...


class PrinterConnection:
    """A connection on which a printer's language is spoken; to be closed by the caller."""

    def __init__(self, port: Port, patience: ConnectionTimeouts) -> None:
        self._port, self._patience = port, patience
        self._has_sent = False

    def send(self, data: bytes) -> None:
        until = time.monotonic() + self._patience.job
        with self._saying_what_is_certain():
            while data:
                if time.monotonic() > until or not _can_write(self._port, self._patience.send):
                    raise TimeoutError
                sent = self._port.write(data[:CHUNK])
                self._has_sent, data = True, data[sent:]

    def answer(self, is_whole: Callable[[bytes], bool]) -> bytes:
        """Return what arrived before the answer was whole or the time was over; perhaps nothing."""
        got, until = b"", time.monotonic() + self._patience.answer
        with self._saying_what_is_certain():
            while not is_whole(got) and len(got) < LONGEST_ANSWER and _can_read(self._port, until):
                got += self._port.read()
        return got

    def finish(self) -> None:
        """Return when the printer has taken everything that was sent."""
        with self._saying_what_is_certain():
            self._port.finish(time.monotonic() + self._patience.end)

    def close(self) -> None:
        self._port.close()

    @contextlib.contextmanager
    def _saying_what_is_certain(self) -> Iterator[None]:
        try:
            yield
        except OSError as exc:
            raise (UncertainPrintError(_BROKE_OFF) if self._has_sent else PrinterError(_NOTHING_SENT)) from exc


class TcpPort:
    """A printer on the network, mostly port 9100."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self._socket = connected

    def fileno(self) -> int:
        return self._socket.fileno()

    def write(self, data: bytes) -> int:
        return self._socket.send(data)

    def read(self) -> bytes:
        if got := self._socket.recv(LONGEST_ANSWER):
            return got
        raise ConnectionResetError  # closed while asked: the fate of the job is unknown

    def finish(self, until: float) -> None:
        """Wait until the printer closes, which it does after reading the end. One that hangs buffers bytes and never
        closes.
        """
        self._socket.shutdown(socket.SHUT_WR)
        while _can_read(self, until):
            if not self._socket.recv(LONGEST_ANSWER):
                return
        raise TimeoutError

    def close(self) -> None:
        self._socket.close()


class UsbPort:
    """A printer that the kernel's usblp shows as /dev/usb/lp0, opened without waiting. No other program can open it
    then.
    """

    def __init__(self, path: Path) -> None:
        self._device = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        self._close = weakref.finalize(self, os.close, self._device)  # also closes when the object is dropped

    def fileno(self) -> int:
        return self._device

    def write(self, data: bytes) -> int:
        return os.write(self._device, data)

    def read(self) -> bytes:
        got = os.read(self._device, LONGEST_ANSWER)
        if not got:
            time.sleep(_BREATH)
        return got

    def finish(self, until: float) -> None:
        """Wait until the printer has taken all bytes: closing would discard the rest."""
        if not _can_write(self, max(0.0, until - time.monotonic())):
            raise TimeoutError

    def close(self) -> None:
        with contextlib.suppress(OSError):  # unplugged
            self._close()


def open_tcp(host: str, port: int, patience: ConnectionTimeouts) -> PrinterConnection:
    """Connect over the network. Raises `PrinterError`."""
    try:
        return PrinterConnection(TcpPort(socket.create_connection((host, port), patience.connect)), patience)
    except (OSError, UnicodeError) as exc:
        raise PrinterError(_NOT_REACHED, place=host) from exc


def open_usb(path: Path, patience: ConnectionTimeouts) -> PrinterConnection:
    """Connect over USB. Raises `PrinterError`."""
    try:
        return PrinterConnection(UsbPort(path), patience)
    except OSError as exc:
        raise PrinterError(_CANNOT_OPEN.get(exc.errno or 0, _NOT_REACHED), place=path) from exc


def connection_failure_state(error: PrinterError) -> PrinterState:
    """Return the state of a printer that could not be connected, with a text if it is something users can change."""
    if error.words in (_NOT_ALLOWED, _IN_USE):
        return PrinterState(PrinterTrouble.OTHER, error_text(error))
    return PrinterState(PrinterTrouble.UNREACHABLE)


def _can_write(port: Port, seconds: float) -> bool:
    return bool(select.select([], [port], [], seconds)[1])


def _can_read(port: Port, until: float) -> bool:
    left = until - time.monotonic()  # asked here too, for a port may be readable without end
    return left > 0 and bool(select.select([port], [], [], left)[0])


_NOT_REACHED = Message(
    "printing", "The printer at {place} does not answer. Nothing was printed; check that it is on and connected."
)
_NOTHING_SENT = Message("printing", "The printer accepts nothing. Nothing was printed; switch it off and on again.")
_BROKE_OFF = Message(
    "printing", "The connection to the printer was lost. Check whether the badge came out before printing it again."
)
_NOT_ALLOWED = Message(
    "printing",
    "This computer does not let you use the printer at {place}. Nothing was printed; "
    "its administrator can add you to the group “lp”.",
)
_IN_USE = Message(
    "printing",
    "Another program is using the printer at {place}. Nothing was printed; remove it from this computer’s own "
    "printers.",
)
_CANNOT_OPEN = {errno.EACCES: _NOT_ALLOWED, errno.EPERM: _NOT_ALLOWED, errno.EBUSY: _IN_USE}
