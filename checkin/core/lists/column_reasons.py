# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a column of a list was taken, for the preview to say: what was counted in it, and which other columns look like
it. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.column_contents import ColumnContents, Fit
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_titles import EXACT, title_strengths
from checkin.core.lists.list_fields import SEVERAL, ColumnReason, ListField
from checkin.core.lists.payer_email import names_payer_email


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
        return RivalKind.PAYER if kind is ListField.EMAIL and names_payer_email(title) else RivalKind.ALIKE
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
