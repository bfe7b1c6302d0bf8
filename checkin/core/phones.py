# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones that scan for a desk: their keys, what each may ask, and how often.

A phone comes with a pairing key, which is good once, and gets a key of its own. The desk keeps digests of both. Nothing
outlasts the program: after a restart every phone is paired again.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, count

RATE = 12.0
"""Requests that a phone may make each second: four pictures, and whatever a volunteer types, three times over."""
BURST = 24.0
"""Requests that a phone may make at once after a silence."""
BAD_KEYS = 10
"""Wrong keys that one address may try in `BAD_KEYS_S` seconds. A key has 128 bits: the limit saves the desk's time."""
BAD_KEYS_S = 60.0
MOST_ADDRESSES = 1000
"""Addresses whose wrong keys are counted at the same time."""
SHORTEST_ID, LONGEST_ID = 8, 64
"""Characters of the id that a phone gives a question that counts."""
LONGEST_NAME = 40


class PhoneRole(StrEnum):
    SCAN = "scan"
    WATCH = "watch"
    """Sees the live figures, and nothing else."""


@dataclass(slots=True)
class Phone:
    """A phone that was paired. `answered` is its last answer, in the desk's words; `battery` a percentage, None where
    the browser does not tell.
    """

    name: str
    role: PhoneRole
    is_revoked: bool = False
    seen: float = 0.0
    answered: str = ""
    battery: int | None = None
    _allowance: float = BURST

    def may_ask(self, now: float) -> bool:
        """Return whether the phone has not asked too often, and count this request. `now` is in seconds."""
        self._allowance = min(BURST, self._allowance + (now - self.seen) * RATE)
        self.seen = now
        if self._allowance < 1:
            return False
        self._allowance -= 1
        return True

    def note_battery(self, percent: str) -> None:
        is_known = percent.isascii() and percent.isdecimal() and len(percent) <= len("100")
        self.battery = min(int(percent), 100) if is_known else None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A phone's first question and its answer: asked again, because the answer was lost, it gets the same."""

    invitation: bytes
    question: str
    key: str
    phone: Phone


@dataclass(slots=True)
class Phones:
    """All phones of a desk. Belongs to one thread."""

    _invitations: dict[bytes, PhoneRole] = field(default_factory=dict)
    _by_key: dict[bytes, Phone] = field(default_factory=dict)
    _pairing: Pairing | None = None

    def invite(self, role: PhoneRole) -> str:
        """Return a new pairing key; the unused one of this role is good no more."""
        self._invitations = {key: other for key, other in self._invitations.items() if other is not role}
        key = secrets.token_urlsafe(16)
        self._invitations[_digest(key)] = role
        return key

    def awaits(self, role: PhoneRole) -> bool:
        """Return whether an invitation of this role is still unused."""
        return role in self._invitations.values()

    def pair(self, invitation: str, question: str, name: str) -> tuple[str, Phone] | None:
        """Return the key of the phone that was invited, and the phone; None for an invitation that is not good.

        `question` is the id that the phone gave its question: the last pairing is answered again to the same question.
        """
        digest = _digest(invitation)
        if (last := self._pairing) and (last.invitation, last.question) == (digest, question):
            return last.key, last.phone
        if not is_question_id(question) or digest not in self._invitations:
            return None
        phone = Phone(self._free_name(name), self._invitations.pop(digest))
        key = secrets.token_urlsafe(16)
        self._by_key[_digest(key)] = phone
        self._pairing = Pairing(digest, question, key, phone)
        return key, phone

    def of(self, key: str) -> Phone | None:
        """Return the phone with this key, revoked or not. Keys are compared by digest: no timing tells one."""
        return self._by_key.get(_digest(key))

    def all(self) -> list[Phone]:
        """Return the phones that were not revoked, the oldest first."""
        return [phone for phone in self._by_key.values() if not phone.is_revoked]

    def revoke(self, name: str) -> None:
        for phone in self.all():
            phone.is_revoked = phone.name == name

    def _free_name(self, wanted: str) -> str:
        tidy = " ".join("".join(c if c.isprintable() else " " for c in wanted).split())[:LONGEST_NAME].strip()
        taken = {phone.name for phone in self.all()}
        numbered = (f"{tidy} {number}".strip() for number in count(2 if tidy else 1))
        return next(name for name in chain([tidy] * bool(tidy), numbered) if name not in taken)


@dataclass(slots=True)
class WrongKeys:
    """How many wrong keys each address has tried lately."""

    _tried: dict[str, tuple[int, float]] = field(default_factory=dict)

    def note(self, address: str, now: float) -> None:
        if len(self._tried) >= MOST_ADDRESSES:
            self._tried.clear()
        count, since = self._tried.get(address, (0, now))
        self._tried[address] = (1, now) if now - since > BAD_KEYS_S else (count + 1, since)

    def are_too_many(self, address: str, now: float) -> bool:
        count, since = self._tried.get(address, (0, now))
        return count >= BAD_KEYS and now - since <= BAD_KEYS_S


def is_question_id(text: str) -> bool:
    """Return whether `text` may be the id of a question that counts."""
    return SHORTEST_ID <= len(text) <= LONGEST_ID


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
