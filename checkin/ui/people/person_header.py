# SPDX-License-Identifier: GPL-3.0-or-later
"""The head of a person's page: photograph, name, organisation, role and pills. Paints only."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_pill, pill_width
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.photograph_drawing import draw_photograph, photograph_image, photograph_size
from checkin.ui.look.pills import Pill
from checkin.ui.look.theme import DETAIL, TEXT, font, tokens
from checkin.ui.look.typesetting import fit, wrap

NAME_HEIGHT = 96
"""Pixels a name may take before it is drawn smaller."""
PILL, GAP = 24, 6
PHOTOGRAPH, PHOTOGRAPH_GAP = QSizeF(78, 104), 14
"""The most pixels of a photograph, at the left, and the space beside it."""
_NOBODY = Message("people", "Nobody is chosen")


@dataclass(frozen=True, slots=True)
class _Line:
    box: QRectF
    text: str
    font: QFont
    is_quiet: bool


class PersonHeader(QWidget):
    """A header as high as its content needs at its width."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._detail = ""
        self._pills: Sequence[Pill] = ()
        self._photograph = QImage()
        self.setAccessibleName(translate(_NOBODY))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_person(self, names: Sequence[str], detail: str, pills: Sequence[Pill], photograph: bytes = b"") -> None:
        self._photograph = photograph_image(photograph)
        self._names, self._detail, self._pills = tuple(filter(None, names)), detail, pills
        parts = (" ".join(self._names), detail, *(pill.text for pill in pills))
        self.setAccessibleName(". ".join(part for part in parts if part) or translate(_NOBODY))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = design_rect(self).width() - self._indent()
        lines, pills = self._lines(width), self._places(width)
        bottoms = [
            self._size().height(),
            *(line.box.bottom() for line in lines),
            *(place.y() + PILL / 2 for place in pills),
        ]
        self.setFixedHeight(scale_px(round(max(bottoms, default=0) + 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_photograph(painter, QRectF(QPointF(0, 0), self._size()), self._photograph)
        painter.translate(self._indent(), 0)
        width = design_rect(self).width() - self._indent()
        for line in self._lines(width):
            draw_aligned(painter, line.box, line.text, (line.font, t.quiet if line.is_quiet else t.ink), LEFT)
        for pill, right_middle in zip(self._pills, self._places(width), strict=True):
            draw_pill(painter, right_middle, pill)

    def _size(self) -> QSizeF:
        return photograph_size(self._photograph, PHOTOGRAPH)

    def _indent(self) -> float:
        """Return how far the texts stand from the left: past the photograph."""
        return 0.0 if self._size().isEmpty() else self._size().width() + PHOTOGRAPH_GAP

    def _lines(self, width: float) -> list[_Line]:
        name = fit(self._names, DETAIL, 700, (max(1, width), NAME_HEIGHT))
        made = [
            _Line(QRectF(0, at * name.line_height, width, name.line_height), text, name.font, False)
            for at, text in enumerate(name.lines)
        ]
        face = font(TEXT)
        height, top = QFontMetricsF(face).height(), name.height + 2
        for at, text in enumerate(wrap(self._detail, QFontMetricsF(face), max(1, width))):
            made.append(_Line(QRectF(0, top + at * height, width, height), text, face, True))
        return made

    def _places(self, width: float) -> list[QPointF]:
        """Return the right middle of each pill, in as many rows as needed."""
        lines = self._lines(width)
        x, y = 0.0, (lines[-1].box.bottom() if lines else 0) + 10 + PILL / 2
        places = []
        for pill in self._pills:
            if x and x + pill_width(pill) > width:
                x, y = 0.0, y + PILL + GAP
            x += pill_width(pill)
            places.append(QPointF(x, y))
            x += GAP
        return places
