# SPDX-License-Identifier: GPL-3.0-or-later
"""USB scanners that act as keyboards: detects their codes among typed keys, wherever the focus is.

Keys go to the focused widget at once, so typing never lags; if they turn out to be a scan, the field is restored. It
decides nothing about a ticket and presses no button.
"""

from collections import deque
from collections.abc import Callable
from enum import Enum, auto
from time import monotonic_ns

from PySide6 import QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from shiboken6 import isValid

from checkin.core.keyboard_layouts import layout_of, position_of
from checkin.core.keystrokes import SILENCE_MS, Keystroke, KeystrokeBurst, KeystrokeVerdict, KeyTimes

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier  # as Windows reports it
_LINE_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
_CORRECTIONS = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right}
_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride, QEvent.Type.InputMethod)
_FRAMES = {"\x02", "\x03", "\x1d"}  # STX, ETX, GS, which scanners type as Ctrl+B, Ctrl+C, Ctrl+]
_MOST_STAMPS = 64


BY_HAND = "by_hand"
"""The property of a window into which nobody scans: what password managers type there is as fast as a scanner."""

FOR_CODES = "for_codes"
"""The property of a window in which codes alone are typed, but for its fields: a short unknown one is answered too.
"""


class _Key(Enum):
    WRITES = auto()
    ENDS = auto()
    ADDS_NOTHING = auto()
    EDITS = auto()


