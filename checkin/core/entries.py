# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal's vocabulary: what an entry is, its kinds, the order of ids, and what a body may hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from checkin.core.errors import UserError
from checkin.core.message import Message

BODY_LIMIT = 8 * 1024
"""Bytes of JSON. One poisoned entry must never block the exchange with other desks."""

GREATEST = 2**63 - 1
"""The greatest number of a body, below zero too: what every database and program can count with."""

WRITTEN_AT = "written_at"
"""As the key of a body: the time that was written on paper, with its offset."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""No clock stands before the one, nor at the other or after it: there sums with times and zones cannot be done, and ids
have nothing left to rise to.
"""


class EntryKind(StrEnum):
    """Kinds this version understands. Others are stored and forwarded untouched."""

    EVENT_DESCRIBED = "event_described"
    CATEGORY_PLANNED = "category_planned"
    SESSION_PLANNED = "session_planned"
    SPEAKER_PLANNED = "speaker_planned"
    CONTROL_POINT_PLANNED = "control_point_planned"
    ATTENDEE_ADDED = "attendee_added"
    ATTENDEE_CORRECTED = "attendee_corrected"
    ATTENDEE_MERGED = "attendee_merged"
    CODE_REPLACED = "code_replaced"
    LIST_IMPORTED = "list_imported"
    CHECKED_IN = "checked_in"
    CHECKED_OUT = "checked_out"
    REFUSED = "refused"
    REMOTE_SEEN = "remote_seen"
    UNDONE = "undone"
    WAITING_JOINED = "waiting_joined"
    WAITING_LEFT = "waiting_left"
    NOTE_LEFT = "note_left"
    CONFLICT_SETTLED = "conflict_settled"
    CLOCK_MEASURED = "clock_measured"
    SUPERVISOR_NAMED = "supervisor_named"
    SUPERVISOR_REMOVED = "supervisor_removed"
    SUPERVISOR_REFUSED = "supervisor_refused"
    SUPERVISOR_RECOGNISED = "supervisor_recognised"
    BADGE_PRINTED = "badge_printed"
    BADGE_TEMPLATE_SAVED = "badge_template_saved"
    BADGE_TEMPLATE_WITHDRAWN = "badge_template_withdrawn"
    BADGE_PICTURE_KEPT = "badge_picture_kept"
    SIGNED = "signed"
    PRIVACY_DESCRIBED = "privacy_described"
    EVENT_PURGED = "event_purged"
    REHEARSAL_BEGUN = "rehearsal_begun"
    HELP_ASKED = "help_asked"
    HELP_ENDED = "help_ended"
    EXIT_CONFIRMED = "exit_confirmed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded fact. Never changed, never removed; when its event is purged the person goes from it.

    `id` is a UUIDv7 (16 bytes) greater than every id its journal held when it was written: it is identity and
    order at once. `at` is the desk's wall clock with its offset: shown and exported, never trusted for order.
    `subject` is the id of an attendee, of a programme item or of a supervisor, or "" when it is about nobody known.
    """

    id: bytes
    kind: str
    subject: str
    desk: str
    at: datetime
    body: Mapping[str, object]

    @property
    def written_at(self) -> datetime | None:
        """The time that somebody wrote on paper while the desk could not record (docs/adr/0032)."""
        return parse_moment(self.body.get(WRITTEN_AT))

    @property
    def happened_at(self) -> datetime:
        """When it took place, which for what was written down on paper is not when the desk heard of it."""
        return self.written_at or self.at


def parse_moment(said: object) -> datetime | None:
    """The time with its offset that a text of an entry says; None for what is none, or of no clock."""
    try:
        at = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:  # it may come from another program
        return None
    return at if at and at.utcoffset() is not None and EARLIEST <= at < LATEST else None


def parse_stored_moment(text: str) -> datetime:
    """The same of a text that the file holds: an earlier version took every year in, which is told as the nearest one
    that there is. Raises `ValueError` for what is no time.
    """
    at = datetime.fromisoformat(text)
    return max(EARLIEST, at) if at < LATEST else LATEST - timedelta(seconds=1)


def next_id(greatest: bytes | None, nanoseconds: int, randomness: bytes) -> bytes:
    """The UUIDv7 (RFC 9562) for `nanoseconds` since 1970, or one shortly after `greatest` if that is later.

    A quarter of a microsecond tells two times apart (its method 3): of two desks with one clock the later one is later.
    A clock that was set back, or a journal that has seen ids from a desk whose clock runs ahead, never breaks "later
    in the journal means greater". Only an id at the very end of what desks take from each other pushes nobody: what
    came after it would be refused. `randomness`: 8 bytes.
    """
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    within = rest * 4096 // 1_000_000
    fresh = _uuid7(milliseconds, within << 62 | int.from_bytes(randomness, "big") & _RANDOM_MASK)
    if greatest is None or fresh > greatest:
        return fresh
    value = int.from_bytes(greatest, "big")
    counter = (value >> 64 & 0xFFF) << 62 | value & _RANDOM_MASK
    counter += 1 + int.from_bytes(randomness[:_STEP_BYTES], "big")
    after = (value >> 80) + (counter >> 74)
    return _uuid7(after, counter & _COUNTER_MASK) if after < _LATEST_MS else fresh


_RANDOM_MASK = (1 << 62) - 1
_COUNTER_MASK = (1 << 74) - 1
_STEP_BYTES = 7
"""A step is long enough that desks pushed by one id from the future never write the same, and so short that the
hundred thousand of a list fit a millisecond."""
_LATEST_MS = int(LATEST.timestamp() * 1000)
FIRST_REFUSED_ID = (_LATEST_MS << 80).to_bytes(16, "big")
"""Ids from here on are no desk's: a journal that holds one passes it over."""


def _uuid7(milliseconds: int, counter: int) -> bytes:
    high = milliseconds << 16 | 0x7000 | counter >> 62
    low = 0b10 << 62 | counter & _RANDOM_MASK
    return (high << 64 | low).to_bytes(16, "big")


def body_text(body: Mapping[str, object]) -> str:
    """The JSON stored for `body`. Raises `UserError` for what another desk could not read back."""
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode("utf-8"))
    except (ValueError, TypeError) as exc:  # not finite, not JSON, or a lone surrogate
        raise UserError(_UNSTORABLE) from exc
    if size > BODY_LIMIT or "\\u0000" in text.replace("\\\\", ""):
        raise UserError(_UNSTORABLE)
    return text


def readable_body(text: str) -> Mapping[str, object]:
    """Return what a stored text says, as far as a desk can work with it: half of a letter is shown as “?”, and what is
    no object says nothing. Neither is written or taken by this version. Raises `ValueError` for what is no JSON.
    """
    body = json.loads(text)
    if "\\u" in text:
        body = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    return body if isinstance(body, dict) else {}


_UNSTORABLE = Message(
    "journal", "This text is too long or holds characters that cannot be kept. Nothing was saved; shorten it."
)
