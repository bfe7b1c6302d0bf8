# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries for the desk's screen beside the answer: counts, recent scans, search, missing speakers. Reads only."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from checkin.core.admission_rules import counting_point
from checkin.core.answer import SearchMatch
from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.attendee_body import CUSTOM, attendee_from_body
from checkin.core.counts import CountedPoint, Tally
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import LATEST, Entry, EntryKind
from checkin.core.history import stated_people
from checkin.core.people.people_filter import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.printing.print_jobs import LOST_JOB_STATES, JobState
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.scan_outcomes import RecentScan, SentElsewhere, with_outcomes
from checkin.core.speaker_status import SpeakerStatus
from checkin.core.text_folding import fold_text
from checkin.services.door_figures import KeptFigures
from checkin.services.event_file import EventFile, zone_of
from checkin.services.person_lookup import MOST_LISTED, FoundPeople, PersonLookup
from checkin.services.person_state_queries import read_lent_things
from checkin.services.programme.programme_queries import missing_speakers
from checkin.services.session_seats import Seats
from checkin.storage import journal_purge, people_totals
from checkin.storage.counted_people import arrivals
from checkin.storage.people_list import PeopleList
from checkin.storage.print_queue import PrintQueue

_Word = TypeVar("_Word", bound=StrEnum)

MOST_RECENT = 20
"""Lines of the last arrivals: as many as a large screen has room for. They are read after each scan."""

MINUTES = 15
"""Minutes of arrivals that the pace shows."""


class DeskQueries:
    """Queries of one desk's screen, on the same connection as the `Desk` of its thread."""

    def __init__(self, event: EventFile) -> None:
        self._event = event
        self._finding, self._seats, self._queue = PersonLookup(event), Seats(event), PrintQueue(event.db)
        self._figures = KeptFigures(event)
        self._seen = event.data_version()

    def has_changed(self) -> bool:
        """Whether another window or command wrote to the file since the last call."""
        before, self._seen = self._seen, self._event.data_version()
        return before != self._seen

    def newest_purge(self) -> bytes:
        """Return the id of the newest purge, b"" if there was none: another one since means that everybody went."""
        return journal_purge.newest_purge(self._event.db)

    def tally(self, programme: Programme, point: ControlPoint, at: datetime) -> Tally:
        """Return counts at `point` and the pace of the last `MINUTES` minutes, without reading all visits."""
        entrance = counting_point(programme, point)
        session = programme.session(entrance.session)
        inside, awaited, ahead = self._seats.taken(programme, entrance, "")
        figures = self._figures.figures(programme, entrance)
        return Tally(
            arrived=figures.arrived,
            expected=figures.expected,
            inside=self._event.attendees.inside(entrance.id),
            per_minute=self._pace(self._figures.counted(programme, entrance), at),
            waiting=ahead,
            seats=session.seats_left(inside, awaited, ahead) if session else None,
            unexpected=figures.unexpected,
            is_handed_out=bool(entrance.gives),
            unnumbered=self._figures.unnumbered(programme, entrance) if entrance.gives else 0,
            capacity=session.capacity if session else 0,
        )

    def recent_scans(self, programme: Programme, point: ControlPoint, limit: int = MOST_RECENT) -> list[RecentScan]:
        """Return the newest arrivals, exits and refusals at a control point; an exit lists those of its entrance."""
        lender = counting_point(programme, point)
        entrance = lender.id
        here = self._event.journal.newest_passages(entrance, limit)
        subjects = {e.subject for e in here if e.subject}
        undone, people = self._event.journal.undone(subjects), self._event.attendees.known(subjects)
        badges = self._lost_badges({e.subject for e in here if e.kind == EntryKind.CHECKED_IN})
        zone = zone_of(programme.event)  # entries may have been written in another zone
        lines = [_recent_scan(e, people.get(e.subject), zone, badges, is_undone=e.id.hex() in undone) for e in here]
        lines = [line if line.attendee else self._named(line, e.subject) for line, e in zip(lines, here, strict=True)]
        lent = read_lent_things(self._event, sorted(subjects), lender)
        lines = [replace(line, thing=lent.get(line.attendee, "")) if line.is_arrival else line for line in lines]
        lines = [replace(line, is_loan=True) for line in lines] if lender.gives else lines
        told_in = {line.attendee for line in lines if line.verdict is Verdict.DUPLICATE}
        refused = {line.attendee for line in lines if line.is_open}
        return with_outcomes(
            lines, self._event.attendees.visits_at(entrance, told_in), self._sent(refused, entrance, programme)
        )

    def _named(self, line: RecentScan, subject: str) -> RecentScan:
        """Return the line with the name of somebody registered here whose registration was undone with the arrival."""
        about = self._event.journal.about(subject) if subject and line.is_undone else ()
        added = next((entry.body for entry in about if entry.kind == EntryKind.ATTENDEE_ADDED), None)
        return replace(line, name=attendee_from_body(subject, added).name) if added else line

    def _sent(self, people: Iterable[str], entrance: str, programme: Programme) -> dict[str, list[SentElsewhere]]:
        """Return what desks at this control point did about a full session for these people, undone things left out."""
        found = {}
        for person in people:
            entries = [e for e in self._event.journal.about(person) if e.body.get("control_point") == entrance]
            steps = [e for e in entries if e.kind == EntryKind.WAITING_JOINED or "moved_to" in e.body]
            undone = self._event.journal.undone([person]) if steps else set()
            found[person] = [
                SentElsewhere(
                    e.id, session.title if (session := programme.session(str(e.body.get("moved_to")))) else ""
                )
                for e in steps
                if e.id.hex() not in undone
            ]
        return found

    def _lost_badges(self, newcomers: Collection[str]) -> dict[str, JobState]:
        """Return the state of the last print job of those of these newcomers whose badge was lost."""
        newest = self._queue.newest_states(newcomers)
        return {who: state for who, state in newest.items() if state in LOST_JOB_STATES}

    def person(self, attendee_id: str) -> Attendee | None:
        return self._event.attendees.get(attendee_id)

    def person_of(self, entry_id: bytes) -> Attendee | None:
        """Return the attendee that an entry is about, None where none is known."""
        entry = self._event.journal.entry(entry_id)
        return self.person(self._event.journal.person(entry.subject)) if entry and entry.subject else None

    def find(self, query: str, programme: Programme, point: ControlPoint) -> FoundPeople:
        """Return the people whom the desk's search lists, and how many more match (`PersonLookup.find`); for the name
        of a thing that is lent here, those who have one.
        """
        lender = counting_point(programme, point)
        if lender.gives and fold_text(query) in (fold_text(lender.gives), f"{fold_text(lender.gives)}s"):
            return self._holders(programme, lender)
        return self._finding.find(query, programme, point)

    def _holders(self, programme: Programme, lender: ControlPoint) -> FoundPeople:
        have_one = AttendeeFilter(attendance=AttendanceFilter.INSIDE)
        ids = PeopleList(self._event.db).order(have_one, AttendeeOrder(), CountedPoint(lender.id))
        people = self._event.attendees.known(ids[:MOST_LISTED])
        found = self._finding.standings([people[each] for each in ids[:MOST_LISTED]], programme, lender)
        return FoundPeople([*found], max(0, len(ids) - MOST_LISTED))

    def search(self, query: str, programme: Programme, point: ControlPoint, limit: int = 8) -> list[SearchMatch]:
        """Return matching people, each with their state at the control point (`PersonLookup.search`)."""
        return self._finding.search(query, programme, point, limit)

    def may_lead(self, query: str) -> bool:
        """Return whether further letters of `query`, which matches nobody, may lead to somebody."""
        return self._event.attendees.may_lead(query)

    def is_about_columns(self, query: str, programme: Programme) -> bool:
        return self._finding.is_about_columns(query, programme)

    def missing_speakers(self, programme: Programme, at: datetime) -> tuple[SpeakerStatus, ...]:
        """Return the speakers to look for before their session, the most urgent first."""
        return missing_speakers(self._event, programme, at)

    def organisations(self) -> list[str]:
        """Return the organisations of all attendees, the largest first."""
        return people_totals.organisations(self._event.db)

    def column_texts(self, programme: Programme) -> list[tuple[str, str]]:
        """Return title and text of the chosen columns of the list, each once, as people have them."""
        chosen = {fold_text(column.field.removeprefix(CUSTOM)) for column in programme.columns}
        titles = [title for title in people_totals.custom_fields(self._event.db) if fold_text(title) in chosen]
        found = people_totals.custom_texts(self._event.db, titles) if titles else []
        return sorted(found, key=lambda each: titles.index(each[0]))

    def _pace(self, counted: CountedPoint, at: datetime) -> tuple[int, ...]:
        """Return the number of people who arrived in each minute, oldest first; a group counts by its people."""
        first = at.replace(second=0, microsecond=0) - timedelta(minutes=MINUTES - 1)
        origin = int(first.timestamp()) // 60
        counts = [0] * MINUTES
        for _, minute, people in arrivals(self._event.db, counted, first, LATEST):
            counts[min(MINUTES - 1, minute - origin)] += people
        return tuple(counts)


