# SPDX-License-Identifier: GPL-3.0-or-later
"""The contents of an attendance export, independent of the file format: its tables and the data behind them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain

from checkin.core.attendance.day_report import DayReport
from checkin.core.exports.export_recipe import ExportRecipe, recipe_line
from checkin.core.exports.journal_fingerprint import JournalFingerprint
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.message import Message, Translate
from checkin.documents.table_writer import OutputTable
from checkin.documents.xlsx_page_setup import PrintMarks
from checkin.services.attendance.fingerprint_check import read_fingerprint
from checkin.services.event_file import EventFile
from checkin.services.exports.about_event import about_lines, describe_export, event_table, made_at_text, title_line
from checkin.services.exports.day_report_table import day_report_table, fingerprint_table, with_lines
from checkin.services.exports.deviations import Deviation, list_deviations
from checkin.services.exports.deviations_table import deviations_table
from checkin.services.exports.export_source import ExportSource
from checkin.services.exports.payment_tables import payment_tables
from checkin.services.exports.people_tables import PeopleTables
from checkin.services.exports.scans_table import Scan, scans, scans_table
from checkin.services.exports.session_tables import SessionPeople, list_session_people, sessions_table
from checkin.services.exports.statistics_table import figures, statistics_table


class ExportContents:
    """The tables of one export, each computed on first use.

    Pass a snapshot (`EventFile.snapshot`), so that the fingerprint and the cells agree.
    """

    def __init__(
        self,
        event: EventFile,
        making: ExportRecipe,
        translate: Translate,
        report: ReportProgress = ignore_progress,
    ) -> None:
        self.event, self.making, self.options, self.translate = event, making, making.options, translate
        self.source = ExportSource(event, making.now, report)
        self.day_report: DayReport = self.source.day_report
        self.fingerprint: JournalFingerprint = read_fingerprint(event)
        self.lines = (str(self.fingerprint), recipe_line(making))
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
            translate(_MADE, time=made_at_text(self.source)),
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
_MADE = Message("export", "Made on {time}")
_PAGE = Message("export", "Page {page} of {pages}")
