# SPDX-License-Identifier: GPL-3.0-or-later
"""An open desk that only scans: no list of people, no export, no search without a supervisor. Closes the ways there,
and asks the supervisor who begins or ends it. Decides nothing about a scan.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from checkin.storage import settings_store
from checkin.translation import translate
from checkin.ui.desk.desk_actions import SCANS_ONLY
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import Shell
from checkin.ui.supervision.authority_dialog import AuthorityRequest, ask_authority


class DeskScanOnly(QObject):
    """The mode of a desk, kept in its event file on this computer: a restart changes nothing. Call `mount` for each new
    window.
    """

    def __init__(self, event: EventFile, desk: Desk) -> None:
        super().__init__()
        self._event, self._desk = event, desk
        self._supervision = Supervision(event, desk)
        desk.admission.scans_only = settings_store.is_scan_only(event.db)

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program, and close it if this desk only scans."""
        self._shell, self._menu = shell, menu
        menu.scan_only_wanted.connect(self.ask)
        shell.desk.desk_actions.search_wanted.connect(self._ask_search)
        shell.desk.chrome.scan_only.opening_wanted.connect(self.ask)
        closed = (*menu.closed_keys, *shell.screen_keys, *(QKeySequence(key) for key in _OF_HIDDEN_LINES))
        self._closed = [_answering(key, shell) for key in closed]
        self._show()

    def ask(self) -> None:
        """Ask a supervisor, then begin or end it."""
        begins = not self._desk.scans_only
        words = (_BEGIN, _BEGINS, _BEGIN_WHYS) if begins else (_END, _ENDS, _END_WHYS)
        if self._ask(*words):
            settings_store.save_scan_only(self._event.db, begins)
            self._desk.admission.scans_only = begins
            self._shell.enter_desk()
            self._shell.desk.rest()
            if begins:
                self._close_others()
            self._show()
            self._shell.refresh()
            self._shell.show_status(translate(_BEGUN if begins else _ENDED))

    def _close_others(self) -> None:
        """Close the windows beside the desk: settings, a live screen, help."""
        for window in QApplication.topLevelWidgets():
            if window is not self._shell and window.isVisible():
                window.close()

    def _ask_search(self) -> None:
        if self._ask(_SEARCH, _SEARCHES, _SEARCH_WHYS):
            self._shell.desk.desk_actions.allow_search()

    def _ask(self, question: Message, allow: Message, whys: tuple[Message, ...]) -> bool:
        request = AuthorityRequest(
            translate(question),
            translate(allow),
            tuple(map(translate, whys)),
            detail=translate(_DETAIL),
            unguarded=translate(_UNGUARDED),
        )
        return ask_authority(self._supervision, request, self._shell) is not None

    def _show(self) -> None:
        is_on = self._desk.scans_only
        self._menu.show_scan_only(is_on)
        self._shell.show_desk_alone(is_on)
        self._shell.desk.chrome.show_scan_only(is_on)
        for key in self._closed:
            key.setEnabled(is_on)


def _answering(key: QKeySequence, shell: Shell) -> QShortcut:
    """Return a shortcut for a closed key, which says that the desk only scans."""
    shortcut = QShortcut(key, shell)
    shortcut.activated.connect(lambda: shell.desk.desk_actions.reply(translate(SCANS_ONLY)))
    return shortcut


_OF_HIDDEN_LINES = ("Ctrl+T",)
_BEGIN = Message("scan_only", "Let this desk only scan?")
_BEGINS = Message("scan_only", "Only scan")
_END = Message("scan_only", "Open the rest of this desk again?")
_ENDS = Message("scan_only", "Open")
_SEARCH = Message("scan_only", "Search for one person by name?")
_SEARCHES = Message("scan_only", "Search")
_DETAIL = Message(
    "scan_only",
    "A desk that only scans shows codes and their answers: no list, no last arrivals, no exports, no search. It stays "
    "so after a restart.",
)
_UNGUARDED = Message(
    "scan_only",
    "No supervisor has a PIN yet, so anyone can open this desk again. Name supervisors first: ⋮, Settings, "
    "Supervisors.",
)
_BEGIN_WHYS = (Message("scan_only", "A door for volunteers"), Message("scan_only", "Protect the attendees’ data"))
_END_WHYS = (Message("scan_only", "The doors are closed"), Message("scan_only", "This desk welcomes people again"))
_SEARCH_WHYS = (Message("scan_only", "Forgot their ticket"), Message("scan_only", "The code cannot be read"))
_BEGUN = Message("scan_only", "This desk only scans from now on. A supervisor opens the rest: ⋮.")
_ENDED = Message("scan_only", "Everything is open at this desk again.")
