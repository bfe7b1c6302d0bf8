# SPDX-License-Identifier: GPL-3.0-or-later
"""What a computer keeps from one event to the next: camera, printers, sound, language, look, and the version last used.

Each event keeps its desk's settings; a new one starts with these, and the first window is drawn with them.
"""

import contextlib
import json
from pathlib import Path

from checkin import __version__
from checkin.core.desk_settings import Settings, computer_settings
from checkin.core.message import StorageError
from checkin.core.support import is_newer
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.storage.regular_files import read_regular_file

SEEN = "version.txt"
"""File name in the program's folder: the version started last."""
LARGEST = 100
"""Bytes of it that are read."""
KEPT = "computer.json"
"""File name in the program's folder."""
LARGEST_SETTINGS = 1 << 20
"""Bytes of it that are read."""


def load_computer_settings(folder: Path) -> Settings | None:
    """Return the settings of the last desk here, defaults elsewhere; None before the first."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return computer_settings(kept.from_plain(json.loads(read_regular_file(folder / KEPT, LARGEST_SETTINGS))))
    return None


def save_computer_settings(folder: Path, settings: Settings) -> None:
    """Save the part of `settings` that belongs to the computer. A write error is ignored."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_file_atomically(folder / KEPT, json.dumps(kept.to_plain(computer_settings(settings))).encode())


def apply_computer_settings(event: EventFile, folder: Path) -> bool:
    """Give a new event this computer's settings; return whether there were any."""
    known = load_computer_settings(folder)
    if known is None:
        return False
    before = kept.load(event.db)
    kept.save(event.db, computer_settings(known, before))
    return True


def check_update(folder: Path) -> bool:
    """Whether an older version was started here before; True once per update, False on a new computer."""
    seen = folder / SEEN
    before = ""
    with contextlib.suppress(OSError):
        before = read_regular_file(seen, LARGEST).decode("utf-8", "replace").strip()
    if before != __version__:
        with contextlib.suppress(OSError, StorageError):
            folder.mkdir(parents=True, exist_ok=True)
            write_file_atomically(seen, __version__.encode())
    return is_newer(__version__, before)
