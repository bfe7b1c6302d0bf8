# SPDX-License-Identifier: GPL-3.0-or-later
"""The strips between the header and the answer of a desk, each of which stays while it is true."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from checkin.core.admission_rules import Handover
from checkin.core.counts import SpeakerStatus
from checkin.core.kiosk_answers import HelpCall
from checkin.core.message import Message
from checkin.core.paper_entries import parse_paper_time
from checkin.core.programme.programme import ControlPoint
from checkin.services.desk import Desk
from checkin.translation import clock_time, translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import (
    LEFT,
    draw_aligned,
    draw_elided,
    draw_focus_ring,
    draw_hairline,
    draw_key_cap,
    draw_rounded,
)
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import (
    GAP,
    MARGIN,
    RADIUS,
    TEXT,
    design_painter,
    design_rect,
    font,
    scale_px,
    scaled_font,
    tokens,
)
from checkin.ui.look.typesetting import escape_mnemonic, fit
from checkin.ui.widgets.form_fields import Paragraph, label

HEIGHT, ICON = 52, 32
"""Pixels: of a strip, and what the icon takes of its width."""


class ModeBar(QtWidgets.QWidget):
    """A strip, hidden until `show_sentence`. A sentence that is too long is elided, and whole in the tool tip."""

    def __init__(self, icon: str, *buttons: QtWidgets.QPushButton) -> None:
        super().__init__()
        self._icon, self._buttons, self.sentence = icon, buttons, ""
        self.setFixedHeight(scale_px(HEIGHT))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        self.sentence = sentence
        self.setToolTip(sentence)
        self.setAccessibleName(sentence)
        self.show()
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter, box = design_painter(self), design_rect(self)
        painter.fillRect(box, QtGui.QColor(t.pill_person.ground))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(painter, 0, box.height() - 1, box.width(), box.height() - 1)
        drawing.draw(painter, self._icon, QRectF(MARGIN, box.height() / 2 - 11, 22, 22), t.pill_person.ink)
        left, end = MARGIN + ICON, self._buttons[0].x() * box.width() / max(1, self.width()) - GAP
        place = QRectF(left, 0, end - left, box.height())
        draw_elided(painter, place, self.sentence, font(TEXT, 600), t.pill_person.ink)


NOTICE_HEIGHT, NOTICE_ICON = 56, 22
"""Pixels."""


class _NoticeText(Paragraph):
    """The sentence, painted in the ink of its ground: a palette of its own would keep earlier colours."""

    is_failure = False

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t, painter = tokens(self.palette()), QtGui.QPainter(self)
        painter.setPen(QtGui.QColor(t.pill_refused.ink if self.is_failure else t.ink))
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextWordWrap, self.text())


class NoticeBar(QtWidgets.QWidget):
    """A strip with one sentence, good or bad, that stays until the user has dismissed it. `wanted`: its button for more
    was pressed.
    """

    wanted = Signal()

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._is_failure = "", False
        self._text = _NoticeText(TEXT, 600)
        self.more, self.read = QtWidgets.QPushButton(), QtWidgets.QPushButton(translate(Message("notice", "OK")))
        for button in (self.more, self.read):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.more.clicked.connect(self.hide)
        self.more.clicked.connect(self.wanted)  # the handler may show a notice itself, so this comes first
        self.read.clicked.connect(self.hide)
        self.setMinimumHeight(scale_px(NOTICE_HEIGHT))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(scale_px(MARGIN + 32), 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.more)
        row.addWidget(self.read)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_notice(self, text: str, icon: str, more: str = "", *, is_failure: bool = False) -> None:
        """Show a notice; `more` labels the button for more, "" for none. A failure gets the colours of a refusal."""
        self._icon, self._is_failure = icon, is_failure
        self._text.is_failure = is_failure
        self._text.setText(text)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.read.show()
        self.setAccessibleName(text)
        self.read.setAccessibleDescription(text)
        self.show()
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(self, QtGui.QAccessible.Event.Alert))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        ground, ink = (t.pill_refused.ground, t.pill_refused.ink) if self._is_failure else (t.selected, t.accent)
        painter.fillRect(design_rect(self), QtGui.QColor(ground))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        drawing.draw(
            painter,
            self._icon,
            QRectF(MARGIN, (design_rect(self).height() - NOTICE_ICON) / 2, NOTICE_ICON, NOTICE_ICON),
            ink,
        )


class ScanOnlyBar(ModeBar):
    """A strip, hidden unless the desk only scans. `opening_wanted`: a supervisor is to open the rest."""

    opening_wanted = Signal()

    def __init__(self) -> None:
        button = QtWidgets.QPushButton(translate(_OPEN))
        super().__init__("lock", button)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.opening_wanted)

    def show_scan_only(self, is_on: bool) -> None:
        """Show the strip, or hide it."""
        if is_on:
            self.show_sentence(translate(_SCANS_ONLY))
        self.setVisible(is_on)


_SCANS_ONLY = Message("scan_only", "This desk only scans: no list of people. A search by name needs a supervisor (F3).")
_OPEN = Message("scan_only", "Open the rest…")


# The strip that stays under the header while arrivals are entered from paper, and shows their time.
# It only asks for the time: the desk records it.


class PaperEntryBar(ModeBar):
    """A strip, hidden in normal operation. `changed`: another time was set, or the entry ended."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        self.another, self.end = _button(Message("paper", "Another time…")), _button(Message("paper", "Paper done"))
        super().__init__("pencil", self.another, self.end)
        self._desk = desk
        self.another.clicked.connect(self.ask)
        self.end.setProperty("primary", True)
        self.end.clicked.connect(self.finish)
        self._show()

    def ask(self) -> None:
        """Ask for the time of the next entries, valid for a series of people.

        Raise `UserError` if the text is no time; nothing is changed then.
        """
        written = self._desk.written
        before = f"{written.astimezone(self._desk.now().tzinfo):%H:%M}" if written else ""
        title, plain = translate(Message("paper", "Arrivals from paper")), QtWidgets.QLineEdit.EchoMode.Normal
        typed, is_given = QtWidgets.QInputDialog.getText(self.window(), title, translate(_ASK), plain, before)
        if is_given:
            self._desk.enter_from_paper(parse_paper_time(typed, self._desk.now()))
            self._show()
            self.changed.emit()

    def finish(self) -> None:
        self._desk.enter_from_paper(None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        written = self._desk.written
        if written:
            now = self._desk.now()
            local = written.astimezone(now.tzinfo)
            time = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"
            self.show_sentence(translate(_ENTERED, time=time))
        self.setVisible(written is not None)


def _button(words: Message) -> QtWidgets.QPushButton:
    button = QtWidgets.QPushButton(translate(words))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


_ASK = Message("paper", "Time written on the paper (8:45). It applies until you type another:")
_ENTERED = Message("paper", "From paper: everyone you scan or name now arrived at {time}. The camera is off.")
CAMERA_OFF = Message(
    "paper",
    "The camera would see several lines of the paper at once. Use the handheld scanner, or type a name or a code.",
)


# The strip under the header of a rehearsal that sends invented guests one by one, for a volunteer who practises
# alone.

KEY = "Ctrl+N"
"""Sends the next guest."""


class PretendGuestBar(QtWidgets.QWidget):
    """A strip that emits `came` with the code of the next guest. `guests` makes new codes once all have come."""

    came = Signal(str)

    def __init__(self, guests: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._guests, self._codes, self._next = guests, tuple(guests()), 0
        self._text, self.send = label("", TEXT, 600), QtWidgets.QPushButton(f"{KEY}   {translate(_SEND)}")
        self.send.setAccessibleName(f"{translate(_SEND)} ({KEY})")
        self.send.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.send.clicked.connect(self._send)
        QtGui.QShortcut(QtGui.QKeySequence(KEY), self).activated.connect(self.send.click)
        self.setMinimumHeight(scale_px(HEIGHT))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(scale_px(MARGIN + 32), 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.send)
        self._show_count()

    @property
    def text(self) -> str:
        return self._text.text()

    def _send(self) -> None:
        if self._next == len(self._codes):
            self._codes, self._next = tuple(self._guests()), 0
        if self._codes:
            self._next += 1
            self.came.emit(self._codes[self._next - 1])
        self._show_count()

    def _show_count(self) -> None:
        words = _NOBODY if not self._codes else _FIRST if not self._next else _COUNT
        self._text.setText(translate(words, count=len(self._codes), number=self._next))
        self.send.setEnabled(bool(self._codes))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QtGui.QColor(t.selected))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        drawing.draw(
            painter,
            "users-round",
            QRectF(MARGIN, (design_rect(self).height() - NOTICE_ICON) / 2, NOTICE_ICON, NOTICE_ICON),
            t.accent,
        )


_SEND = Message("rehearsal", "Next guest")
_FIRST = Message(
    "rehearsal", "On your own? {count} pretend guests come one by one, with the kinds of code people really bring."
)
_COUNT = Message("rehearsal", "Pretend guest {number} of {count}. Answer them as on the day.")
_NOBODY = Message("rehearsal", "The list has no codes for pretend guests: search by name, or register someone.")


WIDEST_NAME = 130
"""Pixels; a longer one is cut, and whole in the tool tip."""
MOST = 4
"""How many control points get a button; the others are in the header's menu (F10)."""


class HandoverBar(QtWidgets.QWidget):
    """A strip that proposes another control point for this desk. Hidden while there is nothing to propose, or after the
    proposal was put off.
    """

    chosen = Signal(str)
    """Emitted with the id of the chosen control point."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._put_off: tuple[str, ...] = ()
        self.points: tuple[ControlPoint, ...] = ()
        self._text = QtWidgets.QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setFont(scaled_font(TEXT, 600))
        self._text.setSizePolicy(QtWidgets.QSizePolicy.Policy.Ignored, QtWidgets.QSizePolicy.Policy.Preferred)
        self._buttons: list[QtWidgets.QPushButton] = []
        self.setFixedHeight(scale_px(HEIGHT))
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(scale_px(MARGIN + 32), 0, MARGIN, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self.hide()

    def propose(self, found: Handover | None, here: ControlPoint) -> None:
        """Show the proposal of `core.admission_rules`; an unchanged one changes nothing on the screen."""
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
        later = QtWidgets.QPushButton(translate(Message("handover", "Stay here")))
        later.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        later.clicked.connect(self.put_off)
        self._buttons.append(later)
        for button in self._buttons:
            self._row.addWidget(button)

    def _button(self, key: str, point: ControlPoint) -> QtWidgets.QPushButton:
        name = QtGui.QFontMetricsF(font(TEXT, 600)).elidedText(point.name, Qt.TextElideMode.ElideRight, WIDEST_NAME)
        button = QtWidgets.QPushButton(escape_mnemonic(f"{key}{name}"))
        button.setToolTip(point.name)
        button.setAccessibleName(point.name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("primary", True)
        button.clicked.connect(lambda _=False: self.chosen.emit(point.id))
        return button

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QtGui.QColor(t.selected))
        painter.setPen(QtGui.QPen(QtGui.QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        drawing.draw(painter, "clock", QRectF(MARGIN, design_rect(self).height() / 2 - 11, 22, 22), t.accent)


def _sentence(found: Handover, here: ControlPoint) -> str:
    if found.is_over and here.closes:
        return translate(_OVER, here=here.name, time=clock_time(here.closes))
    opens = [point.opens for point in found.points if point.opens]
    return translate(_OPENS, time=clock_time(min(opens))) if opens else translate(_WHERE, here=here.name)


_OVER = Message("handover", "{here} closed at {time}. Where is this desk now?")
_OPENS = Message("handover", "Opening at {time}. Move this desk there?")
_WHERE = Message("handover", "{here} is over. Where is this desk now?")


# The lines at the desk about something that waits: conflicts between desks, calls for help, missing speakers.
# Each is hidden while there is nothing to say, and never a pop-up.

QUIET_HEIGHT, QUIET_ICON = 46, 20
CONFLICTS_KEY, HELP_KEY, SPEAKERS_KEY = "Ctrl+T", "Ctrl+H", "F12"


class QuietLine(QtWidgets.QAbstractButton):
    """A line that is hidden without text. A press opens what it is about, and so does its key."""

    def __init__(self, icon: str, key: str) -> None:
        super().__init__()
        self._icon, self._key = icon, key
        self.setFixedHeight(scale_px(QUIET_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def listen(self) -> None:
        """Open what it is about by its key too, while it is shown."""
        QtGui.QShortcut(QtGui.QKeySequence(self._key), self).activated.connect(self.click)

    def show_text(self, text: str, tip: str = "") -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setVisible(bool(text))

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, RADIUS, t.hover if self.underMouse() else t.surface, t.edge)
        draw_rounded(painter, QRectF(0, 8, 4, box.height() - 16), 2, t.warn)
        if self.hasFocus():
            draw_focus_ring(painter, box, t, RADIUS - 1)
        drawing.draw(painter, self._icon, QRectF(16, box.center().y() - QUIET_ICON / 2, QUIET_ICON, QUIET_ICON), t.warn)
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
        words = _CALL_SINCE if minutes else Message("help", "{desk} asks for help · I’m going")
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
    """Return the sentence about `missing`, which is sorted by urgency (`counts`); "" for none."""
    starts = [line.session.starts for line in missing if line.session and line.session.starts]
    if not starts:
        return ""
    first, minutes = missing[0], missing[0].minutes or 0
    if len(missing) == 1:
        words = _ONE_BEFORE if minutes > 0 else Message("speaker", "Speaker to find now: {name}, since {time}")
        return translate(words, name=first.speaker.name, time=clock_time(starts[0]), minutes=minutes)
    if minutes > 0:
        return translate(_BEFORE, count=len(missing), time=clock_time(starts[-1]))
    return translate(_SINCE, count=len(missing), time=clock_time(starts[0]))


_ONE_CONFLICT = Message("conflict", "1 conflict to settle between desks")
_CONFLICTS = Message("conflict", "{count} conflicts to settle between desks")
_CALL_SINCE = Message("help", "{desk} has been asking for help for {minutes} min · I’m going")
_ANSWERS_CALL = Message("help", "The screen there will say that someone is coming ({key})")
_MORE_CALLS = Message("help", "Then: {desks}")
_ONE_BEFORE = Message("speaker", "Speaker to find now: {name}, {time} (in {minutes} min)")
_BEFORE = Message("speaker", "{count} speakers to find now, before {time}")
_SINCE = Message("speaker", "{count} speakers to find now, the first since {time}")
_SHOW = Message("speaker", "Show them in the programme ({key})")
_SHOW_BY_CLICK = Message("speaker", "Click: show them in the programme")


class TyingBar(ModeBar):
    """A strip that stays while the next code that is read becomes a person's. `left`: the user no longer wants to give
    one. `turned_over`: the old codes of this person are to be replaced instead of staying valid, or the other way
    round.
    """

    left = Signal()
    turned_over = Signal()

    def __init__(self) -> None:
        self.other_way, self.leave = (
            QtWidgets.QPushButton(),
            QtWidgets.QPushButton(translate(Message("tie", "Cancel (Esc)"))),
        )
        super().__init__("id-card", self.other_way, self.leave)
        for button, clicked in ((self.other_way, self.turned_over), (self.leave, self.left)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(clicked)

    def show_person(self, name: str, *, keeps: bool) -> None:
        """Show whose code is awaited, and what becomes of their other codes."""
        self.other_way.setText(translate(_REPLACE if keeps else _KEEP))
        self.show_sentence(translate(_KEEPS if keeps else _REPLACES, name=name))
        announce(self, self.sentence)

    @property
    def text(self) -> str:
        """The whole sentence; "" while no code is awaited."""
        return "" if self.isHidden() else self.sentence


_KEEPS = Message("tie", "Scan the new code of {name} now. The old code stays valid.")
_REPLACES = Message("tie", "Scan the new code of {name} now. It replaces the old one.")
_REPLACE, _KEEP = Message("tie", "Replace the old code"), Message("tie", "Keep the old code")
