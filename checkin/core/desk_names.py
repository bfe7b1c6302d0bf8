# SPDX-License-Identifier: GPL-3.0-or-later
"""What desks are called: whether two names are one to people, and the next that is free. Pure."""

import re
import unicodedata
from collections.abc import Iterable

_NUMBERED = re.compile(r"(.*?)\s*(\d{1,6})?", re.DOTALL)


def alike(name: str) -> str:
    """The same for names that nobody would tell apart."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_taken(name: str, taken: Iterable[str]) -> bool:
    return alike(name) in map(alike, taken)


def next_free(name: str, taken: Iterable[str]) -> str:
    """`name`, or with the next number that no other desk has."""
    known = set(map(alike, taken))
    found = _NUMBERED.fullmatch(name.strip())
    stem, number = (found[1], int(found[2] or 1)) if found else (name, 1)
    free = name.strip()
    while alike(free) in known:
        number += 1
        free = f"{stem} {number}".strip()
    return free
