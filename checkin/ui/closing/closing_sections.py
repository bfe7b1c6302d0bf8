# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections of the closing screen as cards: exports, connection log, certificates, sheets, exit times, doors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from checkin.core.attendance.day_report import UnheldDoors
from checkin.core.attendance.half_days import DayPart
from checkin.core.attendance.sign_in_sheet import Occasion, SheetForm, SheetOrder
from checkin.core.local_time import NotATime, attach_zone, read_time, written_time
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.proposed_file_names import shorten_file_name_part
from checkin.pdf_reports.sheet_frame import half_day, occasion_heading, occasion_name
from checkin.services.attendance.attendance_evidence import ExitHour
from checkin.services.attendance.attendance_papers import SheetOptions
from checkin.translation import Translator, clock_time, translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.theme import LARGE, SMALL, TEXT, design_painter, design_rect, scale_px, text_scale, tokens
from checkin.ui.supervision.supervision_flow import AuthorityRequest
from checkin.ui.widgets.boxes import column_of, empty, row_of
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, Paragraph, captioned, label, line_field, set_up_line
from checkin.ui.widgets.keyboard import ScanField
from checkin.ui.widgets.row_list import read_by_tab

ICON, EDGE = 22, 20
"""Pixels."""
LARGE_TEXT = 1.5
"""Text scale above which a row of buttons is too wide and is stacked."""


class ClosingSection(QWidget):
    """A card; `add` puts a widget below the others, `add_row` several side by side."""

    def __init__(self, icon: str, title: Message, why: Message) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(translate(title))
        self.setAccessibleDescription(translate(why))
        read_by_tab(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.why = Paragraph(SMALL)
        self.why.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.why.show_text(translate(why))
        self._column = column_of(
            label(translate(title), LARGE, 600),
            self.why,
            spacing=12,
            around=(scale_px(EDGE + ICON + 12), EDGE - 4, EDGE, EDGE),
            of=self,
        )

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def add_row(self, *widgets: QWidget) -> QWidget:
        """Add widgets side by side from the left, in their own width; return their row."""
        whole, row = self._row(12)
        for widget in widgets:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if _is_large() else Qt.AlignmentFlag(0))
        row.addStretch(1)
        return whole

    def add_choices(self, *choices: tuple[Message, QWidget]) -> QWidget:
        """Add fields of equal width side by side, each under its label; return their row."""
        whole, row = self._row(16)
        for words, field in choices:
            row.addLayout(column_of(captioned(translate(words), field), spacing=4), 1)
        return whole

    def _row(self, spacing: int) -> tuple[QWidget, QHBoxLayout]:
        """Return a row in a widget of its own, which may be hidden; stacked where text is large."""
        whole = QWidget()
        row = row_of(spacing=spacing, of=whole)
        if _is_large():
            row.setDirection(QBoxLayout.Direction.TopToBottom)
        self._column.addWidget(whole)
        return whole, row

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        drawing.draw(painter, self._icon, QRectF(EDGE, EDGE - 2, ICON, ICON), t.accent)


def _is_large() -> bool:
    return text_scale() > LARGE_TEXT


class ClosingExport(ClosingSection):
    """The export, by the same question as in the menu; `state` says when the last one was, and what came since."""

    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("download", Message("closing", "Attendance"), _EXPORT_WHY)
        self.state = Paragraph(TEXT, 600)
        self.add(self.state)
        self.button = WordButton(translate(Message("menu", "Export the attendance…")), "file-down", is_primary=True)
        self.button.clicked.connect(self.export_wanted)
        self.add_row(self.button)


