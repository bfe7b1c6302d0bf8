# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts in cells of a list, cleaned and read as addresses, numbers or names. Pure; no visible letter changes."""

import re
from collections.abc import Collection, Mapping, Sequence

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


# E-mail address of the payer of a registration, as the list has it among its other columns.
# It is never the attendee's own: guests of one order share it, and it does not make two records one person. It only
# serves to send documents to attendees without an address.

_ADDRESS = re.compile(r"\b(e ?mail|mail|courriel|mel|adresse electronique|correo)\b")
_PAYER = re.compile(
    r"\b(payeu\w*|acheteu\w*|payer|buyer|purchaser|acheta\w*|commande|order|facturation|billing|kaufer|besteller"
    r"|acquirente|comprador|commanditaire)\b"
)


def payer_email(custom: Mapping[str, str]) -> str:
    """Return the payer's address among an attendee's other columns; "" if there is none."""
    return next((text for title, text in custom.items() if names_payer_email(title) and is_email(text)), "")


def names_payer_email(title: str) -> bool:
    """Whether a column called `title` holds the e-mail address of the payer or buyer."""
    words = plain_title(title)
    return bool(_ADDRESS.search(words) and _PAYER.search(words))


# Numbers of people as lists write them: "2", "+2", "2 personnes", "(+1)".


def people_count(text: str) -> int | None:
    """Return the number of people that `text` is; None if it is something else."""
    found = _COUNT.fullmatch(text.casefold().strip())
    return int(found[1]) if found else None


def is_beside(text: str) -> bool:
    """Whether a number of people is of those who come besides: "+2"."""
    return text.lstrip(" (").startswith("+")


def is_plus_one(text: str) -> bool:
    """Whether the text is the "+1" that stands for a companion, as a title or in a cell."""
    return bool(_PLUS_ONE.fullmatch(text))


_PLUS_ONE = re.compile(r"\+\s?1\s*\??")
_COUNT = re.compile(
    r"\(?\s*(?:\+\s*)?([0-9]{1,4})\)?\s*\(?(?:pers(?:onnes?|ons?|onen|onas?|one)?|pax|invit[eé]e?s?|accompagnante?s?|adultes?"
    r"|places?|guests?|people|companions?|adults?|g[aä]ste?|begleitperson(?:en)?|ospiti?|accompagnator[ei]|invitados?"
    r"|acompañantes?)?\.?\)?"
)


# Personal names in lists: what looks like one, titles before it (Mme, Dr), which part is the first name.
# `FirstNames` are those known (resources/lists/first_names.txt); many real ones are not among them, so that one name
# proves nothing and a column of them does.

FirstNames = Collection[str]
"""First names, folded."""

MOST_WORDS = 6
LONGEST_NAME = 60
_MOST_SMALL = 3
"""The most words of a name without any capital, as some people type theirs."""

_COURTESY = (
    "m|mm|mr|mrs|ms|miss|mme|mmes|mlle|monsieur|madame|mademoiselle|dr|docteur|prof|professeur|pr|me|maitre|herr|frau"
    "|sig|sig ra|signor|signora|signore|dott|dott ssa|ing|sr|sra|srta|dra|don|dona|sir|lady|mx|hr|fr|dipl ing|phd"
)
_COURTESY_ALONE = re.compile(rf"(?:{_COURTESY})(?:[ .]+(?:{_COURTESY}))*\.?")
_COURTESY_BEFORE = re.compile(rf"(?:(?:{_COURTESY})(?:\.|\b)[ ]*(?=\S))+")
_PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "della",
        "dello",
        "del",
        "van",
        "von",
    }
    | {"der", "den", "ter", "ten", "zu", "zum", "zur", "y", "e", "i", "el", "al", "ben", "bin", "ibn", "abu", "bint"}
    | {"von", "ould", "af", "av", "und", "of", "mac"}
)
_LETTERS = re.compile(r"[^\W\d_]")
_NOT_IN_NAMES = re.compile(r"[0-9@/\\:=<>(){}\[\]#%€$+*|_«»\"!?]")


def is_courtesy(text: str) -> bool:
    """Whether `text` is only a form of address or a degree: "Mme", "Dr", "Herr Dr."."""
    return bool(_COURTESY_ALONE.fullmatch(fold_text(text)))


def without_courtesy(text: str) -> str:
    """Return a name without the form of address before it: "Mme Anne DUPONT" → "Anne DUPONT"."""
    words = text.split()
    count = 0
    while count < len(words) - 1 and is_courtesy(words[count]):
        count += 1
    return " ".join(words[count:])


def is_name(text: str) -> bool:
    """Whether `text` looks like a person's name or a part of it: few words of letters, with capitals where its script
    has them.
    """
    if len(text) > LONGEST_NAME or _NOT_IN_NAMES.search(text) or not _LETTERS.search(text):
        return False
    words = text.replace(",", " ").split()
    is_small = text.islower() and len(words) <= _MOST_SMALL
    return len(words) <= MOST_WORDS and (is_small or all(map(_begins_a_name, words)))


def is_first_name(text: str, known: FirstNames) -> bool:
    """Whether `text` is a known first name, or several: "Jean-Baptiste", "Marie Anne"."""
    folded = fold_text(text.rstrip("."))
    return folded in known or (" " in folded and all(word in known for word in folded.split()))


def is_particle(word: str) -> bool:
    """Whether the word is a part of last names and no first name: "de", "Le", "van"."""
    return fold_text(word) in _PARTICLES


def is_in_capitals(text: str) -> bool:
    """Whether all of its letters are capitals, at least two; a script without capitals has none."""
    letters = _LETTERS.findall(text)
    return len(letters) > 1 and all(letter.isupper() for letter in letters)


def _begins_a_name(word: str) -> bool:
    bare = word.strip("-.'’,;")
    return not bare or not bare[0].islower() or fold_text(bare).split(" ")[0] in _PARTICLES
