# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of admission at a control point of the organiser's, in their order. Pure."""

from checkin.core.access import may_enter
from checkin.core.attendee import Attendee, Presence, Status
from checkin.core.attendee_body import text_field
from checkin.core.chosen_columns import rules_that_hold
from checkin.core.decision import REPEAT, Decision, Reason, ScanContext, Verdict
from checkin.core.history import History, Visit
from checkin.core.programme.daily_points import planned_id
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Reentry, Speaker
from checkin.core.text_folding import fold_text
from checkin.core.ticketing.ticketing_ids import list_number
from checkin.core.tokens import CodeOrigin, Token

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
