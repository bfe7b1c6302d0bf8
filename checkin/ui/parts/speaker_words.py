# SPDX-License-Identifier: GPL-3.0-or-later
"""What the board says of one speaker: state, how long there is, remarks, and all of it for a reader."""

from dataclasses import dataclass

from checkin.core.model import Presence, Status
from checkin.core.programme.programme import Session
from checkin.core.speakers import Line, State
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.states import Pill
from checkin.ui.look.theme import LIGHT, Tokens

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
            return Pill(say(_ARRIVED, time=time), "check", t.pill_ok)
        case State.TO_CONFIRM:
            return Pill(say(_TO_CONFIRM), "circle-question-mark", t.pill_person)
        case State.CONFIRMED:
            return Pill(say(_CONFIRMED), "circle", t.pill_quiet)
    if line.is_alert:
        return Pill(say(_NOT_HERE), "clock-alert", t.pill_refused)
    return Pill(say(_ABSENT), "x", t.pill_quiet)


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
    found += [Remark("monitor", say(_REMOTE))] if person.presence is Presence.REMOTE else []
    is_off = person.status in (Status.CANCELLED, Status.BLOCKED)
    return found + ([Remark("ban", say(_CANCELLED))] if is_off else [])


def line_story(line: Line) -> str:
    """All of a speaker's row, uncut: the name first, then the state, then the rest."""
    speaker, session = line.speaker, line.session
    about = [pill(line, LIGHT).text, moment(line), speaker.role, speaker.organisation, *(r.text for r in remarks(line))]
    when = [hours(session), session.title] if session else []
    return " · ".join(part for part in (speaker.name, *about, *when) if part)


_ARRIVED = Words("passage", "Arrived {time}")
_TO_CONFIRM = Words("speaker", "To confirm")
_CONFIRMED = Words("speaker", "Confirmed")
_NOT_HERE = Words("speaker", "Not here yet")
_ABSENT = Words("speaker", "Absent")
_IN = Words("speaker", "in {minutes} min")
_BEGAN = Words("speaker", "began at {time}")
_SESSION_OVER = Words("speaker", "session over")
_OUT = Words("speaker", "out since {time}")
_INSTEAD = Words("walk-in", "In place of {name}")
_NOT_LISTED = Words("speaker", "Not on the list")
_REMOTE = Words("answer", "Remote")
_CANCELLED = Words("answer", "Registration cancelled")
