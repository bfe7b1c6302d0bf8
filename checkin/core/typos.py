# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody may have meant who made one typing error."""

from string import ascii_lowercase

SHORTEST = 4
"""Letters. One error in three letters could mean nearly anybody."""


def typo_variants(word: str) -> set[str]:
    """Every word that becomes `word` by one typing error: a letter missing, added or another, two swapped.

    About 54 for each letter. Letters that are not in the alphabet are never put in, only moved or taken out.
    """
    if len(word) < SHORTEST:
        return set()
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    added = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    other = {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    missing = {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return (added | swapped | other | missing) - {word}
