# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader finds in a window, through the interfaces it uses itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QLabel, QLineEdit, QWidget

Role, Text = QAccessible.Role, QAccessible.Text
PRESSED = {Role.Button, Role.CheckBox, Role.RadioButton, Role.ButtonMenu, Role.ButtonDropDown, Role.Link, Role.PageTab}
FILLED = {Role.EditableText, Role.ComboBox, Role.SpinBox, Role.Slider, Role.List, Role.Table, Role.Tree, Role.Chart}
ORNAMENT = {"_Mark", "_Ring"}
"""Says nothing that is not written beside it."""
WORKED = (QAbstractButton, QComboBox, QLineEdit)
NAMED = PRESSED | FILLED | {Role.ProgressBar, Role.Graphic, Role.Dialog}


@dataclass(frozen=True)
class Found:
    """`path` are the classes from the window down."""

    path: str
    role: QAccessible.Role
    name: str
    about: str
    widget: QWidget | None


def walk(window: QWidget) -> Iterator[Found]:
    """Everything that is seen, from the window down."""
    top = QAccessible.queryAccessibleInterface(window)
    assert top is not None
    yield from _under(top, type(window).__name__)


def _under(interface: QAccessibleInterface, path: str) -> Iterator[Found]:
    widget = interface.object()
    text = interface.text
    yield Found(
        path, interface.role(), text(Text.Name), text(Text.Description), widget if isinstance(widget, QWidget) else None
    )
    if isinstance(widget, QAbstractScrollArea) and interface.role() in FILLED:
        return  # its rows are told by the model: see test_rows
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        part = child.object()
        name = type(part).__name__ if part is not None else child.role().name
        yield from _under(child, f"{path} > {name}")


def is_reached(found: Found) -> bool:
    """By the keyboard or the mouse, to do something. What hands the focus on to a part of itself is not."""
    widget = found.widget
    if widget is None or not widget.isEnabled() or widget.focusProxy() or _is_viewport(widget):
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) or isinstance(widget, QAbstractButton)


def paints_itself(found: Found) -> bool:
    """Draws something to be read, and is no ground for others or an empty place."""
    widget = found.widget
    if widget is None or widget.layout() is not None or isinstance(widget, QLabel) or not widget.isVisible():
        return False
    kind = type(widget)
    return getattr(kind.paintEvent, "__module__", "").startswith("checkin.") and kind.__name__ not in ORNAMENT


def pressed(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if isinstance(part, WORKED) and part.isVisible()]


def _is_viewport(widget: QWidget) -> bool:
    around = widget.parentWidget()
    return isinstance(around, QAbstractScrollArea) and around.viewport() is widget
