# SPDX-License-Identifier: GPL-3.0-or-later
"""An open desk whose window somebody closes after the event: once a day they are told what is left to do. Connects."""

from PySide6.QtCore import QObject

from checkin.desk.closing_reminder import ClosingReminder
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.leaving_dialog import LeavingDialog
from checkin.ui.shell import Shell, is_session_ending
from checkin.ui.widgets.navigation_rail import CLOSING


class DeskLeaving(QObject):
    """Not of a rehearsal, a demonstration, or a second window."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        super().__init__()
        self._leaving = ClosingReminder(event, desk)
        self.wants_another = False
        """Whether the first window is to follow, to choose another event there."""

    def mount(self, shell: Shell, menu: DeskMenu) -> None:
        """Of the program from now on."""
        self._shell = shell
        shell.may_close = self.may_leave
        menu.another_wanted.connect(self._ask_another)
        shell.stays.connect(self._forget_wish)

    def _ask_another(self) -> None:
        self.wants_another = True
        self._shell.leave()

    def _forget_wish(self) -> None:
        self.wants_another = False

    def may_leave(self) -> bool:
        """False if they rather do it now. A computer that is shut down is not kept waiting."""
        left = None if is_session_ending() else self._leaving.left()
        if left is None:
            return True
        self._leaving.note_told()
        dialog = LeavingDialog(left, self._shell)
        dialog.exec()
        stays = dialog.stays
        dialog.deleteLater()
        if stays:
            self._shell.enter_by_name(CLOSING)
        return not stays
