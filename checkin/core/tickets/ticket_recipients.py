# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets a ticket before the day, and why others get none. Pure."""

from enum import StrEnum

from checkin.core.attendee import Attendee, Presence, Status
from checkin.core.privacy.anonymisation import is_anonymous


class WhyNoTicket(StrEnum):
    """Why somebody gets no ticket. CANCELLED also stands for declined and refunded, PENDING for a waiting list."""

    CANCELLED = "cancelled"
    BLOCKED = "blocked"
    PENDING = "pending"
    ONLINE = "online"
    ERASED = "erased"


_WITHOUT = {
    Status.CANCELLED: WhyNoTicket.CANCELLED,
    Status.BLOCKED: WhyNoTicket.BLOCKED,
    Status.PENDING: WhyNoTicket.PENDING,
}


def why_no_ticket(attendee: Attendee) -> WhyNoTicket | None:
    """Return why the person gets no ticket; None if they get one.

    Somebody who has not paid gets theirs: the desk asks them, as it does everybody who has not.
    """
    if is_anonymous(attendee.id):
        return WhyNoTicket.ERASED
    if attendee.status in _WITHOUT:
        return _WITHOUT[attendee.status]
    return WhyNoTicket.ONLINE if attendee.presence is Presence.REMOTE else None
