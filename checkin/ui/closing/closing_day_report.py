# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections with the day report and the payments on the closing screen.

Every registration is present, absent or cancelled, in total, by category and by value of the counted columns; and the
people at each control point.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSpacerItem, QWidget

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportFigures, DayReportLine
from checkin.core.chosen_columns import shortened
from checkin.core.counts import SpeakerCounts
from checkin.core.message import Message
from checkin.core.payments import PaymentSum
from checkin.core.programme.programme import ControlPoint, Event, Programme
from checkin.core.programme.programme_edits import day_of, point_days, programme_of_days, session_day, with_written_day
from checkin.translation import clock_time, current_language, day_text, translate
from checkin.ui.closing.closing_sections import ClosingSection
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.theme import LARGE, SMALL, TEXT, scale_px, text_scale, tokens
from checkin.ui.look.undo_wording import amount_shown, means_text
from checkin.ui.widgets.boxes import empty
from checkin.ui.widgets.form_fields import ComboBox, ElidedLabel, Paragraph, break_long_words, label
from checkin.ui.widgets.row_list import read_by_tab
from checkin.ui.widgets.speaker_wording import speakers_summary

COLUMN_GAP, ROW_GAP = 24, 8
"""Pixels."""
LONG_TITLE, WRAPPED_TITLE = 18, 120
"""The letters beyond which the title of a column of figures is wrapped where text is large, and its width then, in
pixels.
"""
MOST_LETTERS = 60
"""The most letters of a name that is wrapped."""
MOST_COLUMNS, BAR_COLUMN = 9, 8
"""The most columns of a table, and the one of the bars."""
BAR, TABLE_GAP = 90, 10
"""The width of a bar and the gap below a table, in pixels."""

Row = list[str | float]
"""The cells of a row; a number is the length of a bar, as a share of it."""


class FigureTables(QWidget):
    """Tables of figures one below the other, with their columns aligned and a bar in each row."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(MOST_COLUMNS, 1)

    def show_tables(self, tables: Sequence[Sequence[Row]], after: QWidget) -> None:
        """Show tables; the first row of each has its titles. Tab comes to them from the part before, `after`."""
        empty(self._grid)
        self.setVisible(bool(tables))
        number, firsts = 0, list[QWidget]()
        for table in tables:
            for place, row in enumerate(table):
                for column, cell in enumerate(row):
                    made = _ShareBar(cell) if isinstance(cell, float) else _cell(cell, column, is_title=place == 0)
                    if not place and not column:
                        made.setAccessibleName(_spoken(table))
                        read_by_tab(made)
                        firsts.append(made)
                    span = MOST_COLUMNS if len(row) == 1 else 1
                    self._grid.addWidget(
                        made, number + place, BAR_COLUMN if isinstance(cell, float) else column, 1, span
                    )
            number += len(table) + 1
            self._grid.addItem(QSpacerItem(0, scale_px(TABLE_GAP)), number - 1, 0)
        for before, next_one in pairwise((after, *firsts)):
            QWidget.setTabOrder(before, next_one)  # Tab would come to new ones last


def _spoken(table: Sequence[Row]) -> str:
    """Return a table as sentences, one for each row, in which every figure has its title."""
    (first, *titles), *rows = table
    sentences = [str(first)]
    for name, *cells in rows:
        figures = (f"{title} {cell}" for title, cell in zip(titles, cells, strict=False))  # a bar has no title
        sentences.append(", ".join((str(name), *figures)))
    return ". ".join(sentences)


class _ShareBar(QWidget):
    """A bar as long as the share of the expected people who came; the figures beside it say the same."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedSize(scale_px(QSize(BAR, 8)))
        self.setAccessibleName(f"{round(100 * share)} %")

    def paintEvent(self, event: QPaintEvent) -> None:
        t, bar = tokens(self.palette()), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, bar, bar.height() / 2, t.track)
        if self._share:
            bar.setWidth(max(bar.height(), bar.width() * self._share))
            draw_rounded(painter, bar, bar.height() / 2, t.accent)


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


MOST_VALUES = 8
"""The most values of a column here; exports have more."""


