# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report sheet: the balance line by line, deviations from plan, and the control lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportLine
from checkin.core.exports.export_wording import BALANCES, BALANCES_SO_FAR, NO_BALANCE, REGISTRATIONS
from checkin.core.message import Message, Translate
from checkin.core.programme.programme import ControlPoint
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.about_event import made_at_text
from checkin.services.exports.export_source import ExportSource


def day_report_table(
    source: ExportSource, report: DayReport, control: Sequence[str], translate: Translate
) -> OutputTable:
    """Return the whole sheet. `control` are the lines by which the export is checked later, none if elsewhere."""
    table = balance_table(source, report, translate)
    told = ["", translate(_CONTROL), *control] if control else []
    return with_lines(table, [*remarks(source, report, translate), *told])


def with_lines(table: OutputTable, texts: Sequence[str]) -> OutputTable:
    """Return `table` with a row for each of `texts` below it."""
    assert isinstance(table.rows, Sequence)
    empty = [None for _ in table.columns[1:]]
    return replace(table, rows=[*table.rows, *([text, *empty] for text in (["", *texts] if texts else []))])


def balance_table(source: ExportSource, report: DayReport, translate: Translate) -> OutputTable:
    """Return the balance of the event, of each category, and of each session with a control point."""
    columns = [
        OutputColumn(translate(Message("export", "Account")), width=60),
        *(OutputColumn(translate(title), "number", 14) for title in _titles(source)),
    ]
    lines = [[name, *_figures(line, absent)] for name, line, absent in _lines(source, report, translate)]
    return OutputTable(translate(Message("export", "Account")), columns, lines)


def fingerprint_table(control: Sequence[str], translate: Translate) -> OutputTable:
    """Return the control lines alone, for an anonymous export."""
    return OutputTable(
        translate(Message("export", "Account")),
        [OutputColumn(translate(_CONTROL), width=100)],
        [[line] for line in control],
    )


def _lines(
    source: ExportSource, report: DayReport, translate: Translate
) -> Iterator[tuple[str, DayReportLine, object]]:
    """Yield name, figures, and the number absent or the text shown instead."""
    programme, total = source.programme, report.total
    yield translate(Message("export", "The whole event")), total, total.absent
    for category, line in report.categories.items():
        name = programme.category_name(category) or translate(Message("export", "without a category"))
        yield translate(Message("export", "Category: {name}"), name=name), line, line.absent
    yield from _days(source, report, translate)
    for column, values in report.columns.items():
        for value, line in values.items():
            yield translate(Message("export", "{column}: {value}"), column=column, value=value), line, line.absent
    yield from _columns_of_days(source, report, translate)
    yield from _doors(source, report, translate)
    for session_id, line in report.sessions.items():
        session = programme.session(session_id)
        title = translate(Message("export", "Session: {name}"), name=session.title if session else session_id)
        absent = line.absent if source.knows_absences(session_id) else None
        yield title, line, translate(_TO_COME) if source.is_to_come(session_id) else absent


def _days(source: ExportSource, report: DayReport, translate: Translate) -> Iterator[tuple[str, DayReportLine, object]]:
    for day, line in report.days.items():
        name = translate(Message("export", "On site on {day}"), day=f"{day:%d/%m/%Y}")
        yield name, line, _absent_on(source, day, line, translate)


def _columns_of_days(
    source: ExportSource, report: DayReport, translate: Translate
) -> Iterator[tuple[str, DayReportLine, object]]:
    """Yield the counted columns of each day: what was eaten, not only by whom."""
    for day, figures in report.on_days.items():
        for column, values in figures.columns.items():
            for value, line in values.items():
                name = translate(_VALUE_ON_DAY, day=f"{day:%d/%m/%Y}", column=column, value=value)
                yield name, line, _absent_on(source, day, line, translate)


def _doors(
    source: ExportSource, report: DayReport, translate: Translate
) -> Iterator[tuple[str, DayReportLine, object]]:
    """Yield the control points that are not of a session, whose line is its own, and of each control point the counted
    columns: how many who eat no meat dined.
    """
    for door, figures in report.doors.items():
        point = source.written.control_point(door)
        if point is None or point.gives:
            continue

        def absent(line: DayReportLine, point: ControlPoint = point) -> object:
            return translate(_TO_COME) if source.is_to_come_at(point) else line.absent

        if not point.session:
            yield translate(_POINT, name=point.name), figures.total, absent(figures.total)
        for column, values in figures.columns.items():
            for value, line in values.items():
                yield translate(_VALUE_AT, point=point.name, column=column, value=value), line, absent(line)


