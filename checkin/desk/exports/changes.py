# SPDX-License-Identifier: GPL-3.0-or-later
"""What was not as planned, one by one: who was registered at the desk, corrected, merged, taken back, cancelled and
there all the same, and what is still to be settled. The account counts what is listed here. Writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import Entry, Kind
from checkin.core.evening.account import is_off
from checkin.core.evening.standing import Change, kind_of
from checkin.core.evening.stays import HALL
from checkin.core.history import Correction, attendee_of
from checkin.core.model import Attendee
from checkin.core.together.conflicts import Conflict
from checkin.desk.evening.accounts import is_walk_in, taken_back_of_nobody
from checkin.desk.event_file import EventFile
from checkin.desk.exports.source import Exported, ExportSource


@dataclass(frozen=True, slots=True)
class Changed:
    """`field` is one of a person, or a passage that was taken back ("checked_in:POINT"), whose `at` and `desk` these
    are. Of what is to be settled it is what two desks changed, or where both let somebody in; `old` and `new` are what
    each made of it, or which desks they are.
    """

    what: Change
    name: str
    code: str
    at: datetime
    desk: str
    field: str = ""
    old: str = ""
    new: str = ""


def changes(event: EventFile, source: ExportSource) -> list[Changed]:
    """What is to be settled first, what the door did by itself last; within that by time."""
    order = list(Change)
    return sorted(_all(event, source), key=lambda each: (order.index(each.what), each.at, each.name))


def _all(event: EventFile, source: ExportSource) -> Iterator[Changed]:
    added = {entry.subject: entry for entry in event.journal.of_kinds([Kind.ATTENDEE_ADDED])}
    walk_ins = {event.journal.person(e.subject): e for e in reversed(added.values()) if is_walk_in(e)}
    for person in source.people:
        named = _Named(source, person.attendee, person.id)
        yield from (named.conflict(each) for each in person.traced.history.open_conflicts)
        if person.attendee and is_off(person.attendee) and (came := _came(source, person)):
            yield named.passage(Change.CAME_CANCELLED, *came)
        if person.attendee and person.id in walk_ins:
            yield named.passage(Change.WALK_IN, walk_ins[person.id], source.happened(walk_ins[person.id]))
        yield from (named.correction(each) for each in person.corrections)
    for subject, corrections in taken_back_of_nobody(event).items():
        known = attendee_of(subject, added[subject].body) if subject in added else None
        yield from (_Named(source, known, subject).correction(each) for each in corrections)


def _came(source: ExportSource, person: Exported) -> tuple[Entry, datetime] | None:
    """The first entry that shows them where the account counts them, and when that was: a log is brought in later."""
    if arrivals := source.arrivals(person):
        return min(((each, source.happened(each)) for each in arrivals), key=lambda pair: pair[1])
    watched = person.traced.attendance.stays if HALL in person.traced.attendance.watched else ()
    return next(((stay.arrived, source.in_hall(stay.time.begins)) for stay in watched if stay.is_remote), None)


class _Named:
    """Of one person; `subject` stands for the code of who has none."""

    def __init__(self, source: ExportSource, attendee: Attendee | None, subject: str) -> None:
        self._source = source
        self._who = (attendee.name, attendee.ticket_code) if attendee else ("", subject)

    def correction(self, told: Correction) -> Changed:
        return Changed(
            kind_of(told), *self._who, self._source.in_hall(told.at), told.desk, told.field, told.old, told.new
        )

    def passage(self, what: Change, entry: Entry, at: datetime) -> Changed:
        return Changed(what, *self._who, at, entry.desk)

    def conflict(self, conflict: Conflict) -> Changed:
        first, second = conflict.first, conflict.second
        old, new = (_made_of(each, conflict.field) for each in (first, second))
        field = conflict.field or str(second.body.get("control_point", ""))
        return Changed(Change.TO_SETTLE, *self._who, self._source.happened(second), second.desk, field, old, new)


def _made_of(entry: Entry, field: str) -> str:
    changes = entry.body.get("changes")
    pair = changes.get(field) if isinstance(changes, dict) else None
    return str(pair[1]) if isinstance(pair, list) and len(pair) == 2 else entry.desk
