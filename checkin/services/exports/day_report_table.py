# SPDX-License-Identifier: GPL-3.0-or-later
"""The sheets of the day report and of corrections: the balance, deviations from plan, and the control lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportChange, DayReportLine, classify_correction
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import CUSTOM, FIELD_NAMES, Attendee, attendee_from_body
from checkin.core.entries import Entry, EntryKind
from checkin.core.export_columns import BALANCES, BALANCES_SO_FAR, NO_BALANCE, REGISTRATIONS, WORDS_OF
from checkin.core.history import Correction
from checkin.core.merged_records import MERGED
from checkin.core.message import Message, Translate
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.programme.programme_edits import find_point
from checkin.core.sync.conflicts import Conflict
from checkin.documents.table_writer import OutputColumn, OutputTable
from checkin.services.attendance.attendance_evidence import undone_without_person
from checkin.services.event_file import EventFile
from checkin.services.exports.export_source import ExportedPerson, ExportSource, made_at_text


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
        yield translate(Message("export", "Merged with another record: {name}"), name=merged)
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
    yield Message("export", "Of the present, online only: {count}"), report.total.remote
    yield Message("export", "Of the present, with a cancelled registration: {count}"), report.came_cancelled
    yield Message("export", "Let in without being on the list: {count}"), report.total.others
    yield Message("export", "Registered at the desk: {count}"), report.walk_ins
    yield Message("export", "Corrections: {count}"), report.corrections
    yield Message("export", "Were to be online and came to the door: {count}"), report.switches
    yield _UNDONE, report.undone
    yield Message("export", "Conflicts to settle: {count}"), report.conflicts


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
_UNDONE = Message("export", "Arrivals and exits undone: {count}")
_CONFIRMED_BY = Message("export", "Exit time of {day}, {left}: confirmed by {who} on {at} ({desk})")
_CONTROL = Message(
    "export", "Control lines: from which journal this was made, and how (checkin check EVENT --against this file)"
)


# Deviations from plan, one by one: walk-ins, corrections, merges, undone scans, cancelled but present, conflicts.
# The day report's counts are those of this list. Writes nothing.


@dataclass(frozen=True, slots=True)
class Deviation:
    """One deviation.

    `field` is a person's field, or an undone passage ("checked_in:POINT"), whose `at` and `desk` these are. For a
    conflict it is the field two desks changed, or the control point where both admitted the person; `old` and `new` are
    what each desk wrote, or the names of the desks.
    """

    what: DayReportChange
    name: str
    code: str
    at: datetime
    desk: str
    field: str = ""
    old: str = ""
    new: str = ""


def list_deviations(event: EventFile, source: ExportSource, report: DayReport) -> list[Deviation]:
    """Return conflicts first, automatic changes last; within a kind by time."""
    order = list(DayReportChange)
    return sorted(_all(event, source, report), key=lambda each: (order.index(each.what), each.at, each.name))


def _all(event: EventFile, source: ExportSource, report: DayReport) -> Iterator[Deviation]:
    registered = {entry.subject: entry for entry in event.journal.walk_in_entries()}
    walk_ins = {event.journal.person(e.subject): e for e in reversed(registered.values())}
    for person in source.people:
        named = _Named(source, person.attendee, person.id)
        yield from (named.conflict(each) for each in person.conflicts)
        if person.id in report.cancelled_who_came and (came := _came(source, person)):
            yield named.passage(DayReportChange.CAME_CANCELLED, *came)
        if person.attendee and (entry := walk_ins.get(person.id)):
            yield named.passage(DayReportChange.WALK_IN, entry.desk, source.true_time(entry))
        yield from (named.correction(each) for each in person.corrections)
    for subject, corrections in undone_without_person(event).items():
        added = [e for e in event.journal.of_record(subject) if e.kind == EntryKind.ATTENDEE_ADDED]
        known = attendee_from_body(subject, added[-1].body) if added else None
        yield from (_Named(source, known, subject).correction(each) for each in corrections)


def _came(source: ExportSource, person: ExportedPerson) -> tuple[str, datetime] | None:
    """Return the desk and the time of the entry that first shows the person present; for online time, which is imported
    later, the time it tells.
    """
    if person.visits:
        first = min(person.visits.values(), key=lambda visit: visit.corrected)
        return first.desk, first.corrected
    if person.online and WHOLE_EVENT in person.watched:
        return person.online.arrived.desk, source.hall_time(person.online.time.begins)
    return None


class _Named:
    """Makes the deviations of one person; `subject` replaces the code of a person without one."""

    def __init__(self, source: ExportSource, attendee: Attendee | None, subject: str) -> None:
        self._source = source
        self._who = (attendee.name, attendee.ticket_code) if attendee else ("", subject)

    def correction(self, correction: Correction) -> Deviation:
        return Deviation(
            classify_correction(correction),
            *self._who,
            self._source.hall_time(correction.at),
            correction.desk,
            correction.field,
            correction.old,
            correction.new,
        )

    def passage(self, what: DayReportChange, desk: str, at: datetime) -> Deviation:
        return Deviation(what, *self._who, at, desk)

    def conflict(self, conflict: Conflict) -> Deviation:
        first, second = conflict.first, conflict.second
        old, new = (_made_of(each, conflict.field) for each in (first, second))
        field = conflict.field or str(second.body.get("control_point", ""))
        return Deviation(
            DayReportChange.TO_SETTLE, *self._who, self._source.true_time(second), second.desk, field, old, new
        )


def _made_of(entry: Entry, field: str) -> str:
    changes = entry.body.get("changes")
    pair = changes.get(field) if isinstance(changes, dict) else None
    return str(pair[1]) if isinstance(pair, list) and len(pair) == 2 else entry.desk


# Wording of corrections in an export: the field or passage, the old and the new value.


def correction_text(correction: Correction, programme: Programme, translate: Translate) -> str:
    """Return a correction as one cell, with its time and desk.

    An undone passage has the time and desk of the passage; a merge names the other record.
    """
    sentence, moment = field_text(correction.field, programme, translate), f"({correction.at:%H:%M}, {correction.desk})"
    match classify_correction(correction):
        case DayReportChange.MERGED:
            return f"{sentence} {correction.old} {moment}"
        case DayReportChange.UNDONE:
            return f"{sentence} {moment}"
    old, new = (value_text(correction.field, value, programme, translate) for value in (correction.old, correction.new))
    return f"{sentence} : {old} → {new} {moment}"


def field_text(name: str, programme: Programme, translate: Translate) -> str:
    """Return the displayed name of the field or passage that a correction names."""
    kind, _, point_id = name.partition(":")
    if kind in _UNDONE_WORDS:
        point = find_point(programme, point_id)
        return f"{point.name if point else point_id} – {translate(_UNDONE_WORDS[kind])}"
    if name == MERGED:
        return translate(Message("export", "same person as"))
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def value_text(field: str, value: str, programme: Programme, translate: Translate) -> str:
    """Return the displayed value. Free text, words of a newer version and ids no longer planned stay as they are."""
    if value and field == "category":
        return programme.category_name(value)
    if field == "sessions":
        found = ((each, programme.session(each)) for each in value.split(", "))
        return ", ".join(session.title if session else each for each, session in found)
    words = WORDS_OF.get(field, {}).get(value)
    return translate(words) if words else value


_UNDONE_WORDS: dict[str, Message] = {
    EntryKind.CHECKED_IN: Message("export", "arrival undone"),
    EntryKind.CHECKED_OUT: Message("export", "exit undone"),
}


# The corrections sheet: one row per deviation from plan, automatic changes last.


def deviations_table(found: Iterable[Deviation], programme: Programme, translate: Translate) -> OutputTable:
    columns = [
        OutputColumn(translate(Message("export", "What")), width=30),
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        OutputColumn(translate(Message("export", "Field or passage")), width=28),
        OutputColumn(translate(Message("export", "Before")), width=28),
        OutputColumn(translate(Message("export", "After")), width=28),
        OutputColumn(translate(Message("export", "When")), "datetime", 19),
        OutputColumn(translate(Message("export", "Desk")), width=14),
    ]
    return OutputTable(
        translate(Message("export", "Corrections")), columns, [_row(each, programme, translate) for each in found]
    )


def _row(each: Deviation, programme: Programme, translate: Translate) -> list[object]:
    old, new = (value_text(each.field, value, programme, translate) for value in (each.old, each.new))
    entrance = find_point(programme, each.field) if each.what is DayReportChange.TO_SETTLE else None
    field = entrance.name if entrance else field_text(each.field, programme, translate)
    return [translate(_NAMES[each.what]), each.name, each.code, field, old, new, each.at, each.desk]


_NAMES = {
    DayReportChange.TO_SETTLE: Message("export", "to settle between desks"),
    DayReportChange.CAME_CANCELLED: Message("export", "cancelled, and there"),
    DayReportChange.WALK_IN: Message("export", "registered at the desk"),
    DayReportChange.CORRECTED: Message("export", "correction"),
    DayReportChange.MERGED: Message("export", "merged"),
    DayReportChange.UNDONE: Message("export", "arrival or exit undone"),
    DayReportChange.SWITCHED: Message("export", "was to be online, came to the door"),
}
