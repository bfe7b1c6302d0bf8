# SPDX-License-Identifier: GPL-3.0-or-later
"""Disks of this computer: the USB drives that are mounted, free space, and the time a small synced write takes.

Only Linux was tested for USB drives; the behaviour on macOS and Windows is taken from Qt's documentation.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from checkin.core.ready.computer_checks import DiskState
from checkin.core.sync.usb_drives import Volume, find_usb_drives

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


def list_usb_drives() -> tuple[Volume, ...]:
    """Return the mounted USB drives. An unreachable network share may delay the answer: call in a thread."""
    return find_usb_drives(map(_volume, QStorageInfo.mountedVolumes()), sys.platform, QStorageInfo.root().rootPath())


def _volume(info: QStorageInfo) -> Volume:
    kind = bytes(info.fileSystemType().data()).decode("utf-8", "replace")
    is_writable = info.isValid() and info.isReady() and not info.isReadOnly()
    return Volume(info.rootPath(), info.name(), info.bytesAvailable(), kind, is_writable)
