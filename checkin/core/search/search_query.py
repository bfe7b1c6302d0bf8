# SPDX-License-Identifier: GPL-3.0-or-later
"""Search queries: what a user asks for by typing, and how well a person matches. `storage/people_search` finds the
people.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from checkin.core.attendee import Attendee
from checkin.core.search.search_terms import MOST_LETTERS, PARTICLES, glued, plain_code, without_top_level
from checkin.core.text_folding import words_in

LONGEST, MOST_WORDS = 200, 6
"""The most characters and words of a query: a longer text is pasted, not a search."""

CODE_LETTERS = 4
"""The least letters of a code: fewer would match codes by chance."""

BARE_LETTERS = 3
"""The least letters without particles: a single one, as of "le g", would match everybody with a G."""


class MatchRank(IntEnum):
    """The place where a person matches, best first; with several words, the worst place among them.

    Up to `EMAIL` the words begin words of theirs, in `SearchTerms` order. `COLUMN`: each is a word of the list's other
    columns; `COLUMN_BEGINNING`: each begins one, or a word of theirs. `INNER`: a word lies inside one of theirs;
    `NEAR`: it is one of theirs but for a typing error; `NEAR_BEGINNING`: one of theirs begins so but for a typing
    error; `SOUND`: it sounds like one of their names.
    """

    LAST_NAME = 0
    FIRST_NAME = 1
    NAME_PART = 2
    ORGANISATION = 3
    EMAIL = 4
    CODE = 5
    COLUMN = 6
    COLUMN_BEGINNING = 7
    INNER = 8
    NEAR = 9
    NEAR_BEGINNING = 10
    SOUND = 11


@dataclass(frozen=True, slots=True)
class RankedAttendee:
    """A person who matches a query, and how well."""

    attendee: Attendee
    rank: MatchRank


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A query as understood. `phrasings` are the possible meanings, each as words that must all match: as typed, then
    with words joined.

    `bare` is without particles, empty if there are none or too little would be left. A single letter is an initial, and
    the last word may be unfinished. `code` is what may be one end of a code, "" if nothing.
    """

    phrasings: tuple[tuple[str, ...], ...]
    bare: tuple[str, ...]
    code: str

    @property
    def core(self) -> tuple[str, ...]:
        """The words that matter."""
        return self.bare or self.phrasings[0]


def read_query(text: str) -> SearchQuery | None:
    """Return the query in `text`; None if it has fewer than two letters or digits."""
    text = text[:LONGEST]
    words = [word[:MOST_LETTERS] for word in words_in(without_top_level(text))[:MOST_WORDS]]
    if len("".join(words)) < 2:
        return None
    bare = (*(w for w in words[:-1] if len(w) == 1 or w not in PARTICLES), words[-1])
    code = plain_code(text)
    return SearchQuery(
        tuple(dict.fromkeys(_phrasings(words))),
        bare if len(bare) < len(words) and len("".join(bare)) >= BARE_LETTERS else (),
        code if len(code) >= CODE_LETTERS else "",
    )


def rank_match(query: SearchQuery, texts: Sequence[str]) -> MatchRank | None:
    """Return how well a person with these `SearchTerms` matches; None if they do not, or only with a typing error."""
    places = [f" {text}" for text in texts]
    for phrasing in query.phrasings:
        if (found := _worst_place(phrasing, places)) is not None:
            return found
    if query.bare and (found := _worst_place(query.bare, places)) is not None:
        return max(found, MatchRank.NAME_PART)  # behind those who have the particle too
    return MatchRank.CODE if query.code and _has_code(query.code, places) else None


def nearness(meanings: Collection[str], texts: Sequence[str]) -> MatchRank | None:
    """Return the rank of a person whose `SearchTerms` have one of `meanings`, as a word or as the beginning of one;
    else None.
    """
    words = {word for text in texts[: MatchRank.CODE] for word in text.split()}
    if not words.isdisjoint(meanings):
        return MatchRank.NEAR
    lengths = {len(meaning) for meaning in meanings}
    return MatchRank.NEAR_BEGINNING if any(word[:n] in meanings for word in words for n in lengths) else None


def _phrasings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    yield tuple(words)
    for at in range(len(words) - 1):
        yield (*words[:at], glued(words[at : at + 2]), *words[at + 2 :])
    if len(words) > 2:
        yield (glued(words),)


def _worst_place(words: Sequence[str], places: Sequence[str]) -> MatchRank | None:
    worst = 0
    for word in words:
        wanted = f" {word}"
        place = next((n for n in range(MatchRank.CODE) if wanted in places[n]), None)
        if place is None:
            return None
        worst = max(worst, place)
    return MatchRank(worst)


def _has_code(code: str, places: Sequence[str]) -> bool:
    return f" {code}" in places[MatchRank.CODE] or f" {code[::-1]}" in places[MatchRank.CODE + 1]
