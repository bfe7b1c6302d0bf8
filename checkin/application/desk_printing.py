# SPDX-License-Identifier: GPL-3.0-or-later
"""The printing windows of an open desk, imported when first needed. Decides nothing."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.core.printing.print_plan import PrintPlan
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.print_threads import PrintService
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow

if TYPE_CHECKING:
    from checkin.ui.printing.print_windows import PrintWindows


class DeskPrinting(QObject):
    """The printing windows of one desk window; a child of it."""

    plan_chosen = Signal(PrintPlan)

    def __init__(self, event: EventFile, desk: Desk, room: PrintService, window: DeskWindow) -> None:
        super().__init__(window)
        self._event, self._desk, self._room, self._window = event, desk, room, window

    def mount(self, menu: DeskMenu) -> None:
        menu.printer_wanted.connect(lambda: self.windows.show_settings())
        menu.print_queue_wanted.connect(lambda: self.windows.show_queue())
        self._window.chrome.printer_pressed.connect(lambda: self.windows.open())

    @cached_property
    def windows(self) -> "PrintWindows":
        from checkin.ui.printing.print_windows import PrintWindows

        made = PrintWindows(self._event, self._desk, self._room, self._window.desk_actions.badges, self._window)
        made.plan_chosen.connect(self.plan_chosen)
        self._window.answered.connect(made.make_room)
        self._window.updates.people_forgotten.connect(made.queue.refresh)
        return made
