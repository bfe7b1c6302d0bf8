# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that may have been meant by a word with one typing error."""

from string import ascii_lowercase

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
