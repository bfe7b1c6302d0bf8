# SPDX-License-Identifier: GPL-3.0-or-later
"""The speakers of one session, or all of them with those first who are to be found. Shows them; does nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from checkin.core.speakers import Line
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.drawing import card, hairline
from checkin.ui.look.measure import design_painter, text_scale, whole
from checkin.ui.look.theme import tokens
from checkin.ui.parts.empty_place import EmptyPlace
from checkin.ui.parts.row_list import RowList
from checkin.ui.parts.speaker_words import line_story
from checkin.ui.programme.heading import SessionHeading
from checkin.ui.programme.speaker_row import SpeakerRow
from checkin.ui.programme.words import Item

_TITLE = Words("programme screen", "Speakers")
_NOBODY = Words("programme screen", "The programme names no speaker here.")
_WHERE = Words("programme screen", "Whoever speaks is named in the programme (Ctrl+E).")
EDGE, NARROW = 16, 400
"""Pixels; the width of what is said where there is nobody."""


class ProgrammeSpeakers(QWidget):
    """`below` is what stands under the list: what can be done about the one who is chosen."""

    moved = Signal()
    crossed = Signal()

    def __init__(self, below: Sequence[QWidget]) -> None:
        super().__init__()
        self.heading = SessionHeading()
        self.list = RowList(line_story, say(_TITLE), (Qt.Key.Key_Left,))
        self.empty = EmptyPlace("mic", width=NARROW)
        self.empty.show_texts(say(_NOBODY), say(_WHERE))
        self._row = SpeakerRow(self.list)
        self.list.setItemDelegate(self._row)
        self.list.moved.connect(self.moved)
        self.list.crossed.connect(self.crossed)
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 12, 1, 12)
        column.setSpacing(0)
        column.addLayout(_inset(self.heading))
        column.addSpacing(12)
        place = QGridLayout()  # in one cell: a list that is hidden holds the keyboard up
        place.addWidget(self.list, 0, 0)
        place.addWidget(self.empty, 0, 0)
        column.addLayout(place, 1)
        column.addSpacing(12)
        for widget in below:
            column.addLayout(_inset(widget))

    def show_lines(self, item: Item | None, lines: Sequence[Line], chosen: str) -> None:
        """Of the session `item`; the first where nobody has the id `chosen`."""
        self.heading.show_item(item)
        self._row.has_sessions = item is None or item.figures is None
        at = next((number for number, line in enumerate(lines) if line.speaker.id == chosen), 0)
        self.list.show_rows(lines, at)
        self.empty.setVisible(not lines)
        self.update()

    def choose_first(self) -> None:
        self.list.setCurrentIndex(self.list.content.index(0))

    @property
    def chosen(self) -> Line | None:
        line: Line | None = self.list.chosen()
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card(painter, whole(self), t)
        painter.setPen(QPen(QColor(t.line), 1))
        below = (self.heading.geometry().bottom() + 10) / text_scale()
        hairline(painter, 1, below, whole(self).width() - 1, below)


def _inset(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(EDGE, 0, EDGE, 0)
    column.addWidget(widget)
    return column
