# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text that the widgets on the screen hold: what they say, what a screen reader says, what their lists have."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from shiboken6 import isValid

PROPERTIES = ("text", "plainText", "placeholderText", "title", "windowTitle", "toolTip", "statusTip", "whatsThis")
READ = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.UserRole,
)


def places_of(word: str) -> list[str]:
    """The widgets that hold this word, each with the text, in capitals or not."""
    return sorted({f"{place}: {text[:80]}" for place, text in _texts() if word.casefold() in text.casefold()})


def _texts() -> Iterator[tuple[str, str]]:
    for widget in QApplication.allWidgets():
        if isValid(widget) and widget.isVisible():
            yield from ((_place(widget), text) for text in _texts_of(widget) if text)


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield from (str(widget.property(name) or "") for name in PROPERTIES)
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if (read := QAccessible.queryAccessibleInterface(widget)) is not None:
        yield from (read.text(which) for which in READ)
    if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
        yield from _rows(widget.model())
    for action in widget.actions():
        if isinstance(action, QAction):
            yield action.text()


def _rows(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
            yield from (str(model.index(row, column).data(role) or "") for role in ROLES)


def _place(widget: QWidget) -> str:
    names = []
    part: QWidget | None = widget
    while part is not None:
        names.append(type(part).__name__)
        part = part.parentWidget()
    return " < ".join(names[:6])
