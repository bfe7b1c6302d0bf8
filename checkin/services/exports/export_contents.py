# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of an attendance export, independent of the file format: its tables and the data behind them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from checkin.core import export_columns
from checkin.core.attendance.day_report import MIN_CELL_COUNT, DayReport, Statistics, StatisticsCell, statistics
from checkin.core.attendee import Attendee, attendee_from_body
from checkin.core.entries import THING, Entry, EntryKind
from checkin.core.history import UNDERSTOOD, is_tie, tied_code
from checkin.core.journal_fingerprint import JournalFingerprint
from checkin.core.message import Message, ReportProgress, Translate, ignore_progress
from checkin.core.payments import MEANS, MEANS_NAMES, Payment, in_units, sum_payments
from checkin.core.programme.programme import Programme
from checkin.documents.table_writer import OutputColumn, OutputTable, PrintMarks
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.exports.day_report_table import (
    Deviation,
    day_report_table,
    deviations_table,
    fingerprint_table,
    list_deviations,
    with_lines,
)
from checkin.services.exports.export_source import (
    ExportSource,
    about_lines,
    describe_export,
    event_table,
    made_at_text,
    title_line,
)
from checkin.services.exports.people_tables import PeopleTables, SessionPeople, list_session_people, sessions_table

# The sheets of payments noted at the desks: their sums by desk and means, and each one.


def payment_tables(source: ExportSource, translate: Translate) -> list[OutputTable]:
    """Return both sheets; none where no payment was noted."""
    if not source.payments:
        return []
    words = {str(means): translate(name) for means, name in MEANS_NAMES.items()}
    desk = OutputColumn(translate(Message("export", "Desk")), width=14)
    means = OutputColumn(translate(_MEANS), width=14)
    amount = OutputColumn(translate(Message("export", "Amount paid")), "number", 12)
    sums = [
        (each.desk, words.get(each.means, each.means), each.count, in_units(each.cents))
        for each in sum_payments(source.payments)
    ]
    counted = OutputTable(
        translate(_BY_DESK), [desk, means, OutputColumn(translate(_COUNT), "number", 12), amount], sums, len(sums)
    )
    people = {person.id: person.attendee for person in source.people}

    def row(payment: Payment) -> tuple[object, ...]:
        person = people.get(payment.person)
        name, code = (person.name, person.ticket_code) if person else ("", "")
        at = source.hall_time(payment.at)
        return at, payment.desk, name, code, words.get(payment.means, payment.means), in_units(payment.cents)

    columns = [
        OutputColumn(translate(Message("export", "Time written")), "datetime", 19),
        desk,
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        means,
        amount,
    ]
    each = OutputTable(translate(_PAYMENTS), columns, [row(each) for each in source.payments], len(source.payments))
    return [counted, each]


_BY_DESK, _PAYMENTS = Message("export", "Payments by desk"), Message("export", "Payments")
_MEANS, _COUNT = Message("export", "Paid by"), Message("export", "Number of payments")


# The scans sheet: one row per journal entry, with names, to settle disputes.


class Scan(NamedTuple):
    """One journal entry as exported: no PIN, no picture; of a correction only that there was one.

    The corrections sheet has the rest. `control_point` is an id, `entry` the entry's id in hex, `thing` the number of
    what was lent or came back. `what` is the kind as the sheet words it: not every entry of the kind "corrected" was
    written because a person corrected something.
    """

    at: datetime
    at_corrected: datetime
    desk: str
    kind: str
    name: str
    code: str
    control_point: str
    answer: str
    why: str
    allowed_by: str
    is_undone: bool
    entry: str
    thing: str = ""
    what: str = ""


def scans(event: EventFile, source: ExportSource) -> Iterator[Scan]:
    """Yield all entries in the order of ids, without the parts of photographs: bytes that say nothing of a scan."""
    undone, things = event.journal.all_undone(), _LentThings()
    people: dict[str, Attendee | None] = {person.id: person.attendee for person in source.people if person.attendee}
    for entry in event.journal.each():
        if entry.kind == EntryKind.PHOTOGRAPH_KEPT:
            continue
        subject = entry.subject
        if subject not in people:
            people[subject] = _unlisted(event, subject)
        yield _scan(entry, people[subject], source, entry.id.hex() in undone, things.number(entry))


def _unlisted(event: EventFile, subject: str) -> Attendee | None:
    """Return the person of a merged record; for an undone walk-in, who is in no table, the entry that added them has
    the name.
    """
    if not subject:
        return None
    if person := event.attendees.get(subject):
        return person
    added = [entry for entry in event.journal.of_record(subject) if entry.kind == EntryKind.ATTENDEE_ADDED]
    return attendee_from_body(subject, added[-1].body) if added else None


