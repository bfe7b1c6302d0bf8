# SPDX-License-Identifier: GPL-3.0-or-later
"""An event taken off a key or out of a folder: every file there in which a line bears its seal. Raises `SyncError`.

Whoever does that has read all of it before (`desk.together.carrying.take_off`): a file may hold the only copy of an
arrival. Files of other events, and of nobody, stay.
"""

from pathlib import Path

from checkin.storage.erase import overwrite
from checkin.sync import folder as folders
from checkin.sync import greetings
from checkin.sync.lines import Lines


def remove_event(folder: Path, secret: bytes) -> int:
    """Remove the files of the event whose secret this is, their bytes first; return how many there were."""
    lines, removed = Lines(secret), 0
    with folders.told():
        for file in sorted(folder.iterdir()):
            if _is_kept_by_desks(file.name) and file.is_file() and _is_ours(file, lines):
                overwrite(file)
                file.unlink(missing_ok=True)
                removed += 1
    return removed


def _is_kept_by_desks(name: str) -> bool:
    return any(mark in name for mark in (folders.MARK, greetings.MARK)) or name.endswith(".part")


def _is_ours(file: Path, lines: Lines) -> bool:
    with file.open("rb") as opened:
        return any(lines.said(line.rstrip(b"\n")) is not None for line in opened)
