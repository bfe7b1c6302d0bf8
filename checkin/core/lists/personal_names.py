# SPDX-License-Identifier: GPL-3.0-or-later
"""Personal names in lists: what looks like one, titles before it (Mme, Dr), which part is the first name. Pure.

`FirstNames` are those known (resources/lists/first_names.txt); many real ones are not among them, so that one name
proves nothing and a column of them does.
"""

import re
from collections.abc import Collection

from checkin.core.text_folding import fold_text

FirstNames = Collection[str]
"""First names, folded."""

MOST_WORDS = 6
LONGEST_NAME = 60
_MOST_SMALL = 3
"""The most words of a name without any capital, as some people type theirs."""

_COURTESY = (
    "m|mm|mr|mrs|ms|miss|mme|mmes|mlle|monsieur|madame|mademoiselle|dr|docteur|prof|professeur|pr|me|maitre|herr|frau"
    "|sig|sig ra|signor|signora|signore|dott|dott ssa|ing|sr|sra|srta|dra|don|dona|sir|lady|mx|hr|fr|dipl ing|phd"
)
_COURTESY_ALONE = re.compile(rf"(?:{_COURTESY})(?:[ .]+(?:{_COURTESY}))*\.?")
_COURTESY_BEFORE = re.compile(rf"(?:(?:{_COURTESY})(?:\.|\b)[ ]*(?=\S))+")
_PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "della",
        "dello",
        "del",
        "van",
        "von",
    }
    | {"der", "den", "ter", "ten", "zu", "zum", "zur", "y", "e", "i", "el", "al", "ben", "bin", "ibn", "abu", "bint"}
    | {"von", "ould", "af", "av", "und", "of", "mac"}
)
_LETTERS = re.compile(r"[^\W\d_]")
_NOT_IN_NAMES = re.compile(r"[0-9@/\\:=<>(){}\[\]#%€$+*|_«»\"!?]")


def is_courtesy(text: str) -> bool:
    """Whether `text` is only a form of address or a degree: "Mme", "Dr", "Herr Dr."."""
    return bool(_COURTESY_ALONE.fullmatch(fold_text(text)))


def without_courtesy(text: str) -> str:
    """Return a name without the form of address before it: "Mme Anne DUPONT" → "Anne DUPONT"."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and is_courtesy(words[count]):
        count += 1
    return " ".join(words[count:])


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name or a part of it: few words of letters, with capitals where its script
    has them.
    """
    if len(text) > LONGEST_NAME or _NOT_IN_NAMES.search(text) or not _LETTERS.search(text):
        return False
    words = text.replace(",", " ").split()
    is_small = text.islower() and len(words) <= _MOST_SMALL
    return len(words) <= MOST_WORDS and (is_small or all(map(_begins_a_name, words)))


def is_first_name(text: str, known: FirstNames) -> bool:
    """Whether `text` is a known first name, or several: "Jean-Baptiste", "Marie Anne"."""
    folded = fold_text(text.rstrip("."))
    return folded in known or (" " in folded and all(word in known for word in folded.split()))


def is_particle(word: str) -> bool:
    """Whether the word is a part of last names and no first name: "de", "Le", "van"."""
    return fold_text(word) in _PARTICLES


def is_in_capitals(text: str) -> bool:
    """Whether all of its letters are capitals, at least two; a script without capitals has none."""
    letters = _LETTERS.findall(text)
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _begins_a_name(word: str) -> bool:
    bare = word.strip("-.'’,;")
    return not bare or not bare[0].islower() or fold_text(bare).split(" ")[0] in _PARTICLES