class ClosingConnectionLog(ClosingSection):
    """The connection log of the stream; `wanted`: a log is to be imported."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("monitor", Message("closing", "Who watched online"), _REMOTE_WHY)
        self.button = WordButton(translate(Message("closing", "Import online attendance (Zoom, Teams)…")), "download")
        self.button.clicked.connect(self.wanted)
        self.add_row(self.button)


_EXPORT_WHY = Message("closing", "Who came and when, as an Excel workbook or CSV, with every correction.")
_REMOTE_WHY = Message(
    "closing",
    "From the log of Zoom, Teams or another platform. You see who is who before anything is recorded, and nobody is "
    "counted twice.",
)


# The certificates section: all in one PDF or a file each, and the check of a certificate's code.
# Only emits signals.

CODE_WIDTH = 340
"""Pixels: 24 letters and their hyphens."""


class ClosingCertificates(ClosingSection):
    """The section; `code_typed` is answered by `show_verdict`."""

    pdf_wanted = Signal()
    folder_wanted = Signal()
    code_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__("file-check", Message("closing", "Certificates of attendance"), _CERTIFICATES_WHY)
        self.button, self.each = (
            WordButton(translate(Message("closing", "One PDF for all…")), "file-down"),
            WordButton(translate(Message("closing", "One file each…")), "copy"),
        )
        self.button.clicked.connect(self.pdf_wanted)
        self.each.clicked.connect(self.folder_wanted)
        self.add_row(self.button, self.each)
        self.without = Paragraph()
        self.add(self.without)
        self.without.hide()
        self.code, self.verify, self.verdict = (
            set_up_line(ScanField(), translate(_CODE)),
            WordButton(translate(Message("closing", "Verify")), "check"),
            Paragraph(),
        )
        self.code.setPlaceholderText(translate(_CODE))
        self.code.setFixedWidth(scale_px(CODE_WIDTH))
        self.code.returnPressed.connect(self._ask)
        self.code.scanned.connect(self._ask)
        self.verify.clicked.connect(self._ask)
        self.add_row(self.code, self.verify)
        self.add(self.verdict)
        QWidget.setTabOrder(self.code, self.verify)
        self.verdict.hide()

    def show_verdict(self, text: str) -> None:
        self.verdict.show()
        self.verdict.show_text(text)
        self.verdict.setAccessibleName(text)

    def show_without(self, as_of: str, lines: Sequence[str]) -> None:
        """Show who came and gets no certificate, a line for each reason. `as_of` says when that was so."""
        text = "\n".join([as_of, *lines]) if lines else ""
        self.without.setVisible(bool(text))
        self.without.show_text(text)
        self.without.setAccessibleName(text)

    def clear(self) -> None:
        """Show no code, no answer and nobody without a certificate."""
        self.show_without("", ())
        self.code.clear()
        self.verdict.clear()
        self.verdict.setAccessibleName("")
        self.verdict.hide()

    def _ask(self) -> None:
        if text := self.code.text().strip():
            self.code_typed.emit(text)


_CERTIFICATES_WHY = Message(
    "closing",
    "For everyone who was there for at least half of a half-day, with the time at each; in the language that a "
    "“Language” column gives. Each has a code that only this event can make.",
)
_CODE = Message("closing", "Code on a certificate")


_ORDERS = {SheetOrder.NAME: Message("badges", "By name"), SheetOrder.ORGANISATION: Message("badges", "By organisation")}
_FORMS = {
    SheetForm.FILLED: Message("closing", "With the scanned times"),
    SheetForm.BLANK: Message("closing", "Blank, to be signed"),
    SheetForm.CONTROL: Message("closing", "For a controller"),
}


class ClosingSheets(ClosingSection):
    """The sign-in sheets: which occasion, in which order, blank or with scanned times. `wanted` carries a
    `SheetOptions`. Without times in the programme it only leads to the programme.
    """

    wanted = Signal(object)
    programme_wanted = Signal()

    def __init__(self, voice: Translator) -> None:
        super().__init__("clipboard-pen", Message("closing", "Sign-in sheets"), _SHEETS_WHY)
        self._voice = voice
        self._occasions: Sequence[Occasion] = ()
        self._zone: tzinfo | None = None
        self.occasion, self.form, self.order = (
            ComboBox(translate(_OCCASION)),
            ComboBox(translate(_FORM)),
            ComboBox(translate(_ORDER)),
        )
        self.form.addItems([translate(words) for words in _FORMS.values()])
        self.order.addItems([translate(words) for words in _ORDERS.values()])
        choices = self.add_choices((_OCCASION, self.occasion), (_FORM, self.form), (_ORDER, self.order))
        self.button = WordButton(translate(Message("badges", "Save the PDF…")), "file-down")
        self.button.clicked.connect(lambda: self.wanted.emit(self.options))
        self._made = (choices, self.add_row(self.button))
        missing, self.programme = Paragraph(), WordButton(translate(_PROGRAMME), "calendar")
        missing.show_text(translate(_NO_TIMES))
        self.add(missing)
        self.programme.clicked.connect(self.programme_wanted)
        self._missing = (missing, self.add_row(self.programme))

    def offer(self, occasions: Sequence[Occasion], zone: tzinfo) -> None:
        """Offer the occasions; the choice is kept where it still exists."""
        before = self._ids()
        self._occasions, self._zone = occasions, zone
        self.occasion.clear()
        self.occasion.addItem(translate(Message("closing", "Every half-day")))
        for occasion in occasions:
            title, when = occasion_heading(occasion, self._voice, zone)
            self.occasion.addItem(" – ".join(filter(None, (title, when))))
        ids = [o.id for o in occasions]
        self.occasion.setCurrentIndex(1 + ids.index(before[0]) if before and before[0] in ids else 0)
        for part in self._made:
            part.setVisible(bool(occasions))
        for part in self._missing:
            part.setVisible(not occasions)

    @property
    def options(self) -> SheetOptions:
        form = list(_FORMS)[self.form.currentIndex()]
        return SheetOptions(self._ids(), form, list(_ORDERS)[self.order.currentIndex()])

    @property
    def file_name_part(self) -> str:
        """The name of a file of the chosen sheets: the occasion, with its day and time where another has its title.

        Each form has its own name. Files of the same minute have the same name otherwise.
        """
        which = self.occasion.currentIndex() - 1
        parts = [translate(_FILES[self.options.form])]
        if which >= 0 and self._zone:
            titles = [shorten_file_name_part(self._title(each)) for each in self._occasions]
            begins = self._occasions[which].time.begins.astimezone(self._zone)
            parts += [titles[which], *([f"{begins:%d-%H%M}"] if titles.count(titles[which]) > 1 else [])]
        return " ".join(parts)

    def _title(self, occasion: Occasion) -> str:
        if half := occasion.half_day:
            return f"{half.day.isoformat()} {translate(_PARTS[half.part])}"
        return occasion.session.title if occasion.session else ""

    def _ids(self) -> tuple[str, ...]:
        which = self.occasion.currentIndex()
        return (self._occasions[which - 1].id,) if which > 0 else ()


_SHEETS_WHY = Message(
    "closing",
    "For a half-day or a session: blank beforehand, to be signed; afterwards with the scanned times and every "
    "correction. For a controller: one page of figures, how exits are known, and what is not a plain scan.",
)
_OCCASION = Message("closing", "For")
_FORM = Message("closing", "Contents")
_ORDER = Message("badges", "Order")
_NO_TIMES = Message(
    "closing",
    "The programme has no times yet. Sign-in sheets show when people were there: give the event one session "
    "with times, such as the whole day.",
)
_PROGRAMME = Message("menu", "Event and programme…")
_FILES = {
    SheetForm.FILLED: Message("closing", "sign-in sheets"),
    SheetForm.BLANK: Message("closing", "blank sign-in sheets"),
    SheetForm.CONTROL: Message("closing", "control sheets"),
}
_PARTS = {
    DayPart.MORNING: Message("closing", "morning"),
    DayPart.AFTERNOON: Message("closing", "afternoon"),
    DayPart.EVENING: Message("closing", "evening"),
}


# The section for people whose exit was not scanned: an exit time for each half-day, to be confirmed by the organiser.
# Times are proposed from the programme. The section only emits signals; the screen writes.

HOUR_WIDTH, DAY_WIDTH = 92, 140
"""Design pixels of a time, and of one after midnight with its day: “30/11 03:55”."""
COLUMN_GAP, ROW_GAP = 16, 8
"""Pixels."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The field of one half-day; `shown` is its initial text, to detect the user's changes."""

    hour: ExitHour
    field: QLineEdit
    shown: str


