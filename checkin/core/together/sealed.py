# SPDX-License-Identifier: GPL-3.0-or-later
"""An entry as it travels: the letters that were stored, unread on the way, so that what a newer version wrote arrives
as it was. Pure.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from checkin.core.entries import BODY_LIMIT, FIRST_REFUSED_ID, Entry, read_moment

LONGEST_WORD = 256
"""Letters of a kind, subject, desk or time. Ours have at most 80."""


@dataclass(frozen=True, slots=True)
class Sealed:
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


def seal(fields: object) -> Sealed | None:
    """What came from outside, if it is an entry that any desk can keep and read; None for everything else.

    `fields` are those of `Sealed.fields`, from JSON or a row.
    """
    if not isinstance(fields, list | tuple) or len(fields) != 6 or not all(isinstance(f, str) for f in fields):
        return None
    hexadecimal, kind, subject, desk, at, body = fields
    try:
        sealed = Sealed(bytes.fromhex(hexadecimal), kind, subject, desk, at, body)
    except ValueError:
        return None
    return sealed if _is_sound(sealed) else None


def _is_sound(sealed: Sealed) -> bool:
    texts = (sealed.kind, sealed.subject, sealed.desk, sealed.at)
    if not _is_id(sealed.id) or not sealed.kind:
        return False
    if any(len(text) > LONGEST_WORD or not _can_be_kept(text) for text in texts):
        return False
    return read_moment(sealed.at) is not None and _is_body(sealed.body)


def _is_id(found: bytes) -> bool:
    """A UUIDv7 of a time that a clock can show: the others come after the greatest."""
    return len(found) == 16 and found[6] >> 4 == 7 and found[8] >> 6 == 0b10 and found < FIRST_REFUSED_ID


def _is_body(text: str) -> bool:
    if not _can_be_kept(text) or len(text.encode()) > BODY_LIMIT or "\\u0000" in text.replace("\\\\", ""):
        return False
    try:
        body = json.loads(text, parse_constant=_refuse)
        json.dumps(body).encode()  # a lone surrogate may be written as an escape
        return isinstance(body, dict) and _can_be_kept(json.dumps(body, ensure_ascii=False))
    except (ValueError, RecursionError):
        return False


def _can_be_kept(text: str) -> bool:
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def _refuse(constant: str) -> object:
    raise ValueError(constant)  # NaN and the infinities are no JSON


def opened(sealed: Sealed) -> Entry:
    """To be understood. `sealed` is sound."""
    return Entry(
        sealed.id,
        sealed.kind,
        sealed.subject,
        sealed.desk,
        datetime.fromisoformat(sealed.at),
        json.loads(sealed.body),
    )
