# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that differ only in gender or number: “végétarien”, “végétarienne”, “Végétariens”. Pure.

French forms are answered in the gender of whoever answers. Two values are one only where both occur, so that no word is
made up; short words are left alone, because “S” and “XS” are sizes.
"""

from collections.abc import Collection, Iterator, Mapping

SHORTEST = 4
"""The fewest letters of the shorter of two such words."""

_ENDINGS = (
    ("", "s"),
    ("", "x"),
    ("", "e"),
    ("", "es"),
    ("n", "nne"),
    ("n", "nnes"),
    ("l", "lle"),
    ("l", "lles"),
    ("t", "tte"),
    ("f", "ve"),
    ("f", "ves"),
    ("x", "se"),
    ("x", "ses"),
    ("er", "ere"),
    ("er", "eres"),
    ("al", "aux"),
    ("eur", "euse"),
)
"""The endings of a French adjective and of its other forms."""


def roots_of_values(values: Collection[str]) -> Mapping[str, str]:
    """Return by folded value the one of `values` that it is a form of, itself for most."""
    known = set(values)
    found = {value: next((root for root in _shorter_forms(value) if root in known), value) for value in known}
    return {value: _end_of(value, found) for value in known}


def _end_of(value: str, roots: Mapping[str, str]) -> str:
    while roots[value] != value:
        value = roots[value]
    return value


def _shorter_forms(value: str) -> Iterator[str]:
    """Yield the values of which this may be another form: each of its words in turn with the ending of the first."""
    words = value.split()
    for place, word in enumerate(words):
        for ending, other in _ENDINGS:
            if word.endswith(other) and len(word) - len(other) + len(ending) >= SHORTEST:
                shorter = word.removesuffix(other) + ending
                yield " ".join([*words[:place], shorter, *words[place + 1 :]])
