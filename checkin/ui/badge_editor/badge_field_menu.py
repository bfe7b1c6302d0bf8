# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a badge as people call them: in a text that is written, "{Prénom}", and in a menu with what they hold.

The file knows them by names that are the same in every language.
"""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.attendee import Attendee
from checkin.core.badges.badge_fields import FIELDS, badge_field_values
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.language import translate
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
    """What people call it: a column of the list by its title."""
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM)
    words = _OWN_NAMES.get(field) or FIELD_NAMES.get(field)
    return translate(words) if words else field


def format_merge_fields(text: str) -> str:
    """As it is written by people: fields by the names they know."""
    return _BRACED.sub(lambda found: f"{{{_shown(found[1])}}}", text)


def parse_merge_fields(shown: str) -> str:
    """The other way round; a name nobody knows may be the title of a column."""
    known = {badge_field_label(field).casefold(): field for field in FIELDS}

    def field_of(name: str) -> str:
        if name in FIELDS or name.startswith(CUSTOM):
            return name
        name = name.strip()
        return known.get(name.casefold()) or CUSTOM + name

    return _BRACED.sub(lambda found: f"{{{field_of(found[1])}}}", shown)


def _shown(field: str) -> str:
    """A column that is called like a field of ours keeps its mark."""
    name = badge_field_label(field)
    is_mistakable = field.startswith(CUSTOM) and parse_merge_fields(f"{{{name}}}") != f"{{{field}}}"
    return field if is_mistakable else name


class FieldMenu(QMenu):
    """Every field, each with what it holds for somebody. `chosen` carries the text to put in."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.triggered.connect(lambda action: self.chosen.emit(action.data()))

    def show_fields(self, columns: Sequence[str], person: Attendee, programme: Programme) -> None:
        """`columns` are the titles of the list's other columns."""
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
