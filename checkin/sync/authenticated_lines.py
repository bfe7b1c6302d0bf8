# SPDX-License-Identifier: GPL-3.0-or-later
"""A line of a file that somebody else may have torn, mixed up or written: it counts only with the event's seal."""

import contextlib
import hmac
import json

SEAL = 16
"""Hexadecimal digits of a line's seal: 64 bits, which also tell a torn line from a whole one."""


class LineAuthenticator:
    """Of one event, whose `secret` it is. A stranger's line is no line."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"checkin folder", "sha256")

    def sealed(self, said: object) -> bytes:
        """One line with its end; `said` is JSON."""
        data = json.dumps(said, ensure_ascii=False).encode("utf-8")
        return self._seal(data) + b" " + data + b"\n"

    def said(self, line: bytes) -> object:
        """What a line says, without its end; None if it does not bear the seal."""
        told, _, data = line.partition(b" ")
        if not hmac.compare_digest(told, self._seal(data)):
            return None
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(data)
        return None

    def _seal(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256").hex()[:SEAL].encode()
