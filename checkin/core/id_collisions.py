# SPDX-License-Identifier: GPL-3.0-or-later
"""Two different entries under one id, which no Checkin desk writes: how every desk ends with both (docs/adr/0052).
Pure.

Neither counts under the shared id. Each gets a copy under an id derived from its content, so that every desk which sees
the two makes the same copies, and an undo of the shared id that names the copy.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from checkin.core.entries import Entry, EntryKind, body_text
from checkin.core.privacy.anonymisation import IMPERSONAL_KINDS, anonymise_entry, is_anonymous
from checkin.core.sync.conflict_resolution import INSTEAD, colliding_ids
from checkin.core.sync.sealed_entry import SealedEntry

_FREE_BITS = (1 << 80) - 1 & ~(0xF << 76) & ~(0b11 << 62)
_VERSION_AND_VARIANT = 0x7 << 76 | 0b10 << 62
_FIRST_COUNTS = (EntryKind.UNDONE, EntryKind.CONFLICT_SETTLED)
"""Kinds that cannot be undone, or of which the first counts: their copies come before the shared id."""


def separate_collision(one: SealedEntry, other: SealedEntry) -> list[SealedEntry]:
    """Return the entries that separate `one` and `other` of one id; empty where they are the same entry, perhaps
    emptied by a purge at one desk and not yet at the other.
    """
    if one == other or _may_be_emptied(one, other) or _may_be_emptied(other, one):
        return []
    return [new for entry in (one, other) for new in copied(entry)]


def is_emptied(there: SealedEntry, entry: SealedEntry) -> bool:
    """Whether `there` is `entry` without its person, as a purge leaves it."""
    return _may_be_emptied(entry, there) and not _may_be_emptied(there, entry)


def shared_ids(entry: SealedEntry) -> list[bytes]:
    """Return the ids which this entry says two desks gave to different entries; empty for most."""
    return [*map(bytes.fromhex, colliding_ids([entry.opened()]))] if entry.kind == EntryKind.UNDONE else []


def copied(entry: SealedEntry) -> list[SealedEntry]:
    """Return what stands for an entry whose id is shared: an undo of the shared id, and the copy. That of a purge is
    obeyed where something else stands in its place.
    """
    copy = replace(entry, id=_beside(entry, b"copy"))
    body = body_text({"targets": [entry.id.hex()], INSTEAD: copy.id.hex()})
    undo = replace(entry, id=_beside(entry, b"undo"), kind=EntryKind.UNDONE, body=body)
    return [undo, copy]


def collision_copies(undone: Iterable[Entry]) -> Mapping[str, tuple[bytes, ...]]:
    """Return the ids of the copies by shared id (hex), from these undos in id order."""
    return {shared: tuple(sorted(map(bytes.fromhex, copies))) for shared, copies in colliding_ids(undone).items()}


def _beside(entry: SealedEntry, role: bytes) -> bytes:
    """Return the UUIDv7 of the next millisecond, or of the one before, derived from the content of `entry`."""
    letters = json.dumps(entry.fields(), ensure_ascii=False, separators=(",", ":")).encode()
    chance = int.from_bytes(hashlib.sha256(b"checkin " + role + letters).digest()[:10], "big")
    moment = (int.from_bytes(entry.id, "big") >> 80) + (-1 if entry.kind in _FIRST_COUNTS else 1)
    return (max(0, moment) << 80 | chance & _FREE_BITS | _VERSION_AND_VARIANT).to_bytes(16, "big")


def _may_be_emptied(one: SealedEntry, other: SealedEntry) -> bool:
    """Whether `other` may be `one` after a purge, which leaves some kinds whole."""
    if (one.kind, one.desk, one.at) != (other.kind, other.desk, other.at) or one.kind in IMPERSONAL_KINDS:
        return False
    return is_anonymous(other.subject) or (not other.subject and anonymise_entry(one, lambda _: "") == other)
