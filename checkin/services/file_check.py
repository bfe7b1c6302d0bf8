# SPDX-License-Identifier: GPL-3.0-or-later
"""The check of an event file: SQLite's own check, the tables row by row against the journal, the day report."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from checkin.core.attendance.day_report import DayReport
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError
from checkin.services.attendance.attendance_evidence import HistoryCounter, day_report_from_tables
from checkin.services.event_file import EventFile
from checkin.storage.connection import count_unordered, differing, order_entries, read_schema
from checkin.storage.copies import LACKING, find_rescued, is_rehearsal_copy
from checkin.storage.database import integrity_problems
from checkin.storage.journal_queries import count_missing, unreadable_positions

Problem = tuple[Message, dict[str, object]]
"""A message and the values to fill it with."""
MOST_PLACES = 10
"""Damaged entries that are listed by position."""


@dataclass(frozen=True, slots=True)
class FileCheckReport:
    """The result of a file check: `problems` are damage, `remarks` notes about a sound file.

    `day_report` is None if the file is too damaged to be counted. `can_be_rebuilt`: the journal is whole, and only the
    tables read from it differ.
    """

    day_report: DayReport | None
    entries: int
    problems: tuple[Problem, ...]
    can_be_rebuilt: bool = False
    remarks: tuple[Problem, ...] = ()


def check_file(event: EventFile) -> FileCheckReport:
    """Check everything, changing nothing. Damage is reported, never raised."""
    damaged = _found(lambda: [(_DAMAGED, {"what": what}) for what in _damage(event)])
    damaged += _found(lambda: [(LACKING, asdict(found))] if (found := find_rescued(event.db)) else [])
    damaged += _found(lambda: list(_schema_problems(event)))
    unreadable = _found(lambda: _unreadable(event))
    if unreadable:
        return FileCheckReport(None, 0, (*damaged, *unreadable))
    compared = _Comparison(event)
    tables = _found(compared.differences)
    lost = _found(lambda: [(_MISSING, {"entries": lost})] if (lost := count_missing(event.db)) else [])
    if compared.day_report is None:
        return FileCheckReport(None, 0, (*damaged, *(tables or [_NOT_READ]), *lost), can_be_rebuilt=bool(tables))
    unbalanced: list[Problem] = [] if compared.is_balanced else [(_UNBALANCED, {})]
    problems = (*damaged, *tables, *lost, *unbalanced)
    remarks = tuple(_found(lambda: list(_remarks(event))))
    return FileCheckReport(compared.day_report, compared.entries, problems, bool(tables), remarks)


def _found(look: Callable[[], list[Problem]]) -> list[Problem]:
    """Return the problems that `look` finds; a `StorageError` is reported as a problem too."""
    try:
        return look()
    except StorageError:
        return [_NOT_READ]


def _damage(event: EventFile) -> list[str]:
    """Return what SQLite finds wrong, on the new connection of a snapshot: an older one may remember the search index
    of before another process rebuilt it, and call it corrupt.
    """
    with event.snapshot() as still:
        return integrity_problems(still.db)


def _schema_problems(event: EventFile) -> Iterator[Problem]:
    """Yield what another program did to the schema before the file was opened, and since."""
    if event.db.put_back:
        yield _MADE_AGAIN, {"names": ", ".join(event.db.put_back)}
    if missing := differing(read_schema(event.db)):
        yield _LACKS, {"names": ", ".join(missing)}
    if unordered := count_unordered(event.db):
        yield _UNORDERED, {"entries": unordered}


def _unreadable(event: EventFile) -> list[Problem]:
    places = unreadable_positions(event.db)
    shown = ", ".join(map(str, places[:MOST_PLACES])) + (" …" if len(places) > MOST_PLACES else "")
    return [(_UNREADABLE, {"count": len(places), "places": shown})] if places else []


class _Comparison:
    """The tables of a file beside its journal: the rows that differ from what the journal makes, and the day report of
    both. People are read once for both. `day_report` is None for a file too damaged to be counted.
    """

    def __init__(self, event: EventFile) -> None:
        self._event = event
        self.day_report: DayReport | None = None
        self.entries, self.is_balanced = 0, False

    def differences(self) -> list[Problem]:
        """Return per table the number of rows that differ, in a snapshot: desks go on meanwhile."""
        with self._event.snapshot() as still:
            found = self._compare(still)
        return [(_DIFFERENT, {"table": table, "rows": rows}) for table, rows in found.items() if rows]

    def _compare(self, still: EventFile) -> dict[str, int]:
        counting, shown = HistoryCounter(still), _shown(still)
        self.entries = still.journal.count()
        found = still.journal.differences(see=counting.add)
        if shown:
            self.day_report = counting.report()
            self.is_balanced = self.day_report.is_balanced and shown == self.day_report
        return found


def _shown(event: EventFile) -> DayReport | None:
    """Return the day report of the tables; None if their rows are damaged, which are told by table then."""
    try:
        return day_report_from_tables(event)
    except StorageError:
        return None


def rebuild(event: EventFile) -> None:
    """Rebuild the tables from the journal."""
    with event.transaction():
        order_entries(event.db)
        event.journal.rebuild()


def _remarks(event: EventFile) -> Iterator[Problem]:
    if not is_rehearsal_copy(event.db):
        for entry in event.journal.entries_of_kinds([EntryKind.REHEARSAL_BEGUN]):
            yield _FALSE_REHEARSAL, {"desk": entry.desk or "?", "at": f"{entry.at:%d/%m/%Y %H:%M}"}
    for shared, copies in event.journal.twins().items():
        desks = {entry.desk for entry in map(event.journal.entry, copies) if entry}
        yield _ONE_ID, {"entry": shared, "desks": ", ".join(sorted(desks))}


_DAMAGED = Message("check", "The file is damaged: {what}.")
_DIFFERENT = Message("check", "{rows} {rows:row|rows} of the table “{table}” {rows:does|do} not match the journal.")
_MADE_AGAIN = Message(
    "check", "Another program had changed how the file is built; it was made again when the file was opened: {names}."
)
_LACKS = Message(
    "check",
    "Another program changed how the file is built: {names}. Close the event and open it again, which makes it again.",
)
_UNORDERED = Message(
    "check",
    "{entries} {entries:entry|entries} would never be sent to the other desks. Run the check with --rebuild, or "
    "close the event and open it again.",
)
_UNBALANCED = Message("check", "The totals do not add up: the counters differ from the journal.")
_NOT_READ: Problem = (
    Message("check", "Part of the file is too damaged to be read. Keep a copy of it, and carry on with a backup."),
    {},
)
_UNREADABLE = Message(
    "check",
    "Damaged entries in the journal: {count}, at positions {places}. This file cannot restore them; look for "
    "them in a backup, or at another desk.",
)
_FALSE_REHEARSAL = Message(
    "check",
    "An entry that claims to be from desk “{desk}”, {at}, calls this event a rehearsal. No Checkin desk sends "
    "such an entry: it changes nothing here and is not passed on. It was written by someone who knows the "
    "event’s secret.",
)
_ONE_ID = Message(
    "check",
    "Two different entries came with the same number, {entry}, naming {desks}. Neither counts under it; both "
    "are kept as entries of their own, the same at every desk. No Checkin desk writes that: look at both "
    "(checkin conflicts).",
)
_MISSING = Message(
    "check",
    "Entries missing from the journal: {entries}. Another program removed them from the file, which cannot "
    "restore them; look for them in an earlier export, in a backup, or at another desk.",
)
