# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones of an open desk: when it listens for them, and the window about them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from checkin import error_handler
from checkin.core.answer import Answer
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import Shell

if TYPE_CHECKING:
    from checkin.ui.phones.phone_listener import PhoneListener
    from checkin.ui.phones.phones_dialog import PhonesDialog


class DeskPhones(QObject):
    """Listens from the first opening of the window until all phones are disconnected, or the desk is closed. `wake`
    tells printers and other desks of what phones recorded.
    """

    def __init__(self, event: EventFile, desk: Desk, wake: Callable[[], None]) -> None:
        super().__init__()
        self._event, self._desk, self._wake = event, desk, wake
        self.listener: PhoneListener | None = None
        self.window: PhonesDialog | None = None

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._shell = shell
        self.window = None  # went with the old window
        menu.guarded("phones_wanted", self.open)

    def open(self) -> None:
        """Show the window, and listen if nothing does yet. Raises `UserError` where there is no network."""
        from checkin.ui.phones.phone_listener import PhoneListener, reachable_addresses
        from checkin.ui.phones.phones_dialog import PhonesDialog

        addresses = reachable_addresses()
        if self.listener is None:
            self.listener = PhoneListener(self._desk, DeskQueries(self._event))
            self.listener.answered.connect(self._note)
            self.listener.failed.connect(error_handler.log_error)
        if self.listener.address not in dict(addresses):
            self.listener.listen(addresses[0][0])
        if self.window is None:
            self.window = PhonesDialog(self.listener, self._shell)
        self.window.show_addresses(addresses)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def stop(self) -> None:
        """Disconnect all phones and listen no more."""
        if self.listener:
            self.listener.stop()

    def _note(self, answer: Answer) -> None:
        self._wake()
        self._shell.desk.refresh()
