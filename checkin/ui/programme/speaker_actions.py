# SPDX-License-Identifier: GPL-3.0-or-later
"""The actions on one speaker, each with its key. Performs none of them."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, PointMode
from checkin.core.speaker_status import SpeakerState, SpeakerStatus
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_rounded, faded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import SMALL, font, tokens

HEIGHT, GAP = 36, 8


class SpeakerAction(StrEnum):
    """The actions on a speaker."""

    CHECK_IN = "check_in"
    CONFIRM = "confirm"
    UNCONFIRM = "unconfirm"
    SUBSTITUTE = "substitute"
    RESTORE = "restore"
    FIND = "find"


KEYS = {
    SpeakerAction.CHECK_IN: Qt.Key.Key_F7,
    SpeakerAction.CONFIRM: Qt.Key.Key_F5,
    SpeakerAction.UNCONFIRM: Qt.Key.Key_F5,
    SpeakerAction.SUBSTITUTE: Qt.Key.Key_F6,
    SpeakerAction.RESTORE: Qt.Key.Key_F8,
    SpeakerAction.FIND: Qt.Key.Key_F3,
}
"""The desk's keys where it has one with the same meaning."""

_WORDS = {
    SpeakerAction.CHECK_IN: Message("programme screen", "Let in"),
    SpeakerAction.CONFIRM: Message("programme screen", "Confirm"),
    SpeakerAction.UNCONFIRM: Message("programme screen", "Withdraw confirmation"),
    SpeakerAction.SUBSTITUTE: Message("programme screen", "Replace…"),
    SpeakerAction.RESTORE: Message("programme screen", "Reinstate"),
    SpeakerAction.FIND: Message("programme screen", "Find"),
}
_TIPS = {
    SpeakerAction.CHECK_IN: Message("programme screen", "Record their arrival here, at “{point}”"),
    SpeakerAction.CONFIRM: Message("programme screen", "They have said they are coming"),
    SpeakerAction.UNCONFIRM: Message("programme screen", "Not sure they are coming"),
    SpeakerAction.SUBSTITUTE: Message("programme screen", "Someone else is speaking in their place"),
    SpeakerAction.RESTORE: Message("programme screen", "{name} is speaking after all"),
    SpeakerAction.FIND: Message("programme screen", "Find them at the desk"),
}


def available_speaker_actions(line: SpeakerStatus | None, point: ControlPoint) -> list[SpeakerAction]:
    """Return the actions that make sense for a speaker, at a desk at `point`."""
    if line is None:
        return []
    is_here, is_listed = line.state is SpeakerState.ARRIVED, line.attendee is not None
    acts = [SpeakerAction.CHECK_IN] if is_listed and not is_here and point.mode is PointMode.ENTRY else []
    if not is_here:
        acts.append(SpeakerAction.UNCONFIRM if line.speaker.is_confirmed else SpeakerAction.CONFIRM)
    acts += [SpeakerAction.SUBSTITUTE] if not is_here else []
    acts += [SpeakerAction.RESTORE] if line.speaker.replaces else []
    return acts + ([SpeakerAction.FIND] if is_listed else [])


class SpeakerActionBar(QWidget):
    """A row of buttons, two where it is narrow. Hidden while no speaker is chosen."""

    chosen = Signal(SpeakerAction)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[_ActButton] = []

    @property
    def offered(self) -> list[SpeakerAction]:
        """The actions offered now."""
        return [button.act for button in self._buttons]

    def offer(self, line: SpeakerStatus | None, point: ControlPoint) -> None:
        acts = available_speaker_actions(line, point)
        if acts != self.offered:
            self._make(acts)
        name = line.speaker.replaces if line else ""
        for button in self._buttons:
            button.setToolTip(translate(_TIPS[button.act], point=point.name, name=name))
        self.setVisible(bool(acts))

    def _make(self, acts: Sequence[SpeakerAction]) -> None:
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = [_ActButton(act, self) for act in acts]
        for button in self._buttons:
            button.clicked.connect(lambda _=False, act=button.act: self.chosen.emit(act))
            button.show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = 0
        for button in self._buttons:
            size = button.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + size.height() + GAP
            button.setGeometry(x, y, size.width(), size.height())
            x += size.width() + GAP
        self.setFixedHeight(y + scale_px(HEIGHT))


class _ActButton(QAbstractButton):
    """A button with key and label; the arrival is drawn filled."""

    def __init__(self, act: SpeakerAction, parent: QWidget) -> None:
        super().__init__(parent)
        self.act = act
        self._key = KEYS[act].name.removeprefix("Key_")
        self.setText(translate(_WORDS[act]))
        self.setAccessibleName(f"{self.text()} ({self._key})")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(SMALL, 600))
        return scale_px(QSize(round(sum(map(metrics.horizontalAdvance, (self._key, self.text())))) + 34, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, face = tokens(self.palette()), font(SMALL, 600)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, is_primary = design_rect(self), self.act is SpeakerAction.CHECK_IN
        ink = t.on_accent if is_primary else t.ink
        if is_primary:
            draw_rounded(painter, box, 8, faded(t.accent, 0.86 if self.underMouse() else 1.0))
        else:
            draw_rounded(painter, box, 8, t.hover if self.underMouse() else t.surface, t.edge)
        if self.hasFocus():
            painter.setPen(QPen(faded(ink if is_primary else t.accent, 1), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 6, 6)
        key = QFontMetricsF(face).horizontalAdvance(self._key)
        draw_aligned(painter, box.adjusted(13, 0, 0, 0), self._key, (face, faded(ink, 0.72)), LEFT)
        draw_aligned(painter, box.adjusted(13 + key + 8, 0, 0, 0), self.text(), (face, ink), LEFT)
