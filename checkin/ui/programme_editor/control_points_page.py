# SPDX-License-Identifier: GPL-3.0-or-later
"""The control points page of the programme editor: where people are scanned, when, and who may enter."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from checkin.core.history import CUSTOM
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Event, Programme
from checkin.core.programme.programme_edits import move_point, provisional_id, put_item, remove_item, zone_of_event
from checkin.core.programme.programme_wording import MODE_NAMES, PROGRAMME_FIELD_NAMES, REENTRY_NAMES
from checkin.core.programme.proposed_control_points import unique_name
from checkin.core.text_folding import fold_text
from checkin.language import translate
from checkin.ui.programme.programme_value_texts import ARRIVAL, moment_text, requirement_field_label
from checkin.ui.programme_editor.editor_fields import ChoiceField, TextField
from checkin.ui.programme_editor.item_form import ItemForm
from checkin.ui.programme_editor.item_list_page import ItemEntry, ItemListPage
from checkin.ui.programme_editor.page_mistakes import Mistakes, mistake_sentences, mistaken_ids
from checkin.ui.programme_editor.requirements_field import requirements_field
from checkin.ui.programme_editor.rows_field import RowButton
from checkin.ui.programme_editor.ticks_field import TicksField
from checkin.ui.programme_editor.time_fields import MomentField

_ASKED = ("email", "phone", "organisation", "role")
"""Fields of a person that a control point may ask for, before custom columns."""
_REQUIRED = ("category", "organisation", "role", "presence")


class ControlPointsPage(QWidget):
    """The page. `custom` are the titles of custom columns; `may_remove` asks the user before a removal."""

    edited = Signal(object, object)
    broken_changed = Signal()

    def __init__(self, custom: Sequence[str], may_remove: Callable[[ControlPoint], bool]) -> None:
        super().__init__()
        self._may_remove, self._programme = may_remove, Programme(Event(""))
        self._mistakes: Mistakes = ()
        self._custom = [CUSTOM + title for title in custom]
        self.form = self._form()
        self.page = ItemListPage(_NAME, self.form, _NAME)
        self.add, self.remove = QPushButton(translate(_ADD)), QPushButton(translate(_REMOVE))
        self.up, self.down = RowButton("arrow-up", translate(_EARLIER)), RowButton("arrow-down", translate(_LATER))
        self.page.add_button(self.add, self._add)
        self.page.add_button(self.remove, self._remove)
        self.page.add_button(self.up, lambda: self._move(-1))
        self.page.add_button(self.down, lambda: self._move(1))
        self.page.chosen_changed.connect(self._show_chosen)
        self.form.edited.connect(lambda point, field: self._put(point, field))
        self.form.broken_changed.connect(self.broken_changed)
        self.setFocusProxy(self.page.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: Mistakes) -> None:
        self._programme, self._mistakes = programme, mistakes
        bad = mistaken_ids(mistakes, ControlPoint)
        self.page.show_entries([_entry(p, programme, p.id in bad) for p in programme.control_points], self.page.chosen)
        self._show_chosen()

    def choose(self, item_id: str, field: str) -> None:
        self.page.choose(item_id)
        self.page.go_to(field)

    def _show_chosen(self) -> None:
        points = self._programme.control_points
        at = next((n for n, p in enumerate(points) if p.id == self.page.chosen), -1)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(points) - 1)
        self.remove.setEnabled(len(points) > 1)
        if at >= 0:
            self._offer(points[at])
            self.form.show_item(points[at])
            self.form.tell(mistake_sentences(self._mistakes, ControlPoint, points[at].id))

    def _offer(self, point: ControlPoint) -> None:
        """Update the choices, which depend on the rest of the programme."""
        fields, programme = self.form.fields, self._programme
        session, categories, asked = fields["session"], fields["categories"], fields["asks_for"]
        assert isinstance(session, ChoiceField)
        assert isinstance(categories, TicksField)
        assert isinstance(asked, TicksField)
        session.offer((("", translate(ARRIVAL)), *((s.id, s.title or NAMELESS) for s in programme.sessions)))
        categories.offer([(c.id, c.name) for c in programme.categories])
        names = dict.fromkeys((*_ASKED, *self._custom, *point.asks_for))
        asked.offer([(name, requirement_field_label(name)) for name in names])
        for name in ("opens", "closes"):
            field = fields[name]
            assert isinstance(field, MomentField)
            field.set_clock(self._day(point, name), zone_of_event(programme))

    def _day(self, point: ControlPoint, name: str) -> date | None:
        opens = point.opens if name == "closes" else None
        return opens.astimezone(zone_of_event(self._programme)).date() if opens else self._programme.event.day

    def _put(self, point: ControlPoint, field: str) -> None:
        """Emit the changed programme; adding or removing a requirement row is a step of its own."""
        before = self._programme.control_point(point.id)
        is_step = before is None or len(before.requires) != len(point.requires)
        self.edited.emit(put_item(self._programme, point), () if is_step else (point.id, field))

    # Verbs

    def _add(self) -> None:
        name = unique_name(translate(_NEW), {fold_text(p.name) for p in self._programme.control_points})
        point = ControlPoint(provisional_id(self._programme), name)
        self.edited.emit(put_item(self._programme, point), ())
        self.choose(point.id, "name")
        field = self.form.fields["name"]
        assert isinstance(field, TextField)
        field.line.selectAll()

    def _remove(self) -> None:
        point = self._programme.control_point(self.page.chosen)
        if point and self._may_remove(point):
            self.edited.emit(remove_item(self._programme, point), ())

    def _move(self, step: int) -> None:
        self.edited.emit(move_point(self._programme, self.page.chosen, step), ())

    def _form(self) -> ItemForm:
        modes = [(mode, translate(words)) for mode, words in MODE_NAMES.items()]
        reentries = [(reentry, translate(words)) for reentry, words in REENTRY_NAMES.items()]
        fields = {
            "name": TextField(PROGRAMME_FIELD_NAMES["name"]),
            "session": ChoiceField(_GUARDS),
            "opens": MomentField(PROGRAMME_FIELD_NAMES["opens"]),
            "closes": MomentField(PROGRAMME_FIELD_NAMES["closes"]),
            "mode": ChoiceField(PROGRAMME_FIELD_NAMES["mode"], modes),
            "reentry": ChoiceField(_RETURN, reentries),
            "categories": TicksField(_WHO, _NO_CATEGORY),
            "asks_for": TicksField(_ASKS, _NO_CATEGORY),
            "requires": requirements_field(lambda: (*_REQUIRED, *self._custom)),
            "note": TextField(PROGRAMME_FIELD_NAMES["note"], translate(_NOTE)),
        }
        rows = (
            (("name", 5), ("session", 7)),
            (("opens", 3), ("closes", 3), ("mode", 6)),
            (("reentry", 6), ("note", 6)),
            (("categories", 12),),
            (("asks_for", 12),),
            (("requires", 12),),
        )
        return ItemForm(fields, rows)


def _entry(point: ControlPoint, programme: Programme, is_wrong: bool) -> ItemEntry:
    session = programme.session(point.session)
    times = " – ".join(moment_text(t, programme.event.day) for t in (point.opens, point.closes) if t)
    mode = translate(MODE_NAMES[point.mode])
    detail = " · ".join(filter(None, (times, mode, session.title if session else "")))
    return ItemEntry(point.id, point.name or NAMELESS, detail, is_wrong)


NAMELESS = "…"
_NAME = Message("programme editor", "Control points")
_ADD = Message("programme editor", "Add")
_REMOVE = Message("programme editor", "Remove")
_EARLIER = Message("programme editor", "Move up")
_LATER = Message("programme editor", "Move down")
_NEW = Message("programme editor", "New control point")
_GUARDS = Message("programme editor", "Lets into")
_RETURN = Message("programme editor", "People who have been in may come back")
_WHO = Message("programme editor", "Who may enter (nothing ticked: everyone)")
_NO_CATEGORY = Message("programme editor", "There are no categories yet, so everyone may enter.")
_ASKS = Message("programme editor", "Information required at the door")
_NOTE = Message("programme editor", "A sentence for whoever is at this point")
