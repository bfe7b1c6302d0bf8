# SPDX-License-Identifier: GPL-3.0-or-later
"""What a ticketing's server did not take, or took in another way: the list that a desk shows, and taking something off
it. The journal keeps all of it.
"""

from collections.abc import Iterable, Sequence

from checkin.core.entries import Entry, EntryKind
from checkin.core.ticketing.json_values import as_texts
from checkin.core.ticketing.ticketing_status import RefusedByServer
from checkin.services.event_file import EventFile
from checkin.storage import ticketing_store


def refused_entries(event: EventFile) -> Sequence[RefusedByServer]:
    """Return what the server did not take, the newest first."""
    found = []
    for entry_id, why in ticketing_store.quarantined(event.db):
        if entry := event.journal.entry(entry_id):
            attendee = event.attendees.get(entry.subject)
            name, kind, undone = attendee.name if attendee else "", str(entry.kind), _undone_kind(event, entry)
            found.append(RefusedByServer(entry.id, kind, name, entry.happened_at, entry.desk, why, undone))
    return found[::-1]


def _undone_kind(event: EventFile, entry: Entry) -> str:
    """Return the kind of what an entry undoes, "" if it undoes nothing."""
    targets = as_texts(entry.body.get("targets")) if entry.kind == EntryKind.UNDONE else ()
    found = (event.journal.entry(bytes.fromhex(target)) for target in targets)
    return next((str(target.kind) for target in found if target), "")


def note_refusals_seen(event: EventFile) -> None:
    """Note that somebody has looked at everything that was refused until now."""
    ticketing_store.note_seen_refusals(event.db, [entry for entry, _ in ticketing_store.quarantined(event.db)])


def take_off_list(event: EventFile, entries: Iterable[bytes]) -> None:
    """Take refused entries off the list, by their ids: they are not sent again."""
    with event.transaction():
        for entry in entries:
            ticketing_store.release(event.db, entry)
