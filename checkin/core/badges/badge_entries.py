# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's own badges as journal entries: written, and folded back (docs/adr/0023). Pure.

Their entries have no subject: the id of the template is in the body. Their pictures: `core/picture_entries`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checkin.core.badges.badge_file import read_badge
from checkin.core.badges.badge_toml import badge_document
from checkin.core.badges.template import BadgeTemplate, ImageElement
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.picture_entries import picture_digest

TEMPLATE_KINDS = (EntryKind.BADGE_TEMPLATE_SAVED, EntryKind.BADGE_TEMPLATE_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class SavedBadge:
    """A badge of the event. `pictures` are the digests of those it shows, by their names in it; `entry` is the id of
    the entry that saved it.
    """

    id: str
    template: BadgeTemplate
    pictures: Mapping[str, str]
    entry: bytes


def saved_entry(template_id: str, template: BadgeTemplate, pictures: Mapping[str, bytes], source: str = "") -> NewEntry:
    """Return the entry that saves the template. `source` is the digest of what it was made from by a program, "" for
    one that a person made or changed. Raises `UserError` for one too large for an entry.
    """
    shown = {element.name for element in template.elements if isinstance(element, ImageElement)}
    body: dict[str, object] = {"template": template_id, "badge": badge_document(template)}
    if source:
        body["source"] = source
    if names := {name: picture_digest(data) for name, data in pictures.items() if name in shown}:
        body["pictures"] = names
    try:
        body_text(body)
    except UserError as exc:
        raise UserError(_TOO_MUCH) from exc
    return EntryKind.BADGE_TEMPLATE_SAVED, "", body


def withdrawn_entry(template_id: str, source: str = "") -> NewEntry:
    body: dict[str, object] = {"template": template_id}
    if source:
        body["source"] = source
    return EntryKind.BADGE_TEMPLATE_WITHDRAWN, "", body


@dataclass(frozen=True, slots=True)
class BadgeSource:
    """What a template was last made from by a program. `is_changed`: a person saved or removed it since; `is_shown`: it
    is among the templates of the event.
    """

    digest: str
    is_changed: bool = False
    is_shown: bool = True


def fold_sources(entries: Iterable[Entry]) -> dict[str, BadgeSource]:
    """Return the source of each template that a program made, by its id, from entries in id order."""
    found: dict[str, BadgeSource] = {}
    for entry in entries:
        template_id, source = str(entry.body.get("template", "")), str(entry.body.get("source", ""))
        is_shown = entry.kind == EntryKind.BADGE_TEMPLATE_SAVED
        if source:
            found[template_id] = BadgeSource(source, is_shown=is_shown)
        elif before := found.get(template_id):
            found[template_id] = BadgeSource(before.digest, is_changed=True, is_shown=is_shown)
    return found


def fold_templates(
    entries: Iterable[Entry],
    saved: EntryKind = EntryKind.BADGE_TEMPLATE_SAVED,
    withdrawn: EntryKind = EntryKind.BADGE_TEMPLATE_WITHDRAWN,
) -> tuple[SavedBadge, ...]:
    """Return the templates of the event, in the order in which they were first saved, from entries in id order.

    `saved` and `withdrawn` are the kinds of their entries. Templates that this version cannot read are skipped.
    """
    found: dict[str, SavedBadge | None] = {}
    for entry in entries:
        template_id = str(entry.body.get("template", ""))
        if entry.kind == saved:
            found[template_id] = _saved_badge(template_id, entry)
        elif entry.kind == withdrawn:
            found.pop(template_id, None)
    return tuple(badge for badge in found.values() if badge)


def _saved_badge(template_id: str, entry: Entry) -> SavedBadge | None:
    document, names = entry.body.get("badge"), entry.body.get("pictures", {})
    if not isinstance(document, dict) or not isinstance(names, dict):
        return None
    try:
        return SavedBadge(template_id, read_badge(document), _texts(names), entry.id)
    except UserError:
        return None


def _texts(names: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in names.items()}


_TOO_MUCH = Message(
    "badge", "This badge is too large to be saved. Nothing was saved; remove elements, or shorten their texts."
)
