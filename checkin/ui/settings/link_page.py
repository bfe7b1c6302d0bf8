# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of settings that have a window of their own: the current state and a button to open it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.theme import TEXT
from checkin.ui.settings.settings_page import page_button, page_column
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.layouts import CardGroup


@dataclass(frozen=True, slots=True)
class PageLink:
    """Title, explanation and button label of such a page."""

    title: Message
    why: Message
    button: Message


class LinkPage(QWidget):
    """A page; `describe` returns the current state and is called again when the window is closed."""

    wanted = Signal()

    def __init__(self, link: PageLink, describe: Callable[[], str]) -> None:
        super().__init__()
        self._describe = describe
        self.message = Paragraph(TEXT, 600)
        self.open = page_button(link.button, self._open)
        column = page_column(self, link.title, link.why)
        column.addWidget(CardGroup(self.message, self.open))
        column.addStretch(1)
        self.setFocusProxy(self.open)
        self.refresh()

    def refresh(self) -> None:
        self.message.show_text(self._describe())

    def _open(self) -> None:
        self.wanted.emit()
        if not isValid(self):  # a code read meanwhile closed the wizard
            return
        self.refresh()
        self.window().activateWindow()  # the opened window belongs to the desk, which gets the focus when it closes


def printer_summary(name: str) -> str:
    """Return the state of the first printer; `name` "" for none."""
    return translate(_CHOSEN_PRINTER, name=name) if name else translate(_NO_PRINTER)


def supervisors_summary(count: int) -> str:
    if not count:
        return translate(_NO_SUPERVISOR)
    return translate(_ONE_SUPERVISOR if count == 1 else _SOME_SUPERVISORS, count=count)


PRINTER = PageLink(
    Message("settings", "Printer"),
    Message(
        "settings",
        "Which printer, on what paper, when a badge is printed, and what happens if it has a problem. The desk "
        "also works without a printer.",
    ),
    Message("settings", "Choose the printer…"),
)
SUPERVISORS = PageLink(
    Message("supervisor", "Supervisors"),
    Message("settings", "Who can let in a person who was refused, or undo an import. Each has a PIN."),
    Message("menu", "Supervisors…"),
)
DESKS = PageLink(
    Message("together", "Other desks"),
    Message("settings", "Several desks share one event through a shared folder, a USB drive or a server."),
    Message("menu", "Other desks…"),
)
DATA = PageLink(
    Message("settings", "Data"),
    Message("settings", "What Checkin keeps on this computer. The organiser removes it when everything is over."),
    Message("help", "Remove all data…"),
)
_NO_PRINTER = Message("settings", "No printer is chosen: nothing is printed.")
_CHOSEN_PRINTER = Message("settings", "Chosen: {name}")
DATA_STAYS = Message("settings", "Nothing is removed until it has been listed and you have confirmed twice.")
_NO_SUPERVISOR = Message("settings", "None yet: anyone at the desk can do this, giving a reason.")
_ONE_SUPERVISOR = Message("settings", "1 supervisor")
_SOME_SUPERVISORS = Message("settings", "{count} supervisors")
