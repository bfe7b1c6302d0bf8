# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells a scanner's keys from a user's, by what they spell and how fast they come; and which code in view is new.

Pure: no keyboard, no clock; `devices/keyboard_wedge` feeds it keys and carries out its verdicts. Speed alone makes no
code known: a slow scanner is believed because its text is a ticket's, a fast typist is not because theirs is none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checkin.core.keyboard_layouts import us_character
from checkin.core.tokens import ALPHABET, LENGTH, LONGEST_FOREIGN

# Extracts a scanner's code from among keys that a user typed in the same moment: before, after, or inside it.
# Pure. Two things tell them apart: typed keys stand alone in time, where a scanner's follow each other; and a code of
# ours is known by its letters wherever it stands, for it is not typed by chance.

LEAST_GAP_MS = 15
"""The least gap between a typed key and the next, and below it the least factor over any gap inside the code."""
_TIMES = 1.5
_LEAST_LENGTH, _MOST_IN_TIME = 4, 24
"""The least keys of a scan among typed ones, and the most typed keys beside it."""
_MOST_BY_HAND = 6
"""The most typed keys among those of a code of ours, when no gap tells them apart."""
_SLOWEST_MS = 60
"""The longest mean gap of keys that are searched for a code of ours."""

_LETTERS = frozenset(ALPHABET)


@dataclass(frozen=True, slots=True)
class KeystrokeRun:
    """Some of the keys of a burst, by number, and their times in ms."""

    numbers: tuple[int, ...]
    times: tuple[int, ...]


def find_scan(
    times: Sequence[int], count: int, known: Callable[[KeystrokeRun], str | None]
) -> tuple[KeystrokeRun, str] | None:
    """Return the part of `count` keys that is a scan, with its code; None without one. `times` has one more where a
    line end followed.
    """
    for part in _parts_in_time(times, count):
        if code := known(part):
            return part, code
    if LENGTH < count <= LENGTH + _MOST_BY_HAND and times[-1] - times[0] <= _SLOWEST_MS * count:
        for part in _parts_of_our_length(times, count):
            if (code := known(part)) and len(code) == LENGTH and _LETTERS.issuperset(code):
                return part, code
    return None


def _parts_in_time(times: Sequence[int], count: int) -> Iterator[KeystrokeRun]:
    """Yield runs of keys without a typist's gap inside and with one on each side, the longest first."""
    gaps = [after - before for before, after in pairwise(times)]
    for length in range(count - 1, max(_LEAST_LENGTH, count - _MOST_IN_TIME) - 1, -1):
        for first in range(count - length + 1):
            ends = len(times) if first + length == count else first + length  # the line end is the scanner's
            inside, outside = gaps[first : ends - 1], gaps[:first] + gaps[ends - 1 :]
            if min(outside) >= max(LEAST_GAP_MS, _TIMES * max(inside)):
                yield KeystrokeRun(tuple(range(first, first + length)), tuple(times[first:ends]))


def _parts_of_our_length(times: Sequence[int], count: int) -> Iterator[KeystrokeRun]:
    """Yield runs of the length of our codes: in a row, or with one typed key among them."""
    rows = [range(first, first + LENGTH) for first in range(count - LENGTH + 1)]
    broken = [
        [*range(first, without), *range(without + 1, first + LENGTH + 1)]
        for first in range(count - LENGTH)
        for without in range(first + 1, first + LENGTH)
    ]
    for numbers in (*rows, *broken):
        yield KeystrokeRun(tuple(numbers), tuple(times[number] for number in numbers))


SILENCE_MS = 250
"""The longest pause inside a code. 120 ms split scans on a loaded machine."""
GUARD_MS = 300
"""The time after a scan in which Space and Enter press no button, and in which an endless code must be quiet."""
_ECHO_MS = 50  # a second line end (CR LF), or a further line of the same code
SCANNER_PACE_MS = 35  # mean gap; people are slower in 9,999 of 10,000 words
_LONGEST_WAIT_MS = 5_000  # of a key outside of the program; an earlier stamp is of another clock
SURE_LENGTH = 8
"""The least keys at a scanner's pace that are certainly not typed."""
_NO_SUFFIX_LENGTH = 4

