# SPDX-License-Identifier: GPL-3.0-or-later
"""The wishes of the operating system for every program: light or dark, high contrast, no motion."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication, QStyle


@cache
def style_hints() -> QStyleHints:
    """Return Qt's style hints, always by the same wrapper.

    The wrapper must live as long as the program. PySide makes the accessibility hints its child; where the garbage
    collector takes the wrapper away, PySide deletes the hints that belong to Qt, and the next call reads freed memory.
    """
    return QApplication.styleHints()


def wants_contrast() -> bool:
    """Whether the system asks for high contrast. Qt before 6.10 cannot tell: then it does not."""
    hints = style_hints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def allows_motion() -> bool:
    """Whether the system lets things move. Qt before 6.12 knows it by the duration of its style's animations."""
    hints = style_hints()
    if hasattr(hints, "accessibility") and hasattr(asked := hints.accessibility(), "motionPreference"):
        return str(asked.motionPreference().name) != "ReducedMotion"  # Qt 6.11 has no name for the type
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