class ClosingExits(ClosingSection):
    """The section, hidden before a half-day has begun. `wanted` carries the times by half-day id, None for no time."""

    wanted = Signal(object)

    def __init__(self, voice: Translator) -> None:
        super().__init__("log-out", Message("closing", "Exit times"), _EXITS_WHY)
        self._voice = voice
        self._zone: tzinfo | None = None
        self._rows: tuple[_Row, ...] = ()
        self._hours: Sequence[ExitHour] = ()
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(2, 1)
        self.add(self._table)
        self.problem = FormMessage()
        self.add(self.problem)
        self.button = WordButton(translate(_CONFIRM), "check")
        self.button.clicked.connect(self._ask)
        self.add_row(self.button)

    @property
    def fields(self) -> list[QLineEdit]:
        return [row.field for row in self._rows]

    def show_hours(self, hours: Sequence[ExitHour], zone: tzinfo) -> None:
        """Show the times; unconfirmed input is kept while nothing else has changed."""
        self.setVisible(bool(hours))
        self.why.show_text(translate(_WHY_CONFIRMED if all(hour.confirmed for hour in hours) else _EXITS_WHY))
        if tuple(hours) == tuple(self._hours):
            return
        self._hours, self._zone = hours, zone
        self._clear()
        self._rows = tuple(self._lay(number, hour, zone) for number, hour in enumerate(hours))
        for before, after in pairwise((self, *self.fields)):
            QWidget.setTabOrder(before, after)  # Tab would come to new ones last
        self.show_problem("")

    def show_problem(self, text: str) -> None:
        self.problem.warn(text)

    def _lay(self, number: int, hour: ExitHour, zone: tzinfo) -> _Row:
        name = half_day(hour.half_day, self._voice)
        field = line_field(translate(Message("closing", "Exit time: {half_day}"), half_day=name))
        has_hour = hour.confirmed or hour.is_over
        shown = written_time(hour.hour.astimezone(zone).replace(tzinfo=None), hour.half_day.day) if has_hour else ""
        field.setText(shown)
        field.setFixedWidth(scale_px(DAY_WIDTH if "/" in shown else HOUR_WIDTH))
        field.returnPressed.connect(self._ask)
        state = Paragraph()
        state.show_text(_state(hour, zone))
        named = label(name, weight=600)
        named.setWordWrap(False)
        for column, part in enumerate((named, field, state)):
            self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignVCenter)
        return _Row(hour, field, shown)

    def _clear(self) -> None:
        empty(self._grid)

    def _ask(self) -> None:
        """Emit the times, or say which field holds no time and focus it."""
        hours: dict[str, datetime | None] = {}
        for row in self._rows:
            try:
                hours[row.hour.half_day.id] = self._read(row)
            except NotATime:
                self.show_problem(translate(_NO_HOUR, text=row.field.text()))
                row.field.setFocus()
                row.field.selectAll()
                return
        self.show_problem("")
        self.wanted.emit(hours)

    def _read(self, row: _Row) -> datetime | None:
        """Return the time of a field; an unchanged confirmed time keeps its seconds."""
        if row.hour.confirmed and row.field.text() == row.shown:
            return row.hour.confirmed.hour
        local = read_time(row.field.text(), row.hour.half_day.day)
        return attach_zone(local, self._zone) if local and self._zone else None


