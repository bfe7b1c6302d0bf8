# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar above the list of people: search box, filters, and the number of matches. Filters nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from checkin.core.attendee import Status
from checkin.core.message import Message
from checkin.core.people.people_filter import AttendanceFilter, AttendeeFilter
from checkin.core.person_state import status_text
from checkin.translation import translate
from checkin.ui.look.drawing import RIGHT, draw_aligned
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import LARGE, TEXT, font, tokens
from checkin.ui.widgets.form_fields import ComboBox
from checkin.ui.widgets.search_box import SearchBox

CHOICE, LEAST_CHOICE, LEAST_BOX = 198, 180, 220
"""Width of a filter in pixels, and the least widths of filter and box to stand side by side."""
CUT = 116
"""Width in pixels of a filter below the box, where its text is cut."""
SPACE = 12
_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


class FilterBox(SearchBox):
    """The search box of the list: typing stays here while the arrow keys move in the list."""

    moved = Signal(QKeyEvent)
    left = Signal()
    """Emitted on Escape in the empty box."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in _MOVES or (event.key() in _ENDS and has_control):
            self.moved.emit(event)
        elif event.key() == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        else:
            super().keyPressEvent(event)


class PeopleBar(QWidget):
    """The bar; its box has the focus."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = FilterBox()
        self.category = _choice(_CATEGORY, [(None, _ALL_CATEGORIES)])
        self.status = _choice(_STATUS, [(None, _ALL_STATUSES)])
        for status in Status:
            self.status.addItem(status_text(status, translate), status)
        self.session = _choice(_SESSION, [("", _ALL_SESSIONS)])
        self.session.hide()
        self.attendance = _choice(_ATTENDANCE, list(_ATTENDANCES.items()))
        self.setFocusProxy(self.box)
        self.choices = (self.attendance, self.status, self.category, self.session)
        self._filters, self._row = QWidget(), QBoxLayout(_BESIDE, self)
        self._assemble()
        for choice in self.choices:
            choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.box.query_changed.connect(lambda _: self.changed.emit())

    def _assemble(self) -> None:
        row = QHBoxLayout(self._filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE)
        for choice in self.choices:
            row.addWidget(choice)
        self.box.setMinimumWidth(scale_px(LEAST_BOX))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE)
        self._row.addWidget(self.box, 1)
        self._row.addWidget(self._filters)

    def _share(self) -> None:
        """Place the filters beside the box, or below it where they would be too narrow to read."""
        least = self._total_width(LEAST_CHOICE)
        is_beside = self.width() >= self.box.minimumWidth() + SPACE + least
        self._row.setDirection(_BESIDE if is_beside else _BELOW)
        self._filters.setMinimumWidth(least if is_beside else 0)

    def minimumSizeHint(self) -> QSize:
        """Return the width with the filters below, so that the window can become that narrow."""
        return QSize(self._total_width(CUT), super().minimumSizeHint().height())

    def _total_width(self, wide: int) -> int:
        """Return the width of all filters in pixels, each `wide`."""
        seen = sum(not choice.isHidden() for choice in self.choices)
        return seen * scale_px(wide) + (seen - 1) * SPACE

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    @property
    def text(self) -> str:
        return self.box.text().strip()

    @property
    def filter(self) -> AttendeeFilter:
        status = self.status.currentData()
        attendance = AttendanceFilter(self.attendance.currentData())  # Qt gives back plain text
        chosen = Status(status) if status else None
        return AttendeeFilter(self.category.currentData(), chosen, attendance, self.session.currentData())

    def name_inside(self, thing: str) -> None:
        """Name the filter of those who have not left; where a `thing` is lent, these are the people who have one."""
        text = translate(_HAS_THING, thing=thing) if thing else translate(_INSIDE)
        self.attendance.setItemText(list(_ATTENDANCES).index(AttendanceFilter.INSIDE), text)

    def offer_sessions(self, sessions: Sequence[tuple[str, str]]) -> None:
        """Offer sessions as (id, title); hidden without any. The choice is kept."""
        chosen = self.session.currentData()
        self.session.blockSignals(True)
        while self.session.count() > 1:
            self.session.removeItem(1)
        for session, title in sessions:
            self.session.addItem(title, session)
        self.session.setCurrentIndex(max(0, self.session.findData(chosen)))
        self.session.blockSignals(False)
        self.session.setVisible(bool(sessions))
        self._share()

    def offer_categories(self, categories: Sequence[tuple[str, str]]) -> None:
        """Offer categories as (value, label). The choice is kept even if no person has it any more."""
        chosen, name = self.category.currentData(), self.category.currentText()
        offered = [(each, called or translate(_NO_CATEGORY)) for each, called in categories]
        if chosen is not None and chosen not in dict(offered):
            offered.append((chosen, name))
        self.category.blockSignals(True)
        while self.category.count() > 1:
            self.category.removeItem(1)
        for each, called in offered:
            self.category.addItem(called, each)
        self.category.setCurrentIndex(max(0, self.category.findData(chosen)) if chosen is not None else 0)
        self.category.blockSignals(False)

    @property
    def chosen(self) -> list[str]:
        """The filters that are chosen, as they are written: "Arrived", "Press"."""
        return [choice.currentText() for choice in self.choices if choice.currentIndex() > 0]

    def clear(self) -> None:
        """Clear box and filters; `changed` is emitted once."""
        self.blockSignals(True)
        self.box.clear()
        self.blockSignals(False)
        self.clear_filters()

    def clear_filters(self) -> None:
        """Clear the filters and keep what is typed; `changed` is emitted once."""
        self.blockSignals(True)
        for choice in self.choices:
            choice.setCurrentIndex(0)
        self.blockSignals(False)
        self.changed.emit()


