# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs as journal entries: written, and joined again (docs/adr/0080). Pure.

The bytes are entries without a subject, in parts named by the digest of the whole, as pictures of badges are. About a
person there is one small entry with the digest: every scan reads all entries of a person, and must not read a picture.
"""

from collections.abc import Iterable, Mapping

from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.picture_entries import PART, join_pictures, picture_digest, picture_entries

MOST_PARTS = 3
"""The most parts of one photograph, each an entry."""

HEAVIEST = MOST_PARTS * PART
"""The most bytes of one photograph. It is made so small that it needs no more (`badges/photograph_shrinking`)."""

_PICTURE = "picture"


def photograph_parts(data: bytes) -> list[NewEntry]:
    """Return the entries that hold the bytes of a photograph."""
    return picture_entries(data, EntryKind.PHOTOGRAPH_KEPT)


def photograph_set(person: str, data: bytes) -> NewEntry:
    """Return the entry that gives a person the photograph; b"" removes theirs."""
    return EntryKind.PHOTOGRAPH_SET, person, {_PICTURE: picture_digest(data) if data else ""}


def photograph_digest(entry: Entry | None) -> str:
    """Return the digest of the photograph that an entry gives a person; "" if it removes theirs, or for no entry."""
    digest = entry.body.get(_PICTURE) if entry else ""
    return digest if isinstance(digest, str) else ""


def join_photographs(parts: Iterable[Entry], digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the photographs by person. `digests` are those of the people; one of which a part is missing is left
    out.
    """
    pictures = join_pictures(parts, {digest for digest in digests.values() if digest})
    return {person: pictures[digest] for person, digest in digests.items() if pictures.get(digest)}
