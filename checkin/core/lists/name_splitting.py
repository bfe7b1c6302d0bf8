# SPDX-License-Identifier: GPL-3.0-or-later
"""Divides whole names, by a rule that the user chose or that is clear for nearly all names of the list. Pure."""

import re
from collections.abc import Callable, Sequence

from checkin.core.lists.column_mapping import NameSplit
from checkin.core.lists.personal_names import FirstNames, is_first_name, is_in_capitals, is_particle, without_courtesy
from checkin.core.text_folding import fold_text


def split_name(name: str, split: NameSplit, known: FirstNames = frozenset()) -> tuple[str, str] | None:
    """Return (first name, last name), None if `name` cannot be divided so. Undivided it is the last name."""
    if split in _BY_CONTENTS and TWO_NAMES.fullmatch(name):
        return None
    match split:
        case NameSplit.NONE:
            return "", name
        case NameSplit.FIRST_WORD:
            first, _, last = name.partition(" ")
            return (first, last) if last else None
        case NameSplit.CAPITALS:
            return _by_capitals(name.split())
        case NameSplit.FIRST_NAMES:
            return _divided(without_courtesy(name), known, _by_first_names)
        case NameSplit.FIRST_AHEAD:
            return _divided(without_courtesy(name), known, _first_ahead)
        case NameSplit.LAST_AHEAD:
            return _divided(without_courtesy(name), known, _last_ahead)


def proposed_split(names: Sequence[str], known: FirstNames) -> NameSplit:
    """Return how to divide these names: in the order in which nearly all stand that known first names divide, else each
    by itself if that divides nearly all, else not at all.
    """
    bare = [without_courtesy(name) for name in names]
    divided = [_divided(name, known, _by_first_names) for name in bare]
    clear = [pair for pair in divided if pair]
    if len(names) < _ENOUGH or len(clear) < _CLEAR * len(names):
        return NameSplit.NONE
    ahead = sum(name.startswith(pair[0]) for name, pair in zip(bare, divided, strict=True) if pair)
    if ahead >= _NEARLY_ALL * len(clear):
        return NameSplit.FIRST_AHEAD
    if ahead <= (1 - _NEARLY_ALL) * len(clear) and not any("," in name for name in bare):
        return NameSplit.LAST_AHEAD
    return NameSplit.FIRST_NAMES if len(clear) >= _MOST * len(names) else NameSplit.NONE


_BY_CONTENTS = (NameSplit.FIRST_NAMES, NameSplit.FIRST_AHEAD, NameSplit.LAST_AHEAD)
TWO_NAMES = re.compile(r"(\S.*?) (?:et|and|&|\+|/) (\S.*)", re.IGNORECASE)
"""The names of two people in one: "Marie et Paul Durand"."""

_ENOUGH, _CLEAR, _MOST, _NEARLY_ALL = 5, 0.6, 0.8, 0.95

Divided = tuple[str, str] | None
"""(first name, last name)."""


def _divided(name: str, known: FirstNames, rule: Callable[[Sequence[str], FirstNames], Divided]) -> Divided:
    """Return the name divided at its only comma, by its capitals, else by the rule."""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        return (first, last) if first and last and "," not in first else None
    words = name.split()
    return _by_capitals(words) or rule(words, known)


def _by_first_names(words: Sequence[str], known: FirstNames) -> Divided:
    """Return the words divided where known first names stand at one end alone."""
    ahead, behind = _run(words, known), _run(words[::-1], known)
    if bool(ahead) == bool(behind):
        return None
    return _first_ahead(words, known) if ahead else _last_ahead(words, known)


def _first_ahead(words: Sequence[str], known: FirstNames) -> Divided:
    count = max(1, _run(words, known))
    if len(words) < 2 or not _are_one(words[:count]):
        return None
    return " ".join(words[:count]), " ".join(words[count:])


def _last_ahead(words: Sequence[str], known: FirstNames) -> Divided:
    count = max(1, _run(words[::-1], known))
    if len(words) < 2 or not _are_one(words[-count:]):
        return None
    return " ".join(words[-count:]), " ".join(words[:-count])


def _are_one(first_names: Sequence[str]) -> bool:
    """Whether several first names are one person's: "Marie Anne", not "Julie Roy", whose second word is a last name
    as often.
    """
    folded = [fold_text(name) for name in first_names]
    return len(folded) == 1 or folded[0] in _BEGIN_COMPOUNDS or folded[1] in _END_COMPOUNDS


_BEGIN_COMPOUNDS = frozenset(
    {
        "jean",
        "marie",
        "anne",
        "pierre",
        "louis",
        "paul",
        "rose",
        "juan",
        "jose",
        "maria",
        "ana",
        "luis",
        "carlos",
        "miguel",
    }
    | {"rosa", "joao", "gian", "anna", "hans", "karl", "klaus", "ernst", "mary", "john", "mohamed", "mohammed", "ould"}
)
_END_COMPOUNDS = frozenset({"marie", "maria", "anne", "ann", "jose", "jesus", "angel"})
"""First names that begin or end a first name of two words, in the languages whose lists are read."""


def _run(words: Sequence[str], known: FirstNames) -> int:
    """Return how many of the words from the first on are known first names; not all of them."""
    others = (at for at, word in enumerate(words) if is_particle(word) or not is_first_name(word, known))
    return min(next(others, len(words)), len(words) - 1)


def _by_capitals(words: Sequence[str]) -> Divided:
    """Return the name with the run of words in capitals at one end as the last name: "LE GOFF Anne", "Anne LE GOFF"."""
    count = sum(map(is_in_capitals, words))
    if 0 < count < len(words):
        if all(map(is_in_capitals, words[:count])):
            return " ".join(words[count:]), " ".join(words[:count])
        if all(map(is_in_capitals, words[-count:])):
            return " ".join(words[:-count]), " ".join(words[-count:])
    return None
