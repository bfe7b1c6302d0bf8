# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes of tickets and certificates: what the text of a code is worth before a person is looked up.

Layout and sizes: docs/adr/0003.

Ours: 20 letters of `ALPHABET` in a version-1 QR code: 3 name the event, 11 are an unguessable id, 6 are a MAC of both
under the event's key. The letters are the same on every Latin keyboard layout (docs/adr/0003), without the look-alikes
I and O. Any other text is a foreign code and is taken as it is.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

ALPHABET = "BCDEFGHJKLNPRSTUVX"
TAG_LETTERS, ID_LETTERS, MAC_LETTERS = 3, 11, 6
LENGTH = TAG_LETTERS + ID_LETTERS + MAC_LETTERS
STOCK_LETTERS = 7
"""The letters of a blank's id that name its stock; the others are its number in there. No two stocks of an event have
the same ones but once in 600 million.
"""
MOST_BLANKS = len(ALPHABET) ** (ID_LETTERS - STOCK_LETTERS) - 1
"""The highest number of a blank."""
ID_BYTES = 16
"""The random bytes that `issue` needs: enough that the remainder bias (2**128 mod 18**11) is below 2**-80."""

TEST_CODE = "CHECKIN-TEST-AZQW-0123456789"
"""The same code in every event, no attendee's, to try a camera or scanner with. Keyboards other than US have its
letters and signs elsewhere, so that a misread scanner is noticed before the first guest.
"""

LONGEST_FOREIGN = 512
"""The most characters. A wedge scanner can type for ever; no known ticketing exceeds 300 (signed pretix codes)."""

# Scanners may announce the symbology: AIM "]Q3", or wrap the text in STX/ETX; some add line ends.
_AIM_LETTERS = "ACEFGILQdeX"
_LETTERS = frozenset(ALPHABET)


class CodeOrigin(Enum):
    """The origin of a code, as far as the text alone can tell."""

    GENUINE = auto()  # ours, of this event, the MAC is right
    BLANK = auto()  # ours, of this event, printed in advance for nobody in particular: the MAC of a blank
    FORGED = auto()  # names this event, the MAC is wrong
    OTHER_EVENT = auto()  # has the form of ours, names another event
    FOREIGN = auto()  # any other text: only the list can know it
    TRIAL = auto()  # the code to try a scanner with
    UNREADABLE = auto()  # empty, endless, control characters, or a piece of one of ours


