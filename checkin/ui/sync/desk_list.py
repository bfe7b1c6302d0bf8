# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of other desks: name, when last heard, problems. Scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.sync.sync_status import WRONG_CLOCK_S, OtherDesk
from checkin.translation import translate
from checkin.ui.look.measure import scale_px, scaled_font
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.sync_wording import desk_clock_text, desk_unsent_text, last_seen

HIGHEST, WIDEST_NAME = 140, 200
"""Pixels: a height that cuts a line in the middle shows that there are more."""
TROUBLE = 2
"""The column of a desk's problems."""


class DeskList(QScrollArea):
    """A list as high as its lines, up to `HIGHEST`; hidden without any."""

    def __init__(self) -> None:
        super().__init__()
        self._page = QWidget()
        self._lines = QGridLayout(self._page)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setHorizontalSpacing(24)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(TROUBLE, 1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate(_NAME))
        self._rows: list[tuple[QLabel, ...]] = []
        self.hide()

    def show_desks(self, desks: Sequence[OtherDesk]) -> None:
        """Show the desks in this order, reusing the lines."""
        while len(self._rows) > len(desks):
            for cell in self._rows.pop():
                cell.hide()
                cell.deleteLater()
        while len(self._rows) < len(desks):
            self._add()
        for row, desk in zip(self._rows, desks, strict=True):
            for cell, text in zip(row, _cells(desk), strict=True):
                _write(cell, text)
        self.setVisible(bool(desks))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _add(self) -> None:
        row = (label("", TEXT, 600), label("", TEXT), _wrapped())
        for column, cell in enumerate(row):
            cell.setWordWrap(column == TROUBLE)
            self._lines.addWidget(cell, len(self._rows), column, Qt.AlignmentFlag.AlignTop)
        self._rows.append(row)

    def _fit(self) -> None:
        for name, *_ in self._rows:
            _cut(name, min(scale_px(WIDEST_NAME), self.viewport().width() * 3 // 10))
        lines = self._lines  # no line wraps while no desk has a problem
        wide = self.viewport().width()
        wanted = lines.totalHeightForWidth(wide) if lines.hasHeightForWidth() else lines.totalSizeHint().height()
        self._page.setFixedHeight(wanted)  # its layout does not know the height of wrapped text
        self.setFixedHeight(min(wanted, scale_px(HIGHEST)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if wanted > self.height() else Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())


def _wrapped() -> QLabel:
    """Return a wrapped label that is no `Paragraph`, whose height is only known after layout."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(scaled_font(TEXT))
    return made


def _cells(desk: OtherDesk) -> tuple[str, str, str]:
    is_wrong = desk.offset is not None and abs(desk.offset) > WRONG_CLOCK_S
    trouble = (desk_unsent_text(desk), desk_clock_text(desk.offset) if is_wrong and desk.offset is not None else "")
    return desk.name, last_seen(desk), " · ".join(filter(None, trouble))


def _write(cell: QLabel, text: str) -> None:
    """Write a cell; a long name is elided (whole in the tool tip), problems are not."""
    if not cell.wordWrap():
        cell.setToolTip(text)
        cell.setAccessibleName(text)
        _cut(cell, scale_px(WIDEST_NAME))
    else:
        cell.setText(text)


def _cut(cell: QLabel, wide: int) -> None:
    text = cell.fontMetrics().elidedText(cell.toolTip(), Qt.TextElideMode.ElideRight, wide)
    if text != cell.text():
        cell.setText(text)


_NAME = Message("together", "The other desks")
