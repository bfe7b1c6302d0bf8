# SPDX-License-Identifier: GPL-3.0-or-later
"""The heading of the tickets screen with its actions. Performs none of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.widgets.buttons import WordButton
from checkin.ui.widgets.navigation_rail import TICKETS
from checkin.ui.widgets.screen_heading import ScreenHeading


class TicketAction(StrEnum):
    """The actions of the screen. PDF, ONE, FOLDER and DRAFTS write files; IMPORT and EXPORT carry the design
    in and out, SHIPPED gives up the event's own.
    """

    SEND = "send"
    TEXTS = "texts"
    EDIT = "edit"
    SHIPPED = "shipped"
    IMPORT = "import"
    EXPORT = "export"
    PDF = "pdf"
    ONE = "one"
    FOLDER = "folder"
    DRAFTS = "drafts"


class TicketHeading(ScreenHeading):
    """The heading; `chosen` carries a `TicketAction`."""

    chosen = Signal(TicketAction)

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(TICKETS, now)
        self.design, self.texts = WordButton(translate(_DESIGN), "pencil"), WordButton(translate(_TEXTS), "mail")
        self.files = WordButton(translate(_FILES), "file-down")
        self.send = WordButton(translate(_SEND), "send", is_primary=True)
        self.actions_of_menus: dict[TicketAction, Callable[[bool], None]] = {}
        self.design.setMenu(self._menu(_OF_DESIGN))
        self.files.setMenu(self._menu(_OF_FILES))
        self.texts.setToolTip("F2")
        self.send.setToolTip("Ctrl+Return")
        for button in (self.design, self.texts, self.files, self.send):
            self.add(button)
        self.texts.clicked.connect(lambda: self.chosen.emit(TicketAction.TEXTS))
        self.send.clicked.connect(lambda: self.chosen.emit(TicketAction.SEND))

    def offer(self, *, has_people: bool, is_own: bool) -> None:
        """Offer what can be done now: `is_own`, the design is the event's."""
        for button in (self.files, self.send):
            button.setEnabled(has_people)
        self.actions_of_menus[TicketAction.SHIPPED](is_own)

    def _menu(self, words: Mapping[TicketAction, tuple[Message, str]]) -> QMenu:
        menu = QMenu(self)
        for action, (text, key) in words.items():
            entry = menu.addAction(f"{translate(text)}\t{key}" if key else translate(text))
            entry.triggered.connect(lambda _=False, action=action: self.chosen.emit(action))
            self.actions_of_menus[action] = entry.setVisible
        return menu


_DESIGN, _TEXTS = Message("tickets", "Design"), Message("tickets", "Texts…")
_FILES, _SEND = Message("tickets", "Save"), Message("tickets", "Send…")
_OF_DESIGN = {
    TicketAction.EDIT: (Message("tickets", "Edit the ticket"), "F4"),
    TicketAction.IMPORT: (Message("tickets", "Take the ticket of a file…"), ""),
    TicketAction.EXPORT: (Message("tickets", "Save the ticket as a file…"), ""),
    TicketAction.SHIPPED: (Message("tickets", "Back to the ticket of Checkin"), ""),
}
_OF_FILES = {
    TicketAction.PDF: (Message("tickets", "One PDF for all…"), "Ctrl+P"),
    TicketAction.ONE: (Message("tickets", "This ticket alone…"), ""),
    TicketAction.FOLDER: (Message("tickets", "A PDF for each person…"), ""),
    TicketAction.DRAFTS: (Message("tickets", "Drafts for my mail program…"), ""),
}
