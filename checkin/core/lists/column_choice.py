# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses what every column of a list holds, all columns together. Pure.

For each pair (column, field) the evidence is summed, in points: what the title says, what stands below it, what other
columns say of it (`column_relations`). Of all ways to give each field a column, the one with the greatest sum is
chosen. A column that is worth no points for any field is kept under its title.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import inf

from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.column_contents import ENOUGH_CELLS, ColumnContents, Fit
from checkin.core.lists.column_relations import Halves, Relations
from checkin.core.lists.column_titles import EXACT, LIKELY, MEANT, PLAIN, WEAK, is_about_something_else, says_nothing
from checkin.core.lists.list_fields import NAMES, SEVERAL, ColumnReason, ListField

FIRST, LAST, FULL = ListField.FIRST_NAME, ListField.LAST_NAME, ListField.FULL_NAME

TITLE_POINTS = {0: 0.0, WEAK: 4.0, LIKELY: 8.0, EXACT: 12.0, PLAIN: 16.0, MEANT: 60.0}
"""What the title of a column is worth for a field that it names, by how surely it names it."""

NEVER = -1000.0


@dataclass(frozen=True)
class SeenColumn:
    """A column and all that is seen of it. `claims` are the fields that its title names, each with its strength;
    `others` what the rest of the list says for it: points by field. Of a column that `is_known` the export it is from
    says what it means.
    """

    index: int
    title: str
    claims: Mapping[ListField, int]
    contents: ColumnContents
    others: Mapping[ListField, float] = field(default_factory=dict)
    is_known: bool = False

    @cached_property
    def is_silent(self) -> bool:
        return says_nothing(self.title)

    @cached_property
    def is_other(self) -> bool:
        return is_about_something_else(self.title)

    def is_sparse(self, kind: ListField) -> bool:
        """Whether the names of guests stand in it, and only a few rows have any: then these are companions."""
        is_guest = kind in NAMES and self.claims.get(kind) == LIKELY
        return is_guest and self.contents.filled < _FEW_ROWS * self.contents.rows

    def is_poor(self, kind: ListField) -> bool:
        """Whether it is a name only where there is no better one."""
        is_weak = self.claims.get(kind, 0) == WEAK
        return is_weak or self.is_sparse(kind) or self.contents.fit(kind) is Fit.IMPOSSIBLE

    def points(self, kind: ListField) -> float:
        """Return what speaks for the column holding `kind`, less what speaks against it."""
        strength = self.claims.get(kind, 0)
        if self.is_known:
            is_out = not strength or (kind not in _LAST_RESORTS and not self._may_be_meant(kind))
            return NEVER if is_out else TITLE_POINTS[strength]
        if kind in SEVERAL and kind in self.others:
            return TITLE_POINTS[strength] + self.others[kind]
        if not strength and self.is_other:
            return NEVER
        points = self._by_title(kind, strength) + self._by_contents(kind, strength) + self.others.get(kind, 0.0)
        contents, is_personal = self.contents, kind in _PERSONAL
        is_same = is_personal and (contents.is_constant or contents.says_little)
        if contents.is_empty or is_same or self.is_sparse(kind):
            return _LEAST * points if strength and points > 0 else NEVER
        return points

    def _may_be_meant(self, kind: ListField) -> bool:
        is_repeated_code = kind is ListField.TICKET_CODE and self.contents.distinct > 1
        return is_repeated_code or self.contents.fit(kind) is not Fit.IMPOSSIBLE

    def _by_title(self, kind: ListField, strength: int) -> float:
        if not strength:
            return 0.0 if self.is_silent else _OTHER_WORDS
        if strength == WEAK and _is_contradicted(kind, self.contents):
            return NEVER
        return TITLE_POINTS[strength]

    def _by_contents(self, kind: ListField, strength: int) -> float:
        fit = self.contents.fit(kind)
        if fit is Fit.IMPOSSIBLE:
            return _AGAINST.get(kind, NEVER) if strength else NEVER
        if strength:
            return 2.0 * fit
        if kind in NAMES and self.contents.variety < _LEAST_VARIETY[kind]:
            return NEVER
        measure = _BY_CONTENTS.get(kind)
        return measure(self) if measure else NEVER


def _is_contradicted(kind: ListField, contents: ColumnContents) -> bool:
    """Whether a column does not look like what its title may perhaps mean."""
    if kind is ListField.TICKET_CODE:
        return contents.counts_rows
    if kind is ListField.CATEGORY:
        return contents.filled >= ENOUGH_CELLS and not contents.is_choice
    return kind is ListField.PLACES and not contents.counts_people


