# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring the disk of a folder: free space, and the time a small synced write takes."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from checkin.core.ready.computer_checks import DiskState

RECORD = 4096
"""Bytes written: a page of the event file."""


def measure_disk(folder: Path, seconds: Callable[[], float]) -> DiskState:
    """Write and sync a temporary file beside the event, as each arrival does; return the measurements."""
    return DiskState(_free(folder), _time_to_write(folder, seconds))


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _time_to_write(folder: Path, seconds: Callable[[], float]) -> float | None:
    began = seconds()
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".checkin-", buffering=0) as file:
            is_written = file.write(bytes(RECORD)) == RECORD
            os.fsync(file.fileno())
    except OSError:
        return None
    return seconds() - began if is_written else None
