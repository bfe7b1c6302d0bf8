# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields for a day or a time, typed as people say them (`core.local_time`)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from checkin.core.local_time import NotATime, attach_zone, read_day, read_time, wall_time, written_day, written_time
from checkin.core.message import Message
from checkin.core.schedules.written_times import read_written_day
from checkin.core.text_folding import fold_text
from checkin.translation import current_language, short_day_text, translate
from checkin.ui.programme_editor.editor_fields import EditorField, LineInput
from checkin.ui.widgets.form_fields import ComboBox


class DayField(EditorField):
    """A day, read when the field is left: "05/07/20" while typing 2025 would move the whole programme."""

    def __init__(self, name: Message) -> None:
        self.line = LineInput()
        super().__init__(name, self.line)
        self._value: date | None = None
        self.line.setPlaceholderText(translate(Message("programme editor", "dd/mm/yyyy")))
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
            self._break(translate(Message("programme editor", "This is not a date. Write it like 04/07/2025.")))
        else:
            self._break("")
            self.edited.emit(self._value)


class DayChoice(ComboBox):
    """The days of the event to choose from, also by typing one: “j”, “3”, “3/12”, “jeudi 3 décembre”.

    `typed` carries a text that is no day of the event; "" once it is one.
    """

    typed = Signal(str)

    def __init__(self, name: str, days: Callable[[], Sequence[date]]) -> None:
        super().__init__(name)
        self._list_days, self._text = days, ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        is_text = bool(event.text()) and event.text().isprintable() and (self._text + event.text()).strip()
        if keys or not is_text:
            self._text = ""
            super().keyPressEvent(event)
            return
        self._text += event.text()
        place = self._place_of(self._text.strip())
        if place >= 0:
            self.setCurrentIndex(place)
            self.activated.emit(place)
        else:
            self.typed.emit(self._text.strip())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._text = ""

    def _place_of(self, text: str) -> int:
        days = [self.itemData(place) for place in range(self.count())]
        said = read_written_day(text, self._list_days())
        if said and said.length == len(text) and said.day in days:
            return days.index(said.day)
        fits = (n for n in range(len(days)) if text == str(days[n].day) or _begins(self.itemText(n), text))
        return next(fits, -1)


def _begins(shown: str, typed: str) -> bool:
    return fold_text(shown).startswith(fold_text(typed))


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
        self._unknown_day = ""
        self.day = DayChoice(translate(_DAY_OF, name=translate(name)), lambda: self._days)
        self.day.hide()
        self._put_beside(self.day)
        self.line.setPlaceholderText(translate(Message("programme editor", "hh:mm")))
        self.line.textEdited.connect(self._take)
        self.line.editingFinished.connect(self._leave)
        self.day.activated.connect(self._pick)
        self.day.typed.connect(self._tell_unknown)

    def set_clock(self, day: date | None, zone: tzinfo, days: Sequence[date] = ()) -> None:
        """Set the day of times without one, the event's time zone, and its days if they are several."""
        self._day, self._zone, self._days = self._picked or day, zone, list(days) if len(days) > 1 else []
        self.day.setVisible(bool(self._days))
        self.setFocusProxy(self.day if self._days else self.line)  # where Tab enters, as the day is read first

    def forget(self) -> None:
        super().forget()
        self._picked, self._unknown_day = None, ""

    def show_mistake(self, text: str) -> None:
        super().show_mistake(text or self._unknown_day)

    def _tell_unknown(self, text: str) -> None:
        """Say that `text`, typed into the choice of days, is none of them; "" for one that is."""
        self._unknown_day = translate(_UNKNOWN_DAY, text=text) if text else ""
        self.show_mistake("")

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
        self._tell_unknown("")
        self._picked = self._day = self.day.currentData()
        if isinstance(local, datetime) and self._day:
            self.line.setText(written_time(datetime.combine(self._day, local.time()), self._day))
            self._take()

    def _read(self) -> object:
        return _or_none(read_time, self.line.text(), self._day)

    def _take(self) -> None:
        local = self._read()
        self._tell_unknown("")
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


_DAY_OF = Message("programme editor", "Day: {name}")
_UNKNOWN_DAY = Message(
    "programme editor", "“{text}” is no day of the event and is not kept. Choose the day here; Tab goes on to the time."
)
_NO_TIME = Message("programme editor", "This is not a time. Write it like 09:30, or 05/07 09:30 on another day.")
_NO_TIME_NO_DAY = Message(
    "programme editor", "The event has no date yet: enter it under “Event”, or write 04/07/2025 09:30 here."
)
