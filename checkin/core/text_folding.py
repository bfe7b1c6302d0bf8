# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts compared: small letters without accents, cut into words; their natural order; and similar names. Pure."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from string import ascii_lowercase

_LETTERS = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ß": "ss",
    "ı": "i",
    "’": " ",
    "‐": " ",
    "‑": " ",
    "–": " ",
    "·": " ",
}
_LETTER = re.compile(f"[{''.join(_LETTERS)}]")
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The combining marks of European languages: taken out at once, before a rarer one is looked for letter by letter."""


@lru_cache(maxsize=4096)  # every scan compares the same categories and speakers
def fold_text(text: str) -> str:
    """Return `text` in small letters, without accents, with hyphens and apostrophes as single spaces."""
    plain = text.casefold().replace("'", " ").replace("-", " ")
    if not plain.isascii():
        plain = _LETTER.sub(lambda found: _LETTERS[found[0]], plain)
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
    if not plain.isascii():
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(plain.split())


@lru_cache(maxsize=4096)  # first names and organisations of a list repeat
def words_in(text: str) -> tuple[str, ...]:
    """Return the folded words of `text`, letters and digits only."""
    return tuple(_WORD.findall(fold_text(text)))


_NUMBER = re.compile(r"([0-9]+)")


def natural_sort_key(name: str) -> tuple[list[tuple[str, int]], str]:
    """Return a key to sort by, without case, and numbers by their value: “Accueil 2” before “Accueil 10”."""
    pieces = _NUMBER.split(name.casefold())
    return [(piece, 0) if at % 2 == 0 else ("", int(piece)) for at, piece in enumerate(pieces)], name


# Similarity of names: same words, nearly the same, one letter apart, one typing error away.

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
