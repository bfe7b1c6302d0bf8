# SPDX-License-Identifier: GPL-3.0-or-later
"""The heading above the speakers: their session, or all sessions."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_elided
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import LARGE, SMALL, Tokens, font, tokens
from checkin.ui.look.typesetting import cut
from checkin.ui.programme.programme_screen_wording import (
    ALL_SPEAKERS,
    ProgrammeItem,
    session_about,
    session_facts,
)
from checkin.ui.widgets.speaker_wording import speakers_summary


class SessionHeading(QWidget):
    """Title, time, place and figures of the session."""

    def __init__(self) -> None:
        super().__init__()
        self._item: ProgrammeItem | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_item(self, item: ProgrammeItem | None) -> None:
        self._item = item
        title, below, figures = self._texts()
        spoken = [title, below, *(f"{what} {count}" for what, count in figures)]
        self.setAccessibleName(" · ".join(part for part in spoken if part))
        self.setToolTip(title)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(scale_px(320), self.height())

    def _texts(self) -> tuple[str, str, list[tuple[str, str]]]:
        """Return title, the line below it, and the figures."""
        item = self._item
        if item is None or item.figures is None:
            return translate(ALL_SPEAKERS), speakers_summary(item.speakers) if item else "", []
        return item.figures.session.title, session_about(item.figures, item.hours), session_facts(item.figures)

    def _title_lines(self) -> list[str]:
        return cut(self._texts()[0], QFontMetricsF(font(LARGE, 700)), max(80, design_rect(self).width()), 2)

    def _fit(self) -> None:
        _, below, figures = self._texts()
        height = 24 * len(self._title_lines()) + (22 if below else 0) + (34 if figures else 0)
        self.setFixedHeight(scale_px(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, (_, below, figures) = 0.0, self._texts()
        for line in self._title_lines():
            draw_elided(painter, QRectF(0, top, design_rect(self).width(), 24), line, font(LARGE, 700), t.ink)
            top += 24
        if below:
            draw_elided(painter, QRectF(0, top, design_rect(self).width(), 22), below, font(SMALL), t.quiet)
            top += 22
        self._paint_figures(painter, QRectF(0, top + 4, design_rect(self).width(), 30), figures, t)

    def _paint_figures(self, painter: QPainter, row: QRectF, figures: list[tuple[str, str]], t: Tokens) -> None:
        left = row.left()
        for what, count in figures:
            for text, face, ink, gap in (
                (count, font(LARGE, 700, tabular=True), t.ink, 6),
                (what, font(SMALL), t.quiet, 22),
            ):
                width = QFontMetricsF(face).horizontalAdvance(text)
                draw_aligned(painter, QRectF(left, row.top(), width, row.height()), text, (face, ink), LEFT)
                left += width + gap