# The shorter a known code, the more like a scanner it must come: "12" may be a ticket, and is also how "120 rue ..."
# begins. Pairs of least length and slowest mean gap in ms.
_PACES = ((8, SILENCE_MS), (4, 60), (2, SCANNER_PACE_MS))


@dataclass(frozen=True, slots=True)
class Keystroke:
    """One key that writes.

    `text`: as the computer understood it, "" for a dead key; `at_ms`: on any one clock; `position`: evdev number of the
    key where the system tells it; `shifted`: whether Shift was held.
    """

    text: str
    at_ms: int
    position: int | None = None
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class KeystrokeVerdict:
    """The verdict on the key just given.

    `swallow`: the focused widget must not get it. `opens`: it may be the first of a scan, so remember the field as it
    is before it. `code`: a scan ended; restore the field and give the code to the desk. `typed`: what its keys wrote;
    `code` equals it when no ticket is known. `by_hand`: what a user typed in the same moment, which belongs into the
    field.
    """

    swallow: bool = False
    opens: bool = False
    code: str | None = None
    typed: str = ""
    by_hand: str = ""


PASS = KeystrokeVerdict()
SWALLOW = KeystrokeVerdict(swallow=True)


class KeyTimes:
    """The times of keys, in milliseconds of the program's own clock.

    The time stamp that the system gives a key says when it was pressed, so that a busy program slows no scanner. Not
    every stamp can be believed: screen readers, on-screen keyboards and input methods post keys with the stamp 0,
    remote desktops bring stamps of another computer, and X11 counts on from 0 after 2^32. A key without a credible
    stamp was pressed when it arrived. Keys of one burst are as far apart as their stamps, also where the first waited.
    """

    def __init__(self) -> None:
        self._newest_stamp = self._newest_arrival = 0
        self._ahead = 0  # program's clock minus the system's, after the key that waited least
        self.newest = 0
        """The time of the newest key noted."""

    def of(self, stamp: int, arrived: int, *, is_prompt: bool = True) -> int:
        """Return when a key was pressed. Where the program was not `is_prompt`, the key may have waited in it, however
        long: without a credible stamp it belongs to the keys before.
        """
        pressed, gap = min(arrived, stamp + self._ahead), arrived - self._newest_arrival
        if stamp == self._newest_stamp > 0 and (gap <= SCANNER_PACE_MS or not is_prompt):  # two in one millisecond
            return min(arrived, self.newest + min(gap, SCANNER_PACE_MS if is_prompt else 0))
        if stamp > self._newest_stamp > 0 and (pressed >= arrived - _LONGEST_WAIT_MS or not is_prompt):
            apart = stamp - self._newest_stamp
            return self.newest + apart if apart <= SILENCE_MS else max(pressed, self.newest)
        if not self._newest_stamp and max(1, arrived - _LONGEST_WAIT_MS) <= stamp <= arrived:
            return stamp  # the very first: most systems stamp by the program's own clock
        return arrived if is_prompt else min(arrived, self.newest + SILENCE_MS)

    def note(self, stamp: int, arrived: int, *, is_prompt: bool = True) -> int:
        """Return the same, and count the later keys from this one."""
        self.newest = self.of(stamp, arrived, is_prompt=is_prompt)
        self._newest_arrival = arrived
        if stamp and stamp != self._newest_stamp:
            self._newest_stamp, self._ahead = stamp, self.newest - stamp
        return self.newest


