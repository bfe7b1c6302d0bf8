# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that takes no more of a file than its first kilobytes, for the length of a `with`."""

import contextlib
import signal

from tests.needs import need


@contextlib.contextmanager
def full_disk(most=4000):
    need("full disk")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
