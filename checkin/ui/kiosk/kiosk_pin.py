# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways into and out of self-service: the dialog before it, a supervisor's PIN, and the guard between.

The PIN is typed by finger or keyboard, and the desk checks it.
"""

import math
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget
from shiboken6 import isValid

from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.message import CheckinError, Message
from checkin.core.supervisor import Authority
from checkin.services.kiosk_service import KioskService
from checkin.translation import error_text, translate
from checkin.ui.kiosk.kiosk_idle import KioskButton
from checkin.ui.look.theme import DETAIL, GAP, LARGE, scale_px, scaled_font, text_scale
from checkin.ui.supervision.supervisor_settings import SupervisorForm
from checkin.ui.widgets.boxes import REST, column_of
from checkin.ui.widgets.dialogs import Dialog, asked
from checkin.ui.widgets.form_fields import ComboBox, Notice, captioned, label, line_field
from checkin.ui.widgets.payment_dialog import PinField

_WIDTH, _LEAST = 440, 300
_PAD = 420
"""Height of the keys at 1366x768, in pixels."""
_KEYS_UPRIGHT = 0.5
"""Largest share of the height that the keys take below the field."""


class KioskPin(QWidget):
    """The PIN page. `ended`: the PIN was right; `left`: back to the guests.

    `end` is called with the PIN and raises `CheckinError` if it is wrong; `wait` returns how long attempts are locked,
    or None.
    """

    ended = Signal()
    left = Signal()
    touched = Signal()
    """Emitted on use, so that the page is not closed meanwhile."""

    def __init__(self, end: Callable[[str], None], wait: Callable[[], timedelta | None]) -> None:
        super().__init__()
        self._end, self._wait = end, wait
        self._is_locked, self._u = False, 1.0
        self.field, self.notice = PinField(), Notice()
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.field.setAcceptDrops(False)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.textChanged.connect(self.touched)
        self.keys = {digit: KioskButton("", digit) for digit in "1234567890"}
        self.erase, self.enter = KioskButton("delete"), KioskButton("check")
        self.back = KioskButton("x")
        self._title = label("", DETAIL, 600)
        self._assemble()
        for digit, key in self.keys.items():
            key.clicked.connect(lambda _=False, pressed=digit: self._press(pressed))
        self.erase.clicked.connect(self.field.backspace)
        self.enter.clicked.connect(self._try)
        self.back.clicked.connect(self.left)

    def start(self) -> None:
        """Begin with an empty field, in the language of the team."""
        self._title.setText(translate(_TITLE))
        self.field.setAccessibleName(translate(_TITLE))
        self.back.show_text(translate(Message("kiosk", "Back to the guests")))
        self.erase.setAccessibleName(translate(Message("kiosk", "Erase the last digit")))
        self.enter.setAccessibleName(translate(Message("kiosk", "Try this PIN")))
        self._show_notice("")
        self.field.clear()
        self.field.setFocus()
        self.look_at_lock()

    def clear(self) -> None:
        """Clear the field, so that no digits remain."""
        self.field.clear()

    def look_at_lock(self) -> None:
        """Update the lock, each second."""
        wait = self._wait()
        was_locked, self._is_locked = self._is_locked, wait is not None
        for part in (self.field, self.enter, self.erase, *self.keys.values()):
            part.setEnabled(not self._is_locked)
        if wait is not None:
            seconds = math.ceil(wait.total_seconds())
            self._show_notice(translate(_LOCKED, time=f"{seconds // 60}:{seconds % 60:02}"))
        elif was_locked:
            self._show_notice("")
            self.field.setFocus()

    def set_scale(self, scale: float) -> None:
        self._u = scale
        self._title.setFont(scaled_font(DETAIL * min(scale, 1.4), 600))
        self.notice.setFont(scaled_font(LARGE * min(scale, 1.4), 600))
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the keys beside the field, on a portrait screen below it."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(down if self.height() > self.width() else across)
        self._fill()

    def _fill(self) -> None:
        """Scale both halves with the text size as far as there is room."""
        is_upright = self.height() > self.width()
        across = self.width() if is_upright else self.width() / 2 - GAP
        down = self.height() * (_KEYS_UPRIGHT if is_upright else 1.0)
        scale = max(self._u, min(self._u * text_scale(), down / _PAD))
        for button in (*self.keys.values(), self.erase, self.enter, self.back):
            button.set_scale(scale)
        self._pad.setSpacing(round(GAP * scale))
        wide = max(_LEAST, round(_WIDTH * min(self._u, 1.4)))
        for half in (self._left, self._right):
            half.setFixedWidth(max(wide, min(scale_px(wide), int(across))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (try the PIN) and Escape (back to the guests); digits go to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._try()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def _try(self) -> None:
        if self._is_locked or not self.field.text():
            return
        if self.field.was_scanned:
            self.field.clear()
            self._show_notice(translate(_SCANNED))
            return
        try:
            self._end(self.field.text())
        except CheckinError as error:  # shown here: this screen has no other line
            self._show_notice(error_text(error))
            self.field.clear()
            self.look_at_lock()
        else:
            self.field.clear()
            self.ended.emit()

    def _press(self, digit: str) -> None:
        self.field.insert(digit)
        self.field.setFocus()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)
        self.field.setAccessibleDescription(text)

    def _assemble(self) -> None:
        self._pad = QGridLayout()
        for at, digit in enumerate("123456789"):
            self._pad.addWidget(self.keys[digit], at // 3, at % 3)
        for at, key in enumerate((self.erase, self.keys["0"], self.enter)):
            self._pad.addWidget(key, 3, at)
        self._pad.addWidget(self.back, 4, 0, 1, 3)
        self._pad.setContentsMargins(0, 0, 0, 0)
        self._left, self._right = QWidget(), QWidget()
        self._right.setLayout(self._pad)
        column_of(self._title, self.field, self.notice, spacing=12, of=self._left)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(2 * GAP)
        self._halves.addStretch(1)
        for half in (self._left, self._right):
            self._halves.addWidget(half, 0, Qt.AlignmentFlag.AlignCenter)
        self._halves.addStretch(1)


_TITLE = Message("kiosk", "Supervisor’s PIN, to end self-service")
_SCANNED = Message("supervisor", "A scanner typed this, so it was not used. Type the PIN by hand.")
_LOCKED = Message("kiosk", "Too many wrong PINs. Try again in {time}.")


# The dialog before self-service: what it is, how it ends, this desk's name, and how much of a name is shown.
# Without a supervisor no PIN could end it, so one is named here first.

LONGEST_NAME = 40
TITLE = Message("kiosk", "Self-service")

_GREETINGS = {
    GreetingStyle.INITIAL: Message("kiosk", "First name and initial: Welcome, Éléonore L."),
    GreetingStyle.FULL: Message("kiosk", "Full name: Welcome, Éléonore Le Goff"),
    GreetingStyle.NONE: Message("kiosk", "No name: Welcome"),
}


class KioskDialog(Dialog):
    """The dialog, accepted once self-service has begun; `name` is the new name of the desk."""

    def __init__(self, service: KioskService, desk_name: str, parent: QWidget | None = None) -> None:
        super().__init__(translate(TITLE), parent)
        self._service, self._desk_name = service, desk_name
        self.desk, self.greeting, self.notice = line_field(translate(_NAME)), ComboBox(translate(_GREETING)), Notice()
        self.desk.setText(desk_name)
        self.desk.setMaxLength(LONGEST_NAME)
        for greeting, words in _GREETINGS.items():
            self.greeting.addItem(translate(words), greeting)
        self.greeting.setCurrentIndex(list(_GREETINGS).index(service.settings.greeting))
        buttons = self.confirm("", self._go_on)
        self.go_on = buttons.buttons()[0]
        self.arrange(
            label(translate(_WHAT)),
            8,
            captioned(translate(_NAME), self.desk),
            8,
            captioned(translate(_GREETING), self.greeting),
            8,
            self.notice,
            REST,
            buttons,
            spacing=8,
            width=620,
        )
        self.desk.setFocus()
        self._offer()

    @property
    def name(self) -> str:
        return self.desk.text().strip() or self._desk_name

    def _offer(self) -> None:
        can_be_left = self._service.can_be_left
        self.go_on.setText(translate(Message("kiosk", "Start self-service") if can_be_left else _NAME_ONE))
        self._show_notice("" if can_be_left else translate(_NO_PIN))

    def _go_on(self) -> None:
        if not self._service.can_be_left:
            self._name_supervisor()
            return
        try:
            self._service.begin(self.greeting.currentData())
        except CheckinError as error:  # shown here: the desk's own line is covered by this window
            self._show_notice(error_text(error))
        else:
            self.accept()

    def _name_supervisor(self) -> None:
        supervision = self._service.supervision
        authority = Authority(supervision.desk_name, translate(Message("supervisor", "First supervisor")))
        form = SupervisorForm(lambda name, pin: supervision.name(name, pin, authority), "", self)
        asked(form)
        self._offer()

    def _show_notice(self, text: str) -> None:
        self.notice.setText(text)
        self.go_on.setAccessibleDescription(text)


_WHAT = Message(
    "kiosk",
    "People use this screen on their own: they show their code, and anyone clearly expected is welcomed. "
    "Everyone else is sent to the welcome desk, without being told why. It fills the screen, comes back after "
    "a power cut, and is closed with the padlock at the bottom right and a supervisor’s PIN.",
)
_NAME = Message("kiosk", "Name of this screen, as the other desks see it")
_GREETING = Message("kiosk", "What others can read over someone’s shoulder")
_NAME_ONE = Message("kiosk", "Name a supervisor…")
_NO_PIN = Message(
    "kiosk", "Only a supervisor’s PIN ends self-service, and nobody has one yet. Name a supervisor first."
)


# The event filter that keeps guests from everything but the self-service screen: shortcuts, menus, drops, other
# windows.
# It works inside the program only. Keys of the window system, such as Alt+Tab, never reach it (docs/kiosk.md).

_NEVER = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.Shortcut,
        QEvent.Type.WhatsThis,
        QEvent.Type.ToolTip,
    }
)
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PLAIN = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Escape,
    }
)
"""Keys without text that are needed: move between buttons, press, erase, leave the PIN."""


class KioskGuard(QObject):
    """The guard; while installed, `window` is the only visible one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def install(self, app: QCoreApplication) -> None:
        """Filter all events of `app`. Scanners still work: their keys are taken before they reach a window."""
        app.installEventFilter(self)

    def remove(self, app: QCoreApplication) -> None:
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _NEVER:
            event.accept()
            return True
        if kind in _KEYS and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._keeps_away(event)
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_other(watched):
            QTimer.singleShot(0, self, lambda: watched.hide() if isValid(watched) else None)
        return False

    def _keeps_away(self, event: QKeyEvent) -> bool:
        is_command = bool(event.modifiers() & _COMMANDS)
        is_plain = event.key() in _PLAIN or bool(event.text() and event.text().isprintable())
        if is_plain and not is_command:
            return False
        event.accept()
        return True

    def _is_other(self, widget: QWidget) -> bool:
        return widget.isWindow() and widget is not self._window