def _scan(entry: Entry, person: Attendee | None, source: ExportSource, is_undone: bool, thing: str) -> Scan:
    body = entry.body
    at, took_place = source.moments(entry)
    return Scan(  # without the names of its fields, which would take half of the time
        at,
        took_place,
        entry.desk,
        entry.kind,
        person.name if person else "",
        tied_code(entry) or str(body.get("ticket") or body.get("read") or (person.ticket_code if person else "")),
        str(body.get("control_point", "")),
        str(body.get("reason") or body.get(MEANS) or ""),
        str(body.get("why", "")),
        str(body.get("allowed_by", "")),
        is_undone,
        entry.id.hex(),
        thing,
        _what(entry),
    )


class _LentThings:
    """The numbers of things as one entry after the other lends them and brings them back."""

    def __init__(self) -> None:
        self._lent: dict[tuple[str, str], str] = {}

    def number(self, entry: Entry) -> str:
        """Return the number of the thing that an entry lends or takes back; "" for any other entry."""
        at = (entry.subject, str(entry.body.get("control_point")))
        if entry.kind == EntryKind.THING_LENT:
            thing = entry.body.get(THING)
            self._lent[at] = thing if isinstance(thing, str) else ""
            return self._lent[at]
        return self._lent.pop(at, "") if entry.kind == EntryKind.CHECKED_OUT else ""


def _what(entry: Entry) -> str:
    """Return the key of the word for an entry. A list that comes again, and a programme by whose words it is read
    again, note what it says of a person, most often without changing anything.
    """
    if is_tie(entry):
        return export_columns.CODE_GIVEN
    if entry.kind != EntryKind.ATTENDEE_CORRECTED:
        return entry.kind
    if entry.body.get(UNDERSTOOD) is True:
        return export_columns.BY_THE_LIST
    return export_columns.SENT_ELSEWHERE if "moved_to" in entry.body else entry.kind


def scans_json(found: Iterable[Scan]) -> Iterator[dict[str, object]]:
    """Yield the scans with the kinds of the journal, which never change their meaning."""
    names = Scan._fields[:-1]
    return (dict(zip(names, scan, strict=False)) for scan in found)


def scans_table(found: Iterable[Scan], count: int, source: ExportSource, translate: Translate) -> OutputTable:
    columns = [
        OutputColumn(translate(Message("export", "Time written")), "datetime", 19),
        OutputColumn(translate(Message("export", "Time corrected")), "datetime", 19),
        OutputColumn(translate(Message("export", "Desk")), width=14),
        OutputColumn(translate(Message("export", "What")), width=24),
        OutputColumn(translate(Message("export", "Who")), width=28),
        OutputColumn(translate(Message("export", "Code")), width=24),
        OutputColumn(translate(Message("export", "Control point")), width=18),
        OutputColumn(translate(Message("export", "Answer")), width=20),
        OutputColumn(translate(Message("export", "Why")), width=24),
        OutputColumn(translate(Message("export", "Allowed by")), width=20),
        OutputColumn(translate(Message("export", "Undone")), "yes_no", 12, (translate(_YES), translate(_NO))),
        OutputColumn(translate(Message("export", "Entry")), width=34),
        OutputColumn(translate(export_columns.LENT.title), width=export_columns.LENT.width),
    ]
    points = {point.id: point.name for point in source.written.control_points}
    kinds, answers = (
        {word: translate(name) for word, name in names.items()}
        for names in (export_columns.KIND_NAMES, export_columns.ANSWERS)
    )
    rows = (
        [
            *(at, moment, desk, kinds.get(what, what), name, code),
            *(points.get(point, point), answers.get(word, word), *rest),
        ]
        for at, moment, desk, _, name, code, point, word, *rest, what in found
    )
    return OutputTable(translate(Message("export", "All scans")), columns, rows, count)


_YES, _NO = Message("export", "yes"), Message("export", "no")


# The anonymous statistics, from the same data as every other export.


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
    yield Message("export", "Came in all"), "", found.came
    yield Message("export", "Watched online only"), "", found.remote
    for cell in found.categories:
        names = (programme.category_name(c) or translate(Message("export", "without a category")) for c in cell.labels)
        yield Message("export", "Came, by category"), ", ".join(names), cell
    for cell in found.sessions:
        titles = (session.title if (session := programme.session(s)) else s for s in cell.labels)
        yield Message("export", "Came, by session"), ", ".join(titles), cell
    for cell in found.quarters:
        first, last = cell.labels[0], cell.labels[-1]
        yield _QUARTER, first[:16].replace("T", " ") + (f" – {last[11:16]}" if last != first else ""), cell


