# SPDX-License-Identifier: GPL-3.0-or-later
"""The placeholder for an empty programme: what it is for, and how to load or write one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.widgets.empty_state import EmptyState

_TITLE = Message("programme screen", "No programme yet")
_WHY = Message(
    "programme screen",
    "With a programme, the desk knows sessions, rooms and seats, welcomes the speakers, and says who is "
    "missing half an hour before their session. You can check people in without one too.",
)
_LOAD = Message("programme screen", "Load a programme… (Ctrl+O)")
_WRITE = Message("programme screen", "Write one here… (Ctrl+E)")


class ProgrammeEmpty(EmptyState):
    """A placeholder in the middle of the screen."""

    load_wanted = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        button, other = QPushButton(translate(_LOAD)), QPushButton(translate(_WRITE))
        super().__init__("calendar", button, other)
        button.setProperty("primary", True)
        button.clicked.connect(self.load_wanted)
        other.clicked.connect(self.edit_wanted)
        self.setFocusProxy(button)
        self.show_texts(translate(_TITLE), translate(_WHY))
