# SPDX-License-Identifier: GPL-3.0-or-later
"""IPP messages to bytes and back (RFC 8010): attributes in groups, collections of attributes within. Sends nothing and
knows no operation.

Whatever arrives, `decoded` returns an answer or raises `MalformedError`.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple, TypeAlias

VERSION = b"\x02\x00"
DEEPEST = 8
"""Collections within collections; printers use three."""


class Part(IntEnum):
    """The groups of a message."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Kind(IntEnum):
    """Of a value. Texts that are none of these are read as texts all the same."""

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


_SHAPES = {Kind.INTEGER: ">i", Kind.ENUM: ">i", Kind.RANGE: ">ii", Kind.RESOLUTION: ">iib", Kind.BOOLEAN: ">?"}
_OUT_OF_BAND = range(0x10, 0x20)
"""No value: unknown, unsupported, not set."""

Value: TypeAlias = "int | str | bytes | tuple[int, ...] | dict[str, list[Value]] | None"
Attributes: TypeAlias = dict[str, list[Value]]


class MalformedError(ValueError):
    """Not an IPP message."""


class Attribute(NamedTuple):
    """One to be sent; a collection has attributes for values."""

    kind: Kind
    name: str
    values: "Sequence[int | str | Attribute]"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    request: int
    groups: tuple[tuple[int, Attributes], ...]

    def of(self, part: Part) -> list[Attributes]:
        return [attributes for found, attributes in self.groups if found == part]


def encoded(operation: int, request: int, groups: Sequence[tuple[Part, Sequence[Attribute]]]) -> bytes:
    """A request; a document may follow it."""
    head = VERSION + struct.pack(">HI", operation, request)
    body = b"".join(bytes([part]) + b"".join(map(_attribute, attributes)) for part, attributes in groups)
    return head + body + bytes([Part.END])


def _attribute(attribute: Attribute) -> bytes:
    if attribute.kind is Kind.COLLECTION:
        return _item(Kind.COLLECTION, attribute.name, b"") + _members(attribute)
    names = [attribute.name] + [""] * (len(attribute.values) - 1)
    return b"".join(
        _item(attribute.kind, name, _raw(attribute.kind, value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _members(collection: Attribute) -> bytes:
    members = b""
    for member in collection.values:
        assert isinstance(member, Attribute)
        members += _item(Kind.MEMBER, "", member.name.encode()) + _attribute(member._replace(name=""))
    return members + _item(Kind.COLLECTION_END, "", b"")


def _item(kind: Kind, name: str, raw: bytes) -> bytes:
    return bytes([kind]) + struct.pack(">H", len(name)) + name.encode() + struct.pack(">H", len(raw)) + raw


def _raw(kind: Kind, value: "int | str | Attribute") -> bytes:
    return value.encode() if isinstance(value, str) else struct.pack(_SHAPES[kind], value)


def decoded(data: bytes) -> Answer:
    """An answer, or `MalformedError`. What follows its end is left alone."""
    source = _Source(data)
    source.take(len(VERSION))
    status, request = struct.unpack(">HI", source.take(6))
    groups: list[tuple[int, Attributes]] = []
    last = ""
    while (mark := source.take(1)[0]) != Part.END:
        if mark < _OUT_OF_BAND.start:
            groups.append((mark, {}))
            last = ""
            continue
        last = source.text() or last
        if not groups or not last:
            raise MalformedError("a value of nothing")
        groups[-1][1].setdefault(last, []).append(_value(mark, source, DEEPEST))
    return Answer(status, request, tuple(groups))


class _Source:
    """Bytes that are read once, from the front."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        start, self._at = self._at, self._at + count
        if self._at > len(self._data):
            raise MalformedError("cut short")
        return self._data[start : self._at]

    def sized(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def text(self) -> str:
        return self.sized().decode(errors="replace")


def _value(kind: int, source: _Source, depth: int) -> Value:
    """What comes after the name."""
    raw = source.sized()
    if kind == Kind.COLLECTION:
        return _collection(source, depth - 1)
    if kind in _SHAPES:
        return _numbers(_SHAPES[Kind(kind)], raw)
    if kind in _OUT_OF_BAND:
        return None
    if kind == Kind.DATE:
        return raw
    if kind in (Kind.TEXT_IN_LANGUAGE, Kind.NAME_IN_LANGUAGE):
        inner = _Source(raw)
        inner.sized()  # the language
        return inner.text()
    return raw.decode(errors="replace")


def _numbers(shape: str, raw: bytes) -> int | tuple[int, ...]:
    try:
        found = struct.unpack(shape, raw)
    except struct.error as exc:
        raise MalformedError("a number of the wrong length") from exc
    return found if len(found) > 1 else int(found[0])


def _collection(source: _Source, depth: int) -> dict[str, list[Value]]:
    if depth < 0:
        raise MalformedError("too deep")
    members: dict[str, list[Value]] = {}
    current = ""
    while (kind := source.take(1)[0]) != Kind.COLLECTION_END:
        source.sized()  # members have no name of their own
        if kind == Kind.MEMBER:
            current = source.text()
        else:
            members.setdefault(current, []).append(_value(kind, source, depth))
    source.sized()
    source.sized()
    return members
