# SPDX-License-Identifier: GPL-3.0-or-later
"""Text folding for comparisons: small letters without accents, cut into words; and the natural order of names."""

import re
import unicodedata
from functools import lru_cache

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