def confirm_request(
    hours: Mapping[str, datetime | None], programme: Programme, zone: tzinfo, voice: Translator
) -> AuthorityRequest:
    """Return the question to a supervisor before these hours are confirmed; None withdraws one."""
    told = (
        translate(
            Message("closing", "{half_day}: {time}") if hour else Message("closing", "{half_day}: no longer confirmed"),
            half_day=occasion_name(half_day, programme, voice),
            time=clock_time(hour.astimezone(zone)) if hour else "",
        )
        for half_day, hour in hours.items()
    )
    return AuthorityRequest(
        translate(_QUESTION), translate(_CONFIRM), tuple(map(translate, _EXITS_REASONS)), "\n".join(told)
    )


def _state(hour: ExitHour, zone: tzinfo) -> str:
    if hour.confirmed:
        at = hour.confirmed.at.astimezone(zone)
        known = {"day": f"{at:%d/%m}", "time": clock_time(at), "desk": hour.confirmed.desk}
        return translate(_CONFIRMED_BY if hour.confirmed.by else _CONFIRMED, who=hour.confirmed.by, **known)
    if hour.half_day.is_end_assumed:
        return translate(Message("closing", "assumed hour: your programme does not give it"))
    return translate(_TO_CONFIRM) if hour.is_over else translate(_GOES_ON, time=clock_time(hour.proposed))


