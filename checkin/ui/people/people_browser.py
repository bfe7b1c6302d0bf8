# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people with the panel of the selected one: search and view. Actions are only requested by signals.

What is shown is read from the event file at every `refresh`; viewing changes nothing.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.admission_rules import counting_point
from checkin.core.attendee import Status
from checkin.core.local_time import written_day
from checkin.core.message import Message
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder, PersonAtPoint, status_text
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleOrder, PeopleQueries, Person
from checkin.translation import translate
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_card
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import GAP, LARGE, TEXT, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.people.people_table import PeopleModel, PeopleTable
from checkin.ui.people.person_actions import KEYS, PersonAction
from checkin.ui.people.person_panel import PersonPanel
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.widgets.buttons import EmptyState, ReadingState
from checkin.ui.widgets.form_fields import ComboBox, label
from checkin.ui.widgets.keyboard import add_shortcuts
from checkin.ui.widgets.screen_page import Pages
from checkin.ui.widgets.search_box import TELL_MS, TELL_ROW_MS, SearchBox

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
    """Search box, filters, and the number of matches, above the list; the box has the focus."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = FilterBox()
        self.category = _choice(Message("people", "Category"), [(None, Message("people", "All categories"))])
        self.status = _choice(Message("people", "Registration status"), [(None, Message("people", "All states"))])
        for status in Status:
            self.status.addItem(status_text(status, translate), status)
        self.session = _choice(Message("people", "Registered for"), [("", Message("people", "All sessions"))])
        self.session.hide()
        self.attendance = _choice(Message("people", "Here"), list(_ATTENDANCES.items()))
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
        offered = [(each, called or translate(Message("people", "No category"))) for each, called in categories]
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
        more += [translate(Message("people", "{count} expected here"), count=expected)] if expected < people else []
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
_OF = Message("people", "/ {total} {total:registration|registrations}")


EMPTY_WIDTH = 400
"""Width of the text in pixels: beside the panel there is no more room with text at 150 %."""


class PeopleEmpty(EmptyState):
    """A placeholder for two cases: the event has no list, or the filters match nobody."""

    import_wanted = Signal()
    everyone_wanted = Signal()
    unfiltered_wanted = Signal()
    """Emitted when the text is to be looked for among everyone."""

    def __init__(self) -> None:
        self.unfilter, self.button = QPushButton(translate(Message("people", "Remove the filter"))), QPushButton()
        self.unfilter.setProperty("primary", True)
        super().__init__("users", self.unfilter, self.button, width=EMPTY_WIDTH)
        self._is_list = True
        self.unfilter.clicked.connect(self.unfiltered_wanted)
        self.button.clicked.connect(self._press)

    def show_no_list(self) -> None:
        self._show(translate(_NO_LIST), translate(_BRING_ONE), translate(_IMPORT), is_list=False)

    def show_nobody(self, text: str, filters: Sequence[str]) -> None:
        """Show that no person matches; `text` is what was typed, "" if only filters are set, which are named."""
        sentence = translate(Message("people", "Nobody matches “{text}”."), text=text) if text else translate(_NOBODY)
        hint = translate(_FILTERED, filters=", ".join(filters)) if filters else translate(_OTHERWISE)
        self._show(sentence, hint, translate(Message("people", "Show everyone (Esc)")), is_list=True)
        self.unfilter.setVisible(bool(text and filters))

    def _show(self, sentence: str, hint: str, button: str, *, is_list: bool) -> None:
        self.show_texts(sentence, hint)
        self.button.setText(button)
        self.unfilter.hide()
        self._is_list = is_list

    def _press(self) -> None:
        (self.everyone_wanted if self._is_list else self.import_wanted).emit()


_NO_LIST = Message("people", "Nobody is on the list yet.")
_BRING_ONE = Message("people", "Import a list (Excel, CSV, OpenDocument), or register people as they come with F2.")
_IMPORT = Message("people", "Import a list… (Ctrl+I)")
_NOBODY = Message("people", "Nobody matches these choices.")
_OTHERWISE = Message("people", "Try another spelling or the organisation, or register them with F2.")
_FILTERED = Message("people", "A filter is on: {filters}. Search everyone before you register them with F2.")


SIDE = (0.32, 344, 460)
"""Width of the panel: its share of the list, its least and its most in pixels."""


class PeopleBrowser(QWidget):
    """List and panel. `person` is the one shown, `standings` all selected people; the screen places `counts`."""

    action_wanted = Signal(PersonAction)
    """Emitted with one of the actions available for the selection."""
    undo_wanted = Signal(bytes)
    reported = Signal(str)
    code_typed = Signal(str)
    import_wanted = Signal()
    register_wanted = Signal(str)
    """Emitted on F2 with what was typed in the search."""
    left = Signal()

    def __init__(self, desk: Desk, people: PeopleQueries) -> None:
        super().__init__()
        self._desk, self._people = desk, people
        self.person: Person | None = None
        self.model = PeopleModel(people.standings, lambda: desk.programme, lambda: desk.control_point)
        self.bar, self.counts = PeopleBar(), PeopleCounter()
        self.table, self.empty = PeopleTable(self.model), PeopleEmpty()
        self.panel, self._place, self.erased = PersonPanel(), Pages(), label("")
        self.waiting, self._beside = ReadingState((), EMPTY_WIDTH), people.beside(self)
        self._read: tuple[AttendeeFilter, AttendeeOrder] | None = None
        self._then: Callable[[], None] | None = None
        self._typed = _soon(self, lambda: self._list(self._release_hidden))
        self._selected = _soon(self, self._show_selected)
        self._tell = QTimer(self, singleShot=True)
        self._tell.timeout.connect(self._say)
        self._assemble()
        self._connect()
        self._connect_keys()

    # Reading

    def refresh(self) -> None:
        """Read everything again, because people may have changed. Of many the list that is shown stays meanwhile."""
        self._beside.drop()
        day = self._people.erased_on()
        self.erased.setText(translate(_ERASED, day=written_day(day)) if day else "")
        self.erased.setVisible(day is not None)
        self.bar.name_inside(counting_point(self._desk.programme, self._desk.control_point).gives)
        self.bar.offer_categories(self._people.categories())
        self.bar.offer_sessions([(s.id, s.title) for s in self._desk.programme.sessions if s.is_booked])
        self._list()
        self._show_selected()

    def show_person(self, attendee_id: str) -> None:
        """Show a person; if search or filters exclude them, these are cleared."""
        if self.table.go_to(attendee_id):
            self._show_selected()
        else:
            self.bar.clear()
            self._list(partial(self._go_to, attendee_id))

    def _go_to(self, attendee_id: str) -> None:
        self.table.go_to(attendee_id)
        self._show_selected()

    @property
    def standings(self) -> list[PersonAtPoint]:
        if self.person:
            return [self.person.standing]
        return [standing for standing in self._people.standings(self.table.selected_ids()) if standing]

    def _list(self, then: Callable[[], None] | None = None) -> None:
        """List the people who match, and go on with `then`. The order of many is read beside the window; the one before
        stays until then, where it was of the same filter.
        """
        self._typed.stop()
        self._then = then or self._then
        wanted = self.bar.filter, self.model.order
        if self._people.is_current(*wanted) or self._people.has_few:
            self._people.order("", *wanted)
            self._show_current()
            return
        if not self._beside.is_reading or wanted != self._read:
            self._read = wanted
            if self._beside.read(self._people.order_reading(*wanted), self._take):
                return
        if self._people.is_kept(*wanted):
            self._show_list()
        else:
            self._wait()

    def _release_hidden(self) -> None:
        """Select nobody any more whom a search or a filter has just hidden: no key may act on somebody unseen."""
        if self.person and self.person.attendee.id not in self.table.selected_ids():
            self.person = None
            self._show_selected()

    def _take(self, read: PeopleOrder) -> None:
        self._people.keep(read)
        self._show_current()

    def _show_current(self) -> None:
        self._show_list()
        then, self._then = self._then, None
        if then:
            then()

    def _wait(self) -> None:
        """Hide a list of another filter or order than is chosen."""
        had_focus = self.table.hasFocus()
        self._place.setCurrentWidget(self.waiting)
        self.counts.hide()
        if had_focus:
            self.waiting.setFocus()

    def _show_list(self) -> None:
        had_focus = self.waiting.hasFocus()
        ids, total = self._people.matching_ids(self.bar.text), self._people.count()
        self.table.show_ids(ids)
        self.counts.show()
        people = self._people.count_people(ids, self.bar.filter)
        expected = self._people.count_expected() if len(ids) == total else people
        self.counts.show_counts(len(ids), total, people, expected)
        if not total:
            self.empty.show_no_list()
        elif not ids:
            self.empty.show_nobody(self.bar.text, self.bar.chosen)
        shown = self.table if ids else self.empty
        self._place.setCurrentWidget(shown)
        if had_focus:
            shown.setFocus()
        self._show_panel()

    def _show_selected(self) -> None:
        """Show the selection; without one the last person stays, whom an action may have taken out of the list."""
        self._selected.stop()
        count, ids = self.table.selected_count(), self.table.selected_ids()
        if count > 1:
            self.person = None
            self.panel.show_several(self.standings, count)
            return
        shown = ids[0] if ids else (self.person.attendee.id if self.person else "")
        self.person = self._people.person(shown) if shown else None
        if self.person:
            words = TimelineFormatter(
                self._desk.programme, self._desk.now(), self._people.name_of, self.person.attendee
            )
            self.panel.show_person(self.person, words, prints=bool(self._desk.printing.plan.printer))
        else:
            self.panel.show_nobody()
        self._show_panel()

    def _show_panel(self) -> None:
        """Hide the panel while there is nobody to choose or to show."""
        self.panel.setVisible(self.person is not None or self.model.rowCount() > 0)

    # Keys

    def _enter(self, text: str, marked: str) -> None:
        """Hand a typed ticket code to the desk; for a name, select the first match."""
        self._list(partial(self._choose, text))

    def _choose(self, text: str) -> None:
        if code := self._desk.resolve(text):
            self.bar.box.dismiss()
            self.code_typed.emit(code)
        elif self.model.rowCount() and not self.table.selected_ids():
            self.table.go_to(self.model.id_at(0))

    def _escape(self) -> None:
        """Clear the filters, or leave for the desk if there are none."""
        if self.bar.filter != AttendeeFilter():
            self.bar.clear()
        else:
            self.left.emit()

    def _remove_filters(self) -> None:
        """Look for what is typed among everyone, and go on typing."""
        self.bar.clear_filters()
        self.bar.box.setFocus()

    def _move(self, event: QKeyEvent) -> None:
        """Move in the list, not in one that is hidden while another is read."""
        if self._place.currentWidget() is self.table:
            self.table.keyPressEvent(event)
            self._tell.start(TELL_ROW_MS)

    def _say(self) -> None:
        """Announce how many people match, or after an arrow key in the box the row that it moved to."""
        if self._place.currentWidget() is self.waiting:
            self._tell.start()
        elif self._tell.interval() == TELL_ROW_MS:
            announce(self.table, self.table.spoken, at_once=True)
        else:
            announce(self.counts, self.counts.accessibleName())

    def _type(self, text: str) -> None:
        self.bar.box.setFocus()
        self.bar.box.insert(text)

    def _press(self, key: str) -> None:
        """Request the first available action with this key."""
        self._show_selected()
        if key == KEYS[PersonAction.UNDO] and self.panel.story.selected():  # also a line that cannot be undone
            self.action_wanted.emit(PersonAction.UNDO)
            return
        possible = (act for act in self.panel.acts if KEYS[act] == key)
        if (act := next(possible, None)) is not None:
            self.action_wanted.emit(act)
        else:
            self.reported.emit(translate(_NOT_NOW))

    # Assembly

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share, least, most = SIDE
        self.panel.setFixedWidth(scale_px(round(min(most, max(least, design_rect(self).width() * share)))))

    def _assemble(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.erased)
        row = QHBoxLayout()
        column.addLayout(row, 1)
        row.setSpacing(GAP)
        row.addWidget(_Card(self._place), 1)
        for place in (self.table, self.empty, self.waiting):
            self._place.addWidget(place)
        row.addWidget(self.panel)  # after the list, as Tab goes
        self.setFocusProxy(self.bar)

    def _connect(self) -> None:
        self.bar.changed.connect(self._typed.start)
        self.bar.changed.connect(lambda: self._tell.start(TELL_MS))
        self.bar.box.moved.connect(self._move)
        self.bar.box.left.connect(self._escape)
        self.bar.box.entered.connect(self._enter)
        self.model.order_changed.connect(self._list)
        self.table.selection_changed.connect(self._selected.start)
        self.table.typed.connect(self._type)
        self.empty.everyone_wanted.connect(self.bar.clear)
        self.empty.unfiltered_wanted.connect(self._remove_filters)
        self.empty.import_wanted.connect(self.import_wanted)
        self.panel.action_chosen.connect(self.action_wanted)
        self.panel.undo_chosen.connect(self.undo_wanted)

    def _connect_keys(self) -> None:
        add_shortcuts(self, {key: partial(self._press, key) for key in KEYS.values()})
        add_shortcuts(self, {"F2": lambda: self.register_wanted.emit(self.bar.text)})
        add_shortcuts(self, {"F3": self.bar.box.setFocus})
        add_shortcuts(self, {"Ctrl+I": self.import_wanted.emit})


class _Card(QWidget):
    """The card behind the list."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.addWidget(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))


def _soon(parent: QWidget, then: Callable[[], None]) -> QTimer:
    """Return a timer that joins many keys of one moment into one call, after the letters are drawn."""
    timer = QTimer(parent, interval=0, singleShot=True)
    timer.timeout.connect(then)
    return timer


_NOT_NOW = Message("people", "This applies to none of the people selected. Nothing was changed.")

_ERASED = Message("people", "Personal data erased on {day}: one line without a name is left per person.")
