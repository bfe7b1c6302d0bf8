# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of tickets and their messages, who gets a ticket, and sent tickets as journal entries. Pure.

The fields are those of badges, the day in full, the booked sessions with their times, and the fixed sentences of a
ticket in the language of the person.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from checkin.core.attendance.half_days import EVENING, DailyAccess
from checkin.core.attendee import Attendee, Presence, Status, text_field
from checkin.core.badges.badge_file import SavedBadge, fold_templates, saved_entry
from checkin.core.badges.template import FIELDS, BadgeTemplate, badge_field_values
from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.message import Message, Translate
from checkin.core.programme import programme_edits
from checkin.core.programme.programme import PointMode, Programme, Session, sort_by_time
from checkin.core.purge import is_anonymous
from checkin.core.tickets.ticket_settings import TicketLayout

# The times at which a person is expected at an event, as tickets and calendars tell them: each day with their
# sessions, and the dinner. Pure; an end is told only where the programme has one.

LONGEST = timedelta(days=1)
"""A session is taken to end within so much of its beginning: later is a typing error in the programme."""

MOST_TITLES = 2
_Rights = tuple[object, ...]
"""What the times of a person depend on: the same for many, so that it is decided once."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """A time without an evening's break in it. `key` names it in an event whose programme changes, `ends` is None where
    the programme has no end. `sessions` are those within it, in order of time; `is_apart`: it is not the day as such
    but these sessions, which its texts name.
    """

    key: str
    begins: datetime
    ends: datetime | None
    sessions: tuple[Session, ...]
    is_apart: bool = False

    @property
    def title(self) -> str:
        """The titles of its sessions; "" for a day, and for more than two sessions at once."""
        titles = dict.fromkeys(session.title for session in self.sessions) if self.is_apart else ()
        return " / ".join(titles) if len(titles) <= MOST_TITLES else ""

    @property
    def only_title(self) -> str:
        """The title of a single session; "" of several."""
        return self.sessions[0].title if len(self.sessions) == 1 else ""


class ExpectedTimes:
    """Tells of one person after the other when they are expected.

    times = ExpectedTimes(programme)
    begins = [time.begins for time in times.of(person)]
    """

    def __init__(self, programme: Programme) -> None:
        self._programme, self.access = programme, DailyAccess(programme_edits.programme_of_days(programme))
        self._timed = sort_by_time(session for session in programme.sessions if session.starts)
        self._fields = sorted({rule.field for point in programme.control_points for rule in point.requires})
        self._found: dict[_Rights, tuple[ExpectedTime, ...]] = {}
        self._days: dict[_Rights, tuple[date, ...]] = {}

    def of(self, person: Attendee) -> tuple[ExpectedTime, ...]:
        """Return the times in order."""
        rights = self._rights(person)
        if rights not in self._found:
            expected = [session for session in self._timed if self.access.expects_in(person, session)]
            parts = groupby(expected, key=self._day_and_evening)
            self._found[rights] = tuple(time for _, sessions in parts for time in self._of_part(list(sessions)))
        return self._found[rights]

    def days(self, person: Attendee) -> tuple[date, ...]:
        """Return the days on which they are expected, in order."""
        rights = self._rights(person)
        if rights not in self._days:
            open_days = (day for day in self.access.days if self.access.expects(person, day))
            told = map(self.day, self.of(person))
            self._days[rights] = tuple(sorted({*open_days, *told}))
        return self._days[rights]

    def day(self, time: ExpectedTime) -> date:
        """Return the day of the event to which a time belongs."""
        return programme_edits.day_by_clock(self._programme, time.begins)

    def _rights(self, person: Attendee) -> _Rights:
        fields = (text_field(person, each) for each in self._fields)
        return person.sessions, person.category, person.presence, person.days, *fields

    def whole_days(self, person: Attendee) -> Iterator[tuple[str, date, date]]:
        """Yield the days for which the programme has no hours for them: the key of each run of days, its first day and
        the day after it.
        """
        told = {*map(self.day, self.of(person))}
        untold = [day for day in self.days(person) if day not in told]
        firsts = [day for day in untold if day - _A_DAY not in untold]
        lasts = [day for day in untold if day + _A_DAY not in untold]
        for first, last in zip(firsts, lasts, strict=True):
            yield self._key(first), first, last + _A_DAY

    def _key(self, day: date) -> str:
        """Return what a day is called wherever the event is moved to: its number."""
        first = self._programme.event.day
        return str((day - first).days if first else day)

    def _day_and_evening(self, session: Session) -> tuple[date, bool]:
        assert session.starts is not None
        day = programme_edits.day_by_clock(self._programme, session.starts)
        return day, session.starts.time() >= EVENING or session.starts.date() > day

    def _of_part(self, sessions: Sequence[Session]) -> Iterator[ExpectedTime]:
        """Yield the time from the first session of a day or evening to the last written end, then the sessions without
        an end that begin later.
        """
        day, is_evening = self._day_and_evening(sessions[0])
        key = self._key(day) + ("-evening" if is_evening else "")
        ends = max((end for session in sessions if (end := _written_end(session))), default=None)
        within = [session for session in sessions if ends and session.starts and session.starts < ends]
        if within and within[0].starts:
            yield ExpectedTime(key, within[0].starts, ends, tuple(within), is_evening)
        for number, (begins, at_once) in enumerate(_by_start(sessions[len(within) :])):
            yield ExpectedTime(
                key if not within and number == 0 else at_once[0].id, begins, None, at_once, is_apart=True
            )


def sessions_without_end(programme: Programme) -> tuple[Session, ...]:
    """Return the sessions that begin and have no end: what rests on one is not known."""
    return tuple(session for session in programme.sessions if session.starts and not session.ends)


def _written_end(session: Session) -> datetime | None:
    is_sound = session.starts and session.ends and session.starts < session.ends <= session.starts + LONGEST
    return session.ends if is_sound else None


def _by_start(sessions: Iterable[Session]) -> Iterator[tuple[datetime, tuple[Session, ...]]]:
    for begins, at_once in groupby(sessions, key=lambda session: session.starts):
        if begins:
            yield begins, tuple(at_once)


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
    short_day: programme_edits.ShortDay


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
    hours = language.translate(Message("ticket", "{begins} to {ends}") if ends else _FROM, begins=begins, ends=ends)
    day = programme_edits.short_day_of(time.begins, programme, language.short_day)
    return " · ".join(filter(None, (f"{day}, {hours}" if day else hours, title)))


def session_lines(sessions: Iterable[Session], programme: Programme, language: TicketLanguage) -> Iterator[str]:
    """Yield a line for each session: its time, title and room."""
    for session in sessions:
        begins = programme_edits.time_with_day(session.starts, programme, language.short_day) if session.starts else ""
        times = "–".join(filter(None, (begins, _clock(session.ends) if session.ends else "")))
        yield " · ".join(filter(None, (times, session.title, session.room)))


def _begins(session: Session) -> tuple[bool, str, str]:
    return session.starts is None, session.starts.isoformat() if session.starts else "", session.title


def _clock(at: datetime) -> str:
    return f"{at:%H:%M}"


_FROM = Message("ticket", "from {begins}")
_PLACES = Message("ticket", "For {count} {count:person|people}")


# Who gets a ticket before the day, and why others get none.


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


# Tickets that were sent, as journal entries of the people whose they are. A purge empties them.


@dataclass(frozen=True, slots=True)
class SentTicket:
    """A ticket that the mail server of the organiser accepted. `message` is the Message-ID; `fingerprint` that of the
    ticket then (`TicketMaker.fingerprint`).
    """

    address: str
    message: str
    fingerprint: str
    at: datetime


def sent_ticket_entry(person: str, address: str, message: str, fingerprint: str) -> NewEntry:
    """Return the entry for the ticket of the person with this id."""
    return EntryKind.TICKET_SENT, person, {"address": address, "message": message, "fingerprint": fingerprint}


def read_sent_tickets(entries: Iterable[Entry]) -> dict[str, SentTicket]:
    """Return the newest sent ticket of each subject, from entries in id order."""
    return {entry.subject: _sent(entry) for entry in entries if entry.kind == EntryKind.TICKET_SENT and entry.subject}


def _sent(entry: Entry) -> SentTicket:
    address, message, fingerprint = (str(entry.body.get(name, "")) for name in ("address", "message", "fingerprint"))
    return SentTicket(address, message, fingerprint, entry.at)


# The event's own ticket templates as journal entries: one for each layout, its pictures stored as those of badges
# are.

TICKET_TEMPLATE_KINDS = (EntryKind.TICKET_TEMPLATE_SAVED, EntryKind.TICKET_TEMPLATE_WITHDRAWN)


def saved_ticket_entry(layout: TicketLayout, template: BadgeTemplate, pictures: Mapping[str, bytes]) -> NewEntry:
    """Return the entry that saves the template. Raises `UserError` for one too large for an entry."""
    _, subject, body = saved_entry(layout, template, pictures)
    return EntryKind.TICKET_TEMPLATE_SAVED, subject, body


def withdrawn_ticket_entry(layout: TicketLayout) -> NewEntry:
    """Return the entry after which the layout has the shipped template again."""
    return EntryKind.TICKET_TEMPLATE_WITHDRAWN, "", {"template": layout}


def fold_ticket_templates(entries: Iterable[Entry]) -> dict[TicketLayout, SavedBadge]:
    """Return the event's own templates by layout, from entries of `TICKET_TEMPLATE_KINDS` in id order."""
    found = fold_templates(entries, *TICKET_TEMPLATE_KINDS)
    return {TicketLayout(each.id): each for each in found if each.id in set(TicketLayout)}
