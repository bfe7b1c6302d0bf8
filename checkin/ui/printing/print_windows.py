# SPDX-License-Identifier: GPL-3.0-or-later
"""The two windows of printing, opened from the desk: queue and settings. Decides nothing."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.answer import Answer
from checkin.core.decision import Reason
from checkin.core.printing.print_plan import PrintPlan
from checkin.core.programme.daily_points import planned_id
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.printing.print_job_queries import PrintJobQueries
from checkin.services.printing.print_threads import PrintService
from checkin.services.printing.print_worker import PrinterSearch
from checkin.ui.desk.desk_badges import DeskBadges
from checkin.ui.printing.print_queue_window import PrintQueueWindow
from checkin.ui.printing.printer_settings import PrinterSettings


class PrintWindows(QWidget):
    """An invisible widget that opens them. `search` makes the thread that looks for printers."""

    plan_chosen = Signal(PrintPlan)

    def __init__(self, event: EventFile, desk: Desk, room: PrintService, badges: DeskBadges, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._desk, self._room = desk, room
        self._queries = PrintJobQueries(event, desk.printing)
        self._settings: PrinterSettings | None = None
        self._test_page = 0
        self.search: Callable[[], PrinterSearch] = PrinterSearch
        self.queue = PrintQueueWindow(desk, (DeskQueries(event), self._queries), room, parent)
        self.queue.reprint = badges.reprint_for
        self.queue.settings_wanted.connect(self.show_settings)
        room.changed.connect(self._follow)

    def open(self) -> None:
        """Open the queue, or the settings while there is no printer."""
        if self._desk.printing.plan.printer:
            self.show_queue()
        else:
            self.show_settings()

    def show_queue(self) -> None:
        """Show the queue beside the desk, which goes on."""
        self.queue.show()
        self.queue.raise_()
        self.queue.activateWindow()

    def make_room(self, answer: Answer) -> None:
        """Close the queue when an answer about a guest must be seen."""
        if answer.reason is not Reason.TRIAL:
            self.queue.close()

    def show_settings(self) -> None:
        """Show the settings until they are saved or cancelled, while printers are being looked for."""
        plan, planned = self._desk.printing.plan, self._desk.programme.control_points
        points = tuple(replace(point, id=planned_id(point.id)) for point in planned)
        self._settings = dialog = PrinterSettings(plan, self._queries, points, self.parentWidget())
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
        """Show the state of the test page."""
        job = self._desk.printing.job(self._test_page) if self._settings and self._test_page else None
        if self._settings and job:
            self._settings.show_job(job)
