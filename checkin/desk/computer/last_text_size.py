# SPDX-License-Identifier: GPL-3.0-or-later
"""How large text was last on this computer, for windows in which no event is open: of an event it is a setting."""

import contextlib
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.settings import Settings
from checkin.documents.aside import write_aside

KEPT = "text-size.txt"
"""In Checkin's own folder: percents of the design."""


def last_text_size(folder: Path) -> int:
    """As drawn where nothing is known."""
    with contextlib.suppress(OSError, ValueError):
        return int((folder / KEPT).read_text("utf-8"))
    return Settings().text_size


def remember_text_size(folder: Path, percent: int) -> None:
    """A folder that cannot be written in is no reason not to go on."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(folder / KEPT, str(percent).encode())
