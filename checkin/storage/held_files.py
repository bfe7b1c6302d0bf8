# SPDX-License-Identifier: GPL-3.0-or-later
"""Patience with files that another program holds open.

Windows refuses to replace, rename or delete such a file, and for a moment nearly every new file is held: by a virus
scanner, a program that synchronises the folder, another desk that reads it. Other systems never refuse it.
"""

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
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
            if not _is_held(exc):
                raise
        time.sleep(wait)
    return work()


def replace_path(source: Path, target: Path) -> None:
    """Rename `source` to `target`, in the place of what is there; wait while another program holds one of them."""
    retry_while_held(lambda: os.replace(source, target))


def remove_path(path: Path) -> None:
    """Delete a file; wait while another program holds it. A missing file is no error."""
    retry_while_held(lambda: path.unlink(missing_ok=True))


def _is_held(error: OSError) -> bool:
    """Whether Windows says that the file is in use. Where Python opens a file it hands on no number of Windows."""
    code = getattr(error, "winerror", None)
    return code in _HELD or (sys.platform == "win32" and code is None and error.errno == errno.EACCES)
