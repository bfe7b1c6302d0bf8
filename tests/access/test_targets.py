# SPDX-License-Identifier: GPL-3.0-or-later
"""What is pressed is large enough to be hit: at the desk by a finger in a hurry."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit, QWidget

from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import LEAST_TOUCH, TOUCH

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PRESSED = (QAbstractButton, QComboBox, QLineEdit)


def pressed(window: QWidget) -> list[QWidget]:
    return [part for part in window.findChildren(QWidget) if isinstance(part, PRESSED) and part.isVisible()]


def test_nothing_is_smaller_than_a_fingertip_can_hit(window):
    """WCAG 2.2, 2.5.8. A part of another control is as large as that control."""
    small = [
        f"{type(part).__name__} {part.accessibleName()} {part.width()}x{part.height()}"
        for part in pressed(window)
        if min(part.width(), part.height()) < LEAST_TOUCH and not isinstance(part.parentWidget(), PRESSED)
    ]
    assert small == []


@pytest.mark.parametrize("size", [(1366, 768), (1016, 540)])
def test_buttons_at_the_desk_are_made_for_hurried_fingers(window, size):
    for desk in window.findChildren(DeskWindow):
        window.resize(*size)
        QApplication.processEvents()
        buttons = [
            part for part in pressed(desk) if isinstance(part, QAbstractButton) and not isinstance(part, QCheckBox)
        ]
        low = [f"{type(b).__name__} {b.accessibleName()} {b.height()}" for b in buttons if b.height() < TOUCH]
        assert low == []
