# SPDX-License-Identifier: GPL-3.0-or-later
"""The changes that a list or a programme would make as tables, and the dialog that shows those of a programme.

Accepted means write; writes nothing itself.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from checkin.core.attendee import CUSTOM, FIELD_NAMES, OFF_STATUSES, STATE_NAMES, Attendee, FieldValue
from checkin.core.lists.duplicates import ProbableDuplicate
from checkin.core.lists.list_difference import ON_LIST, ListDifference, ShownChange
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme, Session, Speaker
from checkin.core.programme.programme_difference import ItemChange, PlannedItem, item_name
from checkin.core.programme.programme_schema import KIND_NAMES, PROGRAMME_FIELD_NAMES
from checkin.services.programme.programme_importing import ProgrammePreview
from checkin.translation import translate
from checkin.ui.programme.session_row import NOTHING, hours_text, value_text
from checkin.ui.widgets.boxes import wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import label

# The changes of a list as tables of plain text: a title with its count, a header, rows. Draws and decides nothing.


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table. `narrow` are the indexes of columns as wide as their text; `lines` is the number of text
    lines in a row.
    """

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    narrow: tuple[int, ...] = (0,)
    lines: int = 1


class TextRows(Sequence[tuple[str, ...]]):
    """Rows of a table of many people, each written when it is looked at."""

    def __init__(self, people: Sequence[Any], row: Callable[[Any], tuple[str, ...]]) -> None:
        self._people, self._row = people, row

    def __len__(self) -> int:
        return len(self._people)

    def __getitem__(self, place: Any) -> Any:
        return self._row(self._people[place])

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return map(self._row, self._people)


_NO_LONGER = Message("difference", "No longer on the list ({count})")
_NOT_HERE = Message("difference", "Not on this list ({count})")


def build_list_tables(difference: ListDifference) -> tuple[TextTable, TextTable, TextTable]:
    """Return the tables: added, gone, probable duplicates. Changes are in groups (`list_difference_dialog`)."""
    duplicates = difference.probable_duplicates
    return (
        TextTable(
            translate(Message("difference", "New ({count})"), count=len(difference.added)),
            (translate(_ROW), *_person_header()),
            TextRows(difference.added, lambda person: (str(person.row), *_person(person))),
        ),
        TextTable(
            translate(_NOT_HERE if difference.is_beside else _NO_LONGER, count=len(difference.gone)),
            (*_person_header(), translate(FIELD_NAMES["ticket_code"])),
            TextRows(difference.gone, lambda person: (*_person(person), person.ticket_code)),
            narrow=(3,),
        ),
        TextTable(
            translate(Message("difference", "Probable duplicates ({count})"), count=len(duplicates)),
            tuple(map(translate, (_ROW, Message("difference", "In this list"), _KNOWN_PERSON, _ONE_OR_TWO))),
            TextRows(duplicates, _duplicate_row),
            narrow=(0, 3),
            lines=4,
        ),
    )


def cancelled_here(difference: ListDifference, here: Collection[str]) -> list[str]:
    """Return the names of people who have arrived and whom this list cancels or blocks."""
    return [
        change.person.name
        for change in difference.changed
        if change.person.id in here and "status" in change.fields and change.fields["status"].new in OFF_STATUSES
    ]


def change_header() -> tuple[str, ...]:
    """Return the titles of the columns of `change_row`."""
    return tuple(map(translate, (_ROW, _NAME, Message("difference", "Field"), _BEFORE, _AFTER)))


def change_row(shown: ShownChange, programme: Programme, here: Collection[str]) -> tuple[str, ...]:
    """Return the row of one changed field. The name is repeated in every row, for screen readers."""
    person, name, (old, new) = shown
    who = translate(_IS_HERE, name=person.person.name) if person.person.id in here else person.person.name
    if name == ON_LIST:
        no, yes = Message("difference", "no"), Message("difference", "yes again")
        return str(person.row), who, translate(Message("difference", "On the list")), translate(no), translate(yes)
    field = translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)
    return str(person.row), who, field, _value_text(name, old, programme), _value_text(name, new, programme)


def _value_text(name: str, value: FieldValue, programme: Programme) -> str:
    if name == "sessions":
        sessions = [programme.session(session) or session for session in value]
        return ", ".join(s if isinstance(s, str) else s.title for s in sessions) or NOTHING
    text = str(value)
    if name in ("status", "presence") and text in STATE_NAMES:
        return translate(STATE_NAMES[text])
    return (programme.category_name(text) if name == "category" else text) or NOTHING


