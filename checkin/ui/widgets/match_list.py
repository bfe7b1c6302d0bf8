# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people found by the search box, laid over what is below it. Searches nothing itself."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from PySide6.QtCore import (
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from checkin.core.answer import SearchMatch
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import (
    draw_card,
    draw_elided,
    draw_hairline,
    draw_paragraph,
)
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.pills import match_description
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens
from checkin.ui.look.typesetting import cut
from checkin.ui.widgets.person_rows import MOST_LINES, ROW, MatchRow
from checkin.ui.widgets.row_list import RowModel

ABOVE_PEOPLE, BELOW_PEOPLE = 4, 4
"""Design pixels between the edge of the list and the people."""
HINT_LINE, HINT_SPACE = 20, 12
"""Design pixels of a line that explains a key, and of the space around these lines."""


class MatchList(QWidget):
    """The list of people found, over what is below the box. Never takes the focus, so that typing goes on.

    At its foot stands `rest`, how many more people there are than were in sight at first, over `hints`: what the keys
    do with the highlighted person, or where none is highlighted.
    """

    chosen_changed = Signal()
    """Emitted when other people are found, or the highlight changes."""
    height_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hints: tuple[str, ...] = ()
        self.rest = ""
        self._more: int | None = 0
        self._has_rest = False
        """Whether there is a line for `rest`: more people are found than fit."""
        self.matches = RowModel(match_description)
        self.view = QListView(self)
        self.view.setModel(self.matches)
        self._row = MatchRow(self.view)
        self.view.setItemDelegate(self._row)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setStyleSheet("QListView { border: none; background: transparent; }")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(translate(_FOUND))
        self.view.selectionModel().currentChanged.connect(self.chosen_changed)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.view)
        self._lay_foot()
        self._sentence = ("", "")
        self._is_proposed = False
        """Whether the first row is marked without the user's choice: then the first arrow down chooses that one."""
        self.hide()

    def show_sentence(self, sentence: str, more: str = "") -> None:
        """Show a sentence in place of people; `more` on a line of its own."""
        self.matches.show(())
        self._sentence = (sentence, more)
        self.view.hide()
        self.setAccessibleName(" ".join(filter(None, self._sentence)))
        self.update()

    def show_matches(self, matches: Sequence[SearchMatch], more: int | None = 0, *, is_sure: bool) -> None:
        """Show the people found, of whom there are `more` (None: too many to count). With `is_sure`, a single exact
        match is marked at once, even above similar names.
        """
        self._more = more
        self.matches.show(matches)
        self._sentence = ("", "")
        self.view.show()
        self.setAccessibleName("")
        self._is_proposed = is_sure and sum(not match.is_near for match in matches) == 1
        if self._is_proposed:
            self.view.setCurrentIndex(self.matches.index(0))
        self.chosen_changed.emit()
        self.update()

    def show_hints(self, hints: Sequence[str]) -> None:
        """Show what the keys do, a line each."""
        self.hints = tuple(hints)
        self._lay_foot()
        self.height_changed.emit()
        self.update()

    def _foot_height(self, has_rest: bool) -> int:
        """Return the design pixels of the lines below the people."""
        lines = len(self.hints) + has_rest
        return HINT_SPACE + HINT_LINE * lines if lines else 0

    def _lay_foot(self, more: int = 0) -> None:
        """Leave room for the lines below the people, and so many pixels more."""
        below = scale_px(BELOW_PEOPLE + self._foot_height(self._has_rest)) + more
        self._column.setContentsMargins(1, scale_px(ABOVE_PEOPLE), 1, below)

    def height_for(self, width: int) -> int:
        """Return the height needed at a width, whatever the current height."""
        self._row.width = width - 2 - self.view.verticalScrollBar().sizeHint().width()
        self.view.doItemsLayout()
        foot = self._foot_height(self._more != 0)
        return sum(self._row_heights()) + scale_px(
            ABOVE_PEOPLE + BELOW_PEOPLE + (foot if self.matches.rowCount() else ROW)
        )

    def _row_heights(self) -> Iterator[int]:
        return map(self.view.sizeHintForRow, range(self.matches.rowCount()))

    def share_out(self) -> None:
        """Make room for the line of `rest` where not everybody found is in sight at the current height."""
        room = self.height() - scale_px(ABOVE_PEOPLE + BELOW_PEOPLE + self._foot_height(has_rest=False))
        self._has_rest = self.matches.rowCount() > 0 and (self._more != 0 or sum(self._row_heights()) > room)
        self._lay_foot(self._part_of_row() if self._has_rest else 0)
        self._column.activate()
        self._count_rest()

    def _part_of_row(self) -> int:
        """Return the pixels that the last row in sight would have, of which the rest is not: it is left out."""
        room = self.height() - scale_px(ABOVE_PEOPLE + BELOW_PEOPLE + self._foot_height(has_rest=True))
        heights = accumulate(self._row_heights())
        return room - max((height for height in heights if height <= room), default=room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_out()

    def _count_rest(self) -> None:
        """Count the people below those in sight before anybody scrolls: a number that changes with ↓ says nothing."""
        seen = self.view.viewport().height()
        below = sum(height > seen for height in accumulate(self._row_heights()))
        if self._more is None:
            self.rest = translate(_MANY_MORE)
        else:
            count = below + self._more
            self.rest = translate(_MORE, count=count) if self._has_rest and count else ""
        self.view.setAccessibleDescription(self.rest)
        self.update()

    def move_by(self, rows: int) -> None:
        """Choose another row, stopping at both ends."""
        if self._is_proposed:
            self._is_proposed = False
            return
        row = max(0, min(self.matches.rowCount() - 1, self.view.currentIndex().row() + rows))
        self.view.setCurrentIndex(self.matches.index(row))

    def clear_highlight(self) -> None:
        """Remove the highlight, also a proposed one."""
        self._is_proposed = False
        self.view.setCurrentIndex(QModelIndex())

    def has_people(self) -> bool:
        return self.isVisible() and self.matches.rowCount() > 0

    def first(self) -> SearchMatch | None:
        """Return the person whom Enter highlights while none is."""
        index = self.matches.index(0)
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def chosen(self) -> SearchMatch | None:
        index = self.view.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def spoken(self, found: str) -> str:
        """Return the sentence shown in place of people, else `found`, the highlighted person or the first, and the
        keys.
        """
        if not self.matches.rowCount():
            return self.accessibleName()
        row = max(0, self.view.currentIndex().row())
        person = self.matches.index(row).data().replace(" · ", ", ")
        return ". ".join(part for part in (found, person, *self.hints) if part)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        sentence, more = self._sentence
        if sentence:
            inner = QRectF(16, 0, design_rect(self).width() - 32, ROW + 10)
            small, ink = (font(TEXT), t.quiet) if more else (font(TEXT, 600), t.ink)
            lines = cut(sentence, QFontMetricsF(small), inner.width(), 1 if more else MOST_LINES)
            draw_paragraph(painter, inner, "\n".join(filter(None, (*lines, more))), (small, ink))
        elif self.hints or self._has_rest:
            self._draw_foot(painter, t)

    def _draw_foot(self, painter: QPainter, t: Tokens) -> None:
        box = design_rect(self)
        top = box.bottom() - self._foot_height(self._has_rest)
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(painter, 16, top, box.right() - 16, top)
        for number, hint in enumerate(([self.rest] if self._has_rest else []) + [*self.hints]):
            line = QRectF(16, top + HINT_SPACE / 2 + number * HINT_LINE, box.width() - 32, HINT_LINE)
            draw_elided(painter, line, hint, font(SMALL), t.quiet)


_FOUND = Message("search", "People found")
_MORE = Message("search", "{count} more: ↓, or add the first name")
_MANY_MORE = Message("search", "Many more: add letters, or the first name")
