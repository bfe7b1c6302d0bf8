# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether a person may be admitted at a control point now: by the organiser's rules (`admission_rules`), or at
a check-in list by those of its ticketing (`ticket_admission`). Pure.
"""

from dataclasses import replace

from checkin.core.admission_rules import decide_by_rules
from checkin.core.decision import Decision, Reason, ScanContext, Verdict
from checkin.core.history import History
from checkin.core.programme.programme import PointMode
from checkin.core.programme.programme_edits import planned_id
from checkin.core.tokens import Token


def decide(token: Token | None, history: History, place: ScanContext) -> Decision:
    """Return the decision on one scan, by the first rule that has something to say.

    `token` is what was read, None for a person picked from the list; `history` is that person's, empty if unknown. A
    code that the list names is that person's ticket, whatever its origin. What the control point has checked is asked
    first, of a person who would be let in or asked about. Never raises; pure.
    """
    decision = _by_the_rules_here(token, history, place)
    visit = history.visit(place.control_point.id)
    if decision.verdict is Verdict.REFUSE and decision.earlier is None and visit.is_inside:
        return replace(decision, earlier=visit.entered)  # let in all the same before, as by a supervisor
    is_answered = decision.verdict in (Verdict.ADMIT, Verdict.ASK)
    return Decision(Verdict.ASK, Reason.TO_CHECK) if is_answered and _is_check_due(history, place) else decision


def let_in_anyway(decision: Decision, history: History, place: ScanContext) -> Decision:
    """Return a decision that refused, as it is recorded where the person is let in all the same."""
    if place.ticketing and (check_in_list := place.ticketing.list_at(place.control_point.id)):
        from checkin.core import ticket_admission

        return ticket_admission.let_in_anyway(decision, history, place, check_in_list)
    return decision


def _is_check_due(history: History, place: ScanContext) -> bool:
    """Whether the volunteer has to confirm a check: before the first entry of a known person."""
    point = place.control_point
    if not point.checks or place.is_checked or point.mode is PointMode.EXIT or history.attendee is None:
        return False
    own = planned_id(point.id)  # who was seen on one day need not be seen again on the next
    return not any(visit.arrived for each, visit in history.visits.items() if planned_id(each) == own)


def _by_the_rules_here(token: Token | None, history: History, place: ScanContext) -> Decision:
    if place.ticketing and (check_in_list := place.ticketing.list_at(place.control_point.id)):
        from checkin.core.ticket_admission import decide_by_ticketing  # loaded where there is a ticketing alone

        return decide_by_ticketing(token, history, place, check_in_list)
    return decide_by_rules(token, history, place)
