# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk prints, and has signed: the windows for it, imported when first needed."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkin.core.attendee import Attendee
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.core.print_jobs import PrintPlan
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.printing.print_threads import PrintService
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.desk.desk_window import DeskWindow

if TYPE_CHECKING:
    from checkin.ui.printing.print_queue_window import PrintWindows


class DeskPrinting(QObject):
    """The printing windows of one desk window, imported when first needed; a child of it."""

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
        from checkin.ui.printing.print_queue_window import PrintWindows

        made = PrintWindows(self._event, self._desk, self._room, self._window.desk_actions.badges, self._window)
        made.plan_chosen.connect(self.plan_chosen)
        self._window.answered.connect(made.make_room)
        self._window.updates.people_forgotten.connect(made.queue.refresh)
        return made


class DeskSignatures(QObject):
    """The signature pad of a desk with a signature screen, for the attendee of an answer. Call `mount` first."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._desk = desk
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Use these settings from now on."""
        self._desk.signing.is_wanted = settings.has_signatures

    def mount(self, window: DeskWindow) -> None:
        """Connect a new window of the program."""
        self._window = window
        window.desk_actions.signature_wanted.connect(self.ask)

    def ask(self, person: Attendee) -> None:
        """Open the signature pad. Codes that are read meanwhile are answered afterwards."""
        from checkin.ui.signing.signature_dialog import SignatureDialog

        if not self._desk.signing.occasions():
            self._window.show_status(translate(_NO_TIMES))
            return
        dialog = SignatureDialog(self._desk, person, self._window)
        self._window.codes.pause(True)
        try:
            dialog.exec()
        finally:
            self._window.codes.pause(False)
        dialog.deleteLater()
        if dialog.message:
            self._window.show_status(dialog.message)


_NO_TIMES = Message(
    "signature",
    "The programme has no times yet, so there is nothing to sign for. Nothing was written; give its sessions times.",
)
