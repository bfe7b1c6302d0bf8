# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleaning of texts from foreign files: one line, storable, short enough for a screen. Pure."""

import re

from checkin.core.text_folding import words_in

LONGEST = 300
"""The most letters of a title or name. A longer text is a description in the wrong field."""

_SPACES = re.compile(r"[\x00-\x20\x7f]+")  # not the no-break spaces of French punctuation
_WORKSHOPS = frozenset(("atelier", "ateliers", "workshop", "workshops"))


def schedule_line(value: object) -> str:
    """Return `value` as one line without lone surrogates, cut after `LONGEST` letters; "" if it is no text."""
    if not isinstance(value, str):
        return ""
    line = _SPACES.sub(" ", value.encode("utf-8", "replace").decode("utf-8")).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def is_workshop(*texts: str) -> bool:
    """Whether a title, type or track begins with "atelier" or "workshop", for which people register."""
    return any(words and words[0] in _WORKSHOPS for words in map(words_in, texts))
