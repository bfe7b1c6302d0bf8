# SPDX-License-Identifier: GPL-3.0-or-later
"""Rehearsals: their options, the hour at which they begin, and whether they left a trace. Pure (docs/adr/0037)."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, auto

from checkin.core.exports.journal_fingerprint import ExportOrigin as Found
from checkin.core.exports.journal_fingerprint import JournalFingerprint
from checkin.core.programme.programme import ControlPoint, Programme

DOORS = time(8, 30)
"""The hour of a rehearsal where the programme names none."""


@dataclass(frozen=True, slots=True)
class RehearsalOptions:
    """Options of a rehearsal. `prints`: badges come out of the printer as on the day."""

    prints: bool = False


@dataclass(frozen=True, slots=True)
class RehearsalSnapshot:
    """An event at one moment: how many people it has, how many arrived, and the fingerprint of its journal."""

    people: int
    arrived: int
    sheet: JournalFingerprint


class RehearsalTrace(Enum):
    """Changes of the event's journal during a rehearsal. WENT_ON: everything is there as it was, and another window or
    desk has added to it.
    """

    NONE = auto()
    WENT_ON = auto()
    OTHER = auto()


def rehearsal_trace(found: Found) -> RehearsalTrace:
    """Return the trace, from where the fingerprint taken before stands in the journal now."""
    return {Found.NOW: RehearsalTrace.NONE, Found.EARLIER: RehearsalTrace.WENT_ON}.get(found, RehearsalTrace.OTHER)


def begins_at(programme: Programme, point: ControlPoint, now: datetime) -> datetime:
    """Return the moment at which a rehearsal begins: now, if the control point would admit guests now; else the event's
    day, when it opens.
    """
    day, sessions = programme.event.day, [s.starts for s in programme.sessions if s.starts]
    is_today = day is None or now.date() in (day, *(starts.astimezone(now.tzinfo).date() for starts in sessions))
    is_open = (point.opens is None or point.opens <= now) and (point.closes is None or now <= point.closes)
    if is_today and is_open:
        return now
    if point.opens:
        return point.opens.astimezone(now.tzinfo)
    return datetime.combine(day or now.date(), DOORS, now.tzinfo) if not is_today else now
