# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of one editing session: draft, undo history, the person it is shown on, the saved version.

Draws and saves nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from checkin.badges.badge_output import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import read_stored_picture
from checkin.core.attendee import Attendee
from checkin.core.badges.badge_draft import BadgeDraft, DraftHistory, Edit
from checkin.core.badges.badge_edits import add, copies
from checkin.core.badges.template import BadgeTemplate, Element, ImageElement
from checkin.services.badges.badge_building import LoadedTemplate
from checkin.services.badges.badge_overview import BadgeOverview
from checkin.services.badges.badge_templates import drop_unused_pictures


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
