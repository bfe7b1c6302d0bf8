# SPDX-License-Identifier: GPL-3.0-or-later
"""For what somebody has signed, as their entries say: a signature for a half-day or a session each. Pure.

Of several for one the latest in the order of entries counts, wherever it was written: desks that exchange agree. One
that was taken back counts no more.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from checkin.core.entries import Entry, Kind
from checkin.core.signatures.signature import Signature
from checkin.core.signatures.text import signature_of, text_of
from checkin.core.together.settling import undone_by

OCCASION, INK = "occasion", "ink"
"""Keys of the body: for what (the id of a half-day or session), and the signature as `signatures.text` writes it."""


@dataclass(frozen=True, slots=True)
class Signed:
    """`signature` is None where this version cannot read it: somebody signed, and it cannot be drawn."""

    entry: Entry
    signature: Signature | None


def signed_body(occasion: str, signature: Signature) -> dict[str, object]:
    return {OCCASION: occasion, INK: text_of(signature)}


def signed(entries: Iterable[Entry]) -> Mapping[str, Signed]:
    """By occasion, of one person whose entries these are, in any order."""
    return {str(entry.body[OCCASION]): _read(entry) for entry in _standing(entries)}


def signed_for(entries: Iterable[Entry], occasion: str) -> Signed | None:
    """What counts for one of them."""
    found = standing(entries, occasion)
    return _read(found[-1]) if found else None


def standing(entries: Iterable[Entry], occasion: str) -> tuple[Entry, ...]:
    """All that say that somebody signed for this: taking only the latest back would bring an earlier one to light."""
    return tuple(entry for entry in _standing(entries) if entry.body[OCCASION] == occasion)


def _read(entry: Entry) -> Signed:
    return Signed(entry, signature_of(entry.body.get(INK)))


def _standing(entries: Iterable[Entry]) -> Iterator[Entry]:
    rows = sorted(entries, key=lambda e: e.id)
    undone = undone_by(rows)
    for entry in rows:
        if entry.kind == Kind.SIGNED and entry.id.hex() not in undone and isinstance(entry.body.get(OCCASION), str):
            yield entry
