# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing a calendar (RFC 5545) with the library `icalendar`, which is imported when first needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True, slots=True)
class CalendarInvitation:
    """One entry of a calendar. `uid` stays the same when it is sent again; `begins` and `ends` have their offset, or
    are days, of which `ends` is the day after. Without `ends` nothing is known of the end.
    """

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date | None
    place: str = ""
    description: str = ""


def calendar_entries(invitations: Iterable[CalendarInvitation], made: datetime) -> bytes:
    """Return the calendar as UTF-8. Times are in UTC, so that no description of a time zone is needed; `made` has its
    offset. What is made later has a higher sequence: calendars take it for the newer.
    """
    import icalendar

    def moment(at: datetime | date) -> datetime | date:
        return at.astimezone(UTC) if isinstance(at, datetime) else at

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Checkin//Tickets//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for invitation in invitations:
        entry = icalendar.Event()
        entry.add("uid", invitation.uid)
        entry.add("dtstamp", moment(made))
        entry.add("sequence", int(made.timestamp()) // 60)
        entry.add("dtstart", moment(invitation.begins))
        if invitation.ends:
            entry.add("dtend", moment(invitation.ends))
        entry.add("summary", invitation.title)
        for name, text in (("location", invitation.place), ("description", invitation.description)):
            if text:
                entry.add(name, text)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