class KeystrokeBurst:
    """The keys since the last pause. `resolve` returns the known code that a text means, or None."""

    def __init__(self, resolve: Callable[[str], str | None]) -> None:
        self._resolve = resolve
        self._keys: list[Keystroke] = []
        self._follows_scan = False  # the keys came right after a scan, so they are kept from the field
        self._closed_at: int | None = None  # end of the last scan
        self._closed_known = False  # whether that scan was a known code
        self._echo_until: int | None = None  # keys up to here still belong to that scan
        self._muted_at: int | None = None  # last key of a code without end

    def character(self, key: Keystroke) -> KeystrokeVerdict:
        """Return the verdict on a key that writes."""
        if self._is_muted(key.at_ms):
            self._muted_at = key.at_ms
            return SWALLOW
        opens = not self.is_open(key.at_ms)
        if opens:
            self._keys.clear()
            self._follows_scan = self._is_echo(key.at_ms)
            if key.text == " " and not self._follows_scan:  # no code begins with it, and people press buttons with it
                return PASS
        self._keys.append(key)
        if len(self._keys) > LONGEST_FOREIGN:
            return self._overflow(key.at_ms)
        return SWALLOW if self._follows_scan else KeystrokeVerdict(opens=opens)

    def terminator(self, at_ms: int, *, is_for_codes: bool = False) -> KeystrokeVerdict:
        """Return the verdict on Return, Enter or Tab. `is_for_codes`: nobody types words there, and a short unknown
        text is a scanner's too.
        """
        if self._is_muted(at_ms):
            self._muted_at = at_ms
            return SWALLOW
        if not self.is_open(at_ms):
            is_echo = self._is_echo(at_ms)
            self.forget()
            return SWALLOW if is_echo else PASS
        times = [*(key.at_ms for key in self._keys), at_ms]
        scan = self._scan(times)
        least = _NO_SUFFIX_LENGTH if is_for_codes else SURE_LENGTH
        if scan is None and not self._follows_scan and self._is_surely_a_scanner(times, least):
            scan = KeystrokeVerdict(True, code=self._typed(), typed=self._typed())
            return self._close(scan, at_ms, at_ms + _ECHO_MS, is_known=False)
        return self._close(scan, at_ms, at_ms + _ECHO_MS)

    def silence(self) -> KeystrokeVerdict:
        """Return the verdict after `SILENCE_MS` without a key. An unknown text stays: on a busy computer more of it may
        follow.
        """
        times = [key.at_ms for key in self._keys]
        scan = self._scan(times) if len(times) >= _NO_SUFFIX_LENGTH else None
        return PASS if scan is None else self._close(scan, times[-1], times[-1] + GUARD_MS)

    def forget(self) -> None:
        """Forget the keys: one that does not write was pressed, so a user is editing."""
        self._keys.clear()
        self._echo_until = None

    def is_open(self, at_ms: int) -> bool:
        """Whether a key at `at_ms` continues those before."""
        return bool(self._keys) and at_ms - self._keys[-1].at_ms <= SILENCE_MS

    def is_rapid(self, at_ms: int) -> bool:
        """Whether a key at `at_ms` follows another at a scanner's pace."""
        return bool(self._keys) and at_ms - self._keys[-1].at_ms <= SCANNER_PACE_MS

    def guards(self, at_ms: int) -> bool:
        """Whether a Space or Enter at `at_ms` may still be part of a scan, so must press no button."""
        return self.is_open(at_ms) or (self._closed_at is not None and at_ms - self._closed_at <= GUARD_MS)

    def _is_muted(self, at_ms: int) -> bool:
        return self._muted_at is not None and at_ms - self._muted_at <= GUARD_MS

    def _is_echo(self, at_ms: int) -> bool:
        return self._echo_until is not None and at_ms <= self._echo_until

    def _overflow(self, at_ms: int) -> KeystrokeVerdict:
        """Return the verdict once there are more keys than any code has. A user's text goes on; a scanner's is reported
        once, the rest swallowed.
        """
        if not self._follows_scan and _mean_gap([key.at_ms for key in self._keys]) >= SCANNER_PACE_MS:
            self._keys.clear()
            return PASS
        self._muted_at = at_ms
        verdict = SWALLOW if self._follows_scan else KeystrokeVerdict(True, code=self._typed(), typed=self._typed())
        return self._close(verdict, at_ms, at_ms, is_known=False)

    def _close(
        self, scan: KeystrokeVerdict | None, at_ms: int, echo_until: int, *, is_known: bool = True
    ) -> KeystrokeVerdict:
        """End the burst with `scan`, or without one."""
        self._keys.clear()
        if scan is None and self._follows_scan:
            self._echo_until = echo_until
            return SWALLOW
        if scan is None:
            return PASS
        self._closed_at, self._echo_until, self._closed_known = at_ms, echo_until, is_known
        return scan

    def _scan(self, times: Sequence[int]) -> KeystrokeVerdict | None:
        """Return the known code that all keys spell, or those of a scanner among typed ones; else None.

        Keys right after a scan are another line of the same code (a business card) or the next scan of several that a
        scanner buffered: a known code is the next scan, a short one only after another known one.
        """
        scan = self._whole(times) or self._part(times)
        is_line = self._follows_scan and not self._closed_known and len(self._keys) < SURE_LENGTH
        return None if is_line else scan

    def _whole(self, times: Sequence[int]) -> KeystrokeVerdict | None:
        code = self._known(self._keys, times)
        return None if code is None else KeystrokeVerdict(True, code=code, typed=self._typed())

    def _part(self, times: Sequence[int]) -> KeystrokeVerdict | None:
        found = find_scan(times, len(self._keys), self._known_part)
        if found is None:
            return None
        part, code = found
        by_hand = "".join(key.text for number, key in enumerate(self._keys) if number not in part.numbers)
        typed = "".join(self._keys[number].text for number in part.numbers)
        return KeystrokeVerdict(True, code=code, typed=typed, by_hand="" if self._follows_scan else by_hand)

    def _known_part(self, part: KeystrokeRun) -> str | None:
        is_short = len(part.numbers) < SURE_LENGTH
        if is_short and _mean_gap(part.times) > SCANNER_PACE_MS:
            return None
        return self._known([self._keys[number] for number in part.numbers], part.times)

    def _is_surely_a_scanner(self, times: Sequence[int], least: int) -> bool:
        return len(self._keys) >= least and _mean_gap(times) < SCANNER_PACE_MS

    def _typed(self) -> str:
        return "".join(key.text for key in self._keys)

    def _known(self, keys: Sequence[Keystroke], times: Sequence[int]) -> str | None:
        """Return the one known code the keys spell, as written or by their positions on a US keyboard; else None."""
        slowest = next((pace for least, pace in _PACES if len(keys) >= least), -1)
        if _mean_gap(times) > slowest:
            return None
        readings = dict.fromkeys(("".join(key.text for key in keys), _by_position(keys)))
        known = {code.casefold(): code for text in readings if text and (code := self._resolve(text))}
        return next(iter(known.values())) if len(known) == 1 else None


