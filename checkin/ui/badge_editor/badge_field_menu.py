# SPDX-License-Identifier: GPL-3.0-or-later
"""Merge fields of a badge under their translated names: in texts as "{Prénom}", and in a menu with example values.

Files contain names that are the same in every language.
"""

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.chosen_columns import shortened
from checkin.core.field_names import FIELD_NAMES
from checkin.core.mail.mail_text import TICKETS
from checkin.core.message import Message
from checkin.core.tickets.ticket_fields import SENTENCES, TICKET_FIELDS
from checkin.services.badges.badge_overview import BadgeOverview
from checkin.translation import translate
from checkin.ui.look.mnemonics import escape_mnemonic

WHOLE_NAME = "{first_name} {last_name}"
LONGEST_NAME, LONGEST_EXAMPLE = 40, 28
"""Letters of a field's name and of its value in the menu: the title of a column may be a whole question."""

_BRACED = re.compile(r"\{([^{}]+)\}")
_OWN_NAMES = {
    "sessions": Message("badge editor", "Workshops"),
    "speaks": Message("badge editor", "Speaks in"),
    "code": Message("export", "Code"),
    "event": Message("badge editor", "Event"),
    "day": Message("badge editor", "Day"),
    "place": Message("badge editor", "Place"),
    "organiser": Message("badge editor", "Organiser"),
    "date": Message("badge editor", "Day in full"),
    "hours": Message("badge editor", "Hours"),
    "booked": Message("badge editor", "Booked sessions"),
    "places": Message("badge editor", "For how many people"),
    "notes": Message("badge editor", "Practical notes"),
    TICKETS: Message("badge editor", "Names on the tickets"),
}
_WHOLE_NAME = Message("badge editor", "First and last name")
_OF_EVENT = ("event", "day", "date", "hours", "place", "organiser", "notes")


def badge_field_label(field: str) -> str:
    """Return the translated name of a field; a custom column by its title."""
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM)
    words = _OWN_NAMES.get(field) or FIELD_NAMES.get(field) or SENTENCES.get(field)
    return translate(words) if words else field


def format_merge_fields(text: str) -> str:
    """Return `text` with translated field names."""
    return _BRACED.sub(lambda found: f"{{{_shown(found[1])}}}", text)


def parse_merge_fields(shown: str) -> str:
    """Return `shown` with the file's field names; an unknown name may be the title of a custom column."""
    ours = (*TICKET_FIELDS, *SENTENCES, TICKETS)
    known = {badge_field_label(field).casefold(): field for field in ours}

    def field_of(name: str) -> str:
        if name in ours or name.startswith(CUSTOM):
            return name
        name = name.strip()
        return known.get(name.casefold()) or CUSTOM + name

    return _BRACED.sub(lambda found: f"{{{field_of(found[1])}}}", shown)


def _shown(field: str) -> str:
    """Return the displayed name; a custom column named like one of our fields keeps its prefix."""
    name = badge_field_label(field)
    is_mistakable = field.startswith(CUSTOM) and parse_merge_fields(f"{{{name}}}") != f"{{{field}}}"
    return field if is_mistakable else name


class FieldMenu(QMenu):
    """A menu of all fields with their values for one person. `chosen` carries the text to insert."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet("QMenu { menu-scrollable: 1; }")  # else Qt lays long menus in columns, beyond the screen
        self.triggered.connect(lambda action: self.chosen.emit(action.data()))

    def show_fields(self, overview: BadgeOverview, person: Attendee) -> None:
        """Fill the menu with the fields of badges or tickets, and the list's own columns."""
        self.clear()
        values, names = overview.fields.values(person, overview.programme), overview.fields.names
        columns = [CUSTOM + title for title in overview.columns]
        self._add(translate(_WHOLE_NAME), WHOLE_NAME, person.name)
        about = [name for name in names if name not in _OF_EVENT and name not in SENTENCES]
        of_event = [name for name in _OF_EVENT if name in names]
        for group in (about, columns, of_event, [name for name in names if name in SENTENCES]):
            self.addSeparator()
            for field in group:
                self._add(badge_field_label(field), f"{{{field}}}", values.get(field, ""))

    def _add(self, name: str, text: str, example: str) -> None:
        parts = shortened(name, LONGEST_NAME), shortened(example, LONGEST_EXAMPLE)
        action = self.addAction("\t".join(map(escape_mnemonic, parts)))
        action.setToolTip(name)
        action.setData(text)
