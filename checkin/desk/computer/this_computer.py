# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of this computer from one event to the next: its camera, printers, sound, language and look.

Each event keeps the settings of its desk; a new one begins with these, and the first window wears them.
"""

import contextlib
import json
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.settings import Settings, of_computer
from checkin.desk.event_file import EventFile
from checkin.documents.aside import write_aside
from checkin.storage import settings as kept

KEPT = "computer.json"
"""In Checkin's own folder."""


def remembered(folder: Path) -> Settings | None:
    """Return what the last desk here was set to, the rest as usual; None where no desk was set up here yet."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return of_computer(kept.from_plain(json.loads((folder / KEPT).read_text("utf-8"))))
    return None


def remember(folder: Path, settings: Settings) -> None:
    """Keep what of `settings` is the computer's. A folder that cannot be written in is no reason not to go on."""
    with contextlib.suppress(OSError, StorageError):
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(folder / KEPT, json.dumps(kept.to_plain(of_computer(settings))).encode())


def begin_as_before(event: EventFile, folder: Path) -> bool:
    """Give a new event what is known of this computer. Returns whether anything was."""
    known = remembered(folder)
    if known is None:
        return False
    before = kept.load(event.db)
    kept.save(event.db, of_computer(known, before))
    return True
