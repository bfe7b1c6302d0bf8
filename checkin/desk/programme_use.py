# SPDX-License-Identifier: GPL-3.0-or-later
"""Who depends on what is planned: how many people a session, a category or a control point has. Reads only."""

from checkin.desk.event_file import EventFile
from checkin.storage import summaries


def registered(event: EventFile) -> dict[str, int]:
    """Session → people registered for it."""
    return {session: booking.registered for session, booking in summaries.bookings(event.db, {}).items()}
