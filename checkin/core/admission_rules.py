# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of admission at a control point of the organiser's, and which control point a desk should hold. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.attendee import Attendee, Presence, Status, text_field
from checkin.core.chosen_columns import rules_that_hold
from checkin.core.decision import REPEAT, Decision, Reason, ScanContext, Verdict
from checkin.core.history import History, Visit
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Reentry, Requirement, Session, Speaker
from checkin.core.programme.programme_edits import day_by_clock, planned_id
from checkin.core.text_folding import fold_text
from checkin.core.ticketing.ticketing_status import list_number
from checkin.core.tokens import CodeOrigin, Token

# Access rules: the control points an attendee may enter, and the sessions of the same time they could exchange.


def may_enter(attendee: Attendee, programme: Programme, point: ControlPoint) -> bool:
    """Whether the attendee's category and fields satisfy what the control point demands."""
    is_meant = admits_category(programme, point, attendee.category)
    return is_meant and all(meets(text_field(attendee, required.field), required) for required in point.requires)


def decides_entrance(field: str, programme: Programme) -> bool:
    """Whether a person's value of this field may open a control point to them, or close one."""
    required = {fold_text(each.field) for point in programme.control_points for each in point.requires}
    return field in ("category", "sessions") or fold_text(field) in required


def count_meeting(people: Iterable[Attendee], required: Requirement) -> int:
    """Return how many of these people a condition of entry lets in."""
    return sum(meets(text_field(person, required.field), required) for person in people)


def admits_category(programme: Programme, point: ControlPoint, text: str) -> bool:
    """Whether a control point is open to a category as lists write it."""
    category = programme.category_named(text)
    return not point.categories or (category.id if category else text) in point.categories


def required_category(programme: Programme, point: ControlPoint) -> Requirement | None:
    """Return the condition that a control point's categories are, with their names; None for one open to all."""
    names = tuple(map(programme.category_name, point.categories))
    return Requirement("category", names) if names else None


def is_open(point: ControlPoint, at: datetime) -> bool:
    return not (point.opens and at < point.opens) and not (point.closes and at >= point.closes)


def open_points_for(attendee: Attendee, programme: Programme, at: datetime) -> list[ControlPoint]:
    """Return the entry points that are open at `at` and that the attendee may enter."""
    return [
        p
        for p in programme.control_points
        if p.mode is PointMode.ENTRY and is_open(p, at) and may_enter(attendee, programme, p)
    ]


def later_points_for(attendee: Attendee, programme: Programme, at: datetime) -> list[ControlPoint]:
    """Return the entry points that open after `at` and that the attendee may enter then, the next first."""
    later = [
        (p.opens, p)
        for p in programme.control_points
        if p.mode is PointMode.ENTRY and p.opens and at < p.opens and may_enter(attendee, programme, p)
    ]
    return [p for _, p in sorted(later, key=lambda each: each[0])]


def session_entry(programme: Programme, session: Session) -> ControlPoint | None:
    """Return the control point that lets people into the session; None if no desk scans there."""
    return next((p for p in programme.control_points if p.session == session.id and p.mode is PointMode.ENTRY), None)


def lets_into(programme: Programme, point: ControlPoint, session: Session, attendee: Attendee) -> bool:
    """Whether a registrant of the session enters it at `point`: its own control point, or where it has none that of
    another session that the person booked, as of all workshops together.
    """
    own = session_entry(programme, session)
    is_there = point.session in attendee.sessions if own is None else point.id == own.id
    return is_there and point.mode is PointMode.ENTRY


