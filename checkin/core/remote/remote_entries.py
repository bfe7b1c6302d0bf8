# SPDX-License-Identifier: GPL-3.0-or-later
"""What the journal says of who watched, and what a log adds to it. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from checkin.core import time_spans
from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, parse_moment
from checkin.core.remote.remote_log import Watcher
from checkin.core.sync.conflict_resolution import undone_ids
from checkin.core.time_spans import TimeSpan

NewEntry = tuple[str, str, dict[str, object]]
"""Kind, subject and body of an entry to write."""


def watched_span(entry: Entry) -> TimeSpan | None:
    """From when to when an entry says somebody watched; None for one that does not."""
    if entry.kind != EntryKind.REMOTE_SEEN:
        return None
    begins, ends = parse_moment(entry.body.get("start")), parse_moment(entry.body.get("end"))
    return TimeSpan(begins, ends) if begins and ends else None


def spans_by_person(entries: Iterable[Entry]) -> dict[str, list[TimeSpan]]:
    """Of entries with those that take some of them back."""
    rows = list(entries)
    undone = undone_ids(rows)
    found: dict[str, list[TimeSpan]] = {}
    for entry in rows:
        if entry.id.hex() not in undone and (span := watched_span(entry)):
            found.setdefault(entry.subject, []).append(span)
    return found


def watcher_identities(entries: Iterable[Entry]) -> dict[str, str]:
    """As whom people were in logs before: the watcher's key → id of the person."""
    rows = list(entries)
    undone = undone_ids(rows)
    seen = (e for e in rows if e.kind == EntryKind.REMOTE_SEEN and e.id.hex() not in undone)
    return {str(e.body["as"]): e.subject for e in seen if e.body.get("as")}


def new_remote_entries(
    matched: Iterable[tuple[Watcher, Attendee]], known: Mapping[str, list[TimeSpan]], marked: Mapping[str, object]
) -> Iterator[NewEntry]:
    """An entry for each stretch that is not known whole already, so that the same log again says nothing."""
    told = {person: time_spans.union(spans) for person, spans in known.items()}
    for watcher, person in matched:
        for span in watcher.spans:
            if not any(before.begins <= span.begins and span.ends <= before.ends for before in told.get(person.id, ())):
                told[person.id] = time_spans.union((*told.get(person.id, ()), span))
                body = {"start": span.begins.isoformat(), "end": span.ends.isoformat(), "as": watcher.key}
                yield EntryKind.REMOTE_SEEN, person.id, {**body, **marked}