def _recent_scan(
    entry: Entry, attendee: Attendee | None, zone: tzinfo, badges: Mapping[str, JobState], *, is_undone: bool
) -> RecentScan:
    is_refusal = entry.kind == EntryKind.REFUSED
    body = entry.body
    return RecentScan(
        entry.id,
        entry.happened_at.astimezone(zone),
        _one_of(Verdict, body.get("verdict"), Verdict.REFUSE) if is_refusal else Verdict.ADMIT,
        _reason(body, Reason.UNKNOWN if is_refusal else Reason.WELCOME),
        attendee.name if attendee else "",
        attendee.organisation if attendee else str(body.get("read", "")),
        _one_of(CheckInMethod, body.get("how"), CheckInMethod.CODE),
        entry.desk,
        can_undo=not is_refusal and not is_undone,
        is_undone=is_undone,
        attendee=entry.subject if attendee else "",
        badge=badges.get(entry.subject) if entry.kind == EntryKind.CHECKED_IN else None,
        people=stated_people(entry),
        places=attendee.places if attendee else 1,
    )


def _reason(body: Mapping[str, object], otherwise: Reason) -> Reason:
    """Return the reason of an entry. The rest of a group is shown as WELCOME: those people came for the first time."""
    reason = _one_of(Reason, body.get("reason"), otherwise)
    return Reason.WELCOME if reason is Reason.REENTRY and body.get("people") else reason


def _one_of(words: type[_Word], value: object, otherwise: _Word) -> _Word:
    """Return a word known to this version; entries of a newer version may hold others."""
    try:
        return words(str(value))
    except ValueError:
        return otherwise
