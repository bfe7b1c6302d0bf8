# SPDX-License-Identifier: GPL-3.0-or-later
"""The admission service: one decision at one control point, and the entries that record it.

The operations of `Desk`, `Registration` and `Workshops` are made of these steps. Every step must run inside the
operation's transaction (`EventFile.writing`). Knows no widget, thread or device.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from checkin.core.admission import decide, let_in_anyway
from checkin.core.admission_rules import (
    alternative_sessions,
    counting_point,
    later_points_for,
    open_points_for,
    overlapping_registrations,
    session_entry,
    welcome_decision,
)
from checkin.core.answer import (
    Alternatives,
    Answer,
    DeskAbilities,
    EarlierPassage,
    GivenCode,
    LentThing,
    NotedPayment,
    OrderPeople,
    SearchMatch,
    SeatCounts,
    SessionSeats,
    TicketingAnswer,
)
from checkin.core.attendee import Attendee, CheckInMethod, Presence
from checkin.core.chosen_columns import read_at_door
from checkin.core.counts import is_expected, is_meant_for
from checkin.core.decision import REPEAT, Decision, Reason, ScanContext, Verdict
from checkin.core.entries import CHECKED, WRITTEN_AT, Entry, EntryKind
from checkin.core.history import History, passages_at, stated_people
from checkin.core.merged_records import fold_records
from checkin.core.paper_entries import known_at
from checkin.core.picture_entries import photograph_digest
from checkin.core.print_jobs import PrintPlan, RequestedBadge
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session
from checkin.core.programme.programme_edits import day_at, planned_id, point_like, programme_on
from checkin.core.tokens import Token
from checkin.services.badge_print_requests import Printing
from checkin.services.door_figures import Seats
from checkin.services.event_file import EventFile, zone_of
from checkin.services.person_lookup import PersonLookup, name_of_host, substitute_of
from checkin.storage import journal_purge
from checkin.storage.journal import KnownEntries

# The alternatives that a full session can offer: another workshop, a place on the waiting list.

MOST = 5
"""Workshops offered at most: each is chosen with one digit, and they must fit into the answer."""


def add_alternatives(answer: Answer, programme: Programme, seats: Seats) -> Answer:
    """Return `answer` with what the volunteer can offer."""
    person, session = answer.attendee, programme.session(answer.control_point.session)
    if person is None or session is None:
        return answer
    if answer.reason in (Reason.FULL, Reason.NOT_REGISTERED):
        others = _others(person, programme, session, seats) if answer.reason is Reason.FULL else ()
        given_up = tuple(overlapping_registrations(person, programme, session))
        answer = replace(answer, alternatives=Alternatives(workshops=others, given_up=given_up))
    return _in_line(answer, session, seats) if session.waiting else answer


def _others(person: Attendee, programme: Programme, session: Session, seats: Seats) -> tuple[SessionSeats, ...]:
    """Return the workshop they booked first, where a seat is theirs, then those at the same time with free seats."""
    others = seats.left(programme, alternative_sessions(person, programme, session))
    own = [w for w in others if w.session.id in person.sessions]
    return (*own, *(w for w in others if w not in own and w.seats != 0))[:MOST]


def _in_line(answer: Answer, session: Session, seats: Seats) -> Answer:
    """Return `answer` with the length of the waiting list and the person's position, 0 if they are not on it."""
    line = seats.line(session)
    person = answer.attendee.id if answer.attendee else ""
    place = line.index(person) + 1 if person in line else 0
    counts = replace(answer.counts, waiting=len(line), line_length=session.waiting, waiting_position=place)
    return replace(answer, counts=counts)


# The others of a person's order who have not arrived yet: booked under one number, or brought along. Reads only.


def order_members(event: EventFile, answer: Answer, programme: Programme) -> tuple[SearchMatch, ...]:
    """Return those who may still come in with the person of `answer`, by name: nobody who is cancelled, online, not
    expected at this control point, or has been here. None for a question, a refusal or an exit.
    """
    person, point = answer.attendee, answer.control_point
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and answer.reason is not Reason.EXIT
    if person is None or not is_in or point.mode is PointMode.EXIT:
        return ()
    others = event.attendees.of_order(person)
    if not others:
        return ()
    came = event.attendees.visits_at(counting_point(programme, point).id, [other.id for other in others])
    expected = [other for other in _awaited(others, came) if is_meant_for(other, programme, point)]
    return PersonLookup(event).standings(expected, programme, point)


