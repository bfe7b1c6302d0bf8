# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report on the closing screen: everybody is present, absent or cancelled, in total and by category."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportLine
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.speaker_status import SpeakerCounts
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.theme import LARGE, SMALL
from checkin.ui.widgets.labels import Paragraph, label
from checkin.ui.widgets.speaker_wording import speakers_summary

COLUMN_GAP, ROW_GAP = 24, 8
"""Pixels."""
MOST_VALUES = 8
"""The most values of a column here; exports have more."""


class ClosingDayReport(ClosingSection):
    """The day report as given; the exported day report sheet adds the sessions and each correction."""

    def __init__(self) -> None:
        super().__init__("list-ordered", _TITLE, _WHY)
        self.total, self.beside, self.categories = Paragraph(LARGE, 600), Paragraph(), QWidget()
        self.speakers = Paragraph()
        for part in (self.total, self.beside, self.speakers, self.categories):
            self.add(part)
        self._grid = QGridLayout(self.categories)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)

    def show_day_report(self, report: DayReport, programme: Programme, to_come_at: datetime | None = None) -> None:
        """`to_come_at` is the time of a moment at which people may still come; None once the event has ended."""
        line, balance = report.total, _BALANCE_SO_FAR if to_come_at else _BALANCE
        self.total.show_text(translate(balance if report.is_balanced else _NO_BALANCE, **_figures(line)))
        beside = [translate(_PROVISIONAL, time=clock_time(to_come_at))] if to_come_at else []
        beside += [*_by_day(report), *_beside(report)]
        self.beside.show_text(" · ".join(beside))
        self.beside.setVisible(bool(beside))
        self._show_categories(report, programme, _TO_COME if to_come_at else _ABSENT)

    def show_counting(self) -> None:
        """Show that everybody is still being counted, and no earlier figures."""
        self.total.show_text(translate(_COUNTING))
        self.beside.hide()
        self.categories.hide()

    def show_speakers(self, counts: SpeakerCounts) -> None:
        """Show the speakers of the programme, in the figures of its screen; nothing where it names none. The
        people of a category of speakers may be others.
        """
        sentence = speakers_summary(counts, _NAMED_SPEAKERS)
        self.speakers.show_text(sentence)
        self.speakers.setVisible(bool(sentence))

    def _show_categories(self, report: DayReport, programme: Programme, absent: Message) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.categories.setVisible(len(report.categories) > 1 or bool(report.columns))
        registered = _REGISTERED_IN_ALL if report.total.cancelled or report.came_cancelled else _REGISTERED
        titles = [translate(words) for words in (_CATEGORY, registered, _PRESENT, absent, _CANCELLED, _ONLINE)]
        rows = [titles, *(_row(_name(programme, each), line) for each, line in report.categories.items())]
        for name, values in report.columns.items():
            shown = list(values.items())[:MOST_VALUES]
            rows += [_row(translate(_VALUE, column=name, value=value), line) for value, line in shown]
            if more := len(values) - len(shown):
                rows.append([translate(_MORE_VALUES, column=name, count=more), *("" for _ in titles[1:])])
        if not report.total.remote:
            rows = [row[:-1] for row in rows]
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self._grid.addWidget(_cell(text, column, is_title=number == 0), number, column)
        self._grid.setColumnStretch(len(titles), 1)


def _cell(text: str, column: int, *, is_title: bool) -> QLabel:
    made = label(text, SMALL, 600 if is_title else 400)
    made.setWordWrap(False)
    if column:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _row(name: str, line: DayReportLine) -> list[str]:
    return [name, *map(str, (line.registered, line.present, line.absent, line.cancelled, line.remote))]


def _name(programme: Programme, category: str) -> str:
    known = programme.category_named(category) if category else None
    return known.name if known else category or translate(_NO_CATEGORY)


def _figures(line: DayReportLine) -> dict[str, int]:
    return {
        "registered": line.registered,
        "present": line.present,
        "absent": line.absent,
        "cancelled": line.cancelled,
    }


def _by_day(report: DayReport) -> Iterator[str]:
    """Yield how many people were on site on each day of an event of several days."""
    for day, line in report.days.items():
        yield translate(_ON_DAY, day=day_text(day, current_language()), people=line.people)


def _beside(report: DayReport) -> Iterator[str]:
    """Yield the further figures that are not zero."""
    line = report.total
    if line.places != line.registered - line.cancelled - report.came_cancelled:  # some codes are for several people
        yield translate(_PEOPLE, people=line.people, places=line.places)
    counts = (
        (_REMOTE, line.remote),
        (_CAME_CANCELLED, report.came_cancelled),
        (_WALK_INS, report.walk_ins),
        (_CORRECTIONS, report.corrections),
        (_SWITCHES, report.switches),
        (_UNDONE, report.undone),
        (_MERGED, len(report.merges)),
        (_UNHEARD, line.others),
        (_TO_SETTLE, report.conflicts),
    )
    for words, count in counts:
        if count:
            yield translate(words, count=count)


_TITLE = Message("closing", "Day report")
_WHY = Message(
    "closing",
    "Everyone registered either came (present, however briefly), did not come, or was cancelled. See the export for "
    "who, the sign-in sheets for how long.",
)
_COUNTING = Message("closing", "Counting everyone…")
_BALANCE = Message("closing", "{registered} registered = {present} present + {absent} absent + {cancelled} cancelled")
_BALANCE_SO_FAR = Message(
    "closing", "{registered} registered = {present} present + {absent} still to come + {cancelled} cancelled"
)
_PROVISIONAL = Message("closing", "provisional at {time}")
_NO_BALANCE = Message(
    "closing",
    "{registered} registered, but {present} present, {absent} absent, {cancelled} cancelled: the file is "
    "damaged. Keep a copy of it, then run “checkin check” on the command line or report the problem (F1).",
)
_PEOPLE = Message("closing", "people, including groups: {people} of {places} came")
_ON_DAY = Message("closing", "{day}: {people}")
_REMOTE = Message("closing", "of those present, online only: {count}")
_CAME_CANCELLED = Message("closing", "of those present, registration cancelled: {count}")
_WALK_INS = Message("closing", "registered at the desk: {count}")
_CORRECTIONS = Message("closing", "corrections: {count}")
_SWITCHES = Message("closing", "expected online, came in person: {count}")
_UNDONE = Message("closing", "arrivals and exits undone: {count}")
_MERGED = Message("closing", "records merged: {count}")
_UNHEARD = Message("closing", "let in without being on the list: {count}")
_TO_SETTLE = Message("closing", "to settle between desks (Ctrl+T): {count}")
_NAMED_SPEAKERS = Message("closing", "Speakers named in the programme: {count}")
_CATEGORY = Message("closing", "Category")
_REGISTERED = Message("closing", "Registered")
_REGISTERED_IN_ALL = Message("closing", "Registered, including cancelled")
_PRESENT = Message("closing", "Present")
_ABSENT, _TO_COME = Message("closing", "Absent"), Message("closing", "Still to come")
_CANCELLED = Message("closing", "Cancelled")
_ONLINE = Message("closing", "Of those present, online")
_VALUE = Message("closing", "{column}: {value}")
_MORE_VALUES = Message("closing", "{count} more {count:value|values} of “{column}” in the export")
_NO_CATEGORY = Message("closing", "no category")
