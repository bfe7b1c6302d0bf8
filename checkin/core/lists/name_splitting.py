# SPDX-License-Identifier: GPL-3.0-or-later
"""Divides whole names where the user asked for it, and only where the rule is clear. Pure."""

from checkin.core.lists.column_mapping import NameSplit


def split_name(name: str, split: NameSplit) -> tuple[str, str] | None:
    """Return (first name, last name), None if `name` cannot be divided so. Undivided it is the last name."""
    match split:
        case NameSplit.NONE:
            return "", name
        case NameSplit.FIRST_WORD:
            first, _, last = name.partition(" ")
            return (first, last) if last else None
        case NameSplit.CAPITALS:
            return _by_capitals(name.split())


def _by_capitals(words: list[str]) -> tuple[str, str] | None:
    """Return the name with the run of words in capitals at one end as the last name: "LE GOFF Anne", "Anne LE GOFF"."""
    count = sum(map(_is_capital, words))
    if 0 < count < len(words):
        if all(map(_is_capital, words[:count])):
            return " ".join(words[count:]), " ".join(words[:count])
        if all(map(_is_capital, words[-count:])):
            return " ".join(words[:-count]), " ".join(words[-count:])
    return None


def _is_capital(word: str) -> bool:
    """Whether the word is in capitals; an initial ("J.") is not."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) > 1 and not any(c.islower() for c in letters)
