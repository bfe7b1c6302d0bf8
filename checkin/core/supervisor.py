# SPDX-License-Identifier: GPL-3.0-or-later
"""Supervisors, their PINs, and the lock-out after wrong ones. Values only: the time and the salt are arguments.

A PIN guards the desk's screen, and what every desk must obey: from a PIN a key is derived that seals an entry, and each
desk can verify the seal. With a copy of the file every PIN can be tried; a longer one takes longer. A PIN is never
stored, shown or logged.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from checkin.core.entries import Entry, EntryKind, id_ms
from checkin.core.message import Message, UserError
from checkin.core.text_folding import fold_text

KINDS = (EntryKind.SUPERVISOR_NAMED, EntryKind.SUPERVISOR_REMOVED)
"""The kinds of entries that `supervisors` reads."""

TRIES = (EntryKind.SUPERVISOR_REFUSED, EntryKind.SUPERVISOR_RECOGNISED)
"""The kinds of entries that `lock_out` reads."""

KIOSK = "kiosk"
"""The key of a try's body that names its self-service screen. Tries without it were made at a desk."""

SALT_BYTES = 16
SHORTEST, LONGEST = 4, 12
"""The least and most digits of a PIN."""
LONGEST_NAME = 60

FREE_TRIES = 5
"""Wrong PINs in a row before the first lock; each further one locks twice as long."""
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=1), timedelta(minutes=30)

_COST = (2**15, 8, 1)
"""n, r and p of scrypt: 32 MB and about 100 ms on an office computer, so that a form may wait for it. Other costs in an
entry are refused: another desk must not decide what is spent here.
"""
_MEMORY_LIMIT = 64 << 20
"""Bytes. OpenSSL's default limit is below our cost."""
_KEY_BYTES = 32
"""The length of an Ed25519 private key, and of its public key."""
MOST_SALTS = 8
"""The most salts that are tried, as each costs a derivation. An event has one for each desk that named a supervisor
before it received another's; a PIN with a ninth salt is invalid until the supervisor gets another.
"""


SEALED_BY, ONCE, SINCE, SEAL = "sealed_by", "once", "since", "seal"
"""The keys of a sealed body: the supervisor's id, hex digits that make each seal another one, the time of the earliest
id that the entry may have (milliseconds since 1970), and the signature.
"""

_BESIDE_THE_SEAL = frozenset({SEAL, "people", "before"})
"""The keys that a seal does not cover: how many people a purge found, and the journal's fingerprint before it. A purge
that is decided in advance cannot know them.
"""


@dataclass(frozen=True, slots=True)
class PinKey:
    """A PIN as stored: a salt, and the public key whose private key is derived from the PIN. All supervisors of an
    event share the salt: so one derivation tries a PIN against all.
    """

    salt: bytes = field(repr=False)
    public: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A person who may allow exceptions, or a ticketing that one of them joined (`sealed_entry`). `pin` is None if it
    was stored in a form this version cannot read. `private` is the key of who has just typed their PIN, else b"".
    """

    id: str
    name: str
    pin: PinKey | None
    private: bytes = field(default=b"", repr=False, compare=False)

    def sealed(  # noqa: PLR0913 (all of it is signed)
        self, event: str, kind: str, subject: str, body: Mapping[str, object], once: bytes, since: int
    ) -> dict[str, object]:
        """Return `body` with this supervisor's seal, which is genuine for this event, kind and subject alone, in an
        entry whose id is not before `since` (milliseconds since 1970): told again for earlier, the removal of a
        supervisor would come before their naming. `once`: bytes that no other seal has.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # loaded where a PIN is typed

        signed = {**body, SEALED_BY: self.id, ONCE: once.hex(), SINCE: since}
        seal = Ed25519PrivateKey.from_private_bytes(self.private).sign(_signed_text(event, kind, subject, signed))
        return signed | {SEAL: seal.hex()}


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority for an exception: the supervisor (or the desk, where none is named) and the reason given.

    `supervisor` is who typed their PIN just now, if one was asked.
    """

    name: str
    why: str
    supervisor: Supervisor | None = field(default=None, repr=False, compare=False)

    def body(self) -> dict[str, object]:
        """Return the fields that every entry of the exception carries."""
        return {"allowed_by": self.name, "why": self.why}

    def sealed(  # noqa: PLR0913 (as of a supervisor)
        self, event: str, kind: str, subject: str, body: Mapping[str, object], once: bytes, since: int
    ) -> dict[str, object]:
        """Return `body` with the seal of the supervisor, unchanged where no PIN was asked."""
        return self.supervisor.sealed(event, kind, subject, body, once, since) if self.supervisor else dict(body)


def is_sealed(entry: Entry, event: str, people: Iterable[Supervisor]) -> bool:
    """Whether one of these supervisors sealed this entry for this event."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    sealed_by = next((each for each in people if each.id == entry.body.get(SEALED_BY)), None)
    since = entry.body.get(SINCE)
    if sealed_by is None or sealed_by.pin is None or not isinstance(since, int) or id_ms(entry.id) < since:
        return False
    try:
        seal = bytes.fromhex(str(entry.body.get(SEAL)))
        signed = _signed_text(event, entry.kind, entry.subject, entry.body)
        Ed25519PublicKey.from_public_bytes(sealed_by.pin.public).verify(seal, signed)
    except (ValueError, InvalidSignature):
        return False
    return True


