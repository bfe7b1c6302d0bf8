# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip that stays under the header while the next code that is read becomes a person's. Ties nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.mode_bar import ModeBar
from checkin.ui.look.screen_reader import announce


class TyingBar(ModeBar):
    """A strip, hidden unless a code is awaited. `left`: the user no longer wants to give one."""

    left = Signal()

    def __init__(self) -> None:
        self.leave = QPushButton(translate(_LEAVE))
        super().__init__("id-card", self.leave)
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.leave.clicked.connect(self.left)

    def show_person(self, name: str, *, keeps: bool) -> None:
        """Show whose code is awaited, and what becomes of their other codes."""
        self.show_sentence(translate(_KEEPS if keeps else _REPLACES, name=name))
        announce(self, self.sentence)

    @property
    def text(self) -> str:
        """The whole sentence; "" while no code is awaited."""
        return "" if self.isHidden() else self.sentence


_KEEPS = Message("tie", "Scan the new code of {name} now. The old code stays valid.")
_REPLACES = Message("tie", "Scan the new code of {name} now. It replaces the old one.")
_LEAVE = Message("tie", "Cancel (Esc)")
