# SPDX-License-Identifier: GPL-3.0-or-later
"""The last attendance export from this computer, how much was recorded since, and the folders of exports."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.entries import EntryKind, parse_moment
from checkin.core.errors import StorageError
from checkin.services.event_file import EventFile
from checkin.storage.connection import transaction
from checkin.storage.settings_store import EXPORT_FOLDERS, EXPORTED, EXPORTED_AT, EXPORTED_IN_PART, note, noted

MOST_FOLDERS = 20


@dataclass(frozen=True, slots=True)
class LastExport:
    """The last export. `is_all`: nothing was recorded since.
    `is_part`: it had not all columns and scans, so what is only in the event goes with a purge.
    """

    at: datetime
    arrivals: int = 0
    is_all: bool = True
    is_part: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether a purge takes nothing from the attendance that this export has not."""
        return self.is_all and not self.is_part


def last_export(event: EventFile) -> LastExport | None:
    """Return the last export, None if there was none."""
    noted_place, at = noted(event.db, EXPORTED), parse_moment(noted(event.db, EXPORTED_AT))
    if not noted_place or at is None:
        return None
    place = int(noted_place)
    is_all = event.journal.newest_place() == place
    arrivals = 0 if is_all else event.journal.count_since(EntryKind.CHECKED_IN, place)
    return LastExport(at, arrivals, is_all, bool(noted(event.db, EXPORTED_IN_PART)))


def note_exported(event: EventFile, place: int, at: datetime, *, is_part: bool = False) -> None:
    """Note that the attendance was exported up to journal position `place`, or a part of its columns.

    Take `place` before the export: entries that come meanwhile are not in it.
    """
    note(event.db, EXPORTED_IN_PART, "yes" if is_part else "")
    note(event.db, EXPORTED, str(place))
    note(event.db, EXPORTED_AT, at.isoformat())


def note_folder(event: EventFile, folder: Path) -> None:
    """Note a folder before a list of people is written to it: if the program is killed meanwhile, a purge looks there
    for what it left. An event that cannot be written is exported all the same.
    """
    whole = folder.absolute()
    with contextlib.suppress(StorageError):
        if whole not in (known := export_folders(event)):
            keep_folders(event, [*known, whole])


def export_folders(event: EventFile) -> list[Path]:
    """Return the folders to which lists were written, as far as they were noted."""
    kept = EXPORT_FOLDERS.read(event.db)
    return [Path(each) for each in kept if isinstance(each, str)] if isinstance(kept, list) else []


def keep_folders(event: EventFile, folders: Iterable[Path]) -> None:
    with transaction(event.db):
        EXPORT_FOLDERS.write(event.db, [str(each) for each in folders][-MOST_FOLDERS:])
