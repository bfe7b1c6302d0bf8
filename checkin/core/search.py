# SPDX-License-Identifier: GPL-3.0-or-later
"""How names are compared: folded to what a hurried person types."""

import unicodedata

_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "ı": "i",
        "'": " ",
        "’": " ",
        "-": " ",
        "‐": " ",
        "‑": " ",
        "–": " ",
        "·": " ",
    }
)


LONGEST_QUERY, MOST_WORDS = 200, 8
"""Characters and words of a query that are looked at: whoever pastes a page is not looking for a person."""


def fold(text: str) -> str:
    """`text` in small letters, without accents, with hyphens and apostrophes as single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def words_of(query: str) -> list[str]:
    """What every match must contain, in any order. Empty for fewer than two letters."""
    folded = fold(query[:LONGEST_QUERY])
    return folded.split()[:MOST_WORDS] if len(folded) >= 2 else []
