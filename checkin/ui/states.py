# SPDX-License-Identifier: GPL-3.0-or-later
"""The small pill beside a name in a list: an icon, a word and a colour for what became of someone there."""

from dataclasses import dataclass

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Match, Passage
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.theme import Colours, Tokens
from checkin.ui.wording import LOOKS


@dataclass(frozen=True, slots=True)
class Pill:
    """Drawn in a list. Shape and word say it; the colour only helps."""

    text: str
    icon: str
    colours: Colours


_IN = Words("passage", "In")
_BACK = Words("passage", "Back")
_OUT = Words("passage", "Out")
_ALREADY = Words("passage", "Already in")
_ASKED = Words("passage", "To settle")
_REFUSED = Words("passage", "Refused")
_UNDONE = Words("passage", "Undone")
_EXPECTED = Words("passage", "Expected")
_ARRIVED = Words("passage", "Arrived {time}")


def of_passage(passage: Passage, t: Tokens) -> Pill:
    """What this line of "last arrivals" says happened."""
    if passage.is_undone or passage.reason is Reason.UNDONE:
        return Pill(say(_UNDONE), "undo-2", t.pill_quiet)
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
    return Pill(say(_IN), "check", t.pill_ok)


def of_match(match: Match, t: Tokens) -> Pill:
    """Whether the person found is still expected here, told before anything is done."""
    if match.arrived_at is None:
        return Pill(say(_EXPECTED), "circle", t.pill_quiet)
    return Pill(say(_ARRIVED, time=clock_time(match.arrived_at)), "check", t.pill_ok)


def match_detail(match: Match) -> str:
    """The line under the name: the desk they arrived at, then what tells homonyms apart."""
    parts = (match.arrived_desk if match.arrived_at else "", match.attendee.organisation, match.tail)
    return " · ".join(part for part in parts if part)


def passage_name(passage: Passage) -> str:
    """Who passed; what the answer was, when nobody is known."""
    return passage.name or say(LOOKS[passage.reason].title)
