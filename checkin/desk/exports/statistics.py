# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures without names, made of the same reading as every other export."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from checkin.core.evening.account import Account
from checkin.core.evening.statistics import LEAST, Cell, Statistics, statistics
from checkin.core.programme.programme import Programme
from checkin.core.words import Say, Words
from checkin.desk.exports.source import ExportSource
from checkin.documents.cells import Column, Table


def figures(source: ExportSource, account: Account) -> Statistics:
    """Of those who came, whichever door saw them; sessions as their doors counted."""
    categories = Counter({category: line.people for category, line in account.categories.items()})
    sessions = {session: line.people for session, line in account.sessions.items()}
    return statistics(categories, sessions, list(_arrivals(source)), account.total.remote)


def _arrivals(source: ExportSource) -> Iterator[tuple[datetime, int]]:
    """Each code once, at the first door, with all who came on it: together they are those who came."""
    for person in source.people:
        if arrivals := source.arrivals(person):
            people = max(visit.people for visit in person.traced.history.visits.values() if visit.arrived)
            yield min(map(source.happened, arrivals)), people


def statistics_table(programme: Programme, found: Statistics, say: Say) -> Table:
    columns = [
        Column(say(Words("export", "Figure")), width=22),
        Column(say(Words("export", "Of")), width=60),
        Column(say(Words("export", "People")), "number", 14),
    ]
    return Table(say(Words("export", "Figures")), columns, [_row(*each, say) for each in _cells(programme, found, say)])


def _cells(programme: Programme, found: Statistics, say: Say) -> Iterator[tuple[Words, str, Cell]]:
    yield _CAME, "", found.came
    yield _REMOTE, "", found.remote
    for cell in found.categories:
        names = (programme.category_name(c) or say(Words("export", "without a category")) for c in cell.labels)
        yield _CATEGORY, ", ".join(names), cell
    for cell in found.sessions:
        titles = (session.title if (session := programme.session(s)) else s for s in cell.labels)
        yield _SESSION, ", ".join(titles), cell
    for cell in found.quarters:
        first, last = cell.labels[0], cell.labels[-1]
        yield _QUARTER, first[:16].replace("T", " ") + (f" – {last[11:16]}" if last != first else ""), cell


def _row(what: Words, of: str, cell: Cell, say: Say) -> list[object]:
    count = say(Words("export", "fewer than {least}"), least=LEAST) if cell.count is None else cell.count
    return [say(what), of, count]


_CAME = Words("export", "Came in all")
_REMOTE = Words("export", "Watched online only")
_CATEGORY = Words("export", "Came, by category")
_SESSION = Words("export", "Came, by session")
_QUARTER = Words("export", "Arrived in the quarter of an hour from")
