# SPDX-License-Identifier: GPL-3.0-or-later
"""The code that verifies a certificate of attendance: how it is made, and read (docs/adr/0030).

Pure. A code is 24 letters of the alphabet of tickets: 3 name the event, 9 are the number (the person's, sealed), 6 seal
what the certificate says, 6 are a MAC of all that. It is no ticket: a desk that reads one says where it is verified,
and writes nothing.
"""

import hmac
import re
from dataclasses import dataclass
from enum import Enum, auto

from checkin.core.tokens import ALPHABET, MAC_LETTERS, TAG_LETTERS, EventKey, strip_frame

NUMBER_LETTERS, CONTENT_LETTERS = 9, 6
LENGTH = TAG_LETTERS + NUMBER_LETTERS + CONTENT_LETTERS + MAC_LETTERS
GROUP = 4

_BETWEEN = re.compile(r"[\s.\-‐‑–·]+")


def number(key: EventKey, person: str) -> str:
    """Return the certificate number of a person: the same at every desk, and meaningless without the event's secret."""
    return key.seal(f"certificate of {person}", NUMBER_LETTERS)


def in_groups(letters: str, size: int = GROUP) -> str:
    """Return the letters in groups, as they are read out or typed."""
    return "-".join(letters[at : at + size] for at in range(0, len(letters), size))


class CodeValidity(Enum):
    """The validity of a code on a certificate."""

    GENUINE = auto()  # of this event, and the event still says the same
    CHANGED = auto()  # of this event, which says something else by now
    GONE = auto()  # of this event, where that person no longer exists
    FORGED = auto()  # names this event, the MAC is wrong
    OTHER_EVENT = auto()
    UNREADABLE = auto()  # no code of a certificate


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """A code that was read. `number` and `content` only of a genuine one, which may have changed since."""

    standing: CodeValidity
    number: str = ""
    content: str = ""


def read_certificate_code(key: EventKey, text: str) -> CodeCheck:
    """Return what a code is worth, read in any case and with or without separators."""
    letters = _BETWEEN.sub("", strip_frame(text)).upper()
    if len(letters) != LENGTH or not frozenset(ALPHABET).issuperset(letters):
        return CodeCheck(CodeValidity.UNREADABLE)
    signed, mac = letters[:-MAC_LETTERS], letters[-MAC_LETTERS:]
    if not signed.startswith(key.tag):
        return CodeCheck(CodeValidity.OTHER_EVENT)
    if not hmac.compare_digest(mac, _mac(key, signed)):
        return CodeCheck(CodeValidity.FORGED)
    middle = TAG_LETTERS + NUMBER_LETTERS
    return CodeCheck(CodeValidity.GENUINE, signed[TAG_LETTERS:middle], signed[middle:])


def seal_code(key: EventKey, number: str, content: str) -> str:
    """Return the code of a certificate with this number and seal of its content."""
    signed = key.tag + number + content
    return signed + _mac(key, signed)


def _mac(key: EventKey, signed: str) -> str:
    return key.seal(f"certificate {signed}", MAC_LETTERS)
