# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of recent events on a card, or the first steps if there are none."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.services.computer.recent_events import RecentEvent
from checkin.translation import translate
from checkin.ui.look.drawing import CENTRE, LEFT, draw_aligned, draw_card, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import LARGE, SMALL, TEXT, font, tokens
from checkin.ui.welcome.recent_row import RecentRow
from checkin.ui.widgets.form_fields import stack
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.scrolling import scroll_unless_large

EDGE, DISC, STEP = 20, 32, 84
"""Pixels; for a step, the least height."""


class RecentList(QWidget):
    """The list; `opened`, `rescue_wanted` and `forgotten` carry a path."""

    opened = Signal(Path)
    rescue_wanted = Signal(Path)
    forgotten = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[RecentRow] = []
        self.setAccessibleName(translate(_RECENT))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(EDGE - 8, EDGE - 4, EDGE - 8, EDGE - 4)
        self._column.setSpacing(8)
        self._heading = label("", LARGE, 600)
        self._heading.setContentsMargins(8, 0, 8, 0)
        self._column.addWidget(self._heading)
        self._body: QWidget | None = None

    def show_recent(self, recent: Sequence[RecentEvent]) -> None:
        """Replace the events shown; a row that is still there keeps the focus."""
        focused = next((row.recent.path for row in self.rows if row.open.hasFocus()), None)
        self._heading.setText(translate(_RECENT if recent else _FIRST))
        titles = Counter(one.title for one in recent)
        self.rows = [self._row(one, has_double=titles[one.title] > 1) for one in recent]
        body = _rows(self.rows) if recent else _Beginning()
        if self._body:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._column.addWidget(body, 1)
        body.show()  # now: a window that becomes active gives its focus to a visible widget, and a layout shows later
        self._body = body
        if row := next((row for row in self.rows if row.recent.path == focused), None):
            row.open.setFocus()

    def of_day(self, day: date | None) -> RecentRow | None:
        """Return the newest event that takes place on `day` and can be opened, or None."""
        open_ones = (row for row in self.rows if row.recent.trouble is None)
        return next((row for row in open_ones if day and row.recent.day == day), None)

    def _row(self, recent: RecentEvent, *, has_double: bool) -> RecentRow:
        row = RecentRow(recent, has_double=has_double)
        row.opened.connect(self.opened)
        row.rescue_wanted.connect(self.rescue_wanted)
        row.forgotten.connect(self.forgotten)
        return row

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))


def _rows(rows: Sequence[RecentRow]) -> QWidget:
    page = stack(*rows)
    if column := page.layout():
        column.setSpacing(4)
    return scroll_unless_large(page)


class _Beginning(QWidget):
    """The three steps from a list to the first guest."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(scale_px(STEP * len(_STEPS)))
        self.setAccessibleName(" ".join(translate(words) for pair in _STEPS for words in pair))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(112.0, design_rect(self).height() / len(_STEPS))
        for number, (what, how) in enumerate(_STEPS):
            top = number * height + 8
            disc = QRectF(8, top, DISC, DISC)
            draw_rounded(painter, disc, DISC / 2, t.selected)
            draw_aligned(painter, disc, str(number + 1), (font(TEXT, 700), t.accent), CENTRE)
            left = 8 + DISC + 14
            wide = design_rect(self).width() - left - 8
            draw_aligned(painter, QRectF(left, top, wide, 20), translate(what), (font(TEXT + 1, 600), t.ink), LEFT)
            painter.setFont(font(SMALL))
            painter.setPen(t.quiet)
            text = QRectF(left, top + 24, wide, height - 28)
            painter.drawText(text, int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap), translate(how))


_RECENT = Message("welcome", "Recent events")
_FIRST = Message("welcome", "Three steps to your first arrival")
_STEPS = (
    (
        Message("welcome", "Choose your list"),
        Message("welcome", "As it is: Excel, LibreOffice, CSV, a ticketing export. It is only read."),
    ),
    (
        Message("welcome", "Check what was understood"),
        Message("welcome", "Names, organisations, e-mail addresses: anything odd is shown, row by row."),
    ),
    (
        Message("welcome", "Scan"),
        Message("welcome", "With the camera, a scanner, or by typing a name. Two letters are enough."),
    ),
)