class DeferredKeys:
    """Key presses for lists, deferred in order until it is certain that no scanner types them: a scanned letter would
    select another row. Each goes to the list that had the focus when it was typed.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[QtWidgets.QWidget, QKeyEvent]] = []

    def defer(self, event: QKeyEvent) -> bool:
        """Defer a key press for a list; return whether it was one. Space does not search in lists, so it is not
        deferred.
        """
        focused = QtWidgets.QApplication.focusWidget()
        if not isinstance(focused, QtWidgets.QAbstractItemView | QtWidgets.QComboBox) or not event.text().strip():
            return False
        again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
        self._waiting.append((focused, again))
        return True

    def release(self) -> None:
        """Send the deferred keys: a person typed them."""
        waiting, self._waiting = self._waiting, []
        for widget, event in waiting:
            if isValid(widget):
                QCoreApplication.sendEvent(widget, event)

    def drop(self) -> None:
        """Drop the deferred keys: a scanner typed them."""
        self._waiting.clear()


class _Presses(QObject):
    """A filter of windows that passes the next key press on to `hear`, and leaves."""

    def __init__(self, hear: Callable[[QKeyEvent], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._hear = hear

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        watched.removeEventFilter(self)
        return self._hear(event)


class KeyboardWedge(QObject):
    """An event filter that finds scans among the keys. `resolve`: the known code that a typed text means, or None
    (`core.keyboard_layouts.repair` with the desk's tickets).

    `now`: milliseconds of any clock that does not jump.

    Key presses are judged by a filter of the window itself, which Qt asks after all filters of the application. While
    an assistive technology listens, a filter of Qt takes each key and posts it again without its time stamp: a filter
    of the application would see keys twice or once, depending on who came first.
    """

    code_typed = Signal(str)
    """A scan: the known code, or, if certainly from a scanner, the unknown text as typed."""
    layout_seen = Signal(str)
    """A scan was repaired from this layout (a name of `core.keyboard_layouts.layouts`). Emitted once, until another
    layout is seen.
    """

    def __init__(
        self,
        resolve: Callable[[str], str | None],
        now: Callable[[], int] = lambda: monotonic_ns() // 1_000_000,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._burst = KeystrokeBurst(resolve)
        self._now = now
        self._times = KeyTimes()
        self._stamps: deque[tuple[object, int]] = deque(maxlen=_MOST_STAMPS)
        """Which key, and its time stamp, of keys that were announced and did not come yet."""
        self._presses = _Presses(self._hear, self)
        self._layout = ""
        self.layout = ""
        """The layout from which the newest scan was repaired; "" if it needed no repair."""
        self._put_back: Callable[[str], None] = _nothing
        self._held = DeferredKeys()
        # Keys that waited while the program was busy are delivered between the two timers, and restart the first.
        self._quiet = QTimer(self, singleShot=True, interval=SILENCE_MS)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._is_prompt = True
        """Whether all events had been handled since the last key: the next one cannot have waited here."""
        self._drained = QTimer(self, singleShot=True, interval=0)
        self._drained.timeout.connect(self._note_drained)
        self._quiet.timeout.connect(self._idle.start)
        self._idle.timeout.connect(self._fall_silent)

    def install(self, app: QCoreApplication) -> None:
        """Watch every window of `app`, dialogs too."""
        app.installEventFilter(self)

    def remove(self, app: QCoreApplication) -> None:
        """Stop watching."""
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _KEYS and _is_by_hand():
            return False
        if kind == QEvent.Type.KeyPress and watched.isWindowType():  # each key comes again, to the widget
            watched.installEventFilter(self._presses)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if watched.isWindowType():
                self._stamps.append((_which(event), event.timestamp()))
            return self._claim(event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._compose(event.commitString())
        return False

    def _hear(self, event: QKeyEvent) -> bool:
        """Handle a key press; return whether it is kept from the focused widget. One that is not gets its time, by
        which the search box judges who typed.
        """
        announced = self._announced(event)
        stamp = event.timestamp() or announced
        if self._is_held(event, self._times.of(stamp, self._now(), is_prompt=self._is_prompt)):
            return False
        at_ms = self._times.note(stamp, self._now(), is_prompt=self._is_prompt)
        self._is_prompt = False
        self._drained.start()
        event.setTimestamp(at_ms)
        return self._press(event, at_ms)

    def _announced(self, event: QKeyEvent) -> int:
        """Return the time stamp of the shortcut override that came before this key, 0 without one. No assistive
        technology takes that event.
        """
        pressed = _which(event)
        for number, (announced, stamp) in enumerate(self._stamps):
            if announced == pressed:
                for _ in range(number + 1):  # those before became shortcuts
                    self._stamps.popleft()
                return stamp
        return 0

    def _note_drained(self) -> None:
        self._is_prompt = True

    def _is_held(self, event: QKeyEvent, at_ms: int) -> bool:
        """Whether a held key repeats. X11 also marks the second of two equal digits that a scanner types in one
        millisecond, but a held key waits before it repeats.
        """
        return event.isAutoRepeat() and not self._burst.is_rapid(at_ms)

    def _press(self, event: QKeyEvent, at_ms: int) -> bool:
        if not self._burst.is_open(at_ms):  # the program was busy during the silence: these keys come before its timer
            self._carry_out(self._burst.silence())
        match _kind_of(event):
            case _Key.WRITES:
                return self._write(event, at_ms)
            case _Key.ENDS:
                guarded = self._burst.guards(at_ms)
                swallowed = self._carry_out(self._burst.terminator(at_ms, is_for_codes=_is_for_codes()))
                self._held.release()
                return swallowed or (guarded and event.key() != Qt.Key.Key_Tab and not _is_in_text())
            case _Key.EDITS:
                self._end_before(event)
                self._held.release()
        return False

    def _end_before(self, event: QKeyEvent) -> None:
        """End a burst at a key that writes nothing; a whole code before it is a scan: Alt+F4 may follow at once."""
        if event.key() not in _CORRECTIONS:
            self._carry_out(self._burst.silence())
        self._burst.forget()

    def _write(self, event: QKeyEvent, at_ms: int) -> bool:
        guarded, rapid = self._burst.guards(at_ms), self._burst.is_rapid(at_ms)
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        text = event.text()
        verdict = self._burst.character(Keystroke(text, at_ms, _position_of(event), shifted))
        self._idle.stop()
        self._quiet.start()
        if self._carry_out(verdict):
            return True
        # Letters make lists and menus jump or act, and Space presses buttons.
        if _is_in_text():
            return False
        if rapid or (guarded and text == " ") or _is_menu_open():
            self._held.drop()
            return True
        return self._held.defer(event)

    def _compose(self, text: str) -> None:
        """Add the composed character of a dead key and its letter, which comes without a key or time."""
        if self._quiet.isActive():
            for character in text:
                self._carry_out(self._burst.character(Keystroke(character, self._times.newest)))

    def _claim(self, event: QKeyEvent) -> bool:
        """Claim a key before it becomes a shortcut, so that a scanner triggers none."""
        kind = _kind_of(event)
        if kind is _Key.EDITS:  # if it is a shortcut, no key press will follow
            self._end_before(event)
            return False
        at_ms = self._times.of(event.timestamp(), self._now(), is_prompt=self._is_prompt)
        claimed = kind is _Key.WRITES or self._burst.guards(at_ms)
        if claimed:
            event.accept()
        return claimed

    def _fall_silent(self) -> None:
        self._carry_out(self._burst.silence())
        self._held.release()

    def _carry_out(self, verdict: KeystrokeVerdict) -> bool:
        if verdict.opens:
            self._put_back = _remember(_text_field())
        if verdict.code is None:
            return verdict.swallow
        self._quiet.stop()
        self._idle.stop()
        self._held.drop()
        self._put_back(verdict.by_hand)
        self._put_back = _nothing
        self._report_layout(verdict.typed, verdict.code)
        self.code_typed.emit(verdict.code)
        return True

    def _report_layout(self, typed: str, code: str) -> None:
        layout = layout_of(typed, code)
        self.layout = layout or ""
        if layout is not None and layout != self._layout:
            self._layout = layout
            self.layout_seen.emit(layout)


def _is_by_hand() -> bool:
    window = QtWidgets.QApplication.activeWindow()
    return window is not None and bool(window.property(BY_HAND))


def _is_for_codes() -> bool:
    window = QtWidgets.QApplication.activeWindow()
    return window is not None and bool(window.property(FOR_CODES)) and not _is_in_text()


def _kind_of(event: QKeyEvent) -> _Key:
    commands = event.modifiers() & _COMMANDS
    text, key = event.text(), event.key()
    if commands and commands != _ALT_GR:
        return _Key.ADDS_NOTHING if text in _FRAMES or key in _MODIFIERS else _Key.EDITS
    if key in _LINE_ENDS:
        return _Key.ENDS
    if (text and text.isprintable()) or Qt.Key.Key_Dead_Grave <= key <= Qt.Key.Key_Dead_Longsolidusoverlay:
        return _Key.WRITES
    return _Key.ADDS_NOTHING if key in _MODIFIERS else _Key.EDITS


def _which(event: QKeyEvent) -> tuple[object, ...]:
    """Return what two events of one key have in common. Ctrl+B, which is a shortcut, is another key than B; what
    announces Shift itself says that it is held, its press does not.
    """
    held = None if event.key() in _MODIFIERS else event.modifiers()
    return event.key(), event.nativeScanCode(), held


def _position_of(event: QKeyEvent) -> int | None:
    platform = QGuiApplication.platformName()
    return position_of(platform, event.nativeScanCode(), event.nativeVirtualKey())


def _text_field() -> QtWidgets.QWidget | None:
    """Return the focused widget that takes text, or the line edit inside it."""
    focused = QtWidgets.QApplication.focusWidget()
    if isinstance(focused, QtWidgets.QAbstractSpinBox | QtWidgets.QComboBox):
        return focused.findChild(QtWidgets.QLineEdit)
    return (
        focused if isinstance(focused, QtWidgets.QLineEdit | QtWidgets.QPlainTextEdit | QtWidgets.QTextEdit) else None
    )


def _is_in_text() -> bool:
    return not _is_menu_open() and _text_field() is not None


def _is_menu_open() -> bool:
    return isinstance(QtWidgets.QApplication.activePopupWidget(), QtWidgets.QMenu)


def _remember(field: QtWidgets.QWidget | None) -> Callable[[str], None]:
    """Return a function that restores `field` as it is now, then inserts what a person typed since."""
    if isinstance(field, QtWidgets.QLineEdit):
        return _remember_line(field)
    if isinstance(field, QtWidgets.QPlainTextEdit):
        return _remember_text(field)
    return _nothing


def _remember_line(field: QtWidgets.QLineEdit) -> Callable[[str], None]:
    text, cursor, modified = field.text(), field.cursorPosition(), field.isModified()
    start, length = field.selectionStart(), field.selectionLength()

    def put_back(typed: str) -> None:
        if not isValid(field):
            return
        field.setText(text)
        field.setModified(modified)
        field.setCursorPosition(cursor)
        if length:
            backwards = cursor == start
            field.setSelection(*((start + length, -length) if backwards else (start, length)))
        if typed:
            field.insert(typed)

    return put_back


def _remember_text(field: QtWidgets.QPlainTextEdit) -> Callable[[str], None]:
    text, cursor = field.toPlainText(), field.textCursor()
    anchor, position = cursor.anchor(), cursor.position()

    def put_back(typed: str) -> None:
        if not isValid(field):
            return
        field.setPlainText(text)
        restored = field.textCursor()
        restored.setPosition(anchor)
        restored.setPosition(position, restored.MoveMode.KeepAnchor)
        field.setTextCursor(restored)
        if typed:
            field.insertPlainText(typed)

    return put_back


def _nothing(_typed: str) -> None:
    """Do nothing: no text field had the focus."""
