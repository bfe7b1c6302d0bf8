# SPDX-License-Identifier: GPL-3.0-or-later
"""The day's account of an event file, read twice: folded from its journal, and counted off its tables."""

from collections import Counter
from collections.abc import Iterator

from checkin.core.account import Account, Standing, account
from checkin.core.entries import Entry, Kind
from checkin.core.history import History
from checkin.core.model import How
from checkin.desk.event_file import EventFile


def of_journal(event: EventFile) -> Account:
    """What happened."""
    walk_ins = _walk_ins(event)
    people = event.journal.histories(event.journal.people())
    return account(event.programme(), (standing(history, person in walk_ins) for person, history in people))


def standing(history: History, is_walk_in: bool) -> Standing:
    """A person as the account counts them."""
    came = {point: visit.people for point, visit in history.visits.items() if visit.arrived}
    corrections = history.corrections if history.attendee else ()
    return Standing(history.attendee, came, is_walk_in, corrections, len(history.open_conflicts))


def of_tables(event: EventFile) -> Account:
    """What the screen shows."""
    return account(event.programme(), _shown(event))


def _shown(event: EventFile) -> Iterator[Standing]:
    walk_ins, came = _walk_ins(event), dict[str, dict[str, int]]()
    conflicts = Counter(row.attendee for row in event.attendees.conflicts.all())
    for visit in event.attendees.visits():
        came.setdefault(visit.attendee, {})[visit.control_point] = visit.people
    for attendee, corrections in event.attendees.all():
        own, is_walk_in = came.pop(attendee.id, {}), attendee.id in walk_ins
        yield Standing(attendee, own, is_walk_in, corrections, conflicts.pop(attendee.id, 0))
    for ticket, visits in came.items():
        yield Standing(None, visits, conflicts=conflicts.pop(ticket, 0))


def _walk_ins(event: EventFile) -> set[str]:
    """People who were added at a desk; of a record that was merged, the person."""
    added = event.journal.of_kinds([Kind.ATTENDEE_ADDED])
    return {event.journal.person(e.subject) for e in added if is_walk_in(e)}


def is_walk_in(entry: Entry) -> bool:
    return entry.kind == Kind.ATTENDEE_ADDED and entry.body.get("how") == How.WALK_IN
