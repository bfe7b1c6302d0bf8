# SPDX-License-Identifier: GPL-3.0-or-later
"""Several boxes of which any may be ticked, in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.theme import SMALL
from checkin.ui.parts.labels import label
from checkin.ui.programme_editor.fields import Field

COLUMNS = 3


class TicksField(Field):
    """The values that are ticked, in the order in which they are offered; others that it is shown are kept behind them.

    `none` is said where there is nothing to tick.
    """

    def __init__(self, name: Words, none: Words) -> None:
        self.boxes: list[QCheckBox] = []
        self._place, self._values, self._unknown = QWidget(), list[str](), tuple[str, ...]()
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._none: QLabel = label(say(none), SMALL)
        self._grid.addWidget(self._none, 0, 0, 1, COLUMNS)
        super().__init__(name, self._place)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """(value, text); boxes are made anew only if they are others."""
        texts = [text for _, text in choices]
        self._none.setVisible(not choices)
        if [value for value, _ in choices] == self._values and [box.text() for box in self.boxes] == texts:
            return
        self._values = [value for value, _ in choices]
        for box in self.boxes:
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = [QCheckBox(text) for text in texts]
        for number, box in enumerate(self.boxes):
            box.clicked.connect(self._take)
            self._grid.addWidget(box, number // COLUMNS, number % COLUMNS)

    def show_value(self, value: object) -> None:
        ticked = value if isinstance(value, tuple) else ()
        self._unknown = tuple(v for v in ticked if v not in self._values)
        for box, own in zip(self.boxes, self._values, strict=True):
            box.setChecked(own in ticked)

    def _take(self) -> None:
        ticked = (value for box, value in zip(self.boxes, self._values, strict=True) if box.isChecked())
        self.edited.emit((*ticked, *self._unknown))
