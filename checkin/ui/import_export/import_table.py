# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview table of a list: the resulting people at the left, always visible, the file's columns at the right.

Two views of one model that scroll and select together.
"""

from collections.abc import Callable, Sequence

from PySide6 import QtCore, QtWidgets
from PySide6.QtGui import QColor, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut

from checkin.core.attendee import FIELD_NAMES
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListField
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.import_rows import NOBODY, PreviewRow
from checkin.ui.import_export.import_summary import column_reason
from checkin.ui.look import drawing, theme
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_card, draw_elided, draw_rounded
from checkin.ui.widgets.boxes import column_of, row_of, wide
from checkin.ui.widgets.form_fields import PLAIN, ComboBox

# The header of a list's preview: each column's title, and below it the choice of the field it holds.
# Shows a mapping and requests changes; keeps none.

TITLE, EDGE = 30, 8
"""Pixels: the line of titles, and the margin around a combo box."""
HEIGHT = TITLE + PLAIN + EDGE
POPUP = 300
"""Pixels: as wide as the longest entry in French."""
KEPT, LEFT_OUT = "kept", "left out"


class ColumnHeader(QtWidgets.QHeaderView):
    """The header of `table`, whose columns from `first` on are the list's.

    `chosen` carries the list's column and a `ListField`, `KEPT` or `LEFT_OUT`.
    """

    chosen = QtCore.Signal(int, str)

    def __init__(self, table: QtWidgets.QTableView, first: int) -> None:
        super().__init__(QtCore.Qt.Orientation.Horizontal, table)
        self._table, self._first = table, first
        self._titles: tuple[str, ...] = ()
        self.choices: list[ComboBox] = []
        self.setFixedHeight(theme.scale_px(HEIGHT))
        self.setSectionsClickable(False)
        self.sectionResized.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)

    def show_mapping(self, mapping: ColumnMapping) -> None:
        """Show what each column holds and, in its tooltip, why; the combo boxes are rebuilt if the titles changed."""
        if mapping.titles != self._titles:
            self._make(mapping.titles)
        for index, choice in enumerate(self.choices):
            held = LEFT_OUT if index in mapping.left_out else mapping.columns.get(index, KEPT)
            choice.setCurrentIndex(choice.findData(str(held)))
            reason = column_reason(mapping, index)
            choice.setToolTip(f"{mapping.titles[index]}\n{reason}")
            choice.setAccessibleDescription(f"{choice.accessibleName()}. {reason}")
        self._place()

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(super().sizeHint().width(), theme.scale_px(HEIGHT))

    def _make(self, titles: tuple[str, ...]) -> None:
        for old in self.choices:
            old.deleteLater()
        self._titles = titles
        self.choices = [self._choice(index, title) for index, title in enumerate(titles)]

    def _choice(self, index: int, title: str) -> ComboBox:
        choice = ComboBox(translate(Message("import", "What the column “{title}” holds"), title=title))
        choice.setParent(self.viewport())
        choice.setFont(theme.scaled_font(theme.SMALL))
        for kind in ListField:
            choice.addItem(translate(FIELD_NAMES[kind]), str(kind))
        choice.insertSeparator(choice.count())
        choice.addItem(translate(Message("import", "Keep as information")), KEPT)
        choice.addItem(translate(Message("import", "Leave out")), LEFT_OUT)
        choice.setMaxVisibleItems(choice.count())
        choice.view().setMinimumWidth(theme.scale_px(POPUP))
        choice.activated.connect(lambda _: self.chosen.emit(index, choice.currentData()))
        choice.installEventFilter(self)
        return choice

    def _place(self, *_: object) -> None:
        for index, choice in enumerate(self.choices):
            section = index + self._first
            box = QtCore.QRect(
                self.sectionViewportPosition(section),
                theme.scale_px(TITLE),
                self.sectionSize(section),
                theme.scale_px(PLAIN),
            )
            choice.setGeometry(box.adjusted(EDGE, 0, -EDGE, 0))
            choice.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        """Scroll a combo box into view when it gets the focus."""
        if event.type() == QtCore.QEvent.Type.FocusIn and isinstance(watched, ComboBox):
            self._show(watched.geometry().adjusted(-EDGE, 0, EDGE, 0))
        return super().eventFilter(watched, event)

    def _show(self, box: QtCore.QRect) -> None:
        bar = self._table.horizontalScrollBar()
        if box.left() < 0:
            bar.setValue(bar.value() + box.left())
        elif box.right() > self.viewport().width():
            bar.setValue(bar.value() + box.right() - self.viewport().width())

    def paintSection(self, painter: QPainter, rect: QtCore.QRect, logical: int) -> None:
        t, index = theme.tokens(self.palette()), logical - self._first
        painter.fillRect(rect, t.surface)
        painter.setPen(t.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if 0 <= index < len(self._titles):
            box = QtCore.QRectF(
                rect.left() + EDGE + 7, rect.top() + 2, rect.width() - 2 * EDGE - 7, theme.scale_px(TITLE - 2)
            )
            draw_elided(painter, box, self._titles[index], theme.scaled_font(theme.SMALL, 600), t.quiet)


NUMBER, CELL_EDGE, ICON = 52, 12, 16
"""Pixels: the column of the row number, the margins, the warning icon."""

_Index = QtCore.QModelIndex | QtCore.QPersistentModelIndex


class ImportPersonCell(QtWidgets.QStyledItemDelegate):
    """A row as the person it will be, with problems or details. The delegate emphasises the last name, so that a
    wrongly divided name is noticed.
    """

    def paint(self, painter: QPainter, option: QtWidgets.QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(QtCore.Qt.ItemDataRole.UserRole)
        assert isinstance(row, PreviewRow)
        t = theme.tokens(option.palette)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = theme.scale_painter(painter, QtCore.QRectF(option.rect))
        is_selected = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        painter.fillRect(box, t.selected if is_selected else t.surface)
        number = QtCore.QRectF(box.left(), box.top(), NUMBER - 8, box.height())
        draw_aligned(painter, number, str(row.number), (theme.font(theme.SMALL, tabular=True), t.quiet), RIGHT)
        text = box.adjusted(NUMBER, 6, -CELL_EDGE, -6)
        upper, lower = QtCore.QRectF(text), QtCore.QRectF(text)
        if row.detail or row.reasons or row.left_out:
            upper.setBottom(text.center().y())
            lower.setTop(text.center().y())
        _name(painter, upper, row, t)
        _detail(painter, lower, row, t)
        painter.fillRect(QtCore.QRectF(box.right() - 1, box.top(), 1, box.height()), t.line)
        painter.restore()

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: _Index) -> QtCore.QSize:
        return theme.scale_px(QtCore.QSize(200, 52))


def _name(painter: QPainter, box: QtCore.QRectF, row: PreviewRow, t: theme.Tokens) -> None:
    if not row.name:
        draw_elided(painter, box, translate(NOBODY), theme.font(theme.TEXT), t.quiet)
        return
    first = f"{row.first} " if row.first and row.last else row.first
    ink, light, heavy = t.ink, theme.font(theme.TEXT), theme.font(theme.TEXT, 700)
    if row.left_out:
        ink = t.quiet
        light.setStrikeOut(True)
        heavy.setStrikeOut(True)
    width = min(QFontMetricsF(light).horizontalAdvance(first), box.width())
    draw_elided(painter, box, first, light, ink)
    draw_elided(painter, box.adjusted(width, 0, 0, 0), row.last, heavy, ink)


def _detail(painter: QPainter, box: QtCore.QRectF, row: PreviewRow, t: theme.Tokens) -> None:
    if row.left_out or not row.reasons:
        draw_elided(painter, box, row.left_out or row.detail, theme.font(theme.SMALL), t.quiet)
        return
    ground = box.adjusted(-6, 0, 6, 2)
    draw_rounded(painter, ground, 6, t.pill_person.ground)
    drawing.draw(painter, "triangle-alert", QtCore.QRectF(box.left(), box.center().y() - 7, 14, 14), t.pill_person.ink)
    draw_elided(
        painter, box.adjusted(ICON + 4, 0, 0, 0), " ".join(row.reasons), theme.font(theme.SMALL, 600), t.pill_person.ink
    )


PERSON, FIRST = 0, 1
"""The model's column with the person, and the first of the list's own."""
ROW, LEAST_ROWS = 48, 1
PERSON_WIDTH, NARROWEST, WIDEST = 380, 214, 280
"""Pixels. A column is as wide as its title, within these limits."""


class ImportTable(QtWidgets.QWidget):
    """The table; `chosen` carries a column and what it is to hold (see `ColumnHeader`), `edited` the number of a row,
    a column and its new text, `toggled` the numbers of the rows to leave out or take in, and whether they are left out
    now.
    """

    chosen = QtCore.Signal(int, str)
    edited = QtCore.Signal(int, int, str)
    toggled = QtCore.Signal(list, bool)
    selection_changed = QtCore.Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = _Rows(self)
        self.people, self.columns, self._foot = _view(self.model), _view(self.model), QtWidgets.QWidget()
        self.header = ColumnHeader(self.columns, FIRST)
        self.columns.setHorizontalHeader(self.header)
        self.header.chosen.connect(self.chosen)
        self.model.edited.connect(self.edited)
        self._set_keys()
        people, columns = self.people, self.columns
        people.setSelectionModel(columns.selectionModel())
        for changed in (people.selectionModel().selectionChanged, people.selectionModel().currentChanged):
            changed.connect(self.selection_changed)
        self.model.modelReset.connect(self.selection_changed)
        people.setItemDelegate(ImportPersonCell(people))
        people.setFixedWidth(theme.scale_px(PERSON_WIDTH))
        people.horizontalHeader().setFixedHeight(theme.scale_px(HEIGHT))
        people.horizontalHeader().setStretchLastSection(True)
        people.horizontalHeader().setDefaultAlignment(LEFT)
        people.setVerticalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        people.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header.setStretchLastSection(True)
        one, other = people.verticalScrollBar(), columns.verticalScrollBar()
        one.valueChanged.connect(other.setValue)
        other.valueChanged.connect(one.setValue)
        self.setMinimumHeight(theme.scale_px(HEIGHT + LEAST_ROWS * ROW))
        row_of(self._above_bar(), wide(columns), spacing=0, around=(4, 4, 4, 4), of=self)
        self._name()

    def show_rows(self, mapping: ColumnMapping, rows: Sequence[PreviewRow]) -> None:
        """Show the mapping and the rows; the scroll position stays."""
        is_other = self.model.show(mapping, rows)
        if is_other:
            self._fit()
        self.header.show_mapping(mapping)

    def toggle_selected(self) -> None:
        """Ask for the selected rows to be left out; if all of them are, for them to be taken in."""
        rows = self.selected_rows()
        if wanted := [row.number for row in rows if not row.left_out]:
            self.toggled.emit(wanted, False)
        elif rows:
            self.toggled.emit([row.number for row in rows], True)

    def selected_rows(self) -> list[PreviewRow]:
        """Return the selected rows, from top to bottom; without any the current one."""
        current = self.columns.currentIndex()
        places = {index.row() for index in self.columns.selectionModel().selectedIndexes()}
        places = places or ({current.row()} if current.isValid() else set())
        return [self.model.row(place) for place in sorted(places)]

    def edit_name(self) -> None:
        """Let the user change the name of the selected row, in the column that holds it."""
        current, column = self.columns.currentIndex(), self.model.name_column
        if current.isValid() and column is not None:
            place = self.model.index(current.row(), FIRST + column)
            self.columns.setCurrentIndex(place)
            self.columns.edit(place)

    def _set_keys(self) -> None:
        """Set Del and F2 for both views; a double click on a person edits the name."""
        triggers = QtWidgets.QAbstractItemView.EditTrigger
        self.columns.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.people.doubleClicked.connect(self.edit_name)
        for view in (self.people, self.columns):
            _shortcut(view, QtCore.Qt.Key.Key_Delete, self.toggle_selected)
        _shortcut(self.people, QtCore.Qt.Key.Key_F2, self.edit_name)

    def _fit(self) -> None:
        self.people.setColumnHidden(PERSON, False)
        self.columns.setColumnHidden(PERSON, True)
        for column in range(FIRST, self.model.columnCount()):
            self.people.setColumnHidden(column, True)
            wanted = self.columns.sizeHintForColumn(column)
            self.columns.setColumnWidth(column, min(max(wanted, theme.scale_px(NARROWEST)), theme.scale_px(WIDEST)))
        self.people.setColumnWidth(PERSON, PERSON_WIDTH)

    def _above_bar(self) -> QtWidgets.QVBoxLayout:
        """Return the left column with a spacer, so that it ends above the other view's scroll bar."""
        self._foot.setFixedHeight(0)
        self.columns.horizontalScrollBar().rangeChanged.connect(self._keep_above)
        return column_of(wide(self.people), self._foot, spacing=0)

    def _keep_above(self, _: int, most: int) -> None:
        self._foot.setFixedHeight(self.columns.horizontalScrollBar().sizeHint().height() if most else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, theme.design_rect(self), theme.tokens(self.palette()))

    def _name(self) -> None:
        self.people.setAccessibleName(translate(_PEOPLE))
        self.columns.setAccessibleName(translate(Message("import", "Columns of the file")))


