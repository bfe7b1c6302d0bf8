# SPDX-License-Identifier: GPL-3.0-or-later
"""Is an event file sound: SQLite's own check, the tables row by row against the journal, the account of the day."""

from collections.abc import Iterator
from dataclasses import dataclass

from checkin.core.entries import Kind
from checkin.core.evening.account import Account
from checkin.core.words import Words
from checkin.desk.evening.accounts import of_journal, of_tables
from checkin.desk.event_file import EventFile
from checkin.storage.copying import is_to_practise
from checkin.storage.database import integrity_problems
from checkin.storage.sealed_journal import missing

Problem = tuple[Words, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Report:
    """`problems` are what is wrong with the file; `remarks` what somebody should know of a file that is sound."""

    account: Account
    entries: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


def examine(event: EventFile) -> Report:
    """Reads everything; leaves the file as it was."""
    problems: list[Problem] = [
        (Words("check", "The file is damaged: {what}."), {"what": what}) for what in integrity_problems(event.db)
    ]
    problems += [
        (
            Words("check", "{rows} {rows:row|rows} of the table “{table}” {rows:is|are} not what the journal says."),
            counted,
        )
        for counted in _differences(event)
    ]
    if lost := missing(event.db):
        problems.append((_MISSING, {"entries": lost}))
    with event.as_it_is() as still:
        balance, shown, entries = of_journal(still), of_tables(still), still.journal.count()
    if not balance.is_balanced or shown != balance:
        problems.append((Words("check", "The account does not balance: the counters differ from the journal."), {}))
    return Report(balance, entries, tuple(problems), tuple(_remarks(event)))


def rebuild(event: EventFile) -> None:
    """Make the tables what the journal says."""
    with event.writing():
        event.journal.rebuild()


def _remarks(event: EventFile) -> Iterator[Problem]:
    if not is_to_practise(event.db):
        for entry in event.journal.of_kinds([Kind.REHEARSAL_BEGUN]):
            yield _FALSE_REHEARSAL, {"desk": entry.desk or "?", "at": f"{entry.at:%d/%m/%Y %H:%M}"}
    for shared, copies in event.journal.twins().items():
        desks = {entry.desk for entry in map(event.journal.entry, copies) if entry}
        yield _ONE_ID, {"entry": shared, "desks": ", ".join(sorted(desks))}


def _differences(event: EventFile) -> list[dict[str, object]]:
    """Per table, how many rows differ from those a fresh reading of the journal gives."""
    found = event.attendees.differences(event.journal.rebuild)
    return [{"table": table, "rows": rows} for table, rows in found.items() if rows]


_FALSE_REHEARSAL = Words(
    "check",
    "An entry that says it is of desk “{desk}”, {at}, calls this event a rehearsal. No desk of Checkin sends such an "
    "entry: it changes nothing here and is told to nobody. Somebody who knows the event’s secret wrote it.",
)
_ONE_ID = Words(
    "check",
    "Two different entries came under one number, {entry}, and name {desks}. Neither counts under it; both are kept as "
    "entries of their own, the same at every desk. No desk of Checkin writes that: look at both (checkin conflicts).",
)
_MISSING = Words(
    "check",
    "Entries missing from the journal: {entries}. Another program took them out of the file, and they cannot be made "
    "again from it; look for them in an export of before, in a backup, or at another desk.",
)
