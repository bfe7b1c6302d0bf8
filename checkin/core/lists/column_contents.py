# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the columns of a list: how many of their cells look like an address, a name, a code … Pure.

The words of a title can mislead; what stands below it seldom does. `ColumnContents` counts, `fit` says what the counts
mean for a field: that it is certain, likely, open or impossible.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from checkin.core.lists.cell_kinds import FEWEST_DIGITS, CellKind, cell_kinds, is_blank
from checkin.core.lists.cell_text import FirstNames, one_line
from checkin.core.lists.list_fields import NAMES, ListField, ListRow, cell_of
from checkin.core.text_folding import fold_text

SAMPLE = 400
"""The most rows that are looked at, spread over the list: the kind of a column shows in fewer."""

MOST_CHOICES = 15
"""The most different texts of a column of categories."""

ENOUGH_CELLS = 5
"""Fewer cells prove nothing about a column."""


class Fit(IntEnum):
    """What the contents of a column say of a field. CERTAIN is enough without a title that says so."""

    IMPOSSIBLE = -1
    OPEN = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class ColumnContents:
    """The counts of one column. `rows` were looked at, `filled` of them have a text, `distinct` texts differ in more
    than case; `kinds` counts the cells of each kind. `counts_rows`: its numbers only rise by one.
    `is_even`: all texts are words of one length.
    """

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    kinds: Mapping[CellKind, int] = field(default_factory=dict)
    counts_rows: bool = False
    is_even: bool = False

    def share(self, *kinds: CellKind) -> float:
        """Return the share of the filled cells that are of one of these kinds, at most 1; 0 for an empty column."""
        return min(1.0, sum(self.kinds.get(kind, 0) for kind in kinds) / self.filled) if self.filled else 0.0

    @property
    def is_empty(self) -> bool:
        return not self.filled

    @property
    def is_constant(self) -> bool:
        """Whether the same text stands in nearly every row of a list that has several."""
        return self.distinct == 1 and self.filled >= max(ENOUGH_CELLS, self.rows / 2)

    @property
    def says_little(self) -> bool:
        """Whether hardly any of many texts differ: the address of the form's sender, not those of the people."""
        return self.filled >= MOST_CHOICES and self.variety < _LITTLE

    @property
    def is_choice(self) -> bool:
        """Whether a few texts stand in it again and again, as categories do."""
        is_full = self.filled >= _HALF * self.rows
        return is_full and 1 < self.distinct <= MOST_CHOICES and self.variety < _HALF > self.share(*_NO_CHOICES)

    @property
    def tells_apart(self) -> bool:
        """Whether nearly every row has a text that no other has."""
        return self.variety == 1 and self.filled >= _NEARLY_ALL * self.rows and not self.counts_rows

    @property
    def looks_like_codes(self) -> bool:
        """Whether nearly every row has a word of its own, of one length, and most of them have digits."""
        is_proved = self.share(CellKind.CODE) >= (_MANY if self.is_even else _NEARLY_ALL)
        return self.tells_apart and is_proved and self.filled >= ENOUGH_CELLS

    @property
    def counts_people(self) -> bool:
        """Whether it holds numbers of people ("2 places"), or bare numbers that come again and again: no numbers of
        seats.
        """
        is_bare = self.share(CellKind.NUMBER) >= _NEARLY_ALL and self.variety <= _HALF and not self.counts_rows
        return self.share(CellKind.PEOPLE) >= _SOME or is_bare

    @property
    def variety(self) -> float:
        """The share of its texts that differ: 1 for codes, little for categories."""
        return self.distinct / self.filled if self.filled else 0.0

    def fit(self, kind: ListField) -> Fit:
        """Return what the contents say of the field `kind`; OPEN for a column of too few cells."""
        if self.filled < ENOUGH_CELLS:
            return self._fit_of_few(kind)
        if self._contradicts(kind):
            return Fit.IMPOSSIBLE
        return next((fit for fit, least in _LEAST.get(kind, ()) if self._reaches(least)), Fit.OPEN)

    def _fit_of_few(self, kind: ListField) -> Fit:
        if kind is ListField.EMAIL and self.filled and self.share(CellKind.EMAIL) == 1:
            return Fit.CERTAIN
        return Fit.OPEN

    def _reaches(self, least: Mapping[CellKind, float]) -> bool:
        return all(self.share(kind) >= share for kind, share in least.items())

    def _contradicts(self, kind: ListField) -> bool:
        if kind in _HALF_AT_LEAST and self.share(*_HALF_AT_LEAST[kind]) < _HALF:
            return True
        if kind is ListField.ORDER:
            return self.counts_rows and self.variety == 1
        if kind is ListField.TICKET_CODE:
            return self.variety < _NEARLY_ALL
        return kind in _WORDS and self.share(*(_NO_NAMES if kind in NAMES else _NEVER)) > _HALF


