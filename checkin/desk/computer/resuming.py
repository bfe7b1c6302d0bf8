# SPDX-License-Identifier: GPL-3.0-or-later
"""What is there after Checkin stopped without warning: whoever stands at the desk is told, in one sentence."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.words import Words
from checkin.desk.evening.accounts import of_tables
from checkin.desk.event_file import EventFile
from checkin.language import say
from checkin.storage.database import integrity_problems
from checkin.storage.rescued import LACKING, Beside, beside


@dataclass(frozen=True, slots=True)
class Standing:
    """At all control points: how many people arrived, and when the last of them did. `beside` is what another copy has
    and this file has not.
    """

    arrivals: int
    last: datetime | None
    is_sound: bool
    beside: Beside | None = None


def standing(event: EventFile) -> Standing:
    """Reads the whole file: that nothing is lost is said only when SQLite finds nothing wrong with it."""
    last = max((visit.arrived_at for visit in event.attendees.visits()), default=None)
    return Standing(of_tables(event).total.people, last, not integrity_problems(event.db), beside(event.db))


def sentence(found: Standing, now: datetime) -> str:
    if not found.is_sound:
        return say(_DAMAGED)
    if found.beside:
        return lacking(found.beside)
    if not found.last:
        return say(_NOBODY)
    at = found.last.astimezone(now.tzinfo)
    time = f"{at:%H:%M}" if at.date() == now.date() else f"{at:%d/%m %H:%M}"
    return say(_ONE if found.arrivals == 1 else _ALL, count=found.arrivals, time=time)


def lacking(found: Beside) -> str:
    return say(LACKING, entries=found.entries, arrivals=found.arrivals, name=found.name)


_ALL = Words(
    "resuming", "Checkin had stopped without warning. Nothing is lost: {count} arrivals are here, the last at {time}."
)
_ONE = Words("resuming", "Checkin had stopped without warning. Nothing is lost: 1 arrival is here, at {time}.")
_NOBODY = Words("resuming", "Checkin had stopped without warning. Nothing is lost: nobody had arrived here yet.")
_DAMAGED = Words(
    "resuming",
    "Checkin had stopped without warning, and the event file is damaged. Go on with a copy of it, or on paper; "
    "F1 helps you to report the problem.",
)
