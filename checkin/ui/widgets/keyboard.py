# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyboard: Enter on buttons, shortcuts and keys that choose by number, first focus, a window's list of keys."""

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QRadioButton, QWidget

Verb = Callable[..., object]

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

ON_FRENCH_KEYS = "&é\"'(-è_ç"
"""The characters that the keys 1 to 9 of a French keyboard type without Shift."""


class EnterPresses(QObject):
    """An event filter by which Enter clicks the focused button, as Space does, whatever a dialog's default is.

    Check boxes are left out: there Enter belongs to the form. A scanner's Enter never reaches this: the keyboard wedge
    takes it before any widget. It filters the events of buttons that had the focus, not all those of the application,
    each of which would cost a call of Python.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, QAbstractButton) and not isinstance(now, QCheckBox | QRadioButton):
            now.installEventFilter(self)  # once, however often it has the focus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QAbstractButton):
            return False
        if not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        if not event.isAutoRepeat():
            watched.click()
        return True


def add_shortcuts(widget: QWidget, keys: Mapping[str, Verb] | Mapping[Qt.Key, Verb]) -> None:
    """Add shortcuts that work while `widget` or a child has the focus; several keys for one action are separated by
    spaces.
    """
    for names, then in keys.items():
        for name in names.split() if isinstance(names, str) else (names,):
            shortcut = QShortcut(QKeySequence(name), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(then)


def number_keys(number: int, modifier: str) -> list[QKeySequence]:
    """Return the shortcuts of `number`, 1 to 9, with `modifier` "Ctrl" or "Alt".

    Never a bare digit: scanners type those.
    """
    return [QKeySequence(f"{modifier}+{number}"), QKeySequence(f"{modifier}+{ON_FRENCH_KEYS[number - 1]}")]


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """A key as printed on the keyboard (`text`), and in few words what it does."""

    text: str
    does: str


def list_key_bindings(window: QWidget, without: Collection[str] = ()) -> list[KeyBinding]:
    """Return the keys of all shortcuts with a `whatsThis` and of all menu actions that can be used, function keys
    first; `without` those keys.

    They are read from the window that listens to them, so that none is documented twice.
    """
    found = {key.text: key for key in (*_shortcuts(window), *_actions(window))}
    closed = {QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in without}
    return sorted((key for key in found.values() if key.text not in closed), key=_order)


def _shortcuts(window: QWidget) -> Iterator[KeyBinding]:
    for shortcut in window.findChildren(QShortcut):
        if shortcut.whatsThis() and (keys := shortcut.keys()):
            yield KeyBinding(keys[0].toString(QKeySequence.SequenceFormat.NativeText), shortcut.whatsThis())


def _actions(window: QWidget) -> Iterator[KeyBinding]:
    for action in window.findChildren(QAction):
        if action.isEnabled() and not action.shortcut().isEmpty():
            text = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield KeyBinding(text, action.text().partition("\t")[0].replace("&&", "&").rstrip(" …"))


def _order(key: KeyBinding) -> tuple[bool, int, str]:
    """Return the sort key: F1 to F12 first, then the others."""
    number = key.text.removeprefix("F")
    is_function = number.isdigit()
    return not is_function, int(number) if is_function else 0, key.text


class InitialFocus(QObject):
    """An event filter that passes the focus of `place` on to `at`, which may change; while `at` is hidden, to the next
    part.

    Used instead of a focus proxy: with one, Qt's Tab never reaches the parts before it.
    """

    def __init__(self, place: QWidget, at: QWidget) -> None:
        super().__init__(place)
        self.at = at
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            is_there = (self.at.focusProxy() or self.at).isVisible()
            at = self.at if is_there else _next(self.at)
            at.setFocus(event.reason())
        return False


def _next(hidden: QWidget) -> QWidget:
    """Return the next visible part that Tab can reach."""
    found = hidden.nextInFocusChain()
    while found and found is not hidden:
        if found.isVisible() and found.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return found
        found = found.nextInFocusChain()
    return hidden


BREATH_MS, LEAST_BREATH_MS = 900, 225
"""Pause between two answers, shorter the more codes wait. A single code is handed on at once."""

QUESTION_MS = 2_500
"""Least time before the next code replaces a question: time to read it and to press F7."""


class CodeQueue(QObject):
    """A queue of codes that are not acknowledged yet. `due` hands a code on.

    Call `finish` before the window closes: the waiting codes will not be read again.
    """

    due = Signal(str)
    waiting_changed = Signal(int)
    """Emitted with the number of waiting codes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._is_paused = self._is_held = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.step)

    def add(self, text: str) -> None:
        self._waiting.append(text)
        if not self.is_resting:
            self.step()
        elif self._waiting:
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    def pause_for(self, milliseconds: int = BREATH_MS) -> None:
        """Hand on nothing for `milliseconds` from now, however many codes wait."""
        self._is_held = True
        self._rest.start(milliseconds)

    def resume(self) -> None:
        """Hand on the next code at once: the pause is over, and nothing that ended it is being answered."""
        if not self._is_paused:
            self._rest.stop()
            self.step()

    def pause(self, is_paused: bool) -> None:
        """Pause or go on. After a pause the next code waits a moment, because what ended the pause is being
        answered.
        """
        self._is_paused, self._is_held = is_paused, False
        if not is_paused and not self.is_resting:
            self._rest.start(BREATH_MS)

    def finish(self, stops: Callable[[], bool] = lambda: False) -> None:
        """Hand on all waiting codes at once, because they will not be read again.

        If `stops` becomes true after one of them, the rest go on waiting.
        """
        while self._waiting:
            self.due.emit(self._waiting.popleft())
            if stops():
                return
        self.clear()

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def is_waiting(self) -> bool:
        return bool(self._waiting)

    def clear(self) -> None:
        """Drop the waiting codes: they were meant for a situation that is over."""
        self._waiting.clear()
        self._rest.stop()
        self.waiting_changed.emit(0)

    @property
    def is_resting(self) -> bool:
        return self._rest.isActive()

    def step(self) -> None:
        """Hand on the next code, if one waits and nothing pauses the queue; begin the pause after it."""
        if self._waiting and not self._is_paused:
            self._is_held = False
            self._rest.start(BREATH_MS)
            self.due.emit(self._waiting.popleft())
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    @property
    def rest_ms(self) -> int:
        """The length of the present pause, or of the last one, in milliseconds."""
        return self._rest.interval()

    def _hurry(self) -> None:
        """Shorten the pause while several codes wait: a volunteer who scans that fast does not read each answer."""
        if len(self._waiting) > 1 and not self._is_held and self.is_resting:
            breath = max(LEAST_BREATH_MS, BREATH_MS // len(self._waiting))
            self._rest.start(min(self._rest.remainingTime(), breath))


class ScanField(QLineEdit):
    """A field that takes the code a scanner reads while the cursor is in it, in place of the desk. A code for which
    `leaves` is true goes to the desk all the same: a ticket is an arrival.

    `scanned` is emitted once the code stands in the field.
    """

    scanned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.leaves: Callable[[str], bool] = lambda code: False

    def take(self, code: str) -> bool:
        """Take a scanned code; return whether it was for this field."""
        if self.leaves(code):
            return False
        self.setText(code)
        self.selectAll()  # the next one takes its place
        self.scanned.emit()
        return True


def give_to_focused_field(code: str) -> bool:
    """Give a scanned code to the field with the cursor; return whether it took the code."""
    field = QApplication.focusWidget()
    return isinstance(field, ScanField) and field.take(code)
