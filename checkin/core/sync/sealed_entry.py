# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries as they travel between desks, and which may travel at all (docs/adr/0024). Pure.

The stored text is passed on unparsed, so that what a newer version wrote arrives unchanged.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from checkin.core.entries import FIRST_REFUSED_ID, GREATEST, WRITTEN_AT, Entry, id_time, parse_moment, stored_entry
from checkin.core.sync.entry_rules import RULES, rule_of

LONGEST_WORD = 256
"""The most letters of a kind, subject, desk or time. Ours have at most 80."""

AHEAD = timedelta(days=1)
"""How far the id of an entry may be ahead of the clock of the desk that reads it, and its time ahead of its id. One
clock gives both, and a wrong time zone explains less.
"""

MOST_DEEP = 32
"""The deepest nesting of a body. Ours have at most 5 levels."""

LOCAL_KINDS = frozenset(kind for kind, rule in RULES.items() if not rule.travels)
"""Kinds that are about one file alone: desks neither send nor accept them."""


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as the journal stores it and desks exchange it: an `Entry` whose `at` (ISO 8601 with its offset) and
    `body` (JSON) are the stored texts.

    The same entry is the same six texts at every desk, which is what makes the exchange a set union. It promises
    nothing about the content until `is_shareable` is true; a desk checks that both when sending and when receiving.

        sealed = read_sealed(fields_from_outside)
        if sealed is None: ...  # not for this version, or harmful
    """

    id: bytes
    kind: str
    subject: str
    desk: str
    at: str
    body: str

    def fields(self) -> tuple[str, str, str, str, str, str]:
        """Return the entry as six texts in a fixed order, for any medium; `read_sealed` is the inverse."""
        return self.id.hex(), self.kind, self.subject, self.desk, self.at, self.body

    def opened(self) -> Entry:
        """Return the entry that these texts hold. Raises `ValueError` for texts that do not."""
        return stored_entry(self.id, self.kind, self.subject, self.desk, self.at, self.body)


def read_sealed(fields: object) -> SealedEntry | None:
    """Return the entry in `fields` (as `SealedEntry.fields` makes them, from JSON or a row), if every desk can store
    and read it; None for anything else.
    """
    if not isinstance(fields, list | tuple) or len(fields) != 6 or not all(isinstance(f, str) for f in fields):
        return None
    hexadecimal, kind, subject, desk, at, body = fields
    try:
        sealed = SealedEntry(bytes.fromhex(hexadecimal), kind, subject, desk, at, body)
    except ValueError:
        return None
    return sealed if is_shareable(sealed) else None


def is_shareable(sealed: SealedEntry) -> bool:
    """Whether desks exchange this entry: of a kind that travels, within the limits of what every desk can store and
    read, and of a time that its id does not contradict. Checked when sending and when receiving.
    """
    texts = (sealed.kind, sealed.subject, sealed.desk, sealed.at)
    if not _is_id(sealed.id) or not sealed.kind or not rule_of(sealed.kind).travels:
        return False
    if max(map(len, texts)) > LONGEST_WORD or not _can_be_kept("".join(texts)):
        return False
    at, body = parse_moment(sealed.at), _body(sealed.body, rule_of(sealed.kind).most_bytes)
    if at is None or body is None:
        return False
    written = parse_moment(body.get(WRITTEN_AT)) or at
    return max(at, written) - AHEAD <= id_time(sealed.id)


def _is_id(found: bytes) -> bool:
    """Whether it is a UUIDv7 of an accepted time: others would come after the greatest."""
    return len(found) == 16 and found[6] >> 4 == 7 and found[8] >> 6 == 0b10 and found < FIRST_REFUSED_ID


def _body(text: str, most_bytes: int) -> Mapping[str, object] | None:
    """Return the body in a text, None if a desk could not keep or read it."""
    if not _can_be_kept(text) or len(text.encode()) > most_bytes or "\\u0000" in text.replace("\\\\", ""):
        return None
    try:
        body = _DECODER.decode(text)
        if not (isinstance(body, dict) and _is_shallow(body)):
            return None
        # A lone surrogate may be written as an escape.
        is_kept = "\\u" not in text or _can_be_kept(json.dumps(body, ensure_ascii=False))
        return body if is_kept else None
    except (ValueError, RecursionError):
        return None


def _can_be_kept(text: str) -> bool:
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _is_shallow(value: object, left: int = MOST_DEEP) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (left > 0 and all(_is_shallow(each, left - 1) for each in inner))


def _refuse(constant: str) -> object:
    raise ValueError(constant)  # NaN and the infinities are no JSON


def _whole(digits: str) -> int:
    if len(digits) > len(str(-GREATEST)) or abs(int(digits)) > GREATEST:
        raise ValueError(digits)
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _unambiguous(members: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object whose keys differ: of two that are the same SQLite reads the first, Python the last."""
    found = dict(members)
    if len(found) < len(members):
        raise ValueError(members)
    return found


_DECODER = json.JSONDecoder(
    parse_constant=_refuse, parse_int=_whole, parse_float=_finite, object_pairs_hook=_unambiguous
)
