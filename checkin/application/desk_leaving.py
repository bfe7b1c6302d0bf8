# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked when the window of an open desk is closed: while people come whether to close at all, after the event
what is left to do. Connects only.
"""

from PySide6.QtCore import QObject

from checkin.core.message import Message
from checkin.services.closing_reminder import ClosingReminder
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_service import MailService
from checkin.translation import translate
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.leaving_dialog import LeavingDialog
from checkin.ui.shell import Shell, is_session_ending
from checkin.ui.widgets.dialog_buttons import ask_confirmation
from checkin.ui.widgets.navigation_rail import CLOSING


class DeskLeaving(QObject):
    """The reminder of one desk; not for rehearsals, demonstrations or second windows."""

    def __init__(self, event: EventFile, desk: Desk, mail: MailService) -> None:
        super().__init__()
        self._desk, self._mail = desk, mail
        self._leaving = ClosingReminder(event, desk)
        self.wants_another = False
        """Whether to show the first window next, to choose another event."""

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Connect a new window of the program."""
        self._shell = shell
        shell.may_close = self.may_leave
        menu.another_wanted.connect(self._ask_another)
        shell.stays.connect(self._forget_request)

    def _ask_another(self) -> None:
        self.wants_another = True
        self._shell.leave()

    def _forget_request(self) -> None:
        self.wants_another = False

    def may_leave(self) -> bool:
        """Ask, or show the reminder, if that is due; return whether the window may close. Never delays a computer that
        shuts down.
        """
        if is_session_ending():
            return True
        if self._mail.is_at_work and self._goes_on_sending():
            return False
        left = None if self._desk.scans_only else self._leaving.left()
        if left is None:
            return not self._leaving.is_running() or self._closes_while_people_come()
        self._leaving.note_reminded()
        dialog = LeavingDialog(left, self._shell)
        dialog.exec()
        stays = dialog.stays
        dialog.deleteLater()
        if stays:
            self._shell.enter_by_name(CLOSING)
        return not stays

    def _closes_while_people_come(self) -> bool:
        question = (translate(_RUNNING), translate(_SAVED))
        return ask_confirmation(self._shell, question, translate(_CLOSE), translate(_REMAIN), is_danger=False)

    def _goes_on_sending(self) -> bool:
        """Ask whether to close although tickets are being sent; return whether the window stays."""
        left = self._mail.progress.left if self._mail.progress else 0
        question = (translate(_SENDING, count=left), translate(_WAIT))
        return not ask_confirmation(self._shell, question, translate(_CLOSE), translate(_STAY), is_danger=False)


_RUNNING = Message("leaving", "People are still arriving. Close this desk?")
_SAVED = Message("leaving", "Everything is saved. Nobody can be checked in here until Checkin is opened again.")
_REMAIN = Message("leaving", "Stay")
_SENDING = Message("leaving", "{count} {count:ticket is|tickets are} still to be sent. Close all the same?")
_WAIT = Message("leaving", "They wait in this event, and are sent when you press “Send…” again.")
_CLOSE, _STAY = Message("leaving", "Close"), Message("leaving", "Go on sending")
