# SPDX-License-Identifier: GPL-3.0-or-later
"""The anonymous statistics, from the same data as every other export."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from checkin.core.attendance.anonymous_statistics import MIN_CELL_COUNT, Statistics, StatisticsCell, statistics
from checkin.core.attendance.day_report import DayReport
from checkin.core.message import Message, Translate
from checkin.core.programme.programme import Programme
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.export_source import ExportSource


def figures(source: ExportSource, report: DayReport) -> Statistics:
    """Return the statistics of people who came to any control point, sessions as their own entrance counted."""
    categories = Counter({category: line.people for category, line in report.categories.items()})
    sessions = {session: line.people for session, line in report.sessions.items()}
    return statistics(categories, sessions, list(_arrivals(source, report)), report.total.remote)


def _arrivals(source: ExportSource, report: DayReport) -> Iterator[tuple[datetime, int]]:
    """Yield each ticket that the day report counts once: its first arrival, and how many people came on it in all."""
    for person in source.people:
        if person.id in report.counted and (visits := person.visits.values()):
            yield min(visit.corrected for visit in visits), max(visit.people for visit in visits)


def statistics_table(programme: Programme, found: Statistics, translate: Translate) -> OutputTable:
    columns = [
        OutputColumn(translate(Message("export", "Figure")), width=22),
        OutputColumn(translate(Message("export", "Of")), width=60),
        OutputColumn(translate(Message("export", "People")), "number", 14),
    ]
    return OutputTable(
        translate(Message("export", "Figures")),
        columns,
        [_row(*each, translate) for each in _cells(programme, found, translate)],
    )


def _cells(
    programme: Programme, found: Statistics, translate: Translate
) -> Iterator[tuple[Message, str, StatisticsCell]]:
    yield _CAME, "", found.came
    yield _REMOTE, "", found.remote
    for cell in found.categories:
        names = (programme.category_name(c) or translate(Message("export", "without a category")) for c in cell.labels)
        yield _CATEGORY, ", ".join(names), cell
    for cell in found.sessions:
        titles = (session.title if (session := programme.session(s)) else s for s in cell.labels)
        yield _SESSION, ", ".join(titles), cell
    for cell in found.quarters:
        first, last = cell.labels[0], cell.labels[-1]
        yield _QUARTER, first[:16].replace("T", " ") + (f" – {last[11:16]}" if last != first else ""), cell


def _row(what: Message, of: str, cell: StatisticsCell, translate: Translate) -> list[object]:
    count = (
        translate(Message("export", "fewer than {least}"), least=MIN_CELL_COUNT) if cell.count is None else cell.count
    )
    return [translate(what), of, count]


_CAME = Message("export", "Came in all")
_REMOTE = Message("export", "Watched online only")
_CATEGORY = Message("export", "Came, by category")
_SESSION = Message("export", "Came, by session")
_QUARTER = Message("export", "Arrived in the quarter of an hour from")
