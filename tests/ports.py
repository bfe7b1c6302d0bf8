# SPDX-License-Identifier: GPL-3.0-or-later
"""Ports for servers of the tests' own."""

import contextlib
import random
import socket

_BELOW_THOSE_OF_THE_SYSTEM = range(20_000, 32_000)
_chance = random.SystemRandom()  # `random` is the same in every worker


def free_port() -> int:
    """Return a port that nobody listens on. The system gives none of these to whoever asks for any, so that no other
    test gets it before a server has begun, or while one that was killed begins again.
    """
    while True:
        port = _chance.choice(_BELOW_THOSE_OF_THE_SYSTEM)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("", port))
            return port
