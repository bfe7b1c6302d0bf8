# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people with the panel of the selected one: search and view. Actions are only requested by signals.

What is shown is read from the event file at every `refresh`; viewing changes nothing.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from checkin.core.admission_rules import counting_point
from checkin.core.message import Message
from checkin.core.people.people_filter import AttendeeFilter, AttendeeOrder, PersonAtPoint
from checkin.core.typed_times import written_day
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleOrder, PeopleQueries, Person
from checkin.translation import translate
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import GAP, tokens
from checkin.ui.people.people_bar import PeopleBar, PeopleCounter
from checkin.ui.people.people_empty import EMPTY_WIDTH, PeopleEmpty
from checkin.ui.people.people_model import PeopleModel
from checkin.ui.people.people_table import PeopleTable
from checkin.ui.people.person_actions import KEYS, PersonAction
from checkin.ui.people.person_panel import PersonPanel
from checkin.ui.people.timeline_wording import TimelineFormatter
from checkin.ui.widgets.keyboard import add_shortcuts
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.pages import Pages
from checkin.ui.widgets.reading_state import ReadingState
from checkin.ui.widgets.search_box import TELL_MS, TELL_ROW_MS

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
                self._desk.programme, self._desk.now(), self._people.name_of, self.person.attendee.id
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
