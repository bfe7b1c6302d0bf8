# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of the programme editor for control points, categories and the event."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.core.admission_rules import count_meeting
from checkin.core.attendee import CUSTOM, Attendee
from checkin.core.message import Message
from checkin.core.programme.programme import Category, ControlPoint, Event, Programme, Requirement
from checkin.core.programme.programme_edits import (
    event_days,
    provisional_id,
    put_item,
    with_categories,
    with_event,
    zone_of_event,
)
from checkin.core.programme.programme_schema import MODE_NAMES, PROGRAMME_FIELD_NAMES, REENTRY_NAMES
from checkin.core.schedules.programme_update import schedule_line
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.translation import translate
from checkin.ui.look.theme import SMALL, scale_px
from checkin.ui.programme.session_row import ARRIVAL, hours_text, requirement_field_label
from checkin.ui.programme_editor import item_list_page
from checkin.ui.programme_editor.editor_fields import (
    ChoiceField,
    FieldRow,
    LineInput,
    MistakeLabel,
    RowsField,
    TextField,
    TickField,
    TicksField,
)
from checkin.ui.programme_editor.moment_fields import DayField, MomentField
from checkin.ui.widgets.boxes import column_of
from checkin.ui.widgets.form_fields import ComboBox, label

_ASKED = ("email", "phone", "organisation", "role")
"""Fields of a person that a control point may ask for, before custom columns."""
_REQUIRED = ("category", "organisation", "role", "presence")

SEPARATOR = ","


class ControlPointsPage(item_list_page.OrderedItemsPage):
    """The page; `use` has the titles of custom columns, and the people whom a condition lets in."""

    kind = ControlPoint

    def __init__(self, use: ProgrammeUse, may_remove: item_list_page.MayRemove) -> None:
        self._custom, self._people = [CUSTOM + title for title in use.custom], use.attendees
        super().__init__(
            item_list_page.ListWording(_CONTROL_POINTS, _CONTROL_POINTS, _NEW_CONTROL_POINT), self._form(), may_remove
        )
        self.lay_buttons(self.add, self.remove, self.up, self.down)

    def entry(self, item: ControlPoint, is_wrong: bool) -> item_list_page.ItemEntry:
        session = self.programme.session(item.session)
        times = hours_text(item.opens, item.closes, self.programme)
        mode = translate(MODE_NAMES[item.mode])
        detail = " · ".join(filter(None, (times, mode, session.title if session else "")))
        return item_list_page.ItemEntry(item.id, item.name or item_list_page.NAMELESS, detail, is_wrong)

    def enable_buttons(self, item: ControlPoint | None) -> None:
        """Enable the buttons; the last control point stays."""
        super().enable_buttons(item)
        self.remove.setEnabled(len(self.programme.control_points) > 1)

    def show_item(self, item: ControlPoint) -> None:
        self._offer(item)
        super().show_item(item)

    def _offer(self, point: ControlPoint) -> None:
        """Update the choices, which depend on the rest of the programme."""
        fields, programme = self.form.fields, self.programme
        session, categories, asked = fields["session"], fields["categories"], fields["asks_for"]
        assert isinstance(session, ChoiceField)
        assert isinstance(categories, TicksField)
        assert isinstance(asked, TicksField)
        session.offer(
            (("", translate(ARRIVAL)), *((s.id, s.title or item_list_page.NAMELESS) for s in programme.sessions))
        )
        categories.offer([(c.id, c.name) for c in programme.categories])
        names = dict.fromkeys((*_ASKED, *self._custom, *point.asks_for))
        asked.offer([(name, requirement_field_label(name)) for name in names])
        fields["is_daily"].setVisible(point.is_daily or programme.event.last_day is not None)
        guarded = programme.session(point.session)
        fields["is_optional"].setVisible(point.is_optional or (guarded is not None and guarded.is_booked))
        for name in ("opens", "closes"):
            field = fields[name]
            assert isinstance(field, MomentField)
            field.set_clock(self._day(point, name), zone_of_event(programme), event_days(programme.event))

    def _day(self, point: ControlPoint, name: str) -> date | None:
        opens = point.opens if name == "closes" else None
        return opens.astimezone(zone_of_event(self.programme)).date() if opens else self.programme.event.day

    def put(self, item: ControlPoint, field: str) -> None:
        """Emit the changed programme; adding or removing a requirement row is a step of its own."""
        before = self.programme.control_point(item.id)
        is_step = before is None or len(before.requires) != len(item.requires)
        self.edited.emit(put_item(self.programme, item), () if is_step else (item.id, field))

    def _form(self) -> item_list_page.ItemForm:
        modes = [(mode, translate(words)) for mode, words in MODE_NAMES.items()]
        reentries = [(reentry, translate(words)) for reentry, words in REENTRY_NAMES.items()]
        fields = {
            "name": TextField(PROGRAMME_FIELD_NAMES["name"]),
            "session": ChoiceField(Message("programme editor", "Lets into")),
            "opens": MomentField(PROGRAMME_FIELD_NAMES["opens"]),
            "closes": MomentField(PROGRAMME_FIELD_NAMES["closes"]),
            "mode": ChoiceField(PROGRAMME_FIELD_NAMES["mode"], modes),
            "reentry": ChoiceField(Message("programme editor", "People who have been in may come back"), reentries),
            "is_daily": TickField(_DAILY),
            "is_optional": TickField(_OPTIONAL),
            "categories": TicksField(_WHO, _NO_CATEGORY),
            "asks_for": TicksField(Message("programme editor", "Information required at the door"), _NO_CATEGORY),
            "requires": requirements_field(lambda: (*_REQUIRED, *self._custom), self._people),
            "note": TextField(PROGRAMME_FIELD_NAMES["note"], translate(_NOTE)),
            "checks": TextField(PROGRAMME_FIELD_NAMES["checks"], translate(_CHECKS)),
            "gives": TextField(PROGRAMME_FIELD_NAMES["gives"], translate(_GIVES)),
        }
        rows = (
            (("name", 5), ("session", 7)),
            (("opens", 6), ("closes", 6)),
            (("mode", 4), ("reentry", 8)),
            (("note", 12),),
            (("is_daily", 12),),
            (("is_optional", 12),),
            (("checks", 7), ("gives", 5)),
            (("categories", 12),),
            (("asks_for", 12),),
            (("requires", 12),),
        )
        return item_list_page.ItemForm(fields, rows)