def _absent_on(source: ExportSource, day: date, line: DayReportLine, translate: Translate) -> object:
    if not source.days.has_ended(day):
        return translate(_TO_COME)
    return line.absent if source.is_day_observed(day) else None


def _figures(line: DayReportLine, absent: object) -> list[object]:
    balance = [line.registered, line.present, absent, line.cancelled]
    return [*balance, line.remote, line.places, line.people, line.unexpected]


def remarks(source: ExportSource, report: DayReport, translate: Translate) -> Iterator[str]:
    """Whether it balances, and what was not as planned; first whether it may still change."""
    line = report.total
    balance = {"registered": line.registered, "present": line.present}
    balance |= {"absent": line.absent, "cancelled": line.cancelled}
    if not source.has_ended:
        yield translate(_PROVISIONAL, time=made_at_text(source))
    balances = BALANCES if source.has_ended else BALANCES_SO_FAR
    yield translate(balances if report.is_balanced else NO_BALANCE, **balance)
    for words, count in _counts(report):
        yield translate(words, count=count)
    for merged in report.merges:
        yield translate(_MERGED, name=merged)
    yield from _confirmed_by(source, translate)


def _confirmed_by(source: ExportSource, translate: Translate) -> Iterator[str]:
    """Yield who confirmed exit hours, where a supervisor did."""
    for half in source.half_days:
        confirmed = source.occasions.exits.get(half.id)
        if confirmed and confirmed.by:
            left, at = source.hall_time(confirmed.hour), source.hall_time(confirmed.at)
            known = {"day": f"{half.day:%d/%m/%Y}", "left": f"{left:%H:%M}", "who": confirmed.by}
            yield translate(_CONFIRMED_BY, at=f"{at:%d/%m/%Y %H:%M}", desk=confirmed.desk, **known)


def _counts(report: DayReport) -> Iterator[tuple[Message, int]]:
    """Yield what was not as planned, in numbers; the corrections sheet lists each case."""
    yield _REMOTE, report.total.remote
    yield _CAME_CANCELLED, report.came_cancelled
    yield _UNHEARD, report.total.others
    yield _WALK_INS, report.walk_ins
    yield _CORRECTIONS, report.corrections
    yield _SWITCHES, report.switches
    yield _UNDONE, report.undone
    yield _CONFLICTS, report.conflicts


def _titles(source: ExportSource) -> list[Message]:
    return [_ABSENT_OR_TO_COME if title is _ABSENT and not source.has_ended else title for title in _TITLES]


_TO_COME = Message("export", "to come")
_POINT = Message("export", "Control point: {name}")
_VALUE_AT = Message("export", "{point} – {column}: {value}")
_VALUE_ON_DAY = Message("export", "{day} – {column}: {value}")
_ABSENT, _ABSENT_OR_TO_COME = Message("export", "Of them, absent"), Message("export", "Of them, absent or to come")
_TITLES = (
    REGISTRATIONS,
    Message("export", "Of them, present"),
    _ABSENT,
    Message("export", "Of them, cancelled"),
    Message("export", "Of the present, online"),
    Message("export", "People expected"),
    Message("export", "People who came"),
    Message("export", "Of these people, not expected"),
)
_PROVISIONAL = Message("export", "Provisional, as of {time}: the event goes on, and who has not come may still come.")
_REMOTE = Message("export", "Of the present, online only: {count}")
_CAME_CANCELLED = Message("export", "Of the present, with a cancelled registration: {count}")
_UNHEARD = Message("export", "Let in without being on the list: {count}")
_WALK_INS = Message("export", "Registered at the desk: {count}")
_CORRECTIONS = Message("export", "Corrections: {count}")
_SWITCHES = Message("export", "Were to be online and came to the door: {count}")
_UNDONE = Message("export", "Arrivals and exits undone: {count}")
_CONFLICTS = Message("export", "Conflicts to settle: {count}")
_MERGED = Message("export", "Merged with another record: {name}")
_CONFIRMED_BY = Message("export", "Exit time of {day}, {left}: confirmed by {who} on {at} ({desk})")
_CONTROL = Message(
    "export", "Control lines: from which journal this was made, and how (checkin check EVENT --against this file)"
)
