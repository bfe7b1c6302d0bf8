# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures as journal entries, of badges, tickets and people; and whose photograph a file is. Pure.

A picture is cut into parts, each an entry without a subject, and named by their digest, so that the same logo on five
badges is stored once.
"""

import hashlib
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.attendee import Attendee
from checkin.core.entries import Entry, EntryKind, NewEntry
from checkin.core.text_folding import fold_text, words_in

PART = 5_700
"""Bytes of a picture in one entry: base64-encoded and with the other fields it fits a body."""

HEAVIEST = 250_000
"""The most bytes of one picture."""

MOST_PARTS = -(-HEAVIEST // PART)
"""The most parts of one picture; an entry that claims more is not ours."""


def picture_entries(data: bytes, kind: EntryKind = EntryKind.BADGE_PICTURE_KEPT) -> list[NewEntry]:
    """Return the entries of a picture, one for each part."""
    name = picture_digest(data)
    parts = [data[start : start + PART] for start in range(0, len(data), PART)]
    return [
        (kind, "", {"picture": name, "part": n, "of": len(parts), "data": b64encode(part).decode()})
        for n, part in enumerate(parts)
    ]


def picture_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def join_pictures(entries: Iterable[Entry], wanted: Iterable[str]) -> dict[str, bytes]:
    """Return the pictures of the `wanted` digests of which every part is present and correct."""
    parts: dict[str, dict[int, str]] = {name: {} for name in wanted}
    count: dict[str, int] = {}
    for entry in entries:
        name, part, of, data = (entry.body.get(field) for field in ("picture", "part", "of", "data"))
        if type(part) is not int or type(of) is not int or not 0 <= part < of <= MOST_PARTS:
            continue
        if isinstance(name, str) and name in parts and isinstance(data, str):
            parts[name][part] = data
            count[name] = of
    joined = {name: _joined([found.get(n) for n in range(count.get(name, 0))]) for name, found in parts.items()}
    return {name: data for name, data in joined.items() if data and picture_digest(data) == name}


def _joined(parts: Sequence[str | None]) -> bytes:
    """Return the joined parts; empty if one is missing or malformed."""
    try:
        return b"".join(b64decode(part, validate=True) for part in parts if part) if all(parts) else b""
    except ValueError:
        return b""


# Photographs as journal entries: written, and joined again (docs/adr/0080).
# The bytes are entries without a subject, in parts named by the digest of the whole, as pictures of badges are. About
# a person there is one small entry with the digest: every scan reads all entries of a person, and must not read a
# picture.

MOST_PARTS_OF_PHOTOGRAPH = 3
"""The most parts of one photograph, each an entry."""

HEAVIEST_PHOTOGRAPH = MOST_PARTS_OF_PHOTOGRAPH * PART
"""The most bytes of one photograph. It is made so small that it needs no more (`badges/pictures`)."""

_PICTURE = "picture"


def photograph_parts(data: bytes) -> list[NewEntry]:
    """Return the entries that hold the bytes of a photograph."""
    return picture_entries(data, EntryKind.PHOTOGRAPH_KEPT)


def photograph_set(person: str, data: bytes) -> NewEntry:
    """Return the entry that gives a person the photograph; b"" removes theirs."""
    return EntryKind.PHOTOGRAPH_SET, person, {_PICTURE: picture_digest(data) if data else ""}


def photograph_digest(entry: Entry | None) -> str:
    """Return the digest of the photograph that an entry gives a person; "" if it removes theirs, or for no entry."""
    digest = entry.body.get(_PICTURE) if entry else ""
    return digest if isinstance(digest, str) else ""


def join_photographs(parts: Iterable[Entry], digests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the photographs by person. `digests` are those of the people; one of which a part is missing is left
    out.
    """
    pictures = join_pictures(parts, {digest for digest in digests.values() if digest})
    return {person: pictures[digest] for person, digest in digests.items() if pictures.get(digest)}


# Whose photograph a file is, by its name: a ticket code, an e-mail, a value of the list, a person's name.
# It never guesses: a name that fits two people, and two files for one person, are only reported.

OWN_VALUES = 0.9
"""The share of the values in a column that must be one person's alone, for files to be looked for in it unasked."""

_SUFFIX = re.compile(r"\.(jpe?g|jfif|png|webp|gif|bmp|heic|heif|avif|tiff?)$", re.IGNORECASE)
_FOLDERS = re.compile(r"[/\\]")


class MatchedBy(StrEnum):
    """What a file was recognised by."""

    CODE = "code"
    EMAIL = "email"
    COLUMN = "column"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class PhotographMatch:
    """A file, by its path in the folder, and the person whose photograph it is."""

    file: str
    person: Attendee
    by: MatchedBy


@dataclass(frozen=True, slots=True)
class PhotographMatches:
    """The result. `of_several` are files that fit several people, `doubled` all files of people whom more than one
    fits; `without` are people for whom there is no file. `column` is the list's column in which files were looked for,
    "" for none.
    """

    matched: tuple[PhotographMatch, ...]
    of_nobody: tuple[str, ...]
    of_several: tuple[str, ...]
    doubled: tuple[PhotographMatch, ...]
    without: tuple[Attendee, ...]
    column: str = ""


