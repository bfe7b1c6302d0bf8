# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of foreign files as ours: one line, storable, of a length that fits a screen. Pure."""

import re

from checkin.core.text_folding import words_in

LONGEST = 300
"""Letters of a title or a name. Longer, it is a description that slipped into the wrong field."""

_SPACES = re.compile(r"[\x00-\x20\x7f]+")  # not the spaces that keep French punctuation at its word
_WORKSHOPS = frozenset(("atelier", "ateliers", "workshop", "workshops"))


def schedule_line(value: object) -> str:
    """`value` if it is a text, else "": without line breaks, lone surrogates and more than anybody reads."""
    if not isinstance(value, str):
        return ""
    line = _SPACES.sub(" ", value.encode("utf-8", "replace").decode("utf-8")).strip()
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def is_workshop(*texts: str) -> bool:
    """Whether a title, type or track says that one registers for it: its first word is "atelier" or "workshop"."""
    return any(words and words[0] in _WORKSHOPS for words in map(words_in, texts))
