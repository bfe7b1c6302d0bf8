# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleaning of a list's cells: printable text without surplus spaces. Pure. Never changes a visible letter."""

import re
from collections.abc import Sequence

from checkin.core.text_folding import fold_text

# Control characters, marks that reverse the reading direction, invisible spaces, halves of characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_TEXT_MARK = re.compile(r"'(?=\s*[=+\-@\t\r＝＋－＠])")
"""The apostrophe by which a spreadsheet, and our own exports, mark a cell as text and no formula."""

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(?:\.[^@\s,;<>.]+)+")


def one_line(text: str) -> str:
    """Return `text` trimmed, with every run of white space (no-break and line breaks too) as one space."""
    if text.isprintable() and "  " not in text and not text.startswith("'"):
        return text.strip()  # most cells; a space is the only white space that is printable
    return _SPACES.sub(" ", printable(text)).strip()


def lines(text: str) -> str:
    """Return `text` trimmed, with its line breaks kept."""
    return "\n".join(map(one_line, printable(text).splitlines())).strip()


def printable(text: str) -> str:
    return _UNPRINTABLE.sub("", _TEXT_MARK.sub("", text, count=1) if text.startswith("'") else text)


def is_printable(text: str) -> bool:
    return text.isprintable() or not _UNPRINTABLE.search(text)


def is_email(text: str) -> bool:
    """Whether a message could be sent there, as far as the text alone can tell."""
    return bool(_EMAIL.fullmatch(text))


def unique_titles(header: Sequence[str]) -> tuple[str, ...]:
    """Return a different title for each column: a second "Seat" is "Seat (2)", an empty one becomes its column's
    letters.
    """
    titles: list[str] = []
    for index, cell in enumerate(header):
        title = one_line(cell)[:100] or column_letters(index)
        same, wanted = 1, title
        while title in titles:
            same += 1
            title = f"{wanted} ({same})"
        titles.append(title)
    return tuple(titles)


def column_letters(index: int) -> str:
    """Return the letters of a column as a spreadsheet names it: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def plain_title(title: str) -> str:
    """Return `title` as titles are compared: folded, words and # only."""
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", fold_text(title.casefold())).split())
