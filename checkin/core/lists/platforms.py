# SPDX-License-Identifier: GPL-3.0-or-later
"""The services lists are exported from, recognised by their titles, and what titles and status words mean there. Pure.

A platform is data: a file in `resources/lists/platforms`, which `read_platform` understands. Only what a guess from
words and cells would get wrong has to stand there; a question that an organiser added is guessed as in any list.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import FirstNames, plain_title
from checkin.core.lists.list_fields import HEADER_WITHIN, ListField, ListRow
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import Session
from checkin.core.text_folding import fold_text


@dataclass(frozen=True, slots=True)
class PlatformHeader:
    """The titles of one export of a platform in one language; all are written as `plain_title` has them.

    A header is this one with all titles of one of the sets in `recognised_by`, or if it `begins_with` these titles.
    `means` says what a title holds, None for text that is only kept; `at_need` what it holds if no other column does.
    `source` is where the titles were learned.
    """

    language: str
    source: str
    recognised_by: tuple[frozenset[str], ...]
    begins_with: tuple[str, ...]
    means: Mapping[str, ListField | None]
    at_need: Mapping[str, ListField]

    def proof(self, titles: Sequence[str]) -> int:
        """Return how many of `titles` prove that they are this header; 0 if they are not."""
        found = [len(signs) for signs in self.recognised_by if signs.issubset(titles)]
        if self.begins_with and tuple(titles[: len(self.begins_with)]) == self.begins_with:
            found.append(len(self.begins_with))
        return max(found, default=0)


@dataclass(frozen=True, slots=True)
class Platform:
    """A service whose exports are recognised. `name` is its proper name, shown as it is.

    `statuses` are its status words: (plain title, folded word) → status, with "" for the words of every title. `traps`
    say in a sentence what is easily misread in its exports.
    """

    name: str
    traps: str
    headers: tuple[PlatformHeader, ...]
    statuses: Mapping[tuple[str, str], Status]

    def knows(self, title: str) -> bool:
        """Whether `title` is one of its own, not of a question that an organiser added."""
        plain = plain_title(title)
        return any(plain in header.means or plain in header.at_need for header in self.headers)

    def status_meant(self, title: str, text: str) -> Status | None:
        """Return what `text` means in the status column `title`; None for a word that is not the platform's own."""
        word = fold_text(text)
        under_title = self.statuses.get((plain_title(title), word))
        return under_title if under_title is not None else self.statuses.get(("", word))


Platforms = Sequence[Platform]


@dataclass(frozen=True, slots=True)
class RecognisedExport:
    """A header that is one of a platform's: the meaning of its known columns, by index."""

    platform: Platform
    means: Mapping[int, ListField | None]
    at_need: Mapping[int, ListField]


def recognise(header: Sequence[str], platforms: Platforms) -> RecognisedExport | None:
    """Return the export with this header; None for an unknown source. Of several the one with most proof is taken."""
    titles = [plain_title(cell) for cell in header]
    best, most = None, 0
    for platform in platforms:
        for found in platform.headers:
            if (proof := found.proof(titles)) > most:
                best, most = (platform, found), proof
    if best is None:
        return None
    platform, found = best
    means = {index: found.means[title] for index, title in enumerate(titles) if title in found.means}
    at_need = {index: found.at_need[title] for index, title in enumerate(titles) if title in found.at_need}
    return RecognisedExport(platform, means, at_need)


def exported_header(rows: Iterable[ListRow], platforms: Platforms) -> ListRow | None:
    """Return the first row near the top that is a platform's header; None in a list from elsewhere."""
    near_top = (row for row, _ in zip(rows, range(HEADER_WITHIN), strict=False))
    return next((row for row in near_top if recognise(row.cells, platforms)), None)


# Reads the file of a platform (docs/how-to-add.md), already parsed as TOML. Never opens a file.
# Reading stops at the first mistake, with one sentence that names the file and the key.

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


@dataclass(frozen=True, slots=True)
class ListKnowledge:
    """What is known of lists before one is read: the platforms that export them, first names, and the sessions that are
    planned. With less of it more is asked, and nothing is read wrongly for it.
    """

    platforms: Platforms = ()
    first_names: FirstNames = frozenset()
    sessions: tuple[Session, ...] = ()


NOTHING_KNOWN = ListKnowledge()
