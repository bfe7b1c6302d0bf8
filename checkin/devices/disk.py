# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk of a folder: how much is free, and how long a small record takes until it is really there."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from checkin.core.ready.computer_checks import DiskState

RECORD = 4096
"""Bytes: a page of the event file."""


def measure_disk(folder: Path, seconds: Callable[[], float]) -> DiskState:
    """Writes a file beside the event that nobody sees, and waits for the disk as each arrival does. Leaves nothing."""
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
