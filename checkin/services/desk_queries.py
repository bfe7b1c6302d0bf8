# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries for the desk's screen beside the answer, and for its registration form. Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from checkin.core.admission_rules import admits_category, counting_point, required_category
from checkin.core.answer import RecentScan, SearchMatch, SentElsewhere, SessionSeats, with_outcomes
from checkin.core.attendee import CUSTOM, Attendee, CheckInMethod, attendee_from_body
from checkin.core.chosen_columns import columns_to_fill, written_title
from checkin.core.counts import CountedPoint, SpeakerStatus, Tally
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import LATEST, THING, Entry, EntryKind
from checkin.core.history import stated_people
from checkin.core.people import registration_form
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.print_jobs import LOST_JOB_STATES, JobState
from checkin.core.programme.programme import Category, ControlPoint, PointMode, Programme, Requirement, Session
from checkin.core.sync.conflicts import undone_ids
from checkin.core.text_folding import fold_text, words_in
from checkin.core.ticketing.ticketing_status import list_number
from checkin.services.desk import Desk
from checkin.services.door_figures import KeptFigures, Seats
from checkin.services.event_file import EventFile, zone_of
from checkin.services.person_lookup import MOST_LISTED, FoundPeople, PersonLookup
from checkin.services.programme.programme_queries import missing_speakers
from checkin.storage import count_tables, journal_purge
from checkin.storage.count_tables import arrivals
from checkin.storage.people_search import PeopleList
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
        if lender.gives:
            lent = self._lent(sorted(subjects), lender)
            lines = [replace(line, thing=lent.get(line.entry, ""), is_loan=True) for line in lines]
        told_in = {line.attendee for line in lines if line.verdict is Verdict.DUPLICATE}
        refused = {line.attendee for line in lines if line.is_open}
        return with_outcomes(
            lines, self._event.attendees.visits_at(entrance, told_in), self._sent(refused, entrance, programme)
        )

    def _lent(self, people: Sequence[str], lender: ControlPoint) -> dict[bytes, str]:
        """Return what was lent with each loan of these people here, and came back with each return, by its entry."""
        things: dict[bytes, str] = {}
        for _, entries in self._event.journal.entries_by_person(people):
            undone, loans, thing = undone_ids(entries), list[bytes](), lender.gives
            for entry in entries:
                if entry.body.get("control_point") != lender.id or entry.id.hex() in undone:
                    continue
                if entry.kind == EntryKind.CHECKED_OUT:
                    things[entry.id] = thing
                    loans, thing = [], lender.gives
                elif entry.kind == EntryKind.CHECKED_IN:
                    loans.append(entry.id)
                elif entry.kind == EntryKind.THING_LENT:
                    thing = f"{lender.gives} {entry.body.get(THING, '')}".strip()
                things |= dict.fromkeys(loans, thing)
        return things

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
        return count_tables.organisations(self._event.db)

    def column_texts(self, programme: Programme) -> list[tuple[str, str]]:
        """Return title and text of the chosen columns of the list, each once, as people have them."""
        chosen = {fold_text(column.field.removeprefix(CUSTOM)) for column in programme.columns}
        titles = [title for title in count_tables.custom_fields(self._event.db) if fold_text(title) in chosen]
        found = count_tables.custom_texts(self._event.db, titles) if titles else []
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


# Choices of the registration form while it is filled in: similar people, organisations, the list's columns,
# workshops. Reads only.

MOST_ALIKE = 3
LOOKED_AT = 12
"""Search results examined for similarity."""
MOST_PROPOSED = 6
"""The most organisations, or values of a column, that are proposed."""


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """An attendee who may be the person in the form."""

    match: SearchMatch
    likeness: registration_form.DuplicateReason


@dataclass(frozen=True, slots=True)
class ColumnToFill:
    """A column in a form: its name on the screen, and the title under which the value is kept.

    `required` is what the control point of the desk requires of it; None for a column that may be left empty.
    """

    name: str
    title: str
    required: Requirement | None = None

    @property
    def is_required(self) -> bool:
        return self.required is not None