def _row(what: Message, of: str, cell: StatisticsCell, translate: Translate) -> list[object]:
    count = (
        translate(Message("export", "fewer than {least}"), least=MIN_CELL_COUNT) if cell.count is None else cell.count
    )
    return [translate(what), of, count]


_QUARTER = Message("export", "Arrived in the quarter of an hour from")


class ExportContents:
    """The tables of one export, each computed on first use.

    Pass a snapshot (`EventFile.snapshot`), so that the fingerprint and the cells agree.
    """

    def __init__(
        self,
        event: EventFile,
        making: export_columns.ExportRecipe,
        translate: Translate,
        report: ReportProgress = ignore_progress,
    ) -> None:
        self.event, self.making, self.options, self.translate = event, making, making.options, translate
        self.source = ExportSource(event, making.now, report)
        self.day_report: DayReport = self.source.day_report
        self.fingerprint: JournalFingerprint = read_fingerprint(event)
        self.lines = (str(self.fingerprint), export_columns.recipe_line(making))
        self._people = PeopleTables(self.source, making.options, translate)

    @property
    def is_provisional(self) -> bool:
        """Whether figures may still change without a scan; anonymous figures count no time and never do."""
        return not self.options.is_anonymous and self.source.is_provisional

    @cached_property
    def changes(self) -> list[Deviation]:
        return list_deviations(self.event, self.source, self.day_report)

    def scans(self) -> Iterator[Scan]:
        """Yield all scans; none unless they were asked for."""
        is_listed = self.options.has_scans and not self.options.is_anonymous
        return scans(self.event, self.source) if is_listed else iter(())

    @cached_property
    def rooms(self) -> list[SessionPeople]:
        return list_session_people(self.source)

    def first(self) -> OutputTable:
        if self.options.is_anonymous:
            found = figures(self.source, self.day_report)
            return statistics_table(self.source.programme, found, self.translate)
        return self._people.attendance()

    def day_report_table(self) -> OutputTable:
        if self.options.is_anonymous:
            return fingerprint_table(self.lines, self.translate)
        return day_report_table(self.source, self.day_report, self.lines, self.translate)

    def day_report_sheet(self) -> OutputTable:
        """Return the day report of a workbook, whose control lines are on a sheet of their own."""
        if self.options.is_anonymous:
            return self.day_report_table()
        return day_report_table(self.source, self.day_report, (), self.translate)

    def technical_tables(self) -> list[OutputTable]:
        """Return the sheet of the control lines, which tell a reader nothing; none where the day report has them."""
        if self.options.is_anonymous:
            return []
        return [replace(fingerprint_table(self.lines, self.translate), name=self.translate(_TECHNICAL))]

    def day_report_alone(self) -> OutputTable:
        """Return the day report beside a CSV, followed by the lines about the event, for which a CSV has no sheet."""
        return with_lines(self.day_report_table(), about_lines(self.about, self.translate))

    def event_table(self) -> OutputTable:
        """Return the sheet about the event and the export."""
        return event_table(self.about, self.translate)

    @cached_property
    def about(self) -> list[tuple[str, str]]:
        return describe_export(self.source, is_anonymous=self.options.is_anonymous, translate=self.translate)

    @property
    def print_marks(self) -> PrintMarks:
        """The texts at the edges of each printed page."""
        event, translate = self.source.programme.event, self.translate
        return PrintMarks(
            title_line(self.source),
            event.organiser,
            translate(Message("export", "Made on {time}"), time=made_at_text(self.source)),
            translate(_PAGE, page="{page}", pages="{pages}"),
        )

    def scan_tables(self) -> list[OutputTable]:
        """Return the sheet of scans, empty if there are none."""
        found = self.scans()
        first = next(found, None)
        if first is None:
            return []
        count = self.event.journal.count()
        return [scans_table(chain([first], found), count, self.source, self.translate)]

    def payment_tables(self) -> list[OutputTable]:
        """Return the sheets of payments, empty for an anonymous export and without any."""
        return [] if self.options.is_anonymous else payment_tables(self.source, self.translate)

    def place_tables(self) -> Iterator[OutputTable]:
        """Yield the sheets of places: all sessions, each control point of the event, each session."""
        if self.options.is_anonymous:
            return
        if self.rooms:
            yield sessions_table(self.source, self.rooms, self.translate)
        own = {room.point.id for room in self.rooms}
        yield from (self._people.at_control_point(point) for point in self.source.points() if point.id not in own)
        yield from (self._people.at_session(room) for room in self.rooms)

    def deviation_tables(self) -> list[OutputTable]:
        """Return the corrections sheet, empty for an anonymous export."""
        return (
            [] if self.options.is_anonymous else [deviations_table(self.changes, self.source.written, self.translate)]
        )


_TECHNICAL = Message("export", "Technical")
_PAGE = Message("export", "Page {page} of {pages}")