def match_photographs(
    files: Sequence[str], people: Sequence[Attendee], code_owner: Callable[[str], str | None], column: str = ""
) -> PhotographMatches:
    """Return whose photographs these files are.

    `code_owner` returns the id of the person with a ticket code, however it is typed. With a `column` of the list,
    files are looked for there alone; without one, by code, by e-mail, in the column whose values fit most files, and by
    name.
    """
    search = _PhotographSearch(people, code_owner, column)
    found = search.find_all(files)
    matches = [PhotographMatch(file, who[0], by) for file, (who, by) in found.items() if len(who) == 1]
    times = Counter(match.person.id for match in matches)
    has_file = {person.id for who, _ in found.values() for person in who}
    return PhotographMatches(
        matched=tuple(match for match in matches if times[match.person.id] == 1),
        of_nobody=tuple(file for file, (who, _) in found.items() if not who),
        of_several=tuple(file for file, (who, _) in found.items() if len(who) > 1),
        doubled=tuple(match for match in matches if times[match.person.id] > 1),
        without=tuple(person for person in people if person.id not in has_file),
        column=search.column,
    )


def photograph_columns(people: Iterable[Attendee]) -> tuple[str, ...]:
    """Return the titles of the list's own columns, in the order in which they are first met."""
    return tuple(dict.fromkeys(title for person in people for title in person.custom))


_Found = tuple[Sequence[Attendee], MatchedBy]


class _PhotographSearch:
    """The people of an event by everything that a file may be called after."""

    def __init__(self, people: Sequence[Attendee], code_owner: Callable[[str], str | None], column: str) -> None:
        self.column, self._people, self._code_owner = column, people, code_owner
        self._by_id = {person.id: person for person in people}
        self._columns: dict[str, Mapping[str, Sequence[Attendee]]] = {}
        self._emails = _index((person.email, person) for person in people)
        self._names: dict[tuple[str, ...], list[Attendee]] = {}
        for person in people:
            self._names.setdefault(_name_key(person.name), []).append(person)

    def find_all(self, files: Sequence[str]) -> dict[str, _Found]:
        """Return the people whom each file fits, and by what."""
        if self.column:
            return {file: (self._in_column(self.column, file), MatchedBy.COLUMN) for file in files}
        found = {file: self._by_code_or_email(file) for file in files}
        rest = [file for file, (who, _) in found.items() if not who]
        self.column = self._likely_column(rest)
        for file in rest:
            found[file] = self._by_column_or_name(file)
        return found

    def _by_code_or_email(self, file: str) -> _Found:
        stem = _stem(file)
        owner = self._by_id.get(self._code_owner(stem) or "")
        if owner:
            return [owner], MatchedBy.CODE
        return self._emails.get(_key(stem), ()), MatchedBy.EMAIL

    def _by_column_or_name(self, file: str) -> _Found:
        if self.column and (who := self._in_column(self.column, file)):
            return who, MatchedBy.COLUMN
        key = _name_key(_stem(file))
        return (self._names.get(key, ()) if len(key) > 1 else ()), MatchedBy.NAME

    def _in_column(self, title: str, file: str) -> Sequence[Attendee]:
        return self._column_index(title).get(_key(_stem(file)), ())

    def _column_index(self, title: str) -> Mapping[str, Sequence[Attendee]]:
        if title not in self._columns:
            values = ((_stem(person.custom.get(title, "")), person) for person in self._people)
            self._columns[title] = _index(values)
        return self._columns[title]

    def _likely_column(self, files: Sequence[str]) -> str:
        """Return the column in which most of these files are found, among those whose values are one person's each."""
        fits = {title: sum(1 for file in files if len(self._in_column(title, file)) == 1) for title in self._titles()}
        best = max(fits, key=lambda title: fits[title], default="")
        return best if best and fits[best] else ""

    def _titles(self) -> Iterator[str]:
        for title in photograph_columns(self._people):
            index = self._column_index(title)
            people = sum(map(len, index.values()))
            if people and len(index) >= OWN_VALUES * people:
                yield title


def _index(values: Iterable[tuple[str, Attendee]]) -> dict[str, list[Attendee]]:
    found: dict[str, list[Attendee]] = {}
    for text, person in values:
        if key := _key(text):
            found.setdefault(key, []).append(person)
    return found


def _stem(name: str) -> str:
    """Return a name of a file without its folders and the ending of a picture; any other text is the same."""
    return _SUFFIX.sub("", _FOLDERS.split(name.strip())[-1]).strip()


def _key(text: str) -> str:
    """Return what is compared: without case, accents and forms of Unicode, and numbers without leading zeros."""
    folded = fold_text(text)
    return folded.lstrip("0") or "0" if folded.isdecimal() else folded


def _name_key(text: str) -> tuple[str, ...]:
    return tuple(sorted(words_in(text)))
