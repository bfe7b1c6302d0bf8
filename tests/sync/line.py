# SPDX-License-Identifier: GPL-3.0-or-later
"""A line to a server on this computer that can be cut, fall silent, swallow the answers, or be slow."""

import contextlib
import socket
import threading

OPEN, CUT, SILENT, SWALLOWS_ANSWERS, SLOW = "open", "cut", "silent", "swallows answers", "slow"
PIECE, PAUSE_S = 1_500, 0.02
"""Of a slow line: so many bytes, then a pause; about 75 kB a second."""


class Line:
    """A context. `port` leads to that of the server. A silent line keeps what was sent, and delivers it later."""

    def __init__(self, server_port, host):
        self._server_port = server_port
        self.state, self._changed = OPEN, threading.Condition()
        self._listening = socket.create_server((host, 0))
        self.port = self._listening.getsockname()[1]
        self._open, self._threads = [], []
        self._is_over = False

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        self._is_over = True
        self.become(CUT)
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def become(self, state):
        with self._changed:
            self.state = state
            self._changed.notify_all()
        if state == CUT:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def _start(self, action, *arguments):
        self._threads.append(threading.Thread(target=action, args=arguments))
        self._threads[-1].start()

    def _accept(self):
        while not self._is_over:
            with contextlib.suppress(OSError):
                self._lead_on(self._listening.accept()[0])

    def _lead_on(self, client):
        if self.state == CUT:
            client.close()
            return
        server = socket.create_connection(("127.0.0.1", self._server_port))
        self._open += [client, server]
        self._start(self._carry, client, server, (SILENT,))
        self._start(self._carry, server, client, (SILENT, SWALLOWS_ANSWERS))

    def _carry(self, source, target, waits_while):
        with contextlib.suppress(OSError):
            while data := source.recv(PIECE):
                with self._changed:
                    self._changed.wait_for(lambda: self.state not in waits_while)
                    if self.state == SLOW:
                        self._changed.wait(PAUSE_S)
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()
