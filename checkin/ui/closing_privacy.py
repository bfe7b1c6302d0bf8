# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal data, last on the closing screen: the register, and forgetting everybody. Only asks."""

from PySide6.QtCore import Signal

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.closing_section import ClosingSection
from checkin.ui.icon_button import WordButton


class ClosingPrivacy(ClosingSection):
    register_wanted = Signal()
    purge_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("shield-x", _TITLE, _WHY)
        self.register = WordButton(say(_REGISTER), "clipboard-pen")
        self.purge = WordButton(say(_PURGE), "trash-2")
        self.register.clicked.connect(self.register_wanted)
        self.purge.clicked.connect(self.purge_wanted)
        self.add_row(self.register, self.purge)


_TITLE = Words("privacy", "Personal data")
_WHY = Words(
    "privacy",
    "When all is exported and sent: names, addresses and codes go from this computer, and from the other desks when "
    "they next exchange. The figures stay.",
)
_REGISTER = Words("privacy", "Register of personal data…")
_PURGE = Words("privacy", "Forget everybody…")
