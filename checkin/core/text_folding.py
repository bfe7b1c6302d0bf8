# SPDX-License-Identifier: GPL-3.0-or-later
"""How texts are compared: folded to what a hurried person types, and cut into words."""

import re
import unicodedata
from functools import lru_cache

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
_WORD = re.compile(r"[^\W_]+")


def fold_text(text: str) -> str:
    """`text` in small letters, without accents, with hyphens and apostrophes as single spaces."""
    plain = text.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(plain.split())


@lru_cache(maxsize=4096)  # of a list of people, first names and organisations come again and again
def words_in(text: str) -> tuple[str, ...]:
    """The folded letters and digits of `text`, word by word."""
    return tuple(_WORD.findall(fold_text(text)))
