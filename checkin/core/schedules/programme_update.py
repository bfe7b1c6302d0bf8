# SPDX-License-Identifier: GPL-3.0-or-later
"""A schedule from a foreign file in our terms, and the present programme updated from it. Pure.

What the schedule cannot say stays as it is: control points, categories, who registers, places, roles of speakers.
"""

import re
from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import count
from typing import NamedTuple, TypeVar

from checkin.core.local_time import convert_to_zone, find_zone
from checkin.core.message import Message
from checkin.core.programme import programme_edits
from checkin.core.programme.programme import ARRIVAL, ControlPoint, Event, Programme, Session, Speaker, sort_by_time
from checkin.core.text_folding import fold_text, words_in

# A schedule read from a foreign file, in our terms: its values, its texts cleaned, and notes for the user.

LONGEST = 300
"""The most letters of a title or name. A longer text is a description in the wrong field."""
MOST_TITLES = 5
"""The most titles in one sentence; the rest is "…"."""
_SPACES = re.compile(r"[\x00-\x20\x7f]+")  # not the no-break spaces of French punctuation
_WORKSHOPS = frozenset(("atelier", "ateliers", "workshop", "workshops"))


class ScheduleNote(NamedTuple):
    """A note on the file for the user. `fields` fill the words."""

    words: Message
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CurrentProgramme:
    """The present programme. Not `is_described`: the user has not said yet what the event is."""

    programme: Programme
    is_described: bool


