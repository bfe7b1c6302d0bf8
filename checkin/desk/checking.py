# SPDX-License-Identifier: GPL-3.0-or-later
"""Is an event file sound: SQLite's own check, the journal's rules, the tables against the journal, the account."""

from collections import Counter
from dataclasses import dataclass

from checkin.core.words import Words
from checkin.desk.event_file import EventFile
from checkin.desk.exporting import Account, account
from checkin.storage.database import integrity_problems

Problem = tuple[Words, dict[str, object]]


@dataclass(frozen=True, slots=True)
class Report:
    account: Account
    entries: int
    problems: tuple[Problem, ...]


def examine(event: EventFile) -> Report:
    """Reads everything, changes nothing."""
    problems: list[Problem] = [
        (Words("check", "The file is damaged: {what}."), {"what": what}) for what in integrity_problems(event.db)
    ]
    balance = account(event)
    problems += _differences(event)
    if not balance.balances:
        problems.append((Words("check", "The account does not balance."), {}))
    return Report(balance, event.journal.count(), tuple(problems))


def _differences(event: EventFile) -> list[Problem]:
    """Where the tables of people and visits say something else than the journal."""
    visits = Counter(v.attendee for v in event.attendees.visits())
    found: list[Problem] = []
    for subject in event.journal.people():
        history = event.journal.history(subject)
        arrivals = sum(v.arrived is not None for v in history.visits.values())
        if history.attendee != event.attendees.get(subject) or arrivals != visits[subject]:
            found.append((Words("check", "The table of people differs from the journal for {id}."), {"id": subject}))
    return found
