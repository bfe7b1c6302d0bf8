# SPDX-License-Identifier: GPL-3.0-or-later
"""Similarity of names: same words, nearly the same, one letter apart, one typing error away. Pure."""

from difflib import SequenceMatcher
from string import ascii_lowercase

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


SHORTEST = 4
"""The least letters of a word. One error in three letters could mean nearly anything."""


def typo_variants(word: str) -> set[str]:
    """Return every word that becomes `word` by one typing error: a letter missing, added or replaced, two swapped.

    About 54 for each letter. Letters outside the alphabet are never inserted, only moved or removed.
    """
    if len(word) < SHORTEST:
        return set()
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    added = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    other = {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    missing = {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return (added | swapped | other | missing) - {word}
