# SPDX-License-Identifier: GPL-3.0-or-later
"""The small pill beside a name in a list: icon, word and colour of a person's state."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkin.core.answer import SearchMatch
from checkin.core.attendee import CheckInMethod, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.people.people_filter import PersonAtPoint
from checkin.core.person_state import PersonState, person_state, state_text, status_text
from checkin.core.scan_outcomes import RecentScan, Then
from checkin.translation import clock_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.answer_wording import accompanied_text
from checkin.ui.look.theme import LIGHT, Colours, Tokens


@dataclass(frozen=True, slots=True)
class Pill:
    """A pill. Shape and word carry the meaning; the colour only helps."""

    text: str
    icon: str
    colours: Colours


_IN = Message("passage", "In")
_ON_PAPER = Message("passage", "Paper")
_BACK = Message("passage", "Back")
_OUT = Message("passage", "Out")
_LENT, _GIVEN_BACK = Message("passage", "Lent"), Message("passage", "Given back")
_LOAN_UNDONE, _RETURN_UNDONE = Message("passage", "Loan undone"), Message("passage", "Return undone")
_ALREADY = Message("passage", "Already in")
_ASKED = Message("passage", "To check")
_REFUSED = Message("passage", "Refused")
_OUTCOMES = {
    Then.IN: Message("passage", "then in {time}"),
    Then.OUT: Message("passage", "then out {time}"),
    Then.UNDONE: Message("passage", "then arrival undone"),
    Then.SENT: Message("passage", "then sent to {to}"),
    Then.WAITING: Message("passage", "then on the waiting list"),
}
_LOAN_OUTCOMES = {
    Then.IN: Message("passage", "then lent {time}"),
    Then.OUT: Message("passage", "then given back {time}"),
    Then.UNDONE: Message("passage", "then loan undone"),
}
_ARRIVAL_UNDONE, _EXIT_UNDONE = Message("passage", "Arrival undone"), Message("passage", "Exit undone")


def scan_pill(passage: RecentScan, t: Tokens) -> Pill:
    """Return the pill of a recent scan, quiet once its case is settled."""
    pill = _happened(passage, t)
    return replace(pill, colours=t.pill_quiet) if passage.outcome else pill


def _happened(passage: RecentScan, t: Tokens) -> Pill:
    if passage.is_undone or passage.reason is Reason.UNDONE:
        arrival, leaving = (_LOAN_UNDONE, _RETURN_UNDONE) if passage.is_loan else (_ARRIVAL_UNDONE, _EXIT_UNDONE)
        is_exit = passage.reason in (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)
        return Pill(translate(leaving if is_exit else arrival), "undo-2", t.pill_quiet)
    match passage.verdict:
        case Verdict.ADMIT:
            return _admitted(passage, t)
        case Verdict.DUPLICATE:
            return Pill(translate(_ALREADY), "clock", t.pill_person)
        case Verdict.ASK:
            return Pill(translate(_ASKED), "circle-question-mark", t.pill_person)
        case Verdict.REFUSE:
            return Pill(translate(_REFUSED), "x", t.pill_refused)


def _admitted(passage: RecentScan, t: Tokens) -> Pill:
    match passage.reason:
        case Reason.EXIT | Reason.EXIT_WITHOUT_ENTRY:
            return Pill(translate(_GIVEN_BACK if passage.is_loan else _OUT), "log-out", t.pill_exit)
        case _ if passage.is_loan:
            return Pill(translate(_LENT), "send", t.pill_ok)
        case Reason.REENTRY:
            return Pill(translate(_BACK), "log-in", t.pill_ok)
        case Reason.ATTENTION | Reason.SPEAKER_TO_CONFIRM:
            return Pill(translate(_IN), "star", t.pill_ok)
    if passage.how is CheckInMethod.PAPER:
        return Pill(translate(_ON_PAPER), "pencil", t.pill_ok)
    return Pill(translate(_IN), "check", t.pill_ok)


def person_pill(standing: PersonAtPoint, t: Tokens) -> Pill:
    """Return the pill of a person's state at the control point."""
    state = person_state(standing)
    icon, colours = _STATES[state]
    return Pill(state_text(standing, translate, clock_time), icon, colours(t))


