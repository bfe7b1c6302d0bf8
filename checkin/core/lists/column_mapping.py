# SPDX-License-Identifier: GPL-3.0-or-later
"""Column mapping of a list: which column holds what, guessed, recognised, remembered, or chosen by the user. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import unique_titles
from checkin.core.lists.column_guessing import (
    HEADER_WITHIN,
    NAMES,
    SEVERAL,
    ListField,
    ListRow,
    fullest_row,
    guess_columns,
    header_strength,
    likeliest_header,
)
from checkin.core.lists.platforms import Platform, Platforms, exported_header, recognise
from checkin.core.lists.status_column import with_status_by_content
from checkin.core.lists.status_words import read_status
from checkin.core.text_folding import fold_text


class NameSplit(StrEnum):
    """How a column of whole names is divided into first and last name; not at all by default."""

    NONE = "none"
    FIRST_WORD = "first_word"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the columns of a list are read. `header` is the number of the row with the titles, 0 for a list without;
    `titles` names its columns, all different.

    A column that is not in `columns` is kept under its title, unless it is in `left_out`. `statuses` are the meanings a
    user gave to words of status columns: (title, folded text) → status. `signature` is equal for equal titles in the
    same order; `platform` is the service the list was exported from, if recognised, and `source` its name.
    """

    header: int
    titles: tuple[str, ...]
    signature: str
    columns: Mapping[int, ListField]
    left_out: frozenset[int] = frozenset()
    split: NameSplit = NameSplit.NONE
    statuses: Mapping[tuple[str, str], Status] = field(default_factory=lambda: MappingProxyType({}))
    platform: Platform | None = field(default=None, compare=False)

    @property
    def source(self) -> str | None:
        return self.platform.name if self.platform else None

    @property
    def names_people(self) -> bool:
        """Whether a column holds names. Without one no person can be read."""
        return bool(NAMES & set(self.columns.values()))

    def status_meant(self, title: str, text: str) -> Status | None:
        """Return what `text` under `title` means: as the user said, else as the platform means its words, else as words
        are understood; None if unknown. An empty cell means CONFIRMED.
        """
        if (chosen := self.statuses.get((title, fold_text(text)))) is not None:
            return chosen
        if self.platform and (own := self.platform.status_meant(title, text)) is not None:
            return own
        return read_status(title, text) if text else Status.CONFIRMED

    def meaning(self, title: str, text: str, status: Status) -> "ColumnMapping":
        """Return this mapping with `text` under `title` meaning `status`."""
        return replace(self, statuses={**self.statuses, (title, fold_text(text)): status})

    def with_column(self, index: int, kind: ListField | None) -> "ColumnMapping":
        """Return this mapping with column `index` as `kind`; None keeps it under its title. A field of one column is
        taken from the other.
        """
        is_alone = kind is not None and kind not in SEVERAL
        columns = {i: f for i, f in self.columns.items() if i != index and not (is_alone and f is kind)}
        if kind is not None:
            columns[index] = kind
        return replace(self, columns=columns, left_out=self.left_out - {index})

    def without_column(self, index: int) -> "ColumnMapping":
        """Return this mapping without column `index`, which is then not read at all."""
        columns = {i: f for i, f in self.columns.items() if i != index}
        return replace(self, columns=columns, left_out=self.left_out | {index})


def header_signature(header: Sequence[str]) -> str:
    """Return a short text that only this header has. Case, accents, spaces and empty columns at the end do not
    count.
    """
    titles = [" ".join(_WORD.findall(fold_text(cell))) for cell in header]
    while titles and not titles[-1]:
        titles.pop()
    return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()[:16] if titles else NO_HEADER


_WORD = re.compile(r"[\w#]+")

NO_HEADER = "none"
"""The signature of every list without a header."""


