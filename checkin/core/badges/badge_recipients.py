# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides who gets a badge that is made beforehand, in a PDF or a batch."""

from checkin.core.attendee import Attendee, Presence
from checkin.core.attendee_list import OFF_STATUSES
from checkin.core.privacy.anonymisation import is_anonymous


def gets_badge(attendee: Attendee) -> bool:
    """Whether they are to come on site: not cancelled, blocked, erased or remote."""
    is_here = attendee.presence is not Presence.REMOTE and not is_anonymous(attendee.id)
    return is_here and attendee.status not in OFF_STATUSES
