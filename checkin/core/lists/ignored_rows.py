# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a row of a list became nobody: what the program says of it in the preview. Pure.

Which rows are no people is decided by `list_interpretation`; this only names the kind of a row that is none.
"""

import re

from checkin.core.lists.cell_text import one_line
from checkin.core.lists.list_fields import ListRow
from checkin.core.message import Message
from checkin.core.text_folding import fold_text


def why_ignored(row: ListRow, header: ListRow) -> Message:
    """Return why `row`, which was taken for no person, is none; `header` is the row of the titles."""
    texts = [text for cell in row.cells if (text := one_line(cell))]
    if row.cells == header.cells:
        return TITLES_AGAIN
    if any(_TOTAL.search(fold_text(text)) for text in texts):
        return A_TOTAL
    if len(texts) == 1 and len(texts[0]) <= _A_LETTER:
        return A_SEPARATOR
    if header.number < row.number <= header.number + _JUST_BELOW and len(texts) > 1:
        return AN_EXAMPLE
    return A_REMARK


_TOTAL = re.compile(r"\b(totale?s?|totaux|subtotal|summe|gesamt|somma|suma|nombre d ?inscrits|effectif)\b")
_A_LETTER, _JUST_BELOW = 2, 2
"""The letters of a separator ("A", "Mc"), and the rows below the titles where an example stands."""

TITLES_AGAIN = Message("list", "Left out: the titles again.")
A_TOTAL = Message("list", "Left out: a total.")
A_SEPARATOR = Message("list", "Left out: a letter between people.")
AN_EXAMPLE = Message("list", "Left out: an example or a hint.")
A_REMARK = Message("list", "Left out: a heading or a remark.")
