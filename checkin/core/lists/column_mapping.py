# SPDX-License-Identifier: GPL-3.0-or-later
"""Column mapping of a list: which column holds what, guessed, recognised, remembered, or chosen by the user. Pure."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from checkin.core.attendee import Status
from checkin.core.lists.list_fields import NAMES, SEVERAL, AnswerHandling, ColumnReason, CompanionHandling, ListField
from checkin.core.lists.platforms import Platform
from checkin.core.lists.status_words import read_status
from checkin.core.text_folding import fold_text

if TYPE_CHECKING:
    from checkin.core.lists.column_contents import ColumnContents


class NameSplit(StrEnum):
    """How a column of whole names is divided into first and last name. FIRST_AHEAD and LAST_AHEAD: in this order, as
    commas, capitals and known first names show; FIRST_NAMES: each as these show, whatever the order. What divides
    nearly all names of a list is proposed.
    """

    NONE = "none"
    FIRST_NAMES = "first_names"
    FIRST_AHEAD = "first_ahead"
    LAST_AHEAD = "last_ahead"
    FIRST_WORD = "first_word"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the columns of a list are read. `header` is the number of the row with the titles, 0 for a list without;
    `titles` names its columns, all different.

    A column that is not in `columns` is kept under its title, unless it is in `left_out`. `statuses` are the meanings a
    user gave to words of status columns: (title, folded text) → status. `companions` says what becomes of those whom
    somebody brings along, `answers` what becomes of earlier answers to a form (both None until a user was asked).
    `signature` is equal for equal titles in the same order; `platform` is the service the list was exported from, if
    recognised, and `source` its name. `reasons` say why a column is held for what it is, `contents` what was seen in
    each.
    """

    header: int
    titles: tuple[str, ...]
    signature: str
    columns: Mapping[int, ListField]
    left_out: frozenset[int] = frozenset()
    split: NameSplit = NameSplit.NONE
    statuses: Mapping[tuple[str, str], Status] = field(default_factory=lambda: MappingProxyType({}))
    companions: CompanionHandling | None = None
    answers: AnswerHandling | None = None
    platform: Platform | None = field(default=None, compare=False)
    reasons: Mapping[int, ColumnReason] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    contents: tuple["ColumnContents", ...] = field(default=(), compare=False)

    @property
    def source(self) -> str | None:
        """The proper name of the platform."""
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
        return replace(self, columns=columns, left_out=self.left_out - {index}, reasons=self._chosen(index))

    def without_column(self, index: int) -> "ColumnMapping":
        """Return this mapping without column `index`, which is then not read at all."""
        columns = {i: f for i, f in self.columns.items() if i != index}
        return replace(self, columns=columns, left_out=self.left_out | {index}, reasons=self._chosen(index))

    def _chosen(self, index: int) -> Mapping[int, ColumnReason]:
        return {**self.reasons, index: ColumnReason.CHOSEN}


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


Remembered = Mapping[str, Mapping[str, Any]]
"""How lists were read before (`to_body`), by the signature of their header."""


def to_body(mapping: ColumnMapping) -> dict[str, Any]:
    """Return what is remembered of a mapping. Titles are included, so that it can be read without the list."""
    statuses = [[title, text, status.value] for (title, text), status in sorted(mapping.statuses.items())]
    return {
        "header": mapping.signature,
        "columns": [[i, mapping.titles[i], kind.value] for i, kind in sorted(mapping.columns.items())],
        "left_out": sorted(mapping.left_out),
        "split": mapping.split.value,
        "kept": kept_titles(mapping),
        **({"statuses": statuses} if statuses else {}),
        **({"answers": mapping.answers.value} if mapping.answers else {}),
        **({"companions": mapping.companions.value} if mapping.companions else {}),
    }


def kept_titles(mapping: ColumnMapping) -> list[str]:
    """Return the titles of the columns whose texts people keep under them."""
    held = {i for i, kind in mapping.columns.items() if kind not in SEVERAL} | set(mapping.left_out)
    return [title for index, title in enumerate(mapping.titles) if title and index not in held]


def titles_of(body: Mapping[str, Any], kind: ListField) -> list[str]:
    """Return the titles of the columns that held `kind`."""
    return [title for _, title, held in remembered_columns(body) if held is kind]


def remembered_statuses(body: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Status]]:
    """Yield the remembered statuses, without those of a newer version: their words are asked about again."""
    for value in body.get("statuses", ()):
        match value:
            case [str(title), str(text), str(status)] if status in set(Status):
                yield (title, text), Status(status)


def remembered_columns(body: Mapping[str, Any]) -> Iterator[tuple[int, str, ListField]]:
    """Yield the remembered columns, without fields of a newer version."""
    for value in body.get("columns", ()):
        match value:
            case [int(index), str(title), str(kind)] if kind in set(ListField):
                yield index, title, ListField(kind)
