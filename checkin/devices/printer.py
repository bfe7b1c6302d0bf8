# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol of a printer; and what label printers share, byte connections and black dots.

Each kind of printer is a module of its own; none draws a badge or knows an attendee. Called in the printing thread
only: every call may take as long as its time-out.
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
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from checkin.core.message import DeviceError, Message
from checkin.core.print_jobs import JobProgress, Medium, PrinterState, PrinterTrouble
from checkin.translation import error_text


class PrintFormat(StrEnum):
    """The data that a printer takes: a PDF of one badge, its dots, or a colour picture of it (PNG)."""

    PDF = "pdf"
    DOTS = "dots"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class PrintDocument:
    """One drawn badge.

    `title` names the job in the spooler, without a person's name. `content` is a PDF, a PNG, or rows of 8-bit grey from
    the top, `columns` dots each, without padding. `template` is the one it was drawn with.
    """

    title: str
    form: PrintFormat
    content: bytes
    medium: Medium
    columns: int = 0
    template: str = ""

    @property
    def rows(self) -> int:
        return len(self.content) // self.columns if self.columns else 0


class PrinterError(DeviceError):
    """The printer did not take the job: certainly nothing is printed."""


class UncertainPrintError(PrinterError):
    """The job failed after some of it had left: a user has to look whether there is a badge."""


class Printer(Protocol):
    """A printer as the print service uses it.

    `send` hands over one badge and returns a reference for `follow` and `cancel`, "" if the printer reports nothing
    more: then taking the data was all. `send` raises `PrinterError` or `UncertainPrintError`. The other methods never
    raise for a printer that is away: they return a state that says so. `follow` is asked again and again until the job
    has ended.

        reference = printer.send(document)
        while printer.follow(reference).state is JobState.PRINTING:
            time.sleep(1)
    """

    form: PrintFormat

    def send(self, document: PrintDocument) -> str: ...

    def follow(self, reference: str) -> JobProgress: ...

    def cancel(self, reference: str) -> None: ...

    def state(self) -> PrinterState: ...


# Byte connections to label printers: TCP, or USB as Linux shows it. Knows no printer language.
# A connection serves one question or one job. Its errors say what is certain: `PrinterError` while no byte has left,
# `UncertainPrintError` from the first one on. No call exceeds its limit in `ConnectionTimeouts`.

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


# Thresholding: the grey dots of a badge as black or white for a label printer.
# Never dithering: a threshold keeps every edge of a letter and every module of a code where they were drawn
# (docs/adr/0022).

DotMask: TypeAlias = NDArray[np.bool_]
"""Rows by columns, True for black."""

THRESHOLD = 128


def threshold_dots(document: PrintDocument) -> DotMask:
    """Return the black dots of a DOTS document: those darker than middle grey."""
    grey = np.frombuffer(document.content, np.uint8).reshape(document.rows, document.columns)
    return grey < THRESHOLD


def pack_dots(black: DotMask) -> bytes:
    """Return eight dots per byte, the leftmost first, each row padded with white."""
    return np.packbits(black, axis=1).tobytes()
