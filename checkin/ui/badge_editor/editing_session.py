# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of one editing session: draft, undo history, the person it is shown on, the saved version.

Draws and saves nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QWidget

from checkin.badges.badge_problems import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import read_stored_picture
from checkin.core.attendee import CUSTOM, FIELD_NAMES, Attendee
from checkin.core.badges.badge_edits import BadgeDraft, DraftHistory, Edit, add, copies
from checkin.core.badges.template import (
    PHOTOGRAPH,
    BadgeTemplate,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.chosen_columns import shortened
from checkin.core.mail.mail_jobs import TICKETS
from checkin.core.message import Message
from checkin.core.tickets.ticket_fields import SENTENCES, TICKET_FIELDS
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_templates import BadgeOverview, drop_unused_pictures
from checkin.translation import translate
from checkin.ui.look.typesetting import escape_mnemonic


@dataclass(frozen=True, slots=True)
class Clip:
    """Copied elements with their pictures."""

    elements: tuple[Element, ...] = ()
    files: Mapping[str, bytes] | None = None


class EditingSession(QObject):
    """The state that all parts of the editor share.

    Parts change the draft by `apply`, which takes a function from draft to draft, and redraw on `changed`, which is
    emitted after every change, also of selection or person. `look` changes the selection without an undo step.

        session.apply(remove)                                  # one undo step
        session.apply(lambda d: change(d, text=text), "words")   # joined with earlier ones of this key
        session.undo()
    """

    changed = Signal()

    def __init__(self, loaded: LoadedTemplate, overview: BadgeOverview, person: Attendee) -> None:
        super().__init__()
        self.overview, self.person = overview, person
        self.clip = Clip()
        self._begun = loaded
        self._kept = loaded
        self._files = dict(loaded.files)
        self._history = DraftHistory(BadgeDraft(loaded.template))

    @property
    def draft(self) -> BadgeDraft:
        return self._history.present

    @property
    def template(self) -> BadgeTemplate:
        return self.draft.template

    @property
    def badge(self) -> Badge:
        """The draft as a badge of the person shown."""
        return self.overview.badge(self.loaded, self.person)

    @property
    def subject(self) -> BadgeRecipient:
        return self.badge.subject

    @property
    def pictures(self) -> dict[str, QImage]:
        return self.loaded.pictures

    @property
    def loaded(self) -> LoadedTemplate:
        """The draft as it would be saved now, without unused pictures."""
        return drop_unused_pictures(replace(self._kept, template=self.template, files=dict(self._files)))

    @property
    def is_saved(self) -> bool:
        """Whether the draft equals what the event holds."""
        return bool(self._kept.id) and self.template == self._kept.template

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from when the editor was opened."""
        return self.template != self._begun.template

    @property
    def can_undo(self) -> bool:
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        return bool(self._history.future)

    def apply(self, edit: Edit, key: str = "") -> None:
        """Apply a change; consecutive ones with the same `key` are undone together."""
        self._set(self._history.apply(edit, key))

    def resize(self, edit: Edit) -> None:
        """Resize the badge; consecutive resizes are one step, each applied to the draft before the first."""
        self._set(self._history.apply(edit, "size", is_from_start=True))

    def look(self, draft: BadgeDraft) -> None:
        """Change the selection or the visible side."""
        self._set(self._history.look(draft))

    def undo(self) -> None:
        self._set(self._history.undo())

    def redo(self) -> None:
        self._set(self._history.redo())

    def give_up(self) -> None:
        """Go back to the template as it was opened; this can be undone."""
        self.apply(lambda draft: BadgeDraft(self._begun.template, side=draft.side))

    def mark_saved(self, kept: LoadedTemplate) -> None:
        self._kept = kept
        self.changed.emit()

    def show_person(self, person: Attendee) -> None:
        self.person = person
        self.changed.emit()

    def show_overview(self, overview: BadgeOverview, person: Attendee) -> None:
        """People are others than before, and so may be the one on the badge."""
        self.overview, self.person = overview, person
        self.changed.emit()

    def keep_picture(self, name: str, data: bytes) -> str:
        """Keep a picture and return its name, numbered if another picture has that name."""
        stem, dot, suffix = name.rpartition(".")
        free, number = name, 2
        while self._files.get(free, data) != data:
            free, number = f"{stem}-{number}{dot}{suffix}", number + 1
        self._files[free] = data
        return free

    def picture_size(self, name: str) -> QSize:
        """Return the size of a picture in pixels."""
        return read_stored_picture(self._files[name]).size()

    def copy(self) -> None:
        shown = {element.name for element in self.draft.chosen if isinstance(element, ImageElement)}
        self.clip = Clip(tuple(self.draft.chosen), {n: data for n, data in self._files.items() if n in shown})

    def paste(self) -> None:
        """Paste the copied elements beside their origin, with their pictures."""
        names = {name: self.keep_picture(name, data) for name, data in (self.clip.files or {}).items()}
        found = [
            replace(e, name=names.get(e.name, e.name)) if isinstance(e, ImageElement) else e for e in self.clip.elements
        ]
        self.apply(lambda draft: add(draft, copies(found, draft.template)) if found else draft)

    def _set(self, history: DraftHistory) -> None:
        if history != self._history:
            self._history = history
            self.changed.emit()


# Merge fields of a badge under their translated names: in texts as "{Prénom}", and in a menu with example values.
# Files contain names that are the same in every language.

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
        self._add(translate(Message("badge editor", "First and last name")), WHOLE_NAME, person.name)
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


# The names and descriptions of badge elements, also for screen readers.

TEXT, CODE, PICTURE = (
    Message("badge editor", "Text"),
    Message("badge editor", "Code"),
    Message("badge editor", "Picture"),
)
PHOTOGRAPHED = Message("badge editor", "Photograph")
FIELD = Message("badge editor", "Field")
SHAPES = {
    Shape.BOX: Message("badge editor", "Strip"),
    Shape.ELLIPSE: Message("badge editor", "Oval"),
    Shape.LINE: Message("badge editor", "Line"),
}
"""A box is called a band, its usual purpose."""

_MILLIMETRES = Message("badge editor", "{x} mm from the left, {y} mm from the top, {width} × {height} mm")
_SEVERAL = Message("badge editor", "{count} elements selected")
_NONE = Message("badge editor", "The badge. Elements: {count}. Tab moves between them.")


def kind_name(element: Element) -> str:
    match element:
        case TextElement():
            return translate(TEXT)
        case CodeElement():
            return translate(CODE)
        case ImageElement() if element.name == PHOTOGRAPH:
            return translate(PHOTOGRAPHED)
        case ImageElement():
            return translate(PICTURE)
        case ShapeElement():
            return translate(SHAPES[element.shape])


def describe_element(element: Element) -> str:
    """Return kind, content and position of an element."""
    inside = format_merge_fields(element.text) if isinstance(element, TextElement) else ""
    box = element.box
    sizes = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    where = translate(_MILLIMETRES, **{name: f"{value:g}" for name, value in sizes.items()})
    return ", ".join(part for part in (kind_name(element), inside, where) if part)


def canvas_summary(draft: BadgeDraft) -> str:
    """Return a description of the selection, or the number of elements."""
    if draft.only is not None:
        return describe_element(draft.elements[draft.only])
    if draft.selected:
        return translate(_SEVERAL, count=len(draft.selected))
    return translate(_NONE, count=len(draft.places()))
