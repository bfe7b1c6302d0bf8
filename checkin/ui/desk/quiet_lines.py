# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines at the desk about something that waits: conflicts between desks, calls for help, missing speakers.

Each is hidden while there is nothing to say, and never a pop-up.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton

from checkin.core.kiosk.open_help_calls import HelpCall
from checkin.core.message import Message
from checkin.core.speaker_status import SpeakerStatus
from checkin.translation import clock_time, translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_focus_ring, draw_key_cap, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import RADIUS, TEXT, tokens
from checkin.ui.look.typesetting import fit

HEIGHT, ICON = 46, 20
CONFLICTS_KEY, HELP_KEY, SPEAKERS_KEY = "Ctrl+T", "Ctrl+H", "F12"


class QuietLine(QAbstractButton):
    """A line that is hidden without text. A press opens what it is about, and so does its key."""

    def __init__(self, icon: str, key: str) -> None:
        super().__init__()
        self._icon, self._key = icon, key
        self.setFixedHeight(scale_px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def listen(self) -> None:
        """Open what it is about by its key too, while it is shown."""
        QShortcut(QKeySequence(self._key), self).activated.connect(self.click)

    def show_text(self, text: str, tip: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, RADIUS, t.hover if self.underMouse() else t.surface, t.edge)
        draw_rounded(painter, QRectF(0, 8, 4, box.height() - 16), 2, t.warn)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, RADIUS - 1)
        icons.draw(painter, self._icon, QRectF(16, box.center().y() - ICON / 2, ICON, ICON), t.warn)
        end = QPointF(box.right() - 16, box.center().y())
        right = draw_key_cap(painter, end, self._key, t).left() - 12 if self._key else end.x()
        text = QRectF(48, 4, right - 48, box.height() - 8)
        setting = fit((self.text(),), TEXT, 600, (text.width(), text.height()))
        top = text.center().y() - setting.height / 2
        for number, line in enumerate(setting.lines):
            row = QRectF(text.left(), top + number * setting.line_height, text.width(), setting.line_height)
            draw_aligned(painter, row, line, (setting.font, t.ink), LEFT)


class ConflictLine(QuietLine):
    """A line that opens the conflict inbox when pressed."""

    def __init__(self) -> None:
        super().__init__("users-round", CONFLICTS_KEY)
        self.listen()

    def show_count(self, count: int) -> None:
        self.show_text("" if not count else translate(_ONE_CONFLICT if count == 1 else _CONFLICTS, count=count))


class HelpCallLine(QuietLine):
    """A line for the calls from self-service. `call` is the longest waiting one, which a press answers."""

    def __init__(self) -> None:
        super().__init__("bell", HELP_KEY)
        self.listen()
        self.call: HelpCall | None = None

    def show_calls(self, calls: Sequence[HelpCall], now: datetime) -> None:
        """Show `calls`, which are sorted longest waiting first."""
        self.call = calls[0] if calls else None
        if self.call is None:
            self.show_text("")
            return
        minutes = max(timedelta(), now - self.call.at) // timedelta(minutes=1)
        words = _CALL_SINCE if minutes else _CALL
        others = translate(_MORE_CALLS, desks=", ".join(call.desk for call in calls[1:])) if calls[1:] else ""
        tip = "\n".join(line for line in (translate(_ANSWERS_CALL, key=HELP_KEY), others) if line)
        self.show_text(translate(words, desk=self.call.desk, minutes=minutes), tip)


class SpeakerAlert(QuietLine):
    """A line that opens the programme when pressed. Its key is the desk's, which answers where nobody is missing."""

    def __init__(self) -> None:
        super().__init__("clock-alert", SPEAKERS_KEY)

    def show_key(self, is_its_own: bool) -> None:
        """Show the key, unless it is about what is lent where the desk stands."""
        self._key = SPEAKERS_KEY if is_its_own else ""
        self.update()

    def show_missing(self, missing: Sequence[SpeakerStatus]) -> None:
        names = (line.speaker.name for line in missing)
        show = translate(_SHOW, key=self._key) if self._key else translate(_SHOW_BY_CLICK)
        self.show_text(missing_speakers_text(missing), "\n".join([*names, show]))


def missing_speakers_text(missing: Sequence[SpeakerStatus]) -> str:
    """Return the sentence about `missing`, which is sorted by urgency (`speaker_status`); "" for none."""
    starts = [line.session.starts for line in missing if line.session and line.session.starts]
    if not starts:
        return ""
    first, minutes = missing[0], missing[0].minutes or 0
    if len(missing) == 1:
        words = _ONE_BEFORE if minutes > 0 else _ONE_SINCE
        return translate(words, name=first.speaker.name, time=clock_time(starts[0]), minutes=minutes)
    if minutes > 0:
        return translate(_BEFORE, count=len(missing), time=clock_time(starts[-1]))
    return translate(_SINCE, count=len(missing), time=clock_time(starts[0]))


_ONE_CONFLICT = Message("conflict", "1 conflict to settle between desks")
_CONFLICTS = Message("conflict", "{count} conflicts to settle between desks")
_CALL = Message("help", "{desk} asks for help · I’m going")
_CALL_SINCE = Message("help", "{desk} has been asking for help for {minutes} min · I’m going")
_ANSWERS_CALL = Message("help", "The screen there will say that someone is coming ({key})")
_MORE_CALLS = Message("help", "Then: {desks}")
_ONE_BEFORE = Message("speaker", "Speaker to find now: {name}, {time} (in {minutes} min)")
_ONE_SINCE = Message("speaker", "Speaker to find now: {name}, since {time}")
_BEFORE = Message("speaker", "{count} speakers to find now, before {time}")
_SINCE = Message("speaker", "{count} speakers to find now, the first since {time}")
_SHOW = Message("speaker", "Show them in the programme ({key})")
_SHOW_BY_CLICK = Message("speaker", "Click: show them in the programme")
