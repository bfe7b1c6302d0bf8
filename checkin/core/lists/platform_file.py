# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the file of a platform (docs/how-to-add.md), already parsed as TOML. Never opens a file.

Reading stops at the first mistake, with one sentence that names the file and the key.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from checkin.core.attendee import Status
from checkin.core.errors import UserError
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.platforms import Platform, PlatformHeader
from checkin.core.message import Message
from checkin.core.text_folding import fold_text

KEPT = "kept"
"""The word for a title that is only kept as text, like the payer's name."""

SOURCES = ("real export", "source code", "read by other programs", "documentation", "from memory")
"""Ways to learn the titles of a platform, the surest first. A colon and the place may follow."""

UNREADABLE = Message(
    "platform_file",
    "“{file}” is no TOML file: {why}. Nothing was imported; correct this file, or install Checkin again.",
)
_UNKNOWN = Message(
    "platform_file",
    "“{file}”: “{key}” is not known there (known: {known}). Nothing was imported; correct this file, or install "
    "Checkin again.",
)
_WRONG = Message(
    "platform_file",
    "“{file}”: “{key}” is missing or cannot be read. Write it like {example}. Nothing was imported; correct this file, "
    "or install Checkin again.",
)

_PLATFORM = ("name", "traps", "header", "status")
_HEADER = ("language", "source", "recognised_by", "begins_with", "means", "at_need")
_TITLES = '["Nom", "Prénom"]'
_SOURCE = " / ".join(f'"{source}"' for source in SOURCES)


def read_platform(values: Mapping[str, Any], file: str) -> Platform:
    """Return the platform of a parsed file called `file`. Raises `UserError` for a mistake in it."""
    table = _FileTable(file, values)
    table.allow(_PLATFORM)
    headers = tuple(map(_header, table.tables("header")))
    if not headers:
        raise table.wrong("header", "[[header]]")
    statuses = {pair: status for part in table.tables("status") for pair, status in _statuses(part)}
    traps = " ".join(table.text("traps", '"""…"""').split())
    return Platform(table.text("name", '"pretix"'), traps, headers, statuses)


@dataclass(frozen=True, slots=True)
class _FileTable:
    """One table of the file."""

    file: str
    values: Mapping[str, Any]

    def allow(self, keys: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in keys:
                raise UserError(_UNKNOWN, file=self.file, key=key, known=", ".join(keys))

    def wrong(self, key: str, example: str) -> UserError:
        return UserError(_WRONG, file=self.file, key=key, example=example)

    def text(self, key: str, example: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, example)
        return value

    def titles(self, key: str) -> tuple[str, ...]:
        """Return the titles or words of a list, none without it."""
        return self._texts(key, self.values.get(key, []), _TITLES)

    def sets_of_titles(self, key: str) -> tuple[frozenset[str], ...]:
        value, example = self.values.get(key, []), f"[{_TITLES}]"
        if not isinstance(value, list):
            raise self.wrong(key, example)
        sets = (self._texts(key, each, example) for each in value)
        return tuple(frozenset(map(plain_title, each)) for each in sets if each)

    def tables(self, key: str) -> list["_FileTable"]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, f"[[{key}]]")
        return [_FileTable(self.file, each) for each in value]

    def table(self, key: str) -> "_FileTable":
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"[header.{key}]")
        return _FileTable(self.file, value)

    def _texts(self, key: str, value: object, example: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            raise self.wrong(key, example)
        return tuple(value)


def _header(table: _FileTable) -> PlatformHeader:
    table.allow(_HEADER)
    source = table.text("source", _SOURCE)
    if source.partition(":")[0] not in SOURCES:
        raise table.wrong("source", _SOURCE)
    signs = table.sets_of_titles("recognised_by")
    beginning = tuple(map(plain_title, table.titles("begins_with")))
    if not signs and not beginning:
        raise table.wrong("recognised_by", f"[{_TITLES}]")
    means, at_need = table.table("means"), table.table("at_need")
    means.allow((*ListField, KEPT))
    at_need.allow(tuple(ListField))
    fields = {title: None if kind == KEPT else ListField(kind) for kind, title in _titles_by_field(means)}
    needed = {title: ListField(kind) for kind, title in _titles_by_field(at_need)}
    return PlatformHeader(table.text("language", '"fr"'), source, signs, beginning, fields, needed)


def _titles_by_field(table: _FileTable) -> Iterator[tuple[str, str]]:
    for kind in table.values:
        for title in table.titles(kind):
            yield kind, plain_title(title)


def _statuses(table: _FileTable) -> Iterator[tuple[tuple[str, str], Status]]:
    table.allow(("under", *Status))
    for title in map(plain_title, table.titles("under") or ("",)):
        for status in Status:
            for word in table.titles(status):
                yield (title, fold_text(word)), status