class RequirementRow(FieldRow):
    """A requirement: a person's field and its accepted values. `fields` are those a person may have, `people` those
    whom it is about.
    """

    def __init__(self, fields: Sequence[str], people: Callable[[], Sequence[Attendee]]) -> None:
        self._people, self.met, self.refuses_all = people, label("", SMALL), MistakeLabel()
        self.choice, self.values = ComboBox(translate(Message("programme editor", "Field"))), LineInput()
        self._fields = ["", *fields]
        self.choice.addItems([translate(_CHOOSE), *map(requirement_field_label, fields)])
        self.values.setPlaceholderText(translate(_VALUES))
        self.values.setAccessibleName(translate(_VALUES))
        fields_of_row = [(self.choice, 2), (self.values, 3)]
        super().__init__([fields_of_row, [(self.met, 1)], [(self.refuses_all, 1)]], _REMOVE_CONDITION)
        self.choice.activated.connect(lambda _: self.edited.emit())
        self.values.textEdited.connect(self.edited)

    def value(self) -> Requirement:
        texts = map(schedule_line, self.values.text().split(SEPARATOR))
        return Requirement(self._fields[max(0, self.choice.currentIndex())], tuple(filter(None, texts)))

    def show_value(self, value: Requirement) -> None:
        """Show a requirement; a field that no longer exists is offered too."""
        if value.field not in self._fields:
            self._fields.append(value.field)
            self.choice.addItem(requirement_field_label(value.field))
        self.choice.setCurrentIndex(self._fields.index(value.field))
        if self.value().values != value.values:
            self.values.setText(f"{SEPARATOR} ".join(value.values))
        people = self._people() if value.field and value.values else ()
        is_complete, count = bool(people), count_meeting(people, value)
        self.met.setText(translate(_LETS_IN, count=count))
        self.met.setVisible(is_complete and count > 0)
        self.refuses_all.show_mistake(translate(_LETS_IN, count=0) if is_complete and not count else "")


def requirements_field(fields: Callable[[], Sequence[str]], people: Callable[[], Sequence[Attendee]]) -> RowsField:
    return RowsField(
        PROGRAMME_FIELD_NAMES["requires"],
        Message("programme editor", "Add a condition"),
        lambda: RequirementRow(fields(), people),
        lambda: Requirement("", ()),
    )


