# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands between a desk and its server on a bad day: a proxy that breaks when it is told to."""

import contextlib
import http.client
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.patience import PATIENCE_S

GOOD, CUT_BEFORE, CUT_AFTER, FAULT, BUSY, SLOW = "good", "cut before", "cut after", "500", "429", "slow"


class BreakingProxy:
    """A context. `choose(method, path)` says what becomes of each request: the connection is cut before or after the
    server worked on it, or the answer is an error or comes late. `port` is the server's.
    """

    def __init__(self, port, choose=lambda _method, _path: GOOD):
        self.port, self.choose, self.met = port, choose, []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.proxy, self._server.daemon_threads = self, False  # closing waits for its threads
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        proxy = self.server.proxy
        how = proxy.choose(self.command, self.path)
        proxy.met.append((how, self.command, self.path))
        if how in _REFUSED:
            return self._tell(*_REFUSED[how])
        answer = None if how == CUT_BEFORE else self._forwarded(proxy.port, body)
        if how == SLOW:
            time.sleep(0.2)
        if answer and how != CUT_AFTER:
            return self._tell(*answer)
        self.close_connection = True
        return self.connection.shutdown(socket.SHUT_RDWR)

    do_POST = do_PATCH = do_GET

    def _forwarded(self, port, body):
        """The server's answer; None if it is off."""
        kept = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        try:
            server.request(self.command, self.path, body or None, kept)
            answer = server.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            server.close()

    def _tell(self, status, headers, body):
        passed = {k: v for k, v in headers.items() if k.lower() not in ("transfer-encoding", "connection")}
        self.send_response(status)
        for name, value in (passed | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_):
        pass


_REFUSED = {FAULT: (500, {}, b"<h1>Server Error</h1>"), BUSY: (429, {"Retry-After": "1"}, b'{"detail": "slower"}')}


def first(how, *, method="POST", path=""):
    """Break the first such request alone."""
    left = [how]

    def choose(asked, where):
        return left.pop() if left and asked == method and path in where else GOOD

    return choose