def _awaited(others: Collection[Attendee], came: Collection[str]) -> Iterator[Attendee]:
    for other in others:
        if other.id not in came and is_expected(other):
            yield other


class DeskPosition:
    """The position of one desk, which at a daily control point follows the days of the event. `clock`: gives the time
    with its zone.
    """

    control_point: ControlPoint

    def __init__(self, event: EventFile, clock: Callable[[], datetime], control_point: str) -> None:
        self._event, self._clock = event, clock
        self.reload(control_point)

    def now(self) -> datetime:
        """Return the current time in the event's zone."""
        return self._clock().astimezone(self._zone)

    def reload(self, control_point: str) -> None:
        """Read the programme and its time zone again, and stand at this control point, at the first if it is not
        planned.
        """
        self._planned = self._event.programme()
        self.ticketing = self._event.ticketing()
        self._zone = zone_of(self._planned.event)
        self._stand(control_point, day_at(self._planned, self.now()))

    def move_to(self, control_point: str) -> None:
        """Move to another control point; an unknown id changes nothing."""
        self.control_point = point_like(self.programme, control_point) or self.control_point

    def follow_day(self) -> bool:
        """Stand at the control point of today; return whether that is another one: a day of the event has begun."""
        if (today := day_at(self._planned, self.now())) == self._day:
            return False
        before = self.control_point
        self._stand(before.id, today)
        return before.id != self.control_point.id

    def at(self, moment: datetime) -> tuple[Programme, ControlPoint]:
        """Return the programme and this control point on the day of a moment, which on paper may be yesterday's."""
        if (day := day_at(self._planned, moment)) == self._day:
            return self.programme, self.control_point
        programme = programme_on(self._planned, day)
        return programme, point_like(programme, self.control_point.id) or self.control_point

    def _stand(self, control_point: str, day: date) -> None:
        self._day, self.programme = day, programme_on(self._planned, day)
        self.control_point = point_like(self.programme, control_point) or self.programme.control_points[0]


