# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report on the closing screen: everybody is present, absent or cancelled, in total and by category."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportFigures, DayReportLine
from checkin.core.chosen_columns import shortened
from checkin.core.message import Message
from checkin.core.programme.programme import Event, Programme
from checkin.core.speaker_status import SpeakerCounts
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.look.theme import LARGE, SMALL, TEXT
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.labels import ElidedLabel, Paragraph, break_long_words, label
from checkin.ui.widgets.speaker_wording import speakers_summary

COLUMN_GAP, ROW_GAP = 24, 8
"""Pixels."""
LONG_TITLE, WRAPPED_TITLE = 18, 120
"""The letters beyond which the title of a column of figures is wrapped where text is large, and its width then, in
pixels.
"""
MOST_LETTERS = 60
"""The most letters of a name that is wrapped."""
MOST_VALUES = 8
"""The most values of a column here; exports have more."""


class ClosingDayReport(ClosingSection):
    """The day report as given; the exported day report sheet adds the sessions and each correction. Of an event of
    several days it shows today, and any other day or the whole event on request.
    """

    def __init__(self) -> None:
        super().__init__("list-ordered", _TITLE, _WHY)
        self.day, self._shown = ComboBox(translate(_FIGURES_OF)), _ShownReport()
        self.total, self.whole, self.beside = Paragraph(LARGE, 600), Paragraph(TEXT, 600), Paragraph()
        self.speakers, self.categories = Paragraph(), QWidget()
        self._choice = self.add_row(self.day)
        self._choice.hide()
        for part in (self.total, self.whole, self.beside, self.speakers, self.categories):
            self.add(part)
        self._grid = QGridLayout(self.categories)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self.day.activated.connect(lambda _: self._show_chosen())

    def show_day_report(
        self,
        report: DayReport,
        programme: Programme,
        to_come_at: datetime | None = None,
        today: date | None = None,
        ended: Set[date] = frozenset(),
    ) -> None:
        """`to_come_at` is the time of a moment at which people may still come; None once the event has ended. `today`
        is the day of an event of several days that it is; None if it is none of them. `ended` are those that are over.
        """
        self._offer_days(report, today)
        self._shown = _ShownReport(report, programme, to_come_at, today, ended)
        self._show_chosen()

    def _offer_days(self, report: DayReport, today: date | None) -> None:
        """Offer the days and the whole event. What was chosen stays, until another day begins."""
        kept = self.day.currentData() if self._shown.today == today and self.day.count() else today
        self.day.clear()
        for day in report.days:
            self.day.addItem(_day_name(day), day)
        self.day.addItem(translate(_WHOLE_EVENT), None)
        self.day.setCurrentIndex([*report.days, None].index(kept if kept in report.days else None))
        self.day.show_whole()
        self._choice.setVisible(bool(report.days))

    def _show_chosen(self) -> None:
        report, day = self._shown.report, self.day.currentData()
        figures = DayReportFigures(report.total, report.categories, report.columns)
        self.total.show_text(self._shown.balance(figures.total, _WHOLE_EVENT_IS if report.days else None))
        self.whole.setVisible(day is not None)
        if day is not None:
            figures = report.on_days.get(day, DayReportFigures(report.days[day]))
            self.whole.show_text(self.total.text())
            self.total.show_text(self._shown.balance(figures.total, _DAY_IS, day))
        to_come_at = self._shown.to_come_at
        beside = [translate(_PROVISIONAL, time=clock_time(to_come_at))] if to_come_at else []
        beside += [*_by_day(report), *_beside(report)]
        self.beside.show_text(" · ".join(beside))
        self.beside.setVisible(bool(beside))
        self._show_categories(figures, day)

    def show_counting(self) -> None:
        """Show that everybody is still being counted, and no earlier figures."""
        self.total.show_text(translate(_COUNTING))
        self._choice.hide()
        self.whole.hide()
        self.beside.hide()
        self.categories.hide()

    def show_speakers(self, counts: SpeakerCounts) -> None:
        """Show the speakers of the programme, in the figures of its screen; nothing where it names none. The
        people of a category of speakers may be others.
        """
        sentence = speakers_summary(counts, _NAMED_SPEAKERS)
        self.speakers.show_text(sentence)
        self.speakers.setVisible(bool(sentence))

    def _show_categories(self, figures: DayReportFigures, day: date | None) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.categories.setVisible(len(figures.categories) > 1 or bool(figures.columns))
        report, programme = self._shown.report, self._shown.programme
        registered = _REGISTERED_IN_ALL if report.total.cancelled or report.came_cancelled else _REGISTERED
        absent = _TO_COME if self._shown.may_still_come(day) else _ABSENT
        titles = [translate(words) for words in (_CATEGORY, registered, _PRESENT, absent, _CANCELLED, _ONLINE)]
        rows = [titles, *(_row(_name(programme, each), line) for each, line in figures.categories.items())]
        rows += _value_rows(figures)
        if self._shown.is_unobserved(day):
            rows[1:] = [[*row[:3], "–" if row[3] else "", *row[4:]] for row in rows[1:]]
        if not report.total.remote:
            rows = [row[:-1] for row in rows]
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                self._grid.addWidget(_cell(text, column, is_title=number == 0), number, column)
        self._grid.setColumnStretch(len(titles), 1)


