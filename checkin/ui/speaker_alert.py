# SPDX-License-Identifier: GPL-3.0-or-later
"""One quiet line at the desk while a speaker is missing before their session: until they are here, never a pop-up."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton

from checkin.core.speakers import Line
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui import icons
from checkin.ui.drawing import LEFT, align, fill, key_cap
from checkin.ui.theme import RADIUS, SMALL, tokens
from checkin.ui.typesetting import fit

HEIGHT, ICON = 46, 20
KEY = "F12"

_ONE_BEFORE = Words("speaker", "Speaker awaited: {name}, {time} (in {minutes} min)")
_ONE_SINCE = Words("speaker", "Speaker awaited since {time}: {name}")
_BEFORE = Words("speaker", "{count} speakers awaited before {time}")
_SINCE = Words("speaker", "{count} speakers awaited, the first since {time}")
_SHOW = Words("speaker", "Show them in the programme ({key})")


def sentence_of(missing: Sequence[Line]) -> str:
    """`missing` in the order of urgency (`speakers.alerts`); "" for nobody."""
    starts = [line.session.starts for line in missing if line.session and line.session.starts]
    if not starts:
        return ""
    first, minutes = missing[0], missing[0].minutes or 0
    if len(missing) == 1:
        words = _ONE_BEFORE if minutes > 0 else _ONE_SINCE
        return say(words, name=first.speaker.name, time=clock_time(starts[0]), minutes=minutes)
    if minutes > 0:
        return say(_BEFORE, count=len(missing), time=clock_time(starts[-1]))
    return say(_SINCE, count=len(missing), time=clock_time(starts[0]))


class SpeakerAlert(QAbstractButton):
    """Pressed, or with its key, it asks for the programme. Not there while nobody is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        shortcut = QShortcut(QKeySequence(KEY), self)
        shortcut.activated.connect(self.click)
        self.hide()

    def show_missing(self, missing: Sequence[Line]) -> None:
        text = sentence_of(missing)
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("\n".join([*(line.speaker.name for line in missing), say(_SHOW, key=KEY)]))
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        fill(painter, box, RADIUS, t.hover if self.underMouse() else t.surface, t.line)
        fill(painter, QRectF(0, 8, 4, box.height() - 16), 2, t.warn)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
        icons.draw(painter, "clock-alert", QRectF(16, box.center().y() - ICON / 2, ICON, ICON), t.warn)
        cap = key_cap(painter, QPointF(box.right() - 16, box.center().y()), KEY, t)
        text = QRectF(48, 4, cap.left() - 48 - 12, box.height() - 8)
        setting = fit((self.text(),), SMALL + 1, 600, (text.width(), text.height()))
        top = text.center().y() - setting.height / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(text.left(), top + number * setting.line_height, text.width(), setting.line_height)
            align(painter, row, line, (setting.font, t.ink), LEFT)