class ClosingDayReport(ClosingSection):
    """The day report as given; the exported day report sheet adds each correction. Of an event of several days it shows
    today, and any other day, the whole event or one control point on request.
    """

    def __init__(self) -> None:
        super().__init__("list-ordered", Message("closing", "Day report"), _REPORT_WHY)
        self.day, self._shown = ComboBox(translate(Message("closing", "Figures of"))), _ShownReport()
        self.total, self.whole, self.beside = Paragraph(LARGE, 600), Paragraph(TEXT, 600), Paragraph()
        self.people = Paragraph(TEXT, 600)
        self.speakers, self.categories = Paragraph(), FigureTables()
        self._choice = self.add_row(self.day)
        self._choice.hide()
        for part in (self.total, self.people, self.whole, self.beside, self.speakers, self.categories):
            self.add(part)
        read_by_tab(self.total, self.people, self.whole, self.beside, self.speakers)
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
        self._offer(report, programme, today)
        self._shown = _ShownReport(report, programme, to_come_at, today, ended)
        self._show_chosen()

    def _offer(self, report: DayReport, programme: Programme, today: date | None) -> None:
        """Offer the days, the whole event and its control points. What was chosen stays, until another day begins."""
        kept = self.day.currentData() if self._shown.today == today and self.day.count() else today
        self.day.clear()
        for day in report.days:
            self.day.addItem(_day_name(day), day)
        self.day.addItem(translate(Message("closing", "The whole event")), None)
        doors = list(_doors(report, programme))
        for name, door, _ in doors:
            self.day.addItem(name, door)
        offered = [*report.days, None, *(door for _, door, _ in doors)]
        self.day.setCurrentIndex(offered.index(kept if kept in offered else None))
        self.day.show_whole()
        self._choice.setVisible(len(offered) > 1)

    def _show_chosen(self) -> None:
        report, day = self._shown.report, self.day.currentData()
        if isinstance(day, str):
            self._show_door(day)
            return
        figures = DayReportFigures(report.total, report.categories, report.columns)
        self.total.show_text(self._shown.balance(figures.total, _WHOLE_EVENT_IS if report.days else None))
        self.whole.setVisible(day is not None)
        if day is not None:
            figures = report.on_days.get(day, DayReportFigures(report.days[day]))
            self.whole.show_text(self.total.text())
            self.total.show_text(self._shown.balance(figures.total, Message("closing", "{day}: {balance}"), day))
        self.people.show()
        self.people.show_text(translate(_PEOPLE, people=figures.total.people, places=figures.total.places))
        to_come_at = self._shown.to_come_at
        beside = [translate(_PROVISIONAL, time=clock_time(to_come_at))] if to_come_at else []
        beside += [*_by_day(report), *_beside(report)]
        self.beside.show_text(" · ".join(beside))
        self.beside.setVisible(bool(beside))
        self._show_tables(figures, day)

    def _show_door(self, door: str) -> None:
        """Show one control point: the figures that the desk there has in its header."""
        figures = self._shown.report.doors[door]
        line = figures.total
        counts = {"arrived": line.people, "expected": line.places, "missing": line.missing}
        words = _UNHELD_DOOR_IS if self._shown.is_unheld(door) else _DOOR_IS
        self.total.show_text(translate(words, point=self.day.currentText(), **counts))
        for part in (self.people, self.whole, self.beside):
            part.hide()
        self._show_tables(figures, _day_of_door(door, self._shown.programme))

    def show_counting(self) -> None:
        """Show that everybody is still being counted, and no earlier figures."""
        self.total.show_text(translate(Message("closing", "Counting everyone…")))
        self._choice.hide()
        self.people.hide()
        self.whole.hide()
        self.beside.hide()
        self.categories.hide()

    def show_speakers(self, counts: SpeakerCounts) -> None:
        """Show the speakers of the programme, in the figures of its screen; nothing where it names none. The
        people of a category of speakers may be others.
        """
        sentence = speakers_summary(counts, Message("closing", "Speakers named in the programme: {count}"))
        self.speakers.show_text(sentence)
        self.speakers.setVisible(bool(sentence))

    def _show_tables(self, figures: DayReportFigures, day: date | None) -> None:
        """Show a table by category, one by value of each counted column, and one of all control points."""
        self.categories.show_tables(list(self._tables(figures, day)), self.speakers)

    def _tables(self, figures: DayReportFigures, day: date | None) -> Iterator[list[Row]]:
        """Yield the rows of each table, the first with its titles."""
        report, programme = self._shown.report, self._shown.programme
        registered = _REGISTRATIONS_IN_ALL if report.total.cancelled or report.came_cancelled else _REGISTRATIONS
        absent = _TO_COME if self._shown.may_still_come(day) else _ABSENT
        words = [registered, _PRESENT, absent, _CANCELLED, *([_ONLINE] if report.total.remote else []), _CAME]
        titles = [translate(each) for each in words]
        unknown = self._shown.is_unobserved(day)

        def row(name: str, line: DayReportLine) -> Row:
            told = [str(line.registered), str(line.present), "–" if unknown else str(line.absent), str(line.cancelled)]
            told += [str(line.remote)] if report.total.remote else []
            return [name, *told, translate(_OF, people=line.people, places=line.places), _share(line)]

        if len(figures.categories) > 1 or figures.columns:
            lines = [row(_name(programme, each), line) for each, line in figures.categories.items()]
            yield [[translate(Message("closing", "Category")), *titles], *lines]
        for name, values in figures.columns.items():
            shown = list(values.items())[:MOST_VALUES]
            lines = [row(" ".join(value.split()), line) for value, line in shown]
            if more := len(values) - len(shown):
                lines.append([translate(_MORE_VALUES, column=name, count=more)])
            yield [[name, translate(_REGISTRATIONS), *titles[1:]], *lines]
        if not isinstance(self.day.currentData(), str):  # a control point alone
            yield from self._door_block(day)

    def _door_block(self, day: date | None) -> Iterator[list[Row]]:
        found = list(_doors(self._shown.report, self._shown.programme, day))
        titles = [translate(each) for each in (_POINT, _EXPECTED, _ARRIVED, _MISSING, _UNEXPECTED)]
        lines = [self._door_row(*each) for each in found]
        if lines:
            yield [[*titles], *lines]

    def _door_row(self, name: str, door: str, line: DayReportLine) -> Row:
        """Return the row of a control point; nobody is missing where no badge was required, and none was read."""
        is_unheld = self._shown.is_unheld(door)
        missing = translate(Message("closing", "no badge required")) if is_unheld else str(line.missing)
        counts = [str(line.places), str(line.people), missing, str(line.unexpected)]
        return [name, *counts] if is_unheld else [name, *counts, _share(line)]


