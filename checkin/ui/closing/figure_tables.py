# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables of figures one below the other, with their columns aligned and a bar in each row. Counts nothing."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSpacerItem, QWidget

from checkin.core.chosen_columns import shortened
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.measure import scale_px, text_scale
from checkin.ui.look.theme import SMALL, tokens
from checkin.ui.widgets.labels import ElidedLabel, break_long_words, label
from checkin.ui.widgets.reading_stop import read_by_tab

COLUMN_GAP, ROW_GAP = 24, 8
"""Pixels."""
LONG_TITLE, WRAPPED_TITLE = 18, 120
"""The letters beyond which the title of a column of figures is wrapped where text is large, and its width then, in
pixels.
"""
MOST_LETTERS = 60
"""The most letters of a name that is wrapped."""
MOST_COLUMNS, BAR_COLUMN = 9, 8
"""The most columns of a table, and the one of the bars."""
BAR, TABLE_GAP = 90, 10
"""The width of a bar and the gap below a table, in pixels."""

Row = list[str | float]
"""The cells of a row; a number is the length of a bar, as a share of it."""


class FigureTables(QWidget):
    """The tables."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(MOST_COLUMNS, 1)

    def show_tables(self, tables: Sequence[Sequence[Row]], after: QWidget) -> None:
        """Show tables; the first row of each has its titles. Tab comes to them from the part before, `after`."""
        while (item := self._grid.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self.setVisible(bool(tables))
        number, firsts = 0, list[QWidget]()
        for table in tables:
            for place, row in enumerate(table):
                for column, cell in enumerate(row):
                    made = _ShareBar(cell) if isinstance(cell, float) else _cell(cell, column, is_title=place == 0)
                    if not place and not column:
                        made.setAccessibleName(_spoken(table))
                        read_by_tab(made)
                        firsts.append(made)
                    span = MOST_COLUMNS if len(row) == 1 else 1
                    self._grid.addWidget(
                        made, number + place, BAR_COLUMN if isinstance(cell, float) else column, 1, span
                    )
            number += len(table) + 1
            self._grid.addItem(QSpacerItem(0, scale_px(TABLE_GAP)), number - 1, 0)
        for before, next_one in pairwise((after, *firsts)):
            QWidget.setTabOrder(before, next_one)  # Tab would come to new ones last


def _spoken(table: Sequence[Row]) -> str:
    """Return a table as sentences, one for each row, in which every figure has its title."""
    (first, *titles), *rows = table
    sentences = [str(first)]
    for name, *cells in rows:
        figures = (f"{title} {cell}" for title, cell in zip(titles, cells, strict=False))  # a bar has no title
        sentences.append(", ".join((str(name), *figures)))
    return ". ".join(sentences)


class _ShareBar(QWidget):
    """A bar as long as the share of the expected people who came; the figures beside it say the same."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = share
        self.setFixedSize(scale_px(QSize(BAR, 8)))
        self.setAccessibleName(f"{round(100 * share)} %")

    def paintEvent(self, event: QPaintEvent) -> None:
        t, bar = tokens(self.palette()), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, bar, bar.height() / 2, t.track)
        if self._share:
            bar.setWidth(max(bar.height(), bar.width() * self._share))
            draw_rounded(painter, bar, bar.height() / 2, t.accent)


def _cell(text: str, column: int, *, is_title: bool) -> QLabel:
    """Return a cell. A name has the width that the figures leave: one that is longer is elided, where text is large
    wrapped.
    """
    weight = 600 if is_title else 400
    if not column:
        wrapped = break_long_words(shortened(text, MOST_LETTERS))
        return label(wrapped, SMALL, weight) if text_scale() > 1 else ElidedLabel(text, SMALL, weight)
    made = label(text, SMALL, weight)
    if is_title and len(text) > LONG_TITLE and text_scale() > 1:
        made.setMinimumWidth(scale_px(WRAPPED_TITLE))
    else:
        made.setWordWrap(False)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
