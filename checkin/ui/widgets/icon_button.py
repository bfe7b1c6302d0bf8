# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons with one of our icons: a square one with its name in the tool tip, and one with text beside the icon."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_button_ground, faded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import tokens
from checkin.ui.widgets.drop_down_button import DropDownButton

SIDE, ICON = 36, 20
"""Pixels."""


class IconButton(QAbstractButton):
    """A square button; `key`, if given, is added to the tool tip."""

    def __init__(self, icon: str, name: str, key: str = "") -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(scale_px(QSize(SIDE, SIDE)))

    def sizeHint(self) -> QSize:
        return scale_px(QSize(SIDE, SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_button_ground(painter, self, design_rect(self), 8)
        ink = t.accent if self.isChecked() else t.ink
        place = QRectF((design_rect(self).width() - ICON) / 2, (design_rect(self).height() - ICON) / 2, ICON, ICON)
        icons.draw(painter, self._icon, place, faded(ink, 1.0 if self.isEnabled() else 0.35))


class WordButton(DropDownButton):
    """A button with icon and text. `is_primary` marks the most common action."""

    def __init__(self, text: str, icon: str, *, is_primary: bool = False) -> None:
        super().__init__()
        self._icon = icon
        self.setText(text)
        self.setAutoDefault(False)
        self.setProperty("primary", is_primary)
        self.setIconSize(scale_px(QSize(18, 18)))
        self._tint()

    def setText(self, text: str) -> None:
        """Set the text after a space: Qt leaves no gap after the icon."""
        self.setAccessibleName(text)
        super().setText(f"\u2002{text}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.EnabledChange):
            self._tint()

    def _tint(self) -> None:
        """Draw the icon in the colour of the text (see the style sheet)."""
        t = tokens(self.palette())
        ink = t.quiet if not self.isEnabled() else t.on_accent if self.property("primary") else t.ink
        self.setIcon(icons.icon(self._icon, ink, 18))