def _duplicate_row(duplicate: ProbableDuplicate) -> tuple[str, ...]:
    """Return the row of a duplicate; its last cell is left to the decision."""
    known = [*_person(duplicate.other)]
    if duplicate.other_row is not None:
        known.append(translate(Message("difference", "also in row {row} of this list"), row=duplicate.other_row))
    return (str(duplicate.person.row), "\n".join(_person(duplicate.person)), "\n".join(known), "")


def _person_header() -> tuple[str, str, str]:
    return translate(_NAME), translate(FIELD_NAMES["organisation"]), translate(FIELD_NAMES["email"])


def _person(person: Attendee | ListedPerson) -> tuple[str, str, str]:
    name = f"{person.first_name} {person.last_name}".strip()
    return name, person.organisation or NOTHING, person.email or NOTHING


_IS_HERE = Message("difference", "{name} (already arrived)")
_ROW = Message("difference", "Row")
_NAME = Message("difference", "Name")
_BEFORE = Message("difference", "Before")
_AFTER = Message("difference", "After")
_ONE_OR_TWO = Message("difference", "One person or two?")
_KNOWN_PERSON = Message("difference", "In the event")


# The changes of a programme as tables of plain text: new, changed by field, gone. Decides nothing.


def build_programme_tables(
    seen: ProgrammePreview, registered: Mapping[str, int]
) -> tuple[TextTable, TextTable, TextTable]:
    """Return the three tables; `registered` counts people by session id."""
    difference = seen.difference
    return (
        TextTable(
            translate(Message("difference", "New ({count})"), count=len(difference.added)),
            tuple(map(translate, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), item_name(i), _about(i, seen.programme)) for i in difference.added),
            narrow=(0,),
        ),
        TextTable(
            translate(Message("difference", "Changed ({count})"), count=len(difference.changed)),
            tuple(map(translate, (_WHAT, _CALLED, Message("programme", "What changes"), _BEFORE, _AFTER))),
            tuple(row for change in difference.changed for row in _change_rows(change, seen)),
            narrow=(0, 2),
        ),
        TextTable(
            translate(Message("programme", "Not in the file ({count})"), count=len(difference.gone)),
            tuple(map(translate, (_WHAT, _CALLED, _ABOUT))),
            tuple((_kind(i), item_name(i), _lost(i, seen.before, registered)) for i in difference.gone),
            narrow=(0,),
        ),
    )


def _kind(item: object) -> str:
    return translate(KIND_NAMES[type(item)])


def _change_rows(change: ItemChange, seen: ProgrammePreview) -> Iterator[tuple[str, ...]]:
    """Yield a row per changed field; kind and name are repeated for screen readers."""
    who = (_kind(change.item), item_name(change.item))
    for name, (old, new) in change.changed.items():
        before, after = value_text(name, old, seen.before), value_text(name, new, seen.programme)
        yield (*who, translate(PROGRAMME_FIELD_NAMES[name]), before, after)


def _about(item: PlannedItem, programme: Programme) -> str:
    """Return what distinguishes an item: its time and place, or its session."""
    if isinstance(item, Session):
        booked = [translate(PROGRAMME_FIELD_NAMES["is_booked"])] if item.is_booked else []
        return " · ".join(filter(None, (hours_text(item.starts, item.ends, programme), item.room, *booked))) or NOTHING
    if isinstance(item, ControlPoint):
        times = hours_text(item.opens, item.closes, programme)
        return " · ".join(filter(None, (value_text("session", item.session, programme), times)))
    return value_text("session", item.session, programme) if isinstance(item, Speaker) else NOTHING


def _lost(item: PlannedItem, programme: Programme, registered: Mapping[str, int]) -> str:
    count = registered.get(item.id, 0) if isinstance(item, Session) else 0
    people = [translate(REGISTERED, count=count)] if count else []
    return " · ".join((_about(item, programme), *people))


REGISTERED = Message("programme", "people registered: {count}")
_WHAT = Message("programme", "What")
_CALLED = Message("programme", "Name")
_ABOUT = Message("programme", "Details")


# Tables of plain text in tabs, for previews of imports. Decides nothing.

PADDING = 12
"""Pixels at both ends of a cell, as in resources/style.qss."""
ROW_SPACE = 16
"""Pixels between the texts of two rows."""
MOST_WRAPPED = 200
"""Most rows with individual heights; a longer table has one line per row."""
MOST_MEASURED = 24
"""Rows near the visible ones by which Qt sizes a narrow column."""

