# SPDX-License-Identifier: GPL-3.0-or-later
"""Is an event file sound: SQLite's own check, the tables row by row against the journal, the account of the day."""

from dataclasses import dataclass

from checkin.core.history import History
from checkin.core.model import Status
from checkin.core.programme import ARRIVAL, Mode
from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.storage.database import integrity_problems

Problem = tuple[Words, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Account:
    """The day's balance at the first control point, folded from the journal alone.

    `unheard` counts tickets that were let in and whose person this file has not heard of; `came` all who came in, of
    groups each.
    """

    registered: int
    present: int
    absent: int
    cancelled: int
    unheard: int
    came: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    account: Account
    entries: int
    problems: tuple[Problem, ...]


def examine(event: EventFile) -> Report:
    """Reads everything; leaves the file as it was."""
    problems: list[Problem] = [
        (Words("check", "The file is damaged: {what}."), {"what": what}) for what in integrity_problems(event.db)
    ]
    problems += [
        (Words("check", "{rows} rows of the table “{table}” are not what the journal says."), counted)
        for counted in _differences(event)
    ]
    balance = account(event)
    on_screen = event.attendees.arrived(_first_point(event)), event.attendees.count()
    if on_screen != (balance.came, balance.registered):
        problems.append((Words("check", "The account does not balance: the counters differ from the journal."), {}))
    return Report(balance, event.journal.count(), tuple(problems))


def account(event: EventFile) -> Account:
    """Everyone of the journal, counted once."""
    point = _first_point(event)
    states, came = list[str](), 0
    for _, history in event.journal.histories(event.journal.people()):
        states.append(_state(history, point))
        came += history.visit(point).people if history.visit(point).arrived else 0
    registered = len(states) - states.count("unheard") - states.count("")
    present, absent, cancelled = (states.count(s) for s in ("present", "absent", "cancelled"))
    return Account(registered, present, absent, cancelled, states.count("unheard"), came)


def rebuild(event: EventFile) -> None:
    """Make the tables what the journal says."""
    with event.writing():
        event.journal.rebuild()


def _state(history: History, point: str) -> str:
    """ "" for a subject that is no person and never arrived (a refused, unheard-of ticket)."""
    has_arrived = history.visit(point).arrived is not None
    if history.attendee is None:
        return "unheard" if has_arrived else ""
    if has_arrived:
        return "present"
    return "cancelled" if history.attendee.status in (Status.CANCELLED, Status.BLOCKED) else "absent"


def _first_point(event: EventFile) -> str:
    points = event.programme().control_points
    return next((p for p in points if p.mode is Mode.ENTRY), ARRIVAL).id


def _differences(event: EventFile) -> list[dict[str, object]]:
    """Per table, how many rows differ from those a fresh reading of the journal gives."""
    found = event.attendees.differences(event.journal.rebuild)
    return [{"table": table, "rows": rows} for table, rows in found.items() if rows]
