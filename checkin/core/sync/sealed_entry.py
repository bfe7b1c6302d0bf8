# SPDX-License-Identifier: GPL-3.0-or-later
"""An entry as it travels: the letters that were stored, unread on the way, so that what a newer version wrote arrives
as it was; and which entries may travel at all (docs/adr/0024). Pure.
"""

import json
import math
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import BODY_LIMIT, FIRST_REFUSED_ID, GREATEST, Entry, EntryKind, parse_moment

LONGEST_WORD = 256
"""Letters of a kind, subject, desk or time. Ours have at most 80."""

MOST_DEEP = 32
"""Lists and objects inside each other in a body. Ours have at most 5."""

LOCAL_KINDS = frozenset({EntryKind.REHEARSAL_BEGUN})
"""Kinds that are about one file alone: no desk sends them, and none takes them from another."""

SHARED_KINDS = frozenset(
    {
        EntryKind.EVENT_DESCRIBED,
        EntryKind.CATEGORY_PLANNED,
        EntryKind.SESSION_PLANNED,
        EntryKind.SPEAKER_PLANNED,
        EntryKind.CONTROL_POINT_PLANNED,
        EntryKind.ATTENDEE_ADDED,
        EntryKind.ATTENDEE_CORRECTED,
        EntryKind.ATTENDEE_MERGED,
        EntryKind.CODE_REPLACED,
        EntryKind.LIST_IMPORTED,
        EntryKind.CHECKED_IN,
        EntryKind.CHECKED_OUT,
        EntryKind.REFUSED,
        EntryKind.REMOTE_SEEN,
        EntryKind.UNDONE,
        EntryKind.WAITING_JOINED,
        EntryKind.WAITING_LEFT,
        EntryKind.NOTE_LEFT,
        EntryKind.CONFLICT_SETTLED,
        EntryKind.CLOCK_MEASURED,
        EntryKind.SUPERVISOR_NAMED,
        EntryKind.SUPERVISOR_REMOVED,
        EntryKind.SUPERVISOR_REFUSED,
        EntryKind.SUPERVISOR_RECOGNISED,
        EntryKind.BADGE_PRINTED,
        EntryKind.BADGE_TEMPLATE_SAVED,
        EntryKind.BADGE_TEMPLATE_WITHDRAWN,
        EntryKind.BADGE_PICTURE_KEPT,
        EntryKind.SIGNED,
        EntryKind.PRIVACY_DESCRIBED,
        EntryKind.EVENT_PURGED,
        EntryKind.HELP_ASKED,
        EntryKind.HELP_ENDED,
        EntryKind.EXIT_CONFIRMED,
    }
)
"""Kinds that desks tell each other. A kind of a newer version is told as well; one of ours is in one of both sets."""


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """`id` as in `Entry`; the others as the journal keeps them: `at` in ISO 8601 with its offset, `body` JSON."""

    id: bytes
    kind: str
    subject: str
    desk: str
    at: str
    body: str

    def fields(self) -> tuple[str, str, str, str, str, str]:
        """All text, in a fixed order, for any medium; `unsealed` is the way back."""
        return self.id.hex(), self.kind, self.subject, self.desk, self.at, self.body


def read_sealed(fields: object) -> SealedEntry | None:
    """What came from outside, if it is an entry that any desk can keep and read; None for everything else.

    `fields` are those of `SealedEntry.fields`, from JSON or a row.
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
    """Whether desks tell each other this entry: of a kind that travels, within the limits of what any desk can keep and
    read. Asked where entries are sent and where they are taken.
    """
    texts = (sealed.kind, sealed.subject, sealed.desk, sealed.at)
    if not _is_id(sealed.id) or not sealed.kind or sealed.kind in LOCAL_KINDS:
        return False
    if any(len(text) > LONGEST_WORD or not _can_be_kept(text) for text in texts):
        return False
    return parse_moment(sealed.at) is not None and _is_body(sealed.body)


def _is_id(found: bytes) -> bool:
    """A UUIDv7 of a time that a clock can show: the others come after the greatest."""
    return len(found) == 16 and found[6] >> 4 == 7 and found[8] >> 6 == 0b10 and found < FIRST_REFUSED_ID


def _is_body(text: str) -> bool:
    if not _can_be_kept(text) or len(text.encode()) > BODY_LIMIT or "\\u0000" in text.replace("\\\\", ""):
        return False
    try:
        body = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        json.dumps(body).encode()  # a lone surrogate may be written as an escape
        return isinstance(body, dict) and _is_shallow(body) and _can_be_kept(json.dumps(body, ensure_ascii=False))
    except (ValueError, RecursionError):
        return False


def _can_be_kept(text: str) -> bool:
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _is_shallow(said: object, left: int = MOST_DEEP) -> bool:
    inner = said.values() if isinstance(said, dict) else said if isinstance(said, list) else None
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


def unseal(sealed: SealedEntry) -> Entry:
    """To be understood. `sealed` is sound."""
    return Entry(
        sealed.id,
        sealed.kind,
        sealed.subject,
        sealed.desk,
        datetime.fromisoformat(sealed.at),
        json.loads(sealed.body),
    )
