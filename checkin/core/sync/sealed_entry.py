# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries as they travel between desks, whose seals count, and which entries are taken (docs/adr/0024). Pure.

The stored text is passed on unparsed, so that what a newer version wrote arrives unchanged.
"""

import hmac
import json
import math
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from checkin.core.entries import (
    BODY_LIMIT,
    FIRST_REFUSED_ID,
    GREATEST,
    WRITTEN_AT,
    Entry,
    EntryKind,
    id_ms,
    id_time,
    parse_moment,
    stored_entry,
)
from checkin.core.supervisor import KINDS, SEAL, PinKey, Supervisor, is_sealed, public_key, supervisors

# The rules for each kind of entry: which travel, their size, whose word counts (docs/adr/0091).
# All desks of an event share one secret, so a line of another desk proves that some desk of the event wrote it, and
# no more. What would harm every desk therefore needs a supervisor's seal, and what one desk decides for itself
# decides nothing elsewhere. `sealed_entry` and `intake` apply this table.

_SMALL = 2 * 1024
"""Bytes of a body that has a few short fields. Ours have at most 400."""


@dataclass(frozen=True, slots=True)
class EntryRule:
    """The rule for one kind. `travels`: desks exchange it. `most_bytes` of JSON in its body.

    `needs_seal`: once this desk knows a supervisor, another desk's entry counts only with the seal of one.
    `is_plan`: it is part of the programme, which is written anew with a seal whenever the supervisors change; what is
    older counts for nothing then. `decides_at_its_desk`: what it decides, it decides at the desk that wrote it;
    elsewhere it is only recorded.
    """

    travels: bool = True
    most_bytes: int = BODY_LIMIT
    needs_seal: bool = False
    is_plan: bool = False
    decides_at_its_desk: bool = False


_TEXTS, _FEW_FIELDS = EntryRule(), EntryRule(most_bytes=_SMALL)
_SEALED = EntryRule(most_bytes=_SMALL, needs_seal=True)
_PLAN = EntryRule(needs_seal=True, is_plan=True)
_OWN_DECISION = EntryRule(decides_at_its_desk=True)
_OWN_TRY = EntryRule(most_bytes=_SMALL, decides_at_its_desk=True)

RULES: Mapping[EntryKind, EntryRule] = MappingProxyType(
    {
        EntryKind.REHEARSAL_BEGUN: EntryRule(travels=False),  # is about one file alone
        EntryKind.EVENT_PURGED: _SEALED,
        EntryKind.SUPERVISOR_NAMED: _SEALED,
        EntryKind.SUPERVISOR_REMOVED: _SEALED,
        EntryKind.SUPERVISOR_REFUSED: _OWN_TRY,
        EntryKind.SUPERVISOR_RECOGNISED: _OWN_TRY,
        EntryKind.PRIVACY_DESCRIBED: _OWN_DECISION,  # whether people are erased without asking
        EntryKind.WAITING_JOINED: _FEW_FIELDS,
        EntryKind.WAITING_LEFT: _FEW_FIELDS,
        EntryKind.CLOCK_MEASURED: _FEW_FIELDS,
        EntryKind.BADGE_PRINTED: _FEW_FIELDS,
        EntryKind.HELP_ASKED: _FEW_FIELDS,
        EntryKind.HELP_ENDED: _FEW_FIELDS,
        EntryKind.THING_LENT: _FEW_FIELDS,
        EntryKind.PAYMENT_RECEIVED: _FEW_FIELDS,
        EntryKind.EVENT_DESCRIBED: _PLAN,
        EntryKind.CATEGORY_PLANNED: _PLAN,
        EntryKind.COLUMN_PLANNED: _PLAN,
        EntryKind.SESSION_PLANNED: _PLAN,
        EntryKind.SPEAKER_PLANNED: _TEXTS,  # a desk confirms and replaces speakers
        EntryKind.CONTROL_POINT_PLANNED: _PLAN,
        EntryKind.ATTENDEE_ADDED: _TEXTS,
        EntryKind.ATTENDEE_CORRECTED: _TEXTS,
        EntryKind.ATTENDEE_MERGED: _TEXTS,
        EntryKind.CODE_REPLACED: _TEXTS,
        EntryKind.LIST_IMPORTED: _TEXTS,
        EntryKind.CHECKED_IN: _TEXTS,
        EntryKind.CHECKED_OUT: _TEXTS,
        EntryKind.REFUSED: _TEXTS,
        EntryKind.REMOTE_SEEN: _TEXTS,
        EntryKind.UNDONE: _TEXTS,
        EntryKind.NOTE_LEFT: _TEXTS,
        EntryKind.CONFLICT_SETTLED: _TEXTS,
        EntryKind.BADGE_TEMPLATE_SAVED: _TEXTS,
        EntryKind.BADGE_TEMPLATE_WITHDRAWN: _TEXTS,
        EntryKind.BADGE_PICTURE_KEPT: _TEXTS,
        EntryKind.SIGNED: _TEXTS,
        EntryKind.EXIT_CONFIRMED: _TEXTS,
        EntryKind.TICKETS_DESCRIBED: _TEXTS,
        EntryKind.TICKET_TEMPLATE_SAVED: _TEXTS,
        EntryKind.TICKET_TEMPLATE_WITHDRAWN: _TEXTS,
        EntryKind.TICKET_SENT: _TEXTS,
        EntryKind.PHOTOGRAPH_KEPT: _TEXTS,
        EntryKind.PHOTOGRAPH_SET: _TEXTS,
        EntryKind.TICKETING_DESCRIBED: _TEXTS,
        EntryKind.TICKETING_JOINED: _TEXTS,
        EntryKind.TICKETING_LEFT: _TEXTS,
        EntryKind.PRODUCT_PLANNED: _TEXTS,
        EntryKind.CHECK_IN_LIST_PLANNED: _TEXTS,
        EntryKind.QUESTION_PLANNED: _TEXTS,
        EntryKind.TICKETS_REVOKED: _TEXTS,
    }
)
"""The rule of every kind that this version knows. Those of a newer version are exchanged like texts."""


def rule_of(kind: str) -> EntryRule:
    """Return the rule of a kind, that of texts for a kind of a newer version."""
    return RULES.get(kind, _TEXTS)  # type: ignore[call-overload, no-any-return]


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


# Whose seals count at a desk (docs/adr/0091): those of supervisors, and for the programme also those of a ticketing
# that a supervisor joined.

SEALED_KINDS = (*(kind for kind, rule in RULES.items() if rule.needs_seal), EntryKind.TICKETING_JOINED)
"""The kinds of entries that tell whose seals count, and which were used."""

_TICKETING = "ticketing:"
_KEY = "key"


def ticketing_signer(event: str, token: str) -> Supervisor:
    """Return the signer of what a ticketing's device pulls into an event. Its private key is derived from the device's
    token, which no other desk has.
    """
    private = hmac.digest(token.encode(), f"checkin programme {event}".encode(), "sha256")
    public = public_key(private)
    return Supervisor(_TICKETING + public.hex(), "", PinKey(b"", public), private)


def joined_body(body: Mapping[str, object], signer: Supervisor) -> dict[str, object]:
    """Return the body of the entry about a device that joined, with the key whose seals count once a supervisor has
    sealed this entry.
    """
    return {**body, _KEY: signer.id.removeprefix(_TICKETING)}


def devices_to_vouch_for(event: str, entries: Iterable[Entry], *, is_first: bool) -> list[Entry]:
    """Return of `entries` of `SEALED_KINDS` the newest about each device whose seals count; of all devices where
    `is_first`: no supervisor was named who could have vouched for one.
    """
    known = sorted(entries, key=lambda e: e.id)
    joined = known if is_first else _vouched_for(event, known)
    return [*{entry.body[_KEY]: entry for entry in joined if _joins(entry)}.values()]


def _vouched_for(event: str, known: Sequence[Entry]) -> Iterator[Entry]:
    """Yield of entries in the order of their ids those about devices that a supervisor of their time vouched for."""
    for number, entry in enumerate(known):
        if _joins(entry) and is_sealed(entry, event, supervisors(known[:number])):
            yield entry


def _joins(entry: Entry) -> bool:
    return entry.kind == EntryKind.TICKETING_JOINED and _KEY in entry.body


class SealedEntries:
    """The entries of `SEALED_KINDS` that a desk knows, and the judgement of another one by them."""

    def __init__(self, event: str, entries: Sequence[Entry]) -> None:
        self._event = event
        self._signers: list[Entry] = []
        self._used: set[object] = set()
        self._described = b""
        self._found: dict[int, tuple[Supervisor, ...]] = {}
        for entry in sorted(entries, key=lambda e: e.id):
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Count an entry that was taken."""
        if entry.kind in KINDS or entry.kind == EntryKind.TICKETING_JOINED:
            self._signers.append(entry)
            self._signers.sort(key=lambda e: e.id)
            self._found.clear()
        if SEAL in entry.body:
            self._used.add(entry.body[SEAL])
            if entry.kind == EntryKind.EVENT_DESCRIBED:
                self._described = max(self._described, entry.id)

    def proves(self, entry: Entry) -> bool:
        """Whether somebody whose seal counts sealed this entry, and no other. For the programme that is decided by who
        was a supervisor when it was written: a desk that joins later may hear first that they were removed.
        """
        is_plan = rule_of(entry.kind).is_plan
        people = self._at(entry.id) if is_plan else supervisors(self._signers)
        return bool(people) and entry.body.get(SEAL) not in self._used and is_sealed(entry, self._event, people)

    def is_seal_needed(self, entry: Entry) -> bool:
        """Whether this entry counts only with a seal: once a supervisor is known. Of the programme, what is older than
        its last sealed beginning says nothing any more.
        """
        is_past = rule_of(entry.kind).is_plan and entry.id < self._described
        return bool(supervisors(self._signers)) and not is_past

    def _at(self, entry_id: bytes) -> tuple[Supervisor, ...]:
        """Return whose seals count for the programme at this id."""
        count = bisect([entry.id for entry in self._signers], entry_id)
        if count not in self._found:
            before = self._signers[:count]
            devices = filter(None, map(_signer_of, _vouched_for(self._event, before)))
            self._found[count] = (*supervisors(before), *devices)
        return self._found[count]


