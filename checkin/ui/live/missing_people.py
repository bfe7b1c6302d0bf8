# SPDX-License-Identifier: GPL-3.0-or-later
"""The missing people: speakers before their session, attendees of watched categories. Paints only."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStackedLayout, QStyleOptionViewItem, QWidget

from checkin.core.live.live_figures import LiveFigures
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.live.live_wording import GUESTS, SPEAKERS, MissingPerson, group_missing, nobody_missing_text
from checkin.ui.look.drawing import LEFT, RIGHT, draw_aligned, draw_paragraph, draw_pill, pill_width
from checkin.ui.look.measure import design_painter, design_rect, scale_px, to_design_rect
from checkin.ui.look.theme import SMALL, TEXT, font, tokens
from checkin.ui.widgets.person_rows import PersonRow
from checkin.ui.widgets.reading_stop import read_by_tab
from checkin.ui.widgets.row_list import RowList

MISSING = Message("live", "Not arrived yet: speakers and important guests")
EDGE, HEADING = 16, 30


class _MissingRow(PersonRow):
    """Name, function and pill; for a speaker the remaining time. A heading is low and bold."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: MissingPerson = index.data(Qt.ItemDataRole.UserRole)
        return super().sizeHint(option, index) if row.name else scale_px(QSize(200, HEADING))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: MissingPerson = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t, box = self.begin(painter, option, index.row() == 0), to_design_rect(QRectF(option.rect))
        if not row.name:
            draw_aligned(painter, box.adjusted(EDGE, 0, -EDGE, 0), row.story, (font(SMALL, 600), t.quiet), LEFT)
            painter.restore()
            return
        pill = row.pill(t)
        middle = box.center().y() - (9 if row.hint else 0)
        draw_pill(painter, QPointF(box.right() - EDGE, middle), pill)
        if row.hint:
            below = QRectF(box.left(), box.top() + 31, box.width() - EDGE, 18)
            draw_aligned(painter, below, row.hint, (font(SMALL, tabular=True), t.quiet), RIGHT)
        self.two_lines(painter, box.adjusted(EDGE, 0, -EDGE - pill_width(pill) - 10, 0), (row.name, row.about), t)
        painter.restore()


class MissingPeople(QWidget):
    """The list; `names_people` False shows only numbers, for strangers."""

    def __init__(self, *, names_people: bool) -> None:
        super().__init__()
        self._names_people = names_people
        self._pages = QStackedLayout(self)
        self.list = RowList(lambda row: str(row.story), translate(MISSING), ())
        self.list.setItemDelegate(_MissingRow(self.list))
        self.list.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self._counts_card = _Told()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._counts_card)
        read_by_tab(self._counts_card)

    def show_live(self, live: LiveFigures) -> None:
        rows = group_missing(live)
        chosen = self.list.chosen()
        first = next((n for n, row in enumerate(rows) if row.name), -1)  # the focus starts at a person
        self.list.show_rows(rows, next((n for n, row in enumerate(rows) if chosen and row.name == chosen.name), first))
        self._pages.setCurrentIndex(0 if rows and self._names_people else 1)
        self._counts_card.show_lines(self._counts(live))

    def _counts(self, live: LiveFigures) -> list[str]:
        found = [(SPEAKERS, len(live.speakers)), (GUESTS, live.guests_missing)]
        lines = [translate(words, count=count) for words, count in found if count]
        return lines or [nobody_missing_text(live, names_people=self._names_people)]


class _Told(QWidget):
    """A few lines of text in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []

    def show_lines(self, lines: list[str]) -> None:
        self._lines = lines
        self.setAccessibleName(". ".join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        box = design_rect(self).adjusted(EDGE, 0, -EDGE, 0)
        draw_paragraph(painter, box, "\n".join(self._lines), (font(TEXT, 600), QColor(t.ink).name()))
