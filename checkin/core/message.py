# SPDX-License-Identifier: GPL-3.0-or-later
"""Words meant for a person, not yet in that person's language. `translation.translate` turns them into text.

The translation tools find every literal `Message("topic", "text")` in the source; so both arguments are
always literals, and what varies is a {named} field filled in after translation. Plurals are in the text itself:
"{rows} {rows:row|rows}" becomes "1 row" and "0 rows" in English; in French 0 takes the singular.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import NamedTuple

from checkin.core.text_folding import fold_text


class Message(NamedTuple):
    """A translatable text. `topic` groups the catalogue; `text` is English and the key of the translation."""

    topic: str
    text: str


Translate = Callable[..., str]
"""A function from a `Message` and the values of its fields to text in the user's language."""


ENGLISH_ONE, FRENCH_ONE = frozenset({"1"}), frozenset({"0", "1"})
"""The numbers, as text, that take the singular."""


def fill_message(text: str, fields: Mapping[str, object], one: frozenset[str] = ENGLISH_ONE) -> str:
    """Return `text` with its {named} fields filled."""
    if "|" not in text:
        return text.format(**fields)
    return _Filling(one).vformat(text, (), fields)


def elide(text: str, fields: Mapping[str, object]) -> str:
    """Return a French `text` in which “de {name}” is “d’{name}” where the name begins with a vowel that is heard."""
    return _OF_A_NAME.sub(lambda of: of[0] if _begins_hard(fields.get(of[2])) else f"{of[1]}’{{{of[2]}}}", text)


def _begins_hard(name: object) -> bool:
    return _VOWEL.match(fold_text(str(name or ""))) is None


_OF_A_NAME = re.compile(r"\b([dD])e \{(name|names|user|first|organizer)\}")
_VOWEL = re.compile(r"[aeiou]|y[^aeiou]|h(?:el|en[^r]|er[^v]|ip|on[^g]|or|y)")
"""Folded. A mute h as in Hélène; never one that is doubtful, as in Hugo."""


class _Filling(Formatter):
    def __init__(self, one: frozenset[str]) -> None:
        self._one = one

    def format_field(self, value: object, format_spec: str) -> str:
        single, divided, several = format_spec.partition("|")
        if not divided:
            return format(value, format_spec)
        return single if str(value) in self._one else several


def list_names(names: Sequence[str], most: int, translate: Callable[..., str]) -> str:
    """Return up to `most` names, and the number of the others; a full stop may follow."""
    shown = ", ".join(names[:most])
    return translate(_AND_MORE, names=shown, more=len(names) - most) if len(names) > most else shown


_AND_MORE = Message("names", "{names} and {more} more")
