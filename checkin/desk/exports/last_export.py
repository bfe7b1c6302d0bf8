# SPDX-License-Identifier: GPL-3.0-or-later
"""When the attendance was exported last from this computer, and what came since."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import EntryKind, parse_moment
from checkin.desk.event_file import EventFile
from checkin.storage.local_state import EXPORTED, EXPORTED_AT, note, noted


@dataclass(frozen=True, slots=True)
class LastExport:
    """`at` None: an earlier version did not note it. `is_all`: nothing was recorded since, `arrivals` neither."""

    at: datetime | None
    arrivals: int = 0
    is_all: bool = True


def last_export(event: EventFile) -> LastExport | None:
    """None while there was none."""
    noted_place = noted(event.db, EXPORTED)
    if not noted_place:
        return None
    place, at = int(noted_place), parse_moment(noted(event.db, EXPORTED_AT))
    is_all = event.journal.newest_place() == place
    return LastExport(at, 0 if is_all else event.journal.count_since(EntryKind.CHECKED_IN, place), is_all)


def note_exported(event: EventFile, place: int, at: datetime) -> None:
    """The attendance was written as it was when the journal's newest place was this: taken before it was written, for
    what comes meanwhile is not in it.
    """
    note(event.db, EXPORTED, str(place))
    note(event.db, EXPORTED_AT, at.isoformat())
