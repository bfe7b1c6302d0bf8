# SPDX-License-Identifier: GPL-3.0-or-later
"""A schedule read from a foreign file, in our terms. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from checkin.core.message import Message
from checkin.core.programme.programme import Programme


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
