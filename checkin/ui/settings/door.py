# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that have a window of their own: how it stands with them, and the button that opens it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.theme import TEXT
from checkin.ui.parts.group import Group
from checkin.ui.parts.labels import Paragraph
from checkin.ui.settings.page import page_button, page_column


@dataclass(frozen=True, slots=True)
class Door:
    """What the page is called, what it is for, and what stands on its button."""

    title: Words
    why: Words
    button: Words


class DoorPage(QWidget):
    """`tell` says how it stands; it is asked again when the window behind the door was closed."""

    wanted = Signal()

    def __init__(self, door: Door, tell: Callable[[], str]) -> None:
        super().__init__()
        self._tell = tell
        self.told = Paragraph(TEXT, 600)
        self.open = page_button(door.button, self._open)
        column = page_column(self, door.title, door.why)
        column.addWidget(Group(self.told, self.open))
        column.addStretch(1)
        self.setFocusProxy(self.open)
        self.refresh()

    def refresh(self) -> None:
        self.told.show_text(self._tell())

    def _open(self) -> None:
        self.wanted.emit()
        if not isValid(self):  # a code that was read meanwhile closed the steps
            return
        self.refresh()
        self.window().activateWindow()  # what was opened belongs to the desk, which gets the keys when it closes


def printer_told(name: str) -> str:
    """Of the first printer, "" for none."""
    return say(_CHOSEN_PRINTER, name=name) if name else say(_NO_PRINTER)


def supervisors_told(count: int) -> str:
    if not count:
        return say(_NO_SUPERVISOR)
    return say(_ONE_SUPERVISOR if count == 1 else _SOME_SUPERVISORS, count=count)


PRINTER = Door(
    Words("settings", "Printer"),
    Words(
        "settings",
        "Which printer, on what paper, when a badge is printed, and what happens if it is in trouble. "
        "Without a printer the desk works as well.",
    ),
    Words("settings", "Choose the printer…"),
)
SUPERVISORS = Door(
    Words("supervisor", "Supervisors"),
    Words("settings", "Who may let in a person that an answer refused, or take an import back. Each has a PIN."),
    Words("menu", "Supervisors…"),
)
DESKS = Door(
    Words("together", "Other desks"),
    Words("settings", "Several desks share one event through a folder, a USB key or a server."),
    Words("menu", "Other desks…"),
)
DATA = Door(
    Words("settings", "Data"),
    Words("settings", "What Checkin keeps on this computer. The organiser takes it away when everything is over."),
    Words("help", "Remove all data…"),
)
_NO_PRINTER = Words("settings", "No printer is chosen: nothing is printed.")
_CHOSEN_PRINTER = Words("settings", "Chosen: {name}")
DATA_STAYS = Words("settings", "Nothing goes before it was listed and said twice.")
_NO_SUPERVISOR = Words("settings", "Nobody yet: whoever is at the desk may do it, with a reason.")
_ONE_SUPERVISOR = Words("settings", "1 supervisor")
_SOME_SUPERVISORS = Words("settings", "{count} supervisors")