def _signer_of(entry: Entry) -> Supervisor | None:
    try:
        public = bytes.fromhex(str(entry.body[_KEY]))
    except ValueError:
        return None
    return Supervisor(_TICKETING + public.hex(), "", PinKey(b"", public))


# The decision which entries of other desks are taken (docs/adr/0091).
# from outside ──▶ read_sealed, is_shareable ──▶ Intake.sift ──▶ Outbox.absorb form and size of one entry time,
# number, seal
# An entry that is not taken stays where it is: a folder and a drive are read again, and a hub leaves it with the desk
# that wrote it, which sends it again. So an entry of a later day is only late; and a person may take it before, since
# most wrong clocks are mistakes.

MOST_ABOUT_ONE = 1_000
"""The most entries about one attendee (all merged records together), session or supervisor that this desk takes from
others: twenty passages on each of fifty days. So many cost a scan of that attendee 60 ms.
"""


class NotTaken(StrEnum):
    """Why an entry of another desk is not taken."""

    AHEAD = "ahead"
    UNSEALED = "unsealed"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The entries that are `taken`, in their order; why others are `left_out`; of those that are ahead, the latest."""

    taken: Sequence[SealedEntry]
    left_out: frozenset[NotTaken] = frozenset()
    ahead: SealedEntry | None = None


class Intake:
    """The decision on some entries of other desks, asked in the order of their ids.

    `event` is the event's public id. `known` gives the entries of the sealed kinds that the journal holds (and of the
    ticketings that were joined), `counts` the number of its entries about the attendee of each of some subjects.
    """

    def __init__(
        self,
        event: str,
        *,
        latest_ms: int,
        known: Callable[[], Sequence[Entry]],
        counts: Callable[[Iterable[str]], Mapping[str, int]],
    ) -> None:
        self._event, self._latest_ms, self._known, self._counts = event, latest_ms, known, counts

    def sift(self, entries: Sequence[SealedEntry]) -> Sifted:
        """Return which of these entries are taken."""
        left_out, ahead = set[NotTaken](), None
        taken = set[bytes]()
        about = Counter(self._counts({subject for entry in entries for subject in _subjects(entry)}))
        sealed = SealedEntries(self._event, self._known() if any(rule_of(e.kind).needs_seal for e in entries) else ())
        for entry in sorted(entries, key=lambda e: e.id):
            if reason := self._reason(entry, about, sealed):
                left_out.add(reason)
                ahead = entry if reason == NotTaken.AHEAD else ahead
                continue
            taken.add(entry.id)
            subjects = _subjects(entry)
            about |= Counter(dict.fromkeys(subjects, 1 + sum(about[subject] for subject in subjects)))
            if rule_of(entry.kind).needs_seal or entry.kind == EntryKind.TICKETING_JOINED:
                sealed.add(entry.opened())
        return Sifted([entry for entry in entries if entry.id in taken], frozenset(left_out), ahead)

    def _reason(self, entry: SealedEntry, about: Counter[str], sealed: SealedEntries) -> NotTaken | None:
        """Return why this entry is not taken, None if it is."""
        rule = rule_of(entry.kind)
        if id_ms(entry.id) > self._latest_ms:
            return NotTaken.AHEAD
        if rule.needs_seal and sealed.proves(entry.opened()):
            return None
        if rule.needs_seal and sealed.is_seal_needed(entry.opened()):
            return NotTaken.UNSEALED
        is_many = sum(about[subject] for subject in _subjects(entry)) >= MOST_ABOUT_ONE
        return NotTaken.TOO_MANY if is_many and (rule.is_plan or not rule.needs_seal) else None


def _subjects(entry: SealedEntry) -> set[str]:
    """Return the subjects whose entries are one attendee's with this one: of a merge both."""
    into = entry.opened().body.get("into") if entry.kind == EntryKind.ATTENDEE_MERGED else None
    return {subject for subject in (entry.subject, into) if isinstance(subject, str) and subject}


def latest_ms(now_ms: int, oldest: bytes) -> int:
    """Return the latest time, in milliseconds since 1970, that an entry may have at a desk whose clock shows `now_ms`.
    A clock that is before the `oldest` entry of the journal is wrong, and limits nothing.
    """
    ahead = int(AHEAD.total_seconds() * 1000)
    is_clock_wrong = bool(oldest) and id_ms(oldest) > now_ms + ahead
    return id_ms(FIRST_REFUSED_ID) - 1 if is_clock_wrong else now_ms + ahead
