# SPDX-License-Identifier: GPL-3.0-or-later
"""Words of ours in columns that the ticketing fills, in the language of the event's texts. Pure.

They are values that desks share, and no words of a screen: every desk has the same, whatever language it speaks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.languages import ENGLISH, FRENCH


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The answers to a question of yes and no, and the titles of the columns with the variation of a product and with
    the seat.
    """

    yes: str
    no: str
    variation: str
    seat: str


_WORDS = {
    FRENCH: ColumnWords("Oui", "Non", "Variante", "Place"),
    ENGLISH: ColumnWords("Yes", "No", "Variant", "Seat"),
}


def column_words(languages: Iterable[str]) -> ColumnWords:
    """Return the words in the first of these languages in which there are some, else in English."""
    return next((_WORDS[language] for language in languages if language in _WORDS), _WORDS[ENGLISH])


def read_yes_or_no(folded: str) -> bool | None:
    """Return what a text without capitals and accents says in any of the languages; None for another text."""
    return next((folded == words.yes.casefold() for words in _WORDS.values() if folded in _both(words)), None)


def _both(words: ColumnWords) -> tuple[str, str]:
    return words.yes.casefold(), words.no.casefold()
