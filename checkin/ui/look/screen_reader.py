# SPDX-License-Identifier: GPL-3.0-or-later
"""Announcements to a screen reader, wherever the focus is. Shows nothing and moves no focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

Politeness = QAccessible.AnnouncementPoliteness


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Announce `text`, which is about `widget`. `at_once` interrupts what is being read, as answers do."""
    if not QAccessible.isActive() or not text:
        return
    announcement = QAccessibleAnnouncementEvent(widget, text)
    announcement.setPoliteness(Politeness.Assertive if at_once else Politeness.Polite)
    QAccessible.updateAccessibility(announcement)
