# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's account of an event file, read twice: folded from its journal, and counted off its tables."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from checkin.core.entries import Entry, Kind
from checkin.core.evening.account import Account, account
from checkin.core.evening.attendance import RULES, Rules
from checkin.core.evening.standing import Standing, standing, taken_back
from checkin.core.history import Correction
from checkin.core.model import How
from checkin.desk.evening.attendance import Evidence
from checkin.desk.event_file import EventFile


def of_journal(event: EventFile, now: datetime | None = None, rules: Rules = RULES) -> Account:
    """What happened, as of `now`."""
    walk_ins, watched = _walk_ins(event), _watched(event, now)
    people = event.journal.histories(event.journal.people())
    standings = (standing(h, is_walk_in=p in walk_ins, watched=watched.get(p, _NOWHERE)) for p, h in people)
    return account(event.programme(), standings, rules)


def of_tables(event: EventFile) -> Account:
    """What the screen shows."""
    return account(event.programme(), _shown(event))


def _shown(event: EventFile) -> Iterator[Standing]:
    walk_ins, watched, came = _walk_ins(event), _watched(event), dict[str, dict[str, int]]()
    conflicts = Counter(row.attendee for row in event.attendees.conflicts.all())
    for visit in event.attendees.visits():
        came.setdefault(visit.attendee, {})[visit.control_point] = visit.people
    for attendee, corrections in event.attendees.all():
        own, is_walk_in, seen = came.pop(attendee.id, {}), attendee.id in walk_ins, watched.pop(attendee.id, _NOWHERE)
        yield Standing(attendee, own, is_walk_in, corrections, conflicts.pop(attendee.id, 0), seen)
    unheard = taken_back_of_nobody(event)
    for ticket in came.keys() | watched.keys() | unheard.keys():
        own, seen, undone = came.get(ticket, {}), watched.get(ticket, _NOWHERE), unheard.get(ticket, ())
        yield Standing(None, own, corrections=undone, conflicts=conflicts.pop(ticket, 0), watched=seen)


def taken_back_of_nobody(event: EventFile) -> dict[str, tuple[Correction, ...]]:
    """The passages that were undone of whoever is in no table: a ticket unheard of, somebody registered at the desk by
    mistake. The journal alone still tells of them.
    """
    subjects = sorted({entry.subject for entry in event.journal.of_kinds([Kind.UNDONE])})
    found = event.journal.histories(subjects)
    return {person: taken_back(history) for person, history in found if history.attendee is None}


def _watched(event: EventFile, now: datetime | None = None) -> dict[str, frozenset[str]]:
    """By person, where the stream has seen them. Whoever it has not is not looked at."""
    evidence = Evidence(event, now)
    seen = {event.journal.person(entry.subject) for entry in event.journal.of_kinds([Kind.REMOTE_SEEN])}
    return {person: watched for person in seen if (watched := evidence.of(person).attendance.watched)}


def _walk_ins(event: EventFile) -> set[str]:
    """People who were added at a desk; of a record that was merged, the person."""
    added = event.journal.of_kinds([Kind.ATTENDEE_ADDED])
    return {event.journal.person(e.subject) for e in added if is_walk_in(e)}


def is_walk_in(entry: Entry) -> bool:
    return entry.kind == Kind.ATTENDEE_ADDED and entry.body.get("how") == How.WALK_IN


_NOWHERE: frozenset[str] = frozenset()