READ_LIMIT = 64
"""Characters of an unknown code kept in the journal and shown: enough to recognise it, not to carry a vCard."""


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one decision is made from: the code read or the person picked, their history, and the scan context.

    `subject` is the attendee's id, "" for an unknown code; `known` what the journal has about them. `written` is the
    arrival time given on a paper form, None for a live scan; `history` then holds only the entries known at that time.
    `is_of_many`: others of the order are let in at once, of whom the last answer tells who is left.
    """

    token: Token | None
    subject: str
    known: KnownEntries
    history: History
    place: ScanContext
    how: CheckInMethod
    read: str = ""
    written: datetime | None = None
    is_of_many: bool = False


class AdmissionService:
    """The control point at which a desk stands, and the decisions taken there. `clock` gives aware times.

    An operation builds a `Case`, then records one decision about it; the answer is what the screen shows:

        with event.transaction():
            answer = service.pass_through(service.case(token, subject, CheckInMethod.CODE, text))

    While `written` is set, arrivals are recorded at that time, as noted on paper (docs/adr/0032). Raises `StorageError`
    where the file cannot be read or written; a refusal is an `Answer`, not an exception.
    """

    def __init__(self, event: EventFile, clock: Callable[[], datetime], name: str, control_point: str = "") -> None:
        self._event = event
        self.name = name
        self.written: datetime | None = None
        self.takes_signatures = False
        """Whether this desk asks people to sign on its screen."""
        self.ties_codes = False
        """Whether this desk gives people codes (wristbands, cards)."""
        self.scans_only = False
        """Whether this desk only scans: no code then leads to people whose code it is not."""
        self.printing = Printing(event, clock, PrintPlan())
        self._refused: tuple[tuple[str, dict[str, object]], datetime] | None = None
        self.seats = Seats(event)
        self.position = DeskPosition(event, clock, control_point)

    @property
    def programme(self) -> Programme:
        """The programme of today."""
        return self.position.programme

    @property
    def control_point(self) -> ControlPoint:
        return self.position.control_point

    def now(self) -> datetime:
        """Return the current time in the event's zone."""
        return self.position.now()

    def reload(self) -> None:
        """Read the programme and its time zone again, keeping the control point if it is still planned."""
        self.position.reload(self.control_point.id)

    def case(
        self, token: Token | None, subject: str, how: CheckInMethod, read: str = "", point: ControlPoint | None = None
    ) -> Case:
        """Return the case of one code or person at `point`, by default where the desk stands."""
        self.position.follow_day()
        at = self.written or self.now()
        programme, here = self.position.at(at) if self.written else (self.programme, self.control_point)
        point = point or here
        known = self._event.journal.known(subject)
        entries = known_at(known.entries, self.written) if self.written else known.entries
        history = fold_records(subject, entries)[1]
        subject = history.attendee.id if history.attendee else subject  # a merged record's id becomes the person's
        taken = self.seats.taken(programme, point, subject)
        place = ScanContext(programme, point, self.name, at, *taken, self._purge_that_took(history))
        place = self._with_ticketing(place, entries)
        how = CheckInMethod.PAPER if self.written and how is not CheckInMethod.WALK_IN else how
        return Case(token, subject, known, history, place, how, read, self.written)

    def _with_ticketing(self, place: ScanContext, entries: Iterable[Entry]) -> ScanContext:
        """Return the context with the ticketing, and the person's passages where a check-in list of it decides."""
        ticketing, point = self.position.ticketing, place.control_point
        if ticketing is None or ticketing.list_at(point.id) is None:
            return place
        at = counting_point(place.programme, point).id
        return replace(place, ticketing=ticketing, passages=passages_at(entries, at))

    def signed_subject(self, token: Token) -> str:
        """Return the subject of a signed ticket whose person is not known yet, "" for any other code."""
        if self.position.ticketing is None or not self.position.ticketing.ticketing.keys:
            return ""
        from checkin.core.ticketing.position import read_signed_ticket
        from checkin.core.ticketing.pulled import signed_subject

        signed = read_signed_ticket(token.code, self.position.ticketing.ticketing.keys)
        return signed_subject(token.code) if signed else ""

    def _purge_that_took(self, history: History) -> Entry | None:
        """Return the purge that explains a code without a person, None if there was none.

        Once people were added again after a purge, an unknown person may also be known only to another desk: None then.
        """
        newest = journal_purge.newest_purge(self._event.db) if history.attendee is None else b""
        return self._event.journal.entry(newest) if newest and not journal_purge.has_people(self._event.db) else None

    def pass_through(self, case: Case) -> Answer:
        """Decide by the rules alone, and record the decision."""
        return self.record(case, decide(case.token, case.history, case.place))

    def record(self, case: Case, decision: Decision, with_it: Mapping[str, object] | None = None) -> Answer:
        """Record a decision and return its answer; `with_it` is added to the body of an admission.

        A repeated scan, and the same refusal within a moment, is answered without an entry.
        """
        entry, since = None, None
        if decision.reason is Reason.ERASED:  # a purged person must not come back by their code
            case = replace(case, token=None, subject="", read="")
        body = _passage(case) | _ticket_of(case, decision) | {"reason": decision.reason}
        if decision.reason is Reason.EXIT:
            entry, since = self._append_passage(EntryKind.CHECKED_OUT, case, body)
        elif decision.verdict is Verdict.ADMIT:
            entry, since = self._enter(case, body | dict(with_it or {}))
        elif decision.reason is not Reason.REPEATED and not self._is_refused_again(case.subject, body):
            entry = self.append(EntryKind.REFUSED, case.subject, body | _refusal(case, decision))
        return self.answer(case, decision, entry, since)

    def admit_anyway(
        self, case: Case, decision: Decision, people: int = 0, allowed: Mapping[str, object] | None = None
    ) -> Answer:
        """Admit a person in spite of a decision that asked, or that refused and was overruled by a supervisor.

        `people` counts how many of a group came, 0 for all who are still awaited. `allowed` is the body of the
        authority.
        """
        attendee = case.history.attendee
        if attendee and attendee.places > 1 and not case.place.control_point.gives:
            visit = case.history.visit(case.place.control_point.id)
            with_it: dict[str, object] = {"people": people or max(1, attendee.places - visit.people)}
        else:
            with_it = {}
        if decision.reason in (Reason.GROUP, Reason.PERSON_NEEDED) and attendee:  # questions, not rules that are broken
            is_confirmed = decision.reason is Reason.PERSON_NEEDED
            welcome = welcome_decision(attendee, case.history, case.place, is_confirmed=is_confirmed)
            welcome = replace(welcome, texts=decision.texts, position=decision.position)
            return replace(self.record(case, welcome, with_it), is_confirmed=is_confirmed)
        with_it |= _ticket_of(case, let_in_anyway(decision, case.history, case.place))
        entry, since = self._enter_over(case, decision.reason, with_it | dict(allowed or {}))
        return self.answer(case, Decision(Verdict.ADMIT, decision.reason, texts=decision.texts), entry, since)

    def append(self, kind: str, subject: str, body: Mapping[str, object]) -> Entry:
        """Append an entry with this desk's name and the current time."""
        return self._event.journal.append(kind, subject, body, at=self.now(), desk=self.name)

    def _append_passage(self, kind: str, case: Case, body: Mapping[str, object]) -> tuple[Entry, History]:
        return self._event.journal.append_passage((kind, case.subject, body), case.known, at=self.now(), desk=self.name)

    def answer(self, case: Case, decision: Decision, entry: Entry | None, since: History | None = None) -> Answer:
        """Return what the desk answers, with the person as they are after `entry` was written: `since` if that is known
        already.
        """
        is_known_anew = entry and entry.kind != EntryKind.REFUSED and case.subject
        history = since or (self._event.journal.history(case.subject) if is_known_anew else case.history)
        attendee, earlier = history.attendee or case.history.attendee, decision.earlier
        answer = Answer(
            decision.verdict,
            decision.reason,
            entry.happened_at if entry else case.place.at,
            case.place.control_point,
            case.how,
            attendee=attendee,
            ticket=case.token.code if case.token else (attendee.ticket_code if attendee else ""),
            read=case.read,
            entry=entry.id if entry else None,
            earlier=EarlierPassage(
                earlier.happened_at if earlier else None,
                earlier.desk if earlier else "",
                self._passage(case, history) if decision.verdict is Verdict.DUPLICATE else None,
            ),
            speaker=decision.speaker,
            is_override=entry is not None and "over" in entry.body,
            missing=decision.missing,
            entered=stated_people(entry) if entry else 0,
            replaced_by=substitute_of(self._event, history),
            came=history.visit(counting_point(self.programme, case.place.control_point).id).people,
            moved_to=decision.moved_to,
            badge=self._badge(case, entry),
            desk=DeskAbilities(
                prints=bool(self.printing.plan.printer),
                signs=self.takes_signatures and attendee is not None,
                ties=self.ties_codes,
                scans_only=self.scans_only,
            ),
            counts=self._seat_counts(case, entry),
            order=OrderPeople(host=name_of_host(self._event, attendee) if attendee else ""),
            is_after_purge=case.place.purge is not None,
            is_checked=case.place.is_checked,
            thing=self._thing(case, case.history if decision.reason is Reason.EXIT else history),
            lent=self._lent(case, decision, history),
            giving=GivenCode(case.token.number if case.token else 0),
            ticketing=TicketingAnswer(decision.explanations, decision.texts, decision.choices),
            payment=NotedPayment(entry=self._payment(decision, history)),
            photograph=photograph_digest((history if history.attendee else case.history).photograph),
        )
        answer = answer if case.written or case.is_of_many else self.with_others(answer)
        if attendee and decision.reason is Reason.NO_ACCESS:
            return replace(answer, alternatives=self._elsewhere(attendee, answer.at))
        return add_alternatives(answer, self.programme, self.seats)

    def _elsewhere(self, person: Attendee, at: datetime) -> Alternatives:
        """Return the control points that let the person in now, else those that will."""
        now = [p for p in open_points_for(person, self.programme, at) if self._lets_in(person, p, at)]
        later = [] if now else later_points_for(person, self.programme, at)
        later = [p for p in later if self._lets_in(person, p, p.opens or at)]
        return Alternatives(open_to=tuple(now), open_later=tuple(later[:MOST]))

    def _lets_in(self, person: Attendee, point: ControlPoint, at: datetime) -> bool:
        """Whether a control point neither refuses the person at that time nor asks about a booking."""
        case = self.case(None, person.id, CheckInMethod.SEARCH, point=point)
        decision = decide(None, case.history, replace(case.place, at=at, is_checked=True))
        return decision.verdict is not Verdict.REFUSE and decision.reason is not Reason.NOT_REGISTERED

    def with_others(self, answer: Answer) -> Answer:
        """Return the answer with the others of the order, each with what is read at the door, and why they would not be
        let in; who gets a thing is asked for its number first.
        """
        if answer.lent.is_asked:
            return answer
        found = []
        for other in order_members(self._event, answer, self.programme):
            case = self.case(None, other.attendee.id, CheckInMethod.SEARCH, point=answer.control_point)
            decision = decide(case.token, case.history, case.place)
            asks = None if decision.verdict is Verdict.ADMIT else decision.reason
            found.append(replace(other, asks=asks, columns=read_at_door(other.attendee, self.programme)))
        return replace(answer, order=replace(answer.order, others=tuple(found))) if found else answer

    def _thing(self, case: Case, history: History) -> str:
        """Return what the person has, or just brought back, of this control point: “headset 12”."""
        point = counting_point(self.programme, case.place.control_point)
        number = history.visit(point.id).thing
        return f"{point.gives} {number}".strip() if number else ""

    def _lent(self, case: Case, decision: Decision, history: History) -> LentThing:
        """Return which things are lent here, and whether the person may be given one, or another, now."""
        point = case.place.control_point
        visit = history.visit(point.id)
        is_served = decision.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and decision.reason is not Reason.LENT
        may_get_one = not visit.thing or decision.reason is Reason.ALREADY_ARRIVED
        is_asked = bool(point.gives) and point.mode is PointMode.ENTRY and is_served and visit.is_inside and may_get_one
        return LentThing(counting_point(self.programme, point).gives, is_asked)

    def _seat_counts(self, case: Case, entry: Entry | None) -> SeatCounts:
        """Return the counts of the session here, with the person who has just come in."""
        place = case.place
        session = self.programme.session(place.control_point.session)
        capacity, inside = session.capacity if session else 0, place.inside
        if capacity and entry and entry.kind == EntryKind.CHECKED_IN:
            inside = self._event.attendees.inside(place.control_point.id)
        return SeatCounts(place.seats, inside, place.kept, capacity=capacity)

    def _passage(self, case: Case, history: History) -> Entry | None:
        """Return the person's newest entry or exit here, at any desk."""
        visit = history.visit(counting_point(self.programme, case.place.control_point).id)
        return visit.left or visit.entered

    def _payment(self, decision: Decision, history: History) -> Entry | None:
        """Return the payment noted at this desk by which the person did not come in, where they do not now either."""
        is_out = decision.verdict in (Verdict.REFUSE, Verdict.ASK) and decision.reason is not Reason.UNDONE
        return history.payment if is_out and history.payment and history.payment.desk == self.name else None

    def _badge(self, case: Case, entry: Entry | None) -> RequestedBadge | None:
        """Return the badge requested by a first arrival, in the same transaction; None if none is.

        An arrival entered from paper prints none: the person has passed the desk already. Nor does one on a further
        day: a badge serves all of them.
        """
        person = case.history.attendee
        entrance = planned_id(counting_point(self.programme, case.place.control_point).id)
        before = (visit for point, visit in case.history.visits.items() if planned_id(point) == entrance)
        is_first = entry is not None and entry.kind == EntryKind.CHECKED_IN and not any(v.arrived for v in before)
        first = planned_id(self.programme.control_points[0].id)
        if person is None or case.written or not is_first or not self.printing.plan.prints_at(entrance, first):
            return None
        return self.printing.arrived(person)

    def exchange(self, case: Case, session: Session) -> list[Entry]:
        """Register the person of the case for `session` instead of what they booked at the same time.

        They are checked out of the sessions they give up. The first entry returned names the others, so that undoing it
        undoes all.
        """
        person = case.history.attendee
        assert person
        given_up = overlapping_registrations(person, self.programme, session)
        left = [self._leave(case, entrance) for s in given_up if (entrance := session_entry(self.programme, s))]
        kept = [s for s in person.sessions if s not in {g.id for g in given_up} and s != session.id]
        body = _passage(case) | {"changes": {"sessions": [list(person.sessions), [*kept, session.id]]}}
        body |= {"moved_to": session.id, "together": [e.id.hex() for e in left if e]}
        return [self.append(EntryKind.ATTENDEE_CORRECTED, case.subject, body), *filter(None, left)]

    def _leave(self, case: Case, entrance: ControlPoint) -> Entry | None:
        if not case.history.visit(entrance.id).is_inside:
            return None
        return self.append(EntryKind.CHECKED_OUT, case.subject, {"control_point": entrance.id, "reason": Reason.MOVED})

    def _is_refused_again(self, subject: str, body: dict[str, object]) -> bool:
        """Whether the same person or code was refused for the same reason at this desk a moment ago.

        Such a refusal is shown again but written once. Remembers this one for the next call.
        """
        before, now = self._refused, self.now()
        self._refused = (subject, dict(body)), now
        return before is not None and before[0] == (subject, body) and abs(now - before[1]) < REPEAT

    def _enter(self, case: Case, body: dict[str, object]) -> tuple[Entry, History]:
        """Record an arrival, and take the person off the waiting list of this session; return what is known since."""
        session = case.place.control_point.session
        if session in case.history.waiting:
            gone = self.append(EntryKind.WAITING_LEFT, case.subject, {"session": session})
            body = _undone_together(body, [gone])
        return self._append_passage(EntryKind.CHECKED_IN, case, body)

    def _enter_over(self, case: Case, reason: Reason, with_it: Mapping[str, object]) -> tuple[Entry, History]:
        """Record an admission against the rules, naming in `together` the entries that undo must undo with it."""
        body = _passage(case) | {"reason": reason, "over": reason} | dict(with_it)
        body = _undone_together(body, self._append_changes(case, reason))
        if case.place.control_point.mode is PointMode.ENTRY:
            return self._enter(case, body)
        if case.history.visit(str(body["control_point"])).is_inside:
            return self._append_passage(EntryKind.CHECKED_OUT, case, body | {"reason": Reason.EXIT})
        body["reason"] = Reason.EXIT_WITHOUT_ENTRY
        body["together"] = [self.append(EntryKind.CHECKED_IN, case.subject, body).id.hex()]
        return self._append_passage(EntryKind.CHECKED_OUT, case, body)

    def _append_changes(self, case: Case, reason: Reason) -> list[Entry]:
        """Record what the admission changes about the person, and return the entries.

        An online attendee is on site from now on; one who booked another session at this time is registered here
        instead.
        """
        person, session = case.history.attendee, self.programme.session(case.place.control_point.session)
        if person and reason is Reason.REMOTE:
            changes = {"presence": [person.presence, Presence.ON_SITE]}
            return [self.append(EntryKind.ATTENDEE_CORRECTED, case.subject, {"changes": changes})]
        is_full_or_other = reason in (Reason.NOT_REGISTERED, Reason.FULL)
        if person and session and is_full_or_other and overlapping_registrations(person, self.programme, session):
            return self.exchange(case, session)
        return []


