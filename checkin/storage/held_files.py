# SPDX-License-Identifier: GPL-3.0-or-later
"""Patience with files that another program holds open.

Windows refuses to replace, rename or delete such a file, and for a moment nearly every new file is held: by a virus
scanner, a program that synchronises the folder, another desk that reads it. Other systems never refuse it.
"""

import time
from collections.abc import Callable
from typing import TypeVar

_Made = TypeVar("_Made")

WAITS_S = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28)
"""Seconds between the tries: 2.5 in all."""
_HELD = (5, 32, 33)
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows."""


def retry_while_held(work: Callable[[], _Made]) -> _Made:
    """Return `work()`, which is tried again for a moment while Windows says that the file is in use.

    Raises what `work` raises: at once if it is anything else, and at the end if the file is still held. `work` must
    have changed nothing when it raises.
    """
    for wait in WAITS_S:
        try:
            return work()
        except OSError as exc:
            if getattr(exc, "winerror", None) not in _HELD:
                raise
        time.sleep(wait)
    return work()