def _by_position(keys: Sequence[Keystroke]) -> str:
    """Return what a US keyboard writes with these keys; keypad keys and composed letters unchanged, "" without
    positions.
    """
    if all(key.position is None for key in keys):
        return ""
    return "".join(_on_us_keyboard(key) for key in keys)


def _on_us_keyboard(key: Keystroke) -> str:
    character = None if key.position is None else us_character(key.position, key.shifted)
    return key.text if character is None else character


def _mean_gap(times: Sequence[int]) -> float:
    return (times[-1] - times[0]) / max(len(times) - 1, 1)


# Scan debouncing: which of the texts in a camera's view are to be answered now, whatever they mean.

OUT_OF_VIEW_S = 1.5
"""Seconds out of view after which the same code counts as shown again. A shaking hand, or a frame that cannot be read,
hides a code for less; a person who leaves and comes back takes longer.
"""


class ScanDebouncer:
    """A memory of the texts in view during the last `gone` seconds, and of nothing older. Only a frame that was looked
    at shows that a code is gone: a busy computer that looks at none for a while still sees it, and not once more.
    """

    def __init__(self, gone: float = OUT_OF_VIEW_S) -> None:
        self._gone = gone
        self._seen_at: dict[str, float] = {}  # oldest first

    def new(self, texts: Sequence[str], at: float) -> tuple[str, ...]:
        """Return those of `texts` that were not in view just before, each once, in their order.

        Call it for every frame, also when nothing was found. `at`: seconds of a monotonic clock.
        """
        fresh = tuple(text for text in dict.fromkeys(texts) if text not in self._seen_at)
        for text in texts:
            self._seen_at.pop(text, None)
            self._seen_at[text] = at
        self._forget(at)
        return fresh

    def _forget(self, at: float) -> None:
        while self._seen_at:
            oldest = next(iter(self._seen_at))
            if at - self._seen_at[oldest] < self._gone:
                return
            del self._seen_at[oldest]

    def __len__(self) -> int:
        return len(self._seen_at)
