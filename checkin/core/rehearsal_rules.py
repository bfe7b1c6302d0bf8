# SPDX-License-Identifier: GPL-3.0-or-later
"""Rehearsals: their options, hour and traces, and pretend guests to practise on. Pure (docs/adr/0037)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, auto
from itertools import islice, zip_longest
from random import Random

from checkin.core.attendee import Attendee
from checkin.core.journal_fingerprint import ExportOrigin as Found
from checkin.core.journal_fingerprint import JournalFingerprint
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.tokens import ID_BYTES, LENGTH, EventKey

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


# Pretend guests to practise on alone: codes of a typical morning, in random order.
# They are people of the list with the codes they have, and the codes that go wrong at every door.

GUESTS = 20
FOREIGN = "3760123450017"
"""The barcode of a bottle: no ticket of any event."""


def pretend_guests(people: Sequence[Attendee], key: EventKey, draw: Random) -> list[str]:
    """Return the codes that the guests hold up, at most `GUESTS`; empty for a list without codes.

    Each kind of registration on the list is there, and one code each of another event, of no ticket, altered, half
    read, and of a guest who has come already.
    """
    with_codes = [person for person in people if person.ticket_code]
    wrong = _wrong(key, draw) if with_codes else []
    own = [person.ticket_code for person in _of_each_kind(with_codes, GUESTS - len(wrong) - 1, draw)]
    codes = [*own, *wrong]
    draw.shuffle(codes)
    return [*codes, next(code for code in codes if code in own)] if own else []


def _of_each_kind(people: Sequence[Attendee], most: int, draw: Random) -> list[Attendee]:
    """Return at most `most` people: one of each kind, then another of each."""
    kinds: dict[object, list[Attendee]] = {}
    for person in draw.sample(people, len(people)):
        kinds.setdefault((person.status, person.presence, person.category, person.places > 1), []).append(person)
    rounds = zip_longest(*kinds.values())
    return list(islice((person for one in rounds for person in one if person), most))


def _wrong(key: EventKey, draw: Random) -> list[str]:
    """Return codes that are no ticket of this event."""
    ours, others = (k.issue(draw.randbytes(ID_BYTES)).code for k in (key, EventKey("another event", bytes(32))))
    altered = ours[:-1] + ("B" if ours[-1] != "B" else "C")
    return [others, FOREIGN, altered, ours[: LENGTH - 4]]
