# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever has no mouse: Tab reaches everything, is trapped nowhere, and Escape leaves a dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from tests.access.walk import is_reached, walk
from tests.ui.answering import Answering

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MOST = 150


def visited(window: QWidget) -> list[QWidget]:
    """By Tab alone, from where the window begins, until it comes round. On a badge Tab goes from part to part first."""
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    seen: list[QWidget] = []
    if QApplication.focusWidget() is None:
        window.focusNextPrevChild(True)
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None or now in seen[:-1]:
            break
        if now not in seen:
            seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return seen


def is_one_of_reached(widget: QWidget, seen: list[QWidget]) -> bool:
    """Of buttons of which one is always chosen Tab reaches that one, and arrows the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return widget in seen or (group is not None and any(button in seen for button in group.buttons()))


def test_tab_reaches_everything_and_is_trapped_nowhere(window):
    seen = visited(window)
    wanted = {
        found.widget
        for found in walk(window)
        if found.widget and is_reached(found) and found.widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    assert [f"{type(w).__name__} {w.accessibleName()}" for w in wanted if not is_one_of_reached(w, seen)] == []


def test_escape_leaves_a_dialog(window):
    """Where it asks first whether to keep what was typed, Escape means no."""
    if isinstance(window, QDialog):
        answering = Answering()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        QApplication.processEvents()
        answering.stop()
        assert answering.asked or not window.isVisible()
