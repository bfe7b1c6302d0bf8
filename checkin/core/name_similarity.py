# SPDX-License-Identifier: GPL-3.0-or-later
"""Similarity of names: same words, nearly the same, one letter apart. Pure."""

from difflib import SequenceMatcher

from checkin.core.text_folding import fold_text

NEAR = 0.8
"""The least similarity: four letters of five alike and in order. "Wamytan" and "Wamytant", not "Sophie Martin" and
"Sophie Durand".
"""


def name_key(first_name: str, last_name: str) -> str:
    """Return the folded words of a name in alphabetical order: "LE GOFF Éléonore" and "Eleonore Le Goff" have
    the same.
    """
    return " ".join(sorted(fold_text(f"{first_name} {last_name}").split()))


def are_near(key: str, other: str) -> bool:
    """Whether two name keys on one e-mail address look like one person: a typing error, or a name more or less."""
    words, others = set(key.split()), set(other.split())
    if words and others and (words <= others or others <= words):
        return True
    return SequenceMatcher(None, key, other, autojunk=False).ratio() >= NEAR


def deletion_variants(key: str) -> set[str]:
    """Return `key`, and `key` without each of its letters. Two names one letter apart have a variant in common."""
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}


def are_one_letter_apart(key: str, other: str) -> bool:
    """Whether two keys are equal or differ by one letter added, missing, replaced, or swapped with its neighbour."""
    if len(key) > len(other):
        key, other = other, key
    same = next((i for i, (a, b) in enumerate(zip(key, other, strict=False)) if a != b), len(key))
    rest, others = key[same:], other[same:]
    if len(key) < len(other):
        return rest == others[1:]
    return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
