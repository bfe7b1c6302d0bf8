# SPDX-License-Identifier: GPL-3.0-or-later
"""Journal entries: what an entry is, the kinds of entries, the order of ids, and what a body may hold."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache

from checkin.core.message import Message, UserError

BODY_LIMIT = 8 * 1024
"""The most bytes of JSON in a body. One oversized entry must never block the exchange with other desks."""

GREATEST = 2**63 - 1
"""The greatest number in a body, and its negative the least: every database and program can represent it."""

WRITTEN_AT = "written_at"
"""The key of a body that holds the time written on paper, with its offset."""

CHECKED = "checked"
"""The key of a body that says that the volunteer confirmed what the control point has checked."""

THING = "thing"
"""The key of a body that holds the number of what was lent."""

TIED = "tied"
"""The key in the body of an entry that ties a code to a person at a desk; its value is true."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""The limits of accepted times, the first inclusive, the second exclusive: beyond them arithmetic with times and zones
fails, and ids have no room to rise.
"""


class EntryKind(StrEnum):
    """The kinds of entries that this version understands. Others are stored and forwarded untouched.

    REFUSED is an attempt after which nobody was let in: the verdicts refuse, duplicate and ask, the last also if the
    volunteer then admits the person, which is an entry of its own. The body has the verdict.
    """

    EVENT_DESCRIBED = "event_described"
    CATEGORY_PLANNED = "category_planned"
    SESSION_PLANNED = "session_planned"
    SPEAKER_PLANNED = "speaker_planned"
    CONTROL_POINT_PLANNED = "control_point_planned"
    COLUMN_PLANNED = "column_planned"
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
    TICKETS_DESCRIBED = "tickets_described"
    TICKET_TEMPLATE_SAVED = "ticket_template_saved"
    TICKET_TEMPLATE_WITHDRAWN = "ticket_template_withdrawn"
    TICKET_SENT = "ticket_sent"
    PHOTOGRAPH_KEPT = "photograph_kept"
    PHOTOGRAPH_SET = "photograph_set"
    THING_LENT = "thing_lent"
    PAYMENT_RECEIVED = "payment_received"
    TICKETING_DESCRIBED = "ticketing_described"
    TICKETING_JOINED = "ticketing_joined"
    TICKETING_LEFT = "ticketing_left"
    PRODUCT_PLANNED = "product_planned"
    CHECK_IN_LIST_PLANNED = "check_in_list_planned"
    QUESTION_PLANNED = "question_planned"
    TICKETS_REVOKED = "tickets_revoked"


NewEntry = tuple[EntryKind, str, dict[str, object]]
"""Kind, subject and body of an entry to write."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded fact in the journal: an arrival, a correction, an undo, a setting of the event.

    An entry is never changed and never removed; undo and correction are further entries that name their targets. Only a
    purge of the event replaces the people in it (`core/privacy`). Because each entry has an id of its own and never
    changes, the journals of two desks are merged by a set union.

    `id` is a UUIDv7 (16 bytes) greater than every id its journal held when it was written: it is identity and order at
    once. `kind` is an `EntryKind` or a word of a newer version. `subject` is the id of an attendee, a programme item or
    a supervisor, or "" when the entry is about no known person. `at` is the desk's wall clock with its offset: shown
    and exported, never trusted for order. `body` holds what the kind needs, as JSON of at most `BODY_LIMIT` bytes
    (`body_text` raises `UserError` for more):

        new = next_id(greatest_id, nanoseconds, eight_random_bytes)
        Entry(new, EntryKind.CHECKED_IN, attendee.id, "Desk 1", now, {"control_point": "p1"})
    """

    id: bytes
    kind: str
    subject: str
    desk: str
    at: datetime
    body: Mapping[str, object]

    @property
    def written_at(self) -> datetime | None:
        """The time written on paper while the desk could not record (docs/adr/0032); None for an ordinary entry."""
        return parse_moment(self.body[WRITTEN_AT]) if WRITTEN_AT in self.body else None

    @property
    def happened_at(self) -> datetime:
        """The time at which it took place: the time on the paper, if there is one, else when the desk recorded it."""
        return self.written_at or self.at


def parse_moment(value: object) -> datetime | None:
    """Return the time with its offset that a text of an entry holds; None if it is no time or outside `EARLIEST` to
    `LATEST`.
    """
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:  # the text may come from another program
        return None
    return _with_shared_offset(at) if at and at.utcoffset() is not None and EARLIEST <= at < LATEST else None


def parse_stored_moment(text: str) -> datetime:
    """Return the time of a stored entry, moved into `EARLIEST` to `LATEST`: another program may have written any year.
    Raises `ValueError` for a text that is no time.
    """
    at = datetime.fromisoformat(text)
    if _FIRST_YEAR < at.year < _LAST_YEAR and at.tzinfo:  # comparing years is fastest
        return _with_shared_offset(at)
    return max(EARLIEST, at) if at < LATEST else LATEST - timedelta(seconds=1)


def _with_shared_offset(at: datetime) -> datetime:
    return at.replace(tzinfo=fixed_offset(at.utcoffset() or timedelta()))


@lru_cache(maxsize=64)
def fixed_offset(offset: timedelta) -> timezone:
    """Return the one object for times at this distance from UTC. Python compares two times with the same one seven
    times as fast as with two that are equal, and attendance is little else.
    """
    return timezone(offset)


def next_id(greatest: bytes | None, nanoseconds: int, randomness: bytes) -> bytes:
    """Return the UUIDv7 (RFC 9562) for `nanoseconds` since 1970, or one shortly after `greatest` if that is later.

    Sub-millisecond steps of a quarter of a microsecond (the RFC's method 3) order the entries of two desks with equal
    clocks. A clock that was set back, or ids from a desk whose clock runs ahead, never break "later in the journal
    means greater". The one exception is an id at the very end of the accepted range: following it would make ids that
    others refuse. `randomness`: 8 bytes.
    """
    milliseconds, rest = divmod(max(0, nanoseconds), 1_000_000)  # a computer without a battery may begin before 1970
    within = rest * 4096 // 1_000_000
    fresh = _uuid7(milliseconds, within << 62 | int.from_bytes(randomness, "big") & _RANDOM_MASK)
    if greatest is None or fresh > greatest:
        return fresh
    value = int.from_bytes(greatest, "big")
    counter = (value >> 64 & 0xFFF) << 62 | value & _RANDOM_MASK
    counter += 1 + int.from_bytes(randomness[:_STEP_BYTES], "big")
    after = (value >> 80) + (counter >> 74)
    return _uuid7(after, counter & _COUNTER_MASK) if after < _LATEST_MS else fresh


def id_ms(entry_id: bytes) -> int:
    """Return the time of an id, in milliseconds since 1970."""
    return int.from_bytes(entry_id[:6], "big")


def id_time(entry_id: bytes) -> datetime:
    """Return the time of an id, of a journal's or one that `is_shareable`."""
    return datetime.fromtimestamp(id_ms(entry_id) / 1000, UTC)


def first_id_after(milliseconds: int) -> bytes:
    """Return the smallest id that is later than these milliseconds since 1970."""
    return (milliseconds + 1 << 80).to_bytes(16, "big")


def derived_id(at: datetime, seed: str) -> bytes:
    """Return the id of an entry that several desks write alike, for what happened at `at` outside of them. The same
    `seed` gives the same id; it takes its place among the entries by its time.
    """
    milliseconds = int(at.timestamp() * 1000)
    return _uuid7(milliseconds, int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") & _COUNTER_MASK)


_RANDOM_MASK = (1 << 62) - 1
_COUNTER_MASK = (1 << 74) - 1
_STEP_BYTES = 7
"""Random steps of this size are so large that desks pushed by one id from the future never write the same id, and so
small that the hundred thousand entries of a list fit a millisecond.
"""
_LATEST_MS = int(LATEST.timestamp() * 1000)
FIRST_REFUSED_ID = (_LATEST_MS << 80).to_bytes(16, "big")
"""Ids from here on are refused; a journal that holds one ignores it when making the next id."""


def _uuid7(milliseconds: int, counter: int) -> bytes:
    high = milliseconds << 16 | 0x7000 | counter >> 62
    low = 0b10 << 62 | counter & _RANDOM_MASK
    return (high << 64 | low).to_bytes(16, "big")


def body_text(body: Mapping[str, object]) -> str:
    """Return the JSON stored for `body`. Raises `UserError` for a body that another desk could not read back."""
    try:
        text = _ENCODER.encode(body)
        size = len(text.encode("utf-8"))
    except (ValueError, TypeError) as exc:  # not finite, not JSON, or a lone surrogate
        raise UserError(_UNSTORABLE) from exc
    if size > BODY_LIMIT or "\\u0000" in text.replace("\\\\", ""):
        raise UserError(_UNSTORABLE)
    return text


def readable_body(text: str) -> Mapping[str, object]:
    """Return the body of a stored text, repaired where needed: lone surrogates become “?”, JSON that is no object an
    empty body. Another program wrote such texts into the file. Raises `ValueError` for invalid JSON.
    """
    body = _parsed(text)
    if "\\u" in text:
        body = json.loads(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))
    return body if isinstance(body, dict) else {}


def stored_entry(entry_id: bytes, kind: str, subject: str, desk: str, at: str, body: str) -> Entry:  # noqa: PLR0913
    """Return the entry of a stored row. Raises `ValueError` for a time or a body that is none."""
    return Entry(entry_id, kind, subject, desk, parse_stored_moment(at), readable_body(body))


def _parsed(text: str) -> object:
    """Return the value of a JSON text. `json.loads` spends most of its time on white space, which ours do not have."""
    if text[:1] == "{":
        body, end = _DECODER.raw_decode(text)
        if end == len(text):
            return body
    return json.loads(text)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder()
_FIRST_YEAR, _LAST_YEAR = EARLIEST.year, LATEST.year - 1

_UNSTORABLE = Message(
    "journal", "This text is too long, or has characters that cannot be saved. Nothing was saved; shorten it."
)
