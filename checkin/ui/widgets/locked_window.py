# SPDX-License-Identifier: GPL-3.0-or-later
"""A window that fills its screen and stays: it cannot be closed, shrunk or covered by another of our windows."""

import sys

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget


class LockedWindow(QWidget):
    """A full-screen window that stays until `dismiss`. The window system's own actions cannot be prevented."""

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
        """Return to the front if another window was raised, and from an icon."""
        self._stay()
        if self.isVisible() and not self.isActiveWindow():
            self.raise_()
            self.activateWindow()

    def dismiss(self) -> None:
        """Hide the window for good."""
        self._is_over = True
        self.hide()

    def _fill_screen(self) -> None:
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()
        self.raise_()
        self.activateWindow()

    def _stay(self) -> None:
        if self._is_over or not self.isVisible():
            return
        if self.isMinimized() or not self.isFullScreen():  # a minimised window is still called full screen
            self._fill_screen()

    def changeEvent(self, event: QEvent) -> None:
        """Go back to full screen after any change of the window state."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.isVisible():
            QTimer.singleShot(0, self, self._stay)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Refuse to close for a guest, but let the program end, as when the system logs out.

        On macOS both look alike, and the window stays.
        """
        is_program = not event.spontaneous() and sys.platform != "darwin"
        event.setAccepted(self._is_over or is_program)