def _undone_together(body: dict[str, object], entries: list[Entry]) -> dict[str, object]:
    """Return `body` with these entries added to those that are undone together with it."""
    named = body.get("together")
    both = [*(named if isinstance(named, list) else ()), *(e.id.hex() for e in entries)]
    return body | ({"together": both} if both else {})


def _ticket_of(case: Case, decision: Decision) -> dict[str, object]:
    """Return which ticket of a ticketing counts: its number, or the code of one whose person is not known here yet."""
    if decision.position:
        return {"position": decision.position}
    is_signed = case.token is not None and case.history.attendee is None and case.place.ticketing is not None
    is_taken = is_signed and decision.reason not in (Reason.UNKNOWN, Reason.NOT_HEARD_OF)
    return {"code": case.token.code} if is_taken and case.token else {}


def _passage(case: Case) -> dict[str, object]:
    """Return the body that every entry at a control point has. An exit is written on the entrance it belongs to."""
    entrance = counting_point(case.place.programme, case.place.control_point)
    body: dict[str, object] = {"control_point": entrance.id, "how": case.how}
    if case.token and case.token.code:
        body["ticket"] = case.token.code[:READ_LIMIT]
    if case.place.is_checked:
        body[CHECKED] = True
    if case.written:
        body[WRITTEN_AT] = case.written.isoformat()
    return body


def _refusal(case: Case, decision: Decision) -> dict[str, object]:
    """Return what only the entry of a refused scan says: the verdict, what was read of nobody, and whether somebody was
    about to leave.
    """
    body: dict[str, object] = {"verdict": decision.verdict}
    if case.read and not case.history.attendee:
        body["read"] = case.read
    if case.place.control_point.mode is PointMode.EXIT:
        body["is_exit"] = True
    return body


def make_displayable(text: str) -> str:
    """Return `text` safe to show and store: one line, printable characters, at most `READ_LIMIT`."""
    bare = text.strip()
    visible = bare[:READ_LIMIT]
    if not visible.isprintable():
        visible = "".join(c if c.isprintable() else "·" for c in visible)
    return visible + ("…" if len(bare) > READ_LIMIT else "")
