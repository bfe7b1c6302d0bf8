# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of people: its columns and its selection. A letter typed in it goes to the search box above."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from checkin.core.message import Message
from checkin.core.people.people_filter import AttendeeColumn
from checkin.translation import translate
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.people.people_model import COLUMNS, PeopleModel
from checkin.ui.people.person_cell import ROW, PersonCell

HEADER = 40
SHARES = {AttendeeColumn.NAME: 5, AttendeeColumn.ORGANISATION: 5, AttendeeColumn.SESSIONS: 3}
"""How the columns without a fixed width share the rest."""
WIDTHS = {AttendeeColumn.STATE: 192, AttendeeColumn.CATEGORY: 128, AttendeeColumn.CODE: 84}
GIVING_WAY = {
    AttendeeColumn.SESSIONS: 820,
    AttendeeColumn.CATEGORY: 700,
    AttendeeColumn.CODE: 580,
    AttendeeColumn.ORGANISATION: 480,
}
"""Widths of the table in pixels below which a column is hidden; the panel shows them all."""
MOST_SELECTED = 500
"""The largest selection that is acted on, or kept when the list changes."""

_LIST = Message("people", "People of the event")


class PeopleTable(QTableView):
    """The table; `selection_changed` is also emitted when the same rows hold other people."""

    selection_changed = Signal()
    typed = Signal(str)

    def __init__(self, model: PeopleModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(PersonCell(self))
        self.setAccessibleName(translate(_LIST))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTableView { border: none; background: transparent; }")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers()
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    def _set_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scale_px(ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(scale_px(HEADER))
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSortIndicator(COLUMNS.index(self._model.order.column), Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def selected_count(self) -> int:
        return sum(part.height() for part in self.selectionModel().selection().toList())

    def selected_ids(self) -> list[str]:
        """Return the selected ids in list order; none if more than `MOST_SELECTED` are selected."""
        parts = self.selectionModel().selection().toList()
        if self.selected_count() > MOST_SELECTED:
            return []
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        return [self._model.id_at(row) for row in sorted(rows)]

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show a new list. The selection of people who are still in it and the scroll position are kept."""
        selected, current = self.selected_ids(), self.current_id()
        place = self.verticalScrollBar().value()
        self._model.show(ids)
        if self._model.rowCount() and not self.selectionModel().hasSelection():
            self.select_ids(selected, current)
            self.verticalScrollBar().setValue(place)
        self.selection_changed.emit()

    def current_id(self) -> str:
        index = self.currentIndex()
        return self._model.id_at(index.row()) if index.isValid() else ""

    @property
    def spoken(self) -> str:
        """The current row for a screen reader, "" for none."""
        row = self.currentIndex().row()
        spoken = Qt.ItemDataRole.AccessibleTextRole
        cells = (self._model.index(row, place).data(spoken) for place in range(len(COLUMNS)))
        return ", ".join(cell for cell in cells if cell) if row >= 0 else ""

    def select_ids(self, ids: Iterable[str], current: str = "") -> None:
        """Select exactly these people; ids that are not in the list are ignored."""
        chosen = QItemSelection()
        for row in (row for row in map(self._model.row_of, ids) if row >= 0):
            chosen.select(self._model.index(row, 0), self._model.index(row, len(COLUMNS) - 1))
        if (row := self._model.row_of(current)) >= 0:
            keep = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), keep)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, attendee_id: str) -> bool:
        """Select one person and scroll to them; return False if they are not in the list."""
        row = self._model.row_of(attendee_id)
        if row < 0:
            return False
        flags = QItemSelectionModel.SelectionFlag  # selectRow does nothing before layout
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.ClearAndSelect | flags.Rows)
        self.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if text.isprintable() and text.strip() and is_plain:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = round(self.viewport().width() / text_scale())
        shown = [column for column in COLUMNS if width >= GIVING_WAY.get(column, 0)]
        for place, column in enumerate(COLUMNS):
            self.setColumnHidden(place, column not in shown)
        fixed = sum(scale_px(WIDTHS.get(column, 0)) for column in shown)
        self._share_out(self.viewport().width() - fixed, shown)

    def _share_out(self, room: int, shown: list[AttendeeColumn]) -> None:
        total = sum(SHARES.get(column, 0) for column in shown)
        sharing = [column for column in shown if column in SHARES]
        for column in shown:
            part = room * SHARES.get(column, 0) // total
            if column is sharing[-1]:  # the rest of the division
                part = room - sum(room * SHARES[other] // total for other in sharing[:-1])
            self.setColumnWidth(COLUMNS.index(column), scale_px(WIDTHS.get(column, 0)) or part)
