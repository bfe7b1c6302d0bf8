# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields that a list states of its people. Pure.

A missing column states nothing; an empty cell of a column states "empty". A column that only numbers the rows states
nothing of a person: it changes with the order.
"""

import re
from itertools import pairwise

from checkin.core.attendee_body import CUSTOM
from checkin.core.lists.cell_text import column_letters
from checkin.core.lists.companion_facts import companion_facts
from checkin.core.lists.list_fields import WHOLE_NAME, CompanionHandling, ListField
from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.text_folding import fold_text


def stated_fields(interpreted: InterpretedList) -> tuple[str, ...]:
    """Return the names of fields in the order a person is shown, then the other columns by their titles.

    Every column is among the latter, for it may keep what its own field could not read.
    """
    mapped = set(interpreted.mapping.columns.values())
    names = [field.value for field in ListField if field in mapped and field is not ListField.FULL_NAME]
    if ListField.FULL_NAME in mapped:
        names = [*WHOLE_NAME, *(name for name in names if name not in WHOLE_NAME)]
    if interpreted.mapping.companions not in (None, CompanionHandling.KEEP) and "places" not in names:
        names.append("places")
    unread = interpreted.mapping.left_out
    titles = ((index, title) for index, title in enumerate(interpreted.mapping.titles) if index not in unread)
    others = (title for index, title in titles if not _counts_rows(interpreted, index, title))
    return (*names, *(CUSTOM + title for title in others))


def stated_of_companions(interpreted: InterpretedList) -> tuple[str, ...]:
    """Return the fields that the columns about companions alone state of these, not of the person of the row."""
    return tuple(dict.fromkeys(fact.field for fact in companion_facts(interpreted.mapping)))


def _counts_rows(interpreted: InterpretedList, index: int, title: str) -> bool:
    """Whether the column is titled "N°" or nothing, with numbers that rise from row to row."""
    if re.sub(r"[^a-z#]", "", fold_text(title)) not in _COUNTS and title != column_letters(index):
        return False
    numbers = [person.custom[title] for person in interpreted.people if title in person.custom]
    if not all(text.isdecimal() and len(text) < _LONGEST_COUNT for text in numbers):
        return False
    return all(int(one) < int(next_one) for one, next_one in pairwise(numbers))


_COUNTS = frozenset({"n", "no", "nr", "num", "numero", "number", "rang", "ligne", "ordre", "row", "line", "#"})
_LONGEST_COUNT = 8
"""Digits. A longer number is a person's, not a row's."""
