# SPDX-License-Identifier: GPL-3.0-or-later
"""Label printers played by a thread: real sockets and real character devices, answers in the documented formats."""

import contextlib
import os
import re
import select
import socket
import struct
import threading

from checkin.devices.printer import ConnectionTimeouts
from tests.devices.label_decoders import Unfinished, brother_labels
from tests.devices.peers import stop_listening
from tests.needs import need
from tests.patience import PATIENCE_S

PATIENT = ConnectionTimeouts(connect=PATIENCE_S, send=PATIENCE_S, answer=PATIENCE_S, end=PATIENCE_S)
"""With a printer that answers, however busy the machine is."""
IMPATIENT = ConnectionTimeouts(connect=PATIENCE_S, send=0.3, answer=0.3, end=0.3)
"""With one that does not."""


def host_status(**fields):
    """What a Zebra answers to ~HS: all is well but for these fields."""
    say = {"paper": 0, "paused": 0, "formats": 0, "partial": 0, "hot": 0, "head": 0, "ribbon": 0, "remaining": 0}
    return (
        (
            "\x02030,{paper},{paused},0831,{formats:03},0,0,{partial},000,0,0,{hot}\x03\r\n"
            "\x02001,0,{head},{ribbon},1,2,4,0,{remaining:08},1,000\x03\r\n"
            "\x021234,0\x03\r\n"
        )
        .format(**(say | fields))
        .encode()
    )


class Zebra:
    """`status` is what it answers, None for nothing; `after` what it has to say once it has a label."""

    def __init__(self, status=b"", after=None):
        self.status, self.after = status or host_status(), after
        self.labels, self.asked, self.cancelled = [], 0, 0

    def __call__(self, connection):
        got = b""
        while more := connection.recv(65536):
            got += more
            while command := re.search(rb"~HS|~JA|\^XZ", got):
                self.obey(command[0], got[: command.end()], connection)
                got = got[command.end() :]

    def obey(self, command, label, connection):
        if command == b"^XZ":
            self.labels.append(label)
            self.status = self.after or self.status
        elif command == b"~JA":
            self.cancelled += 1
        else:
            self.asked += 1
            connection.sendall(self.status or b"")


class Mute:
    """Takes everything, says nothing, closes at the end."""

    def __init__(self):
        self.got = []

    def __call__(self, connection):
        got = b""
        while more := connection.recv(65536):
            got += more
        self.got.append(got)


class Hanging:
    """Accepts, and that was all."""

    def __init__(self):
        self.is_over = threading.Event()

    def __call__(self, connection):
        self.is_over.wait(PATIENCE_S)


class Breaking:
    """Resets the connection when it has so many bytes."""

    def __init__(self, after):
        self.after = after

    def __call__(self, connection):
        left = self.after
        while left > 0 and (more := connection.recv(left)):
            left -= len(more)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


AT = {"first": 8, "second": 9, "width": 10, "kind": 11, "length": 17, "said": 18, "printing": 19, "notice": 22}
"""Where a Brother says what, in its 32 bytes."""


def brother_status(**fields):
    """A die-cut roll of 62 x 100 mm is in it and all is well, but for these fields."""
    status = bytearray(b"\x80\x20B4A00\0".ljust(32, b"\0"))
    for name, value in ({"kind": 0x0B, "width": 62, "length": 100} | fields).items():
        status[AT[name]] = value
    return bytes(status)


PRINTING, COMPLETED = brother_status(said=6, printing=1), brother_status(said=1)
WAITING = brother_status(said=6)


class BrotherAtUsb:
    """`status` is what it answers; `after` what it says, unasked, once it has a label."""

    def __init__(self, status=b"", after=PRINTING + COMPLETED + WAITING):
        self.status, self.after = status or brother_status(), after
        self.labels = []

    def __call__(self, connection):
        got = b""
        while more := connection.recv(65536):
            got += more
            if got.endswith(b"\x1biS"):
                connection.sendall(self.status)
                got = b""
            with contextlib.suppress(Unfinished):
                if found := brother_labels(got):
                    self.labels += found
                    got = b""
                    connection.sendall(self.after)


@contextlib.contextmanager
def in_the_network(*plays):
    """Yields the port. Each connection is played by the next of `plays`, the last one again and again; all are over in
    the end.
    """
    server = socket.create_server(("127.0.0.1", 0))
    players = []

    def serve():
        number = 0
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                players.append(threading.Thread(target=_play, args=(plays[min(number, len(plays) - 1)], connection)))
                players[-1].start()
                number += 1

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        stop_listening(server)
        for play in plays:
            if isinstance(play, Hanging):
                play.is_over.set()
        for played in (thread, *players):
            played.join()


def _play(play, connection):
    with connection, contextlib.suppress(OSError):
        play(connection)


def closed_port():
    """One at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class _Terminal:
    """The printer's end of a character device, until it `is_over`."""

    def __init__(self, descriptor):
        self.descriptor, self.is_over = descriptor, threading.Event()

    def recv(self, size):
        while not self.is_over.is_set():
            if select.select([self.descriptor], [], [], 0.02)[0]:
                return os.read(self.descriptor, size)
        return b""

    def sendall(self, data):
        os.write(self.descriptor, data)


@contextlib.contextmanager
def at_usb(play):
    """Yields the path of a character device, as /dev/usb/lp0 is one."""
    need("a pseudo terminal")
    import tty

    printer, computer = os.openpty()
    tty.setraw(computer)
    terminal = _Terminal(printer)
    thread = threading.Thread(target=play, args=(terminal,))
    thread.start()
    try:
        yield os.ttyname(computer)
    finally:
        terminal.is_over.set()
        if isinstance(play, Hanging):
            play.is_over.set()
        thread.join()
        os.close(computer)
        os.close(printer)
