# SPDX-License-Identifier: GPL-3.0-or-later
"""Own columns of lists whose changes the organiser does not want to see: an entry of the event, for all its desks.

It is an entry of kind `list_imported` without an import.
"""

from collections.abc import Collection
from datetime import datetime

from checkin.core.entries import EntryKind
from checkin.core.lists.known_people import BY_LIST
from checkin.services.event_file import EventFile


def muted_columns(event: EventFile) -> frozenset[str]:
    """Return the titles of the muted columns; the newest entry about them says all."""
    entries = event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])
    said = [muted for entry in entries if isinstance(muted := entry.body.get("muted"), list)]
    return frozenset(title for title in said[-1] if isinstance(title, str)) if said else frozenset()


def mute_columns(event: EventFile, titles: Collection[str], *, at: datetime, desk: str) -> None:
    """Mute exactly these columns from now on; nothing is written if they are muted already."""
    with event.transaction():
        if muted_columns(event) != frozenset(titles):
            body = {"by": BY_LIST, "muted": sorted(titles)}
            event.journal.append(EntryKind.LIST_IMPORTED, "", body, at=at, desk=desk)
