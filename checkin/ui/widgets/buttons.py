# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons: with a menu, with an icon, with icon and text, and the large one for one of a few alternatives."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_button_ground, draw_card, draw_elided, draw_focus_ring, draw_rounded, faded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, TEXT, font, tokens

SIDE, ICON = 36, 20
"""Pixels."""

CHEVRON, FROM_EDGE = 16, 12
"""Pixels. The style sheet hides Qt's own mark, which is a few dots."""

HEIGHT, LARGE_ICON, INSET = 66, 24, 20
"""Pixels of a large button."""


class DropDownButton(QPushButton):
    """A button with a chevron if it has a menu, its label centred beside it; without one it looks like any button."""

    inset = 0
    """Pixels before the label if it is aligned left, as in a field; 0 to centre it."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint + QSize(CHEVRON, 0) if self.menu() else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.menu():
            super().paintEvent(event)
            return
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        option.rect = option.rect.adjusted(self.inset, 0, -CHEVRON - self.inset, 0)
        if self.inset:
            option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, option.rect.width())
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        box = QRectF(self.width() - FROM_EDGE - CHEVRON, (self.height() - CHEVRON) / 2, CHEVRON, CHEVRON)
        icons.draw(painter, "chevron-down", box, faded(tokens(self.palette()).quiet, 1.0 if self.isEnabled() else 0.35))


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
        self._icon, self._ink = icon, ""
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
        if ink != self._ink:  # the palette changes with each parent that the button gets while a screen is built
            self._ink = ink
            self.setIcon(icons.icon(self._icon, ink, 18))


class ChoiceButton(QPushButton):
    """A large button: an icon, a title, and below it what it is for.

    `is_primary` marks the most common choice, which Enter presses.
    """

    def __init__(self, icon: str, text: str, detail: str, *, is_primary: bool = False) -> None:
        super().__init__(text)
        self._icon, self._detail, self._is_primary = icon, detail, is_primary
        self.setAccessibleDescription(detail)
        self.setDefault(is_primary)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(360, HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return scale_px(QSize(240, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        ink, detail = (t.on_accent, t.on_accent) if self._is_primary else (t.ink, t.quiet)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        if self._is_primary:
            draw_rounded(painter, box, RADIUS, t.accent)
            if self.hasFocus():
                draw_focus_ring(painter, box, replace(t, accent=t.focus))
        else:
            draw_card(painter, box, t)
            draw_button_ground(painter, self, box, RADIUS)
        middle = box.center().y()
        icons.draw(painter, self._icon, QRectF(INSET, middle - LARGE_ICON / 2, LARGE_ICON, LARGE_ICON), ink)
        words = box.adjusted(INSET + LARGE_ICON + 16, 0, -INSET, 0)
        draw_elided(
            painter, QRectF(words.left(), middle - 22, words.width(), 22), self.text(), font(TEXT + 1, 600), ink
        )
        draw_elided(painter, QRectF(words.left(), middle + 2, words.width(), 20), self._detail, font(SMALL), detail)
