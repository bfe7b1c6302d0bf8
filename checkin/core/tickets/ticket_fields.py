# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of tickets and of the messages that carry them: those of badges, the day in full, the booked sessions with
their times, and the fixed sentences of a ticket in the language of the person. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import FIELDS, badge_field_values
from checkin.core.message import Message, Translate
from checkin.core.programme.daily_points import ShortDay, short_day_of, time_with_day
from checkin.core.programme.programme import PointMode, Programme, Session
from checkin.core.tickets.expected_times import ExpectedTime, ExpectedTimes

TICKET_FIELDS = (*FIELDS, "date", "hours", "booked", "places", "notes")
"""The fields that tell something of the event or the person. `date` is the day in full, or the first and the last;
`hours` a line for each time at which they are expected; `booked` a line for each booked session (with its day where the
event has several), `places` how many people the ticket is for, `notes` the organiser's.
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

MOST_HOURS = 8
"""Lines of hours on a ticket."""

_WITHOUT_EMPTY = ("says_booked", "booked"), ("says_notes", "notes")
"""Sentences that stand above a field, and go with it when it is empty."""


@dataclass(frozen=True, slots=True)
class TicketLanguage:
    """The language of one ticket: how its sentences and its days are written."""

    translate: Translate
    day: Callable[[date], str]
    short_day: ShortDay


def ticket_field_values(
    attendee: Attendee, programme: Programme, notes: str, language: TicketLanguage, expected: ExpectedTimes
) -> dict[str, str]:
    """Return every field of one ticket as text; "" where nothing is known."""
    say = language.translate
    booked = [session for session in map(programme.session, attendee.sessions) if session]
    values = badge_field_values(attendee, programme) | {
        "date": _days(expected.days(attendee), language) if programme.event.day else "",
        "hours": _hours(_hours_of(attendee, expected), programme, language),
        "booked": "\n".join(session_lines(sorted(booked, key=_begins), programme, language)),
        "places": say(_PLACES, count=attendee.places) if attendee.places > 1 else "",
        "notes": notes,
    }
    sentences = {name: say(words) for name, words in SENTENCES.items()}
    return values | sentences | {name: "" for name, below in _WITHOUT_EMPTY if not values[below]}


def _days(days: Sequence[date], language: TicketLanguage) -> str:
    return " – ".join(map(language.day, dict.fromkeys((*days[:1], *days[-1:]))))


def _hours_of(attendee: Attendee, expected: ExpectedTimes) -> list[tuple[ExpectedTime, str]]:
    """Return the times at which a person is expected, each with the session that it names. Those of booked sessions
    alone, which have lines of their own, are left out unless there is no other of their day.
    """
    times, booked = expected.of(attendee), {*attendee.sessions}
    is_booked = [{session.id for session in time.sessions} <= booked for time in times]
    told = {expected.day(time) for time, is_alone in zip(times, is_booked, strict=True) if not is_alone}
    return [
        (time, time.title if is_alone else time.title or time.only_title)
        for time, is_alone in zip(times, is_booked, strict=True)
        if not is_alone or expected.day(time) not in told
    ]


def _hours(times: Sequence[tuple[ExpectedTime, str]], programme: Programme, language: TicketLanguage) -> str:
    """Return a line for each time, or of too many when the first begins; without any, when the welcome opens. Doors
    often open long before guests are expected.
    """
    if not times:
        doors = (p.opens for p in programme.control_points if not p.session and p.mode is PointMode.ENTRY)
        opens = min((door for door in doors if door), default=None)
        return language.translate(_FROM, begins=_clock(opens)) if opens else ""
    if len(times) > MOST_HOURS:
        return language.translate(_FROM, begins=_clock(times[0][0].begins))
    return "\n".join(_hours_line(time, title, programme, language) for time, title in times)


def _hours_line(time: ExpectedTime, title: str, programme: Programme, language: TicketLanguage) -> str:
    begins, ends = _clock(time.begins), _clock(time.ends) if time.ends else ""
    hours = language.translate(_FROM_TO if ends else _FROM, begins=begins, ends=ends)
    day = short_day_of(time.begins, programme, language.short_day)
    return " · ".join(filter(None, (f"{day}, {hours}" if day else hours, title)))


def session_lines(sessions: Iterable[Session], programme: Programme, language: TicketLanguage) -> Iterator[str]:
    """Yield a line for each session: its time, title and room."""
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
