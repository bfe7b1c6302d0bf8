# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures at an open desk with a signature screen: opens the pad for the attendee of an answer. Decides nothing."""

from PySide6.QtCore import QObject

from checkin.core.attendee import Attendee
from checkin.core.desk_settings import Settings
from checkin.core.message import Message
from checkin.services.desk import Desk
from checkin.translation import translate
from checkin.ui.desk.desk_window import DeskWindow


class DeskSignatures(QObject):
    """The signature pad of a desk. Call `mount` first."""

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
