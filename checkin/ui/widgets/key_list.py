# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of the desk's keys, read from the window that listens to them so that none is documented twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """A key as printed on the keyboard (`text`), and in few words what it does."""

    text: str
    does: str


def list_key_bindings(window: QWidget) -> list[KeyBinding]:
    """Return the keys of all shortcuts with a `whatsThis` and of all menu actions, function keys first."""
    found = {key.text: key for key in (*_shortcuts(window), *_actions(window))}
    return sorted(found.values(), key=_order)


def _shortcuts(window: QWidget) -> Iterator[KeyBinding]:
    for shortcut in window.findChildren(QShortcut):
        if shortcut.whatsThis() and (keys := shortcut.keys()):
            yield KeyBinding(keys[0].toString(QKeySequence.SequenceFormat.NativeText), shortcut.whatsThis())


def _actions(window: QWidget) -> Iterator[KeyBinding]:
    for action in window.findChildren(QAction):
        if not action.shortcut().isEmpty():
            text = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield KeyBinding(text, action.text().partition("\t")[0].replace("&&", "&").rstrip(" …"))


def _order(key: KeyBinding) -> tuple[bool, int, str]:
    """Return the sort key: F1 to F12 first, then the others."""
    number = key.text.removeprefix("F")
    is_function = number.isdigit()
    return not is_function, int(number) if is_function else 0, key.text
