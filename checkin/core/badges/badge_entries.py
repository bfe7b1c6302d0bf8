# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's own badges as journal entries: written, and folded back (docs/adr/0023). Pure.

Their entries have no subject: the id of the template is in the body. A picture is cut into parts, each an entry, and
named by its digest: the same logo on five badges is stored once.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checkin.core.badges.badge_file import read_badge
from checkin.core.badges.badge_toml import badge_document
from checkin.core.badges.template import BadgeTemplate, ImageElement
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text
from checkin.core.errors import UserError
from checkin.core.message import Message

TEMPLATE_KINDS = (EntryKind.BADGE_TEMPLATE_SAVED, EntryKind.BADGE_TEMPLATE_WITHDRAWN)

PART = 5_700
"""Bytes of a picture in one entry: base64-encoded and with the other fields it fits a body."""

HEAVIEST = 250_000
"""The most bytes of one picture."""

MOST_PARTS = -(-HEAVIEST // PART)
"""The most parts of one picture; an entry that claims more is not ours."""


@dataclass(frozen=True, slots=True)
class SavedBadge:
    """A badge of the event. `pictures` are the digests of those it shows, by their names in it; `entry` is the id of
    the entry that saved it.
    """

    id: str
    template: BadgeTemplate
    pictures: Mapping[str, str]
    entry: bytes


def saved_entry(template_id: str, template: BadgeTemplate, pictures: Mapping[str, bytes]) -> NewEntry:
    """Return the entry that saves the template. Raises `UserError` for one too large for an entry."""
    shown = {element.name for element in template.elements if isinstance(element, ImageElement)}
    body: dict[str, object] = {"template": template_id, "badge": badge_document(template)}
    if names := {name: picture_digest(data) for name, data in pictures.items() if name in shown}:
        body["pictures"] = names
    try:
        body_text(body)
    except UserError as exc:
        raise UserError(_TOO_MUCH) from exc
    return EntryKind.BADGE_TEMPLATE_SAVED, "", body


def withdrawn_entry(template_id: str) -> NewEntry:
    return EntryKind.BADGE_TEMPLATE_WITHDRAWN, "", {"template": template_id}


def picture_entries(data: bytes) -> list[NewEntry]:
    """Return the entries of a picture, one for each part."""
    name = picture_digest(data)
    parts = [data[start : start + PART] for start in range(0, len(data), PART)]
    return [
        (
            EntryKind.BADGE_PICTURE_KEPT,
            "",
            {"picture": name, "part": n, "of": len(parts), "data": b64encode(part).decode()},
        )
        for n, part in enumerate(parts)
    ]


def picture_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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


def join_pictures(entries: Iterable[Entry], wanted: Iterable[str]) -> dict[str, bytes]:
    """Return the pictures of the `wanted` digests of which every part is present and correct."""
    parts: dict[str, dict[int, str]] = {name: {} for name in wanted}
    count: dict[str, int] = {}
    for entry in entries:
        name, part, of, data = (entry.body.get(field) for field in ("picture", "part", "of", "data"))
        if type(part) is not int or type(of) is not int or not 0 <= part < of <= MOST_PARTS:
            continue
        if isinstance(name, str) and name in parts and isinstance(data, str):
            parts[name][part] = data
            count[name] = of
    joined = {name: _joined([found.get(n) for n in range(count.get(name, 0))]) for name, found in parts.items()}
    return {name: data for name, data in joined.items() if data and picture_digest(data) == name}


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


def _joined(parts: Sequence[str | None]) -> bytes:
    """Return the joined parts; empty if one is missing or malformed."""
    try:
        return b"".join(b64decode(part, validate=True) for part in parts if part) if all(parts) else b""
    except ValueError:
        return b""


_TOO_MUCH = Message(
    "badge", "This badge is too large to be saved. Nothing was saved; remove elements, or shorten their texts."
)