def _signed_text(event: str, kind: str, subject: str, body: Mapping[str, object]) -> bytes:
    said = {key: value for key, value in body.items() if key not in _BESIDE_THE_SEAL}
    return json.dumps([event, kind, subject, said], ensure_ascii=False, sort_keys=True).encode()


@dataclass(frozen=True, slots=True)
class LockOut:
    """The state of the lock-out. `until` is None while PINs may be tried; `tries_left` are those before the next lock.

    `is_behind`: the clock is before the newest try, so it was set back. The time waited is unknown then: the wait has
    to begin again, which an entry of now (`SUPERVISOR_REFUSED` with `again`) does.
    """

    tries_left: int
    until: datetime | None = None
    is_behind: bool = False


def supervisors(entries: Iterable[Entry]) -> tuple[Supervisor, ...]:
    """Return the supervisors by name, from entries in id order. A later PIN of the same person replaces the earlier.

    A supervisor whose name a purge erased is none. Salts count in the order in which their people were named.
    """
    found: dict[str, Supervisor] = {}
    for entry in entries:
        if entry.kind == EntryKind.SUPERVISOR_NAMED and entry.body.get("name"):
            found[entry.subject] = Supervisor(entry.subject, str(entry.body.get("name", "")), _pin_of(entry.body))
        elif entry.kind == EntryKind.SUPERVISOR_REMOVED:
            found.pop(entry.subject, None)
    _forget_further_salts(found)
    return tuple(sorted(found.values(), key=lambda s: (fold_text(s.name), s.id)))


def lock_out(entries: Iterable[Entry], now: datetime, kiosk: str = "") -> LockOut:
    """Return whether PINs may be tried now, from the tries at this computer in id order: at the desk, or at the
    self-service screen named `kiosk`. Tries of guests there lock out no desk.

    A clock set forward ends a wait, as everything that depends on the clock.
    """
    wrong, since, again = 0, None, None
    for entry in entries:
        if entry.body.get(KIOSK, "") != kiosk:
            continue
        if entry.kind == EntryKind.SUPERVISOR_RECOGNISED:
            wrong, since, again = 0, None, None
        elif entry.kind == EntryKind.SUPERVISOR_REFUSED and entry.body.get("again"):
            since, again = entry.at, entry.at if entry.at <= now else again
        elif entry.kind == EntryKind.SUPERVISOR_REFUSED:
            wrong, since = wrong + 1, entry.at
    tries_left = max(1, FREE_TRIES - wrong)
    if since is None or wrong < FREE_TRIES:
        return LockOut(tries_left)
    if now < since and again:  # the wait began again when the clock was set back; ids may not follow so far back
        since = again
    until = (since + min(LONGEST_LOCK, FIRST_LOCK * 2 ** min(wrong - FREE_TRIES, 10))).astimezone(now.tzinfo)
    return LockOut(tries_left, until if now < until else None, is_behind=now < since)


