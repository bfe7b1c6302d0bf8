# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of people: its columns and its selection. A letter typed in it goes to the search box above."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6 import QtWidgets
from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent

from checkin.core.message import Message
from checkin.core.people_list import AttendeeColumn, AttendeeOrder, PersonAtPoint
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_elided, draw_pill, person_pill, pill_width
from checkin.ui.look.theme import LIGHT, SMALL, TEXT, Tokens, font, scale_painter, scale_px, text_scale, tokens

PAGE, MOST_PAGES = 64, 48
"""People read at once, and pages kept in memory."""

COLUMNS = tuple(AttendeeColumn)
_TITLES = {
    AttendeeColumn.NAME: Message("people", "Name"),
    AttendeeColumn.ORGANISATION: Message("people", "Organisation"),
    AttendeeColumn.CATEGORY: Message("people", "Category"),
    AttendeeColumn.SESSIONS: Message("people", "Sessions"),
    AttendeeColumn.CODE: Message("people", "Code"),
}

FIELD = Message("people", "{title}: {text}")
"""The name of a field and its value, as a screen reader says them."""

Read = Callable[[Sequence[str]], Sequence[PersonAtPoint | None]]
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROLES = (_Role.UserRole, _Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole)


class PeopleModel(QAbstractTableModel):
    """The list of people as a table: all ids are known at once, people are read when first visible. UserRole of a cell
    is the `PersonAtPoint` of its row, or None for a person who has been removed.
    """

    order_changed = Signal()

    def __init__(self, read: Read, programme: Callable[[], Programme], point: Callable[[], ControlPoint]) -> None:
        super().__init__()
        self._read, self._programme, self._point = read, programme, point
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, Sequence[PersonAtPoint | None]] = OrderedDict()
        self.order = AttendeeOrder()

    def show(self, ids: Sequence[str]) -> None:
        """Show the people with these ids, in this order.

        If the ids are unchanged, only the visible ones are read again.
        """
        self._pages.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)  # the desk may have moved
        if ids == self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def id_at(self, row: int) -> str:
        return self._ids[row]

    def row_of(self, attendee_id: str) -> int:
        """Return the row of a person, -1 if they are not in the list."""
        return self._ids.index(attendee_id) if attendee_id in self._ids else -1

    def standing(self, row: int) -> PersonAtPoint | None:
        page, place = divmod(row, PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(self._ids[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][place]

    # Qt's names

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> object:
        if role not in _ROLES or not index.isValid():
            return None
        standing = self.standing(index.row())
        if role == _Role.UserRole or standing is None:
            return standing
        text = people_cell_text(standing, COLUMNS[index.column()], self._programme())
        return self._spoken(text, standing, index.column()) if role == _Role.AccessibleTextRole else text

    def _spoken(self, text: str, standing: PersonAtPoint, place: int) -> str:
        """Return the text of a cell for a screen reader: the note behind the name, any other under its title."""
        if COLUMNS[place] is AttendeeColumn.NAME:
            return ". ".join(filter(None, (text, standing.attendee.note.strip())))
        return translate(FIELD, title=self.headerData(place, Qt.Orientation.Horizontal), text=text) if text else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != _Role.DisplayRole:
            return None
        column = COLUMNS[section]
        return self._point().name if column is AttendeeColumn.STATE else translate(_TITLES[column])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Emit `order_changed`; its receiver calls `show` with the ids in the new order."""
        wanted = AttendeeOrder(COLUMNS[max(column, 0)], order is Qt.SortOrder.DescendingOrder)
        if wanted != self.order:
            self.order = wanted
            self.order_changed.emit()


def people_cell_text(standing: PersonAtPoint, column: AttendeeColumn, programme: Programme) -> str:
    """Return the full text of a cell, for tool tips and screen readers."""
    person = standing.attendee
    match column:
        case AttendeeColumn.NAME:
            return f"{person.last_name} {person.first_name}".strip()
        case AttendeeColumn.ORGANISATION:
            return person.organisation
        case AttendeeColumn.CATEGORY:
            return programme.category_name(person.category)
        case AttendeeColumn.STATE:
            return person_pill(standing, LIGHT).text
        case AttendeeColumn.SESSIONS:
            titles = ((programme.session(each), each) for each in person.sessions)
            return ", ".join(session.title if session else each for session, each in titles)
        case AttendeeColumn.CODE:
            return standing.tail if standing.tail == person.ticket_code else f"…{standing.tail}"


ROW, EDGE = 44, 12
"""Height of a row, and space at both ends of a cell, in pixels."""
MARK = 18


class PersonCell(QtWidgets.QStyledItemDelegate):
    """A cell of the list: name with marks, pill, quiet text. The delegate selects whole rows; a bar at their beginning
    marks them beside the ground.
    """

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return scale_px(QSize(80, ROW))

    def paint(
        self, painter: QPainter, option: QtWidgets.QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, box, column = tokens(option.palette), scale_painter(painter, QRectF(option.rect)), COLUMNS[index.column()]
        self._ground(painter, box, t, is_selected=bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected))
        inner = box.adjusted(EDGE, 0, -EDGE, -1)
        standing: PersonAtPoint | None = index.data(Qt.ItemDataRole.UserRole)
        if standing is None:
            pass
        elif column is AttendeeColumn.NAME:
            _name(painter, inner, standing, t)
        elif column is AttendeeColumn.STATE:
            _state(painter, inner, standing, t)
        else:
            face = font(TEXT if column is AttendeeColumn.ORGANISATION else SMALL, tabular=column is AttendeeColumn.CODE)
            draw_elided(
                painter, inner, str(index.data()), face, t.ink if column is AttendeeColumn.ORGANISATION else t.quiet
            )
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, t: Tokens, *, is_selected: bool) -> None:
        if is_selected:
            painter.fillRect(box, QColor(t.selected))
            if box.left() <= 0:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), QColor(t.accent))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(box.bottomLeft() + QPointF(0, -0.5), box.bottomRight() + QPointF(0, -0.5))


def _name(painter: QPainter, box: QRectF, standing: PersonAtPoint, t: Tokens) -> None:
    """Draw the last name first, as sorted; a mark at the end for a note, a number for a group."""
    person = standing.attendee
    if person.note:
        drawing.draw(painter, "circle-alert", _at_right(box, MARK - 2), t.warn)
        box = box.adjusted(0, 0, -MARK - 4, 0)
    if person.places > 1:
        text, face = translate(Message("people", "×{places}"), places=person.places), font(SMALL, 600, tabular=True)
        width = QFontMetricsF(face).horizontalAdvance(text)
        draw_elided(painter, box.adjusted(box.width() - width, 0, 0, 0), text, face, t.quiet)
        box = box.adjusted(0, 0, -width - 8, 0)
    face = font(TEXT, 600)
    last = min(box.width(), QFontMetricsF(face).horizontalAdvance(person.last_name))
    draw_elided(painter, box, person.last_name, face, t.ink)
    gap = 5 if last else 0
    if box.width() - last > 3 * gap:
        draw_elided(painter, box.adjusted(last + gap, 0, 0, 0), person.first_name, font(TEXT), t.ink)


def _state(painter: QPainter, box: QRectF, standing: PersonAtPoint, t: Tokens) -> None:
    """Draw the state without the name of a replacement, for which only tool tip and details have room."""
    known = replace(standing, replaced_by="") if standing.replaced_by else standing
    pill, most = person_pill(known, t), box.width()
    draw_pill(painter, QPointF(box.left() + pill_width(pill, most), box.center().y()), pill, most)


def _at_right(box: QRectF, side: float) -> QRectF:
    return QRectF(box.right() - side, box.center().y() - side / 2, side, side)


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


class PeopleTable(QtWidgets.QTableView):
    """The table; `selection_changed` is also emitted when the same rows hold other people."""

    selection_changed = Signal()
    typed = Signal(str)

    def __init__(self, model: PeopleModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setItemDelegate(PersonCell(self))
        self.setAccessibleName(translate(Message("people", "People of the event")))
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setStyleSheet("QTableView { border: none; background: transparent; }")
        self.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self._set_headers()
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    def _set_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(scale_px(ROW))
        self.verticalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setFixedHeight(scale_px(HEADER))
        header.setHighlightSections(False)
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Fixed)
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
        self.scrollTo(self._model.index(row, 0), QtWidgets.QAbstractItemView.ScrollHint.PositionAtCenter)
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
