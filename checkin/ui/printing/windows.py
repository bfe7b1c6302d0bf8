# SPDX-License-Identifier: GPL-3.0-or-later
"""The two windows of printing, opened from the desk: what waits, and the settings. Each is imported when it is first
wanted. Decides nothing.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.print_plan import PrintPlan
from checkin.desk.board import Board
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.press.board import PrintBoard
from checkin.desk.press.room import PrintRoom
from checkin.desk.press.worker import PrinterSearch
from checkin.ui.desk.badges import DeskBadges

if TYPE_CHECKING:
    from checkin.ui.printing.printer_settings import PrinterSettings
    from checkin.ui.printing.queue_window import PrintQueueWindow


class PrintWindows(QWidget):
    """Invisible. `search` makes the thread that looks for printers."""

    plan_chosen = Signal(PrintPlan)

    def __init__(self, event: EventFile, desk: Desk, room: PrintRoom, badges: DeskBadges, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._event, self._desk, self._room, self._badges = event, desk, room, badges
        self._board = PrintBoard(event, desk.printing)
        self._settings: PrinterSettings | None = None
        self._test_page = 0
        self.search: Callable[[], PrinterSearch] = PrinterSearch
        room.changed.connect(self._follow)

    @cached_property
    def queue(self) -> "PrintQueueWindow":
        """Made once: it stays where somebody put it beside the desk."""
        from checkin.ui.printing.queue_window import PrintQueueWindow

        boards = (Board(self._event), self._board)
        made = PrintQueueWindow(self._desk, boards, self._room, self.parentWidget())
        made.reprint = self._badges.reprint_for
        made.settings_wanted.connect(self.show_settings)
        return made

    def open(self) -> None:
        """What waits; while there is no printer, the settings."""
        if self._desk.printing.plan.printer:
            self.show_queue()
        else:
            self.show_settings()

    def show_queue(self) -> None:
        """Beside the desk: scanning goes on."""
        self.queue.show()
        self.queue.raise_()
        self.queue.activateWindow()

    def show_settings(self) -> None:
        """Until they are saved or left. Printers are looked for meanwhile."""
        from checkin.ui.printing.printer_settings import PrinterSettings

        plan, points = self._desk.printing.plan, self._desk.programme.control_points
        self._settings = dialog = PrinterSettings(plan, self._board, points, self.parentWidget())
        dialog.plan_chosen.connect(self.plan_chosen)
        dialog.test_wanted.connect(self._test)
        search = self.search()
        search.found.connect(dialog.offer)
        search.launch()
        dialog.exec()
        self._settings, self._test_page = None, 0
        dialog.deleteLater()

    def _test(self, printer: str) -> None:
        self._test_page = self._desk.printing.test_page(printer)
        self._room.wake()
        self._follow()

    def _follow(self) -> None:
        """How far the test page is."""
        job = self._desk.printing.job(self._test_page) if self._settings and self._test_page else None
        if self._settings and job:
            self._settings.show_job(job)