@dataclass(frozen=True, slots=True)
class Token:
    """A code that was read. `code` is what a ticket would carry ("" if unreadable); `id` the id part, only for a
    genuine one; `number` that of a blank.
    """

    code: str
    origin: CodeOrigin
    id: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class EventKey:
    """The key that signs an event's codes. `event` is public, `secret` (32 bytes) never leaves the event's files."""

    event: str
    secret: bytes

    @property
    def tag(self) -> str:
        return _tag(self.event)

    def mac(self, signed: str) -> str:
        return self.seal(signed, MAC_LETTERS)

    def seal(self, text: str, letters: int) -> str:
        """Return a MAC of `text`, as so many letters of `ALPHABET`."""
        digest = hmac.digest(self.secret, text.encode(), "sha256")
        return _letters(int.from_bytes(digest, "big"), letters)

    def issue(self, randomness: bytes) -> Token:
        """Return a new code of this event. `randomness`: `ID_BYTES` bytes from the system's generator."""
        ticket_id = _letters(int.from_bytes(randomness, "big"), ID_LETTERS)
        signed = self.tag + ticket_id
        return Token(signed + self.mac(signed), CodeOrigin.GENUINE, ticket_id)

    def blank(self, stock: str, number: int) -> Token:
        """Return blank `number` (1 to `MOST_BLANKS`) of a stock, named by `STOCK_LETTERS` letters (`stock_name`).

        Its MAC is another one than that of a ticket, so that every desk knows a blank without having heard of its
        stock.
        """
        signed = self.tag + stock + _letters(number, ID_LETTERS - STOCK_LETTERS)
        return Token(signed + self._blank_mac(signed), CodeOrigin.BLANK, number=number)

    def _blank_mac(self, signed: str) -> str:
        return self.mac(f"blank:{signed}")

    def read(self, text: str) -> Token:
        """Return what `text` is worth; never raises. A code of ours is read in any case; a foreign one keeps
        its case.
        """
        bare = strip_frame(text)
        if not bare or len(bare) > LONGEST_FOREIGN or not bare.isprintable():
            return Token("", CodeOrigin.UNREADABLE)
        ours = bare.upper()
        if ours == TEST_CODE:
            return Token(TEST_CODE, CodeOrigin.TRIAL)
        if len(ours) == LENGTH and _LETTERS.issuperset(ours):
            return self._weigh(ours)
        if self._is_piece_of_ours(ours):
            return Token("", CodeOrigin.UNREADABLE)
        return Token(bare, CodeOrigin.FOREIGN)

    def named_id(self, code: str) -> str:
        """Return the id in a code of this event, "" for any other text. Does not look at the MAC: it is for codes of
        the journal, which were read when they came.
        """
        return code[TAG_LETTERS:-MAC_LETTERS] if len(code) == LENGTH and code.startswith(self.tag) else ""

    def _weigh(self, code: str) -> Token:
        signed, mac = code[:-MAC_LETTERS], code[-MAC_LETTERS:]
        if not signed.startswith(self.tag):
            return Token(code, CodeOrigin.OTHER_EVENT)
        if hmac.compare_digest(mac, self.mac(signed)):
            return Token(code, CodeOrigin.GENUINE, signed[TAG_LETTERS:])
        if hmac.compare_digest(mac, self._blank_mac(signed)):
            return Token(code, CodeOrigin.BLANK, number=_number(signed[TAG_LETTERS + STOCK_LETTERS :]))
        return Token(code, CodeOrigin.FORGED)

    def _is_piece_of_ours(self, text: str) -> bool:
        """Whether the text is a damaged scan of ours: only our letters, our event's tag, nearly our length."""
        near = LENGTH - 8 <= len(text) <= 2 * LENGTH and len(text) != LENGTH
        return near and text.startswith(self.tag) and _LETTERS.issuperset(text)


def strip_frame(text: str) -> str:
    """Return `text` without what scanners add to a code: white space, STX/ETX, an AIM symbology identifier, and the
    group separators between the parts of a GS1 code, which no list contains.
    """
    bare = text.strip(" \t\r\n\x02\x03\x1d\ufeff")
    if len(bare) > 3 and bare[0] == "]" and bare[1] in _AIM_LETTERS and bare[2].isalnum():
        bare = bare[3:]
    return bare.replace("\x1d", "").strip()


def stock_name(randomness: bytes) -> str:
    """Return the name of a new stock of blanks. `randomness`: `ID_BYTES` bytes from the system's generator."""
    return _letters(int.from_bytes(randomness, "big"), STOCK_LETTERS)


@lru_cache(maxsize=8)
def _tag(event: str) -> str:
    return _letters(int.from_bytes(hashlib.sha256(event.encode()).digest(), "big"), TAG_LETTERS)


def _letters(number: int, count: int) -> str:
    out = []
    number %= len(ALPHABET) ** count
    for _ in range(0, count, 2):
        number, pair = divmod(number, len(_PAIRS))
        out.append(_PAIRS[pair])
    return "".join(out)[:count]


_PAIRS = tuple(first + second for second in ALPHABET for first in ALPHABET)
"""Two letters at a time halve the arithmetic: an import makes the codes of a whole list."""


def _number(letters: str) -> int:
    """Return the number that `_letters` wrote."""
    return sum(ALPHABET.index(letter) * len(ALPHABET) ** place for place, letter in enumerate(letters))


# The code that verifies a certificate of attendance: how it is made, and read (docs/adr/0030).
# Pure. A code is 24 letters of the alphabet of tickets: 3 name the event, 9 are the number (the person's, sealed), 6
# seal what the certificate says, 6 are a MAC of all that. It is no ticket: a desk that reads one says where it is
# verified, and writes nothing.

NUMBER_LETTERS, CONTENT_LETTERS = 9, 6
CERTIFICATE_CODE_LENGTH = TAG_LETTERS + NUMBER_LETTERS + CONTENT_LETTERS + MAC_LETTERS
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
    if len(letters) != CERTIFICATE_CODE_LENGTH or not frozenset(ALPHABET).issuperset(letters):
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
