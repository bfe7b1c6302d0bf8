# SPDX-License-Identifier: GPL-3.0-or-later
"""The import of a connection log: previewed, then written completely or not at all (docs/remote.md)."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from checkin.core.attendance.connection_log import (
    ConnectionLogSource,
    ConnectionLogTimeFit,
    Watcher,
    WatcherMatches,
    check_connection_log_times,
    match_watchers,
    read_connection_log,
    read_connection_log_columns,
)
from checkin.core.attendance.half_days import session_span
from checkin.core.attendance.stays import new_online_entries, spans_by_person, watcher_identities
from checkin.core.entries import EntryKind, NewEntry
from checkin.core.lists.list_fields import ListRow
from checkin.core.local_time import find_zone
from checkin.core.message import Message, UserError
from checkin.core.programme.programme_edits import event_days
from checkin.documents.csv_reader import SEPARATORS, TextForm
from checkin.documents.spreadsheets import read_book
from checkin.services.event_file import EventFile, zone_of

HEAD = 100
"""Rows at the top of a file that are searched for its header."""

ENOUGH = 5
"""Default minutes of watching below which a viewer is not recorded."""


@dataclass(frozen=True, slots=True)
class ConnectionLogOptions:
    """Options of a connection log import.

    `zone` is the IANA name for times without one, "" for the event's. `enough` is in minutes. `decided` maps viewers to
    ids of people, or to "" for none.
    """

    zone: str = ""
    encoding: str = ""
    enough: int = ENOUGH
    decided: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ConnectionLogPreview:
    """The effect of importing a connection log: `new` are the entries to write, empty if the log has no news.

    `brief` are viewers below the minimum time, `unread` the numbers of rows that cannot be understood. `fit` says
    whether its times are those of the event, None if the programme has no times.
    """

    source: ConnectionLogSource
    zone: str
    matching: WatcherMatches
    new: tuple[NewEntry, ...]
    brief: tuple[Watcher, ...] = ()
    unread: tuple[int, ...] = ()
    fit: ConnectionLogTimeFit | None = None

    @property
    def new_people(self) -> int:
        return len({subject for _, subject, _ in self.new})


def read_rows(path: Path, encoding: str = "") -> tuple[ListRow, ...]:
    """Return the rows of the sheet with a known header, else of the first. Raises `UserError` if it is no table.

    All separators are tried: the commas in American dates ("7/4/23, 9:00:00 AM") can look more regular than the tabs
    between columns, so the header decides.
    """
    book = read_book(path, TextForm(encoding))
    others = (read_book(path, TextForm(encoding, each)) for each in SEPARATORS if book.is_text)
    known = (
        s
        for each in chain([book], others)
        for s in each.sheets
        if any(read_connection_log_columns(r.cells) for r in s.rows[:HEAD])
    )
    return next(known, book.sheets[0]).rows


def preview_connection_log(
    event: EventFile, rows: tuple[ListRow, ...], options: ConnectionLogOptions
) -> ConnectionLogPreview:
    """Return what the log would add. Raises `UserError` for a log that cannot be understood."""
    programme = event.programme()
    zone = _zone(options.zone, zone_of(programme.event))
    days = {s.starts.astimezone(zone).date() for s in programme.sessions if s.starts}
    connection_log = read_connection_log(rows, zone, days | {*event_days(programme.event)})
    lasting = [w for w in connection_log.watchers if w.minutes >= options.enough]
    before = event.journal.entries_of_kinds([EntryKind.REMOTE_SEEN, EntryKind.UNDONE])
    decided = {**watcher_identities(before), **options.decided}
    matching = match_watchers(lasting, [person for person, _ in event.attendees.all()], decided)
    new = tuple(new_online_entries(matching.matched, spans_by_person(before), {"source": connection_log.source.value}))
    brief = tuple(w for w in connection_log.watchers if w.minutes < options.enough)
    times = [span for session in programme.sessions if (span := session_span(session))]
    fits = check_connection_log_times(connection_log.watchers, times, zone_of(programme.event))
    return ConnectionLogPreview(connection_log.source, str(zone), matching, new, brief, connection_log.unread, fits)


def apply_connection_log(
    event: EventFile, rows: tuple[ListRow, ...], options: ConnectionLogOptions, *, at: datetime, desk: str
) -> ConnectionLogPreview:
    """Write what the preview shows, as one step that `undo_import` undoes. Writes nothing without news."""
    with event.transaction():
        found = preview_connection_log(event, rows, options)
        if found.new:
            import_id = secrets.token_hex(8)
            head = {
                "import": import_id,
                "added": 0,
                "changed": found.new_people,
                "gone": 0,
                "remote": found.source.value,
            }
            facts = [(kind, subject, {**body, "import": import_id}) for kind, subject, body in found.new]
            event.journal.append_all([(EntryKind.LIST_IMPORTED, "", head), *facts], at=at, desk=desk)
    return found


def _zone(name: str, otherwise: tzinfo) -> tzinfo:
    if not name:
        return otherwise
    if (zone := find_zone(name)) is None:
        raise UserError(_NO_ZONE, name=name)
    return zone


_NO_ZONE = Message(
    "remote",
    "“{name}” is not a known time zone. Nothing was imported; write it like Europe/Paris, America/Martinique or UTC.",
)


# Sentences about the import of a connection log, before and after it.


def connection_log_summary(found: ConnectionLogPreview, translate: Callable[..., str]) -> str:
    """Return the summary shown after the import."""
    sentence = translate(_WRITTEN, people=found.new_people) if found.new else translate(_NOTHING)
    counts = (
        (Message("remote", "{count} to decide."), len(found.matching.proposed)),
        (Message("remote", "{count} {count:is|are} not in this event."), len(found.matching.unmatched)),
        (Message("remote", "{count} watched for too short a time."), len(found.brief)),
        (Message("remote", "{count} {count:row has|rows have} unreadable times."), len(found.unread)),
    )
    doubt = doubt_about_times(found, translate)
    return " ".join(
        [sentence, *([doubt] if doubt else []), *(translate(words, count=count) for words, count in counts if count)]
    )


def doubt_about_times(found: ConnectionLogPreview, translate: Callable[..., str]) -> str:
    """Return a warning that the log's times do not fit the programme, "" if they do."""
    fit = found.fit
    if fit is None or not fit.is_doubtful:
        return ""
    sentence = translate(_OTHER_TIMES, percent=round(100 * fit.share), day=f"{fit.day:%d/%m/%Y}")
    if fit.hours:
        sentence += " " + translate(_OTHER_ZONE, hours=f"{fit.hours:+d}", percent=round(100 * fit.shifted))
    return sentence


_OTHER_TIMES = Message(
    "remote", "Only {percent}% of the time in this log, of {day}, is within the programme: the rest does not count."
)
_OTHER_ZONE = Message("remote", "With {hours} h it would be {percent}%: choose the time zone the platform used.")
_WRITTEN = Message(
    "remote",
    "The time online of {people} {people:person|people} was recorded; it is added to what was scanned, and "
    "nothing counts twice.",
)
_NOTHING = Message("remote", "This log has nothing new. Nothing was recorded.")
