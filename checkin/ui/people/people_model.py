# SPDX-License-Identifier: GPL-3.0-or-later
"""The model of the list of people: the ids are known at once, pages of people are read when first visible."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from checkin.core.message import Message
from checkin.core.people.people_filter import AttendeeColumn, AttendeeOrder, PersonAtPoint
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.translation import translate
from checkin.ui.look.pills import person_pill
from checkin.ui.look.theme import LIGHT

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
    """A table model. UserRole of a cell is the `PersonAtPoint` of its row, or None for a person who has
    been removed.
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