def alternative_sessions(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """Return the other bookable sessions that overlap `session` and that the attendee may enter."""
    return [
        other
        for other in programme.sessions
        if other.is_booked and other.id != session.id and are_overlapping(other, session)
        if (entrance := session_entry(programme, other)) is None or may_enter(attendee, programme, entrance)
    ]


def overlapping_registrations(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """Return the attendee's registrations that overlap `session`, which attending `session` would give up."""
    if session.id in attendee.sessions or not session.is_booked:
        return []
    return [other for other in alternative_sessions(attendee, programme, session) if other.id in attendee.sessions]


def are_overlapping(one: Session, other: Session) -> bool:
    """Whether two sessions overlap; False where either has no times."""
    if not (one.starts and one.ends and other.starts and other.ends):
        return False
    return one.starts < other.ends and other.starts < one.ends


def meets(text: str, required: Requirement) -> bool:
    """Whether a value is one of those required, ignoring case and accents."""
    return fold_text(text) in map(fold_text, required.values)


_REFUSED_BY_TEXT = {
    CodeOrigin.UNREADABLE: Decision(Verdict.REFUSE, Reason.UNREADABLE),
    CodeOrigin.OTHER_EVENT: Decision(Verdict.REFUSE, Reason.OTHER_EVENT),
    CodeOrigin.FORGED: Decision(Verdict.REFUSE, Reason.FORGED),
    CodeOrigin.FOREIGN: Decision(Verdict.REFUSE, Reason.UNKNOWN),
    CodeOrigin.TRIAL: Decision(Verdict.REFUSE, Reason.TRIAL),
    CodeOrigin.GENUINE: Decision(Verdict.ASK, Reason.NOT_HEARD_OF),
    CodeOrigin.BLANK: Decision(Verdict.REFUSE, Reason.BLANK),
}


def decide_by_rules(token: Token | None, history: History, place: ScanContext) -> Decision:
    """Return the decision of the first rule that has something to say."""
    attendee = history.attendee
    if attendee is None:
        # A genuine code of an unknown person that was admitted before is a duplicate like any other.
        decision = text_decision(token, place)
        if decision.verdict is not Verdict.ASK:
            return decision
        return presence_decision(history, place) or _hours(place) or _fullness(place) or decision
    return (
        registration_decision(token, attendee, history)
        or presence_decision(history, place)
        or _hours(place)
        or _access(attendee, history, place)
        or _incomplete(attendee, place)
        or _group(attendee, history, place)
        or person_needed_decision(attendee, history, place)
        or welcome_decision(attendee, history, place)
    )


def text_decision(token: Token | None, place: ScanContext) -> Decision:
    """Return the decision on a code of an unknown person. After a purge a genuine code is one of an erased person."""
    origin = token.origin if token else CodeOrigin.FOREIGN
    if origin in (CodeOrigin.GENUINE, CodeOrigin.BLANK) and place.purge:
        return Decision(Verdict.REFUSE, Reason.ERASED, earlier=place.purge)
    return _REFUSED_BY_TEXT[origin]


def registration_decision(token: Token | None, attendee: Attendee, history: History) -> Decision | None:
    if token and token.code in history.revoked_codes:
        return Decision(Verdict.REFUSE, Reason.CODE_REPLACED)
    match attendee.status:
        case Status.BLOCKED:
            return Decision(Verdict.REFUSE, Reason.BLOCKED)
        case Status.CANCELLED:
            return Decision(Verdict.REFUSE, Reason.CANCELLED)
    return None


def presence_decision(history: History, place: ScanContext) -> Decision | None:
    visit = history.visit(place.control_point.id)
    if place.control_point.mode is PointMode.EXIT:
        return exit_decision(history, place)
    if not visit.is_inside or visit.arrived is None:
        return _return(visit, place)
    if history.attendee and 1 <= visit.people < history.attendee.places and not place.control_point.gives:
        return None  # the rest of a group is no repetition, however soon the code comes again
    newest = visit.entered or visit.arrived
    if newest.desk == place.desk and abs(place.at - newest.happened_at) < REPEAT:
        return Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=newest)
    if place.control_point.reentry is Reentry.ALWAYS and not place.control_point.gives:
        return None
    return Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=visit.arrived)


def _return(visit: Visit, place: ScanContext) -> Decision | None:
    """Return the refusal of a person who went out where re-entry is never allowed, else None."""
    if visit.arrived is None or place.control_point.reentry is not Reentry.NEVER:
        return None
    return Decision(Verdict.REFUSE, Reason.NO_RETURN, earlier=visit.left)


def returns_unnoticed(programme: Programme, point: ControlPoint) -> bool:
    """Whether a person who went out and comes back looks like one who is already in: re-entry follows a recorded exit,
    and no control point records any. Of tables where something is given once it is not asked.
    """
    if point.reentry is not Reentry.AFTER_EXIT or not _is_door(programme, point):
        return False
    return not exits_are_noted(programme, point) and not list_number(point.id)


def exits_are_noted(programme: Programme, point: ControlPoint) -> bool:
    """Whether `point` is a door where a control point records who goes out."""
    is_noted = any(p.mode is PointMode.EXIT and p.session == point.session for p in programme.control_points)
    return is_noted and _is_door(programme, point)


def _is_door(programme: Programme, point: ControlPoint) -> bool:
    """Whether people go in at `point`, which no table is where something is given."""
    if point.mode is PointMode.EXIT or point.gives:
        return False
    return bool(point.session) or planned_id(point.id) == planned_id(programme.control_points[0].id)


def exit_decision(history: History, place: ScanContext) -> Decision:
    """Return the decision on an exit. It closes the visit at the entry point of the same session, which holds the
    count.
    """
    entrance = counting_point(place.programme, place.control_point)
    visit = history.visit(entrance.id)
    if visit.is_inside:
        return Decision(Verdict.ADMIT, Reason.EXIT)
    if visit.left and visit.left.desk == place.desk and abs(place.at - visit.left.happened_at) < REPEAT:
        return Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=visit.left)
    return Decision(Verdict.ASK, Reason.EXIT_WITHOUT_ENTRY)


