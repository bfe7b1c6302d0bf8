# SPDX-License-Identifier: GPL-3.0-or-later
"""Journal entries of online attendance, and those that a connection log adds. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from checkin.core import local_time
from checkin.core.attendance.connection_log import Watcher
from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, NewEntry, parse_moment
from checkin.core.local_time import TimeSpan
from checkin.core.sync.conflicts import undone_ids


def watched_span(entry: Entry) -> TimeSpan | None:
    """Return the time span an entry says a person watched; None for any other entry."""
    if entry.kind != EntryKind.REMOTE_SEEN:
        return None
    begins, ends = parse_moment(entry.body.get("start")), parse_moment(entry.body.get("end"))
    return TimeSpan(begins, ends) if begins and ends else None


def spans_by_person(entries: Iterable[Entry]) -> dict[str, list[TimeSpan]]:
    """Return the time spans by person, from entries with those that undo some of them."""
    rows = list(entries)
    undone = undone_ids(rows)
    found: dict[str, list[TimeSpan]] = {}
    for entry in rows:
        if entry.id.hex() not in undone and (span := watched_span(entry)):
            found.setdefault(entry.subject, []).append(span)
    return found


def watcher_identities(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the person's id by watcher's key, from earlier logs."""
    rows = list(entries)
    undone = undone_ids(rows)
    seen = (e for e in rows if e.kind == EntryKind.REMOTE_SEEN and e.id.hex() not in undone)
    return {str(e.body["as"]): e.subject for e in seen if e.body.get("as")}


def new_online_entries(
    matched: Iterable[tuple[Watcher, Attendee]], known: Mapping[str, list[TimeSpan]], marked: Mapping[str, object]
) -> Iterator[NewEntry]:
    """Yield an entry for each time span that is not known entirely, so that the same log again adds nothing."""
    values = {person: local_time.union(spans) for person, spans in known.items()}
    for watcher, person in matched:
        for span in watcher.spans:
            if not any(
                before.begins <= span.begins and span.ends <= before.ends for before in values.get(person.id, ())
            ):
                values[person.id] = local_time.union((*values.get(person.id, ()), span))
                body = {"start": span.begins.isoformat(), "end": span.ends.isoformat(), "as": watcher.key}
                yield EntryKind.REMOTE_SEEN, person.id, {**body, **marked}
