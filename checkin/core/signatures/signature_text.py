# SPDX-License-Identifier: GPL-3.0-or-later
"""Encodes a signature as the text that an entry stores, and decodes it (docs/adr/0034). Pure.

Base64url without padding, of numbers as LEB128: the version, the height of the pad, then for each stroke its number of
points, and for each point the step from the point before in x, y and pressure (the first of all from zero), folded so
that small steps either way are small numbers.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator
from itertools import islice

from checkin.core.signatures.signature import Point, Signature, Stroke, is_sound

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
