# SPDX-License-Identifier: GPL-3.0-or-later
"""The section for people whose exit was not scanned: an exit time for each half-day, to be confirmed by the organiser.

Times are proposed from the programme. The section only emits signals; the screen writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from checkin.core.local_time import attach_zone
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.typed_times import NotATime, read_time, written_time
from checkin.pdf_reports.report_wording import half_day, occasion_name
from checkin.services.attendance.exit_hours import ExitHour
from checkin.translation import Translator, clock_time, translate
from checkin.ui.closing.closing_section import ClosingSection
from checkin.ui.look.measure import scale_px
from checkin.ui.supervision.authority_dialog import AuthorityRequest
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.form_fields import FormMessage, line_field
from checkin.ui.widgets.labels import Paragraph, label

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
        super().__init__("log-out", _TITLE, _WHY)
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
        self.why.show_text(translate(_WHY_CONFIRMED if all(hour.confirmed for hour in hours) else _WHY))
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
        field = line_field(translate(_HOUR_OF, half_day=name))
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
        while (item := self._grid.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()

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
            _ONE if hour else _NONE,
            half_day=occasion_name(half_day, programme, voice),
            time=clock_time(hour.astimezone(zone)) if hour else "",
        )
        for half_day, hour in hours.items()
    )
    return AuthorityRequest(translate(_QUESTION), translate(_CONFIRM), tuple(map(translate, _WHYS)), "\n".join(told))


def _state(hour: ExitHour, zone: tzinfo) -> str:
    if hour.confirmed:
        at = hour.confirmed.at.astimezone(zone)
        known = {"day": f"{at:%d/%m}", "time": clock_time(at), "desk": hour.confirmed.desk}
        return translate(_CONFIRMED_BY if hour.confirmed.by else _CONFIRMED, who=hour.confirmed.by, **known)
    if hour.half_day.is_end_assumed:
        return translate(_ASSUMED_HOUR)
    return translate(_TO_CONFIRM) if hour.is_over else translate(_GOES_ON, time=clock_time(hour.proposed))


_TITLE = Message("closing", "Exit times")
_WHY = Message(
    "closing",
    "When did people leave if their exit was not scanned? Until you confirm this, sign-in sheets, certificates "
    "and exports are marked provisional.",
)
_WHY_CONFIRMED = Message(
    "closing",
    "When did people leave if their exit was not scanned? These times count; you can change and confirm them again.",
)
_HOUR_OF = Message("closing", "Exit time: {half_day}")
_CONFIRM = Message("closing", "Confirm the exit times")
_CONFIRMED = Message("closing", "confirmed on {day} at {time} ({desk})")
_CONFIRMED_BY = Message("closing", "confirmed on {day} at {time} by {who} ({desk})")
_TO_CONFIRM = Message("closing", "end of the programme, to be confirmed")
_ASSUMED_HOUR = Message("closing", "assumed hour: your programme does not give it")
_GOES_ON = Message("closing", "in progress until {time}")
_QUESTION = Message("closing", "Confirm these exit times?")
_ONE = Message("closing", "{half_day}: {time}")
_NONE = Message("closing", "{half_day}: no longer confirmed")
_WHYS = (
    Message("closing", "The programme ended then"),
    Message("closing", "People were seen leaving"),
    Message("closing", "The time before was a mistake"),
)
_NO_HOUR = Message("closing", "“{text}” is not a time. Nothing was confirmed; type it as 17:30 or 17h30.")
