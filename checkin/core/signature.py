# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature written on a screen: captured, as the text that an entry stores, and those recorded of a person. Pure."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from checkin.core.entries import Entry, EntryKind
from checkin.core.sync.conflicts import undone_ids

GRID = 2048
"""Units across the pad, whatever its size: on a pad of 20 cm one is a tenth of a millimetre."""

LEVELS = 8
"""Levels of pressure. A mouse or finger has no pressure and counts as the middle one."""


class Point(NamedTuple):
    """A point from the upper left corner of the pad; `pressure` is 0 to LEVELS - 1."""

    x: int
    y: int
    pressure: int


Stroke = tuple[Point, ...]
"""A line from pen down to pen up; a dot is one point."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature. `height` is the pad's, in units of which it is `GRID` wide. No point lies outside, no stroke is
    empty.
    """

    height: int
    strokes: tuple[Stroke, ...]

    def points(self) -> Iterator[Point]:
        return (point for stroke in self.strokes for point in stroke)

    def bounds(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of the drawing."""
        xs, ys = [p.x for p in self.points()], [p.y for p in self.points()]
        return min(xs), min(ys), max(xs), max(ys)


def is_sound(signature: Signature) -> bool:
    """Whether a pad can have made it; one from outside may be anything."""
    if not 1 <= signature.height <= GRID or not signature.strokes or not all(signature.strokes):
        return False
    return all(
        0 <= p.x <= GRID and 0 <= p.y <= signature.height and 0 <= p.pressure < LEVELS for p in signature.points()
    )


PEN = GRID / 200


def svg_of(signature: Signature) -> str:
    lines = "".join(f'<polyline points="{_points(stroke)}"/>' for stroke in signature.strokes)
    style = f'fill="none" stroke="#000" stroke-width="{PEN:g}" stroke-linecap="round" stroke-linejoin="round"'
    box = f'viewBox="0 0 {GRID} {signature.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><g {style}>{lines}</g></svg>'


def _points(stroke: Stroke) -> str:
    """Return the points of a polyline; a dot is a line from itself to itself."""
    return " ".join(f"{p.x},{p.y}" for p in (stroke if len(stroke) > 1 else stroke * 2))


# Encodes a signature as the text that an entry stores, and decodes it (docs/adr/0034).
# Base64url without padding, of numbers as LEB128: the version, the height of the pad, then for each stroke its number
# of points, and for each point the step from the point before in x, y and pressure (the first of all from zero),
# folded so that small steps either way are small numbers.

VERSION = 1
LARGEST = 4096
"""The most bytes before Base64, which makes 5462 letters of them: a body may hold 8 kB."""

_MOST_BITS = 21
"""The most bits of a number. A longer one is no coordinate."""


def encode_signature(signature: Signature) -> str:
    return base64.urlsafe_b64encode(packed(signature)).decode().rstrip("=")


def packed(signature: Signature) -> bytes:
    """Return the bytes that `LARGEST` bounds."""
    return b"".join(map(_leb128, _numbers(signature)))


def decode_signature(text: object) -> Signature | None:
    """Return the signature in a text; None if it is none, too large, or of a newer version."""
    if not isinstance(text, str) or len(text) > LARGEST * 4 // 3 + 2:
        return None
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = _signature(iter(_read(data)))
    except (binascii.Error, ValueError, StopIteration):
        return None
    return found if found and is_sound(found) else None


def _numbers(signature: Signature) -> Iterator[int]:
    yield from (VERSION, signature.height)
    before = Point(0, 0, 0)
    for stroke in signature.strokes:
        yield len(stroke)
        for point in stroke:
            yield from (_folded(now - then) for now, then in zip(point, before, strict=True))
            before = point


def _signature(numbers: Iterator[int]) -> Signature | None:
    if next(numbers) != VERSION:
        return None
    height, before = next(numbers), Point(0, 0, 0)
    strokes: list[Stroke] = []
    for count in numbers:
        stroke = []
        for _ in range(count):
            steps = [_unfolded(next(numbers)) for _ in before]
            before = Point(*(then + step for then, step in zip(before, steps, strict=True)))
            stroke.append(before)
        strokes.append(tuple(stroke))
    return Signature(height, tuple(strokes))


def _folded(step: int) -> int:
    """Return 0, -1, 1, -2, 2 … numbered as 0, 1, 2, 3, 4."""
    return step * 2 if step >= 0 else -step * 2 - 1


def _unfolded(number: int) -> int:
    return number // 2 if number % 2 == 0 else -(number + 1) // 2


def _leb128(number: int) -> bytes:
    """Return seven bits a byte, the lowest first; the eighth says that more follow."""
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)


def _read(data: Iterable[int]) -> list[int]:
    """Return the numbers. Raises `ValueError` where one is too long or incomplete."""
    numbers, number, shift = [], 0, 0
    for byte in islice(data, LARGEST + 1):
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > _MOST_BITS:
            raise ValueError("too long")
        if byte < 0x80:
            numbers.append(number)
            number = shift = 0
    if shift:
        raise ValueError("not whole")
    return numbers


# Captures a signature from pen movements: on the grid, without redundant points, and small enough to be stored.

Touch = tuple[float, float, float]
"""The pen's x and y, in widths of the pad from its upper left corner, and its pressure from 0 to 1."""

NO_PRESSURE = 0.5
"""The pressure of a mouse or a finger."""

TOLERANCE = 1.5
"""Units that a line may run beside a point that was left out: less than the width of a pen."""

COARSER = 1.25
"""The factor by which the tolerance grows until the rest is small enough."""

MOST_STROKES = 250
"""The most strokes; the longest name in capitals has a tenth. Further ones are dropped."""

LEAST = 0.03
"""The least length or height in widths of the pad: a smaller mark was an accidental touch."""

RUN = 256
"""The points that are simplified together, so that the work grows only linearly."""


def capture_signature(strokes: Iterable[Sequence[Touch]], height: float) -> Signature | None:
    """Return the signature; None while there is too little for one. `height` of the pad in widths of it."""
    high = min(GRID, max(1, round(height * GRID)))
    drawn = [_on_grid(stroke, high) for stroke in strokes if stroke][:MOST_STROKES]
    if not drawn:
        return None
    signature = Signature(high, tuple(drawn))
    left, top, right, bottom = signature.bounds()
    return _small_enough(signature) if max(right - left, bottom - top) >= LEAST * GRID else None


def _on_grid(stroke: Sequence[Touch], height: int) -> Stroke:
    """Return the stroke on the grid; where the pen left the pad it runs along the edge."""
    points = (
        Point(_within(x * GRID, GRID), _within(y * GRID, height), _within(pressure * (LEVELS - 1), LEVELS - 1))
        for x, y, pressure in stroke
    )
    return tuple(point for point, _ in groupby(points))


def _within(value: float, most: int) -> int:
    return min(most, max(0, round(value)))


def _small_enough(signature: Signature) -> Signature:
    """Return the signature as exact as fits into `LARGEST` bytes."""
    tolerance = TOLERANCE
    found = _simplified(signature, tolerance)
    while len(packed(found)) > LARGEST:
        tolerance *= COARSER
        found = _simplified(found, tolerance)
    return found


def _simplified(signature: Signature, tolerance: float) -> Signature:
    return Signature(signature.height, tuple(_simpler(stroke, tolerance) for stroke in signature.strokes))


def _simpler(stroke: Stroke, tolerance: float) -> Stroke:
    """Return the stroke simplified by Ramer, Douglas and Peucker, one run of points after the other. Both ends stay."""
    kept: list[Point] = []
    for first in range(0, max(1, len(stroke) - 1), RUN):
        run = stroke[first : first + RUN + 1]
        kept += [run[place] for place in _corners(run, tolerance)][1 if kept else 0 :]
    return tuple(kept)


def _corners(run: Stroke, tolerance: float) -> list[int]:
    """Return the indices of the points needed to keep the line."""
    kept, spans = {0, len(run) - 1}, [(0, len(run) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        furthest = max(between, key=lambda place: _beside(run[place], run[first], run[last]), default=first)
        if furthest != first and _beside(run[furthest], run[first], run[last]) > tolerance**2:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return sorted(kept)


def _beside(point: Point, start: Point, end: Point) -> float:
    """Return the square of the distance of a point from the line between two others."""
    along_x, along_y = end.x - start.x, end.y - start.y
    x, y = point.x - start.x, point.y - start.y
    length = along_x * along_x + along_y * along_y
    share = min(1.0, max(0.0, (x * along_x + y * along_y) / length)) if length else 0.0
    return (x - share * along_x) ** 2 + (y - share * along_y) ** 2


# Signatures recorded in a person's entries, one for each half-day or session.

OCCASION, INK = "occasion", "ink"
"""Keys of the body: the id of the half-day or session, and the signature as `encode_signature` writes it."""


@dataclass(frozen=True, slots=True)
class RecordedSignature:
    """A signature in the journal. `signature` is None where this version cannot read it: the person signed, but it
    cannot be drawn.
    """

    entry: Entry
    signature: Signature | None


def signed_body(occasion: str, signature: Signature) -> dict[str, object]:
    return {OCCASION: occasion, INK: encode_signature(signature)}


def signatures_by_occasion(entries: Iterable[Entry]) -> Mapping[str, RecordedSignature]:
    """Return the signatures by occasion, from one person's entries in any order."""
    return {str(entry.body[OCCASION]): _recorded(entry) for entry in _standing(entries)}


def find_signature(entries: Iterable[Entry], occasion: str) -> RecordedSignature | None:
    """Return the signature that counts for an occasion; None without one."""
    found = signature_entries(entries, occasion)
    return _recorded(found[-1]) if found else None


def signature_entries(entries: Iterable[Entry], occasion: str) -> tuple[Entry, ...]:
    """Return all signature entries of an occasion, in id order. An undo has to name them all, or an earlier one would
    count again.
    """
    return tuple(entry for entry in _standing(entries) if entry.body[OCCASION] == occasion)


def _recorded(entry: Entry) -> RecordedSignature:
    return RecordedSignature(entry, decode_signature(entry.body.get(INK)))


def _standing(entries: Iterable[Entry]) -> Iterator[Entry]:
    rows = sorted(entries, key=lambda e: e.id)
    undone = undone_ids(rows)
    for entry in rows:
        if (
            entry.kind == EntryKind.SIGNED
            and entry.id.hex() not in undone
            and isinstance(entry.body.get(OCCASION), str)
        ):
            yield entry
