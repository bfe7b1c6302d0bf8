# SPDX-License-Identifier: GPL-3.0-or-later
"""Recovery after a crash: what is in the event file, in one sentence for the user."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.moment_wording import when_text
from checkin.storage.database import integrity_problems
from checkin.storage.rescue_copies import LACKING, RescuedEntries, find_rescued
from checkin.translation import translate


@dataclass(frozen=True, slots=True)
class RecoveredState:
    """The people who arrived, at whichever control point, the time of the last, whether the file is sound. Codes that
    were read but not answered are not among them.

    `has_people`: whether anybody is in the event. `beside` is what a rescue copy has and this file has not.
    """

    arrivals: int
    last: datetime | None
    is_sound: bool
    beside: RescuedEntries | None = None
    has_people: bool = True


def read_recovered_state(event: EventFile) -> RecoveredState:
    """Read the whole file: nothing is called safe before SQLite's integrity check found no problem."""
    visits = list(event.attendees.visits())
    last = max((visit.arrived_at for visit in visits), default=None)
    arrivals = sum(max(visit.people for visit in own) for _, own in groupby(visits, lambda visit: visit.attendee))
    has_people = event.attendees.count() > 0
    return RecoveredState(arrivals, last, not integrity_problems(event.db), find_rescued(event.db), has_people)


def recovery_sentence(found: RecoveredState, now: datetime) -> str:
    if not found.is_sound:
        return translate(_DAMAGED)
    if found.beside:
        return missing_entries_sentence(found.beside)
    if not found.last:
        return translate(_NOBODY if found.has_people else _EMPTY)
    when = when_text(found.last.astimezone(now.tzinfo), now)
    return translate(_ONE if found.arrivals == 1 else _ALL, count=found.arrivals, when=when)


def missing_entries_sentence(found: RescuedEntries) -> str:
    return translate(LACKING, entries=found.entries, arrivals=found.arrivals, name=found.name)


_ALL = Message(
    "resuming",
    "Checkin stopped abruptly. Found again: {count} people who came to any control point, the last {when}. The last "
    "codes may have to be scanned again.",
)
_ONE = Message(
    "resuming",
    "Checkin stopped abruptly. Found again: 1 person who came to any control point, {when}. The last codes may have "
    "to be scanned again.",
)
_NOBODY = Message(
    "resuming",
    "Checkin stopped abruptly. Nobody had come to the event yet. The last codes may have to be scanned again.",
)
_EMPTY = Message(
    "resuming",
    "Checkin stopped abruptly. Nobody is on the list: an import that was under way was not finished; import again.",
)
_DAMAGED = Message(
    "resuming",
    "Checkin stopped abruptly, and the event file is damaged. Carry on with a copy of it, or on paper; F1 "
    "helps you report the problem.",
)
