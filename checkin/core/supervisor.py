# SPDX-License-Identifier: GPL-3.0-or-later
"""Supervisors, their PINs, and the lock-out after wrong ones. Values only: the time and the salt are arguments.

A PIN guards the desk's screen, not the file: with a copy of the file every PIN can be tried. A PIN is never stored,
shown or logged.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from checkin.core.entries import Entry, EntryKind
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.text_folding import fold_text

KINDS = (
    EntryKind.SUPERVISOR_NAMED,
    EntryKind.SUPERVISOR_REMOVED,
    EntryKind.SUPERVISOR_REFUSED,
    EntryKind.SUPERVISOR_RECOGNISED,
)
"""The kinds of journal entries that the functions here read."""

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
_DIGEST_BYTES = 32
MOST_SALTS = 8
"""The most salts that are tried, as each costs a derivation. An event has one for each desk that named a supervisor
before it received another's; a PIN with a ninth salt is invalid until the supervisor gets another.
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority for an exception: the supervisor (or the desk, where none is named) and the reason given."""

    name: str
    why: str

    def body(self) -> dict[str, object]:
        """Return the fields that every entry of the exception carries."""
        return {"allowed_by": self.name, "why": self.why}


@dataclass(frozen=True, slots=True)
class PinHash:
    """A PIN as stored. All supervisors of an event share the salt: so one derivation tries a PIN against all."""

    salt: bytes = field(repr=False)
    digest: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A person who may allow exceptions. `pin` is None if it was stored in a form this version cannot read."""

    id: str
    name: str
    pin: PinHash | None


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
    """Return whether PINs may be tried now, from entries in id order: at the desks of the event, or at the self-service
    screen named `kiosk`. Tries of guests there lock out no desk.

    A clock set forward ends a wait, as everything that depends on the clock.
    """
    wrong, since = 0, None
    for entry in entries:
        if entry.body.get(KIOSK, "") != kiosk:
            continue
        if entry.kind == EntryKind.SUPERVISOR_RECOGNISED:
            wrong, since = 0, None
        elif entry.kind == EntryKind.SUPERVISOR_REFUSED:
            wrong, since = wrong + (not entry.body.get("again")), entry.at
    tries_left = max(1, FREE_TRIES - wrong)
    if since is None or wrong < FREE_TRIES:
        return LockOut(tries_left)
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


def hash_pin(pin: str, salt: bytes) -> PinHash:
    """Return the hash of a PIN. Slow on purpose (`_COST`)."""
    return PinHash(salt, _derived(pin, salt))


def find_by_pin(pin: str, people: Sequence[Supervisor]) -> Supervisor | None:
    """Return the supervisor with this PIN, None if there is none. One derivation for each salt."""
    digests: dict[bytes, bytes] = {}
    for person in people:
        if person.pin is None:
            continue
        salt = person.pin.salt
        if salt not in digests:
            digests[salt] = _derived_or_none(pin, salt)
        if hmac.compare_digest(person.pin.digest, digests[salt]):
            return person
    return None


def named_body(name: str, pin: PinHash) -> dict[str, object]:
    """Return the body of the entry that names a supervisor or gives them another PIN."""
    n, r, p = _COST
    return {"name": name, "salt": pin.salt.hex(), "hash": pin.digest.hex(), "n": n, "r": r, "p": p}


def _pin_of(body: Mapping[str, object]) -> PinHash | None:
    try:
        cost = (int(str(body["n"])), int(str(body["r"])), int(str(body["p"])))
        salt, digest = bytes.fromhex(str(body["salt"])), bytes.fromhex(str(body["hash"]))
    except (KeyError, ValueError):
        return None
    is_ours = cost == _COST and len(salt) == SALT_BYTES and len(digest) == _DIGEST_BYTES
    return PinHash(salt, digest) if is_ours else None


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
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY_LIMIT, dklen=_DIGEST_BYTES)


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
