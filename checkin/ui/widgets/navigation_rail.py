# SPDX-License-Identifier: GPL-3.0-or-later
"""The column at the left with the screens of the program. Shows which one is visible; changes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_button_ground, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, SMALL, font, tokens
from checkin.ui.widgets.keyboard import number_keys

WIDE, NARROW = 104, 56
"""Width in pixels, with and without labels."""
ICON, LIGHT = 24, 9
LEAST, LEAST_WITH_WORDS = 32, 46
"""Least height of a button in design pixels, without and with its label."""
BELOW_NARROW = 1280
"""Window width in pixels below which the labels are hidden."""
PARTICIPANTS = Message("rail", "Attendees")
PROGRAMME = Message("rail", "Programme")
TICKETS = Message("rail", "Tickets")
BADGES = Message("rail", "Badges")
LIVE = Message("rail", "Live")
CLOSING = Message("rail", "Closing")
"""Defined here because the screen's own modules are imported only when it is first entered."""
_SCREENS = Message("rail", "Screens")


class NavigationRail(QWidget):
    """The rail. `entries` are (label, icon) from top to bottom; `chosen` carries the number of one, Ctrl and the number
    work too.
    """

    chosen = Signal(int)

    def __init__(self, entries: Sequence[tuple[Message, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate(_SCREENS))
        self._group = QButtonGroup(self)
        self.keys: list[QKeySequence] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(4)
        for number, (words, icon) in enumerate(entries):
            button = _RailButton(translate(words), icon, number + 1, self)
            self._group.addButton(button, number)
            column.addWidget(button)
            keys = QShortcut(self)  # a button's own would animate the click
            keys.setKeys(number_keys(number + 1, "Ctrl"))
            self.keys += number_keys(number + 1, "Ctrl")
            keys.setWhatsThis(translate(words))
            keys.activated.connect(button.click)
        column.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self.set_narrow(False)

    def set_current(self, number: int) -> None:
        """Mark the visible screen, at whose button Tab stops."""
        chosen = self._group.button(number)
        chosen.setChecked(True)
        for button in self._group.buttons():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is chosen else Qt.FocusPolicy.NoFocus)

    def set_busy(self, number: int, is_busy: bool) -> None:
        """Show or remove the light beside a screen's icon: something goes on there."""
        button = self._group.button(number)
        if isinstance(button, _RailButton) and button.is_busy != is_busy:
            button.is_busy = is_busy
            button.update()

    def set_narrow(self, is_narrow: bool) -> None:
        self.setFixedWidth(scale_px(NARROW if is_narrow else WIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, design_rect(self).width() - 1, 0, design_rect(self).width() - 1, design_rect(self).height()
        )


class _RailButton(QAbstractButton):
    """An icon over its label. Takes no focus, so that the next name can be typed at once."""

    def __init__(self, text: str, icon: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self.is_busy = icon, False
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # a radio button to screen readers, not a check box
        self.setAccessibleName(text)
        self.setToolTip(f"{text} (Ctrl+{number})")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(NARROW - 16, 60))

    def minimumSizeHint(self) -> QSize:
        return scale_px(QSize(NARROW - 16, LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_button_ground(painter, self, box, RADIUS)
        ink = t.accent if self.isChecked() else t.quiet
        has_words = box.width() > NARROW and box.height() >= LEAST_WITH_WORDS
        top = box.center().y() - (ICON / 2 if not has_words else ICON - 3)
        icons.draw(painter, self._icon, QRectF(box.center().x() - ICON / 2, top, ICON, ICON), ink)
        if self.is_busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ok))
            painter.drawEllipse(QRectF(box.center().x() + ICON / 2 - 1, top - LIGHT / 2 + 2, LIGHT, LIGHT))
        if has_words:
            under = QRectF(0, top + ICON + 3, box.width(), SMALL + 6)
            face = font(SMALL, 700 if self.isChecked() else 400)
            draw_aligned(painter, under, self.text(), (face, t.ink if self.isChecked() else t.quiet), CENTRE)
