# SPDX-License-Identifier: GPL-3.0-or-later
"""A button for one next step of an answer: its key, then its label, filled for the primary step.

Does nothing itself.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from checkin.ui.desk.answer_layout import step_height
from checkin.ui.desk.answer_steps import AnswerStep
from checkin.ui.look.drawing import CENTRE, LEFT, draw_aligned, draw_rounded, faded
from checkin.ui.look.theme import CONTRAST, LARGE, Colours, font, tokens

EDGE, EDGE_ALPHA, FILL_ALPHA = 1.5, 0.8, 0.16
"""Width of a button's edge in pixels at 1366x768, and the opacity of edge and fill."""


class AnswerStepButton(QAbstractButton):
    """A button in the colours of its answer, drawn at `scale` times its size at 1366x768."""

    def __init__(self, step: AnswerStep, colours: Colours, scale: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self._colours = colours
        self._u = scale
        self.setText(step.label)
        self.setShortcut(QKeySequence())  # the letter after an & in a session title must not become a key
        self.show_step(step)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_step(self, step: AnswerStep) -> None:
        """Show `step` in place of the earlier one: the same words, with or without its key."""
        self.step = step
        self.setAccessibleName(step.spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(step_width(self.step, self._u)), round(step_height(self._u)))

    @property
    def shown(self) -> str:
        """The label, cut in the middle where it is too long: its end says how many seats are left."""
        room = self.width() - self._widths()[1] - 46 * self._u + 1  # like `sizeHint`, which was rounded
        metrics = QFontMetricsF(font(LARGE * self._u, 600))
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ground, ink, is_strong = self._colours.ground, self._colours.ink, self._is_strong
        if self.step.is_primary:
            draw_rounded(painter, box, 12 * self._u, faded(ink, 0.86 if self.underMouse() and not is_strong else 1.0))
            ink = ground
        else:
            edge = EDGE * self._u
            inside = box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
            painter.setPen(QPen(faded(ink, 1.0 if is_strong else EDGE_ALPHA), edge))
            painter.setBrush(faded(ink, 0.0 if is_strong else 0.24 if self.underMouse() else FILL_ALPHA))
            painter.drawRoundedRect(inside, 12 * self._u, 12 * self._u)
        if self.hasFocus():
            painter.setPen(QPen(faded(ink, 1), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), 9 * self._u, 9 * self._u)
        self._write(painter, box, ink)

    def _write(self, painter: QPainter, box: QRectF, ink: str) -> None:
        face, faint = font(LARGE * self._u, 600), faded(ink, 1.0 if self._is_strong else 0.78)
        label, key = self._widths()
        if not label:
            draw_aligned(painter, box, self.step.key, (face, faint), CENTRE)
            return
        left = box.adjusted(18 * self._u, 0, 0, 0)
        draw_aligned(painter, left, self.step.key, (face, faint), LEFT)
        draw_aligned(painter, left.adjusted(key and key + 10 * self._u, 0, 0, 0), self.shown, (face, ink), LEFT)

    @property
    def _is_strong(self) -> bool:
        """Whether nothing is drawn faintly: with high contrast."""
        return tokens(self.palette()) is CONTRAST

    def _widths(self) -> tuple[float, float]:
        return _widths(self.step, self._u)


def step_width(step: AnswerStep, scale: float) -> float:
    """Return the width of the button of `step`, with its whole label."""
    return sum(_widths(step, scale)) + 46 * scale


def _widths(step: AnswerStep, scale: float) -> tuple[float, float]:
    """Return the widths of label and key."""
    metrics = QFontMetricsF(font(LARGE * scale, 600))
    return metrics.horizontalAdvance(step.label), metrics.horizontalAdvance(step.key)
