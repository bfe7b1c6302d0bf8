# SPDX-License-Identifier: GPL-3.0-or-later
"""A group of check boxes in three columns, or two with large text."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import text_scale
from checkin.ui.look.theme import SMALL
from checkin.ui.programme_editor.editor_fields import EditorField
from checkin.ui.widgets.form_fields import WrappingCheckBox
from checkin.ui.widgets.labels import label

COLUMNS, OF_LARGE_TEXT = 3, 2


class TicksField(EditorField):
    """The ticked values in the order offered; unknown values are kept behind them.

    `none` is shown where there is nothing to tick.
    """

    def __init__(self, name: Message, none: Message) -> None:
        self.boxes: list[WrappingCheckBox] = []
        self._place, self._values, self._unknown = QWidget(), list[str](), tuple[str, ...]()
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._columns = COLUMNS if text_scale() == 1 else OF_LARGE_TEXT
        self._none: QLabel = label(translate(none), SMALL)
        self._grid.addWidget(self._none, 0, 0, 1, COLUMNS)
        super().__init__(name, self._place)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices as (value, text); unchanged ones keep their boxes."""
        texts = [text for _, text in choices]
        self._none.setVisible(not choices)
        if [value for value, _ in choices] == self._values and [box.accessibleName() for box in self.boxes] == texts:
            return
        self._values = [value for value, _ in choices]
        for box in self.boxes:
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = [WrappingCheckBox(text) for text in texts]
        for number, box in enumerate(self.boxes):
            box.clicked.connect(self._take)
            self._grid.addWidget(box, *divmod(number, self._columns))

    def show_value(self, value: object) -> None:
        ticked = value if isinstance(value, tuple) else ()
        self._unknown = tuple(v for v in ticked if v not in self._values)
        for box, own in zip(self.boxes, self._values, strict=True):
            box.setChecked(own in ticked)

    def _take(self) -> None:
        ticked = (value for box, value in zip(self.boxes, self._values, strict=True) if box.isChecked())
        self.edited.emit((*ticked, *self._unknown))
