# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a badge as people call them: in a text that is written, "{Prénom}", and in a menu with what they hold.

The file knows them by names that are the same in every language.
"""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from checkin.core.badges.fields import FIELDS, fields_of
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM
from checkin.core.model import Attendee
from checkin.core.programme.programme import Programme
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.look.literal import literal

WHOLE_NAME = "{first_name} {last_name}"
LONGEST_EXAMPLE = 28

_BRACED = re.compile(r"\{([^{}]+)\}")
_OWN_NAMES = {
    "sessions": Words("badge editor", "Workshops"),
    "speaks": Words("badge editor", "Speaks in"),
    "code": Words("export", "Code"),
    "event": Words("badge editor", "Event"),
    "day": Words("badge editor", "Day"),
    "place": Words("badge editor", "Place"),
    "organiser": Words("badge editor", "Organiser"),
}
_WHOLE_NAME = Words("badge editor", "First and last name")
_OF_EVENT = ("event", "day", "place", "organiser")


def field_name(field: str) -> str:
    """What people call it: a column of the list by its title."""
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM)
    words = _OWN_NAMES.get(field) or FIELD_NAMES.get(field)
    return say(words) if words else field


def shown_text(text: str) -> str:
    """As it is written by people: fields by the names they know."""
    return _BRACED.sub(lambda found: f"{{{_shown(found[1])}}}", text)


def read_text(shown: str) -> str:
    """The other way round; a name nobody knows may be the title of a column."""
    known = {field_name(field).casefold(): field for field in FIELDS}

    def field_of(name: str) -> str:
        if name in FIELDS or name.startswith(CUSTOM):
            return name
        name = name.strip()
        return known.get(name.casefold()) or CUSTOM + name

    return _BRACED.sub(lambda found: f"{{{field_of(found[1])}}}", shown)


def _shown(field: str) -> str:
    """A column that is called like a field of ours keeps its mark."""
    name = field_name(field)
    is_mistakable = field.startswith(CUSTOM) and read_text(f"{{{name}}}") != f"{{{field}}}"
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
        values = fields_of(person, programme)
        self._add(say(_WHOLE_NAME), WHOLE_NAME, person.name)
        for group in ([f for f in FIELDS if f not in _OF_EVENT], [CUSTOM + title for title in columns], _OF_EVENT):
            self.addSeparator()
            for field in group:
                self._add(field_name(field), f"{{{field}}}", values.get(field, ""))

    def _add(self, name: str, text: str, example: str) -> None:
        short = example if len(example) <= LONGEST_EXAMPLE else f"{example[:LONGEST_EXAMPLE]}…"
        action = self.addAction("\t".join(literal(part) for part in (name, short)))
        action.setData(text)
