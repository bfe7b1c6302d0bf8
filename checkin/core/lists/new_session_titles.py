# SPDX-License-Identifier: GPL-3.0-or-later
"""Titles of sessions found in a list, for an event without a programme yet. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from checkin.core.lists.cell_words import says_no_session, says_when, says_yes
from checkin.core.lists.session_lookup import SURE_CUTS
from checkin.core.text_folding import fold_text

MOST = 40
"""The most sessions; a column with more holds free text."""

_COMMA = re.compile(r",\s+")


def find_session_titles(cells: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the titles in natural order ("Atelier 2" before "Atelier 10"). `cells` are a column's title and a text in
    it.
    """
    pieces: dict[str, str] = {}
    for cell in cells:
        for piece in _pieces(*cell):
            pieces.setdefault(fold_text(piece), piece)
    times = Counter(fold_text(part) for piece in pieces.values() for part in set(_COMMA.split(piece)))
    found: dict[str, str] = {}
    for piece in pieces.values():
        parts = _COMMA.split(piece)
        is_several = all(times[fold_text(part)] > 1 for part in parts)  # a title may itself hold commas
        for title in parts if is_several else [piece]:
            found.setdefault(fold_text(title), title)
    titles = sorted(found.values(), key=_order)
    return tuple(titles) if len(titles) <= MOST else ()


def _pieces(column: str, text: str) -> Iterator[str]:
    """Yield the names in a cell; a tick means the title of its column."""
    for piece in filter(None, (" ".join(part.split()).strip(" ,") for part in SURE_CUTS.split(text))):
        if says_yes(piece):
            yield column
        elif not says_no_session(piece) and not says_when(piece):
            yield piece


def _order(title: str) -> str:
    return re.sub(r"\d+", lambda number: number[0].zfill(6), fold_text(title))
