# SPDX-License-Identifier: GPL-3.0-or-later
"""What each column of a list holds: guessed, recognised, remembered from the last time, or chosen by a person. Pure."""

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
from checkin.core.lists.list_sources import ListSource, recognise
from checkin.core.lists.status_column import with_status_by_content
from checkin.core.lists.status_words import read_status
from checkin.core.text_folding import fold_text


class NameSplit(StrEnum):
    """How a column of whole names is divided into first and last name: not at all, unless somebody asks."""

    NONE = "none"
    FIRST_WORD = "first_word"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`header` is the number of the row with the titles, 0 for a list without; `titles` names its columns, all
    different. A column that is not in `columns` is kept under its title, unless it is in `left_out`.

    `statuses` are what words of the status columns mean where a person said so: (title, folded text) → status.

    `signature` is the same for the same titles in the same order; `source` is whose export this is, if known.
    """

    header: int
    titles: tuple[str, ...]
    signature: str
    columns: Mapping[int, ListField]
    left_out: frozenset[int] = frozenset()
    split: NameSplit = NameSplit.NONE
    statuses: Mapping[tuple[str, str], Status] = field(default_factory=lambda: MappingProxyType({}))
    source: ListSource | None = field(default=None, compare=False)

    @property
    def names_people(self) -> bool:
        """Whether there is a column with names. Without one nobody can be read."""
        return bool(NAMES & set(self.columns.values()))

    def status_meant(self, title: str, text: str) -> Status | None:
        """Return what `text` under `title` means: as a person said, else as the words are understood; None: unknown.

        An empty cell says nothing against the person.
        """
        if (chosen := self.statuses.get((title, fold_text(text)))) is not None:
            return chosen
        return read_status(title, text) if text else Status.CONFIRMED

    def meaning(self, title: str, text: str, status: Status) -> "ColumnMapping":
        """Return this mapping where `text` under `title` means `status`."""
        return replace(self, statuses={**self.statuses, (title, fold_text(text)): status})

    def with_column(self, index: int, kind: ListField | None) -> "ColumnMapping":
        """With column `index` as `kind`, None: kept under its title. A field of one column is taken from the other."""
        is_alone = kind is not None and kind not in SEVERAL
        columns = {i: f for i, f in self.columns.items() if i != index and not (is_alone and f is kind)}
        if kind is not None:
            columns[index] = kind
        return replace(self, columns=columns, left_out=self.left_out - {index})

    def without_column(self, index: int) -> "ColumnMapping":
        """Without column `index`: it is not read at all."""
        columns = {i: f for i, f in self.columns.items() if i != index}
        return replace(self, columns=columns, left_out=self.left_out | {index})


def header_signature(header: Sequence[str]) -> str:
    """A short text that only this header has. Capitals, accents, spaces and empty columns at the end do not count."""
    titles = [" ".join(_WORD.findall(fold_text(cell))) for cell in header]
    while titles and not titles[-1]:
        titles.pop()
    return hashlib.sha256("\x1f".join(titles).encode()).hexdigest()[:16] if titles else NO_HEADER


_WORD = re.compile(r"[\w#]+")

NO_HEADER = "none"
"""The signature of every list without a header."""


def guess_mapping(rows: Sequence[ListRow], header: int | None = None) -> ColumnMapping:
    """The likeliest mapping of a sheet; `header` names its row if somebody did (0: the list has none).

    Never raises: if no row looks like a header, the fullest is taken and `names_people` is false.
    """
    if header == 0:
        width = max((len(row.cells) for row in rows), default=0)
        return ColumnMapping(0, unique_titles([""] * width), NO_HEADER, MappingProxyType({}))
    row = next((row for row in rows if row.number == header), None)
    if row is None:
        row = likeliest_header(rows) or fullest_row(rows)
    preset = recognise(row.cells)
    columns = preset.columns(row.cells) if preset else guess_columns(row.cells)
    source = preset.source if preset else None
    columns = with_status_by_content(rows, row, columns, known=preset.means if preset else {})
    return ColumnMapping(row.number, unique_titles(row.cells), header_signature(row.cells), columns, source=source)


Remembered = Mapping[str, Mapping[str, Any]]
"""Signature of a header → how a list with it was read (`to_body`)."""


def suggest_mapping(rows: Sequence[ListRow], remembered: Remembered) -> ColumnMapping:
    """As a list with this header was read before; else as `guess` says."""
    for row in rows[:HEADER_WITHIN]:
        sign = header_signature(row.cells)
        if sign != NO_HEADER and (body := remembered.get(sign)):
            return _recalled(guess_mapping(rows, row.number), body)
    guessed = guess_mapping(rows)
    if not guessed.names_people and (body := remembered.get(NO_HEADER)):
        return _recalled(guess_mapping(rows, 0), body)
    return guessed


def list_likeness(rows: Sequence[ListRow]) -> tuple[int, int]:
    """The greater, the more a sheet looks like a list of people: by what its header names, then by its length."""
    return max(map(header_strength, rows[:HEADER_WITHIN]), default=0), len(rows)


def to_body(mapping: ColumnMapping) -> dict[str, Any]:
    """What is remembered. With titles, so that what a column held can be told without the list."""
    statuses = [[title, text, status.value] for (title, text), status in sorted(mapping.statuses.items())]
    return {
        "header": mapping.signature,
        "columns": [[i, mapping.titles[i], kind.value] for i, kind in sorted(mapping.columns.items())],
        "left_out": sorted(mapping.left_out),
        "split": mapping.split.value,
    } | ({"statuses": statuses} if statuses else {})


def titles_of(body: Mapping[str, Any], kind: ListField) -> list[str]:
    """The titles of the columns that held `kind`."""
    return [title for _, title, held in _columns(body) if held is kind]


def _recalled(guessed: ColumnMapping, body: Mapping[str, Any]) -> ColumnMapping:
    """The same signature means the same columns in the same order."""
    width = len(guessed.titles)
    columns = {index: kind for index, _, kind in _columns(body) if index < width}
    left_out, split = body.get("left_out"), body.get("split")
    unread = frozenset(i for i in left_out if i in range(width)) if isinstance(left_out, list) else frozenset()
    kept = NameSplit(split) if split in set(NameSplit) else NameSplit.NONE
    return replace(guessed, columns=columns, left_out=unread, split=kept, statuses=dict(_statuses(body)))


def _statuses(body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Status]]:
    """Statuses of a newer version are passed over: their words are asked about again."""
    for said in body.get("statuses", ()):
        match said:
            case [str(title), str(text), str(status)] if status in set(Status):
                yield (title, text), Status(status)


def _columns(body: Mapping[str, Any]) -> Iterator[tuple[int, str, ListField]]:
    """Fields of a newer version are passed over."""
    for said in body.get("columns", ()):
        match said:
            case [int(index), str(title), str(kind)] if kind in set(ListField):
                yield index, title, ListField(kind)
