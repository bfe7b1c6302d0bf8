# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures as journal entries, of badges, tickets and people: cut into parts, each an entry without a subject, and
named by their digest, so that the same logo on five badges is stored once. Pure.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence

from checkin.core.entries import Entry, EntryKind, NewEntry

PART = 5_700
"""Bytes of a picture in one entry: base64-encoded and with the other fields it fits a body."""

HEAVIEST = 250_000
"""The most bytes of one picture."""

MOST_PARTS = -(-HEAVIEST // PART)
"""The most parts of one picture; an entry that claims more is not ours."""


def picture_entries(data: bytes, kind: EntryKind = EntryKind.BADGE_PICTURE_KEPT) -> list[NewEntry]:
    """Return the entries of a picture, one for each part."""
    name = picture_digest(data)
    parts = [data[start : start + PART] for start in range(0, len(data), PART)]
    return [
        (
            kind,
            "",
            {"picture": name, "part": n, "of": len(parts), "data": b64encode(part).decode()},
        )
        for n, part in enumerate(parts)
    ]


def picture_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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


def _joined(parts: Sequence[str | None]) -> bytes:
    """Return the joined parts; empty if one is missing or malformed."""
    try:
        return b"".join(b64decode(part, validate=True) for part in parts if part) if all(parts) else b""
    except ValueError:
        return b""
