# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip that stays under the header while the next code that is read becomes a person's. Ties nothing itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.mode_bar import ModeBar
from checkin.ui.look.screen_reader import announce


class TyingBar(ModeBar):
    """A strip, hidden unless a code is awaited. `left`: the user no longer wants to give one. `turned_over`: the old
    codes of this person are to be replaced instead of staying valid, or the other way round.
    """

    left = Signal()
    turned_over = Signal()

    def __init__(self) -> None:
        self.other_way, self.leave = QPushButton(), QPushButton(translate(_LEAVE))
        super().__init__("id-card", self.other_way, self.leave)
        for button, clicked in ((self.other_way, self.turned_over), (self.leave, self.left)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(clicked)

    def show_person(self, name: str, *, keeps: bool) -> None:
        """Show whose code is awaited, and what becomes of their other codes."""
        self.other_way.setText(translate(_REPLACE if keeps else _KEEP))
        self.show_sentence(translate(_KEEPS if keeps else _REPLACES, name=name))
        announce(self, self.sentence)

    @property
    def text(self) -> str:
        """The whole sentence; "" while no code is awaited."""
        return "" if self.isHidden() else self.sentence


_KEEPS = Message("tie", "Scan the new code of {name} now. The old code stays valid.")
_REPLACES = Message("tie", "Scan the new code of {name} now. It replaces the old one.")
_REPLACE, _KEEP = Message("tie", "Replace the old code"), Message("tie", "Keep the old code")
_LEAVE = Message("tie", "Cancel (Esc)")