def checked_pin(pin: str) -> str:
    """Return `pin`. Raises `UserError` if it is too short, too long, not digits, or easy to guess."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise UserError(_NOT_DIGITS, shortest=SHORTEST, longest=LONGEST)
    if _is_guessable(pin):
        raise UserError(_GUESSABLE)
    return pin


def checked_name(name: str, others: Iterable[Supervisor]) -> str:
    """Return `name` without surplus spaces. Raises `UserError` if it is empty, too long, or another supervisor's."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UserError(_NO_NAME, longest=LONGEST_NAME)
    if fold_text(name) in {fold_text(other.name) for other in others}:
        raise UserError(_SAME_NAME, name=name)
    return name


def with_pin(person: Supervisor, pin: str, salt: bytes) -> Supervisor:
    """Return `person` with this PIN, as after typing it. Slow on purpose (`_COST`)."""
    private = _derived(pin, salt)
    return replace(person, pin=PinKey(salt, public_key(private)), private=private)


def find_by_pin(pin: str, people: Sequence[Supervisor]) -> Supervisor | None:
    """Return the supervisor with this PIN, with their private key; None if there is none. One derivation for each
    salt.
    """
    tried: dict[bytes, tuple[bytes, bytes]] = {}
    for person in people:
        if person.pin is None:
            continue
        salt = person.pin.salt
        if salt not in tried:
            private = _derived_or_none(pin, salt)
            tried[salt] = private, public_key(private) if private else b""
        private, public = tried[salt]
        if hmac.compare_digest(person.pin.public, public):
            return replace(person, private=private)
    return None


def named_body(person: Supervisor) -> dict[str, object]:
    """Return the body of the entry that names a supervisor or gives them another PIN."""
    assert person.pin
    n, r, p = _COST
    return {"name": person.name, "salt": person.pin.salt.hex(), "key": person.pin.public.hex(), "n": n, "r": r, "p": p}


def _pin_of(body: Mapping[str, object]) -> PinKey | None:
    try:
        cost = (int(str(body["n"])), int(str(body["r"])), int(str(body["p"])))
        salt, public = bytes.fromhex(str(body["salt"])), bytes.fromhex(str(body["key"]))
    except (KeyError, ValueError):
        return None
    is_ours = cost == _COST and len(salt) == SALT_BYTES and len(public) == _KEY_BYTES
    return PinKey(salt, public) if is_ours else None


def _forget_further_salts(found: dict[str, Supervisor]) -> None:
    salts: set[bytes] = set()
    for person in found.values():
        if person.pin is None or person.pin.salt in salts:
            continue
        if len(salts) < MOST_SALTS:
            salts.add(person.pin.salt)
        else:
            found[person.id] = replace(person, pin=None)


def _derived(pin: str, salt: bytes) -> bytes:
    n, r, p = _COST
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY_LIMIT, dklen=_KEY_BYTES)


def public_key(private: bytes) -> bytes:
    """Return the public key of an Ed25519 private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _derived_or_none(pin: str, salt: bytes) -> bytes:
    """Return the derived bytes; b"", which no PIN has, where OpenSSL refuses, so that one bad salt does not block the
    others.
    """
    try:
        return _derived(pin, salt)
    except ValueError:
        return b""


def _is_guessable(pin: str) -> bool:
    """Whether the PIN is one digit, a sequence, a repeated pair, a year, or the middle of the keypad."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    is_pair_again = len(set(pin[::2])) == 1 == len(set(pin[1::2]))
    is_year = len(pin) == 4 and pin[:2] in ("19", "20")
    return len(steps) == 1 or is_pair_again or is_year or pin in ("2580", "0852")


_NOT_DIGITS = Message("supervisor", "A PIN has {shortest} to {longest} digits. Nothing was changed; choose another.")
_GUESSABLE = Message(
    "supervisor",
    "This PIN is too easy to guess (a sequence, a repetition, a year). Nothing was changed; choose another.",
)
_NO_NAME = Message("supervisor", "A supervisor needs a name of at most {longest} letters. Nothing was changed.")
_SAME_NAME = Message("supervisor", "There is already a supervisor called {name}. Nothing was changed.")