@dataclass(frozen=True, slots=True)
class ScheduledSpeaker:
    """A speaker of an item. `is_confirmed` None: the file does not say."""

    name: str
    is_confirmed: bool | None = None
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class ScheduledSession:
    """One session. `uid` is its identity in the file; moments have the offset of the event's zone.

    `speakers` None: the file says nothing of speakers; not `has_all_speakers`: there may be others. `is_confirmed` is
    about the whole session; None: the file does not say.
    """

    uid: str
    title: str
    starts: datetime | None = None
    ends: datetime | None = None
    room: str = ""
    capacity: int = 0
    is_booked: bool = False
    speakers: tuple[ScheduledSpeaker, ...] | None = None
    has_all_speakers: bool = True
    is_confirmed: bool | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule. `title` and `timezone` are "" where the file does not say. `notes` tell what was left out,
    and why.
    """

    items: tuple[ScheduledSession, ...]
    title: str = ""
    timezone: str = ""
    notes: tuple[ScheduleNote, ...] = field(default=())


def session_day(item: ScheduledSession) -> date | None:
    return item.starts.date() if item.starts else None


def schedule_line(value: object) -> str:
    """Return `value` as one line without lone surrogates, cut after `LONGEST` letters; "" if it is no text."""
    if not isinstance(value, str):
        return ""
    line = _SPACES.sub(" ", value.encode("utf-8", "replace").decode("utf-8")).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def is_workshop(*texts: str) -> bool:
    """Whether a title, type or track begins with "atelier" or "workshop", for which people register."""
    return any(words and words[0] in _WORKSHOPS for words in map(words_in, texts))


CANCELLED = Message("schedule", "Cancelled, and left out: {titles}.")
ALL_DAY = Message("schedule", "Left out, because it lasts all day: {titles}.")
NO_TIME = Message("schedule", "Left out, because it has no time: {titles}.")
NO_TITLE = Message("schedule", "Entries without a title, left out: {count}.")
BACKWARDS = Message("schedule", "Ends before it starts, so the end was left out: {titles}.")
OTHER_TIMES = Message("schedule", "Left out, because how it repeats is not understood: {titles}.")
ONLY_ONCE = Message("schedule", "Only the first time was taken, because how it repeats is not understood: {titles}.")


def gathered(notes: Iterable[tuple[Message, str]]) -> tuple[ScheduleNote, ...]:
    """Return the notes; `notes` are pairs of a reason and a title."""
    titles: dict[Message, list[str]] = {}
    for words, title in notes:
        titles.setdefault(words, []).append(title)
    return tuple(
        ScheduleNote(words, {"count": len(named), "titles": _joined(named)}) for words, named in titles.items()
    )


def _joined(titles: list[str]) -> str:
    named = ", ".join(dict.fromkeys(titles[:MOST_TITLES]))
    return named if len(titles) <= MOST_TITLES else f"{named}, …"


@dataclass(frozen=True, slots=True)
class ProgrammeUpdate:
    """The result. `programme` still holds the sessions that the file does not name; `gone` are their ids."""

    programme: Programme
    gone: tuple[str, ...]


def update_programme(basis: CurrentProgramme, schedule: Schedule) -> ProgrammeUpdate:
    """Return the updated programme with sessions in order of time. An event without control points gets
    proposed ones.
    """
    old = basis.programme
    zone = find_zone(schedule.timezone) or programme_edits.zone_of_event(old)
    named = _sessions(old, schedule.items)
    gone = tuple(s.id for s in old.sessions if s.id not in named)
    ordered = _in_time([named[s.id][0] if s.id in named else s for s in old.sessions], [s for s, _ in named.values()])
    speakers = {s.id: _speakers(item, s.id, _of(old, s.id)) for s, item in named.values()}
    event = _event(basis, schedule, ordered)
    new = Programme(
        event,
        old.categories,
        ordered,
        tuple(speaker for s in ordered for speaker in speakers.get(s.id, _of(old, s.id))),
        _points(old, event, ordered, zone),
        old.columns,
    )
    return ProgrammeUpdate(new, gone)


def _sessions(old: Programme, items: Sequence[ScheduledSession]) -> dict[str, tuple[Session, ScheduledSession]]:
    """Return each item with its session, present or new, by session id."""
    known = match_sessions(items, old.sessions)
    taken = {session.id for session in old.sessions}
    found: dict[str, tuple[Session, ScheduledSession]] = {}
    for number, item in enumerate(items):
        session = _renewed(known[number], item) if number in known else _new(item, taken)
        taken.add(session.id)
        found[session.id] = (session, item)
    return found


def _new(item: ScheduledSession, taken: Container[str]) -> Session:
    session_id = programme_edits.unique_id(programme_edits.tagged(item.title, item.uid), taken)
    return Session(session_id, item.title, item.starts, item.ends, item.room, item.capacity, item.is_booked)


def _renewed(before: Session, item: ScheduledSession) -> Session:
    as_before = before.ends if before.starts == item.starts else None
    return replace(
        before,
        title=item.title,
        starts=item.starts,
        ends=item.ends or as_before,
        room=item.room or before.room,
        capacity=before.capacity or item.capacity,
    )


def _in_time(planned: Sequence[Session], named: Sequence[Session]) -> tuple[Session, ...]:
    """Return the sessions in order of time; at equal times present ones come first."""
    known = {session.id for session in planned}
    return tuple(sort_by_time([*planned, *(session for session in named if session.id not in known)]))


def _of(programme: Programme, session_id: str) -> tuple[Speaker, ...]:
    return tuple(s for s in programme.speakers if s.session == session_id)


def _speakers(item: ScheduledSession, session_id: str, before: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
    """Return the speakers of a session. A substitute is kept while the file still names the speaker they replace."""
    if item.speakers is None:
        return (
            before if item.is_confirmed is None else tuple(replace(s, is_confirmed=item.is_confirmed) for s in before)
        )
    known = {fold_text(name): s for s in before for name in (s.replaces, s.name) if name}
    found: list[Speaker] = []
    for voice in {fold_text(voice.name): voice for voice in item.speakers}.values():
        speaker = known.get(fold_text(voice.name))
        if speaker is None:
            found.append(_invited(voice, item, session_id, {s.id for s in (*before, *found)}))
        elif speaker.id not in {s.id for s in found}:
            found.append(_spoken(voice, item, speaker))
    return tuple(found) if item.has_all_speakers else _with(before, found)


def _with(before: Sequence[Speaker], found: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """Return the present speakers with those of the file replaced or added."""
    known = {speaker.id: speaker for speaker in found}
    added = (speaker for speaker in found if speaker.id not in {s.id for s in before})
    return (*(known.get(speaker.id, speaker) for speaker in before), *added)


def _spoken(voice: ScheduledSpeaker, item: ScheduledSession, speaker: Speaker) -> Speaker:
    if fold_text(voice.name) == fold_text(speaker.replaces):
        return speaker
    return replace(speaker, name=voice.name, is_confirmed=_is_confirmed(voice, item, speaker.is_confirmed))


def _invited(voice: ScheduledSpeaker, item: ScheduledSession, session_id: str, taken: Container[str]) -> Speaker:
    free = next(found for number in count(1) if (found := f"{session_id}/{number}") not in taken)
    return Speaker(free, voice.name, "", voice.organisation, session_id, _is_confirmed(voice, item, True))


def _is_confirmed(voice: ScheduledSpeaker, item: ScheduledSession, otherwise: bool) -> bool:
    return next(
        (confirmed for confirmed in (voice.is_confirmed, item.is_confirmed) if confirmed is not None), otherwise
    )


def _event(basis: CurrentProgramme, schedule: Schedule, sessions: Sequence[Session]) -> Event:
    """Return the event. Its day moves when every session has left it, and a first schedule says how many days it
    has. Title and zone stay once the event was described.
    """
    event = basis.programme.event
    days = [session.starts.date() for session in sessions if session.starts]
    day = event.day if event.day in days or not days else min(days)
    last = max(days, default=day)
    is_open = not basis.is_described or event.last_day is not None
    several = bool(is_open and day and last and timedelta() < last - day < timedelta(days=programme_edits.MOST_DAYS))
    title = event.title if basis.is_described or not schedule.title else schedule.title
    zone = schedule.timezone or event.timezone
    return replace(event, title=title, day=day, timezone=zone, last_day=last if several else event.last_day)


def _points(old: Programme, event: Event, sessions: Sequence[Session], zone: tzinfo) -> tuple[ControlPoint, ...]:
    if old.control_points == (ARRIVAL,):
        proposed = programme_edits.proposed_points(sessions)
        return tuple(map(programme_edits.counted_daily, proposed)) if event.last_day else proposed
    after = {session.id: session for session in sessions}
    return tuple(_moved(p, old.session(p.session), after.get(p.session), zone) for p in old.control_points)


def _moved(point: ControlPoint, before: Session | None, after: Session | None, zone: tzinfo) -> ControlPoint:
    """Return the control point moved with its session."""
    if before is None or after is None or before.starts is None or after.starts is None:
        return point
    later = after.starts - before.starts
    longer = after.ends - before.ends if before.ends and after.ends else later
    if not later and not longer:
        return point
    opens = convert_to_zone(point.opens + later, zone) if point.opens else None
    closes = convert_to_zone(point.closes + longer, zone) if point.closes else None
    return replace(point, opens=opens, closes=closes)


_T = TypeVar("_T")
_Keys = tuple[Callable[[ScheduledSession], Hashable], Callable[[Session], Hashable]]


def match_sessions(items: Sequence[ScheduledSession], sessions: Sequence[Session]) -> dict[int, Session]:
    """Return the session of an item's index. Matched by the file's own identity, then title and time, then a title that
    is unique on both sides.
    """
    found: dict[int, Session] = {}
    for item_key, session_key in _KEYS:
        taken = {session.id for session in found.values()}
        left = {n: item for n, item in enumerate(items) if n not in found}
        by_key = _only((session_key(s), s) for s in sessions if s.id not in taken)
        for key, number in _only((item_key(item), n) for n, item in left.items()).items():
            if key is not None and key in by_key:
                found[number] = by_key[key]
    return found


def _only(pairs: Iterable[tuple[Hashable, _T]]) -> dict[Hashable, _T]:
    """Return the values with a unique key."""
    seen: dict[Hashable, _T] = {}
    twice: set[Hashable] = set()
    for key, value in pairs:
        if key in seen:
            twice.add(key)
        seen[key] = value
    return {key: value for key, value in seen.items() if key not in twice}


_KEYS: tuple[_Keys, ...] = (
    (lambda item: programme_edits.tag(item.uid), lambda session: programme_edits.tag_of(session.id)),
    (lambda item: item.uid, lambda session: session.id),
    (lambda item: item.uid.partition("@")[0], lambda session: session.id),
    (lambda item: (fold_text(item.title), item.starts), lambda session: (fold_text(session.title), session.starts)),
    (lambda item: fold_text(item.title), lambda session: fold_text(session.title)),
)
