# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that fills its screen and stays there: not closed, not made smaller, not covered by another of ours."""

import sys

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget


class LockedWindow(QWidget):
    """Until `dismiss`. What the window system itself does to a window is not in its hands."""

    def __init__(self) -> None:
        super().__init__()
        self._is_over = False
        kind = Qt.WindowType
        self.setWindowFlags(kind.Window | kind.FramelessWindowHint | kind.WindowStaysOnTopHint)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAcceptDrops(False)

    def open_over(self, window: QWidget) -> None:
        """Cover the screen on which `window` is."""
        self.setWindowTitle(window.windowTitle())
        self.setWindowIcon(window.windowIcon())
        self.setScreen(window.screen())
        self._fill_screen()

    def come_back(self) -> None:
        """To the front, if anything came before it."""
        if self.isVisible() and not self.isActiveWindow():
            self.raise_()
            self.activateWindow()

    def dismiss(self) -> None:
        """It is over: nothing brings this window back."""
        self._is_over = True
        self.hide()

    def _fill_screen(self) -> None:
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def _stay(self) -> None:
        if not self._is_over and not self.isFullScreen():
            self._fill_screen()

    def changeEvent(self, event: QEvent) -> None:
        """Whatever made it smaller did not ask."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isVisible():
            QTimer.singleShot(0, self, self._stay)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody in front of the screen closes it; the program may end, as when the system logs out. On macOS both look
        alike, and it stays.
        """
        is_program = not event.spontaneous() and sys.platform != "darwin"
        event.setAccepted(self._is_over or is_program)
