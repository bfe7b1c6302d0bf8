# SPDX-License-Identifier: GPL-3.0-or-later
"""The small fields of the badge editor's panel. Setting a value emits nothing; only the user's changes do."""

from collections.abc import Callable, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QWheelEvent

from checkin.badges.painter import contrasting_ink
from checkin.core.badges.badge_defaults import INKS
from checkin.core.badges.template import BY_CATEGORY, ON_CATEGORY
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.theme import scale_px, tokens
from checkin.ui.widgets.boxes import row_of
from checkin.ui.widgets.buttons import IconButton
from checkin.ui.widgets.form_fields import PLAIN, ComboBox

SWATCH, EDGE = 18, 11
"""Pixels of a colour square, and before a number."""


class MillimetreField(QtWidgets.QDoubleSpinBox):
    """A field for millimetres. The wheel scrolls the panel until the field has the focus."""

    edited = Signal(float)

    def __init__(self, name: str, least: float = 0.0, most: float = 1000.0, step: float = 0.5) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setDecimals(1 if step >= 0.1 else 2)
        self.setSuffix(" mm")
        _shape(self)
        self.setKeyboardTracking(False)
        self.valueChanged.connect(self.edited)

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CountField(QtWidgets.QSpinBox):
    """A field for a small number."""

    edited = Signal(int)

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(least, most)
        _shape(self)
        self.valueChanged.connect(self.edited)

    def show_value(self, value: int) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _shape(field: QtWidgets.QAbstractSpinBox) -> None:
    field.setFixedHeight(scale_px(PLAIN))
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Fixed)
    field.lineEdit().setTextMargins(scale_px(EDGE), 0, 0, 0)


class ColourChoice(ComboBox):
    """A combo box of our colours, the category's if `by_category`, and any other."""

    edited = Signal(str)

    def __init__(self, name: str, *, by_category: bool = True) -> None:
        super().__init__(name)
        self._named = {colour: translate(words) for colour, words in _INKS.items()}
        if by_category:
            self._named = {BY_CATEGORY: translate(_BY_CATEGORY), ON_CATEGORY: translate(_ON_CATEGORY)} | self._named
        self._shown = ""
        self.setIconSize(scale_px(QSize(SWATCH, SWATCH)))
        self.activated.connect(self._choose)

    def show_value(self, colour: str, category_colour: str) -> None:
        """Show `colour`; `category_colour` is the colour of the category of the person shown."""
        self._shown = colour
        others = {} if colour in self._named else {colour: colour.upper()}
        with QSignalBlocker(self):
            self.clear()
            for each, name in {**self._named, **others}.items():
                self.addItem(self._swatch(_plain(each, category_colour)), name, each)
            self.addItem(translate(_OTHER), None)
            self.setCurrentIndex(self.findData(colour))

    def _swatch(self, colour: str) -> QIcon:
        made = QPixmap(SWATCH, SWATCH)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, made.rect().toRectF(), 4, colour, tokens(self.palette()).quiet)
        painter.end()
        return QIcon(made)

    def _choose(self, place: int) -> None:
        colour = self.itemData(place)
        if colour is None:
            start = QColor(self._shown if self._shown.startswith("#") else INKS[0])
            chosen = QtWidgets.QColorDialog.getColor(start, self, translate(_OTHER))
            if not chosen.isValid():
                self.setCurrentIndex(self.findData(self._shown))
                return
            colour = chosen.name().upper()
        self.edited.emit(colour)


class IconChoice(QtWidgets.QWidget):
    """A row of icons of which one is chosen. `edited` carries its value."""

    edited = Signal(object)

    def __init__(self, choices: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._values = [value for value, _, _ in choices]
        self._group = QtWidgets.QButtonGroup(self)
        row = row_of(spacing=2, of=self)
        for number, (_, icon, name) in enumerate(choices):
            button = IconButton(icon, name)
            button.setCheckable(True)
            self._group.addButton(button, number)
            row.addWidget(button)
        self._group.idClicked.connect(lambda number: self.edited.emit(self._values[number]))

    def show_value(self, value: object) -> None:
        self._group.button(self._values.index(value)).setChecked(True)


def icon_toggle(icon: str, name: str, then: Callable[[bool], None]) -> IconButton:
    """Return a button with one icon that is on or off."""
    button = IconButton(icon, name)
    button.setCheckable(True)
    button.clicked.connect(then)
    return button


def _plain(colour: str, category_colour: str) -> str:
    return {BY_CATEGORY: category_colour, ON_CATEGORY: contrasting_ink(category_colour)}.get(colour, colour)


_INKS = {
    INKS[0]: Message("badge editor", "Black"),
    INKS[1]: Message("badge editor", "White"),
    INKS[2]: Message("badge editor", "Dark grey"),
    INKS[3]: Message("badge editor", "Grey"),
    INKS[4]: Message("badge editor", "Light grey"),
}
_BY_CATEGORY = Message("badge editor", "Category colour")
_ON_CATEGORY = Message("badge editor", "Readable on the category colour")
_OTHER = Message("badge editor", "Another colour…")
