# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody asks for by typing, and how well a person answers it. `storage.search` brings the people."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from checkin.core.attendee import Attendee
from checkin.core.search_terms import MOST_LETTERS, PARTICLES, glued, plain_code, without_top_level
from checkin.core.text_folding import words_in

LONGEST, MOST_WORDS = 200, 6
"""Characters and words of a query that are looked at: whoever pastes a page is not looking for a person."""

CODE_LETTERS = 4
"""Fewer would find people by chance letters of their codes."""

BARE_LETTERS = 3
"""Fewer left of "le g" would mean everybody with a G."""


class MatchRank(IntEnum):
    """Where a person answers, best first. With several words, the worst place among them.

    Up to `EMAIL` the words begin words of theirs, in `SearchTerms` order. `INNER`: a word lies inside one of theirs;
    `NEAR`: it is one of theirs but for a typing error; `NEAR_BEGINNING`: so begins one of theirs; `SOUND`: it sounds
    like one of their names.
    """

    LAST_NAME = 0
    FIRST_NAME = 1
    NAME_PART = 2
    ORGANISATION = 3
    EMAIL = 4
    CODE = 5
    INNER = 6
    NEAR = 7
    NEAR_BEGINNING = 8
    SOUND = 9


@dataclass(frozen=True, slots=True)
class RankedAttendee:
    """A person who answers a query."""

    attendee: Attendee
    rank: MatchRank


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """`phrasings` are what may have been meant, as words that must all be there: as typed, then with words glued.

    `bare` is without particles, empty if there are none or nothing to speak of would be left. A single letter is the
    initial of a name, and the last word may be one that is not finished. `code` is what may be one end of a code.
    """

    phrasings: tuple[tuple[str, ...], ...]
    bare: tuple[str, ...]
    code: str

    @property
    def core(self) -> tuple[str, ...]:
        """The words that matter."""
        return self.bare or self.phrasings[0]


def read_query(text: str) -> SearchQuery | None:
    """What `text` asks for; None if it has fewer than two letters or digits."""
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
    """How well a person with these `SearchTerms` answers; None if they do not, or only with an error."""
    places = [f" {text}" for text in texts]
    for phrasing in query.phrasings:
        if (found := _worst_place(phrasing, places)) is not None:
            return found
    if query.bare and (found := _worst_place(query.bare, places)) is not None:
        return max(found, MatchRank.NAME_PART)  # behind those who have the particle too
    return MatchRank.CODE if query.code and _has_code(query.code, places) else None


def nearness(meanings: Collection[str], texts: Sequence[str]) -> MatchRank | None:
    """Whether a person with these `SearchTerms` has one of `meanings`, as a word or as the beginning of one."""
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