def counting_point(programme: Programme, point: ControlPoint) -> ControlPoint:
    """Return the control point whose count a scan at `point` changes: `point` itself, or for an exit its entry
    point.
    """
    if point.mode is PointMode.ENTRY:
        return point
    ways_in = [p for p in programme.control_points if p.mode is PointMode.ENTRY and p.session == point.session]
    number = list_number(point.id)
    return next((p for p in ways_in if number and list_number(p.id) == number), next(iter(ways_in), point))


def _hours(place: ScanContext) -> Decision | None:
    opens, closes = place.control_point.opens, place.control_point.closes
    if opens and place.at < opens:
        return Decision(Verdict.REFUSE, Reason.TOO_EARLY)
    if closes and place.at >= closes:
        return Decision(Verdict.REFUSE, Reason.TOO_LATE)
    return None


def _access(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    if not may_enter(attendee, place.programme, place.control_point):
        return Decision(Verdict.REFUSE, Reason.NO_ACCESS)
    if attendee.status is Status.PENDING:
        return Decision(Verdict.ASK, Reason.PENDING)
    if attendee.status is Status.UNPAID:
        return Decision(Verdict.ASK, Reason.UNPAID)
    if attendee.presence is Presence.REMOTE:
        return Decision(Verdict.ASK, Reason.REMOTE)
    return _session(attendee, history, place)


def _session(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    """Return a refusal of a person without a booking where no seat is free. Booked seats are kept for those who booked
    them; the others are first come, first served. In an overbooked room a booked person is let in all the same, or
    asked about, as the programme says.
    """
    session = place.programme.session(place.control_point.session)
    if session is None or history.visit(place.control_point.id).is_inside:
        return None
    if session.is_booked and session.id in attendee.sessions:
        is_asked = session.asks_when_full and 0 < session.capacity <= place.inside
        return Decision(Verdict.ASK, Reason.ROOM_FULL) if is_asked else None
    return _fullness(place) or (Decision(Verdict.ASK, Reason.NOT_REGISTERED) if session.is_booked else None)


def _fullness(place: ScanContext) -> Decision | None:
    return Decision(Verdict.REFUSE, Reason.FULL) if place.seats == 0 else None


def _incomplete(attendee: Attendee, place: ScanContext) -> Decision | None:
    missing = tuple(name for name in place.control_point.asks_for if not text_field(attendee, name))
    return Decision(Verdict.ASK, Reason.INCOMPLETE, missing=missing) if missing else None


def person_needed_decision(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    """Return the question whether a person may go in about whom a rule of a column needs a volunteer. Once they were
    let in anywhere, a volunteer has seen them.
    """
    if not place.programme.columns or any(visit.arrived for visit in history.visits.values()):
        return None
    rules = rules_that_hold(attendee, place.programme)
    return Decision(Verdict.ASK, Reason.PERSON_NEEDED) if any(rule.needs_person for _, rule in rules) else None


def _group(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    """Return the question how many of a group came, until all are in. A group that went out comes back together and is
    not asked; on one code one thing is lent.
    """
    if place.control_point.gives:
        return None
    visit = history.visit(place.control_point.id)
    is_back = visit.arrived is not None and not visit.is_inside
    is_asked = attendee.places > 1 and not is_back and visit.people < attendee.places
    return Decision(Verdict.ASK, Reason.GROUP) if is_asked else None


def welcome_decision(
    attendee: Attendee, history: History, place: ScanContext, *, is_confirmed: bool = False
) -> Decision:
    """Return the admission of an attendee who passed every rule, with what calls for attention; a rule that needs a
    volunteer calls for none once `is_confirmed`.
    """
    if history.visit(place.control_point.id).arrived:
        return Decision(Verdict.ADMIT, Reason.REENTRY)
    speaker = speaker_for(attendee, place.programme)
    if speaker and not speaker.is_confirmed:
        return _with_notice(Reason.SPEAKER_TO_CONFIRM, speaker, place)
    category = place.programme.category_named(attendee.category)
    rules = [rule for _, rule in rules_that_hold(attendee, place.programme) if not (rule.needs_person and is_confirmed)]
    if speaker or attendee.note or rules or (category and category.calls_attention):
        return _with_notice(Reason.ATTENTION, speaker, place)
    return Decision(Verdict.ADMIT, Reason.WELCOME)


def _with_notice(reason: Reason, speaker: Speaker | None, place: ScanContext) -> Decision:
    """Return the admission of a person about whom the team has something to read; a guest alone is let in only once
    somebody has.
    """
    if place.is_alone:
        return Decision(Verdict.ASK, Reason.PERSON_NEEDED)
    return Decision(Verdict.ADMIT, reason, speaker=speaker)


def speaker_for(attendee: Attendee, programme: Programme) -> Speaker | None:
    """Return the speaker with the attendee's name, whatever the order of its words, case and accents."""
    name = sorted(fold_text(attendee.name).split())
    return next((s for s in programme.speakers if sorted(fold_text(s.name).split()) == name), None)


# Proposes the control point where a desk should stand by the clock; the volunteer decides where there is a choice.

SOON = timedelta(minutes=10)
"""How long before its opening a control point is proposed, and how long after its session has begun: guests come early
and late, and volunteers need to walk.
"""


@dataclass(frozen=True, slots=True)
class Handover:
    """The control points that may need a desk now, in the order of the programme. `is_over`: this desk's own has
    closed, or has no closing hour and gives way to the last session of the day.
    """

    points: tuple[ControlPoint, ...]
    is_over: bool

    @property
    def only(self) -> ControlPoint | None:
        """The one control point to move to: the desk's own is over and one is left; else None."""
        return self.points[0] if self.is_over and len(self.points) == 1 else None


def handover(programme: Programme, here: ControlPoint, now: datetime) -> Handover | None:
    """Return the control points to propose; None while the desk can stay."""
    if last := _last_of_day(programme, here, now):
        return Handover(last, is_over=True)
    is_over = _is_over(programme, here, now)
    others = (p for p in programme.control_points if p.id != here.id and p.mode is PointMode.ENTRY)
    wanted = tuple(
        p for p in others if _is_wanted(programme, p, here, now) or (is_over and _follows(programme, p, here, now))
    )
    return Handover(wanted, is_over) if wanted else None


def latest_over(programme: Programme, here: ControlPoint, now: datetime) -> ControlPoint:
    """Return where a desk stands that is opened after everything: of the ways into the session of `here` the one that
    opened last, once all of them have closed; else `here`.
    """
    alike = (p for p in programme.control_points if p.mode is PointMode.ENTRY and p.session == here.session)
    since = [(p.opens, p) for p in alike if p.opens and (here.opens is None or p.opens > here.opens)]
    if here.closes is None or now < here.closes or any(opens > now or is_open(p, now) for opens, p in since):
        return here
    return max(since, key=lambda each: each[0], default=(now, here))[1]


def _last_of_day(programme: Programme, here: ControlPoint, now: datetime) -> tuple[ControlPoint, ...]:
    """Return the open control points of the day's last sessions, for a desk at an arrival without a closing hour: once
    nothing else goes on, people come for these. Empty before that.
    """
    today = day_by_clock(programme, now)
    begins = {s.id: s.starts for s in programme.sessions if s.starts and day_by_clock(programme, s.starts) == today}
    is_entrance = here.mode is PointMode.ENTRY and not (here.gives or here.closes or here.session)
    if not is_entrance or len({*begins.values()}) < 2:
        return ()
    last = {each for each, starts in begins.items() if starts == max(begins.values())}
    doors = tuple(
        p
        for p in programme.control_points
        if p.session in last and p.mode is PointMode.ENTRY and p.opens and is_open(p, now)
    )
    going_on = {s.id for s in programme.sessions if s.id in begins and now < (s.ends or begins[s.id])}
    return doors if going_on <= {p.session for p in doors} else ()


def _is_over(programme: Programme, here: ControlPoint, now: datetime) -> bool:
    """Whether this control point has closed, or without a closing hour is of a session of an earlier day."""
    if here.closes:
        return now >= here.closes
    session = programme.session(here.session)
    begins = session.starts if session else None
    return begins is not None and day_by_clock(programme, begins) < day_by_clock(programme, now)


def _is_wanted(programme: Programme, point: ControlPoint, here: ControlPoint, now: datetime) -> bool:
    """Whether people come to `point` about now. Never one that opened before the own one."""
    if point.opens is None or (here.opens and point.opens <= here.opens):
        return False
    session = programme.session(point.session)
    begins = session.starts if session and session.starts else point.opens
    return point.opens - SOON <= now < max(point.opens, begins) + SOON


def _follows(programme: Programme, point: ControlPoint, here: ControlPoint, now: datetime) -> bool:
    """Whether `point` is open and comes after the desk's own one, which is over: an arrival without hours does where
    the own one has no closing hour.
    """
    if not is_open(point, now) or _is_over(programme, point, now):
        return False
    if point.opens is None:
        return here.closes is None and not point.session
    return not (here.opens and point.opens <= here.opens)
