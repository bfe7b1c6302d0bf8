# SPDX-License-Identifier: GPL-3.0-or-later
"""A large button to touch from an arm's length: an icon and a few words."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from checkin.ui.look import icons
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded
from checkin.ui.look.theme import DETAIL, RADIUS, Colours, font, tokens
from checkin.ui.look.typesetting import fit

LEAST = 56
"""Least size in pixels, however small the screen."""
_HEIGHT, _PADDING, _ICON, _GAP = 68, 24, 28, 12


class KioskButton(QAbstractButton):
    """A button drawn at `scale` times its size at 1366x768. It is marked when checked; `colours` make it stand out."""

    def __init__(self, icon: str = "", text: str = "") -> None:
        super().__init__()
        self._icon, self._u = icon, 1.0
        self._colours: Colours | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_text(text)

    def show_text(self, text: str, icon: str = "", colours: Colours | None = None) -> None:
        """Set the text; the icon stays unless another is given."""
        self._icon, self._colours = icon or self._icon, colours
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self.setMinimumSize(LEAST, max(LEAST, round(_HEIGHT * scale)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font(DETAIL * self._u, 600)).horizontalAdvance(self.text())
        icon = _ICON + (_GAP if self.text() else 0) if self._icon else 0
        return QSize(round(words + (icon + 2 * _PADDING) * self._u) + 1, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter as by the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, u = tokens(self.palette()), self._u
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = (t.accent, t.on_accent) if self.isChecked() else (t.surface, t.ink)
        if self._colours:
            ground, ink = self._colours.ground, self._colours.ink
        if self.isDown():
            ground, ink = t.selected, t.ink
        box = QRectF(self.rect())
        draw_rounded(painter, box, RADIUS * u, ground, t.line)
        if self.hasFocus():
            painter.setPen(QPen(QColor(ink if self._colours or self.isChecked() else t.accent), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), (RADIUS - 3) * u, (RADIUS - 3) * u)
        self._write(painter, box, ink if self.isEnabled() else t.quiet)

    def _write(self, painter: QPainter, box: QRectF, ink: str) -> None:
        """Draw icon and text centred together, smaller where a translation is too long."""
        u = self._u
        side = _ICON * u if self._icon else 0.0
        gap = _GAP * u if self._icon and self.text() else 0.0
        room = box.width() - side - gap - 1.2 * _PADDING * u
        setting = fit((self.text(),), DETAIL * u, 600, (room, box.height() - 8)) if self.text() else None
        width = side + gap + (setting.width if setting else 0.0)
        left = box.center().x() - width / 2
        if self._icon:
            icons.draw(painter, self._icon, QRectF(left, box.center().y() - side / 2, side, side), ink)
        if setting is None:
            return
        top = box.center().y() - setting.height / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(left + side + gap, top + number * setting.line_height, setting.width, setting.line_height)
            draw_aligned(painter, row, line, (setting.font, ink), CENTRE)
