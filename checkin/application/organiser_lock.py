# SPDX-License-Identifier: GPL-3.0-or-later
"""The organiser's screens and actions of an open desk, which need a supervisor's PIN once a supervisor is named.

The tables are `SCREENS_BEHIND_PIN` and `NEEDS_PIN`. A screen stays open until it is left for one that is free, which a
scanned code does too. An action is asked for each time, but not while such a screen is open.
"""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import Shell
from checkin.ui.supervision.authority_dialog import AuthorityRequest, ask_authority
from checkin.ui.widgets.navigation_rail import BADGES, CLOSING, TICKETS

SCREENS_BEHIND_PIN = (TICKETS, BADGES, CLOSING)

NEEDS_PIN: Mapping[str, bool] = {
    "list_wanted": True,
    "connection_log_wanted": True,
    "photographs_wanted": True,
    "save_programme_wanted": True,
    "export_wanted": True,
    "save_copy_wanted": True,
    "codes_wanted": True,
    "blanks_wanted": True,
    "paper_list_wanted": True,
    "removal_wanted": True,  # asked for where the folder of events is shown too: `HelpFlow.may_remove`
    "programme_wanted": False,  # asks itself, with the reason that is recorded; so do the next four
    "edit_programme_wanted": False,
    "undo_import_wanted": False,
    "supervisors_wanted": False,
    "scan_only_wanted": False,
    "paper_wanted": False,
    "code_wanted": False,
    "new_code_wanted": False,
    "print_queue_wanted": False,
    "printer_wanted": False,
    "settings_wanted": False,
    "ready_wanted": False,
    "rehearsal_wanted": False,
    "sync_wanted": False,
    "ticketing_wanted": False,
    "kiosk_wanted": False,
    "another_wanted": False,
    "full_screen_wanted": False,
    "help_wanted": False,
    "report_wanted": False,
}
"""Each signal of the ⋮ menu, and whether it waits for the PIN."""


class OrganiserLock(QObject):
    """The lock of one window; a child of `shell`."""

    def __init__(self, event: EventFile, desk: Desk, shell: Shell, menu: DeskMenu) -> None:
        super().__init__(shell)
        self._supervision, self._shell = Supervision(event, desk), shell
        self._is_open = False
        shell.may_enter = self._may_enter
        shell.entered.connect(self._close)
        menu.may = self._may_do

    def _may_enter(self, screen: Message) -> bool:
        if screen in SCREENS_BEHIND_PIN and not self._is_open:
            self._is_open = self._ask()
            return self._is_open
        return True

    def _may_do(self, wanted: str) -> bool:
        return self._is_open or not NEEDS_PIN[wanted] or self._ask()

    def _ask(self) -> bool:
        """Return whether a supervisor typed their PIN; true where none is named."""
        if not self._supervision.is_needed:
            return True
        request = AuthorityRequest(translate(_QUESTION), translate(_OPEN), (), detail=translate(_FREE))
        return ask_authority(self._supervision, request, self._shell) is not None

    def _close(self, number: int) -> None:
        """Close the lock when a free screen is shown."""
        self._is_open = self._is_open and self._shell.screen_at(number) in SCREENS_BEHIND_PIN


_QUESTION = Message("organiser_lock", "For the organiser")
_FREE = Message(
    "organiser_lock", "Scanning, searching, registering, correcting and printing need no PIN. Esc goes back to them."
)
_OPEN = Message("organiser_lock", "Open")