class PeopleCounter(QWidget):
    """The number of matches of the total, for the heading."""

    def __init__(self) -> None:
        super().__init__()
        self._shown, self._all = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_counts(self, shown: int, total: int, people: int, expected: int) -> None:
        """Show how many registrations are listed, of how many; how many people these are, and how many of them are
        `expected`, as the header counts them, if those are other numbers.
        """
        more = [translate(_PEOPLE, people=people)] if people != shown else []
        more += [translate(_EXPECTED, count=expected)] if expected < people else []
        self._shown, self._all = str(shown), " · ".join((translate(_OF, total=total), *more))
        self.setAccessibleName(", ".join((translate(_SPOKEN, shown=shown, total=total), *more)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = self._width(LARGE, 700, self._shown) + self._rest_width() + 10
        return scale_px(QSize(max(136, round(wide)), 52))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        box = design_rect(self)
        draw_aligned(painter, box.adjusted(0, 1, 0, 0), self._all, (font(TEXT, tabular=True), t.quiet), RIGHT)
        left = box.adjusted(0, 0, -self._rest_width() - 6, 0)
        draw_aligned(painter, left, self._shown, (font(LARGE, 700, tabular=True), t.ink), RIGHT)

    def _rest_width(self) -> float:
        return self._width(TEXT, 400, self._all)

    def _width(self, size: int, weight: int, text: str) -> float:
        return QFontMetricsF(font(size, weight, tabular=True)).horizontalAdvance(text)


class _Filter(ComboBox):
    """A filter of the same width as the others, whatever it offers."""

    def sizeHint(self) -> QSize:
        return QSize(scale_px(CHOICE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scale_px(CUT), super().minimumSizeHint().height())


def _choice(name: Message, offered: Sequence[tuple[object, Message]]) -> ComboBox:
    choice = _Filter(translate(name))
    choice.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    choice.setToolTip(translate(name))
    for value, words in offered:
        choice.addItem(translate(words), value)
    return choice


_CATEGORY = Message("people", "Category")
_STATUS = Message("people", "Registration status")
_ATTENDANCE = Message("people", "Here")
_SESSION = Message("people", "Registered for")
_ALL_SESSIONS = Message("people", "All sessions")
_ALL_CATEGORIES = Message("people", "All categories")
_NO_CATEGORY = Message("people", "No category")
_ALL_STATUSES = Message("people", "All states")
_INSIDE, _HAS_THING = Message("people", "Inside now"), Message("people", "To give back: {thing}")
_ATTENDANCES = {
    AttendanceFilter.ALL: Message("people", "Everyone"),
    AttendanceFilter.EXPECTED: Message("people", "Expected in all"),
    AttendanceFilter.ARRIVED: Message("people", "Arrived"),
    AttendanceFilter.INSIDE: _INSIDE,
    AttendanceFilter.TO_COME: Message("people", "Still to come"),
    AttendanceFilter.WALK_IN: Message("people", "Registered here"),
    AttendanceFilter.REMOTE: Message("people", "Online"),
}
_SPOKEN = Message("people", "{shown} of {total} {total:registration|registrations}")
_PEOPLE = Message("people", "{people} {people:person|people}")
_EXPECTED = Message("people", "{count} expected here")
_OF = Message("people", "/ {total} {total:registration|registrations}")
