# SPDX-License-Identifier: GPL-3.0-or-later
"""Signatures recorded in a person's entries, one for each half-day or session. Pure.

Of several for one occasion the latest in id order counts, at whichever desk it was written, so that desks which
exchange agree. An undone signature does not count.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checkin.core.entries import Entry, EntryKind
from checkin.core.signature import Signature, decode_signature, encode_signature
from checkin.core.sync.conflicts import undone_ids

OCCASION, INK = "occasion", "ink"
"""Keys of the body: the id of the half-day or session, and the signature as `encode_signature` writes it."""


@dataclass(frozen=True, slots=True)
class RecordedSignature:
    """A signature in the journal. `signature` is None where this version cannot read it: the person signed, but it
    cannot be drawn.
    """

    entry: Entry
    signature: Signature | None


def signed_body(occasion: str, signature: Signature) -> dict[str, object]:
    return {OCCASION: occasion, INK: encode_signature(signature)}


def signatures_by_occasion(entries: Iterable[Entry]) -> Mapping[str, RecordedSignature]:
    """Return the signatures by occasion, from one person's entries in any order."""
    return {str(entry.body[OCCASION]): _read(entry) for entry in _standing(entries)}


def find_signature(entries: Iterable[Entry], occasion: str) -> RecordedSignature | None:
    """Return the signature that counts for an occasion; None without one."""
    found = signature_entries(entries, occasion)
    return _read(found[-1]) if found else None


def signature_entries(entries: Iterable[Entry], occasion: str) -> tuple[Entry, ...]:
    """Return all signature entries of an occasion, in id order. An undo has to name them all, or an earlier one would
    count again.
    """
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
