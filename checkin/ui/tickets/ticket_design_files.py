# SPDX-License-Identifier: GPL-3.0-or-later
"""The design of an event's tickets: taken from a file, saved as one, given up for the shipped one."""

from PySide6.QtCore import QObject, Signal

from checkin.core.errors import CheckinError
from checkin.core.message import Message
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import export_template
from checkin.services.tickets.ticket_templates import TicketTemplates
from checkin.translation import error_text, translate
from checkin.ui.badges.badge_file_dialogs import BadgeFiles


class TicketDesignFiles(QObject):
    """The actions on the design. `reported`: one sentence for the footer; `changed`: the event has another design."""

    reported = Signal(str)
    changed = Signal()

    def __init__(self, files: BadgeFiles, parent: QObject) -> None:
        super().__init__(parent)
        self._files = files

    def ask_design(self, templates: TicketTemplates) -> None:
        """Take the design of a file; the sentence says what is wrong with one that cannot be taken."""
        if path := self._files.template():
            try:
                templates.import_file(path)
            except CheckinError as error:
                self.reported.emit(error_text(error))
                return
            self._tell_change(translate(_TAKEN, name=path.name))

    def ask_target(self, loaded: LoadedTemplate) -> None:
        """Save the design as a file."""
        if path := self._files.ask_template_target(loaded.name):
            export_template(loaded, path)
            self.reported.emit(translate(_EXPORTED, name=path.name))

    def give_up(self, templates: TicketTemplates) -> None:
        """Go back to the design that Checkin ships."""
        templates.withdraw()
        self._tell_change(translate(_SHIPPED))

    def _tell_change(self, sentence: str) -> None:
        self.changed.emit()
        self.reported.emit(sentence)


_TAKEN = Message("tickets", "The ticket of {name} is in this event now.")
_EXPORTED = Message("badges", "Written to {name}.")
_SHIPPED = Message("tickets", "The ticket is that of Checkin again.")
