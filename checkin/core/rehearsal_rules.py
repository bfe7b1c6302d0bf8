# SPDX-License-Identifier: GPL-3.0-or-later
"""A rehearsal: what is wanted of it, at which hour it begins, and whether it left a trace. Pure (docs/adr/0037)."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, auto

from checkin.core.exports.journal_fingerprint import ExportOrigin as Found
from checkin.core.exports.journal_fingerprint import JournalFingerprint
from checkin.core.programme.programme import ControlPoint, Programme

DOORS = time(8, 30)
"""When it begins where the programme names no hour."""


@dataclass(frozen=True, slots=True)
class RehearsalOptions:
    """`prints`: badges come out of the printer as on the day."""

    prints: bool = False


@dataclass(frozen=True, slots=True)
class RehearsalSnapshot:
    """Of an event at one moment: whom it knows, who arrived, and which state of its journal that is."""

    people: int
    arrived: int
    sheet: JournalFingerprint


class RehearsalTrace(Enum):
    """What became of the event's journal meanwhile. WENT_ON: everything is there as it was, and another window or desk
    has added to it.
    """

    NONE = auto()
    WENT_ON = auto()
    OTHER = auto()


def rehearsal_trace(found: Found) -> RehearsalTrace:
    """From where the control sheet of before comes, as the journal says now."""
    return {Found.NOW: RehearsalTrace.NONE, Found.EARLIER: RehearsalTrace.WENT_ON}.get(found, RehearsalTrace.OTHER)


def begins_at(programme: Programme, point: ControlPoint, now: datetime) -> datetime:
    """Now, if guests would be let in now on the day of the event; else its day, when the control point opens."""
    day, sessions = programme.event.day, [s.starts for s in programme.sessions if s.starts]
    is_today = day is None or now.date() in (day, *(starts.astimezone(now.tzinfo).date() for starts in sessions))
    is_open = (point.opens is None or point.opens <= now) and (point.closes is None or now <= point.closes)
    if is_today and is_open:
        return now
    if point.opens:
        return point.opens.astimezone(now.tzinfo)
    return datetime.combine(day or now.date(), DOORS, now.tzinfo) if not is_today else now
