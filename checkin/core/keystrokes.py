# SPDX-License-Identifier: GPL-3.0-or-later
"""Telling a scanner's keys from a person's, by what they spell and how fast they come.

Pure: no keyboard, no clock; `wedge` feeds it keys and carries out its verdicts. Speed alone makes no code
known: a slow scanner is believed because its text is a ticket's, a fast typist is not because theirs is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checkin.core.keyboards import us_character
from checkin.core.tokens import LONGEST_FOREIGN

SILENCE_MS = 250
"""Longest pause inside a code. 120 ms split scans on a loaded machine."""
GUARD_MS = 300
"""After a scan, how long Space and Enter press no button, and how long an endless code must be quiet."""
_ECHO_MS = 50  # a second line end (CR LF), or a further line of the same code
SCANNER_PACE_MS = 35  # mean gap; people are slower in 9,999 of 10,000 words
_SURE_LENGTH = 8
_NO_SUFFIX_LENGTH = 4

# The shorter a known code, the more like a scanner it must come: "12" may be a ticket, and is also how
# "120 rue ..." begins. Pairs of least length and slowest mean gap in ms.
_PACES = ((8, SILENCE_MS), (4, 60), (2, SCANNER_PACE_MS))


@dataclass(frozen=True, slots=True)
class Keystroke:
    """One key that writes.

    `text`: as the computer understood it, "" for a dead key; `at_ms`: on any one clock; `position`: evdev
    number of the key where the system tells it; `shifted`: whether Shift was held.
    """

    text: str
    at_ms: int
    position: int | None = None
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with the key just given.

    `swallow`: the focused widget must not get it. `opens`: it may be the first of a scan, remember the field
    as it is before it. `code`: a scan ended; put the field back and give the code to the desk. `typed`: what
    the keys wrote; `code` equals it when no ticket is known.
    """

    swallow: bool = False
    opens: bool = False
    code: str | None = None
    typed: str = ""


PASS = Verdict()
SWALLOW = Verdict(swallow=True)


class Burst:
    """The keys since the last pause. `resolve`: the known code a text means, or None."""

    def __init__(self, resolve: Callable[[str], str | None]) -> None:
        self._resolve = resolve
        self._keys: list[Keystroke] = []
        self._closed_at: int | None = None  # when the last scan ended
        self._echo_until: int | None = None  # keys up to here still belong to that scan
        self._muted_at: int | None = None  # last key of a code without end

    def character(self, key: Keystroke) -> Verdict:
        """A key that writes."""
        if self._is_muted(key.at_ms) or self._continues_a_scan(key.at_ms):
            self._muted_at = key.at_ms
            return SWALLOW
        opens = not self.is_open(key.at_ms)
        if opens:
            self._keys.clear()
            if key.text == " ":  # no code begins with it, and a person may press a button with it twice
                return PASS
        self._keys.append(key)
        if len(self._keys) > LONGEST_FOREIGN:
            return self._overflow(key.at_ms)
        return Verdict(opens=opens)

    def terminator(self, at_ms: int) -> Verdict:
        """Return, Enter or Tab."""
        if self._is_muted(at_ms):
            self._muted_at = at_ms
            return SWALLOW
        if self._is_echo(at_ms):
            return SWALLOW
        if not self.is_open(at_ms):
            self.forget()
            return PASS
        times = [*(key.at_ms for key in self._keys), at_ms]
        code = self._known(times)
        if code is None and len(self._keys) >= _SURE_LENGTH and _mean_gap(times) < SCANNER_PACE_MS:
            code = self._typed()
        return self._close(code, at_ms, at_ms + _ECHO_MS)

    def silence(self) -> Verdict:
        """No key for `SILENCE_MS`. An unknown text stays: on a busy computer more of it may be on its way."""
        times = [key.at_ms for key in self._keys]
        code = self._known(times) if len(times) >= _NO_SUFFIX_LENGTH else None
        return PASS if code is None else self._close(code, times[-1], times[-1] + GUARD_MS)

    def forget(self) -> None:
        """A key that does not write was pressed: a person is editing."""
        self._keys.clear()
        self._echo_until = None

    def is_open(self, at_ms: int) -> bool:
        """Whether a key at `at_ms` belongs with those before."""
        return bool(self._keys) and at_ms - self._keys[-1].at_ms <= SILENCE_MS

    def is_rapid(self, at_ms: int) -> bool:
        """Whether a key at `at_ms` follows another as a scanner's would."""
        return bool(self._keys) and at_ms - self._keys[-1].at_ms <= SCANNER_PACE_MS

    def guards(self, at_ms: int) -> bool:
        """Whether a Space or Enter at `at_ms` may still be part of a scan, so must press no button."""
        return self.is_open(at_ms) or (self._closed_at is not None and at_ms - self._closed_at <= GUARD_MS)

    def _is_muted(self, at_ms: int) -> bool:
        return self._muted_at is not None and at_ms - self._muted_at <= GUARD_MS

    def _continues_a_scan(self, at_ms: int) -> bool:
        """More lines of a code of several (a business card): the scanner does not pause between them."""
        return not self._keys and self._is_echo(at_ms)

    def _is_echo(self, at_ms: int) -> bool:
        return self._echo_until is not None and at_ms <= self._echo_until

    def _overflow(self, at_ms: int) -> Verdict:
        """Longer than any code. A person's text goes on; a scanner's is reported once, the rest swallowed."""
        if _mean_gap([key.at_ms for key in self._keys]) >= SCANNER_PACE_MS:
            self._keys.clear()
            return PASS
        self._muted_at = at_ms
        return self._close(self._typed(), at_ms, at_ms)

    def _close(self, code: str | None, at_ms: int, echo_until: int) -> Verdict:
        typed = self._typed()
        self._keys.clear()
        if code is None:
            return PASS
        self._closed_at, self._echo_until = at_ms, echo_until
        return Verdict(swallow=True, code=code, typed=typed)

    def _typed(self) -> str:
        return "".join(key.text for key in self._keys)

    def _known(self, times: Sequence[int]) -> str | None:
        """The one known code the keys spell, as written or by where they are on a US keyboard."""
        length = len(self._keys)
        slowest = next((pace for least, pace in _PACES if length >= least), -1)
        if _mean_gap(times) > slowest:
            return None
        readings = dict.fromkeys((self._typed(), self._by_position()))
        known = {code.casefold(): code for text in readings if text and (code := self._resolve(text))}
        return next(iter(known.values())) if len(known) == 1 else None

    def _by_position(self) -> str:
        """What a US keyboard writes with these keys; keypad keys and composed letters as they came."""
        if all(key.position is None for key in self._keys):
            return ""
        return "".join(_on_us_keyboard(key) for key in self._keys)


def _on_us_keyboard(key: Keystroke) -> str:
    character = None if key.position is None else us_character(key.position, key.shifted)
    return key.text if character is None else character


def _mean_gap(times: Sequence[int]) -> float:
    return (times[-1] - times[0]) / max(len(times) - 1, 1)