def _day_of_door(door: str, programme: Programme) -> date | None:
    """Return the day of several to which a control point belongs, None for one of all of them."""
    point = programme.control_point(door)
    return day_of(door) or (session_day(programme, point.session) if point else None)


def _share(line: DayReportLine) -> float:
    return line.within / line.places if line.places else 0.0


def _doors(
    report: DayReport, programme: Programme, day: date | None = None
) -> Iterator[tuple[str, str, DayReportLine]]:
    """Yield name, id and figures of the control points where people come in, of one day or of all; not of those where
    things are lent, at which nobody is expected.
    """
    of_days = programme_of_days(programme)
    for door, figures in report.doors.items():
        point = of_days.control_point(door)
        if point is None or point.gives or (day and not _is_of(of_days, point, day)):
            continue
        yield with_written_day(point).name, door, figures.total


def _is_of(programme: Programme, point: ControlPoint, day: date) -> bool:
    if own := session_day(programme, point.session):
        return own == day
    first, last = point_days(programme, point)
    return first <= day <= last


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

    def is_unheld(self, door: str) -> bool:
        """Whether no badge is required at this control point, and none was read."""
        point = programme_of_days(self.programme).control_point(door)
        return point is not None and point.is_optional and not self.report.doors[door].total.people

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


def _name(programme: Programme, category: str) -> str:
    known = programme.category_named(category) if category else None
    return known.name if known else category or translate(Message("closing", "no category"))


def _figures(line: DayReportLine) -> dict[str, int]:
    return {"registered": line.registered, "present": line.present, "absent": line.absent, "cancelled": line.cancelled}


def _by_day(report: DayReport) -> Iterator[str]:
    """Yield how many people were on site on each day of an event of several days."""
    for day, line in report.days.items():
        yield translate(_ON_DAY, day=day_text(day, current_language()), people=line.people)