def _certain(kind: ListField) -> Callable[[SeenColumn], float]:
    """Return the points of a field that needs no title where its column is certain."""
    return lambda column: 6.0 + column.contents.variety if column.contents.fit(kind) is Fit.CERTAIN else NEVER


def _category(column: SeenColumn) -> float:
    are_groups = column.contents.share(CellKind.GROUP) > _GROUP_SHARE and not column.claims
    if not column.contents.is_choice or not (column.is_silent or are_groups):
        return NEVER
    return 7.0 if are_groups else 2.0


def _ticket_code(column: SeenColumn) -> float:
    return 6.0 if column.contents.looks_like_codes and not column.claims else NEVER


def _organisation(column: SeenColumn) -> float:
    if column.contents.fit(ListField.ORGANISATION) is Fit.CERTAIN:
        return 6.0 + column.contents.variety
    return 0.0 if column.others.get(ListField.ORGANISATION, 0.0) else NEVER


def _name(kind: ListField) -> Callable[[SeenColumn], float]:
    points = {Fit.CERTAIN: 7.0, Fit.LIKELY: 1.0}
    return lambda column: points.get(column.contents.fit(kind), NEVER)


_BY_CONTENTS: Mapping[ListField, Callable[[SeenColumn], float]] = {
    ListField.EMAIL: _certain(ListField.EMAIL),
    ListField.PHONE: _certain(ListField.PHONE),
    ListField.ORGANISATION: _organisation,
    ListField.ROLE: _certain(ListField.ROLE),
    ListField.CATEGORY: _category,
    ListField.TICKET_CODE: _ticket_code,
    FIRST: _name(FIRST),
    LAST: _name(LAST),
    FULL: _name(FULL),
}
"""What a column is worth for a field that its title does not name."""

_OTHER_WORDS = -4.0
"""For a title of unknown words, that may say anything."""
_LEAST = 0.02
"""For what stands only where nothing better does: empty columns, and those that say the same of everybody."""
_AGAINST = {FIRST: -11.5, LAST: -11.5, FULL: -11.5, ListField.PHONE: -7.5}
"""For contents that contradict the title. Without a name there is no list, and "ask the front desk" under "Phone" is of
use; any other field is out.
"""
_BY_TITLES = frozenset({ListField.SESSIONS, ListField.DAYS})
"""What is found by the pattern of titles as well."""
_LAST_RESORTS = frozenset(_AGAINST)
_PERSONAL = NAMES | {ListField.EMAIL, ListField.PHONE, ListField.TICKET_CODE, ListField.ROLE}
_FEW_ROWS, _GROUP_SHARE = 0.4, 0.8
_LEAST_VARIETY = {FIRST: 0.1, LAST: 0.25, FULL: 0.25}
"""The least share of different texts in a column of names; many people have one of a few first names."""


# Names: which column is the first name, which the last, which the whole.


def _name_sets(columns: Sequence[SeenColumn], relations: Relations) -> Iterator[tuple[float, dict[ListField, int]]]:
    """Yield the ways to give names to columns, each with its points."""
    worth = {kind: {c.index: p for c in columns if (p := c.points(kind)) > _HOPELESS} for kind in NAMES}
    yield 0.0, {}
    yield from ((points, {kind: i}) for kind in NAMES for i, points in worth[kind].items())
    for (first, p), (last, q) in product(worth[FIRST].items(), worth[LAST].items()):
        if first != last:
            both = _pair_points(columns[first], columns[last], relations.halves(first, last))
            yield p + q + both, {FIRST: first, LAST: last}
    for kind in (FIRST, LAST):
        for (whole, p), (half, q) in product(worth[FULL].items(), worth[kind].items()):
            if whole != half and not columns[half].is_poor(kind) and not columns[whole].is_poor(FULL):
                yield p + q - _BESIDE_WHOLE, {FULL: whole, kind: half}


def _pair_points(first: SeenColumn, last: SeenColumn, halves: Halves) -> float:
    """Return what speaks for two columns being the two halves of the names: that addresses and whole names are made of
    them, that they stand side by side, and that known first names stand in the first.
    """
    if first.is_poor(FIRST) or last.is_poor(LAST) or halves.is_within:
        return NEVER
    known = first.contents.share(CellKind.FIRST_NAME) - last.contents.share(CellKind.FIRST_NAME)
    points = 16 * halves.together + 16 * max(halves.order, 0) + 20 * max(halves.initials, 0) + 20 * halves.are_whole
    are_named = all({FIRST, LAST} & column.claims.keys() for column in (first, last))
    points += 30 * known if known < 0 or are_named else 6 * known
    points += 8.0 * are_named + 2.0 * (abs(first.index - last.index) == 1)
    return points + 6 * (last.contents.share(CellKind.CAPITALS) - first.contents.share(CellKind.CAPITALS))