def status_pill(status: Status, t: Tokens) -> Pill:
    """Return the pill of a registration status, regardless of arrivals."""
    icon, colours = _STATUSES[status]
    return Pill(status_text(status, translate), icon, colours(t))


_STATUSES: dict[Status, tuple[str, Callable[[Tokens], Colours]]] = {
    Status.CONFIRMED: ("check", lambda t: t.pill_quiet),
    Status.PENDING: ("hourglass", lambda t: t.pill_person),
    Status.UNPAID: ("banknote", lambda t: t.pill_person),
    Status.CANCELLED: ("ticket-x", lambda t: t.pill_refused),
    Status.BLOCKED: ("ban", lambda t: t.pill_refused),
}
_STATES: dict[PersonState, tuple[str, Callable[[Tokens], Colours]]] = {
    PersonState.EXPECTED: ("circle", lambda t: t.pill_quiet),
    PersonState.ELSEWHERE: ("user-check", lambda t: t.pill_person),
    PersonState.ARRIVED: ("check", lambda t: t.pill_ok),
    PersonState.PART: ("users", lambda t: t.pill_person),
    PersonState.OUT: ("log-out", lambda t: t.pill_exit),
    PersonState.REMOTE: ("monitor", lambda t: t.pill_exit),
    PersonState.PENDING: _STATUSES[Status.PENDING],
    PersonState.UNPAID: _STATUSES[Status.UNPAID],
    PersonState.CANCELLED: _STATUSES[Status.CANCELLED],
    PersonState.REPLACED: ("arrow-left-right", lambda t: t.pill_refused),
    PersonState.BLOCKED: _STATUSES[Status.BLOCKED],
    PersonState.WAITING: ("hourglass", lambda t: t.pill_person),
    PersonState.NOT_BOOKED: ("circle-question-mark", lambda t: t.pill_person),
}


def match_details(match: SearchMatch) -> tuple[str, str]:
    """Return the two texts under a name: arrival desk, whom they accompany and organisation (may be shortened); and
    what tells namesakes apart, with columns of the list.
    """
    organisation = match.attendee.organisation
    apart = match.apart or (organisation,)
    first, others = (apart[0], apart[1:]) if apart[0] == organisation else ("", apart)
    parts = (match.arrived_desk if match.arrived_at else "", accompanied_text(match.accompanies), first)
    return " · ".join(part for part in parts if part), " · ".join((*others, *match.columns))


def match_detail_line(match: SearchMatch) -> str:
    """Return both detail texts in one line."""
    return " · ".join(part for part in match_details(match) if part)


def match_description(match: SearchMatch) -> str:
    """Return the full text of a found person: name, details, state here."""
    return " · ".join(p for p in (match.attendee.name, match_detail_line(match), person_pill(match, LIGHT).text) if p)


def passage_outcome(passage: RecentScan) -> str:
    """Return how the case of a refused scan ended, "" while it is open and for every other scan."""
    outcome = passage.outcome
    if outcome is None:
        return ""
    words = _OUTCOMES | _LOAN_OUTCOMES if passage.is_loan else _OUTCOMES
    return translate(words[outcome.then], time=clock_time(outcome.at) if outcome.at else "", to=outcome.to)


def passage_detail(passage: RecentScan) -> str:
    """Return the text under a name: how the case ended, what the person has from here, and the organisation."""
    return " · ".join(part for part in (passage_outcome(passage), passage.thing, passage.organisation) if part)


def scan_name(passage: RecentScan) -> str:
    """Return the name of the scan's person, or the title of the answer if there is none."""
    return passage.name or translate(LOOKS[passage.reason].title)
