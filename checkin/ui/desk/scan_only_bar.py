# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip that stays under the header of a desk that only scans. Opens nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.mode_bar import ModeBar


class ScanOnlyBar(ModeBar):
    """A strip, hidden unless the desk only scans. `opening_wanted`: a supervisor is to open the rest."""

    opening_wanted = Signal()

    def __init__(self) -> None:
        button = QPushButton(translate(_OPEN))
        super().__init__("lock", button)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.opening_wanted)

    def show_scan_only(self, is_on: bool) -> None:
        """Show the strip, or hide it."""
        if is_on:
            self.show_sentence(translate(_SCANS_ONLY))
        self.setVisible(is_on)


_SCANS_ONLY = Message("scan_only", "This desk only scans: no list of people. A search by name needs a supervisor (F3).")
_OPEN = Message("scan_only", "Open the rest…")
