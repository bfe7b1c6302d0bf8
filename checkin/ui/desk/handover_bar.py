# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip under the header that proposes another control point for this desk. Moves nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from checkin.core.handover import Handover
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint
from checkin.translation import clock_time, translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.theme import MARGIN, TEXT, font, tokens

HEIGHT, WIDEST_NAME = 52, 130
"""Height of the strip, and pixels of a name; a longer one is cut, and whole in the tool tip."""
MOST = 4
"""How many control points get a button; the others are in the header's menu (F10)."""


class HandoverBar(QWidget):
    """A strip that is hidden while there is nothing to propose, or after the proposal was put off."""

    chosen = Signal(str)
    """Emitted with the id of the chosen control point."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._put_off: tuple[str, ...] = ()
        self.points: tuple[ControlPoint, ...] = ()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(scaled_font(TEXT, 600))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self.setFixedHeight(scale_px(HEIGHT))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(scale_px(MARGIN + 32), 0, MARGIN, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self.hide()

    def propose(self, found: Handover | None, here: ControlPoint) -> None:
        """Show the proposal of `core.handover`; an unchanged one changes nothing on the screen."""
        wanted = tuple(p.id for p in found.points) if found else ()
        if wanted != self._shown:
            self._shown = wanted
            self.points = found.points if found else ()
            self._text.setText(_sentence(found, here) if found else "")
            self._offer(self.points)
        self.setVisible(bool(wanted) and wanted != self._put_off)

    def put_off(self) -> None:
        """Hide this proposal until there is another one."""
        self._put_off = self._shown
        self.hide()

    def _offer(self, points: Sequence[ControlPoint]) -> None:
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        key = "F10  " if len(points) == 1 else ""
        self._buttons = [self._button(key, point) for point in points[:MOST]]
        later = QPushButton(translate(_LATER))
        later.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        later.clicked.connect(self.put_off)
        self._buttons.append(later)
        for button in self._buttons:
            self._row.addWidget(button)

    def _button(self, key: str, point: ControlPoint) -> QPushButton:
        name = QFontMetricsF(font(TEXT, 600)).elidedText(point.name, Qt.TextElideMode.ElideRight, WIDEST_NAME)
        button = QPushButton(escape_mnemonic(f"{key}{name}"))
        button.setToolTip(point.name)
        button.setAccessibleName(point.name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("primary", True)
        button.clicked.connect(lambda _=False: self.chosen.emit(point.id))
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.selected))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        icons.draw(painter, "clock", QRectF(MARGIN, design_rect(self).height() / 2 - 11, 22, 22), t.accent)


def _sentence(found: Handover, here: ControlPoint) -> str:
    if found.is_over and here.closes:
        return translate(_OVER, here=here.name, time=clock_time(here.closes))
    opens = [point.opens for point in found.points if point.opens]
    return translate(_OPENS, time=clock_time(min(opens))) if opens else translate(_WHERE, here=here.name)


_OVER = Message("handover", "{here} closed at {time}. Where is this desk now?")
_OPENS = Message("handover", "Opening at {time}. Move this desk there?")
_WHERE = Message("handover", "{here} is over. Where is this desk now?")
_LATER = Message("handover", "Stay here")