Index = QModelIndex | QPersistentModelIndex


class TextTableModel(QAbstractTableModel):
    """A model of plain text rows, of any number."""

    def __init__(self, table: TextTable, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.header)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.table.rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self.table.header[section] if is_title else None


class PaddedCell(QtWidgets.QStyledItemDelegate):
    """A delegate that subtracts the style sheet's padding when wrapping, which Qt forgets."""

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QtWidgets.QStyleOptionViewItem(option)
        room = narrower.rect
        narrower.rect = room.adjusted(0, 0, -2 * PADDING, 0)
        return super().sizeHint(narrower, index)


class TextTableView(QtWidgets.QTableView):
    """A view of `table`; `model` if it is more than read-only."""

    def __init__(self, table: TextTable, model: TextTableModel | None = None) -> None:
        super().__init__()
        self.table = table
        self.setModel(model or TextTableModel(table, self))
        self.setItemDelegate(PaddedCell(self))
        self.setAccessibleName(table.title)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().hide()
        header, heights = self.horizontalHeader(), self.verticalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.Stretch)
        header.setResizeContentsPrecision(MOST_MEASURED)
        for column in self.table.narrow:
            header.setSectionResizeMode(column, QtWidgets.QHeaderView.ResizeMode.ResizeToContents)
        heights.setDefaultSectionSize(self.table.lines * self.fontMetrics().lineSpacing() + ROW_SPACE)
        if len(self.table.rows) <= MOST_WRAPPED:
            heights.setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.ResizeToContents)

    def sizeHintForColumn(self, column: int) -> int:
        """Return the width for the rows that are measured, and the last one: its row number is the widest."""
        last = self.model().index(self.model().rowCount() - 1, column)
        return max(super().sizeHintForColumn(column), self.sizeHintForIndex(last).width() if last.isValid() else 0)


def build_tabs(views: Sequence[QtWidgets.QAbstractItemView]) -> QtWidgets.QTabWidget:
    """Return the views as tabs with their accessible names; the first one with rows is in front."""
    tabs = QtWidgets.QTabWidget()
    are_full = [view.model().rowCount() > 0 for view in views]
    for view, is_full in zip(views, are_full, strict=True):
        tabs.setTabEnabled(tabs.addTab(view, view.accessibleName()), is_full)
    tabs.setCurrentIndex(are_full.index(True) if True in are_full else 0)
    return tabs


def build_table_tabs(shown: Sequence[TextTable]) -> QtWidgets.QTabWidget:
    """Return read-only tables as tabs."""
    return build_tabs([TextTableView(table) for table in shown])


SIZE = QSize(1060, 600)
"""Pixels; fits the smallest window."""


class ProgrammeDifferenceDialog(Dialog):
    """The dialog. `removes_gone`: remove sessions that the file does not name (off by default).

    `registered` counts the people of each session id.
    """

    def __init__(
        self, seen: ProgrammePreview, registered: Mapping[str, int], parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(translate(Message("file", "Load a programme")), parent)
        self.summary = label(_summary(seen))
        self.tabs = build_table_tabs(build_programme_tables(seen, registered))
        self.gone = QtWidgets.QCheckBox(translate(_REMOVE, count=seen.left_behind))
        self.gone.setVisible(bool(seen.left_behind))
        self.arrange(
            self.summary,
            wide(self.tabs),
            self.gone,
            self.confirm(translate(Message("programme", "Apply"))),
            heading=translate(_HEADLINE),
        )
        self.resize(SIZE)
        self.tabs.currentWidget().setFocus()

    @property
    def removes_gone(self) -> bool:
        return self.gone.isChecked()


def _summary(seen: ProgrammePreview) -> str:
    """Return what stays unchanged, then a line for each thing left out."""
    kept = translate(_UNCHANGED if seen.keeping else _WHOLE, count=seen.difference.unchanged)
    return "\n".join((kept, *(translate(note.words, **note.fields) for note in seen.notes)))


_HEADLINE = Message("programme", "Nothing is written yet: what this file would change in the programme")
_UNCHANGED = Message(
    "programme", "Unchanged: {count}. Control points, categories, registrations and seats that you have set are kept."
)
_WHOLE = Message("programme", "Unchanged: {count}. This file is the whole programme: anything not in it is removed.")
_REMOVE = Message(
    "programme", "Also remove the sessions that are not in the file ({count}), with their speakers and control points"
)
