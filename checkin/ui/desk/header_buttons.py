# SPDX-License-Identifier: GPL-3.0-or-later
"""The two buttons of the header, each with a menu: the control point, and everything else."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_elided, draw_focus_ring, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import COLUMN, LARGE, TOUCH, Tokens, font, tokens

_POINT = Message("header", "Control point")
_NOTE = Message("header", "Leave a note for this control point…")
_MENU = Message("header", "Menu")
WIDEST_NAME, WIDEST_SHORT, ARROW = 320, 180, 29
"""Widest control point name in pixels, full and short; a longer one is cut, and whole in the tool tip and menu. What
the arrow behind it takes.
"""


class _HeaderButton(QPushButton):
    """A quiet button that paints itself: hairline, hover, focus ring."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def begin(self, painter: QPainter, line: str) -> Tokens:
        t = tokens(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, 10, t.hover if self.underMouse() or self.isDown() else t.surface, line)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, 9)
        return t


class PointButton(_HeaderButton):
    """A button with the current control point, to be read from two metres; its menu offers the others."""

    chosen = Signal(str)
    """Emitted with the id of the chosen control point."""
    note_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = ""
        self._is_short = False
        self._points = QMenu(self)
        self._points.triggered.connect(self._choose)
        self._points.aboutToShow.connect(lambda: QTimer.singleShot(0, self, self._select_current))
        self.setMenu(self._points)

    def set_points(self, points: Sequence[ControlPoint], current: str) -> None:
        self._points.clear()
        for point in points:
            action = self._points.addAction(escape_mnemonic(point.name))
            action.setData(point.id)
            action.setCheckable(True)
            action.setChecked(point.id == current)
        self._points.addSeparator()
        self._points.addAction(translate(_NOTE)).triggered.connect(self.note_wanted)
        self._name = next((p.name for p in points if p.id == current), "")
        self.setAccessibleName(f"{translate(_POINT)} {self._name}")
        self.setToolTip(self._name)
        self.updateGeometry()
        self.update()

    def set_short(self, is_short: bool) -> None:
        """Show the name smaller, and less of a long one, for a narrow window."""
        self._is_short = is_short
        self.updateGeometry()
        self.update()

    def _select_current(self) -> None:
        """Let the arrow keys begin where the desk is. The menu forgets what was selected before it stood."""
        for action in self._points.actions():
            if action.isChecked():
                self._points.setActiveAction(action)

    def _choose(self, action: QAction) -> None:
        if point := action.data():
            self.chosen.emit(point)

    def sizeHint(self) -> QSize:
        widest = WIDEST_SHORT if self._is_short else WIDEST_NAME
        name = min(widest, QFontMetricsF(self._face()).horizontalAdvance(self._name))
        return scale_px(QSize(round(self._before + name + 1 + ARROW), TOUCH))

    @property
    def _before(self) -> int:
        return 9 if self._is_short else 14

    def _face(self) -> QFont:
        return font(LARGE if self._is_short else COLUMN, 700)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, box = tokens(self.palette()), design_painter(self), design_rect(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, box, 10, t.accent)
        if self.hasFocus():
            draw_focus_ring(painter, box.adjusted(2, 2, -2, -2), replace(t, accent=t.focus), 8)
        draw_elided(painter, box.adjusted(self._before, 0, -ARROW, 0), self._name, self._face(), t.on_accent)
        icons.draw(painter, "chevron-down", QRectF(box.width() - 24, box.height() / 2 - 8, 16, 16), t.on_accent)


class MenuButton(_HeaderButton):
    """The ⋮ button, which opens the desk's menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate(_MENU))
        self.setToolTip(translate(_MENU))

    def sizeHint(self) -> QSize:
        return scale_px(QSize(TOUCH, TOUCH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        t = self.begin(painter, "")
        icons.draw(painter, "ellipsis-vertical", QRectF(12, 12, 20, 20), t.ink)
