# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a list's status columns, each with its people and its meaning, shown before an import. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.cell_words import says_when
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.text_folding import fold_text


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
            text = one_line(row.cells[index]) if index < len(row.cells) else ""
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
