# SPDX-License-Identifier: GPL-3.0-or-later
"""FTS5 expressions of the search: words in names, words in columns of the list, and both together. Words hold letters
and digits only.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations, islice

from checkin.core.search.search_terms import INNER_LETTERS, glued, split_number, titled

PLACES = ("last_name", "first_name", "name_parts", "organisation", "email")

MOST_DIVISIONS = 16
"""The most ways to divide a query into words of names and words of columns: each costs two looks into the index."""

Spelling = Callable[[str], str]
"""From a word to its expression: the whole word, or words that begin so."""


def whole(word: str) -> str:
    return f'"{word}"'


def begins(word: str) -> str:
    return f'"{word}" *'


def begins_word(word: str) -> str:
    """Return the expression for words that begin so; a short word must be whole, because it begins too many."""
    return begins(word) if len(word) >= INNER_LETTERS else whole(word)


def all_begin(words: Sequence[str]) -> str:
    return f"({' AND '.join(map(begins, words))})"


def any_of(expressions: Iterable[str]) -> str:
    return f"({' OR '.join(expressions)})"


def within(places: Sequence[str], expression: str) -> str:
    return f"{{{' '.join(places)}}} : ({expression})"


def joined_terms(words: Sequence[str]) -> set[str]:
    """Return all terms under which some of the words may stand as one in a column: joined, or a title and its value."""
    ends = range(1, len(words) + 1)
    return {term for end in ends for start in range(end) for term in _as_one(words[start:end])}


def in_columns(words: Sequence[str], spelled: Spelling, known: Collection[str]) -> str:
    """Return the expression for people whose columns have all the words, each as a value or with its neighbours as one
    of `joined_terms`. Of these only `known` ones are asked for: each costs a look into the index.
    """
    ways = []
    for end in range(1, len(words) + 1):
        as_one = [whole(term) for term in _as_one(words[:end]) if term in known]
        if first := [spelled(words[0]), *as_one] if end == 1 else as_one:
            rest = [in_columns(words[end:], spelled, known)] if words[end:] else []
            ways.append(f"({' AND '.join([any_of(first), *rest])})")
    return any_of(ways)


def divide(words: Sequence[str], in_names: Collection[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the ways to divide the words into those of names and those of columns, most names first. Words that no name
    begins with stand in columns.
    """
    possible = [at for at, word in enumerate(words) if word in in_names]
    chosen = (each for size in range(len(possible), 0, -1) for each in combinations(possible, size))
    for names in islice((each for each in chosen if len(each) < len(words)), MOST_DIVISIONS):
        yield [words[at] for at in names], [word for at, word in enumerate(words) if at not in names]


def _as_one(words: Sequence[str]) -> Iterator[str]:
    """Yield the terms for words that stand together in one column."""
    if len(words) > 1:
        yield glued(words)
    elif parts := split_number(words[0]):
        yield titled(*parts)
    for at in range(1, len(words)):
        yield titled(glued(words[:at]), glued(words[at:]))
