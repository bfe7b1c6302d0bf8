# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in the JSON of an entry, of a file of ours or of another program: read with tolerance, and written. Pure.

A dataclass says its fields once: what a field is called in JSON stands beside it (`keyed`), and its type says how it is
read. A value that is not understood is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields
from datetime import datetime
from enum import StrEnum
from functools import cache, partial
from operator import is_
from typing import Any, NamedTuple, Self, TypeVar, get_args

from checkin.core.entries import parse_moment

JsonObject = Mapping[str, Any]


def as_object(value: object) -> JsonObject:
    return value if isinstance(value, Mapping) else {}


def as_list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def as_text(value: object) -> str:
    """Return a text, or a number as text; "" for anything else."""
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def as_id(value: object) -> int:
    """Return an id; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63 else 0


def as_ids(value: object) -> tuple[int, ...]:
    return tuple(filter(None, map(as_id, as_list(value))))


def as_texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in as_list(value) if isinstance(item, str))


def as_translations(value: object) -> dict[str, str]:
    """Return a text by language. A text without a language has the language ""."""
    if isinstance(value, str):
        return {"": value} if value else {}
    return {str(language): text for language, text in as_object(value).items() if isinstance(text, str) and text}


def without_empty(body: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return a body without its empty values."""
    return {name: value for name, value in body if value not in (None, "", 0, False, (), [], {})}


Read = Callable[[Any], Any]
Write = Callable[[Any], JsonObject]


def keyed(key: str, read: Read | None = None, **options: Any) -> Any:
    """Return a field of a body that is called `key` there. It is read as its type says, else by `read`."""
    return field(**options, metadata={"key": key, "read": read})


def of_several_keys(read: Read, write: Write, **options: Any) -> Any:
    """Return a field that `read` takes from a whole body, and `write` turns into several of its values."""
    return field(**options, metadata={"key": "", "read": read, "write": write})


class KeyedBody:
    """A dataclass that is the body of an entry, by the keys of its fields."""

    __slots__ = ()

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Return the value of a body, of an entry or of the API: both use the same keys. What is not understood or
        empty has the default of its field.
        """
        return cls(**keyed_values(cls, as_object(body)))

    def body(self: Any) -> dict[str, object]:
        """Return the JSON for an entry, without what is empty."""
        written = (part.write(getattr(self, part.attribute)) for part in _parts(self.__class__))
        return without_empty(pair for values in written for pair in values.items())


def keyed_values(cls: Any, found: JsonObject) -> dict[str, Any]:
    """Return the fields of a class that a body has, by attribute: those that are understood and not empty."""
    values = {}
    for attribute, key, read, _ in _parts(cls):
        stated = found.get(key) if key else found
        if stated is not None and (value := read(stated)):
            values[attribute] = value
    return values


class _Part(NamedTuple):
    """A field: its key, "" for several, how its value is read, and how it is written as a part of a body."""

    attribute: str
    key: str
    read: Read
    write: Write


@cache
def _parts(cls: Any) -> tuple[_Part, ...]:
    return tuple(_part(each.name, each.type, **each.metadata) for each in fields(cls) if each.metadata)


def _part(attribute: str, kind: Any, key: str, read: Read | None, write: Write | None = None) -> _Part:
    reader = read or _READERS.get(kind) or _several_of(get_args(kind)[0])
    return _Part(attribute, key, reader, write or (lambda value: {key: _plain(value)}))


def _several_of(cls: type[KeyedBody]) -> Read:
    return lambda value: tuple(map(cls.from_body, as_list(value)))


_READERS: Mapping[Any, Read] = {
    str: as_text,
    int: as_id,
    bool: partial(is_, True),
    datetime | None: parse_moment,
    tuple[int, ...]: as_ids,
    tuple[str, ...]: as_texts,
    Mapping[str, str]: as_translations,
    Mapping[str, Any]: as_object,
}


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case KeyedBody():
            return value.body()
        case Mapping():
            return dict(value)
        case str():
            return str(value)
    return value


# Values that this computer stores for itself, under the names of their fields.

_Stored = TypeVar("_Stored")


def with_defaults(cls: type[_Stored], kept: object) -> _Stored:
    """Return the value of a class from what was stored. A field that is missing, of another type, or a word that this
    version does not know has its default.
    """
    stored = as_object(kept)
    read = {each.name: _stated(stored.get(each.name), each.default) for each in fields(cls)}  # type: ignore[arg-type]
    return cls(**{name: value for name, value in read.items() if value is not None})


def _stated(value: object, default: object) -> object:
    if isinstance(default, StrEnum):
        return next((each for each in type(default) if each == value), None)
    return value if type(value) is type(default) else None


def whole(cls: type[_Stored], stored: JsonObject) -> _Stored:
    """Return the value of a class of which every field was stored. Raises `ValueError` for what this program does not
    store.
    """
    kinds: dict[str, Any] = {each.name: each.type for each in fields(cls)}  # type: ignore[arg-type]
    try:
        return cls(**{name: _CASTS.get(kind, kind)(stored[name]) for name, kind in kinds.items()})
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(cls.__name__) from error


_CASTS: Mapping[Any, Read] = {
    datetime: datetime.fromisoformat,
    datetime | None: lambda value: datetime.fromisoformat(value) if value else None,
    Mapping[str, str]: lambda value: {str(name): str(text) for name, text in value.items()},
}
