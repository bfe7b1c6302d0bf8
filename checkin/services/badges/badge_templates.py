# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge templates of an event: listed, saved, duplicated, withdrawn, imported, exported. Each change is an entry.

They take precedence over shipped templates of the same name.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from checkin.badges.pictures import shrink_picture
from checkin.core.badges import badge_entries as badge_entries
from checkin.core.badges.badge_toml import badge_text
from checkin.core.badges.template import ImageElement
from checkin.core.entries import EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.picture_entries import join_pictures, picture_digest, picture_entries
from checkin.core.text_folding import fold_text
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.chosen_file import LargeFileError, read_chosen_file
from checkin.services.badges.badge_building import (
    LARGEST_PICTURE,
    LoadedTemplate,
    read_template,
    shipped_template_files,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.photographs import read_photographs

FALLBACK_TEMPLATE = "a6"
"""The shipped template for people without a template of the event."""

NAMED_LIKE_IT = 50
"""Numbered names that are tried before a name is used twice."""


def own_templates(event: EventFile) -> tuple[LoadedTemplate, ...]:
    """Return the templates kept in the event, oldest first."""
    found = badge_entries.fold_templates(event.journal.entries_of_kinds(badge_entries.TEMPLATE_KINDS))
    wanted = {name for badge in found for name in badge.pictures.values()}
    kept = join_pictures(event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT]), wanted) if wanted else {}
    return tuple(
        LoadedTemplate(b.template, {name: kept[key] for name, key in b.pictures.items() if key in kept}, b.id)
        for b in found
    )


def shipped_templates() -> tuple[LoadedTemplate, ...]:
    """Return the shipped templates, the fallback first."""
    return tuple(
        read_template(name)
        for name in sorted(shipped_template_files(), key=lambda name: (name != FALLBACK_TEMPLATE, name))
    )


def find_templates(event: EventFile, names: Sequence[str], otherwise: str = FALLBACK_TEMPLATE) -> list[LoadedTemplate]:
    """Return templates by name: the event's own, else shipped, else files.

    Without names these are all of the event's own, then `otherwise` for everyone else.
    """
    own = own_templates(event)
    if not names:
        return [*own, read_template(otherwise)]
    by_name = {fold_text(each.name): each for each in reversed(own)}
    return [by_name.get(fold_text(name)) or read_template(name) for name in names]


class BadgeTemplates:
    """The template operations of a desk. Pictures are shrunk before they are kept, to be small enough to sync."""

    def __init__(self, event: EventFile, desk: Desk, randomness: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._event, self._desk, self._randomness = event, desk, randomness

    def own(self) -> tuple[LoadedTemplate, ...]:
        return own_templates(self._event)

    def save(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save a template, as a new one if it has no id, and return it as kept.

        Raises `UserError` if it holds more than an entry can; nothing is written then.
        """
        kept = replace(loaded, id=loaded.id or f"badge:{self._randomness(8).hex()}")
        with self._event.transaction():
            self.append(kept)
        return kept

    def append(self, kept: LoadedTemplate, source: str = "") -> None:
        """Save a template that has an id, in the caller's transaction. `source` is the digest of what a program made it
        from. Raises as `save` does.
        """
        found = self._event.journal.entries_of_kinds([EntryKind.BADGE_PICTURE_KEPT])
        known = set(join_pictures(found, _digests(kept)))
        rows = [badge_entries.saved_entry(kept.id, kept.template, kept.files, source)]
        for data in kept.files.values():
            if (name := picture_digest(data)) not in known:
                rows += picture_entries(data)
                known.add(name)
        self._event.journal.append_all(rows, at=self._desk.now(), desk=self._desk.name)

    def duplicate(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Save a copy."""
        return self.save(self.copy(loaded))

    def copy(self, loaded: LoadedTemplate) -> LoadedTemplate:
        """Return a copy that is not saved yet, without categories: two templates of one category would conflict."""
        named = replace(loaded.template, name=self.free_name(loaded.name), categories=())
        return replace(loaded, id="", template=named)

    def withdraw(self, loaded: LoadedTemplate) -> None:
        """Withdraw a template. Its entries stay: saving it again brings it back."""
        with self._event.transaction():
            self.append_withdrawal(loaded.id)

    def append_withdrawal(self, template_id: str, source: str = "") -> None:
        """Withdraw a template in the caller's transaction; `source` as in `append`."""
        row = badge_entries.withdrawn_entry(template_id, source)
        self._event.journal.append_all([row], at=self._desk.now(), desk=self._desk.name)

    def import_file(self, path: Path) -> LoadedTemplate:
        """Save the template of a file (docs/badges.md) with the pictures beside it. Raises `UserError`."""
        read = read_template(str(path))
        named = replace(read.template, name=self.free_name(read.name or path.stem))
        return self.save(LoadedTemplate(named, {name: shrink_picture(data) for name, data in read.files.items()}))

    def photographs(self) -> dict[str, bytes]:
        """Return all photographs, by person: for an editor whose badge shows them from now on."""
        return read_photographs(self._event)

    def free_name(self, name: str, template_id: str = "") -> str:
        """Return `name`, or the first numbered variant that no template of the event has, besides that of this id."""
        taken = {fold_text(each.name) for each in self.own() if each.id != template_id}
        offered = [name, *(f"{name} {number}" for number in range(2, NAMED_LIKE_IT))]
        return next((each for each in offered if fold_text(each) not in taken), name)


def export_template(loaded: LoadedTemplate, path: Path) -> None:
    """Write a template's file, and its pictures beside it. Raises `StorageError` if the disk fails."""
    for name, data in loaded.files.items():
        write_file_atomically(path.with_name(Path(name).name), data)
    write_file_atomically(path, badge_text(loaded.template).encode("utf-8"), ".toml")


def picture_file(path: Path) -> tuple[str, bytes]:
    """Return (name, data) of a picture as it will be kept. Raises `UserError` for what is no picture."""
    try:
        data = shrink_picture(read_chosen_file(path, LARGEST_PICTURE))
    except LargeFileError as exc:
        raise UserError(_HEAVY, name=path.name, most=LARGEST_PICTURE // 1_000_000) from exc
    except OSError as exc:
        raise UserError(_UNREADABLE, name=path.name) from exc
    return f"{path.stem}.{'png' if data.startswith(_PNG) else 'jpg'}", data


def drop_unused_pictures(loaded: LoadedTemplate) -> LoadedTemplate:
    """Return the template without the pictures that no element shows."""
    shown = {element.name for element in loaded.template.elements if isinstance(element, ImageElement)}
    return replace(loaded, files={name: data for name, data in loaded.files.items() if name in shown})


def _digests(loaded: LoadedTemplate) -> list[str]:
    return [picture_digest(data) for data in loaded.files.values()]


_PNG = b"\x89PNG"
_HEAVY = Message("badge", "“{name}” is larger than {most} MB. Nothing was changed; choose a smaller picture.")
_UNREADABLE = Message("badge", "The picture “{name}” cannot be read. Nothing was changed; choose another file.")
