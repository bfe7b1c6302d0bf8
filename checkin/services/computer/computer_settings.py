# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that carry over from one event to the next on this computer: camera, printers, sound, language, look.

Each event keeps its desk's settings; a new one starts with these, and the first window is drawn with them.
"""

import contextlib
import json
from pathlib import Path

from checkin.core.desk_settings import Settings, computer_settings
from checkin.core.errors import StorageError
from checkin.documents.atomic_write import write_file_atomically
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept
from checkin.storage.regular_files import read_regular_file

KEPT = "computer.json"
"""File name in the program's folder."""
LARGEST = 1 << 20
"""Bytes of it that are read."""


def load_computer_settings(folder: Path) -> Settings | None:
    """Return the settings of the last desk here, defaults elsewhere; None before the first."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return computer_settings(kept.from_plain(json.loads(read_regular_file(folder / KEPT, LARGEST))))
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
