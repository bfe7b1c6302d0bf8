# SPDX-License-Identifier: GPL-3.0-or-later
"""What the board says of one speaker: state, how long there is, remarks, and all of it for a reader."""

from dataclasses import dataclass

from checkin.core.admission import Reason
from checkin.core.model import Attendee
from checkin.core.people import Standing
from checkin.core.person_state import WORDS, PersonState, state_of
from checkin.core.programme.programme import Session
from checkin.core.speakers import Line, State
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.states import Pill, of_standing
from checkin.ui.look.theme import LIGHT, Tokens
from checkin.ui.look.wording import LOOKS

SOON = 90
"""Minutes before a session from which they are counted down."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A small fact under a speaker, or a mark of a session."""

    icon: str
    text: str


def hours(session: Session) -> str:
    """ "09:30 – 10:00", or as much of it as is known."""
    return " – ".join(clock_time(moment) for moment in (session.starts, session.ends) if moment)


def pill(line: Line, t: Tokens) -> Pill:
    """The state of a speaker. Shape and word say it; the colour only helps."""
    match line.state:
        case State.ARRIVED:
            time = clock_time(line.arrival.at) if line.arrival else ""
            return Pill(say(WORDS[PersonState.ARRIVED], time=time), "check", t.pill_ok)
        case State.TO_CONFIRM:
            return Pill(say(_TO_CONFIRM), "circle-question-mark", t.pill_person)
        case State.CONFIRMED:
            return _awaited(line.attendee, t)
    if line.is_alert:
        return Pill(say(_NOT_HERE), "clock-alert", t.pill_refused)
    return Pill(say(_ABSENT), "x", t.pill_quiet)


def _awaited(person: Attendee | None, t: Tokens) -> Pill:
    """Return how a speaker stands who said they would come: by the list, where they are on it."""
    if person is None:
        return Pill(say(WORDS[PersonState.EXPECTED]), "circle", t.pill_quiet)
    return of_standing(Standing(person), t)


def moment(line: Line) -> str:
    """What stands under the pill: how long there is, or where they came in."""
    if line.arrival:
        left = line.arrival.left_at
        return say(_OUT, time=clock_time(left)) if left else line.arrival.desk
    if line.minutes is None or line.session is None or line.minutes > SOON:
        return ""
    if line.minutes > 0:
        return say(_IN, minutes=line.minutes)
    if line.state is State.MISSING and not line.is_alert:
        return say(_SESSION_OVER)
    return say(_BEGAN, time=clock_time(line.session.starts)) if line.session.starts else ""


def remarks(line: Line) -> list[Remark]:
    """What to know before one looks for them."""
    speaker, person = line.speaker, line.attendee
    is_open = line.state in (State.MISSING, State.ARRIVED) and not speaker.is_confirmed
    found = [Remark("circle-question-mark", say(_TO_CONFIRM))] if is_open else []
    found += [Remark("arrow-left-right", say(_INSTEAD, name=speaker.replaces))] if speaker.replaces else []
    if person is None:
        return [*found, Remark("circle-alert", say(_NOT_LISTED))]
    state = state_of(Standing(person))
    if state is PersonState.EXPECTED or line.state is State.CONFIRMED:  # the pill says it
        return found
    answered = LOOKS[Reason(state)]
    return [*found, Remark(answered.icon, say(answered.title))]


def line_story(line: Line) -> str:
    """All of a speaker's row, uncut: the name first, then the state, then the rest."""
    speaker, session = line.speaker, line.session
    about = [pill(line, LIGHT).text, moment(line), speaker.role, speaker.organisation, *(r.text for r in remarks(line))]
    when = [hours(session), session.title] if session else []
    return " · ".join(part for part in (speaker.name, *about, *when) if part)


_TO_CONFIRM = Words("speaker", "To confirm")
_NOT_HERE = Words("speaker", "Not here yet")
_ABSENT = Words("speaker", "Absent")
_IN = Words("speaker", "in {minutes} min")
_BEGAN = Words("speaker", "began at {time}")
_SESSION_OVER = Words("speaker", "session over")
_OUT = Words("speaker", "out since {time}")
_INSTEAD = Words("walk-in", "In place of {name}")
_NOT_LISTED = Words("speaker", "Not on the list")
