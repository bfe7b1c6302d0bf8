# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever else may answer where a printer is meant to be, on the loopback interface."""

import contextlib
import socket
import threading
import time

from checkin.devices.ipp_client import IppAttribute, IppGroupTag, IppValueTag, encode_request
from tests.patience import PATIENCE_S

READY = [
    IppAttribute(IppValueTag.ENUM, "printer-state", [3]),
    IppAttribute(IppValueTag.KEYWORD, "printer-state-reasons", ["none"]),
    IppAttribute(IppValueTag.BOOLEAN, "printer-is-accepting-jobs", [1]),
]


@contextlib.contextmanager
def peer(answer, count=20):
    """Gives each of so many connections to `answer`, one after the other; yields host and port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, answer, count), daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop_listening(server)
            thread.join(PATIENCE_S)


def stop_listening(server):
    """End `accept` in another thread: Linux does it when the socket is shut down, Windows when it is closed."""
    with contextlib.suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    server.close()


def _serve(server, answer, count):
    with contextlib.suppress(OSError):  # shut down, or the client left
        for _ in range(count):
            line, _ = server.accept()
            with line, contextlib.suppress(OSError):
                answer(line)


def says_nothing(line):
    while line.recv(65536):
        pass


def leaves(line):
    line.recv(100)


def says(content):
    def answer(line):
        request(line)
        line.sendall(content)

    return answer


def says_after_head(content):
    def answer(line):
        line.recv(65536)
        line.sendall(content)

    return answer


def drips(line):
    """For ever, a header that never ends."""
    request(line)
    line.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    line.settimeout(0.02)
    while True:
        line.sendall(b"x")
        with contextlib.suppress(TimeoutError):
            if not line.recv(1):
                return


def talks(line):
    """Without end, whatever it is told."""
    with contextlib.suppress(OSError):
        while True:
            line.sendall(b"x" * 60_000)


SIPS_S = 3.0


def sips(line):
    """Takes a little now and then, and never all. It leaves in the end, or it would empty the buffers of both for a
    minute.
    """
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    left = threading.Event()
    until = time.monotonic() + SIPS_S
    while time.monotonic() < until and line.recv(20_000):
        left.wait(0.02)


def takes_no_end(line):
    """Knows what a printer has to say, and falls silent when a badge comes."""
    head = request(line)
    operation, number = int.from_bytes(head[2:4], "big"), int.from_bytes(head[4:8], "big")
    if operation == 2:
        says_nothing(line)
    else:
        line.sendall(http(encode_request(0, number, [(IppGroupTag.OPERATION, []), (IppGroupTag.PRINTER, READY)])))


def http(message, status="200 OK"):
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status.encode(), len(message), message)


def request(line):
    """The IPP message of a request, as far as its own length says."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += line.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.lower().startswith(b"content-length"))
    while len(body) < length:
        body += line.recv(65536)
    return body
