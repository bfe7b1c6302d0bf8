# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses which column of a list holds what, from its titles and from what stands below them. Pure.

A title is a claim, the contents are evidence: a column whose contents contradict its title is not taken; one whose
contents are certain needs no title that says so, unless that says it is about something else. An empty or constant
column never beats a full one. No column is dropped: what is not chosen is kept under its title.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.column_contents import SEVERAL as SEVERAL_CELLS
from checkin.core.lists.column_contents import ColumnContents, Fit
from checkin.core.lists.column_titles import (
    EXACT,
    LIKELY,
    MEANT,
    WEAK,
    is_about_something_else,
    says_nothing,
    title_strengths,
)
from checkin.core.lists.list_fields import NAMES, SEVERAL, ColumnReason, ListField


@dataclass(frozen=True, slots=True)
class ColumnClaim:
    """A column that may hold `kind`: `strength` by its title (0: it says nothing of it), `fit` by its contents."""

    index: int
    kind: ListField
    strength: int
    fit: Fit
    contents: ColumnContents
    reason: ColumnReason = ColumnReason.TITLE

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts the surest first: what tells nobody apart after all that does, then by both, then by place."""
        return self.is_last_resort, -(2 * self.strength + self.fit), self.index

    @property
    def is_of_few(self) -> bool:
        """Whether the names of guests stand in it, and only a few rows have any: then these are companions."""
        is_sparse = self.contents.filled < _FEW_ROWS * self.contents.rows
        return self.kind in NAMES and self.strength == LIKELY and is_sparse

    @property
    def is_last_resort(self) -> bool:
        """Whether the column is empty, says the same of everybody, or is contradicted by its contents."""
        is_same = self.kind in _PERSONAL and (self.contents.is_constant or self.contents.says_little)
        return self.contents.is_empty or is_same or self.is_of_few or self.fit is Fit.IMPOSSIBLE


Strengths = Sequence[Mapping[ListField, int]]
"""Of each column, the fields that its title claims, each with its strength."""


def guess_columns(header: Sequence[str]) -> dict[int, ListField]:
    """Return the field of each column index by the titles alone."""
    return {index: claim.kind for index, claim in choose_columns(header, ()).items()}


def choose_columns(
    titles: Sequence[str], contents: Sequence[ColumnContents], strengths: Strengths | None = None
) -> dict[int, ColumnClaim]:
    """Return the claim that stands for each column index. `contents` may be shorter than `titles`, or empty: then the
    titles decide alone.
    """
    contents = [*contents, *[ColumnContents()] * (len(titles) - len(contents))]
    claimed = strengths or [title_strengths(title) for title in titles]
    claims = [*_by_titles(claimed, contents), *_by_contents(titles, claimed, contents)]
    chosen: dict[int, ColumnClaim] = {}
    for claim in sorted(claims, key=lambda claim: claim.rank):
        if claim.index not in chosen and _is_free(claim, {other.kind for other in chosen.values()}):
            chosen[claim.index] = claim
    return _without_computed_name(_with_name_beside(titles, claimed, contents, chosen))


def _without_computed_name(chosen: dict[int, ColumnClaim]) -> dict[int, ColumnClaim]:
    """Return the columns without a whole name beside both of its halves, from which it was put together."""
    full = {claim.kind for claim in chosen.values() if not claim.contents.is_empty and claim.contents.rows}
    if not {ListField.FIRST_NAME, ListField.LAST_NAME} <= full:
        return chosen
    return {index: claim for index, claim in chosen.items() if claim.kind is not ListField.FULL_NAME}


def _is_free(claim: ColumnClaim, held: Collection[ListField]) -> bool:
    """Whether nothing better holds it. A column that may perhaps be a name is one only where there is no other."""
    is_poor = claim.strength == WEAK or claim.fit is Fit.IMPOSSIBLE or claim.is_of_few
    if claim.kind in NAMES and is_poor and NAMES & set(held):
        return False
    return claim.kind not in held or (claim.kind in SEVERAL and claim.strength > WEAK)


def _with_name_beside(
    titles: Sequence[str], claimed: Strengths, contents: Sequence[ColumnContents], chosen: dict[int, ColumnClaim]
) -> dict[int, ColumnClaim]:
    """Return the columns with their names corrected: "Name" beside a first name alone is the last name; "Nom" beside
    both is the whole name, but a second "Nom" is not, nor is one that holds no whole names.
    """
    kinds = {claim.kind for claim in chosen.values()}
    taken = {plain_title(titles[index]) for index in chosen}
    lacks_last = ListField.FIRST_NAME in kinds and ListField.LAST_NAME not in kinds
    for index, title in enumerate(titles):
        claim, column = chosen.get(index), contents[index]
        if claim and claim.kind is ListField.FULL_NAME and _NAME.fullmatch(plain_title(title)) and lacks_last:
            return chosen | {index: replace(claim, kind=ListField.LAST_NAME)}
        is_free = claim is None and ListField.FULL_NAME not in kinds and plain_title(title) not in taken
        holds_names = not column.rows or (not column.is_empty and column.fit(ListField.FULL_NAME) is not Fit.IMPOSSIBLE)
        if is_free and holds_names and ListField.LAST_NAME in claimed[index]:
            whole = ColumnClaim(index, ListField.FULL_NAME, EXACT, Fit.OPEN, column, ColumnReason.TITLE)
            return chosen | {index: whole}
    return chosen


def _by_titles(claimed: Strengths, contents: Sequence[ColumnContents]) -> Iterator[ColumnClaim]:
    for index, (found, column) in enumerate(zip(claimed, contents, strict=True)):
        for kind, strength in found.items():
            if _may_hold(column, kind, strength):
                fit = column.fit(kind)
                reason = ColumnReason.BOTH if fit is Fit.CERTAIN else ColumnReason.TITLE
                yield ColumnClaim(index, kind, strength, fit, column, reason)


def _may_hold(column: ColumnContents, kind: ListField, strength: int) -> bool:
    """Whether what stands in the column does not contradict its title. A title that may perhaps mean it needs contents
    that look like it; an export may repeat its codes, row by row.
    """
    if strength == WEAK and kind is ListField.TICKET_CODE and column.counts_rows:
        return False
    if strength == WEAK and kind is ListField.CATEGORY and column.filled >= SEVERAL_CELLS and not column.is_choice:
        return False
    if strength == WEAK and kind is ListField.PLACES:
        return column.counts_people
    if strength == MEANT and kind is ListField.TICKET_CODE and column.distinct > 1:
        return True
    return kind in _LAST_RESORTS or column.fit(kind) is not Fit.IMPOSSIBLE


def _by_contents(
    titles: Sequence[str], claimed: Strengths, contents: Sequence[ColumnContents]
) -> Iterator[ColumnClaim]:
    """Yield what is certain from the contents alone. Names only where titles name nobody, or where this one says
    nothing at all: towns and managers look like names too.
    """
    named = {
        kind
        for found, column in zip(claimed, contents, strict=True)
        for kind, strength in found.items()
        if _is_fit(column, kind) and not ColumnClaim(0, kind, strength, Fit.OPEN, column).is_of_few
    }
    for index, (title, column) in enumerate(zip(titles, contents, strict=True)):
        if is_about_something_else(title) or column.is_constant:
            continue
        for kind in _PROVABLE:
            is_name_named = kind in NAMES and not says_nothing(title) and bool(named & NAMES)
            is_same = kind in NAMES and column.variety < _LEAST_VARIETY
            if column.fit(kind) is Fit.CERTAIN and kind not in claimed[index] and not is_name_named and not is_same:
                yield ColumnClaim(index, kind, 0, Fit.CERTAIN, column, ColumnReason.CONTENTS)
        are_groups = column.share(CellKind.GROUP) > _NEARLY_ALL
        if column.is_choice and (says_nothing(title) or (are_groups and not claimed[index])):
            yield ColumnClaim(index, ListField.CATEGORY, 0, Fit.OPEN, column, ColumnReason.CONTENTS)
        if says_nothing(title) and column.tells_apart and column.fit(ListField.TICKET_CODE) is Fit.LIKELY:
            yield ColumnClaim(index, ListField.TICKET_CODE, 0, Fit.LIKELY, column, ColumnReason.CONTENTS)


def _is_fit(column: ColumnContents, kind: ListField) -> bool:
    return not column.is_empty and column.fit(kind) is not Fit.IMPOSSIBLE


_NAME = re.compile("name[2-9]?")
_LAST_RESORTS = NAMES | {ListField.PHONE}
"""What a title makes of a column whatever stands in it, if there is no better: without a name there is no list, and
"ask the front desk" under "Phone" is of use.
"""
_NEARLY_ALL = 0.8
_FEW_ROWS = 0.4
_LEAST_VARIETY = 0.25
"""The least share of different texts in a column of names that no title names: France is a first name too."""
_PERSONAL = NAMES | {ListField.EMAIL, ListField.PHONE, ListField.TICKET_CODE, ListField.ROLE}
_PROVABLE = (
    ListField.EMAIL,
    ListField.PHONE,
    ListField.ORGANISATION,
    ListField.ROLE,
    ListField.FULL_NAME,
    ListField.FIRST_NAME,
    ListField.LAST_NAME,
)
