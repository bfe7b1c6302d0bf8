# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that a list says anything about. Pure.

A column that a list does not have says nothing; an empty cell of a column that it has says "empty". A column that
only counts the rows says nothing of a person: it changes with the order.
"""

import re
from itertools import pairwise

from checkin.core.history import CUSTOM
from checkin.core.lists.cell_text import column_letters
from checkin.core.lists.column_guessing import ListField
from checkin.core.lists.roster import Roster
from checkin.core.text_folding import fold_text

WHOLE_NAME = ("first_name", "last_name")


def stated_fields(roster: Roster) -> tuple[str, ...]:
    """Names of fields in the order a person is shown, then the other columns by their titles.

    Any column may also have fed the others, with what its own field could not read.
    """
    mapped = set(roster.mapping.columns.values())
    names = [field.value for field in ListField if field in mapped and field is not ListField.FULL_NAME]
    if ListField.FULL_NAME in mapped:
        names = [*WHOLE_NAME, *(name for name in names if name not in WHOLE_NAME)]
    unread = roster.mapping.left_out
    titles = ((index, title) for index, title in enumerate(roster.mapping.titles) if index not in unread)
    others = (title for index, title in titles if not _counts_rows(roster, index, title))
    return (*names, *(CUSTOM + title for title in others))


def _counts_rows(roster: Roster, index: int, title: str) -> bool:
    """A column called "N°", or not at all, with numbers that rise from row to row."""
    if re.sub(r"[^a-z#]", "", fold_text(title)) not in _COUNTS and title != column_letters(index):
        return False
    numbers = [person.custom[title] for person in roster.people if title in person.custom]
    if not all(text.isdecimal() and len(text) < _LONGEST_COUNT for text in numbers):
        return False
    return all(int(one) < int(next_one) for one, next_one in pairwise(numbers))


_COUNTS = frozenset({"n", "no", "nr", "num", "numero", "number", "rang", "ligne", "ordre", "row", "line", "#"})
_LONGEST_COUNT = 8
"""Digits. What is longer is somebody's number, not a row's."""
