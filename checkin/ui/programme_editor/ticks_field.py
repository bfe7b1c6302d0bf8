# SPDX-License-Identifier: GPL-3.0-or-later
"""Several boxes of which any may be ticked, in columns: three, or two where text is large."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look.measure import text_scale
from checkin.ui.look.theme import SMALL
from checkin.ui.programme_editor.editor_fields import EditorField
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.wrapping_check_box import WrappingCheckBox

COLUMNS, OF_LARGE_TEXT = 3, 2


class TicksField(EditorField):
    """The values that are ticked, in the order in which they are offered; others that it is shown are kept behind them.

    `none` is said where there is nothing to tick.
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
        """(value, text); boxes are made anew only if they are others."""
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
