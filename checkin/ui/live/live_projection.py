# SPDX-License-Identifier: GPL-3.0-or-later
"""The projection of the day's figures on a screen that everybody sees: large type, no cursor, no names.

It is a window of its own, so that the desk goes on beside it; it handles only the keys that end it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.services.live_queries import LiveSnapshot
from checkin.translation import translate
from checkin.ui.live.live_page import LivePage
from checkin.ui.live.live_printout import paint_page, size_for
from checkin.ui.look.theme import tokens

_NAME = Message("live", "Live, full screen. Esc to leave.")


class LiveProjection(QWidget):
    """The projection window; `closed` is emitted when Esc, F11 or the system ended it."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = LivePage(is_alone=True, names_people=False)
        self._shown: tuple[LiveSnapshot, str] | None = None
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setAccessibleName(translate(_NAME))

    def open_beside(self, window: QWidget) -> None:
        """Open full screen on the first screen without `window`, or on its screen if it is the only one."""
        self.setWindowTitle(window.windowTitle())
        self.setWindowIcon(window.windowIcon())
        screen = screen_beside(window.screen(), QGuiApplication.screens())
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()

    def covers(self, window: QWidget) -> bool:
        """Whether it hides the desk's window."""
        return self.isVisible() and self.screen() is window.screen()

    def show_snapshot(self, reading: LiveSnapshot, title: str) -> None:
        self._shown = (reading, title)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens(self.palette()).background))
        paint_page(self._page, painter, self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._shown:
            self._page.show_snapshot(*self._shown)  # restores the rows that had no room at another size
        self._page.lay_out(size_for(self.width(), self.height()))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._page.close()
        self.closed.emit()


def screen_beside(own: QScreen, screens: list[QScreen]) -> QScreen:
    return next((screen for screen in screens if screen is not own), own)
