# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields for a day or a time, typed as people say them (`core.typed_times`)."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QSignalBlocker, QTimer

from checkin.core.local_time import attach_zone, wall_time
from checkin.core.message import Message
from checkin.core.typed_times import NotATime, read_day, read_time, written_day, written_time
from checkin.translation import current_language, short_day_text, translate
from checkin.ui.programme_editor.editor_fields import EditorField, LineInput
from checkin.ui.widgets.form_fields import ComboBox


class DayField(EditorField):
    """A day, read when the field is left: "05/07/20" while typing 2025 would move the whole programme."""

    def __init__(self, name: Message) -> None:
        self.line = LineInput()
        super().__init__(name, self.line)
        self._value: date | None = None
        self.line.setPlaceholderText(translate(_DAY_FORM))
        self.line.editingFinished.connect(self._take)

    def show_value(self, value: object) -> None:
        if self._stays(value):
            return
        self._value = value if isinstance(value, date) else None
        if _or_none(read_day, self.line.text(), None) != value:
            self.line.setText(written_day(self._value))

    def _take(self) -> None:
        try:
            self._value = read_day(self.line.text(), self._value)
        except NotATime:
            self._break(translate(_NO_DAY))
        else:
            self._break("")
            self.edited.emit(self._value)


class MomentField(EditorField):
    """A time on the event's day, or with another day before it. Incomplete text is no mistake while typing.

    At an event of several days, the day is chosen beside the time.
    """

    def __init__(self, name: Message) -> None:
        self.line = LineInput()
        super().__init__(name, self.line)
        self._day: date | None = None
        self._picked: date | None = None
        self._zone: tzinfo | None = None
        self._days: list[date] = []
        self.day = ComboBox(translate(_DAY_OF, name=translate(name)))
        self.day.hide()
        self._put_beside(self.day)
        self.line.setPlaceholderText(translate(_TIME_FORM))
        self.line.textEdited.connect(self._take)
        self.line.editingFinished.connect(self._leave)
        self.day.activated.connect(self._pick)

    def set_clock(self, day: date | None, zone: tzinfo, days: Sequence[date] = ()) -> None:
        """Set the day of times without one, the event's time zone, and its days if they are several."""
        self._day, self._zone, self._days = self._picked or day, zone, list(days) if len(days) > 1 else []
        self.day.setVisible(bool(self._days))

    def forget(self) -> None:
        super().forget()
        self._picked = None

    def show_value(self, value: object) -> None:
        local = wall_time(value, self._zone) if isinstance(value, datetime) and self._zone else None
        if self._days and local:
            self._day = local.date()
        self._offer_days()
        if self._stays(value):
            if isinstance(self._read(), datetime):  # the event has got its day
                QTimer.singleShot(0, self._take)
            return
        if self._read() != local:
            self.line.setText(written_time(local, self._day))

    def _offer_days(self) -> None:
        if not self._days:
            return
        offered = sorted({*self._days, *([self._day] if self._day else [])})
        with_month = offered[0].month != offered[-1].month
        with QSignalBlocker(self.day):
            self.day.clear()
            for each in offered:
                self.day.addItem(short_day_text(each, with_month, current_language()), each)
            self.day.setCurrentIndex(offered.index(self._day) if self._day else 0)

    def _pick(self) -> None:
        """Take another day: that of the time written, or of the one that will be."""
        local = self._read()
        self._picked = self._day = self.day.currentData()
        if isinstance(local, datetime) and self._day:
            self.line.setText(written_time(datetime.combine(self._day, local.time()), self._day))
            self._take()

    def _read(self) -> object:
        return _or_none(read_time, self.line.text(), self._day)

    def _take(self) -> None:
        local = self._read()
        if local is not NotATime:
            self._break("")
            self.edited.emit(attach_zone(local, self._zone) if isinstance(local, datetime) and self._zone else None)

    def _leave(self) -> None:
        local = self._read()
        if self._days and isinstance(local, datetime):
            self.line.setText(written_time(local, self._day))  # a day that was typed stands beside it now
        if local is NotATime:
            self._break(translate(_NO_TIME if self._day else _NO_TIME_NO_DAY))


def _or_none(read: object, text: str, day: date | None) -> object:
    """Return the value read, or `NotATime`, which equals no value of a field."""
    try:
        return read(text, day)  # type: ignore[operator]
    except NotATime:
        return NotATime


_DAY_FORM = Message("programme editor", "dd/mm/yyyy")
_DAY_OF = Message("programme editor", "Day: {name}")
_TIME_FORM = Message("programme editor", "hh:mm")
_NO_DAY = Message("programme editor", "This is not a date. Write it like 04/07/2025.")
_NO_TIME = Message("programme editor", "This is not a time. Write it like 09:30, or 05/07 09:30 on another day.")
_NO_TIME_NO_DAY = Message(
    "programme editor", "The event has no date yet: enter it under “Event”, or write 04/07/2025 09:30 here."
)
