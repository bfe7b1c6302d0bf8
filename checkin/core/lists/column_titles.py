# SPDX-License-Identifier: GPL-3.0-or-later
"""What the title of a column says that it holds, in French, English, German, Italian or Spanish. Pure.

The words are in `title_words`. What stands below the title is in `column_contents`; `column_choice` weighs both.
"""

import re
from collections.abc import Sequence

from checkin.core.lists import title_words
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.list_fields import HEADER_WITHIN, NAMES, ListField, ListRow


def header_strength(row: ListRow) -> int:
    """Return how many fields `row` names, 0 if none of them is a name."""
    fields = {field for title in row.cells for field in title_strengths(title)}
    return len(fields) if fields & NAMES else 0


def fullest_row(rows: Sequence[ListRow]) -> ListRow:
    """Return the row with most cells filled among the first ones; it may be no header."""
    return max(rows[:HEADER_WITHIN], key=lambda row: sum(map(bool, row.cells)), default=ListRow(0, ()))


def is_about_something_else(title: str) -> bool:
    """Whether `title` names a payer, a consent, a meal or a date: nothing that a person of the list is or has."""
    return _is_other(_words(title)) and not says_nothing(title)


def says_nothing(title: str) -> bool:
    """Whether `title` is empty, a number or a name that a machine gave: "fld_12", "Colonne 3"."""
    words = _words(title).split()
    return all(word.rstrip("0123456789") in _MEANINGLESS or _NUMBER_OF_COLUMN.fullmatch(word) for word in words)


MEANT, PLAIN, EXACT, LIKELY, WEAK = 9, 4, 3, 2, 1
"""How sure a title is of a field. MEANT: in the export of a known service. A weak one stands only where nothing better
was found.
"""


def title_strengths(title: str) -> dict[ListField, int]:
    """Return the fields that `title` may name, each with its strength. A title of several parts ("Nom / Last name",
    "E-mail (one only)") names what any of them does.
    """
    whole = _words(title)
    if not whole or _is_other(whole):
        return {}
    found = _named_by(whole)
    if set(whole.split()) & title_words.GUESTS:
        return {kind: min(strength, LIKELY) for kind, strength in found.items()}
    if max(found.values(), default=0) >= EXACT:
        return found
    for part in map(_words, _PARTS.split(title)):
        if part and _core(part):
            found |= {kind: max(strength, found.get(kind, 0)) for kind, strength in _named_by(part).items()}
    is_whole_name = min(found.get(ListField.FIRST_NAME, 0), found.get(ListField.LAST_NAME, 0)) >= EXACT
    return {ListField.FULL_NAME: EXACT} if is_whole_name else found


def _named_by(words: str) -> dict[ListField, int]:
    if title_words.IN_WHICH_CAPACITY.search(words):
        return {ListField.CATEGORY: EXACT}
    core = _core(words)
    if core in title_words.FAMILY_NAME:
        return {ListField.LAST_NAME: PLAIN}
    found = {field: WEAK for field, phrases in title_words.PERHAPS.items() if core in phrases}
    found |= {field: LIKELY for field, pattern in title_words.ASKED.items() if pattern.search(words)}
    if core == "name":
        found[ListField.LAST_NAME] = LIKELY  # beside a first name it is the last
    return found | {field: EXACT for field, phrases in title_words.EXACTLY.items() if core in phrases}


def _core(words: str) -> str:
    return title_words.in_order(" ".join(word for word in words.split() if word not in title_words.FILLERS))


def _words(title: str) -> str:
    """Return `title` folded, without punctuation and its number; of "Attendee name: Given name" the last part, of
    "attendee.lastName" the words, of a second "Nom (2)" the name.
    """
    title = _PLUS_ONE.sub("plus one ", title)
    tail = _CAMEL.sub(" ", _NUMBERED.sub("", title).strip(" :").rpartition(":")[2])
    plain = _BESIDE.sub(" ", tail.casefold())
    return plain_title(plain)


def _is_other(words: str) -> bool:
    return bool(title_words.OTHER_PEOPLE.search(words) or title_words.OTHER_THINGS.search(words))


_PLUS_ONE = re.compile(r"^\s*\+\s?1\b")
_NUMBERED = re.compile(r"^\W*(?:[Qq](?:uestion)?\s*)?\d{1,2}\s*[.):–-]\s*(?=\w)")
_PARTS = re.compile(r"[/()|\[\]\n]|\s[-–—]\s")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BESIDE = re.compile(r"\((?:commande|participant|order)\)(?:\s*-\s*#\d+)?|\(\d\)\s*$|(?<=[a-z]{3})[2-9]$")
_NUMBER_OF_COLUMN = re.compile(r"[a-z]{0,3}\d{1,4}|[a-z]")
_MEANINGLESS = frozenset(
    {"col", "colonne", "column", "spalte", "colonna", "columna", "fld", "field", "champ", "feld", "campo", "unnamed"}
    | {"untitled", "sans", "titre", "custom", "perso", "var", "variable", "question", "reponse", "answer", "attr"}
    | {"attribute", "item", "data", "value", "valeur"}
)
