# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of this computer from one event to the next: its camera, printers, sound, language and look.

Each event keeps the settings of its desk; a new one begins with these, and the first window wears them.
"""

import contextlib
import json
from pathlib import Path

from checkin.core.desk_settings import Settings, computer_settings
from checkin.core.errors import StorageError
from checkin.desk.event_file import EventFile
from checkin.documents.atomic_write import write_file_atomically
from checkin.storage import settings_store as kept

KEPT = "computer.json"
"""In Checkin's own folder."""


def load_computer_settings(folder: Path) -> Settings | None:
    """Return what the last desk here was set to, the rest as usual; None where no desk was set up here yet."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return computer_settings(kept.from_plain(json.loads((folder / KEPT).read_text("utf-8"))))
    return None


def save_computer_settings(folder: Path, settings: Settings) -> None:
    """Keep what of `settings` is the computer's. A folder that cannot be written in is no reason not to go on."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_file_atomically(folder / KEPT, json.dumps(kept.to_plain(computer_settings(settings))).encode())


def apply_computer_settings(event: EventFile, folder: Path) -> bool:
    """Give a new event what is known of this computer. Returns whether anything was."""
    known = load_computer_settings(folder)
    if known is None:
        return False
    before = kept.load(event.db)
    kept.save(event.db, computer_settings(known, before))
    return True
