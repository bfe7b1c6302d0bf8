# SPDX-License-Identifier: GPL-3.0-or-later
"""The wording for speakers: state, remaining time and remarks of each, and the figures of all."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.core.people.people_filter import PersonAtPoint
from checkin.core.person_state import STATE_MESSAGES, PersonState, person_state
from checkin.core.programme.programme import Programme, Session
from checkin.core.speaker_status import SpeakerCounts, SpeakerState, SpeakerStatus
from checkin.translation import clock_time, programme_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.pills import Pill, person_pill
from checkin.ui.look.theme import LIGHT, Tokens

SOON = 90
"""Minutes before a session from which a countdown is shown."""


@dataclass(frozen=True, slots=True)
class SpeakerRemark:
    """A small fact under a speaker, or a mark of a session."""

    icon: str
    text: str


def session_hours(session: Session, programme: Programme) -> str:
    """Return "09:30 – 10:00", or as much of it as is known; where the event has several days with the day."""
    starts = [programme_time(session.starts, programme)] if session.starts else []
    return " – ".join((*starts, *([clock_time(session.ends)] if session.ends else [])))


def speaker_pill(line: SpeakerStatus, t: Tokens) -> Pill:
    """Return the pill with a speaker's state. Shape and word say it; the colour only helps."""
    match line.state:
        case SpeakerState.ARRIVED:
            time = clock_time(line.arrival.at) if line.arrival else ""
            return Pill(translate(STATE_MESSAGES[PersonState.ARRIVED], time=time), "check", t.pill_ok)
        case SpeakerState.TO_CONFIRM:
            return Pill(translate(_TO_CONFIRM), "circle-question-mark", t.pill_person)
        case SpeakerState.CONFIRMED:
            return _awaited(line.attendee, t)
    if line.is_alert:
        return Pill(translate(_TO_FIND), "clock-alert", t.pill_refused)
    return Pill(translate(_NOT_SEEN), "x", t.pill_quiet)


def _awaited(person: Attendee | None, t: Tokens) -> Pill:
    """Return the pill of a confirmed speaker, by their registration if they are on the list."""
    if person is None:
        return Pill(translate(STATE_MESSAGES[PersonState.EXPECTED]), "circle", t.pill_quiet)
    return person_pill(PersonAtPoint(person), t)


def speaker_time(line: SpeakerStatus) -> str:
    """Return the line under the pill: the remaining time, or the desk where they arrived."""
    if line.arrival:
        left = line.arrival.left_at
        return translate(_OUT, time=clock_time(left)) if left else line.arrival.desk
    if line.minutes is None or line.session is None or line.minutes > SOON:
        return ""
    if line.minutes > 0:
        return translate(_IN, minutes=line.minutes)
    if line.state is SpeakerState.MISSING and not line.is_alert:
        return translate(_SESSION_OVER)
    return translate(_BEGAN, time=clock_time(line.session.starts)) if line.session.starts else ""


def speaker_remarks(line: SpeakerStatus) -> list[SpeakerRemark]:
    """Return what to know before looking for the speaker."""
    speaker, person = line.speaker, line.attendee
    is_open = line.state in (SpeakerState.MISSING, SpeakerState.ARRIVED) and not speaker.is_confirmed
    found = [SpeakerRemark("circle-question-mark", translate(_TO_CONFIRM))] if is_open else []
    found += [SpeakerRemark("arrow-left-right", translate(_INSTEAD, name=speaker.replaces))] if speaker.replaces else []
    if person is None:
        return [*found, SpeakerRemark("circle-alert", translate(_NOT_LISTED))]
    state = person_state(PersonAtPoint(person))
    if state is PersonState.EXPECTED or line.state is SpeakerState.CONFIRMED:  # the pill says it
        return found
    answered = LOOKS[Reason(state)]
    return [*found, SpeakerRemark(answered.icon, translate(answered.title))]


def speaker_description(line: SpeakerStatus, programme: Programme) -> str:
    """Return the full text of a speaker's row: name, state, then the rest."""
    speaker, session = line.speaker, line.session
    about = [
        speaker_pill(line, LIGHT).text,
        speaker_time(line),
        speaker.role,
        speaker.organisation,
        *(r.text for r in speaker_remarks(line)),
    ]
    when = [session_hours(session, programme), session.title] if session else []
    return " · ".join(part for part in (speaker.name, *about, *when) if part)


_SPEAKERS = Message("speaker", "speakers: {count}")


def speakers_now(counts: SpeakerCounts) -> str:
    """Return how many speakers there are, are here, and are to be found now; "" without any."""
    return _figures(counts, _SPEAKERS, ((_TO_FIND_NOW, counts.to_find),))


def speakers_summary(counts: SpeakerCounts, title: Message = _SPEAKERS) -> str:
    """Return all figures of the speakers: those after the first two only where there is anybody."""
    rest = (
        (_TO_FIND_NOW, counts.to_find),
        (_LATER, counts.later),
        (_ONLINE, counts.online),
        (_NOT_SEEN_COUNT, counts.unseen),
    )
    return _figures(counts, title, rest)


def _figures(counts: SpeakerCounts, title: Message, rest: Iterable[tuple[Message, int]]) -> str:
    if not counts.total:
        return ""
    always = ((title, counts.total), (_ARRIVED_COUNT, counts.arrived))
    figures = (*always, *(each for each in rest if each[1]))
    return " · ".join(translate(words, count=count) for words, count in figures)


_ARRIVED_COUNT = Message("speaker", "arrived: {count}")
_TO_FIND_NOW = Message("speaker", "to find now: {count}")
_LATER = Message("speaker", "later: {count}")
_ONLINE = Message("speaker", "online: {count}")
_NOT_SEEN_COUNT = Message("speaker", "session over, not seen: {count}")
_TO_CONFIRM = Message("speaker", "To confirm")
_TO_FIND = Message("speaker", "To find")
_NOT_SEEN = Message("speaker", "Not seen")
_IN = Message("speaker", "in {minutes} min")
_BEGAN = Message("speaker", "began at {time}")
_SESSION_OVER = Message("speaker", "session over")
_OUT = Message("speaker", "out since {time}")
_INSTEAD = Message("walk-in", "In place of {name}")
_NOT_LISTED = Message("speaker", "Not on the list")