_HOPELESS, _BESIDE_WHOLE = -30.0, 6.0


# The best sum over all columns.


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a column was chosen to hold, and why."""

    kind: ListField
    reason: ColumnReason


def choose_columns(columns: Sequence[SeenColumn], relations: Relations) -> dict[int, ColumnChoice]:
    """Return the choice for each column that holds a field."""
    several = {column.index: _best_of_several(column) for column in columns}
    gains = {
        kind: [(p - several[c.index][0], c.index) for c in columns if (p := c.points(kind)) > several[c.index][0]]
        for kind in ListField
        if kind not in SEVERAL | NAMES
    }
    names = [
        (p - sum(several[i][0] for i in found.values()), found)
        for p, found in _name_sets(columns, relations)
        if not found or p > 0
    ]
    chosen = {index: kind for index, (_, kind) in several.items() if kind} | _best(names, gains)
    return {index: ColumnChoice(kind, _reason(columns[index], kind)) for index, kind in chosen.items()}


def _best_of_several(column: SeenColumn) -> tuple[float, ListField | None]:
    """Return the field that more than one column may hold for which most speaks, with its points; 0 for none."""
    best = max(((column.points(kind), kind) for kind in SEVERAL), key=lambda pair: pair[0])
    return best if best[0] > 0 else (0.0, None)


Gains = Mapping[ListField, Sequence[tuple[float, int]]]
"""The points of each field in each column that may hold it."""


def _best(names: Sequence[tuple[float, dict[ListField, int]]], gains: Gains) -> dict[int, ListField]:
    """Return the field of each column with the greatest sum."""
    most, _ = assign_columns(gains, ())
    best_sum, best = NEVER, dict[int, ListField]()
    for points, found in sorted(names, key=lambda each: -each[0]):
        if points + most <= best_sum:
            break
        gained, others = assign_columns(gains, found.values())
        if points + gained > best_sum:
            best_sum, best = points + gained, others | {index: kind for kind, index in found.items()}
    return best


def assign_columns(gains: Gains, taken: Collection[int]) -> tuple[float, dict[int, ListField]]:
    """Return the greatest sum of points with each field in one column or none, and the field of each column; `taken`
    columns hold none. Of equals the first column is chosen.

    The Hungarian method: forty columns that may each be ten things take as long as forty that are plain.
    """
    kinds = list(gains)
    free = sorted({index for found in gains.values() for _, index in found}.difference(taken))
    width = len(free) + len(kinds)  # behind the columns: that a field has none
    worth = [{index: points for points, index in gains[kind]} for kind in kinds]
    costs = [[_TIE * i - w.get(index, NEVER) for i, index in enumerate(free)] + [0.0] * len(kinds) for w in worth]
    by_kind, by_column = [0.0] * len(kinds), [0.0] * width
    holder = [_NOBODY] * width
    for kind in range(len(kinds)):
        least, before, done = [inf] * width, [_NOBODY] * width, list[int]()
        row, at = kind, _NOBODY
        while True:  # the cheapest chain of fields that make room for each other
            for i in range(width):
                cost = costs[row][i] - by_kind[row] - by_column[i]
                if i not in done and cost < least[i]:
                    least[i], before[i] = cost, at
            at = min((i for i in range(width) if i not in done), key=least.__getitem__)
            step = least[at]
            by_kind[kind] += step
            for i in done:
                by_kind[holder[i]] += step
                by_column[i] -= step
            least = [each - step for each in least]
            done.append(at)
            if holder[at] == _NOBODY:
                break
            row = holder[at]
        while at != _NOBODY:
            holder[at] = kind if before[at] == _NOBODY else holder[before[at]]
            at = before[at]
    found = {free[i]: kinds[k] for i, k in enumerate(holder[: len(free)]) if k != _NOBODY}
    return sum(worth[kinds.index(kind)][index] for index, kind in found.items()), found


_NOBODY, _TIE = -1, 1e-6


def _reason(column: SeenColumn, kind: ListField) -> ColumnReason:
    strength = column.claims.get(kind, 0)
    if strength == MEANT:
        return ColumnReason.SOURCE
    if kind in (FIRST, LAST) and not strength and {FIRST, LAST} & set(column.claims):
        return ColumnReason.SWAPPED
    if not strength:
        return ColumnReason.BOTH if kind in _BY_TITLES else ColumnReason.CONTENTS
    return ColumnReason.BOTH if column.contents.fit(kind) is Fit.CERTAIN else ColumnReason.TITLE
