# SPDX-License-Identifier: GPL-3.0-or-later
"""Encoding and decoding of IPP messages (RFC 8010): groups of attributes, with collections. Sends nothing.

For any data `decode_response` returns an answer or raises `MalformedIppError`.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeAlias

VERSION = b"\x02\x00"
DEEPEST = 8
"""Depth of collections in collections; printers use three."""
LONGEST_TEXT = 1023
"""Bytes of a text that are read; the longest that RFC 8011 allows."""
MOST_PARTS = 20_000
"""Groups and values of an answer. A CUPS with a hundred queues tells a few thousand."""


class IppGroupTag(IntEnum):
    """The groups of a message."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class IppValueTag(IntEnum):
    """The types of a value. Unknown types are decoded as texts."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    DATE = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_IN_LANGUAGE = 0x35
    NAME_IN_LANGUAGE = 0x36
    COLLECTION_END = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER = 0x4A


_SHAPES = {
    IppValueTag.INTEGER: ">i",
    IppValueTag.ENUM: ">i",
    IppValueTag.RANGE: ">ii",
    IppValueTag.RESOLUTION: ">iib",
    IppValueTag.BOOLEAN: ">?",
}
_OUT_OF_BAND = range(0x10, 0x20)
"""Tags without a value: unknown, unsupported, not set."""

Value: TypeAlias = "int | str | bytes | tuple[int, ...] | dict[str, list[Value]] | None"
Attributes: TypeAlias = dict[str, list[Value]]


class MalformedIppError(ValueError):
    """The data is not an IPP message."""


class IppAttribute(NamedTuple):
    """An attribute to send; the values of a collection are attributes."""

    kind: IppValueTag
    name: str
    values: "Sequence[int | str | IppAttribute]"


@dataclass(frozen=True, slots=True)
class IppResponse:
    status: int
    request: int
    groups: tuple[tuple[int, Attributes], ...]

    def of(self, part: IppGroupTag) -> list[Attributes]:
        return [attributes for found, attributes in self.groups if found == part]


def encode_request(operation: int, request: int, groups: Sequence[tuple[IppGroupTag, Sequence[IppAttribute]]]) -> bytes:
    """Return a request; a document may follow it."""
    head = VERSION + struct.pack(">HI", operation, request)
    body = b"".join(bytes([part]) + b"".join(map(_attribute, attributes)) for part, attributes in groups)
    return head + body + bytes([IppGroupTag.END])


def _attribute(attribute: IppAttribute) -> bytes:
    if attribute.kind is IppValueTag.COLLECTION:
        return _item(IppValueTag.COLLECTION, attribute.name, b"") + _members(attribute)
    names = [attribute.name] + [""] * (len(attribute.values) - 1)
    return b"".join(
        _item(attribute.kind, name, _raw(attribute.kind, value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _members(collection: IppAttribute) -> bytes:
    members = b""
    for member in collection.values:
        assert isinstance(member, IppAttribute)
        members += _item(IppValueTag.MEMBER, "", member.name.encode()) + _attribute(member._replace(name=""))
    return members + _item(IppValueTag.COLLECTION_END, "", b"")


def _item(kind: IppValueTag, name: str, raw: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">H", len(name)) + name.encode() + struct.pack(">H", len(raw)) + raw


def _raw(kind: IppValueTag, value: "int | str | IppAttribute") -> bytes:
    return value.encode() if isinstance(value, str) else struct.pack(_SHAPES[kind], value)


def decode_response(data: bytes) -> IppResponse:
    """Return an answer, or raise `MalformedIppError`. Data after its end is ignored."""
    source = _Source(data)
    source.take(len(VERSION))
    status, request = struct.unpack(">HI", source.take(6))
    groups: list[tuple[int, Attributes]] = []
    last = ""
    while (mark := source.mark()) != IppGroupTag.END:
        if mark < _OUT_OF_BAND.start:
            groups.append((mark, {}))
            last = ""
            continue
        last = source.text() or last
        if not groups or not last:
            raise MalformedIppError("a value of nothing")
        groups[-1][1].setdefault(last, []).append(_value(mark, source, DEEPEST))
    return IppResponse(status, request, tuple(groups))


class _Source:
    """Bytes that are read once, from the front."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._parts = data, 0, 0

    def take(self, count: int) -> bytes:
        start, self._at = self._at, self._at + count
        if self._at > len(self._data):
            raise MalformedIppError("cut short")
        return self._data[start : self._at]

    def mark(self) -> int:
        """Return the tag with which a group or a value begins."""
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise MalformedIppError("too much")
        return self.take(1)[0]

    def sized(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def text(self) -> str:
        return _text(self.sized())


def _value(kind: int, source: _Source, depth: int) -> Value:
    """Return the value that follows the name."""
    raw = source.sized()
    if kind == IppValueTag.COLLECTION:
        return _collection(source, depth - 1)
    if kind in _SHAPES:
        return _numbers(_SHAPES[IppValueTag(kind)], raw)
    if kind in _OUT_OF_BAND:
        return None
    if kind == IppValueTag.DATE:
        return raw
    if kind in (IppValueTag.TEXT_IN_LANGUAGE, IppValueTag.NAME_IN_LANGUAGE):
        inner = _Source(raw)
        inner.sized()  # the language
        return inner.text()
    return _text(raw)


def _text(raw: bytes) -> str:
    return raw[:LONGEST_TEXT].decode(errors="replace")


def _numbers(shape: str, raw: bytes) -> int | tuple[int, ...]:
    try:
        found = struct.unpack(shape, raw)
    except struct.error as exc:
        raise MalformedIppError("a number of the wrong length") from exc
    return found if len(found) > 1 else int(found[0])


def _collection(source: _Source, depth: int) -> dict[str, list[Value]]:
    if depth < 0:
        raise MalformedIppError("too deep")
    members: dict[str, list[Value]] = {}
    current = ""
    while (kind := source.mark()) != IppValueTag.COLLECTION_END:
        source.sized()  # members have no name of their own
        if kind == IppValueTag.MEMBER:
            current = source.text()
        else:
            members.setdefault(current, []).append(_value(kind, source, depth))
    source.sized()
    source.sized()
    return members
