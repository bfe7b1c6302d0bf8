# SPDX-License-Identifier: GPL-3.0-or-later
"""Merge fields of a badge under their translated names: in texts as "{Prénom}", and in a menu with example values.

Files contain names that are the same in every language.
"""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.badge_fields import FIELDS, badge_field_values
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.translation import translate
from checkin.ui.look.mnemonics import escape_mnemonic

WHOLE_NAME = "{first_name} {last_name}"
LONGEST_EXAMPLE = 28

_BRACED = re.compile(r"\{([^{}]+)\}")
_OWN_NAMES = {
    "sessions": Message("badge editor", "Workshops"),
    "speaks": Message("badge editor", "Speaks in"),
    "code": Message("export", "Code"),
    "event": Message("badge editor", "Event"),
    "day": Message("badge editor", "Day"),
    "place": Message("badge editor", "Place"),
    "organiser": Message("badge editor", "Organiser"),
}
_WHOLE_NAME = Message("badge editor", "First and last name")
_OF_EVENT = ("event", "day", "place", "organiser")


def badge_field_label(field: str) -> str:
    """Return the translated name of a field; a custom column by its title."""
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM)
    words = _OWN_NAMES.get(field) or FIELD_NAMES.get(field)
    return translate(words) if words else field


def format_merge_fields(text: str) -> str:
    """Return `text` with translated field names."""
    return _BRACED.sub(lambda found: f"{{{_shown(found[1])}}}", text)


def parse_merge_fields(shown: str) -> str:
    """Return `shown` with the file's field names; an unknown name may be the title of a custom column."""
    known = {badge_field_label(field).casefold(): field for field in FIELDS}

    def field_of(name: str) -> str:
        if name in FIELDS or name.startswith(CUSTOM):
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
        self.triggered.connect(lambda action: self.chosen.emit(action.data()))

    def show_fields(self, columns: Sequence[str], person: Attendee, programme: Programme) -> None:
        """Fill the menu; `columns` are the titles of the list's custom columns."""
        self.clear()
        values = badge_field_values(person, programme)
        self._add(translate(_WHOLE_NAME), WHOLE_NAME, person.name)
        for group in ([f for f in FIELDS if f not in _OF_EVENT], [CUSTOM + title for title in columns], _OF_EVENT):
            self.addSeparator()
            for field in group:
                self._add(badge_field_label(field), f"{{{field}}}", values.get(field, ""))

    def _add(self, name: str, text: str, example: str) -> None:
        short = example if len(example) <= LONGEST_EXAMPLE else f"{example[:LONGEST_EXAMPLE]}…"
        action = self.addAction("\t".join(escape_mnemonic(part) for part in (name, short)))
        action.setData(text)
