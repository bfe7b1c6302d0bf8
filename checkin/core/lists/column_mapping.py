# SPDX-License-Identifier: GPL-3.0-or-later
"""Column mapping of a list: which column holds what, guessed, recognised, remembered, or chosen by the user. Pure."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from checkin.core.attendee import Status
from checkin.core.lists import cell_text
from checkin.core.lists.cell_kinds import CellKind, says_when
from checkin.core.lists.column_contents import ColumnContents, Fit
from checkin.core.lists.column_titles import EXACT, title_strengths
from checkin.core.lists.list_fields import (
    NAMES,
    SEVERAL,
    AnswerHandling,
    ColumnReason,
    CompanionHandling,
    ListField,
    ListRow,
)
from checkin.core.lists.platforms import Platform
from checkin.core.lists.status_words import read_status
from checkin.core.text_folding import fold_text


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


# Divides whole names, by a rule that the user chose or that is clear for nearly all names of the list.


def split_name(name: str, split: NameSplit, known: cell_text.FirstNames = frozenset()) -> tuple[str, str] | None:
    """Return (first name, last name), None if `name` cannot be divided so. Undivided it is the last name."""
    if split in _BY_CONTENTS and TWO_NAMES.fullmatch(name):
        return None
    match split:
        case NameSplit.NONE:
            return "", name
        case NameSplit.FIRST_WORD:
            first, _, last = name.partition(" ")
            return (first, last) if last else None
        case NameSplit.CAPITALS:
            return _by_capitals(name.split())
        case NameSplit.FIRST_NAMES:
            return _divided(cell_text.without_courtesy(name), known, _by_first_names)
        case NameSplit.FIRST_AHEAD:
            return _divided(cell_text.without_courtesy(name), known, _first_ahead)
        case NameSplit.LAST_AHEAD:
            return _divided(cell_text.without_courtesy(name), known, _last_ahead)


def proposed_split(names: Sequence[str], known: cell_text.FirstNames) -> NameSplit:
    """Return how to divide these names: in the order in which nearly all stand that known first names divide, else each
    by itself if that divides nearly all, else not at all.
    """
    bare = [cell_text.without_courtesy(name) for name in names]
    divided = [_divided(name, known, _by_first_names) for name in bare]
    clear = [pair for pair in divided if pair]
    if len(names) < _ENOUGH or len(clear) < _CLEAR * len(names):
        return NameSplit.NONE
    ahead = sum(name.startswith(pair[0]) for name, pair in zip(bare, divided, strict=True) if pair)
    if ahead >= _NEARLY_ALL * len(clear):
        return NameSplit.FIRST_AHEAD
    if ahead <= (1 - _NEARLY_ALL) * len(clear) and not any("," in name for name in bare):
        return NameSplit.LAST_AHEAD
    return NameSplit.FIRST_NAMES if len(clear) >= _MOST * len(names) else NameSplit.NONE


_BY_CONTENTS = (NameSplit.FIRST_NAMES, NameSplit.FIRST_AHEAD, NameSplit.LAST_AHEAD)
TWO_NAMES = re.compile(r"(\S.*?) (?:et|and|&|\+|/) (\S.*)", re.IGNORECASE)
"""The names of two people in one: "Marie et Paul Durand"."""

_ENOUGH, _CLEAR, _MOST, _NEARLY_ALL = 5, 0.6, 0.8, 0.95

Divided = tuple[str, str] | None
"""(first name, last name)."""


def _divided(
    name: str, known: cell_text.FirstNames, rule: Callable[[Sequence[str], cell_text.FirstNames], Divided]
) -> Divided:
    """Return the name divided at its only comma, by its capitals, else by the rule."""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return (first, last) if first and last and "," not in first else None
    words = name.split()
    return _by_capitals(words) or rule(words, known)


def _by_first_names(words: Sequence[str], known: cell_text.FirstNames) -> Divided:
    """Return the words divided where known first names stand at one end alone."""
    ahead, behind = _run(words, known), _run(words[::-1], known)
    if bool(ahead) == bool(behind):
        return None
    return _first_ahead(words, known) if ahead else _last_ahead(words, known)


def _first_ahead(words: Sequence[str], known: cell_text.FirstNames) -> Divided:
    count = max(1, _run(words, known))
    if len(words) < 2 or not _are_one(words[:count]):
        return None
    return " ".join(words[:count]), " ".join(words[count:])


def _last_ahead(words: Sequence[str], known: cell_text.FirstNames) -> Divided:
    count = max(1, _run(words[::-1], known))
    while count > 1 and cell_text.is_particle(
        words[-count - 1]
    ):  # "Carvalho da Silva Joana": what follows "da" belongs to it
        count -= 1
    if len(words) < 2 or not _are_one(words[-count:]):
        return None
    return " ".join(words[-count:]), " ".join(words[:-count])


def _are_one(first_names: Sequence[str]) -> bool:
    """Whether several first names are one person's: "Marie Anne", not "Julie Roy", whose second word is a last name
    as often.
    """
    folded = [fold_text(name) for name in first_names]
    return len(folded) == 1 or folded[0] in _BEGIN_COMPOUNDS or folded[1] in _END_COMPOUNDS


_BEGIN_COMPOUNDS = frozenset(
    {
        "jean",
        "marie",
        "anne",
        "pierre",
        "louis",
        "paul",
        "rose",
        "juan",
        "jose",
        "maria",
        "ana",
        "luis",
        "carlos",
        "miguel",
    }
    | {"rosa", "joao", "gian", "anna", "hans", "karl", "klaus", "ernst", "mary", "john", "mohamed", "mohammed", "ould"}
)
_END_COMPOUNDS = frozenset({"marie", "maria", "anne", "ann", "jose", "jesus", "angel"})
"""First names that begin or end a first name of two words, in the languages whose lists are read."""


def _run(words: Sequence[str], known: cell_text.FirstNames) -> int:
    """Return how many of the words from the first on are known first names; not all of them."""
    others = (
        at for at, word in enumerate(words) if cell_text.is_particle(word) or not cell_text.is_first_name(word, known)
    )
    return min(next(others, len(words)), len(words) - 1)


def _by_capitals(words: Sequence[str]) -> Divided:
    """Return the name with the run of words in capitals at one end as the last name: "LE GOFF Anne", "Anne LE GOFF"."""
    count = sum(map(cell_text.is_in_capitals, words))
    if 0 < count < len(words):
        if all(map(cell_text.is_in_capitals, words[:count])):
            return " ".join(words[count:]), " ".join(words[:count])
        if all(map(cell_text.is_in_capitals, words[-count:])):
            return " ".join(words[:-count]), " ".join(words[-count:])
    return None


# The words of a list's status columns, each with its people and its meaning, shown before an import.


@dataclass(frozen=True, slots=True)
class StatusValue:
    """One text of a status column, "" for an empty cell: how many `people` have it, and what it `means`. `means` is
    None while unknown; `is_chosen`: a user said so, now or at an earlier import.
    """

    title: str
    text: str
    people: int
    means: Status | None
    is_chosen: bool = False


def status_values(rows: Iterable[ListRow], mapping: ColumnMapping) -> tuple[StatusValue, ...]:
    """Return the texts of the status columns of `rows`, column by column, the most frequent first.

    A day ("paid on") counts as yes and is not listed; nor are empty cells, unless a column has other texts.
    """
    rows, found = list(rows), list[StatusValue]()
    for index, title in _status_columns(mapping):
        texts: dict[str, list[str]] = {}
        for row in rows:
            text = cell_text.one_line(row.cells[index]) if index < len(row.cells) else ""
            if not says_when(text):
                texts.setdefault(fold_text(text), []).append(text)
        if set(texts) != {""}:
            values = (_value(mapping, title, alike) for alike in texts.values())
            found += sorted(values, key=lambda value: (-value.people, value.text))
    return tuple(found)


def unknown(values: Iterable[StatusValue]) -> list[StatusValue]:
    """Return those of `values` whose meaning the user must be asked for."""
    return [value for value in values if value.means is None]


def _value(mapping: ColumnMapping, title: str, alike: list[str]) -> StatusValue:
    text = alike[0]
    is_chosen = (title, fold_text(text)) in mapping.statuses
    return StatusValue(title, text, len(alike), mapping.status_meant(title, text), is_chosen)


def _status_columns(mapping: ColumnMapping) -> list[tuple[int, str]]:
    held = sorted(index for index, kind in mapping.columns.items() if kind is ListField.STATUS)
    return [(index, mapping.titles[index]) for index in held]


# Why a column of a list was taken, for the preview to say: what was counted in it, and which other columns look like
# it.


class RivalKind(StrEnum):
    """Why a column that looks like another was not taken."""

    ALIKE = "alike"
    EMPTY = "empty"
    CONSTANT = "constant"
    PAYER = "payer"


@dataclass(frozen=True, slots=True)
class RivalColumn:
    """A column that looks like `taken`, which holds `kind`, and was not taken itself."""

    index: int
    taken: int
    kind: ListField
    why: RivalKind


def counted(mapping: ColumnMapping, index: int) -> tuple[int, int]:
    """Return how many of the filled cells of a column look like what it holds, and how many are filled; 0 and 0 if
    nothing of the kind can be counted.
    """
    kind = mapping.columns.get(index)
    column = contents_of(mapping, index)
    if kind not in _COUNTED or not column.filled:
        return 0, 0
    return column.kinds.get(_COUNTED[kind], 0), column.filled


def contents_of(mapping: ColumnMapping, index: int) -> ColumnContents:
    return mapping.contents[index] if index < len(mapping.contents) else ColumnContents()


def rival_columns(mapping: ColumnMapping) -> Iterator[RivalColumn]:
    """Yield the columns that are held for nothing although they look like one that is. What a user decided, now or for
    an earlier list, has no rivals.
    """
    held = {kind: index for index, kind in sorted(mapping.columns.items(), reverse=True) if kind not in SEVERAL}
    decided = (ColumnReason.CHOSEN, ColumnReason.REMEMBERED)
    for index in range(len(mapping.titles)):
        if index in mapping.columns or index in mapping.left_out or mapping.reasons.get(index) in decided:
            continue
        for kind, taken in held.items():
            if mapping.reasons.get(taken) not in decided and (why := _rivalry(mapping, index, kind)):
                yield RivalColumn(index, taken, kind, why)
                break


def _rivalry(mapping: ColumnMapping, index: int, kind: ListField) -> RivalKind | None:
    column, title = contents_of(mapping, index), mapping.titles[index]
    if kind in _PROVED and column.fit(kind) is Fit.CERTAIN:
        return RivalKind.PAYER if kind is ListField.EMAIL and cell_text.names_payer_email(title) else RivalKind.ALIKE
    if mapping.platform or title_strengths(title).get(kind, 0) < EXACT:
        return None
    if column.is_empty:
        return RivalKind.EMPTY
    return RivalKind.CONSTANT if column.is_constant else RivalKind.ALIKE


_PROVED = (ListField.EMAIL,)
_COUNTED = {
    ListField.EMAIL: CellKind.EMAIL,
    ListField.PHONE: CellKind.PHONE,
    ListField.FIRST_NAME: CellKind.FIRST_NAME,
    ListField.LAST_NAME: CellKind.NAME,
    ListField.FULL_NAME: CellKind.NAME,
    ListField.ORGANISATION: CellKind.ORGANISATION,
    ListField.ROLE: CellKind.ROLE,
}
