# SPDX-License-Identifier: GPL-3.0-or-later
"""Removing an event from a USB drive or folder: every file with a line sealed by the event. Raises `SyncError`.

Links, too large files and files that begin with much foreign data are skipped, as in an exchange. The caller must have
read everything first (`services.sync.usb_event`): a file may hold the only copy of an arrival. Files of other events
stay.
"""

import re
from pathlib import Path

from checkin.storage.secure_erase import erase_file
from checkin.sync import folder_reading as folders
from checkin.sync import heartbeats
from checkin.sync.authenticated_lines import LineAuthenticator
from checkin.sync.file_access import read_lines, translated_folder_errors

_DRAFT = re.compile(r"\.[0-9a-f]{16}\.part")
"""Name of a file of entries that was being rewritten."""


def remove_event(folder: Path, secret: bytes) -> int:
    """Overwrite and delete the files of the event with this secret; return how many there were."""
    lines, removed = LineAuthenticator(secret), 0
    with translated_folder_errors():
        for file in sorted(folder.iterdir()):
            if _is_kept_by_desks(file.name) and _is_read(file) and _is_ours(file, lines):
                removed += erase_file(file)
    return removed


def holds_event(folder: Path, secret: bytes) -> bool:
    """Whether a file in the folder bears the seal of the event whose secret this is."""
    lines = LineAuthenticator(secret)
    with translated_folder_errors():
        return any(
            _is_kept_by_desks(file.name) and _is_read(file) and _is_ours(file, lines)
            for file in sorted(folder.iterdir())
        )


def _is_kept_by_desks(name: str) -> bool:
    return any(mark in name for mark in (folders.MARK, heartbeats.MARK)) or bool(_DRAFT.fullmatch(name))


def _is_read(file: Path) -> bool:
    return not file.is_symlink() and file.is_file() and file.stat().st_size <= folders.LARGEST


def _is_ours(file: Path, lines: LineAuthenticator) -> bool:
    barren = 0
    for found, size in read_lines(file, 0, folders.PIECE, folders.LONGEST_LINE):
        if any(lines.unseal(line) is not None for line in found):
            return True
        barren += size
        if barren > folders.BARREN_AT_FIRST:
            break
    return False