_LETTERS = 2
_LITTLE, _HALF, _NEARLY_ALL, _MOST, _MANY, _SOME = 0.1, 0.5, 0.9, 0.8, 0.6, 0.3

_LEAST: Mapping[ListField, tuple[tuple[Fit, Mapping[CellKind, float]], ...]] = {
    ListField.EMAIL: ((Fit.CERTAIN, {CellKind.EMAIL: _MOST}),),
    ListField.PHONE: ((Fit.CERTAIN, {CellKind.PHONE: _MOST}),),
    ListField.TICKET_CODE: ((Fit.LIKELY, {CellKind.CODE: _NEARLY_ALL}),),
    ListField.FIRST_NAME: (
        (Fit.CERTAIN, {CellKind.FIRST_NAME: _MANY, CellKind.NAME: _MOST}),
        (Fit.LIKELY, {CellKind.FIRST_NAME: _SOME, CellKind.NAME: _MOST}),
    ),
    ListField.LAST_NAME: (
        (Fit.CERTAIN, {CellKind.CAPITALS: _MOST, CellKind.NAME: _MOST}),
        (Fit.LIKELY, {CellKind.NAME: _MOST}),
    ),
    ListField.FULL_NAME: ((Fit.CERTAIN, {CellKind.WHOLE_NAME: _MANY}), (Fit.LIKELY, {CellKind.NAME: _MOST})),
    ListField.ORGANISATION: ((Fit.CERTAIN, {CellKind.ORGANISATION: _SOME}),),
    ListField.ROLE: ((Fit.CERTAIN, {CellKind.ROLE: _SOME}),),
}
"""The shares of kinds from which a column is certain or likely to hold a field, the surest first. Our choice, on lists
of many makers.
"""

_HALF_AT_LEAST = {
    ListField.EMAIL: (CellKind.EMAIL,),
    ListField.PHONE: (CellKind.PHONE, CellKind.NUMBER),
    ListField.PLACES: (CellKind.NUMBER,),
}
_WORDS = NAMES | {ListField.ORGANISATION, ListField.ROLE, ListField.CATEGORY, ListField.NOTE}
_NEVER = frozenset({CellKind.EMAIL, CellKind.PHONE, CellKind.DATE, CellKind.MARK, CellKind.COURTESY, CellKind.PLACE})
_NO_CHOICES = _NEVER | {CellKind.NUMBER, CellKind.FIRST_NAME, CellKind.WHOLE_NAME}
_NO_NAMES = _NEVER | {CellKind.NUMBER, CellKind.SENTENCE}


def column_contents(rows: Sequence[ListRow], known: FirstNames) -> tuple[ColumnContents, ...]:
    """Return the contents of every column of `rows`, which are those below the titles."""
    looked_at = sample([row for row in rows if not _is_letter(row)])
    width = max((len(row.cells) for row in looked_at), default=0)
    return tuple(_contents([one_line(cell_of(row, index)) for row in looked_at], known) for index in range(width))


def sample(rows: Sequence[ListRow]) -> Sequence[ListRow]:
    """Return at most some hundred of `rows`, spread evenly."""
    return rows[:: max(1, len(rows) // SAMPLE)]


def _is_letter(row: ListRow) -> bool:
    """Whether the row is a letter between people in alphabetical order."""
    texts = [cell for cell in row.cells if cell]
    return len(texts) == 1 < len(row.cells) and len(texts[0].strip()) <= _LETTERS


def _contents(cells: Sequence[str], known: FirstNames) -> ColumnContents:
    filled = [cell for cell in cells if not is_blank(cell)]
    texts = Counter(filled)
    kinds = Counter[CellKind]()
    for text, count in texts.items():
        for kind in cell_kinds(text, known):
            kinds[kind] += count
    distinct = len({fold_text(text) for text in texts})
    is_even = len({(len(text), " " in text) for text in texts}) == 1
    return ColumnContents(len(cells), texts.total(), distinct, kinds, _counts_rows(filled), is_even)


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are 1, 2, 3 … or 101, 102, 103 …: numbers that rise with the rows and hardly faster."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < FEWEST_DIGITS]
    if len(numbers) < max(ENOUGH_CELLS, _NEARLY_ALL * len(cells)):
        return False
    return numbers == sorted(numbers) and numbers[-1] - numbers[0] <= 2 * len(numbers)
