# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of desks: whether two look the same, and the next free one. Pure."""

import re
import unicodedata
from collections.abc import Iterable

_NUMBERED = re.compile(r"(.*?)(\s*)([0-9]{1,6})", re.DOTALL)


def normalise_name(name: str) -> str:
    """Return a text that is equal for names that look the same."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def is_taken(name: str, taken: Iterable[str]) -> bool:
    return normalise_name(name) in map(normalise_name, taken)


def next_free(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the same with the next number that no other desk has."""
    known = set(map(normalise_name, taken))
    free = " ".join(name.split())
    found = _NUMBERED.fullmatch(free)
    stem, number = (found[1] + found[2], int(found[3])) if found else (f"{free} ", 1)
    while normalise_name(free) in known:
        number += 1
        free = f"{stem}{number}"
    return free
