# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever cannot see the screen finds everything on it by name."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from tests.access.walk import NAMED, is_reached, paints_itself, walk

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_everything_that_can_be_used_or_read_has_a_name(window):
    nameless = [
        f"{found.path} ({found.role.name})"
        for found in walk(window)
        if not found.name.strip() and (is_reached(found) or found.role in NAMED or paints_itself(found))
    ]
    assert nameless == []


def test_every_row_of_every_list_has_a_text(window):
    """Rows that paint themselves have one for a screen reader."""
    silent = []
    for view in window.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None:
            silent += [f"{type(view).__name__} row {row}" for row in _silent_rows(view.model())]
    assert silent == []


def _silent_rows(model: QAbstractItemModel) -> list[int]:
    """Of the first twenty."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
    return [
        row
        for row in range(min(20, model.rowCount()))
        if not any(
            str(model.index(row, column).data(role) or "").strip() for column in range(columns) for role in roles
        )
    ]


def test_a_nameless_button_is_found(qtbot):
    place = QWidget()
    qtbot.addWidget(place)

    QPushButton(place)
    place.show()
    found = [f for f in walk(place) if f.role is QAccessible.Role.Button]
    assert [(f.path, f.name) for f in found] == [("QWidget > QPushButton", "")]