_EXITS_WHY = Message(
    "closing",
    "When did people leave if their exit was not scanned? Until you confirm this, sign-in sheets, certificates "
    "and exports are marked provisional.",
)
_WHY_CONFIRMED = Message(
    "closing",
    "When did people leave if their exit was not scanned? These times count; you can change and confirm them again.",
)
_CONFIRM = Message("closing", "Confirm the exit times")
_CONFIRMED = Message("closing", "confirmed on {day} at {time} ({desk})")
_CONFIRMED_BY = Message("closing", "confirmed on {day} at {time} by {who} ({desk})")
_TO_CONFIRM = Message("closing", "end of the programme, to be confirmed")
_GOES_ON = Message("closing", "in progress until {time}")
_QUESTION = Message("closing", "Confirm these exit times?")
_EXITS_REASONS = (
    Message("closing", "The programme ended then"),
    Message("closing", "People were seen leaving"),
    Message("closing", "The time before was a mistake"),
)
_NO_HOUR = Message("closing", "“{text}” is not a time. Nothing was confirmed; type it as 17:30 or 17h30.")


class ClosingUnheldDoors(ClosingSection):
    """The doors that nobody held, before anything else on the closing screen. Hidden where every door was held.
    `wanted` carries the ids of control points, and whether a scan there is not to be required any more.
    """

    wanted = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__("circle-alert", Message("closing", "Doors where no badge was read"), _DOORS_WHY)
        self._found, self.unread, self.optional = UnheldDoors(), Paragraph(TEXT, 600), Paragraph()
        self.leave = WordButton(translate(_LEAVE), "check", is_primary=True)
        self.require = WordButton(translate(_REQUIRE), "undo-2")
        self.add(self.unread)
        self._asked = self.add_row(self.leave)
        self.add(self.optional)
        self._answered = self.add_row(self.require)
        self.leave.clicked.connect(lambda: self.wanted.emit([p.id for p in self._found.unread], True))
        self.require.clicked.connect(lambda: self.wanted.emit([p.id for p in self._found.optional], False))
        self.hide()

    def show_doors(self, found: UnheldDoors) -> None:
        """Show what is asked, and what was answered before."""
        self._found = found
        self.setVisible(bool(found.unread or found.optional))
        self.unread.show_text(translate(_UNREAD, doors=_names(found.unread), count=found.registered))
        self.optional.show_text(translate(_OPTIONAL, doors=_names(found.optional)))
        for part in (self.unread, self._asked):
            part.setVisible(bool(found.unread))
        for part in (self.optional, self._answered):
            part.setVisible(bool(found.optional))

    def request(self, doors: Collection[str], *, is_optional: bool) -> AuthorityRequest:
        """Return the question to a supervisor before the programme says so."""
        names = _names(p for p in (*self._found.unread, *self._found.optional) if p.id in doors)
        words, button = (_LEAVE_QUESTION, _LEAVE) if is_optional else (_REQUIRE_QUESTION, _REQUIRE)
        return AuthorityRequest(translate(words, doors=names), translate(button), tuple(map(translate, _DOORS_REASONS)))


def _names(points: Iterable[ControlPoint]) -> str:
    return ", ".join(point.name for point in points)


_DOORS_WHY = Message(
    "closing",
    "People who booked a session count as away while it ran if they were not scanned at its door. If nobody scanned "
    "there, do not require it: who booked it and was at the event then counts as there.",
)
_UNREAD = Message("closing", "No badge was read at {doors} ({count} registered): their time there counts as zero.")
_LEAVE, _REQUIRE = Message("closing", "Require no badge there"), Message("closing", "Require badges there again")
_OPTIONAL = Message("closing", "No scan is required at {doors}.")
_LEAVE_QUESTION = Message("closing", "Require no scan at {doors}?")
_REQUIRE_QUESTION = Message("closing", "Require a scan at {doors} again?")
_DOORS_REASONS = (Message("closing", "Nobody held this door"), Message("closing", "The choice before was a mistake"))