def _beside(report: DayReport) -> Iterator[str]:
    """Yield the further figures that are not zero."""
    line = report.total
    counts = (
        (Message("closing", "of those present, online only: {count}"), line.remote),
        (Message("closing", "of those present, registration cancelled: {count}"), report.came_cancelled),
        (Message("closing", "registered at the desk: {count}"), report.walk_ins),
        (Message("closing", "corrections: {count}"), report.corrections),
        (Message("closing", "expected online, came in person: {count}"), report.switches),
        (Message("closing", "arrivals and exits undone: {count}"), report.undone),
        (Message("closing", "records merged: {count}"), len(report.merges)),
        (Message("closing", "let in without being on the list: {count}"), line.others),
        (Message("closing", "to settle between desks (Ctrl+T): {count}"), report.conflicts),
    )
    for words, count in counts:
        if count:
            yield translate(words, count=count)


_REPORT_WHY = Message(
    "closing",
    "Every registration is present (somebody came by it, however briefly), absent, or cancelled. A registration may "
    "bring several people. See the export for who, the sign-in sheets for how long.",
)
_WHOLE_EVENT_IS = Message("closing", "The whole event: {balance}")
_BALANCE = Message(
    "closing",
    "{registered} {registered:registration|registrations} = {present} present + {absent} absent + "
    "{cancelled} cancelled",
)
_BALANCE_SO_FAR = Message(
    "closing",
    "{registered} {registered:registration|registrations} = {present} present + {absent} still to come + "
    "{cancelled} cancelled",
)
_NOBODY_SEEN = Message(
    "closing",
    "{registered} {registered:registration|registrations} · No badge was read that day: presence was not observed",
)
_PROVISIONAL = Message("closing", "provisional at {time}")
_NO_BALANCE = Message(
    "closing",
    "{registered} {registered:registration|registrations}, but {present} present, {absent} absent, "
    "{cancelled} cancelled: the file is damaged. Keep a "
    "copy of it, then run “checkin check” on the command line or report the problem (F1).",
)
_PEOPLE = Message("closing", "People: {people} came, to any control point; {places} expected")
_DOOR_IS = Message("closing", "{point}: {arrived} arrived, {expected} expected, {missing} missing")
_UNHELD_DOOR_IS = Message("closing", "{point}: no badge required; {expected} expected")
_ON_DAY = Message("closing", "{day}: {people}")
_REGISTRATIONS = Message("closing", "Registrations")
_REGISTRATIONS_IN_ALL = Message("closing", "Registrations, including cancelled")
_CAME, _OF = Message("closing", "People came / expected"), Message("closing", "{people} / {places}")
_POINT, _EXPECTED = Message("closing", "People by control point"), Message("closing", "Expected")
_ARRIVED, _MISSING = Message("closing", "Arrived"), Message("closing", "Missing")
_UNEXPECTED = Message("closing", "Not expected")
_PRESENT = Message("closing", "Present")
_ABSENT, _TO_COME = Message("closing", "Absent"), Message("closing", "Still to come")
_CANCELLED = Message("closing", "Cancelled")
_ONLINE = Message("closing", "Of those present, online")
_MORE_VALUES = Message("closing", "{count} more {count:value|values} of “{column}” in the export")


class ClosingPayments(ClosingSection):
    """The payments noted at the desks: how many and how much, by desk and means. Hidden where no payment was noted."""

    def __init__(self) -> None:
        super().__init__("banknote", Message("closing", "Payments at the desks"), _PAYMENTS_WHY)
        self._table = FigureTables()
        self.add(self._table)
        self.hide()

    def show_sums(self, sums: Sequence[PaymentSum], currency: str) -> None:
        """Show a line for each desk and means, and one for all."""

        def row(name: str, count: int, cents: int) -> Row:
            return [name, str(count), amount_shown(cents, currency) or "–"]

        lines = [row(f"{each.desk} · {means_text(each.means)}", each.count, each.cents) for each in sums]
        total = row(translate(_ALL), sum(each.count for each in sums), sum(each.cents for each in sums))
        self._table.show_tables([[[translate(_BY), translate(_COUNT), translate(_AMOUNT)], *lines, total]], self)
        self.setVisible(bool(sums))


_PAYMENTS_WHY = Message(
    "closing",
    "What was noted for unpaid registrations, to compare with each desk’s cash box and card slips. This is a list of "
    "settlements, no till: amounts are those of your list.",
)
_BY, _COUNT = Message("closing", "Desk and means"), Message("closing", "Number")
_AMOUNT, _ALL = Message("export", "Amount paid"), Message("closing", "All desks")
