# SPDX-License-Identifier: GPL-3.0-or-later
"""The last attendance export from this computer, and how much was recorded since."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import EntryKind, parse_moment
from checkin.services.event_file import EventFile
from checkin.storage.settings_store import EXPORTED, EXPORTED_AT, note, noted


@dataclass(frozen=True, slots=True)
class LastExport:
    """The last export. `at` is None if an older version did not note it; `is_all`: nothing was recorded since."""

    at: datetime | None
    arrivals: int = 0
    is_all: bool = True


def last_export(event: EventFile) -> LastExport | None:
    """Return the last export, None if there was none."""
    noted_place = noted(event.db, EXPORTED)
    if not noted_place:
        return None
    place, at = int(noted_place), parse_moment(noted(event.db, EXPORTED_AT))
    is_all = event.journal.newest_place() == place
    return LastExport(at, 0 if is_all else event.journal.count_since(EntryKind.CHECKED_IN, place), is_all)


def note_exported(event: EventFile, place: int, at: datetime) -> None:
    """Note that the attendance was exported up to journal position `place`.

    Take `place` before the export: entries that come meanwhile are not in it.
    """
    note(event.db, EXPORTED, str(place))
    note(event.db, EXPORTED_AT, at.isoformat())
