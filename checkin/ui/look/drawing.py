# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing functions that several widgets share: a card, a pill, a key cap, a line of text."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractButton

from checkin.ui.look import icons
from checkin.ui.look.pills import Pill
from checkin.ui.look.theme import RADIUS, SMALL, Tokens, font, tokens

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def faded(colour: str, alpha: float) -> QColor:
    """Return `colour` with an opacity from 0 to 1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


def rounded_path(box: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    return path


def draw_rounded(painter: QPainter, box: QRectF, radius: float, ground: str | QColor, line: str | QColor = "") -> None:
    """Draw a rounded box; with `line`, a hairline inside its edge."""
    painter.setBrush(QColor(ground))
    painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
    painter.drawPath(rounded_path(box.adjusted(0.5, 0.5, -0.5, -0.5) if line else box, radius))


def draw_hairline(painter: QPainter, x: float, y: float, to_x: float, to_y: float) -> None:
    """Draw a line with the current pen."""
    painter.drawLine(QPointF(x, y), QPointF(to_x, to_y))


def draw_focus_ring(painter: QPainter, box: QRectF, t: Tokens, radius: float = RADIUS) -> None:
    """Draw the focus ring inside `box`, so that nothing moves."""
    painter.setPen(QPen(QColor(t.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)


def draw_button_ground(painter: QPainter, button: QAbstractButton, box: QRectF, radius: float) -> None:
    """Draw the ground of a flat button while it is hovered, pressed or checked, and its focus ring."""
    t = tokens(button.palette())
    is_chosen = button.isChecked() or button.isDown()
    if button.isEnabled() and (is_chosen or button.underMouse()):
        draw_rounded(painter, box, radius, t.selected if is_chosen else t.hover)
    if button.hasFocus():
        draw_focus_ring(painter, box, t, radius)


def draw_card(painter: QPainter, box: QRectF, t: Tokens) -> None:
    """Draw the ground of a quiet card."""
    draw_rounded(painter, box, RADIUS, t.surface, t.line)


def draw_elided(painter: QPainter, box: QRectF, text: str, face: QFont, ink: str | QColor) -> None:
    """Draw one line at the left of `box`, vertically centred, elided where needed."""
    shown = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    draw_aligned(painter, box, shown, (face, ink), LEFT)


def draw_aligned(
    painter: QPainter, box: QRectF, text: str, face: tuple[QFont, str | QColor], where: Qt.AlignmentFlag
) -> None:
    """Draw one line anywhere in `box`, never elided. `face`: font and ink."""
    painter.setFont(face[0])
    painter.setPen(QColor(face[1]))
    painter.drawText(box, int(where | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip), text)


def draw_paragraph(painter: QPainter, box: QRectF, text: str, face: tuple[QFont, str | QColor]) -> None:
    """Draw wrapped lines in the middle of `box`."""
    painter.setFont(face[0])
    painter.setPen(QColor(face[1]))
    painter.drawText(box, int(CENTRE | Qt.TextFlag.TextWordWrap), text)


def draw_key_cap(painter: QPainter, right_middle: QPointF, key: str, t: Tokens) -> QRectF:
    """Draw a keyboard key with its right edge at `right_middle`; return its box."""
    face = font(SMALL, 600)
    width = QFontMetricsF(face).horizontalAdvance(key) + 16
    box = QRectF(right_middle.x() - width, right_middle.y() - 11, width, 22)
    draw_rounded(painter, box, 6, t.surface, t.line)
    draw_aligned(painter, box, key, (face, t.quiet), CENTRE)
    return box


def pill_width(pill: Pill, most: float = math.inf) -> float:
    return min(most, QFontMetricsF(font(SMALL, 600)).horizontalAdvance(pill.text) + 36)


def draw_pill(painter: QPainter, right_middle: QPointF, pill: Pill, most: float = math.inf) -> QRectF:
    """Draw a pill with its right edge at `right_middle`, at most `most` pixels wide; return its box."""
    width = pill_width(pill, most)
    box = QRectF(right_middle.x() - width, right_middle.y() - 12, width, 24)
    draw_rounded(painter, box, 8, pill.colours.ground)
    icons.draw(painter, pill.icon, QRectF(box.left() + 8, box.center().y() - 7, 14, 14), pill.colours.ink)
    text = box.adjusted(26, 0, -10, 0)
    if width < most:
        draw_aligned(painter, text, pill.text, (font(SMALL, 600), pill.colours.ink), LEFT)
    else:
        draw_elided(painter, text, pill.text, font(SMALL, 600), pill.colours.ink)
    return box
