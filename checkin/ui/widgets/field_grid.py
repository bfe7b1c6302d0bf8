# SPDX-License-Identifier: GPL-3.0-or-later
"""A grid of fields in rows of up to three; one below the other where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from checkin.ui.look.measure import design_rect, scale_px
from checkin.ui.widgets.scrolling import MOST

STRETCH, LAST = (5, 4), 96
"""How the first two columns share the width, and the pixels of the third."""
NARROW = 580
"""Design pixels below which a row holds one field."""


class FieldGrid(QWidget):
    """A grid of fields, filled once by `lay`. The last field of a row extends to the right edge."""

    def __init__(self) -> None:
        super().__init__()
        self._laid: tuple[tuple[QWidget, ...], ...] = ()
        self._is_narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        for column, stretch in enumerate(STRETCH):
            self._grid.setColumnStretch(column, stretch)

    def lay(self, *lines: Sequence[QWidget]) -> None:
        self._laid = tuple(map(tuple, lines))
        for line in self._laid:
            if len(line) > len(STRETCH):
                line[-1].setFixedWidth(scale_px(LAST))
        self._place()

    @property
    def top(self) -> QWidget:
        """The first field with its label."""
        return self._laid[0][0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (is_narrow := design_rect(self).width() < NARROW) != self._is_narrow:
            self._is_narrow = is_narrow
            self._place()

    def _place(self) -> None:
        lines = [[part] for line in self._laid for part in line] if self._is_narrow else self._laid
        for row, line in enumerate(lines):
            for column, part in enumerate(line):
                span = 1 if part is not line[-1] else len(STRETCH) + 1 - column
                is_small = part.maximumWidth() < MOST
                self._grid.addWidget(part, row, column, 1, span, _LEFT if is_small else Qt.AlignmentFlag(0))


_LEFT = Qt.AlignmentFlag.AlignLeft