_CONTROL_POINTS = Message("programme editor", "Control points")
_NEW_CONTROL_POINT = Message("programme editor", "New control point")
_DAILY = Message("programme editor", "On each day of the event everyone comes anew, and is counted by day")
_OPTIONAL = Message("programme editor", "Nobody had to be scanned here: who was at the event counts as there")
_WHO = Message("programme editor", "Who may enter (nothing ticked: everyone)")
_NO_CATEGORY = Message("programme editor", "There are no categories yet, so everyone may enter.")
_NOTE = Message("programme editor", "A sentence for whoever is at this point")

_CHECKS = Message("programme editor", "For example: identity document seen")
_GIVES = Message("programme editor", "For example: headset")

_CHOOSE = Message("programme editor", "Choose a field…")
_VALUES = Message("programme editor", "One of these: yes, vegetarian…")
_LETS_IN = Message("programme editor", "{count} {count:person|people} concerned")
_REMOVE_CONDITION = Message("programme editor", "Remove this condition")


class CategoriesPage(item_list_page.ItemListPage):
    """The categories page of the programme editor. An empty one offers the categories found in lists."""

    kind = Category

    def __init__(self, use: ProgrammeUse, may_remove: item_list_page.MayRemove) -> None:
        fields = {"name": TextField(PROGRAMME_FIELD_NAMES["name"]), "calls_attention": TickField(_ATTENTION)}
        form = item_list_page.ItemForm(fields, ((("name", 8),), (("calls_attention", 12),)))
        form.add(label(translate(_MEANING), SMALL), 0)
        super().__init__(item_list_page.ListWording(_CATEGORIES, _EMPTY, _NEW_CATEGORY), form, may_remove)
        self._use = use
        self.lay_buttons(self.add, self.remove)
        self.offer_found(_SAID, _TAKE, self._add_listed)

    def entry(self, item: Category, is_wrong: bool) -> item_list_page.ItemEntry:
        count = self._use.of_category(item)
        parts = [
            translate(Message("programme editor", "people: {count}"), count=count) if count else "",
            translate(Message("programme editor", "asks for attention")) if item.calls_attention else "",
        ]
        return item_list_page.ItemEntry(item.id, item.name or "…", " · ".join(filter(None, parts)), is_wrong)

    def _add_listed(self) -> None:
        """Add the categories found in lists; those of speakers are watched for absence."""
        first = provisional_id(self.programme)
        self.edited.emit(with_categories(self.programme, self._use.categories()), ())
        self.choose(first, "name")

    def missing(self) -> Sequence[str]:
        return [name for name in self._use.categories() if self.programme.category_named(name) is None]


_CATEGORIES = Message("programme editor", "Categories")
_EMPTY = Message(
    "programme editor",
    "No rules: everyone may enter everywhere. With categories, a control point can let in only some of them.",
)
_SAID = Message("programme editor", "The list of people has categories: {names}")
_TAKE = Message("programme editor", "Use the categories in the list ({count})")
_NEW_CATEGORY = Message("programme editor", "New category")
_ATTENTION = Message("programme editor", "Asks for attention: the arrival shows an answer to read, not just a tick")
_MEANING = Message("programme editor", "The word used in your list of people. Capitals and accents do not matter.")


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
    """The event page of the programme editor; `edited` carries the changed programme and what was touched."""

    edited = Signal(object, object)
    broken_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._programme = Programme(Event(""))
        self.form = item_list_page.ItemForm(
            {
                "title": TextField(PROGRAMME_FIELD_NAMES["title"]),
                "day": DayField(PROGRAMME_FIELD_NAMES["day"]),
                "last_day": DayField(Message("programme editor", "Last day, if there are several")),
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
        column_of(self.form, around=(0, 12, 0, 0), of=self)
        self.form.setMaximumWidth(scale_px(WIDTH))

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: item_list_page.Mistakes) -> None:
        self._programme = programme
        zones = self.form.fields["timezone"]
        assert isinstance(zones, ChoiceField)
        zones.offer(_zones(programme.event.timezone))
        self.form.show_item(programme.event)
        self.form.show_mistakes(item_list_page.mistake_sentences(mistakes, Event))

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


_MOVES = Message("programme editor", "If the day or the time zone changes, all times in the programme move with it.")
_PRINTED = Message("programme editor", "Place and organiser are printed on tickets, sign-in sheets and certificates.")
