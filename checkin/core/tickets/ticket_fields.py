# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of tickets and of the messages that carry them: those of badges, the day in full, the booked sessions with
their times, and the fixed sentences of a ticket in the language of the person. Pure.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import FIELDS, badge_field_values
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import ShortDay, first_and_last, time_with_day
from checkin.core.programme.programme import PointMode, Programme, Session

TICKET_FIELDS = (*FIELDS, "date", "hours", "booked", "places", "notes")
"""The fields that tell something of the event or the person. `date` is the day in full, `hours` from the welcome to the
end, `booked` a line for each booked session (with its day where the event has several), `places` how many people the
ticket is for, `notes` the organiser's.
"""

SENTENCES = {
    "says_ticket": Message("ticket", "Ticket"),
    "says_when": Message("ticket", "When"),
    "says_where": Message("ticket", "Where"),
    "says_show": Message("ticket", "Please show this code at the welcome desk, on paper or on your phone."),
    "says_booked": Message("ticket", "Your sessions:"),
    "says_notes": Message("ticket", "Good to know:"),
    "says_own": Message("ticket", "Personal ticket: keep its code to yourself."),
}
"""The fixed sentences, by field."""

_WITHOUT_EMPTY = ("says_booked", "booked"), ("says_notes", "notes")
"""Sentences that stand above a field, and go with it when it is empty."""


@dataclass(frozen=True, slots=True)
class TicketLanguage:
    """The language of one ticket: how its sentences and its days are written."""

    translate: Translate
    day: Callable[[date], str]
    short_day: ShortDay


def ticket_field_values(
    attendee: Attendee, programme: Programme, notes: str, language: TicketLanguage
) -> dict[str, str]:
    """Return every field of one ticket as text; "" where nothing is known."""
    event, say = programme.event, language.translate
    booked = [session for session in map(programme.session, attendee.sessions) if session]
    values = badge_field_values(attendee, programme) | {
        "date": " – ".join(map(language.day, first_and_last(event))),
        "hours": _hours(programme, say),
        "booked": "\n".join(_lines(sorted(booked, key=_begins), programme, language)),
        "places": say(_PLACES, count=attendee.places) if attendee.places > 1 else "",
        "notes": notes,
    }
    sentences = {name: say(words) for name, words in SENTENCES.items()}
    return values | sentences | {name: "" for name, below in _WITHOUT_EMPTY if not values[below]}


def event_hours(programme: Programme) -> tuple[datetime | None, datetime | None]:
    """Return when the first session begins, else the welcome opens, and when the last session ends; None where the
    programme does not say. Doors often open long before guests are expected.
    """
    doors = [p.opens for p in programme.control_points if not p.session and p.mode is PointMode.ENTRY]
    begins = _earliest(session.starts for session in programme.sessions) or _earliest(doors)
    ends = [session.ends for session in programme.sessions if session.ends]
    return begins, max(ends, default=None)


def _earliest(moments: Iterable[datetime | None]) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def _hours(programme: Programme, say: Translate) -> str:
    begins, ends = event_hours(programme)
    if begins and ends and begins.date() == ends.date():
        return say(_FROM_TO, begins=_clock(begins), ends=_clock(ends))
    return say(_FROM, begins=_clock(begins)) if begins else ""


def _lines(sessions: Iterable[Session], programme: Programme, language: TicketLanguage) -> Iterator[str]:
    for session in sessions:
        begins = time_with_day(session.starts, programme, language.short_day) if session.starts else ""
        times = "–".join(filter(None, (begins, _clock(session.ends) if session.ends else "")))
        yield " · ".join(filter(None, (times, session.title, session.room)))


def _begins(session: Session) -> tuple[bool, str, str]:
    return session.starts is None, session.starts.isoformat() if session.starts else "", session.title


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


_FROM_TO = Message("ticket", "{begins} to {ends}")
_FROM = Message("ticket", "from {begins}")
_PLACES = Message("ticket", "For {count} {count:person|people}")
