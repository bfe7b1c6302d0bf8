# SPDX-License-Identifier: GPL-3.0-or-later
"""The header of a list's preview: each column's title, and below it the choice of the field it holds.

Shows a mapping and requests changes; keeps none.
"""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from checkin.core.field_names import FIELD_NAMES
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListField
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.import_export.import_reasons import column_reason
from checkin.ui.look.drawing import draw_elided
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import SMALL, tokens
from checkin.ui.widgets.form_fields import PLAIN, ComboBox

TITLE, EDGE = 30, 8
"""Pixels: the line of titles, and the margin around a combo box."""
HEIGHT = TITLE + PLAIN + EDGE
POPUP = 300
"""Pixels: as wide as the longest entry in French."""
KEPT, LEFT_OUT = "kept", "left out"


class ColumnHeader(QHeaderView):
    """The header of `table`, whose columns from `first` on are the list's.

    `chosen` carries the list's column and a `ListField`, `KEPT` or `LEFT_OUT`.
    """

    chosen = Signal(int, str)

    def __init__(self, table: QTableView, first: int) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table, self._first = table, first
        self._titles: tuple[str, ...] = ()
        self.choices: list[ComboBox] = []
        self.setFixedHeight(scale_px(HEIGHT))
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

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), scale_px(HEIGHT))

    def _make(self, titles: tuple[str, ...]) -> None:
        for old in self.choices:
            old.deleteLater()
        self._titles = titles
        self.choices = [self._choice(index, title) for index, title in enumerate(titles)]

    def _choice(self, index: int, title: str) -> ComboBox:
        choice = ComboBox(translate(_HOLDS, title=title))
        choice.setParent(self.viewport())
        choice.setFont(scaled_font(SMALL))
        for kind in ListField:
            choice.addItem(translate(FIELD_NAMES[kind]), str(kind))
        choice.insertSeparator(choice.count())
        choice.addItem(translate(_KEEP), KEPT)
        choice.addItem(translate(_LEAVE), LEFT_OUT)
        choice.setMaxVisibleItems(choice.count())
        choice.view().setMinimumWidth(scale_px(POPUP))
        choice.activated.connect(lambda _: self.chosen.emit(index, choice.currentData()))
        choice.installEventFilter(self)
        return choice

    def _place(self, *_: object) -> None:
        for index, choice in enumerate(self.choices):
            section = index + self._first
            box = QRect(
                self.sectionViewportPosition(section), scale_px(TITLE), self.sectionSize(section), scale_px(PLAIN)
            )
            choice.setGeometry(box.adjusted(EDGE, 0, -EDGE, 0))
            choice.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll a combo box into view when it gets the focus."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, ComboBox):
            self._show(watched.geometry().adjusted(-EDGE, 0, EDGE, 0))
        return super().eventFilter(watched, event)

    def _show(self, box: QRect) -> None:
        bar = self._table.horizontalScrollBar()
        if box.left() < 0:
            bar.setValue(bar.value() + box.left())
        elif box.right() > self.viewport().width():
            bar.setValue(bar.value() + box.right() - self.viewport().width())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        t, index = tokens(self.palette()), logical - self._first
        painter.fillRect(rect, t.surface)
        painter.setPen(t.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if 0 <= index < len(self._titles):
            box = QRectF(rect.left() + EDGE + 7, rect.top() + 2, rect.width() - 2 * EDGE - 7, scale_px(TITLE - 2))
            draw_elided(painter, box, self._titles[index], scaled_font(SMALL, 600), t.quiet)


_HOLDS = Message("import", "What the column “{title}” holds")
_KEEP = Message("import", "Keep as information")
_LEAVE = Message("import", "Leave out")
