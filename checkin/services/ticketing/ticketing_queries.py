# SPDX-License-Identifier: GPL-3.0-or-later
"""What this computer knows of its connection to a ticketing's server. Reads only, and asks no server."""

from checkin.core.entries import parse_moment
from checkin.core.ticketing.ticketing_status import OTHERWISE_TOLD, TicketingStatus
from checkin.services.event_file import EventFile
from checkin.storage import journal_purge, ticketing_store
from checkin.sync.pretix_device_code import server_name
from checkin.sync.pretix_errors import revoked


def read_ticketing_status(event: EventFile) -> TicketingStatus | None:
    """Return the state without what only the running exchange knows (its errors, what is to send); None for an event
    without a ticketing. A desk without a link knows the list from other desks.
    """
    link = ticketing_store.load_link(event.db)
    is_over = bool(journal_purge.newest_purge(event.db))
    if link is None:
        known = event.ticketing()
        if known is None:
            return None
        at = known.ticketing
        others = known.has_devices
        return TicketingStatus(server_name(at.address), at.organizer, at.event, has_others=others, is_over=is_over)
    refused = [entry for entry, why in ticketing_store.quarantined(event.db) if why not in OTHERWISE_TOLD]
    return TicketingStatus(
        server_name(link.address),
        link.organizer,
        link.event,
        link.device,
        fetched_at=parse_moment(ticketing_store.load_reading(event.db).complete),
        refused=len(refused),
        unseen=len({*refused} - ticketing_store.seen_refusals(event.db)),
        error=revoked() if link.is_revoked else None,
        is_revoked=link.is_revoked,
        is_over=is_over,
        badges=tuple(ticketing_store.badge_remarks(event.db)),
    )


def count_let_in_despite(event: EventFile) -> int:
    """Return how many people are in at check-in lists in spite of their ticket. The server has their arrivals too, and
    counts none whose ticket is not valid.
    """
    return ticketing_store.count_let_in_despite(event.db)


def must_tell_of_revocation(event: EventFile) -> bool:
    """Whether the server revoked this device and nobody was told yet."""
    link = ticketing_store.load_link(event.db)
    return link is not None and link.is_revoked and not link.is_told


def note_revocation_told(event: EventFile) -> None:
    """Note that somebody has read that this device was revoked, and keeps the list."""
    ticketing_store.note_told(event.db)
