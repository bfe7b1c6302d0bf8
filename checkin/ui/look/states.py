# SPDX-License-Identifier: GPL-3.0-or-later
"""The small pill beside a name in a list: an icon, a word and a colour for what became of someone there."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Match, Passage, Then
from checkin.core.model import How, Status
from checkin.core.people import Standing
from checkin.core.person_state import PersonState, state_of, state_text, status_text
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.theme import LIGHT, Colours, Tokens
from checkin.ui.look.wording import LOOKS


@dataclass(frozen=True, slots=True)
class Pill:
    """Drawn in a list. Shape and word say it; the colour only helps."""

    text: str
    icon: str
    colours: Colours


_IN = Words("passage", "In")
_ON_PAPER = Words("passage", "Paper")
_BACK = Words("passage", "Back")
_OUT = Words("passage", "Out")
_ALREADY = Words("passage", "Already in")
_ASKED = Words("passage", "To settle")
_REFUSED = Words("passage", "Refused")
_OUTCOMES = {
    Then.IN: Words("passage", "then in {time}"),
    Then.OUT: Words("passage", "then out {time}"),
    Then.UNDONE: Words("passage", "then arrival undone"),
}
_ARRIVAL_UNDONE, _EXIT_UNDONE = Words("passage", "Arrival undone"), Words("passage", "Exit undone")


def of_passage(passage: Passage, t: Tokens) -> Pill:
    """Return what this line of "last arrivals" says happened: quietly, once its case is closed."""
    pill = _happened(passage, t)
    return replace(pill, colours=t.pill_quiet) if passage.outcome else pill


def _happened(passage: Passage, t: Tokens) -> Pill:
    if passage.is_undone or passage.reason is Reason.UNDONE:
        is_exit = passage.reason in (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)
        return Pill(say(_EXIT_UNDONE if is_exit else _ARRIVAL_UNDONE), "undo-2", t.pill_quiet)
    match passage.verdict:
        case Verdict.ADMIT:
            return _admitted(passage, t)
        case Verdict.DUPLICATE:
            return Pill(say(_ALREADY), "clock", t.pill_person)
        case Verdict.ASK:
            return Pill(say(_ASKED), "circle-question-mark", t.pill_person)
        case Verdict.REFUSE:
            return Pill(say(_REFUSED), "x", t.pill_refused)


def _admitted(passage: Passage, t: Tokens) -> Pill:
    match passage.reason:
        case Reason.EXIT | Reason.EXIT_WITHOUT_ENTRY:
            return Pill(say(_OUT), "log-out", t.pill_exit)
        case Reason.REENTRY:
            return Pill(say(_BACK), "log-in", t.pill_ok)
        case Reason.ATTENTION | Reason.SPEAKER_TO_CONFIRM:
            return Pill(say(_IN), "star", t.pill_ok)
    if passage.how is How.PAPER:
        return Pill(say(_ON_PAPER), "pencil", t.pill_ok)
    return Pill(say(_IN), "check", t.pill_ok)


def of_standing(standing: Standing, t: Tokens) -> Pill:
    """Return how somebody stands at the control point: a person found, one of the list, one of a choice."""
    state = state_of(standing)
    icon, colours = _STATES[state]
    return Pill(state_text(standing, say, clock_time), icon, colours(t))


def of_status(status: Status, t: Tokens) -> Pill:
    """Return what the registration says, whoever has arrived on it."""
    icon, colours = _STATUSES[status]
    return Pill(status_text(status, say), icon, colours(t))


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
    PersonState.ERASED: ("delete", lambda t: t.pill_quiet),
}


def match_details(match: Match) -> tuple[str, str]:
    """Return what stands under a name: the desk they arrived at with their organisation, and what else tells namesakes
    apart.
    """
    desk, apart = match.arrived_desk if match.arrived_at else "", match.apart or (match.attendee.organisation,)
    return " · ".join(part for part in (desk, apart[0]) if part), " · ".join(apart[1:])


def match_detail(match: Match) -> str:
    """Return both in one line."""
    return " · ".join(part for part in match_details(match) if part)


def match_story(match: Match) -> str:
    """Return all of a person found, uncut: name, what tells them apart, how they stand here."""
    return " · ".join(p for p in (match.attendee.name, match_detail(match), of_standing(match, LIGHT).text) if p)


def passage_outcome(passage: Passage) -> str:
    """Return how the case of a line that let nobody in ended, "" while it is open and for every other line."""
    outcome = passage.outcome
    return say(_OUTCOMES[outcome.then], time=clock_time(outcome.at) if outcome.at else "") if outcome else ""


def passage_detail(passage: Passage) -> str:
    """Return what stands under a name: how the case ended, and the organisation."""
    return " · ".join(part for part in (passage_outcome(passage), passage.organisation) if part)


def passage_name(passage: Passage) -> str:
    """Who passed; what the answer was, when nobody is known."""
    return passage.name or say(LOOKS[passage.reason].title)
