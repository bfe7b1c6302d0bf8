# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyboard: Enter on buttons, shortcuts and keys that choose by number, first focus, a window's list of keys."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QWidget

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