@dataclass(frozen=True, slots=True)
class _ShownReport:
    """What is shown, and when it is: people may still come at `to_come_at`, it is this day of several, and `ended` are
    those that are over.
    """

    report: DayReport = field(default_factory=lambda: DayReport(DayReportLine()))
    programme: Programme = field(default_factory=lambda: Programme(Event("")))
    to_come_at: datetime | None = None
    today: date | None = None
    ended: Set[date] = frozenset()

    def may_still_come(self, day: date | None) -> bool:
        """Whether people may still come on this day of several; None is the whole event."""
        return self.to_come_at is not None and day not in self.ended

    def is_unobserved(self, day: date | None) -> bool:
        """Whether this day of several is over and nobody was seen on it: nobody is known to be absent."""
        line = self.report.days.get(day) if day else None
        return line is not None and not line.is_observed and not self.may_still_come(day)

    def balance(self, line: DayReportLine, about: Message | None, day: date | None = None) -> str:
        """Return the sentence of a line, after what it is about."""
        words = _BALANCE_SO_FAR if self.may_still_come(day) else _BALANCE
        words = _NOBODY_SEEN if self.is_unobserved(day) else words
        said = translate(words if self.report.is_balanced else _NO_BALANCE, **_figures(line))
        return translate(about, day=_day_name(day) if day else "", balance=said) if about else said


def _day_name(day: date) -> str:
    """Return the day as it begins a line."""
    name = day_text(day, current_language())
    return name[:1].upper() + name[1:]


def _value_rows(figures: DayReportFigures) -> Iterator[list[str]]:
    """Yield the rows of the counted columns, the most frequent values of each."""
    for name, values in figures.columns.items():
        shown = list(values.items())[:MOST_VALUES]
        for value, line in shown:
            yield _row(translate(_VALUE, column=name, value=" ".join(value.split())), line)
        if more := len(values) - len(shown):
            yield [translate(_MORE_VALUES, column=name, count=more), "", "", "", "", ""]


def _cell(text: str, column: int, *, is_title: bool) -> QLabel:
    """Return a cell. A name has the width that the figures leave: one that is longer is elided, where text is large
    wrapped.
    """
    weight = 600 if is_title else 400
    if not column:
        wrapped = break_long_words(shortened(text, MOST_LETTERS))
        return label(wrapped, SMALL, weight) if text_scale() > 1 else ElidedLabel(text, SMALL, weight)
    made = label(text, SMALL, weight)
    if is_title and len(text) > LONG_TITLE and text_scale() > 1:
        made.setMinimumWidth(scale_px(WRAPPED_TITLE))
    else:
        made.setWordWrap(False)
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
_FIGURES_OF = Message("closing", "Figures of")
_WHOLE_EVENT = Message("closing", "The whole event")
_WHOLE_EVENT_IS = Message("closing", "The whole event: {balance}")
_DAY_IS = Message("closing", "{day}: {balance}")
_COUNTING = Message("closing", "Counting everyone…")
_BALANCE = Message("closing", "{registered} registered = {present} present + {absent} absent + {cancelled} cancelled")
_BALANCE_SO_FAR = Message(
    "closing", "{registered} registered = {present} present + {absent} still to come + {cancelled} cancelled"
)
_NOBODY_SEEN = Message("closing", "{registered} registered · No badge was read that day: presence was not observed")
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
