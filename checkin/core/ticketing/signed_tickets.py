# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed tickets (`pretix_sig1`): their text says what they are for, and a signature proves it without the network.

The text is base64, written backwards, of: a byte 1, the lengths of payload and signature (two bytes each, big-endian),
the payload (protocol buffer `Ticket`), and its Ed25519 signature.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from checkin.core.entries import EARLIEST, LATEST

_VERSION = 1
_HEAD = 5
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class SignedTicket:
    """The content of a signed ticket. `variation` and `subevent` are 0 without one."""

    seed: str
    item: int
    variation: int = 0
    subevent: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def read_signed_ticket(text: str, keys: Sequence[str]) -> SignedTicket | None:
    """Return the ticket of a scanned text if one of the event's public `keys` proves it; None for any other text.

    Only the one canonical text of a ticket is accepted: a second spelling would be a second ticket for the desk.
    """
    parts = _signed_parts(text.strip()) if keys else None
    if parts is None or not any(_is_genuine(key, *parts) for key in keys):
        return None
    return _read_payload(parts[0])


def _signed_parts(text: str) -> tuple[bytes, bytes] | None:
    """Return payload and signature; None for a text of another shape."""
    if len(text) > _LONGEST or not text.isascii():
        return None
    backwards = text[::-1]
    try:
        raw = b64decode(backwards, validate=True)
    except ValueError:
        return None
    if raw[:1] != bytes([_VERSION]) or len(raw) < _HEAD or b64encode(raw).decode() != backwards:
        return None
    end = _HEAD + int.from_bytes(raw[1:3])
    return (raw[_HEAD:end], raw[end:]) if len(raw) == end + int.from_bytes(raw[3:5]) else None


def _is_genuine(key: str, payload: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # loaded here, because most events have no signed tickets

    public = _public_key(key)
    if public is None:
        return False
    try:
        public.verify(signature, payload)
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16)
def _public_key(key: str) -> Any:
    """Return the Ed25519 key in `key`, a PEM file as base64; None for anything else."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        public = load_pem_public_key(b64decode(key))
    except (ValueError, UnsupportedAlgorithm):
        return None
    return public if isinstance(public, Ed25519PublicKey) else None


def _read_payload(payload: bytes) -> SignedTicket | None:
    try:
        found = dict(_fields(payload))
        seed = found.get(1, b"")
        numbers = [found.get(field, 0) for field in (2, 3, 4, 5, 6)]
        if not isinstance(seed, bytes) or not all(isinstance(number, int) for number in numbers):
            return None
        item, variation, subevent, begins, ends = numbers
        return SignedTicket(seed.decode(), item, variation, subevent, _moment(begins), _moment(ends))
    except (IndexError, ValueError):  # cut off, or of a later version
        return None


def _fields(payload: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the fields of a protocol buffer, numbers and texts. Raises IndexError or ValueError for any other bytes."""
    place = 0
    while place < len(payload):
        tag, place = _varint(payload, place)
        value: int | bytes
        value, place = _varint(payload, place)
        if tag & 7 == 2:
            length, value = value, payload[place : place + value]
            place += length
            if len(value) != length:
                raise IndexError(length)
        elif tag & 7:
            raise ValueError(tag)
        yield tag >> 3, value


def _varint(payload: bytes, place: int) -> tuple[int, int]:
    """Return the number that begins at `place`, and the place behind it."""
    value = 0
    for shift in range(0, 70, 7):
        byte = payload[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise ValueError(place)


def _moment(seconds: int) -> datetime | None:
    """Return the moment of a Unix time, moved into `EARLIEST` to `LATEST`; None for 0, which is no limit."""
    if not seconds:
        return None
    least, most = int(EARLIEST.timestamp()), int(LATEST.timestamp()) - 1
    return datetime.fromtimestamp(max(least, min(seconds, most)), UTC)
