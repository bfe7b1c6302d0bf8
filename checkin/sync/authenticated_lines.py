# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines of a shared file, each authenticated with a seal made of the event's secret."""

import contextlib
import hmac
import json

SEAL = 16
"""Hexadecimal digits of a line's seal: 64 bits, which also tell a torn line from a complete one."""


class LineAuthenticator:
    """Writes and reads sealed lines with one event's `secret`. Lines of others, or torn ones, are ignored."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"checkin folder", "sha256")

    def sealed(self, value: object) -> bytes:
        """Return one sealed line with its line break; `value` must be JSON."""
        data = json.dumps(value, ensure_ascii=False).encode("utf-8")
        return self._seal(data) + b" " + data + b"\n"

    def unseal(self, line: bytes) -> object:
        """Return the content of a line without its line break; None if the seal is wrong."""
        seal, _, data = line.partition(b" ")
        if not hmac.compare_digest(seal, self._seal(data)):
            return None
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(data)
        return None

    def _seal(self, data: bytes) -> bytes:
        return hmac.digest(self._key, data, "sha256").hex()[:SEAL].encode()