def guess_mapping(rows: Sequence[ListRow], header: int | None = None, platforms: Platforms = ()) -> ColumnMapping:
    """Return the likeliest mapping of a sheet; `header` is the number of its header row if the user named it (0: none).
    Exports of `platforms` are recognised.

    Never raises: if no row looks like a header, the fullest is taken and `names_people` is False.
    """
    if header == 0:
        width = max((len(row.cells) for row in rows), default=0)
        return ColumnMapping(0, unique_titles([""] * width), NO_HEADER, MappingProxyType({}))
    row = next((row for row in rows if row.number == header), None)
    if row is None:
        row = exported_header(rows, platforms) or likeliest_header(rows) or fullest_row(rows)
    export = recognise(row.cells, platforms)
    guessed = guess_columns(export.unknown_titles(row.cells) if export else row.cells)
    columns = export.columns(guessed) if export else guessed
    columns = with_status_by_content(rows, row, columns, known=export.means if export else {})
    platform = export.platform if export else None
    return ColumnMapping(row.number, unique_titles(row.cells), header_signature(row.cells), columns, platform=platform)


Remembered = Mapping[str, Mapping[str, Any]]
"""How lists were read before (`to_body`), by the signature of their header."""


def suggest_mapping(rows: Sequence[ListRow], remembered: Remembered, platforms: Platforms = ()) -> ColumnMapping:
    """Return the mapping by which a list with this header was read before, else that of `guess_mapping`."""
    for row in rows[:HEADER_WITHIN]:
        sign = header_signature(row.cells)
        if sign != NO_HEADER and (body := remembered.get(sign)):
            return _recalled(guess_mapping(rows, row.number, platforms), body)
    guessed = guess_mapping(rows, platforms=platforms)
    if not guessed.names_people and (body := remembered.get(NO_HEADER)):
        return _recalled(guess_mapping(rows, 0), body)
    return guessed


def list_likeness(rows: Sequence[ListRow]) -> tuple[int, int]:
    """Return a key that is greater the more a sheet looks like a list of people: by the fields its header names, then
    its length.
    """
    return max(map(header_strength, rows[:HEADER_WITHIN]), default=0), len(rows)


def to_body(mapping: ColumnMapping) -> dict[str, Any]:
    """Return what is remembered of a mapping. Titles are included, so that it can be read without the list."""
    statuses = [[title, text, status.value] for (title, text), status in sorted(mapping.statuses.items())]
    return {
        "header": mapping.signature,
        "columns": [[i, mapping.titles[i], kind.value] for i, kind in sorted(mapping.columns.items())],
        "left_out": sorted(mapping.left_out),
        "split": mapping.split.value,
    } | ({"statuses": statuses} if statuses else {})


def titles_of(body: Mapping[str, Any], kind: ListField) -> list[str]:
    """Return the titles of the columns that held `kind`."""
    return [title for _, title, held in _columns(body) if held is kind]


def _recalled(guessed: ColumnMapping, body: Mapping[str, Any]) -> ColumnMapping:
    """Return the guessed mapping with the remembered columns; the same signature means the same columns in the same
    order.
    """
    width = len(guessed.titles)
    columns = {index: kind for index, _, kind in _columns(body) if index < width}
    left_out, split = body.get("left_out"), body.get("split")
    unread = frozenset(i for i in left_out if i in range(width)) if isinstance(left_out, list) else frozenset()
    kept = NameSplit(split) if split in set(NameSplit) else NameSplit.NONE
    return replace(guessed, columns=columns, left_out=unread, split=kept, statuses=dict(_statuses(body)))


def _statuses(body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Status]]:
    """Yield the remembered statuses, without those of a newer version: their words are asked about again."""
    for value in body.get("statuses", ()):
        match value:
            case [str(title), str(text), str(status)] if status in set(Status):
                yield (title, text), Status(status)


def _columns(body: Mapping[str, Any]) -> Iterator[tuple[int, str, ListField]]:
    """Yield the remembered columns, without fields of a newer version."""
    for value in body.get("columns", ()):
        match value:
            case [int(index), str(title), str(kind)] if kind in set(ListField):
                yield index, title, ListField(kind)
