# SPDX-License-Identifier: GPL-3.0-or-later
"""For what somebody has signed, as their entries say: a signature for a half-day or a session each. Pure.

Of several for one the latest in the order of entries counts, wherever it was written: desks that exchange agree. One
that was taken back counts no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checkin.core.entries import Entry, EntryKind
from checkin.core.signatures.signature import Signature
from checkin.core.signatures.signature_text import decode_signature, encode_signature
from checkin.core.sync.conflict_resolution import undone_ids

OCCASION, INK = "occasion", "ink"
"""Keys of the body: for what (the id of a half-day or session), and the signature as `signatures.text` writes it."""


@dataclass(frozen=True, slots=True)
class RecordedSignature:
    """`signature` is None where this version cannot read it: somebody signed, and it cannot be drawn."""

    entry: Entry
    signature: Signature | None


def signed_body(occasion: str, signature: Signature) -> dict[str, object]:
    return {OCCASION: occasion, INK: encode_signature(signature)}


def signatures_by_occasion(entries: Iterable[Entry]) -> Mapping[str, RecordedSignature]:
    """By occasion, of one person whose entries these are, in any order."""
    return {str(entry.body[OCCASION]): _read(entry) for entry in _standing(entries)}


def find_signature(entries: Iterable[Entry], occasion: str) -> RecordedSignature | None:
    """What counts for one of them."""
    found = signature_entries(entries, occasion)
    return _read(found[-1]) if found else None


def signature_entries(entries: Iterable[Entry], occasion: str) -> tuple[Entry, ...]:
    """All that say that somebody signed for this: taking only the latest back would bring an earlier one to light."""
    return tuple(entry for entry in _standing(entries) if entry.body[OCCASION] == occasion)


def _read(entry: Entry) -> RecordedSignature:
    return RecordedSignature(entry, decode_signature(entry.body.get(INK)))


def _standing(entries: Iterable[Entry]) -> Iterator[Entry]:
    rows = sorted(entries, key=lambda e: e.id)
    undone = undone_ids(rows)
    for entry in rows:
        if (
            entry.kind == EntryKind.SIGNED
            and entry.id.hex() not in undone
            and isinstance(entry.body.get(OCCASION), str)
        ):
            yield entry