class _Rows(QtCore.QAbstractTableModel):
    """The model: the resulting person, then the texts of the row, which can be changed (`edited`)."""

    edited = QtCore.Signal(int, int, str)

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[PreviewRow, ...] = ()
        self._mapping: ColumnMapping | None = None

    def show(self, mapping: ColumnMapping, rows: Sequence[PreviewRow]) -> bool:
        """Show the rows; return whether the list has other columns than before."""
        before = self._mapping
        is_other = before is None or before.titles != mapping.titles
        self._mapping = mapping
        if is_other or [row.number for row in rows] != [row.number for row in self._rows]:
            self.beginResetModel()
            self._rows = tuple(rows)
            self.endResetModel()
        else:
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
        return is_other

    def row(self, number: int) -> PreviewRow:
        return self._rows[number]

    def rowCount(self, parent: _Index = QtCore.QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QtCore.QModelIndex()) -> int:  # noqa: B008
        titles = self._mapping.titles if self._mapping else ()
        return 0 if parent.isValid() else FIRST + len(titles)

    @property
    def name_column(self) -> int | None:
        """The list's column of the name that a user would put right first; None without one."""
        held = {kind: index for index, kind in self._mapping.columns.items()} if self._mapping else {}
        return next((held[kind] for kind in _NAMES if kind in held), None)

    def flags(self, index: _Index) -> QtCore.Qt.ItemFlag:
        flags = super().flags(index)
        return flags | QtCore.Qt.ItemFlag.ItemIsEditable if index.column() >= FIRST else flags

    def setData(self, index: _Index, value: object, role: int = QtCore.Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a change of a cell; it is shown once the list was read with it."""
        text = " ".join(str(value).split())
        if role != QtCore.Qt.ItemDataRole.EditRole or text == self.data(index):
            return False
        self.edited.emit(self._rows[index.row()].number, index.column() - FIRST, text)
        return True

    def data(self, index: _Index, role: int = QtCore.Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], index.column() - FIRST
        if column < 0:
            return _of_person(row, role)
        text = row.cells[column] if column < len(row.cells) else ""
        if role in (QtCore.Qt.ItemDataRole.DisplayRole, QtCore.Qt.ItemDataRole.EditRole):
            return text
        if role in (QtCore.Qt.ItemDataRole.ToolTipRole, QtCore.Qt.ItemDataRole.AccessibleDescriptionRole):
            return translate(_IN_FILE, text=row.changed[column]) if column in row.changed else text
        return self._look(row, column, role)

    def _look(self, row: PreviewRow, column: int, role: int) -> object:
        """Return the font and colour of a cell: struck through if its row is left out, bold if it was changed."""
        parent = self.parent()
        assert isinstance(parent, QtWidgets.QWidget)
        t = theme.tokens(parent.palette())
        is_unread = self._mapping is not None and column in self._mapping.left_out
        if role == QtCore.Qt.ItemDataRole.ForegroundRole and (is_unread or row.left_out):
            return QColor(t.quiet)
        if role == QtCore.Qt.ItemDataRole.ForegroundRole and column in row.changed:
            return QColor(t.accent)
        if role == QtCore.Qt.ItemDataRole.FontRole and (row.left_out or column in row.changed):
            face = theme.scaled_font(theme.TEXT, 700 if column in row.changed else 400)
            face.setStrikeOut(bool(row.left_out))
            return face
        return None

    def headerData(
        self, section: int, orientation: QtCore.Qt.Orientation, role: int = QtCore.Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is QtCore.Qt.Orientation.Vertical or role != QtCore.Qt.ItemDataRole.DisplayRole:
            return None
        titles = self._mapping.titles if self._mapping else ()
        return translate(_PEOPLE) if section == PERSON else titles[section - FIRST]


def _of_person(row: PreviewRow, role: int) -> object:
    match role:
        case QtCore.Qt.ItemDataRole.DisplayRole:
            return row.name
        case QtCore.Qt.ItemDataRole.UserRole:
            return row
        case QtCore.Qt.ItemDataRole.ToolTipRole | QtCore.Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
    return None


def _view(model: _Rows) -> QtWidgets.QTableView:
    view = QtWidgets.QTableView()
    view.setModel(model)
    view.setProperty("plain", True)
    view.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QtWidgets.QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.scale_px(ROW))
    return view


def _shortcut(view: QtWidgets.QTableView, key: QtCore.Qt.Key, action: Callable[[], None]) -> None:
    """Do `action` when `key` is pressed in this view."""
    shortcut = QShortcut(QKeySequence(key), view)
    shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(action)


_NAMES = (ListField.LAST_NAME, ListField.FULL_NAME, ListField.FIRST_NAME)
_IN_FILE = Message("import", "Changed. In the file: “{text}”")
_PEOPLE = Message("import", "People as they will be imported")
