# SPDX-License-Identifier: GPL-3.0-or-later
"""The operating system's preferences: light or dark, high contrast, reduced motion."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication, QStyle


@cache
def style_hints() -> QStyleHints:
    """Return Qt's style hints, always by the same wrapper.

    The wrapper must live as long as the program. PySide makes the accessibility hints its child; if the garbage
    collector takes the wrapper away, PySide deletes the hints that belong to Qt, and the next call reads freed memory.
    """
    return QApplication.styleHints()


def wants_contrast() -> bool:
    """Whether the system asks for high contrast; always False before Qt 6.10, which cannot tell."""
    hints = style_hints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def allows_motion() -> bool:
    """Whether the system allows motion. Before Qt 6.12 this is read from the duration of its style's animations."""
    hints = style_hints()
    if hasattr(hints, "accessibility") and hasattr(asked := hints.accessibility(), "motionPreference"):
        return str(asked.motionPreference().name) != "ReducedMotion"  # Qt 6.11 has no name for the type
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