class FormChoices:
    """The choices of one desk's form. Organisations and the values of columns are read once (0.3 s for 100,000 people)
    and cached.
    """

    def __init__(self, desk: Desk, queries: DeskQueries) -> None:
        self._desk, self._queries = desk, queries
        self._organisations: list[tuple[str, str]] | None = None
        self._values: dict[str, list[tuple[str, str]]] | None = None

    def forget(self) -> None:
        """Drop what is cached, after an import or another window's write."""
        self._organisations = self._values = None

    def remember(self, organisation: str) -> None:
        """Offer the organisation of a person registered here: the next guest may come from there too."""
        if self._organisations is not None and organisation and all(o != organisation for _, o in self._organisations):
            self._organisations.append(_folded(organisation))

    @property
    def programme(self) -> Programme:
        return self._desk.programme

    @property
    def categories(self) -> tuple[Category, ...]:
        return self._desk.programme.categories

    @property
    def is_one_ticket_each(self) -> bool:
        """Whether nobody stands for several people: a ticketing sells the tickets, and each lets in one."""
        return self._desk.has_ticketing

    def category_name(self, text: str) -> str:
        return self._desk.programme.category_name(text)

    def organisations(self, typed: str) -> list[str]:
        """Return the organisations in which each typed word begins a word, the largest first."""
        if self._organisations is None and words_in(typed):
            self._organisations = [_folded(organisation) for organisation in self._queries.organisations()]
        return _proposed(self._organisations or [], typed)

    def columns(self, category: str, attendee: Attendee | None = None) -> list[ColumnToFill]:
        """Return the chosen columns to fill for a category, under the titles that the list uses, or `attendee` has."""
        found = columns_to_fill(category, self._desk.programme)
        known = [*(attendee.custom if attendee else ()), *self._column_values()] if found else []
        titles = {column: written_title(column.field.removeprefix(CUSTOM), known) for column in found}
        return [ColumnToFill(column.name, title) for column, title in titles.items()]

    def lacking_category(self, category: str) -> Requirement | None:
        """Return which categories the control point of the desk lets in, if `category` is none of them."""
        programme, point = self._desk.programme, self._desk.control_point
        if point.mode is not PointMode.ENTRY or admits_category(programme, point, category):
            return None
        return required_category(programme, point)

    def columns_here(self, category: str, attendee: Attendee | None = None) -> list[ColumnToFill]:
        """Return the columns to fill for somebody who is to be let in at once: those that the control point of the desk
        requires, under the title it has them, then the others chosen for a category.
        """
        point = self._desk.control_point
        required = [r for r in point.requires if r.field.startswith(CUSTOM) and point.mode is PointMode.ENTRY]
        chosen = {fold_text(column.title): column for column in self.columns(category, attendee)}
        asked = []
        for each in required:
            title = each.field.removeprefix(CUSTOM)
            named = chosen.pop(fold_text(title), None)
            asked.append(ColumnToFill(named.name if named else title, title, each))
        return [*asked, *chosen.values()]

    def columns_kept(self, absent: Attendee | None) -> dict[str, str]:
        """Return the columns that a substitute of `absent` gets with the place, by title."""
        return registration_form.place_columns(absent, self._desk.programme) if absent else {}

    def column_values(self, column: ColumnToFill, typed: str) -> list[str]:
        """Return the values of a column in which each typed word begins a word; of a required one, those that open the
        control point come first, and before anything is typed.
        """
        opening = column.required.values if column.required else ()
        if not words_in(typed):
            return list(opening)
        known = [*map(_folded, opening), *self._column_values().get(column.title, [])]
        return list(dict.fromkeys(_proposed(known, typed)))

    def _column_values(self) -> dict[str, list[tuple[str, str]]]:
        if self._values is None:
            self._values = {}
            for title, text in self._queries.column_texts(self._desk.programme):
                self._values.setdefault(title, []).append(_folded(text))
        return self._values

    def alike(self, form: registration_form.RegistrationForm) -> list[SimilarPerson]:
        """Return the attendees who may be the person in the form, the likeliest first."""
        queries = [f"{form.first_name} {form.last_name}"] if registration_form.can_be_named(form) else []
        queries += [form.email] if "@" in form.email else []
        desk = self._desk
        found = {
            match.attendee.id: SimilarPerson(match, why)
            for query in queries
            for match in self._queries.search(query, desk.programme, desk.control_point, LOOKED_AT)
            if (why := registration_form.duplicate_reason(form, match.attendee)) is not None
        }
        return sorted(found.values(), key=lambda alike: alike.likeness)[:MOST_ALIKE]

    def workshops(self) -> list[SessionSeats]:
        """Return the bookable sessions that are not over, with their free seats. Those of a check-in list of several
        add-ons are left out: the add-ons are booked, each by itself.
        """
        now = self._desk.now()
        booked = (s for s in self._desk.programme.sessions if s.is_booked and not list_number(s.id))
        open_ones = [s for s in booked if not (s.ends and s.ends <= now)]
        return self._desk.admission.seats.left(self._desk.programme, open_ones)

    def sessions_of(self, attendee: Attendee) -> list[Session]:
        return [s for s in map(self._desk.programme.session, attendee.sessions) if s]


def _folded(text: str) -> tuple[str, str]:
    """Return the text to search, each word after a space, and the text as written."""
    return f" {' '.join(words_in(text))}", text


def _proposed(known: Iterable[tuple[str, str]], typed: str) -> list[str]:
    """Return the first of `known` in which each typed word begins a word."""
    asked = words_in(typed)
    found = (text for folded, text in known if asked and all(f" {word}" in folded for word in asked))
    return list(islice(found, MOST_PROPOSED))
