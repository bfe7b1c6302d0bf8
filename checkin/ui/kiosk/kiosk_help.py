# SPDX-License-Identifier: GPL-3.0-or-later
"""A guest's call for help from the self-service screen: sent, withdrawn, answered. Draws nothing."""

from PySide6.QtCore import QObject, QTimer

from checkin.core.kiosk.open_help_calls import HelpCall, HelpEnd
from checkin.services.help_calls import HelpCalls
from checkin.translation import Translator
from checkin.ui.kiosk.kiosk_wording import KioskMessage, help_called_message, help_coming_message

COMING_MS = 60_000
"""How long "somebody is coming" is shown: by then a volunteer has arrived."""


class KioskHelp(QObject):
    """The current call, stored so that it survives a restart of the program.

    `end` is how a desk answered it, or None.
    """

    def __init__(self, calls: HelpCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._calls = calls
        self._call: HelpCall | None = calls.mine()
        self.end: HelpEnd | None = None
        self._over = QTimer(self, singleShot=True, interval=COMING_MS)
        self._over.timeout.connect(self._forget)

    @property
    def is_called(self) -> bool:
        return self._call is not None

    def press(self, voice: Translator) -> KioskMessage | None:
        """Call for help, or withdraw the call unless a desk is coming. Return the message to show, or None."""
        if self.end is HelpEnd.COMING:
            return help_coming_message(voice)
        if self._call:
            self._calls.withdraw(self._call)
            self._forget()
            return None
        self._call = self._calls.ask()
        return help_called_message(voice)

    def listen(self, voice: Translator) -> KioskMessage | None:
        """Check for a desk's answer, each second. Return the message to show, or None."""
        if self._call is None or self.end is HelpEnd.COMING:
            return None
        self.end = self._calls.end_of(self._call)
        if self.end is HelpEnd.COMING:
            self._over.start()
            return help_coming_message(voice)
        if self._calls.mine() is None:  # withdrawn elsewhere, or expired
            self._forget()
        return None

    def card(self, voice: Translator) -> KioskMessage | None:
        """Return the last message again, in another language; None without a call."""
        if self._call is None:
            return None
        return help_coming_message(voice) if self.end is HelpEnd.COMING else help_called_message(voice)

    def _forget(self) -> None:
        self._over.stop()
        self._call = self.end = None
