# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge in the editor: what is drawn, on whom it is looked at, what it was before. Draws nothing, saves nothing."""

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
from checkin.desk.badges.badge_making import LoadedTemplate
from checkin.desk.badges.badge_overview import BadgeOverview
from checkin.desk.badges.badge_templates import drop_unused_pictures


@dataclass(frozen=True, slots=True)
class Clip:
    """Elements that were copied, with the pictures they show."""

    elements: tuple[Element, ...] = ()
    files: Mapping[str, bytes] | None = None


class EditingSession(QObject):
    """`changed` after anything of it, also of what is only looked at."""

    changed = Signal()

    def __init__(self, loaded: LoadedTemplate, board: BadgeOverview, person: Attendee) -> None:
        super().__init__()
        self.board, self.person = board, person
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
        """The draft on the person it is looked at."""
        return self.board.badge(self.loaded, self.person)

    @property
    def subject(self) -> BadgeRecipient:
        return self.badge.subject

    @property
    def pictures(self) -> dict[str, QImage]:
        return self.loaded.pictures

    @property
    def loaded(self) -> LoadedTemplate:
        """As it would be saved now."""
        return drop_unused_pictures(replace(self._kept, template=self.template, files=dict(self._files)))

    @property
    def is_saved(self) -> bool:
        """Whether what is seen is what the event holds."""
        return bool(self._kept.id) and self.template == self._kept.template

    @property
    def is_changed(self) -> bool:
        """Whether it is otherwise than when the editor was opened."""
        return self.template != self._begun.template

    @property
    def can_undo(self) -> bool:
        return bool(self._history.past)

    @property
    def can_redo(self) -> bool:
        return bool(self._history.future)

    def apply(self, edit: Edit, key: str = "") -> None:
        """A change; those of one `key` in a row are undone together."""
        self._set(self._history.apply(edit, key))

    def resize(self, edit: Edit) -> None:
        """Another size of the badge. Those that follow each other are one step, from before the first."""
        self._set(self._history.apply(edit, "size", is_from_start=True))

    def look(self, draft: BadgeDraft) -> None:
        """Something else in hand, or the other side."""
        self._set(self._history.look(draft))

    def undo(self) -> None:
        self._set(self._history.undo())

    def redo(self) -> None:
        self._set(self._history.redo())

    def give_up(self) -> None:
        """As it was when the editor was opened. That can be undone too."""
        self.apply(lambda draft: BadgeDraft(self._begun.template, side=draft.side))

    def mark_saved(self, kept: LoadedTemplate) -> None:
        self._kept = kept
        self.changed.emit()

    def show_person(self, person: Attendee) -> None:
        self.person = person
        self.changed.emit()

    def show_board(self, board: BadgeOverview, person: Attendee) -> None:
        """People are others than before, and so may be the one on the badge."""
        self.board, self.person = board, person
        self.changed.emit()

    def keep_picture(self, name: str, data: bytes) -> str:
        """Under its name, or a numbered one if another picture has that; returns which."""
        stem, dot, suffix = name.rpartition(".")
        free, number = name, 2
        while self._files.get(free, data) != data:
            free, number = f"{stem}-{number}{dot}{suffix}", number + 1
        self._files[free] = data
        return free

    def picture_size(self, name: str) -> QSize:
        """In dots."""
        return read_stored_picture(self._files[name]).size()

    def copy(self) -> None:
        shown = {element.name for element in self.draft.chosen if isinstance(element, ImageElement)}
        self.clip = Clip(tuple(self.draft.chosen), {n: data for n, data in self._files.items() if n in shown})

    def paste(self) -> None:
        """Beside where they were copied from; a picture comes along."""
        names = {name: self.keep_picture(name, data) for name, data in (self.clip.files or {}).items()}
        found = [
            replace(e, name=names.get(e.name, e.name)) if isinstance(e, ImageElement) else e for e in self.clip.elements
        ]
        self.apply(lambda draft: add(draft, copies(found, draft.template)) if found else draft)

    def _set(self, history: DraftHistory) -> None:
        if history != self._history:
            self._history = history
            self.changed.emit()
