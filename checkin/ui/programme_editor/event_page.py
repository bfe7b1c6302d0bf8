# SPDX-License-Identifier: GPL-3.0-or-later
"""The event page of the programme editor."""

from functools import lru_cache
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.core.programme.programme import Event, Programme
from checkin.core.programme.programme_edits import with_event
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES
from checkin.translation import translate
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import SMALL
from checkin.ui.programme_editor.editor_fields import ChoiceField, TextField
from checkin.ui.programme_editor.item_form import ItemForm, Mistakes, mistake_sentences
from checkin.ui.programme_editor.time_fields import DayField
from checkin.ui.widgets.labels import label

WIDTH = 720
"""Most pixels: longer lines are hard to read."""

FRENCH = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
)
"""Time zones offered first."""


class EventPage(QWidget):
    """The page; `edited` carries the changed programme and what was touched."""

    edited = Signal(object, object)
    broken_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._programme = Programme(Event(""))
        self.form = ItemForm(
            {
                "title": TextField(PROGRAMME_FIELD_NAMES["title"]),
                "day": DayField(PROGRAMME_FIELD_NAMES["day"]),
                "last_day": DayField(_LAST_DAY),
                "timezone": ChoiceField(PROGRAMME_FIELD_NAMES["timezone"]),
                "place": TextField(PROGRAMME_FIELD_NAMES["place"]),
                "organiser": TextField(PROGRAMME_FIELD_NAMES["organiser"]),
            },
            ((("title", 12),), (("day", 4), ("last_day", 4), ("timezone", 4)), (("place", 6), ("organiser", 6))),
        )
        self.form.add(label(translate(_MOVES), SMALL), 1)
        self.form.add(label(translate(_PRINTED), SMALL), 2)
        self.form.edited.connect(self._take)
        self.form.broken_changed.connect(self.broken_changed)
        self.setFocusProxy(self.form.fields["title"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self.form)
        self.form.setMaximumWidth(scale_px(WIDTH))

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: Mistakes) -> None:
        self._programme = programme
        zones = self.form.fields["timezone"]
        assert isinstance(zones, ChoiceField)
        zones.offer(_zones(programme.event.timezone))
        self.form.show_item(programme.event)
        self.form.show_mistakes(mistake_sentences(mistakes, Event))

    def choose(self, item_id: str, field: str) -> None:
        self.form.fields.get(field, self.form).setFocus()

    def _take(self, event: Event, field: str) -> None:
        self.edited.emit(with_event(self._programme, event), ("event", field))


@lru_cache(maxsize=8)
def _zones(own: str) -> tuple[tuple[str, str], ...]:
    """Return the time zones as (value, text); `own` may be one that this computer does not know."""
    others = sorted(available_timezones() - set(FRENCH))
    names = dict.fromkeys((*FRENCH, *((own,) if own not in others else ()), *others))
    return tuple((name, name.replace("_", " ")) for name in names)


_LAST_DAY = Message("programme editor", "Last day, if there are several")
_MOVES = Message("programme editor", "If the day or the time zone changes, all times in the programme move with it.")
_PRINTED = Message("programme editor", "Place and organiser are printed on tickets, sign-in sheets and certificates.")
