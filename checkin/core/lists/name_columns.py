# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the columns of first and last names, and notices where they are swapped under their titles. Pure.

Two witnesses besides the titles: known first names, and e-mail addresses, which nearly always have the first name
first ("anne.le-goff@…"). Either alone may err (first names are last names too; some write "legoff.anne@"): against
the titles both must agree, or one be overwhelming.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import is_email
from checkin.core.lists.column_choice import ColumnClaim
from checkin.core.lists.column_contents import ColumnContents, Fit, sample
from checkin.core.lists.column_titles import is_about_something_else, says_nothing
from checkin.core.lists.list_fields import ColumnReason, ListField, ListRow
from checkin.core.mail_address import bare_address
from checkin.core.text_folding import words_in

Columns = dict[int, ColumnClaim]
_FIRST, _LAST, _FULL = ListField.FIRST_NAME, ListField.LAST_NAME, ListField.FULL_NAME


def with_names(
    columns: Columns, titles: Sequence[str], contents: Sequence[ColumnContents], rows: Sequence[ListRow]
) -> Columns:
    """Return `columns` with the half of the name that was missing, and first and last name as the contents prove them.
    `rows` are those below the titles.
    """
    found = _with_missing_half(columns, titles, contents)
    first, last = column_of(found, _FIRST), column_of(found, _LAST)
    if first is None or last is None or not _are_swapped(found, rows, first, last):
        return found
    return found | {
        first: replace(found[first], kind=_LAST, reason=ColumnReason.SWAPPED),
        last: replace(found[last], kind=_FIRST, reason=ColumnReason.SWAPPED),
    }


def column_of(columns: Mapping[int, ColumnClaim], kind: ListField) -> int | None:
    """Return the index of the first column that holds `kind`; None if none does."""
    return next((index for index, claim in sorted(columns.items()) if claim.kind is kind), None)


def _with_missing_half(columns: Columns, titles: Sequence[str], contents: Sequence[ColumnContents]) -> Columns:
    """Return `columns` with a last name beside a first name that has none, or the other way round: the nearest column
    of names whose title says nothing else.
    """
    first, last = column_of(columns, _FIRST), column_of(columns, _LAST)
    if (first is None) == (last is None) or column_of(columns, _FULL) is not None:
        return columns
    held, missing = (first, _LAST) if first is not None else (last or 0, _FIRST)
    near = sorted(
        (abs(index - held), index)
        for index, column in enumerate(contents)
        if index not in columns and _may_be_half(titles[index], column)
    )
    if not near:
        return columns
    _, index = near[0]
    return columns | {index: ColumnClaim(index, missing, 0, Fit.LIKELY, contents[index], ColumnReason.CONTENTS)}


def _may_be_half(title: str, column: ColumnContents) -> bool:
    if is_about_something_else(title) or not says_nothing(title) or column.is_constant:
        return False
    others = column.share(CellKind.ORGANISATION, CellKind.ROLE)
    return column.fit(_LAST) >= Fit.LIKELY and others < _FEW


def _are_swapped(columns: Columns, rows: Sequence[ListRow], first: int, last: int) -> bool:
    """Whether first names stand under "last name" and the other way round."""
    under_first, under_last = columns[first].contents, columns[last].contents
    known = under_last.share(CellKind.FIRST_NAME) - under_first.share(CellKind.FIRST_NAME)
    if under_last.share(CellKind.CAPITALS) > _MOST:
        return False
    right, wrong = _in_addresses(rows, column_of(columns, ListField.EMAIL), first, last)
    told = right + wrong
    by_addresses = wrong / told if told >= _ENOUGH else None
    if by_addresses is not None and by_addresses > _MOST:
        return known > -_FEW
    return known > _CLEARLY and (by_addresses is None or by_addresses > _FEW)


def _in_addresses(rows: Sequence[ListRow], email: int | None, first: int, last: int) -> tuple[int, int]:
    """Return in how many addresses the name under `first` stands before that under `last`, and after it."""
    if email is None:
        return 0, 0
    orders = [order for row in sample(rows) for order in _orders(row, email, first, last)]
    return sum(orders), len(orders) - sum(orders)


def _orders(row: ListRow, email: int, first: int, last: int) -> Iterator[bool]:
    if len(row.cells) <= max(email, first, last):
        return
    address = bare_address(row.cells[email].strip())
    if not is_email(address):
        return
    local = "".join(words_in(address.partition("@")[0]))
    begins, ends = ("".join(words_in(row.cells[index])) for index in (first, last))
    if not begins or not ends or begins == ends:
        return
    if local in (begins + ends, ends + begins):
        yield local == begins + ends


_FEW, _CLEARLY, _MOST = 0.2, 0.4, 0.8
_ENOUGH = 5
