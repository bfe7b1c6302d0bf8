# SPDX-License-Identifier: GPL-3.0-or-later
"""The small pill beside a name in a list: an icon, a word and a colour for what became of someone there."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Match, Passage
from checkin.core.model import How, Presence, Status
from checkin.core.people import Standing
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.theme import Colours, Tokens
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
_ARRIVAL_UNDONE, _EXIT_UNDONE = Words("passage", "Arrival undone"), Words("passage", "Exit undone")
_EXPECTED = Words("passage", "Expected")
_ARRIVED = Words("passage", "Arrived {time}")
_PART = Words("passage", "{came} of {places} came")
_GONE_OUT = Words("passage", "Came {time}, out")
_REMOTE = Words("passage", "Online")
_CONFIRMED = Words("passage", "Confirmed")
_PENDING = Words("passage", "To approve")
_UNPAID = Words("passage", "To pay")
_CANCELLED = Words("passage", "Cancelled")
_BLOCKED = Words("passage", "Blocked")


def of_passage(passage: Passage, t: Tokens) -> Pill:
    """What this line of "last arrivals" says happened."""
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


def of_match(match: Match, t: Tokens) -> Pill:
    """Whether the person found is still expected here, told before anything is done."""
    if match.arrived_at is None:
        return Pill(say(_EXPECTED), "circle", t.pill_quiet)
    return Pill(say(_ARRIVED, time=clock_time(match.arrived_at)), "check", t.pill_ok)


def of_standing(standing: Standing, t: Tokens) -> Pill:
    """How somebody of the list stands at the control point. A registration that is off comes before an arrival."""
    person = standing.attendee
    if person.status in (Status.CANCELLED, Status.BLOCKED):
        return of_status(person.status, t)
    if (at := standing.arrived_at) is not None:
        return _arrived(standing, clock_time(at), t)
    if person.status is not Status.CONFIRMED:
        return of_status(person.status, t)
    if person.presence is Presence.REMOTE:
        return Pill(say(_REMOTE), "monitor", t.pill_exit)
    return Pill(say(_EXPECTED), "circle", t.pill_quiet)


def _arrived(standing: Standing, time: str, t: Tokens) -> Pill:
    if not standing.is_inside:
        return Pill(say(_GONE_OUT, time=time), "log-out", t.pill_exit)
    if standing.came < standing.attendee.places:
        return Pill(say(_PART, came=standing.came, places=standing.attendee.places), "users", t.pill_person)
    return Pill(say(_ARRIVED, time=time), "check", t.pill_ok)


def of_status(status: Status, t: Tokens) -> Pill:
    """What the registration says."""
    match status:
        case Status.CONFIRMED:
            return Pill(say(_CONFIRMED), "check", t.pill_quiet)
        case Status.PENDING:
            return Pill(say(_PENDING), "hourglass", t.pill_person)
        case Status.UNPAID:
            return Pill(say(_UNPAID), "banknote", t.pill_person)
        case Status.CANCELLED:
            return Pill(say(_CANCELLED), "ticket-x", t.pill_refused)
        case Status.BLOCKED:
            return Pill(say(_BLOCKED), "ban", t.pill_refused)


def match_detail(match: Match) -> str:
    """The line under the name: the desk they arrived at, then what tells homonyms apart."""
    return _listed(_match_origin(match), match.tail)


def match_line(match: Match, metrics: QFontMetricsF, width: float) -> str:
    """`match_detail` in so many pixels: the organisation is cut, never the tail, which may be all that tells two
    apart.
    """
    room = width - (metrics.horizontalAdvance(f" · {match.tail}") + 1 if match.tail else 0)
    return _listed(metrics.elidedText(_match_origin(match), Qt.TextElideMode.ElideRight, room), match.tail)


def _match_origin(match: Match) -> str:
    return _listed(match.arrived_desk if match.arrived_at else "", match.attendee.organisation)


def _listed(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def passage_name(passage: Passage) -> str:
    """Who passed; what the answer was, when nobody is known."""
    return passage.name or say(LOOKS[passage.reason].title)
