# SPDX-License-Identifier: GPL-3.0-or-later
"""Small HTTP servers that play what a real one does not do on demand."""

import contextlib
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.patience import PATIENCE_S


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict
    body: bytes


class PlayedServer:
    """A context: answers each request with what `play` returns for it (`Asked`), as (status, headers, body)."""

    def __init__(self, play):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = PATIENCE_S

            def do_GET(self):
                length = int(self.headers.get("Content-Length", 0))
                asked.append(Asked(self.command, self.path, dict(self.headers), self.rfile.read(length)))
                status, headers, body = play(asked[-1])
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):  # the client may have seen enough
                    self.wfile.write(body)
                self.close_connection = "Content-Length" in headers

            do_POST = do_GET

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False  # closing waits for them
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


class FaultyPretix(PlayedServer):
    """A pretix with a proxy before it, for a client that takes `url` for its address.

    `fault` is answered in place of pretix while it is set. `loses_answers`: pretix does what is asked, and a 502 says
    nothing of it.
    """

    BAD_GATEWAY = (502, {}, b"<html>Bad gateway</html>")

    def __init__(self, pretix):
        super().__init__(self._answer)
        self._pretix, self.fault, self.loses_answers = pretix, None, False

    def _answer(self, asked):
        if self.fault:
            return self.fault
        answer = self._pass_on(asked)
        return self.BAD_GATEWAY if self.loses_answers else answer

    def _pass_on(self, asked):
        kept = {name: text for name, text in asked.headers.items() if name.lower() in self.PASSED_ON}
        data = asked.body if asked.method == "POST" else None
        request = urllib.request.Request(self._pretix.url + asked.path, data, kept, method=asked.method)
        try:
            answer = urllib.request.urlopen(request, timeout=PATIENCE_S)
        except urllib.error.HTTPError as refused:
            answer = refused
        except OSError:
            return self.BAD_GATEWAY
        with answer:
            back = {name: text for name, text in answer.headers.items() if name.lower() in self.PASSED_BACK}
            return answer.status, back, answer.read()

    PASSED_ON = ("authorization", "content-type", "accept", "accept-language", "x-idempotency-key")
    PASSED_BACK = ("content-type", "x-page-generated", "retry-after")
