# SPDX-License-Identifier: GPL-3.0-or-later
"""A schedule read from a foreign file, in our terms: its values, its texts cleaned, and notes for the user. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import words_in

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
