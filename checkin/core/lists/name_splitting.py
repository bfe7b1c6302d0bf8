# SPDX-License-Identifier: GPL-3.0-or-later
"""Divides whole names, by a rule that the user chose or that is clear for nearly all names of the list. Pure."""

from collections.abc import Sequence

from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.personal_names import FirstNames, is_first_name, is_in_capitals, without_courtesy


def split_name(name: str, split: NameSplit, known: FirstNames = frozenset()) -> tuple[str, str] | None:
    """Return (first name, last name), None if `name` cannot be divided so. Undivided it is the last name."""
    match split:
        case NameSplit.NONE:
            return "", name
        case NameSplit.FIRST_WORD:
            first, _, last = name.partition(" ")
            return (first, last) if last else None
        case NameSplit.CAPITALS:
            return _by_capitals(name.split())
        case NameSplit.FIRST_NAMES:
            return _by_first_names(without_courtesy(name), known)


def proposed_split(names: Sequence[str], known: FirstNames) -> NameSplit:
    """Return how to divide these names: by first names if that divides nearly all, else not at all."""
    divided = sum(split_name(name, NameSplit.FIRST_NAMES, known) is not None for name in names)
    is_clear = len(names) >= _ENOUGH and divided >= _NEARLY_ALL * len(names)
    return NameSplit.FIRST_NAMES if is_clear else NameSplit.NONE


_ENOUGH, _NEARLY_ALL = 5, 0.8


def _by_first_names(name: str, known: FirstNames) -> tuple[str, str] | None:
    """Return the name divided at its only comma, by its capitals, or where known first names stand at one end alone."""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return (first, last) if first and last and "," not in first else None
    words = name.split()
    if divided := _by_capitals(words):
        return divided
    ahead, behind = _run(words, known), _run(words[::-1], known)
    if ahead and not behind:
        return " ".join(words[:ahead]), " ".join(words[ahead:])
    if behind and not ahead:
        return " ".join(words[-behind:]), " ".join(words[:-behind])
    return None


def _run(words: Sequence[str], known: FirstNames) -> int:
    """Return how many of the words from the first on are known first names; not all of them."""
    count = next((at for at, word in enumerate(words) if not is_first_name(word, known)), len(words))
    return min(count, len(words) - 1)


def _by_capitals(words: list[str]) -> tuple[str, str] | None:
    """Return the name with the run of words in capitals at one end as the last name: "LE GOFF Anne", "Anne LE GOFF"."""
    count = sum(map(is_in_capitals, words))
    if 0 < count < len(words):
        if all(map(is_in_capitals, words[:count])):
            return " ".join(words[count:]), " ".join(words[:count])
        if all(map(is_in_capitals, words[-count:])):
            return " ".join(words[:-count]), " ".join(words[-count:])
    return None
